"""What reaches many, spends, or changes where things go is done once it is certain who texts."""

import re

import pytest
from sqlalchemy import select

from bot.domain import proof
from bot.services import accounts, audit, groups
from models import Conversation, InboxItem
from models.states import Channel, DeliveryKind, Proof
from tests.factories import OWNER, Shop

SECOND = "+12125550101"
FORWARD = "forward calls to 212-555-0155"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Thirty people in a group."""
    for number in range(30):
        shop.customer(f"Guest{number} Lee", f"+121255502{number:02d}", group="VIP")
    for number in range(3):
        shop.customer(f"Few{number} Lee", f"+121255503{number:02d}", group="Team")
    return shop


def sent(shop: Shop) -> int:
    return len(shop.deliveries(kind=DeliveryKind.MESSAGE))


def code_of(answer: str | None) -> str:
    found = re.search(r"reply (\d{4})", answer or "")
    assert found, answer
    return found[1]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10_000:04d}"


def done(shop: Shop) -> list[str]:
    with shop.app.reading() as work:
        return [audit.sentence(row) for row in audit.listed(shop.desk(work), 100)]


def test_a_text_to_thirty_people_asks_for_a_number_in_place_of_a_yes(shop: Shop) -> None:
    said = shop.text("text VIP we are closed on Friday") or ""
    assert "VIP (30 people)" in said
    assert re.search(r"To be sure it's you, reply \d{4} to send\.$", said)
    assert "YES" not in said
    assert "30 people" in (shop.text(code_of(said)) or "")
    assert sent(shop) == 30
    assert {"Was asked to prove a text to 30 people", "Proved a text to 30 people"} <= {*done(shop)}


def test_a_small_text_stays_as_easy_as_it_was(shop: Shop) -> None:
    assert "Reply YES or NO" in (shop.text("text Team we are closed on Friday") or "")
    shop.text("yes")
    assert sent(shop) == 3


def test_a_bare_yes_sends_nothing_and_the_number_still_does(shop: Shop) -> None:
    code = code_of(shop.text("text VIP we are closed on Friday"))
    assert "reply the number in my last text" in (shop.text("YES") or "")
    assert sent(shop) == 0
    shop.text(f"yes {code}")
    assert sent(shop) == 30


def test_a_no_and_a_new_command_work_as_ever(shop: Shop) -> None:
    code = code_of(shop.text("text VIP we are closed on Friday"))
    assert "won't" in (shop.text("no") or "")
    shop.text(code)
    code = code_of(shop.text("text VIP we are closed on Friday"))
    assert "November so far" in (shop.text("usage") or "")
    shop.text(code)
    assert sent(shop) == 0


def test_a_correction_brings_a_new_number_and_the_old_one_is_worth_nothing(shop: Shop) -> None:
    codes = iter(["1111", "2222"])
    object.__setattr__(shop.app.ports, "new_code", lambda: next(codes))
    shop.text("remind VIP tuesday 3pm your color appointment is coming up")
    said = shop.text("no, 4pm") or ""
    assert "4 PM" in said
    assert "reply 2222" in said
    assert "not the number" in (shop.text("1111") or "")
    assert "#1" in (shop.text("2222") or "")


def test_the_number_is_good_for_ten_minutes(shop: Shop) -> None:
    code = code_of(shop.text("text VIP we are closed on Friday"))
    shop.clock.pass_time(minutes=11)
    shop.text(code)
    assert sent(shop) == 0


def test_the_number_is_good_once(shop: Shop) -> None:
    code = code_of(shop.text("text VIP we are closed on Friday"))
    shop.text(code)
    shop.text(code)
    assert sent(shop) == 30


def test_three_wrong_numbers_drop_it_and_the_other_phone_and_the_email_are_told(shop: Shop) -> None:
    with shop.app.work() as work:
        accounts.authorise_phone(shop.desk(work), SECOND)
        accounts.add_member(shop.desk(work), "owner@example.com", "a long enough password", "Maria")
    code = code_of(shop.text("text VIP we are closed on Friday"))
    answers = [shop.text(another(code)) or "" for _ in range(3)]
    assert "dropped" in answers[2]
    shop.text(code)
    assert sent(shop) == 0
    told = shop.deliveries(kind=DeliveryKind.NOTICE)
    assert {(one.channel, one.address) for one in told} == {
        (Channel.TEXT, SECOND),
        (Channel.EMAIL, "owner@example.com"),
    }
    assert all("a text to 30 people" in one.body for one in told)
    assert "Gave wrong numbers for a text to 30 people, which was dropped" in done(shop)


def test_guessing_goes_on_for_three_tries_in_half_an_hour_however_often_it_is_begun(shop: Shop) -> None:
    for _ in range(3):
        code = code_of(shop.text("text VIP we are closed on Friday"))
        shop.text(another(code))
    assert "too many wrong numbers" in (shop.text("text VIP we are closed on Friday") or "")
    assert "Reply YES" in (shop.text("text Team we are closed on Friday") or "")
    shop.clock.pass_time(minutes=31)
    shop.text(code_of(shop.text("text VIP we are closed on Friday")))
    assert sent(shop) == 30


def test_the_number_is_kept_nowhere_but_in_the_text_that_brings_it(shop: Shop) -> None:
    code = code_of(shop.text("text VIP we are closed on Friday"))
    with shop.app.reading() as work:
        (slots,) = work.session.scalars(select(Conversation.slots)).all()
    assert code not in str({**slots["proof"], "salt": "", "hash": "", "until": ""})
    assert code not in slots["last_text"]


@pytest.mark.parametrize("command", [FORWARD, "forward texts to 212-555-0155", "turn off call forwarding"])
def test_where_calls_and_texts_go_is_changed_with_the_number_only(shop: Shop, command: str) -> None:
    asked = shop.text(command)
    with shop.app.reading() as work:
        business = shop.desk(work).business
        assert (business.call_forward_to, business.text_forwards) == (None, [])
    assert re.search("go to|not forwarded", shop.prove(asked) or "")


def test_undoing_a_forward_needs_the_number_too(shop: Shop) -> None:
    shop.prove(shop.text(FORWARD))
    asked = shop.text("undo")
    with shop.app.reading() as work:
        assert shop.desk(work).business.call_forward_to == "+12125550155"
    assert "not forwarded" in (shop.prove(asked) or "")


def test_other_settings_need_none(shop: Shop) -> None:
    assert "America/Los_Angeles" in (shop.text("timezone Pacific") or "")


def test_what_grows_over_the_limit_after_the_yes_was_asked_for_is_asked_about_again(shop: Shop) -> None:
    shop.text("text Team we are closed on Friday")
    with shop.app.work() as work:
        desk = shop.desk(work)
        vip, team = groups.find_group(desk, "VIP"), groups.find_group(desk, "Team")
        assert vip
        assert team
        groups.add_members(desk, team, groups.members(desk, vip))
    assert code_of(shop.text("yes"))
    assert sent(shop) == 0


def test_a_business_that_wants_no_proof_gets_a_yes(shop: Shop) -> None:
    with shop.app.work() as work:
        shop.desk(work).business.proof = Proof.NONE
    assert "Reply YES" in (shop.text("text VIP we are closed on Friday") or "")
    assert "Calls go to" in (shop.text(FORWARD) or "")


def test_a_pin_typed_into_the_thread_is_refused_and_not_kept(shop: Shop) -> None:
    with shop.app.work() as work:
        shop.desk(work).business.proof = Proof.PIN
    assert "call (212) 555-0199 from this phone and enter your PIN" in (shop.text(FORWARD) or "")
    assert "never text your PIN" in (shop.text("4711") or "")
    assert "It waits for your call" in (shop.text("yes") or "")
    with shop.app.reading() as work:
        bodies = work.session.scalars(select(InboxItem.body).where(InboxItem.phone == OWNER)).all()
    assert "4711" not in " ".join(bodies)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("4821", "4821"), ("Yes, 4821!", "4821"), ("48 21", "4821"), ("it's 4821", "4821"), ("482", None),
     ("make it 1630", None), ("4pm", None), ("212-555-0123", None), ("٤٨٢١", None)],
)  # fmt: skip
def test_only_a_number_alone_is_an_answer(text: str, digits: str | None) -> None:
    assert proof.digits_in(text) == digits
