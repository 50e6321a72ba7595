"""A customer texts the number: one fitting answer, never two, never one after STOP."""

import pytest

from bot.domain import segments
from bot.services import accounts
from models.states import Answered, DeliveryKind, DeliveryStatus
from tests.factories import OWNER, Shop

ANN, LEO = "+12125550111", "+12125550112"


@pytest.fixture
def reminded(shop: Shop) -> Shop:
    shop.customer("Ann Lee", ANN)
    shop.text("remind Ann your color appointment is coming up")
    shop.went_out(shop.deliveries(kind=DeliveryKind.MESSAGE)[0])
    return shop


def reminder(shop: Shop) -> Answered:
    return shop.deliveries(kind=DeliveryKind.MESSAGE)[0].answered


@pytest.mark.parametrize("body", ["C", "c", "Y", "yes", "YES!", "confirm", "👍", "sí", "yes I'll be there"])
def test_every_kind_of_yes_confirms(reminded: Shop, body: str) -> None:
    said = reminded.text(body, ANN) or ""
    assert "Ann" in said
    assert reminder(reminded) is Answered.CONFIRMED


@pytest.mark.parametrize("body", ["no", "can't make it", "no I won't be there"])
def test_a_no_is_never_taken_for_a_yes(reminded: Shop, body: str) -> None:
    assert reminded.text(body, ANN)
    assert reminder(reminded) is Answered.DECLINED
    assert reminded.inbox()[0].needs_answer


def test_something_odd_lands_in_the_inbox_and_is_thanked_for_once(reminded: Shop) -> None:
    assert "Bella Salon" in (reminded.text("do you have parking for a horse", ANN) or "")
    assert reminded.text("a big one", ANN) is None
    assert [one.body for one in reminded.inbox()] == ["do you have parking for a horse", "a big one"]
    assert all(one.needs_answer for one in reminded.inbox())
    assert reminder(reminded) is Answered.ASKED


@pytest.mark.parametrize("body", ["STOP", "stop", "Unsubscribe", "QUIT", "BLOCK", "please stop texting me", "baja"])
def test_stop_is_confirmed_once_and_nothing_follows(reminded: Shop, body: str) -> None:
    assert reminded.text(body, ANN)
    assert reminded.text(body, ANN) is None
    assert "opted out" in (reminded.text("text Ann hello") or "")
    assert reminded.text("what are your hours", ANN) is None


def test_stop_cancels_what_waits(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN)
    shop.text("text Ann your table is ready")
    shop.text("STOP", ANN)
    assert [one.status for one in shop.deliveries(kind=DeliveryKind.MESSAGE)] == [DeliveryStatus.SUPPRESSED]


def test_cancel_opts_out_asks_back_and_tells_the_owner(reminded: Shop) -> None:
    assert "appointment" in (reminded.text("CANCEL", ANN) or "")
    (notice,) = reminded.deliveries(kind=DeliveryKind.NOTICE)
    assert notice.address == OWNER
    assert "Ann Lee" in notice.body


def test_cancel_my_appointment_is_no_opt_out(reminded: Shop) -> None:
    reminded.text("please cancel my appointment", ANN)
    assert "OK" in (reminded.text("text Ann no problem") or "")


def test_start_brings_back(reminded: Shop) -> None:
    reminded.text("STOP", ANN)
    assert "again" in (reminded.text("START", ANN) or "")
    assert "OK" in (reminded.text("text Ann hello") or "")


def test_yes_from_somebody_who_was_out_opts_in_and_confirms(reminded: Shop) -> None:
    reminded.text("STOP", ANN)
    assert reminded.text("YES", ANN)
    assert reminder(reminded) is Answered.CONFIRMED
    assert "OK" in (reminded.text("text Ann hello") or "")


def test_only_opt_in_words_bring_back(reminded: Shop) -> None:
    reminded.text("STOP", ANN)
    reminded.text("what time is my appointment?", ANN)
    assert "opted out" in (reminded.text("text Ann hello") or "")


def test_help_says_who_how_often_what_it_costs_and_how_to_stop(shop: Shop) -> None:
    said = shop.text("HELP", ANN) or ""
    assert all(word in said for word in ("Bella Salon", "Msg & data rates", "STOP", "START"))


@pytest.mark.parametrize("word", ["STOP", "HELP", "START"])
def test_where_the_carrier_answers_we_are_silent(shop: Shop, word: str) -> None:
    with shop.app.work() as work:
        shop.desk(work).business.carrier_answers_stop = True
    assert shop.text(word, ANN) is None


def test_a_repeat_of_the_same_text_is_kept_once_and_not_answered_again(reminded: Shop) -> None:
    assert reminded.text("C", ANN, sid="SM1")
    assert reminded.text("C", ANN, sid="SM1") is None
    assert len(reminded.inbox()) == 1


def test_two_robots_stop_talking_to_one_another(shop: Shop) -> None:
    said = [shop.text(f"Thank you! Ticket {number}", ANN) for number in range(60)]
    assert sum(answer is not None for answer in said) <= 8


def test_a_customer_who_writes_quickly_is_no_robot(shop: Shop) -> None:
    for _ in range(3):
        assert shop.text("hello", ANN)
        assert shop.text("thank you", ANN)
    assert shop.text("HELP", ANN)


def test_an_automatic_reply_gets_no_answer(reminded: Shop) -> None:
    assert (
        reminded.text("I'm driving with Do Not Disturb While Driving turned on. I'll see your message later.", ANN)
        is None
    )
    assert reminder(reminded) is Answered.ASKED


def test_a_text_is_forwarded_where_that_is_set(reminded: Shop) -> None:
    with reminded.app.work() as work:
        accounts.set_text_forwards(reminded.desk(work), ["212-555-0155", "212-555-0156"])
    reminded.text("do you sell gift cards?", ANN)
    forwards = reminded.deliveries(kind=DeliveryKind.FORWARD)
    assert {one.address for one in forwards} == {"+12125550155", "+12125550156"}
    assert {one.body for one in forwards} == {"Ann Lee (212) 555-0111: do you sell gift cards?"}


def test_a_forward_is_never_cut(reminded: Shop) -> None:
    with reminded.app.work() as work:
        accounts.set_text_forwards(reminded.desk(work), ["212-555-0155"])
    reminded.text("long " * 319, ANN)
    forwards = reminded.deliveries(kind=DeliveryKind.FORWARD)
    assert len(forwards) == 2
    assert all(len(one.body) <= segments.MAX_CHARACTERS for one in forwards)


def test_the_owner_replies_to_who_wrote_last(reminded: Shop) -> None:
    reminded.text("do you sell gift cards?", ANN)
    assert reminded.text("reply yes, from $20") == "OK, on the way to Ann Lee."
    (sent,) = reminded.deliveries(kind=DeliveryKind.REPLY)
    assert (sent.address, sent.body) == (ANN, "yes, from $20")


def test_a_reply_that_could_go_to_two_is_asked_about(reminded: Shop) -> None:
    reminded.customer("Leo Park", LEO)
    reminded.text("do you sell gift cards?", ANN)
    reminded.clock.pass_time(minutes=1)
    reminded.text("are you open?", LEO)
    assert reminded.text("reply yes we are") == "To whom? 1 Leo Park, 2 Ann Lee"
    assert reminded.text("1") == "OK, on the way to Leo Park."
    assert [one.address for one in reminded.deliveries(kind=DeliveryKind.REPLY)] == [LEO]


def test_what_the_number_dealt_with_itself_is_not_read_out(reminded: Shop) -> None:
    reminded.text("C", ANN)
    assert reminded.text("inbox") == "No new texts."
    assert [one.body for one in reminded.inbox()] == ["C"]


def test_another_kind_of_wish_gets_its_own_answer(reminded: Shop) -> None:
    assert reminded.text("do you have parking for a horse", ANN)
    assert "appointment" in (reminded.text("i need to reschedule", ANN) or "")


def test_new_texts_are_read_out_once(reminded: Shop) -> None:
    reminded.text("do you sell gift cards?", ANN)
    assert "do you sell gift cards?" in (reminded.text("inbox") or "")
    assert reminded.text("inbox") == "No new texts."


def test_a_shared_phone_gets_one_text_with_both_names(shop: Shop) -> None:
    for child in ("Mia Lee", "Leo Lee"):
        shop.customer(child, ANN, group="Kids")
    shop.text("text Kids Hi {first_name}, bring your shoes")
    shop.text("yes")
    (sent,) = shop.deliveries(kind=DeliveryKind.MESSAGE)
    assert sent.body == "Hi Leo and Mia, bring your shoes"


@pytest.mark.parametrize("body", ["", "\x00", "🙂" * 200, "a" * 1600, "\u202eevil", "</Say><Dial>+1900</Dial>", "1"])
def test_nothing_a_customer_texts_breaks_anything(reminded: Shop, body: str) -> None:
    reminded.text(body, ANN)
    assert len(reminded.inbox()) == 1
    assert reminder(reminded) is Answered.ASKED
