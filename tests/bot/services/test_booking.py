"""Booking: never two at the same time where one fits, and what follows from a change."""

import threading
from datetime import datetime, time
from uuid import UUID

import pytest
from sqlalchemy import Engine

from bot.domain.availability import Open
from bot.errors import InputError
from bot.services import agenda, availability, booking, calendars, series
from bot.services.booking import Taken, Wish
from models.states import AppointmentStatus, ReminderStatus
from tests.factories.shop import Shop

TUESDAY_3PM = datetime(2026, 11, 24, 15)


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A salon with one chair."""
    made = Shop(engine)
    made.calendar()
    return made


def test_of_fifty_who_want_the_same_time_at_once_one_has_it(shop: Shop) -> None:
    customers = [shop.customer(f"Customer {n}", f"+1212555{n:04d}") for n in range(100, 150)]
    outcomes: list[str] = []
    start = threading.Barrier(10)

    def attempt(mine: list[UUID]) -> None:
        start.wait()
        for customer in mine:
            try:
                shop.book(customer, TUESDAY_3PM)
                outcomes.append("booked")
            except Taken:
                outcomes.append("taken")

    threads = [threading.Thread(target=attempt, args=(customers[n::10],)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked"] + ["taken"] * 49
    assert len(shop.appointments()) == 1


def test_a_calendar_takes_as_many_at_once_as_it_has_room_for(engine: Engine) -> None:
    shop = Shop(engine)
    shop.calendar("Yoga", capacity=3)
    people = [shop.customer(f"Yogi {n}") for n in range(4)]
    for one in people[:3]:
        shop.book(one, TUESDAY_3PM)
    with pytest.raises(Taken):
        shop.book(people[3], TUESDAY_3PM)
    assert sorted(one.seat for one in shop.appointments()) == [0, 1, 2]


def test_what_overlaps_by_a_minute_is_refused_and_what_touches_is_not(shop: Shop) -> None:
    ann = shop.customer("Ann Lee")
    shop.book(ann, TUESDAY_3PM, minutes=60)
    with pytest.raises(Taken):
        shop.book(ann, datetime(2026, 11, 24, 15, 59))
    shop.book(ann, datetime(2026, 11, 24, 16))
    shop.book(ann, datetime(2026, 11, 24, 14))
    assert len(shop.appointments()) == 3


def test_the_buffer_after_a_service_stays_free(shop: Shop) -> None:
    color = shop.service("Color", minutes=60, buffer_minutes=15)
    ann = shop.customer("Ann Lee")
    shop.book(ann, TUESDAY_3PM, service_id=color)
    with pytest.raises(Taken) as refused:
        shop.book(ann, datetime(2026, 11, 24, 16), minutes=30)
    assert [one.start_local.strftime("%H:%M") for one in refused.value.nearest] == ["16:15", "14:30", "14:00"]


def test_an_owner_can_have_two_at_once_on_purpose(shop: Shop) -> None:
    ann, bob = shop.customer("Ann Lee"), shop.customer("Bob Ray")
    shop.book(ann, TUESDAY_3PM)
    shop.book(bob, TUESDAY_3PM, anyway=True)
    assert len(shop.appointments()) == 2


def test_a_second_calendar_takes_what_the_first_cannot(shop: Shop) -> None:
    shop.calendar("Dr Ray")
    ann, bob, cy = shop.customer("Ann Lee"), shop.customer("Bob Ray"), shop.customer("Cy Dee")
    shop.book(ann, TUESDAY_3PM)
    shop.book(bob, TUESDAY_3PM)
    with pytest.raises(Taken):
        shop.book(cy, TUESDAY_3PM)
    assert sorted(one.calendar.name for one in shop.appointments()) == ["Dr Chen", "Dr Ray"]


def test_a_cancelled_time_is_free_again_and_can_be_restored_only_while_it_is(shop: Shop) -> None:
    ann = shop.customer("Ann Lee")
    first = shop.book(ann, TUESDAY_3PM)
    with shop.app.work() as work:
        desk = shop.desk(work)
        booking.cancel(desk, booking.get_appointment(desk, first))
    second = shop.book(ann, TUESDAY_3PM)
    with shop.app.work() as work:
        desk = shop.desk(work)
        with pytest.raises(Taken):
            booking.restore(desk, booking.get_appointment(desk, first))
    assert shop.appointment(second).status is AppointmentStatus.BOOKED


def test_a_move_to_a_taken_time_leaves_everything_as_it_was(shop: Shop) -> None:
    ann = shop.customer("Ann Lee")
    first, _second = shop.book(ann, TUESDAY_3PM), shop.book(ann, datetime(2026, 11, 24, 11))
    with shop.app.work() as work:
        desk = shop.desk(work)
        with pytest.raises(Taken):
            booking.move(desk, booking.get_appointment(desk, first), datetime(2026, 11, 24, 11, 30))
    assert shop.appointment(first).start_local == TUESDAY_3PM
    with pytest.raises(Taken):
        shop.book(ann, TUESDAY_3PM)


def test_reminders_follow_a_move_and_vanish_with_a_cancellation(shop: Shop) -> None:
    first = shop.book(shop.customer("Ann Lee", "+12125550111"), TUESDAY_3PM)
    with shop.app.work() as work:
        desk = shop.desk(work)
        row = booking.get_appointment(desk, first)
        assert [one.due_at.isoformat() for one in row.reminders] == ["2026-11-23T20:00:00+00:00"]
        booking.move(desk, row, datetime(2026, 11, 26, 10))
        assert [one.due_at.isoformat() for one in row.reminders] == ["2026-11-25T15:00:00+00:00"]
        booking.cancel(desk, row)
        assert [one.status for one in row.reminders] == [ReminderStatus.CANCELLED]


def test_nobody_is_offered_time_outside_the_hours_or_in_time_off(shop: Shop) -> None:
    with shop.app.work() as work:
        desk = shop.desk(work)
        calendars.set_hours(
            desk,
            calendars.list_calendars(desk)[0],
            [Open(1, time(9), time(12)), Open(1, time(13), time(15))],
        )
        calendars.add_time_off(desk, None, datetime(2026, 11, 24, 10), datetime(2026, 11, 24, 11))
        search = availability.search_for(desk, None)
        slots = availability.free_slots(desk, search, datetime(2026, 11, 24), datetime(2026, 11, 25))
    on_the_hour = [one.start_local.hour for one in slots if one.start_local.minute == 0]
    assert on_the_hour == [9, 11, 13, 14]


def test_a_customer_cannot_book_outside_the_hours_but_the_owner_can(shop: Shop) -> None:
    ann = shop.customer("Ann Lee")
    late = datetime(2026, 11, 24, 19)
    with pytest.raises(Taken):
        shop.book(ann, late, by_customer=True)
    shop.book(ann, late)
    assert shop.appointments()[0].start_local == late


def test_both_dst_days_have_their_hours(shop: Shop) -> None:
    shop.clock.moment = shop.clock.moment.replace(month=3, day=1)
    with shop.app.work() as work:
        desk = shop.desk(work)
        search = availability.search_for(desk, None)
        for day in (datetime(2026, 3, 8), datetime(2026, 11, 1)):
            slots = availability.free_slots(desk, search, day, day.replace(hour=23))
            assert [slots[0].start_local.hour, slots[-1].start_local.hour] == [9, 16]
            assert len(slots) == 29


def test_a_weekly_series_keeps_its_wall_time_over_the_clock_change_and_one_can_be_moved_or_dropped(shop: Shop) -> None:
    ann = shop.customer("Ann Lee")
    with shop.app.work() as work:
        desk = shop.desk(work)
        begun = series.begin(desk, Wish(TUESDAY_3PM, customers=(ann,)), "FREQ=WEEKLY;BYDAY=TU")
        rows = begun.appointments
        assert {one.start_local.hour for one in rows} == {15}
        assert {one.start_at.hour for one in rows} == {20, 19}
        booking.move(desk, rows[1], datetime(2026, 12, 2, 11))
        booking.cancel(desk, rows[2])
    shop.clock.pass_time(days=30)
    with shop.app.work() as work:
        assert series.extend_due(work) == 1
    days = [one.start_local.strftime("%m-%d %H") for one in shop.appointments() if one.status == "booked"]
    assert days[:4] == ["11-24 15", "12-02 11", "12-15 15", "12-22 15"]
    assert len(days) == len(set(days))


def test_a_series_says_for_which_days_there_was_no_room(shop: Shop) -> None:
    ann, bob = shop.customer("Ann Lee"), shop.customer("Bob Ray")
    shop.book(bob, datetime(2026, 12, 1, 15))
    with shop.app.work() as work:
        begun = series.begin(shop.desk(work), Wish(TUESDAY_3PM, customers=(ann,)), "FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    assert begun.taken == (datetime(2026, 12, 1, 15),)


@pytest.mark.parametrize(
    "wish",
    [Wish(datetime(2026, 11, 20, 9)), Wish(datetime(2036, 1, 1, 9)), Wish(TUESDAY_3PM, minutes=100_000)],
)
def test_what_cannot_be_an_appointment_is_refused_with_a_sentence(shop: Shop, wish: Wish) -> None:
    with shop.app.work() as work, pytest.raises(InputError):
        booking.book(shop.desk(work), wish)


def test_the_evening_list_has_the_unconfirmed_first_and_goes_out_once(shop: Shop) -> None:
    shop.book(shop.customer("Ann Lee", "+12125550111"), TUESDAY_3PM)
    shop.rules(evening_at=time(18))
    shop.clock.pass_time(hours=9)
    for _ in range(2):
        with shop.app.work() as work:
            agenda.evening_due(work)
    told = shop.deliveries(kind="notice")
    assert [one.body for one in told] == ["Tomorrow: 1 booked, 0 confirmed.\n#1 3 PM Ann Lee"]
