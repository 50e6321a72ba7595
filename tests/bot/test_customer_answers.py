"""What customers answer in their own way: whom it is about, when, and whether it was a wish at all."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.services import consent, reminders
from models.states import Answered, AppointmentStatus, DeliveryKind
from tests.factories import OWNER, Shop

ANN, BOB = "+12125550111", "+12125550122"
TUESDAY = datetime(2026, 11, 24)


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A salon with one chair, open every day from 9 to 17, and a customer."""
    made = Shop(engine)
    made.calendar("Maria")
    made.customer("Ann Lee", ANN)
    return made


@pytest.fixture
def reminded(shop: Shop) -> Shop:
    """Ann has been reminded of tomorrow at three."""
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    _remind(shop, hours=6)
    return shop


@pytest.fixture
def twice(shop: Shop) -> Shop:
    """Ann has two appointments: Tuesday at three and Thursday at eleven."""
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    shop.book(shop.customers()[0].id, TUESDAY.replace(day=26, hour=11))
    return shop


@pytest.fixture
def children(engine: Engine) -> Callable[[str], dict[str, Answered]]:
    """Mia (two o'clock) and Leo (three) share a phone; returns what they answered."""
    shop = Shop(engine)
    shop.calendar("Dr Chen", capacity=2)
    for hour, name in ((14, "Mia Ray"), (15, "Leo Ray")):
        shop.book(shop.customer(name, BOB), TUESDAY.replace(hour=hour))
    _remind(shop, hours=7)

    def text(words: str) -> dict[str, Answered]:
        shop.text(words, BOB)
        names = {one.id: one.first_name for one in shop.customers()}
        people = [who for one in shop.appointments() for who in one.attendees]
        return {names[who.customer_id]: who.answered for who in people if who.customer_id}

    return text


def _remind(shop: Shop, hours: int) -> None:
    shop.clock.pass_time(hours=hours)
    with shop.app.work() as work:
        reminders.fire_due(work, timedelta())
    for one in shop.deliveries(kind=DeliveryKind.REMINDER):
        shop.went_out(one)


def booked(shop: Shop) -> list[str]:
    """What is booked, as `24 15:00`."""
    held = (AppointmentStatus.BOOKED, AppointmentStatus.REQUESTED)
    return [one.start_local.strftime("%d %H:%M") for one in shop.appointments() if one.status in held]


def answered(shop: Shop) -> Answered:
    return shop.appointments()[0].attendees[0].answered


def is_out(shop: Shop) -> bool:
    with shop.app.reading() as work:
        return bool(consent.opted_out(work.session, shop.business_id, [ANN]))


@pytest.mark.parametrize("words", ["leo yes mia no", "yes leo no mia", "Mia can't, Leo can"])
def test_each_child_has_its_own_answer_without_any_comma(
    children: Callable[[str], dict[str, Answered]], words: str
) -> None:
    assert children(words) == {"Mia": Answered.DECLINED, "Leo": Answered.CONFIRMED}


@pytest.mark.parametrize(
    "words", ["yes and please tell Maria I want the same color", "yep, and ask Maria to save some of that cream"]
)
def test_a_wish_after_a_yes_takes_nothing_back(reminded: Shop, words: str) -> None:
    reminded.text(words, ANN)
    assert answered(reminded) is Answered.CONFIRMED


@pytest.mark.parametrize(
    "words",
    [
        "I can't believe how good it looks",
        "can't stop smiling",
        "hang on a sec",
        "please don't forget my latex allergy",
        "www.pics.com/mine/12",
    ],
)
def test_praise_or_a_link_refuses_nothing(reminded: Shop, words: str) -> None:
    reminded.text(words, ANN)
    assert answered(reminded) is Answered.ASKED


def test_another_time_that_is_only_stated_is_read_back(reminded: Shop) -> None:
    assert "Shall I move" in (reminded.text("great, see you at 2!", ANN) or "")
    assert booked(reminded) == ["24 15:00"]


@pytest.mark.parametrize("words", ["it's friday right?", "I thought it was at 2?", "my appointment is at 4, correct?"])
def test_a_time_that_is_checked_is_answered_with_the_right_one(reminded: Shop, words: str) -> None:
    assert (reminded.text(words, ANN) or "").startswith("You're booked: Tue Nov 24 at 3 PM")
    assert booked(reminded) == ["24 15:00"]


def test_a_day_that_does_not_suit_is_not_the_one_that_is_wished_for(reminded: Shop) -> None:
    assert "Thu Nov 26 at 3 PM" in (reminded.text("tuesday is crazy, how about thursday same time", ANN) or "")


def test_a_time_answers_whether_another_or_none(reminded: Shop) -> None:
    assert "1) find another time" in (reminded.text("can't make it", ANN) or "")
    assert "Thu Nov 26 at 3 PM is free" in (reminded.text("thursday", ANN) or "")
    reminded.text("yes", ANN)
    assert booked(reminded) == ["26 15:00"]


def test_who_can_come_after_all_is_confirmed_and_the_owner_hears_of_it(reminded: Shop) -> None:
    reminded.text("No", ANN)
    assert "you're confirmed for Tue Nov 24 at 3 PM" in (reminded.text("never mind, I'll be there", ANN) or "")
    assert answered(reminded) is Answered.CONFIRMED
    told = [one.body for one in reminded.deliveries(kind=DeliveryKind.NOTICE) if one.address == OWNER]
    assert told[-1] == "Ann Lee can come Tue Nov 24 at 3 PM after all."


@pytest.mark.parametrize("words", ["was my appointment canceled?", "how would I cancel?", "what if I cancel"])
def test_a_question_about_cancelling_cancels_nothing(reminded: Shop, words: str) -> None:
    reminded.text(words, ANN)
    assert booked(reminded) == ["24 15:00"]


def test_a_part_that_is_cancelled_leaves_the_appointment(reminded: Shop) -> None:
    reminded.text("please cancel the blowout and just do the trim", ANN)
    assert booked(reminded) == ["24 15:00"]
    assert reminded.inbox()[-1].needs_answer


@pytest.mark.parametrize("words", ["we won't be needing the appointment", "take me off the calendar for tomorrow"])
def test_what_is_not_needed_is_cancelled(reminded: Shop, words: str) -> None:
    reminded.text(words, ANN)
    assert booked(reminded) == []


def test_both_are_cancelled_at_once(twice: Shop) -> None:
    assert "on Tue Nov 24 at 3 PM and Thu Nov 26 at 11 AM are cancelled" in (twice.text("cancel both", ANN) or "")
    assert booked(twice) == []


@pytest.mark.parametrize("words", ["the thursday one", "thurs please", "the 11 o'clock"])
def test_which_appointment_is_told_by_its_day_or_time(twice: Shop, words: str) -> None:
    twice.text("can I move my appointment to friday at 10", ANN)
    twice.text(words, ANN)
    assert "27 10:00" in booked(twice) or "Fri Nov 27" in (twice.text("yes", ANN) or "")
    assert "24 15:00" in booked(twice)


def test_moved_from_one_day_to_another(twice: Shop) -> None:
    twice.text("switch thursday to saturday", ANN)
    assert booked(twice) == ["24 15:00", "28 11:00"]


def test_another_day_keeps_from_when_on(shop: Shop) -> None:
    shop.text("anything thursday or friday after 3?", ANN)
    said = shop.text("friday", ANN) or ""
    assert "9 AM" not in said
    assert "Fri Nov 27" in said


def test_the_number_that_is_sent_twice_changes_nothing(shop: Shop) -> None:
    shop.text("do you have anything tomorrow?", ANN)
    shop.text("3", ANN)
    assert shop.text("3", ANN) == "You're booked: Tue Nov 24 at 4 PM."


def test_which_of_two_is_better_is_a_question(shop: Shop) -> None:
    shop.text("do you have anything tomorrow?", ANN)
    shop.text("9 or 4, which one is quieter?", ANN)
    assert booked(shop) == []


def test_the_same_time_again_is_no_move(reminded: Shop) -> None:
    assert "You're booked: Tue Nov 24 at 3 PM" in (reminded.text("can you move me to tuesday at 3pm", ANN) or "")
    assert not [one for one in reminded.deliveries(kind=DeliveryKind.NOTICE) if "moved" in one.body]


@pytest.mark.parametrize(
    "words", ["could you all please not text me", "one more message and I'm suing", "my attorney hears of another text"]
)
def test_an_opt_out_in_free_words_is_heard(reminded: Shop, words: str) -> None:
    reminded.text(words, ANN)
    assert is_out(reminded)


def test_an_opt_out_that_was_none_is_taken_back_and_confirms_nothing(reminded: Shop) -> None:
    reminded.text("stop texting me", ANN)
    reminded.text("just kidding, please keep texting me", ANN)
    assert not is_out(reminded)
    assert answered(reminded) is Answered.ASKED


def test_one_of_two_times_is_read_back(shop: Shop) -> None:
    shop.text("can you book me tomorrow at 10 or 11", ANN)
    assert booked(shop) == []


def test_where_to_park_is_told_the_address_and_put_before_the_owner(shop: Shop) -> None:
    shop.rules(place="12 Main St")
    answer = shop.text("where do I park?", ANN)
    assert answer == "Bella Salon is at 12 Main St. Somebody will answer the rest soon."
    assert shop.inbox()[-1].read_at is None


def test_walk_ins_are_a_question_for_the_owner(shop: Shop) -> None:
    answer = shop.text("do you take walk ins", ANN) or ""
    assert "will answer soon" in answer
    assert shop.inbox()[-1].read_at is None
