"""The panel's calendar: booking, moving, approving; calendars, hours, services and rules."""

import io
from datetime import datetime
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from bot.services import calendars, catalogue, reminders, waiting_list
from models.states import AppointmentStatus, BookingMode, DeliveryKind, ReminderStatus
from tests.bot.services.test_feeds import LATER
from tests.factories import Shop

ANN, BOB = "+12125550111", "+12125550122"
TUESDAY = datetime(2026, 11, 24, 15)


@pytest.fixture
def calendar(shop: Shop) -> UUID:
    shop.customer("Ann Lee", ANN)
    shop.customer("Bob Ray", BOB)
    return shop.calendar("Maria")


def booked(shop: Shop) -> list[str]:
    held = (AppointmentStatus.BOOKED, AppointmentStatus.REQUESTED)
    return [one.start_local.strftime("%d %H:%M") for one in shop.appointments() if one.status in held]


def test_without_a_calendar_the_page_says_how_to_begin(member: FlaskClient) -> None:
    assert b"No calendar yet" in member.get("/appointments").data


def test_booking_with_everything_that_the_form_has(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    service = shop.service("Haircut", minutes=45)
    typed = {
        "at": "2026-11-24T15:00",
        "calendar": str(calendar),
        "service": str(service),
        "who": ["Ann Lee", ""],
        "place": "12 Main St",
        "notes": "likes tea",
        "remind": "on",
        "amount-0": "2",
        "unit-0": "days",
        "channels-0": ["text", "email"],
        "amount-1": "30",
        "unit-1": "minutes",
        "channels-1": "speech",
        "ladder-1": "on",
        "body-0": "{first_name}, {appointment} at {place}, {start} to {end}",
    }
    assert member.post("/appointments/new", data=typed).status_code == 302
    (row,) = shop.appointments()
    assert (row.name, row.minutes, row.place, row.notes) == ("Haircut", 45, "12 Main St", "likes tea")
    with shop.app.reading() as work:
        kept = work.session.merge(row, load=False)
        plans = [(one.amount, one.unit, one.channels, one.ladder, one.status) for one in kept.reminders]
    assert plans == [
        (2, "days", ["text", "email"], False, ReminderStatus.SKIPPED),
        (30, "minutes", ["speech"], True, ReminderStatus.WAITING),
    ]


def test_a_conflict_is_said_with_free_times_and_can_be_booked_anyway(
    shop: Shop, member: FlaskClient, calendar: UUID
) -> None:
    shop.book(shop.customers()[0].id, TUESDAY)
    typed = {"at": "2026-11-24T15:00", "who": "Bob Ray", "calendar": str(calendar)}
    refused = member.post("/appointments/new", data=typed)
    assert refused.status_code == 422
    assert b"is not free" in refused.data
    assert b'data-take="2026-11-24T14:00"' in refused.data
    assert b'value="Bob Ray"' in refused.data
    member.post("/appointments/new", data={**typed, "action": "anyway"})
    assert booked(shop) == ["24 15:00", "24 15:00"]


def test_while_it_is_filled_in_the_form_says_what_stands_against_the_time(
    shop: Shop, member: FlaskClient, calendar: UUID
) -> None:
    shop.book(shop.customers()[0].id, TUESDAY)
    taken = member.post("/appointments/check", data={"at": "2026-11-24T15:00", "calendar": str(calendar)})
    assert b"That time is taken." in taken.data
    night = member.post("/appointments/check", data={"at": "2026-11-24T22:00", "calendar": str(calendar)})
    assert b"outside the opening hours" in night.data
    free = member.post("/appointments/check", data={"at": "2026-11-24T11:00", "calendar": str(calendar)})
    assert b"wrong" not in free.data


def test_a_series_is_booked_and_ended_from_one_of_it_on(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    typed = {"at": "2026-11-24T15:00", "who": "Ann Lee", "repeat": "FREQ=WEEKLY", "times": "4"}
    member.post("/appointments/new", data=typed)
    assert booked(shop) == ["24 15:00", "01 15:00", "08 15:00", "15 15:00"]
    third = shop.appointments()[2]
    member.post(f"/appointments/{third.id}/end-series")
    assert booked(shop) == ["24 15:00", "01 15:00"]


def test_dragging_moves_and_what_collides_goes_back_with_a_reason(
    shop: Shop, member: FlaskClient, calendar: UUID
) -> None:
    ann, bob = (one.id for one in shop.customers())
    first, _second = shop.book(ann, TUESDAY), shop.book(bob, TUESDAY.replace(hour=11))
    moved = member.post(f"/appointments/{first}/drag", data={"start": "2026-11-25T10:30:00", "minutes": "90"})
    assert moved.json == {"sentence": "Moved to Wed Nov 25 at 10:30 AM."}
    assert (shop.appointment(first).minutes, booked(shop)) == (90, ["24 11:00", "25 10:30"])
    refused = member.post(f"/appointments/{first}/drag", data={"start": "2026-11-24T11:00", "minutes": "60"})
    assert refused.status_code == 409
    assert "not free" in (refused.json or {})["sentence"]
    assert member.post(f"/appointments/{first}/drag", data={"start": "soon"}).status_code == 400


def test_the_calendar_reads_events_of_the_chosen_calendars(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    booked_id = shop.book(shop.customers()[0].id, TUESDAY, name="Haircut")
    span = {"start": "2026-11-23T00:00:00-05:00", "end": "2026-11-30T00:00:00-05:00"}
    (event,) = member.get("/appointments/events", query_string={**span, "calendar": str(calendar)}).json or []
    assert (event["id"], event["title"], event["start"]) == (str(booked_id), "Ann Lee, Haircut", "2026-11-24T15:00:00")
    other = shop.calendar("Jo")
    assert member.get("/appointments/events", query_string={**span, "calendar": str(other)}).json == []
    assert member.get("/appointments/events?start=x&end=y").status_code == 400


def test_changing_an_appointment_tells_who_knows_of_it(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    shop.text("please book me for tuesday at 3", ANN)
    (row,) = shop.appointments()
    typed = {"at": "2026-11-25T10:00", "minutes": "30", "who": "Ann Lee", "calendar": str(calendar), "name": "Trim"}
    member.post(f"/appointments/{row.id}", data=typed)
    after = shop.appointment(row.id)
    assert (after.start_local, after.minutes, after.name) == (datetime(2026, 11, 25, 10), 30, "Trim")
    member.post(f"/appointments/{row.id}/cancel")
    assert [one.body.split(": ")[1][:30] for one in shop.deliveries(kind=DeliveryKind.CHANGE)] == [
        "your appointment has moved to ",
        "your trim on Wed Nov 25 at 10 ",
    ]


def test_requests_are_approved_and_declined(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    shop.rules(mode=BookingMode.REQUEST)
    shop.text("please book me for tuesday at 3", ANN)
    shop.text("please book me for tuesday at 11", BOB)
    assert b"Waiting for your yes" in member.get("/appointments").data
    early, late = shop.appointments()
    member.post(f"/appointments/{late.id}/approve")
    member.post(f"/appointments/{early.id}/decline")
    assert booked(shop) == ["24 15:00"]
    assert len(shop.deliveries(kind=DeliveryKind.CHANGE)) == 2


def test_no_show_and_the_waiting_list(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    ann = shop.customers()[0]
    first = shop.book(ann.id, TUESDAY)
    member.post(f"/appointments/{first}/no-show")
    assert shop.appointment(first).status is AppointmentStatus.NO_SHOW
    with shop.app.work() as work:
        waiting_list.join(shop.desk(work), ann, ANN, TUESDAY, TUESDAY.replace(hour=18))
    assert b"Waiting list" in member.get("/appointments").data


def test_calendars_are_added_coloured_hidden_and_removed(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    member.post("/calendars/add", data={"name": "Dr Chen", "capacity": "2"})
    with shop.app.reading() as work:
        added = calendars.find_calendar(shop.desk(work), "chen")
    assert added is not None
    typed = {"calendar": str(added.id), "name": "Dr. Chen", "color": "#123456", "capacity": "3"}
    member.post("/calendars/change", data=typed)
    with shop.app.reading() as work:
        row = calendars.get_calendar(shop.desk(work), added.id)
        assert (row.name, row.color, row.capacity, row.shown) == ("Dr. Chen", "#123456", 3, False)
    member.post("/calendars/remove", data={"calendar": str(added.id)})
    shop.book(shop.customers()[0].id, TUESDAY)
    refused = member.post("/calendars/remove", data={"calendar": str(calendar)})
    assert b"has 1 appointment ahead" in refused.data


def test_hours_with_a_break_time_off_and_holidays(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    hours = {"opens-0": ["09:00", "13:00"], "closes-0": ["12:00", "17:30"], "opens-5": "10:00", "closes-5": "14:00"}
    member.post("/calendars/hours", data=hours)
    off = {"from": "2026-12-24T00:00", "until": "2026-12-26T00:00", "all_day": "on", "words": "Christmas"}
    member.post("/calendars/time-off", data=off)
    said = member.post("/calendars/holidays", follow_redirects=True).data
    assert b"holidays are closed now" in said
    with shop.app.reading() as work:
        desk = shop.desk(work)
        assert [f"{one.weekday} {one.opens:%H:%M}-{one.closes:%H:%M}" for one in calendars.hours(desk)] == [
            "0 09:00-12:00",
            "0 13:00-17:30",
            "5 10:00-14:00",
        ]
        listed = calendars.time_off(desk, datetime(2026, 11, 23), datetime(2027, 11, 1))
    assert "Thanksgiving Day" in {one.words for one in listed}
    christmas = next(one for one in listed if one.words == "Christmas")
    assert (christmas.start_local, christmas.end_local) == (datetime(2026, 12, 24), datetime(2026, 12, 27))
    member.post("/calendars/open", data={"time_off": str(christmas.id)})
    with shop.app.reading() as work:
        left = calendars.time_off(shop.desk(work), datetime(2026, 12, 26), datetime(2026, 12, 27))
    assert left == []


def test_services_rules_and_usual_reminders(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    member.post("/services", data={"name": "Color", "minutes": "120", "buffer": "15", "price": "$120"})
    rules = {
        "mode": "request",
        "notify": "hourly",
        "usual_minutes": "45",
        "notice_minutes": "120",
        "horizon_days": "30",
        "step_minutes": "30",
        "cutoff_minutes": "1440",
        "cutoff_words": "Late cancellations cost $20.",
        "evening_at": "18:30",
    }
    member.post("/calendars/rules", data=rules)
    ladder = {"amount": ["2", ""], "unit": ["days", "days"], "channels-0": ["text", "speech"], "ladder-0": "on"}
    member.post("/calendars/reminders", data=ladder)
    with shop.app.reading() as work:
        desk = shop.desk(work)
        (service,) = catalogue.list_services(desk)
        kept = calendars.rules(desk)
        (plan,) = reminders.usual(desk)
        assert (service.minutes, service.buffer_minutes, str(service.price)) == (120, 15, "120.00")
        assert (kept.mode, kept.cutoff_minutes, f"{kept.evening_at:%H:%M}") == ("request", 1440, "18:30")
        assert (plan.amount, plan.channels, plan.ladder) == (2, ("text", "speech"), True)
    member.post(f"/services/{service.id}", data={"action": "remove"})
    with shop.app.reading() as work:
        assert catalogue.list_services(shop.desk(work)) == []


def test_a_file_is_taken_over_and_the_feeds_address_is_shown(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    file = {"calendar": str(calendar), "file": (io.BytesIO(LATER), "old.ics")}
    said = member.post("/calendars/import", data=file, follow_redirects=True).data
    assert b"2 appointments and 1 days off are taken over." in said
    assert b"/feeds/" in said
    bad = {"calendar": str(calendar), "file": (io.BytesIO(b"hello"), "old.ics")}
    refused = member.post("/calendars/import", data=bad)
    assert (refused.status_code, b"That is no calendar file." in refused.data) == (422, True)


def test_up_to_three_calendar_views_are_chosen(shop: Shop, member: FlaskClient, calendar: UUID) -> None:
    member.post("/settings/views", data={"view_1": "dayGridMonth", "view_2": "", "view_3": "timeGridDay"})
    assert b'data-views="dayGridMonth,timeGridDay"' in member.get("/appointments").data


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/appointments/new", {"at": "", "who": "Ann Lee"}),
        ("/appointments/new", {"at": "9999-12-31T23:59", "who": "Ann Lee"}),
        ("/appointments/new", {"at": "0001-01-01T00:00", "who": "Ann Lee"}),
        ("/appointments/new", {"at": "2026-11-24T15:00", "who": "Nobody Known"}),
        ("/appointments/new", {"at": "2026-11-24T15:00", "minutes": "forever"}),
        ("/appointments/new", {"at": "2026-11-24T15:00", "remind": "on", "amount-0": "99999"}),
        ("/appointments/new", {"at": "2026-11-24T15:00", "remind": "on", "amount-0": "1", "body-0": "{x.__class__}"}),
        ("/appointments/new", {"at": "2026-11-24T15:00", "repeat": "FREQ=WEEKLY", "times": "100000"}),
        ("/calendars/add", {"name": ""}),
        ("/calendars/add", {"name": "x" * 200}),
        ("/calendars/hours", {"opens-0": "9", "closes-0": "x"}),
        ("/calendars/hours", {"opens-0": "17:00", "closes-0": "09:00"}),
        ("/calendars/time-off", {"from": "2026-12-24T10:00", "until": "2026-12-24T09:00"}),
        ("/calendars/rules", {"mode": "perhaps", "notify": "never"}),
        ("/calendars/rules", {"mode": "book", "notify": "never", "usual_minutes": "0"}),
        ("/calendars/reminders", {"amount": "5", "unit": "days"}),
        ("/calendars/import", {}),
        ("/services", {"name": "", "minutes": "30"}),
        ("/services", {"name": "Cut", "minutes": "0"}),
        ("/services", {"name": "Cut", "minutes": "30", "price": "NaN"}),
        ("/settings/views", {"view_1": "nonsense"}),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_lost(
    shop: Shop, member: FlaskClient, calendar: UUID, path: str, typed: dict[str, str]
) -> None:
    refused = member.post(path, data={"calendar": str(calendar), **typed})
    assert refused.status_code == 422
    assert b'class="wrong"' in refused.data
    assert shop.appointments() == []


def test_nothing_of_another_business_can_be_seen_or_changed(
    shop: Shop, other_shop: Shop, member: FlaskClient, calendar: UUID
) -> None:
    theirs = other_shop.calendar("Theirs")
    service = other_shop.service("Filling")
    visit = other_shop.book(other_shop.customer("Zed"), TUESDAY)
    before = other_shop.appointment(visit).start_local
    for path, typed in (
        (f"/appointments/{visit}", {"at": "2026-11-25T10:00"}),
        (f"/appointments/{visit}/drag", {"start": "2026-11-25T10:00"}),
        (f"/appointments/{visit}/cancel", {}),
        (f"/services/{service}", {"name": "Mine", "minutes": "5"}),
        (f"/services/{service}", {"action": "remove"}),
        ("/calendars/change", {"calendar": str(theirs), "name": "Mine", "color": "#123456"}),
        ("/calendars/remove", {"calendar": str(theirs)}),
        ("/calendars/renew", {"calendar": str(theirs)}),
        ("/calendars/hours", {"calendar": str(theirs)}),
        ("/calendars/time-off", {"calendar": str(theirs), "from": "2026-12-01T10:00", "until": "2026-12-01T11:00"}),
        ("/calendars/open", {"time_off": str(theirs)}),
        (f"/appointments/{visit}/dance", {}),
        ("/calendars/dance", {}),
    ):
        assert member.post(path, data=typed).status_code == 404, path
    assert member.get(f"/appointments/{visit}").status_code == 404
    assert b"Theirs" not in member.get(f"/appointments?calendar={theirs}").data
    assert other_shop.appointment(visit).start_local == before
    assert other_shop.appointment(visit).status is AppointmentStatus.BOOKED
