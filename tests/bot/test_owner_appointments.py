"""The owner keeps the calendar by text."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from bot.domain import segments
from bot.services import reminders
from models.states import Answered, AppointmentStatus, DeliveryKind, DeliveryStatus, Notify
from tests.factories import Shop

ANN, BOB = "+12125550111", "+12125550122"
TUESDAY_3PM = datetime(2026, 11, 24, 15)


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """Two chairs, two services, customers; Monday, ten in the morning."""
    made = Shop(engine)
    made.calendar("Dr Chen")
    made.calendar("Maria")
    made.service("Cleaning", minutes=45)
    made.service("Haircut")
    made.customer("Ann Lee", ANN)
    made.customer("Bob Ray", BOB)
    return made


def booked(shop: Shop) -> list[str]:
    held = (AppointmentStatus.BOOKED, AppointmentStatus.REQUESTED)
    return [one.start_local.strftime("%d %H:%M") for one in shop.appointments() if one.status in held]


def fire(shop: Shop) -> None:
    with shop.app.work() as work:
        reminders.fire_due(work, timedelta())
    for one in shop.deliveries(kind=DeliveryKind.REMINDER):
        shop.went_out(one)


def test_a_whole_booking_in_one_text(shop: Shop) -> None:
    said = shop.text("book Ann Lee thurs 2:30 cleaning w dr chen 45min remind 1 day before")
    assert said == "Booked #1: Ann Lee, Thu Nov 26 at 2:30 PM, cleaning, Dr Chen, 45 min. Reminder 1 day before."
    assert segments.count(said).parts == 1
    (row,) = shop.appointments()
    assert (row.calendar.name, row.name, row.minutes) == ("Dr Chen", "Cleaning", 45)


def test_what_collides_is_said_with_the_nearest_free_times(shop: Shop) -> None:
    shop.text("book bob tuesday 3pm haircut with dr chen")
    assert shop.text("book ann tuesday 3pm haircut with dr chen") == (
        "Bob Ray is booked then. Instead: 1 tomorrow at 2 PM, 2 tomorrow at 4 PM, 3 tomorrow at 1 PM, 4 both at once?"
    )
    shop.text("2")
    assert booked(shop) == ["24 15:00", "24 16:00"]


def test_both_at_once_on_purpose(shop: Shop) -> None:
    shop.text("book bob tuesday 3pm haircut with dr chen")
    shop.text("book ann tuesday 3pm haircut with dr chen")
    assert "Booked #" in (shop.text("4") or "")
    assert booked(shop) == ["24 15:00", "24 15:00"]


def test_a_day_without_a_time_is_answered_with_what_is_free(shop: Shop) -> None:
    assert (
        shop.text("book ann tuesday with maria")
        == "At what time tomorrow? Free: 1 9 AM, 2 12:30 PM, 3 4 PM, or tell me."
    )
    shop.text("2")
    assert booked(shop) == ["24 12:30"]


def test_somebody_new_is_booked_after_one_question(shop: Shop) -> None:
    assert "phone number" in (shop.text("book zed foo friday 10am") or "")
    assert "Zed Foo" in (shop.text("212-555-0177") or "")
    assert "Zed Foo" in [one.name for one in shop.customers()]
    assert booked(shop) == ["27 10:00"]


def test_a_reminder_that_would_be_past_is_skipped_and_said(shop: Shop) -> None:
    assert (shop.text("book ann today 3pm with maria") or "").endswith("Too late for the reminder 1 day before.")


def test_a_move_keeps_what_is_not_said(shop: Shop) -> None:
    shop.text("book ann tuesday 3pm cleaning")
    assert "Wed Nov 25 at 4 PM" in (shop.text("move ann to wed 4") or "")
    assert "Wed Nov 25 at 5 PM" in (shop.text("push ann an hour") or "")
    assert "Thu Nov 26 at 5 PM" in (shop.text("move ann to thursday") or "")
    assert "Thu Nov 26 at 10 AM" in (shop.text("move #1 to 10am") or "")
    assert booked(shop) == ["26 10:00"]


def test_a_customer_whose_reminder_went_out_hears_of_a_move_and_of_a_cancellation(shop: Shop) -> None:
    shop.text("book ann tuesday 3pm cleaning")
    shop.clock.pass_time(hours=6)
    fire(shop)
    assert (shop.text("move ann to wed 4") or "").endswith("I texted Ann Lee.")
    assert (shop.text("cancel ann's wednesday") or "").endswith("I texted Ann Lee.")
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.CHANGE)] == [
        "Bella Salon: your cleaning has moved to Wed Nov 25 at 4 PM. Reply C to confirm or R for another time.",
        "Bella Salon: your cleaning on Wed Nov 25 at 4 PM is cancelled. Text us here to find another time.",
    ]


def test_a_customer_who_knows_of_nothing_is_not_told(shop: Shop) -> None:
    shop.text("book ann thursday 3pm cleaning")
    assert "texted" not in (shop.text("cancel ann") or "")
    assert shop.deliveries(kind=DeliveryKind.CHANGE) == []


def test_undo_takes_back_a_booking_a_move_a_cancellation_and_a_block(shop: Shop) -> None:
    shop.text("book ann tuesday 3pm")
    shop.text("move ann to wed 4")
    shop.text("undo")
    assert booked(shop) == ["24 15:00"]
    shop.text("cancel ann")
    shop.text("undo")
    assert booked(shop) == ["24 15:00"]
    shop.text("block friday")
    shop.text("undo")
    assert "you can start" in (shop.text("am I free friday") or "")
    shop.text("book bob tuesday 10am")
    shop.text("undo")
    assert booked(shop) == ["24 15:00"]


def test_what_is_on(shop: Shop) -> None:
    assert shop.text("what's tomorrow") == "Nothing is booked tomorrow."
    shop.text("book ann tuesday 3pm cleaning with maria")
    assert shop.text("what's tomorrow") == "Tomorrow:\n#1 3 PM Ann Lee, Cleaning, Maria"
    assert "#1 tomorrow at 3 PM" in (shop.text("who hasn't confirmed") or "")
    assert "Ann Lee" in (shop.text("when is ann coming") or "")


def test_when_there_is_room(shop: Shop) -> None:
    shop.text("book ann tuesday 3pm with maria")
    assert shop.text("is maria free tomorrow at 3") == (
        "No, tomorrow at 3 PM is not free. Nearest: tomorrow at 2 PM, tomorrow at 4 PM, tomorrow at 1 PM."
    )
    assert shop.text("is dr chen free tomorrow at 3") == "Yes, tomorrow at 3 PM is free."
    assert shop.text("block friday after 2") == "Blocked Fri Nov 27 from 2 PM."
    assert shop.text("am I free friday") == "On Fri Nov 27 you can start at 9 AM-1 PM."


def test_a_block_says_what_is_still_booked_in_it(shop: Shop) -> None:
    shop.text("book ann friday 3pm with maria")
    assert "Still booked then: #1 Fri Nov 27 at 3 PM Ann Lee, Maria." in (shop.text("block friday after 2") or "")


def test_a_series_is_booked_and_undone_as_one(shop: Shop) -> None:
    assert (shop.text("book ann every tuesday at 11 haircut") or "").startswith(
        "Booked every Tuesday at 11 AM from Tue Nov 24"
    )
    assert len(booked(shop)) == 26
    shop.text("undo")
    assert booked(shop) == []


def test_messages_and_appointments_share_their_numbers(shop: Shop) -> None:
    shop.text("book ann tuesday 3pm")
    shop.text("remind bob friday 9am see you")
    assert (shop.text("cancel #1") or "").startswith("Cancelled: Ann Lee")
    assert (shop.text("stop #2") or "").startswith("Stopped: #2")


def test_a_reminder_never_goes_out_for_an_appointment_that_moved_or_went(shop: Shop) -> None:
    shop.text("book ann tuesday 3pm")
    shop.clock.pass_time(hours=5)
    with shop.app.work() as work:
        reminders.fire_due(work, timedelta())
    shop.text("move ann to wed 4")
    (sent,) = shop.deliveries(kind=DeliveryKind.REMINDER)
    assert (sent.status, sent.reason) == (DeliveryStatus.CANCELLED, "the appointment moved")


def test_a_ladder_climbs_until_somebody_answers_and_then_tells_the_owner(shop: Shop) -> None:
    ladder = {"amount": 1, "unit": "days", "channels": ["text", "speech"], "ladder": True, "ladder_minutes": 60}
    shop.rules(reminders=[ladder])
    shop.text("book ann tuesday 3pm")
    shop.clock.pass_time(hours=5)
    fire(shop)
    shop.clock.pass_time(minutes=61)
    fire(shop)
    shop.clock.pass_time(minutes=61)
    fire(shop)
    fire(shop)
    assert [one.channel for one in shop.deliveries(kind=DeliveryKind.REMINDER)] == ["text", "speech"]
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.NOTICE)] == [
        "Ann Lee has not answered any reminder for tomorrow at 3 PM (#1)."
    ]


def test_a_ladder_ends_with_the_answer(shop: Shop) -> None:
    ladder = {"amount": 1, "unit": "days", "channels": ["text", "speech"], "ladder": True, "ladder_minutes": 60}
    shop.rules(reminders=[ladder])
    shop.text("book ann tuesday 3pm")
    shop.clock.pass_time(hours=5)
    fire(shop)
    shop.text("C", ANN)
    shop.clock.pass_time(minutes=61)
    fire(shop)
    assert [one.channel for one in shop.deliveries(kind=DeliveryKind.REMINDER)] == ["text"]
    assert shop.appointments()[0].attendees[0].answered is Answered.CONFIRMED


def test_news_are_gathered_where_the_owner_wants_them_hourly(shop: Shop) -> None:
    from bot.services import news

    shop.rules(notify=Notify.HOURLY, told_at=shop.clock.now())
    shop.text("please book me for tuesday at 3 for a cleaning", ANN)
    assert shop.deliveries(kind=DeliveryKind.NOTICE) == []
    shop.clock.pass_time(minutes=61)
    for _ in range(2):
        with shop.app.work() as work:
            news.tell_due(work)
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.NOTICE)] == [
        "Ann Lee booked Tue Nov 24 at 3 PM, Cleaning (#1)."
    ]


def test_hours_by_text(shop: Shop) -> None:
    assert shop.text("set hours mon-fri 9-6, sat 10-2") == "Your hours: Mon-Fri 9 AM-6 PM, Sat 10 AM-2 PM."
    shop.text("undo")
    assert shop.text("hours sunday 10-2") == "Your hours: Mon-Fri 9 AM-5 PM, Sun 10 AM-2 PM."


def test_the_evening_list_is_sent_by_the_clock(shop: Shop) -> None:
    from scheduler.clock import Ticker

    shop.text("book ann tuesday 3pm cleaning with maria")
    shop.rules(evening_at=time(18))
    shop.clock.pass_time(hours=9)
    Ticker(shop.app).tick()
    assert "Tomorrow: 1 booked, 0 confirmed.\n#1 3 PM Ann Lee, Cleaning, Maria: no answer yet" in [
        one.body for one in shop.deliveries(kind=DeliveryKind.NOTICE)
    ]


def test_a_weekday_that_is_today_is_asked_about_and_a_number_decides(shop: Shop) -> None:
    assert shop.text("remind bob monday 3pm see you") == "Which one: 1 Mon Nov 23 at 3 PM or 2 Mon Nov 30 at 3 PM?"
    assert "today at 3 PM" in (shop.text("1") or "")
    assert shop.text("book ann monday 2pm cleaning") == "Which one: 1 Mon Nov 23 at 2 PM or 2 Mon Nov 30 at 2 PM?"
    shop.text("the 30th")
    assert booked(shop) == ["30 14:00"]


def test_opening_hours_decide_between_morning_and_evening(shop: Shop) -> None:
    assert "1 Fri Nov 27 at 7 AM or 2 Fri Nov 27 at 7 PM?" in (shop.text("remind bob friday at 7 to bring keys") or "")
    shop.text("hours mon-fri 6-5")
    assert "Fri Nov 27 at 7 AM" in (shop.text("book ann friday at 7 cleaning") or "")


def test_a_time_that_is_clear_is_not_asked_about(shop: Shop) -> None:
    for said in (
        "remind bob tuesday 3pm see you",
        "remind bob friday at 2 see you",
        "remind bob next monday 9am hello",
    ):
        assert "Which one" not in (shop.text(said) or "")


def test_a_reminder_goes_the_way_that_is_named(shop: Shop) -> None:
    shop.text("book ann thursday 2pm cleaning remind 2 hours before by call")
    shop.clock.pass_time(hours=75)
    fire(shop)
    assert [one.channel for one in shop.deliveries(kind=DeliveryKind.REMINDER)] == ["speech"]


def test_somebody_new_is_booked_with_name_and_number_in_one_text(shop: Shop) -> None:
    assert "Zed Foo, Fri Nov 27 at 3 PM" in (shop.text("book zed foo 212-555-0177 friday 3pm cleaning") or "")
    assert [one.phone for one in shop.customers() if one.name == "Zed Foo"] == ["+12125550177"]
