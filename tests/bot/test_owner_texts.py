"""An owner runs the business by text: what is said, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.services import expansion
from models.states import Answered, Channel, DeliveryKind, DeliveryStatus
from tests.factories import Shop

ANN, BOB, MIA = "+12125550111", "+12125550112", "+12125550113"
TUESDAY_3PM = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture
def vips(shop: Shop) -> Shop:
    shop.customer("Ann Lee", ANN, "ann@example.com", group="VIP")
    shop.customer("Bob Stone", BOB, group="VIP")
    shop.customer("Mia Park", group="VIP")
    return shop


def expand(shop: Shop) -> None:
    with shop.app.work() as work:
        expansion.expand_due(work, timedelta(seconds=5))


def test_a_reminder_to_a_group_is_read_back_and_waits_for_a_yes(vips: Shop) -> None:
    said = vips.text("remind VIP group Tuesday 3pm your color appointment is coming up") or ""
    assert "VIP (2 people)" in said
    assert "tomorrow at 3 PM" in said
    assert "Hi Ann, your color appointment is coming up. Reply C to confirm." in said
    assert "1 left out: Mia Park (no phone number)" in said
    assert "2 text parts" in said
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_after_the_yes_it_goes_out_at_its_time_once_to_each(vips: Shop) -> None:
    vips.text("remind VIP group Tuesday 3pm your color appointment is coming up")
    assert "#1" in (vips.text("yes") or "")
    expand(vips)
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)
    vips.clock.moment = TUESDAY_3PM
    expand(vips)
    expand(vips)
    sent = vips.deliveries(kind=DeliveryKind.MESSAGE)
    assert {(one.address, one.body.split(",")[0]) for one in sent} == {(ANN, "Hi Ann"), (BOB, "Hi Bob")}
    assert {(one.due_at, one.status, one.answered) for one in sent} == {
        (TUESDAY_3PM, DeliveryStatus.WAITING, Answered.ASKED)
    }


def test_a_no_sends_nothing(vips: Shop) -> None:
    vips.text("text VIP we are closed on Friday")
    assert "won't" in (vips.text("no") or "")
    assert "Nothing is waiting" in (vips.text("scheduled") or "")


def test_a_yes_that_comes_too_late_sends_nothing(vips: Shop) -> None:
    vips.text("text VIP we are closed on Friday")
    vips.clock.pass_time(minutes=45)
    vips.text("yes")
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_a_correction_changes_what_was_read_back(vips: Shop) -> None:
    vips.text("remind VIP Tuesday 3pm your color appointment is coming up")
    said = vips.text("no, 4pm") or ""
    assert "tomorrow at 4 PM" in said
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_a_text_to_one_customer_goes_at_once(vips: Shop) -> None:
    assert vips.text("text Ann your table is ready") == 'OK, text on the way to Ann Lee: "your table is ready"'
    (sent,) = vips.deliveries(kind=DeliveryKind.MESSAGE)
    assert (sent.address, sent.body, sent.status) == (ANN, "your table is ready", DeliveryStatus.WAITING)
    assert [one for _, one in vips.queue.handed] == [sent.id]


def test_a_text_to_a_bare_number(vips: Shop) -> None:
    vips.text("text 212-555-0177 your car is ready")
    (sent,) = vips.deliveries(kind=DeliveryKind.MESSAGE)
    assert (sent.address, sent.body) == ("+12125550177", "your car is ready")


def test_an_email_and_a_text_at_once(vips: Shop) -> None:
    vips.text("text and email Ann Lee the shop moved to Main St")
    sent = vips.deliveries(kind=DeliveryKind.MESSAGE)
    assert {(one.channel, one.address) for one in sent} == {
        (Channel.TEXT, ANN),
        (Channel.EMAIL, "ann@example.com"),
    }


def test_a_weekly_text_repeats(vips: Shop) -> None:
    assert "every Monday at 9 AM" in (vips.text("every Monday 9am text Ann don't forget your vitamins") or "")
    vips.clock.moment = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
    expand(vips)
    vips.clock.pass_time(days=7)
    expand(vips)
    assert [one.due_at.day for one in vips.deliveries(kind=DeliveryKind.MESSAGE)] == [30, 7]


def test_after_a_long_stop_only_the_latest_of_a_daily_text_goes_out(vips: Shop) -> None:
    vips.text("every day at 9am text Ann stretch!")
    vips.clock.pass_time(days=40)
    expand(vips)
    expand(vips)
    assert len(vips.deliveries(kind=DeliveryKind.MESSAGE)) == 1


def test_a_name_that_fits_two_is_asked_about(vips: Shop) -> None:
    vips.customer("Ann Reed", "+12125550114")
    assert vips.text("text Ann your table is ready") == "Which Ann? 1 Ann Lee (0111), 2 Ann Reed (0114)"
    assert vips.text("2") == 'OK, text on the way to Ann Reed: "your table is ready"'
    assert [one.address for one in vips.deliveries(kind=DeliveryKind.MESSAGE)] == ["+12125550114"]


def test_a_name_nobody_has_is_refused_with_an_example(vips: Shop) -> None:
    said = vips.text("text Zoltan your table is ready") or ""
    assert "Example: add customer" in said or "know no customer" in said or "Whom" in said
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_what_is_missing_is_asked_for(vips: Shop) -> None:
    assert "What should it say" in (vips.text("text Ann") or "")
    assert vips.text("Your table is ready!") == 'OK, text on the way to Ann Lee: "Your table is ready!"'
    assert [one.body for one in vips.deliveries(kind=DeliveryKind.MESSAGE)] == ["Your table is ready!"]


def test_scheduled_texts_are_listed_and_stopped(vips: Shop) -> None:
    vips.text("text Ann tomorrow 10am see you at noon")
    assert "#1 Ann Lee, tomorrow at 10 AM" in (vips.text("scheduled") or "")
    assert "Stopped: #1" in (vips.text("stop #1") or "")
    vips.clock.pass_time(days=2)
    expand(vips)
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_undo_stops_what_was_just_scheduled(vips: Shop) -> None:
    vips.text("text Ann tomorrow 10am see you at noon")
    assert "Undone" in (vips.text("undo") or "")
    assert vips.text("undo") == "There is nothing to undo."
    assert vips.text("scheduled") == "Nothing is waiting to be sent."


def test_undo_brings_back_what_was_stopped(vips: Shop) -> None:
    vips.text("text Ann tomorrow 10am see you at noon")
    vips.text("stop #1")
    assert vips.text("undo") == "Undone: #1 goes out as planned."
    vips.clock.moment = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    expand(vips)
    assert len(vips.deliveries(kind=DeliveryKind.MESSAGE)) == 1


def test_customers_are_added_found_changed_and_removed(shop: Shop) -> None:
    assert "Added Ann Lee, (212) 555-0111" in (shop.text("add customer Ann Lee 212-555-0111") or "")
    assert "(212) 555-0111" in (shop.text("find Ann") or "")
    assert "(212) 555-0122" in (shop.text("Ann's new number is 212-555-0122") or "")
    assert "Remove Ann Lee" in (shop.text("remove customer Ann Lee") or "")
    assert "is removed" in (shop.text("yes") or "")
    assert not shop.customers()
    assert "is back" in (shop.text("undo") or "")
    assert [one.name for one in shop.customers()] == ["Ann Lee"]


def test_groups_are_made_filled_and_listed(vips: Shop) -> None:
    assert "Group Lapsed is there" in (vips.text("create group Lapsed") or "")
    assert "Ann Lee, Bob Stone are in Lapsed now" in (vips.text("add Ann and Bob to Lapsed") or "")
    assert "Lapsed (2), VIP (3)" in (vips.text("groups") or "")
    assert "Bob Stone is no longer in Lapsed" in (vips.text("remove Bob from Lapsed") or "")
    assert vips.text("who is in Lapsed") == "Lapsed: Ann Lee."


def test_templates_are_saved_and_used(vips: Shop) -> None:
    assert "Saved" in (vips.text("save template birthday: Happy birthday {first_name}!") or "")
    assert vips.text("text Ann with template birthday") == 'OK, text on the way to Ann Lee: "Happy birthday Ann!"'
    assert [one.body for one in vips.deliveries(kind=DeliveryKind.MESSAGE)] == ["Happy birthday Ann!"]


def test_a_field_that_there_is_not_is_refused(vips: Shop) -> None:
    assert "no field {price}" in (vips.text("save template sale: Only {price}!") or "")


def test_settings_change_by_text_and_back(vips: Shop) -> None:
    assert "America/Los_Angeles" in (vips.text("timezone Pacific") or "")
    assert "America/New_York" in (vips.text("undo") or "")
    assert "Calls go to (212) 555-0155" in (vips.prove(vips.text("forward calls to 212-555-0155")) or "")
    assert "not forwarded" in (vips.prove(vips.text("turn off call forwarding")) or "")


def test_a_customer_who_asked_the_owner_is_opted_out(vips: Shop) -> None:
    assert "no more messages" in (vips.text("opt out Ann Lee") or "")
    assert "opted out" in (vips.text("text Ann Lee hello") or "")
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_usage_is_told_in_a_sentence(vips: Shop) -> None:
    assert "November so far" in (vips.text("usage") or "")


def test_an_owner_may_ask_as_often_as_they_like(vips: Shop) -> None:
    assert all(vips.text("groups") for _ in range(30))


def test_help_fits_the_moment(shop: Shop) -> None:
    assert "add customer" in (shop.text("help") or "")
    shop.customer("Ann Lee", ANN, group="VIP")
    assert "remind VIP group" in (shop.text("help") or "")


@pytest.mark.parametrize(
    "body", ["", " ", "\x00", "🙂", "x" * 1600, "asdf qwer zxcv", "{{7*7}}", "'; DROP TABLE customers;"]
)
def test_whatever_is_texted_gets_an_answer_and_changes_nothing(vips: Shop, body: str) -> None:
    assert vips.text(body)
    assert len(vips.customers()) == 3
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)


def test_an_unknown_phone_gives_no_commands(vips: Shop) -> None:
    vips.text("text VIP we are closed", phone="+12125550166")
    assert not vips.deliveries(kind=DeliveryKind.MESSAGE)
    assert [one.body for one in vips.inbox()] == ["text VIP we are closed"]
