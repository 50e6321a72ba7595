"""A customer books, moves, cancels and asks by text, in their own words."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.domain import segments
from models.states import Answered, AppointmentStatus, BookingMode, DeliveryKind
from tests.factories import OWNER, Shop

ANN, BOB, NEW = "+12125550111", "+12125550122", "+12125550133"
TUESDAY = datetime(2026, 11, 24)
"""The day after the one on which the test's clock stands (Monday, ten in the morning)."""


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """A salon with one chair, open every day from 9 to 17, and a customer."""
    made = Shop(engine)
    made.calendar("Maria")
    made.customer("Ann Lee", ANN)
    return made


def booked(shop: Shop) -> list[str]:
    """What is booked, as `24 15:00`."""
    held = (AppointmentStatus.BOOKED, AppointmentStatus.REQUESTED)
    return [one.start_local.strftime("%d %H:%M") for one in shop.appointments() if one.status in held]


def told_owner(shop: Shop) -> list[str]:
    return [one.body for one in shop.deliveries(kind=DeliveryKind.NOTICE) if one.address == OWNER]


def test_a_day_and_time_that_are_asked_for_and_free_are_booked_at_once(shop: Shop) -> None:
    said = shop.text("can you put me down for tuesday at 3?", ANN)
    assert said == "You're booked, Ann: Tue Nov 24 at 3 PM. See you then!"
    assert booked(shop) == ["24 15:00"]


@pytest.mark.parametrize("words", ["no make it 4 please", "actually can we do 4 instead?", "no, 4pm"])
def test_second_thoughts_move_what_was_just_booked(shop: Shop, words: str) -> None:
    shop.text("can you put me down for tuesday at 3?", ANN)
    shop.text(words, ANN)
    assert booked(shop) == ["24 16:00"]


def test_another_time_a_moment_later_is_not_guessed_to_be_instead_of_the_first(shop: Shop) -> None:
    shop.text("book me tuesday at 3", ANN)
    assert "1) instead of it or 2) as well" in (shop.text("book me thursday at 11", ANN) or "")
    shop.text("2", ANN)
    shop.text("yes", ANN)
    assert booked(shop) == ["24 15:00", "26 11:00"]


def test_a_time_that_is_asked_about_is_read_back_and_booked_with_a_yes(shop: Shop) -> None:
    assert shop.text("do you have tuesday at 3 free?", ANN) == "Tue Nov 24 at 3 PM is free. Shall I book it?"
    assert booked(shop) == []
    assert shop.text("yes", ANN) == "You're booked, Ann: Tue Nov 24 at 3 PM. See you then!"
    assert booked(shop) == ["24 15:00"]
    assert told_owner(shop) == ["Ann Lee booked Tue Nov 24 at 3 PM (#1)."]


def test_asked_for_a_day_a_customer_is_offered_three_times_and_takes_one(shop: Shop) -> None:
    assert shop.text("do you have anything tomorrow?", ANN) == (
        "I have Tue Nov 24: 1) 9 AM, 2) 12:30 PM, 3) 4 PM. Which one, or what other time suits you?"
    )
    assert "booked, Ann: Tue Nov 24 at 12:30 PM" in (shop.text("the second one please", ANN) or "")


@pytest.mark.parametrize("words", ["9" * 30, "9" * 5000, "½", "Ⅷ"])
def test_what_looks_like_the_number_of_a_choice_and_is_none_takes_nothing(shop: Shop, words: str) -> None:
    shop.text("do you have anything tomorrow?", ANN)
    assert shop.text(words, ANN)
    assert booked(shop) == []


@pytest.mark.parametrize("words", ["3", "4pm works", "the last one", "#3", "the 4 o'clock", "i'll take 4"])
def test_one_of_those_offered_is_taken_in_any_words(shop: Shop, words: str) -> None:
    shop.text("do you have anything tomorrow?", ANN)
    shop.text(words, ANN)
    assert booked(shop) == ["24 16:00"]


def test_none_of_those_but_later_in_the_day(shop: Shop) -> None:
    shop.text("anything tomorrow morning?", ANN)
    shop.text("neither, anything after 3?", ANN)
    assert booked(shop) == []
    shop.text("1", ANN)
    assert booked(shop) == ["24 15:00"]


def test_a_bare_yes_to_three_times_is_not_guessed_at(shop: Shop) -> None:
    offered = shop.text("do you have anything tomorrow?", ANN)
    assert shop.text("yes", ANN) == offered
    assert booked(shop) == []


def test_what_is_taken_is_answered_with_the_nearest_free_times(shop: Shop) -> None:
    shop.book(shop.customer("Bob Ray", BOB), TUESDAY.replace(hour=15))
    said = shop.text("can you book me tuesday 3pm", ANN) or ""
    assert said.startswith("Sorry, that time is not free. I have Tue Nov 24:")
    assert "2 PM" in said
    assert "4 PM" in said
    shop.text("4 then", ANN)
    assert booked(shop) == ["24 15:00", "24 16:00"]


def test_somebody_new_is_asked_for_a_name_and_becomes_a_customer(shop: Shop) -> None:
    assert shop.text("hi I'd like an appointment friday at 11", NEW) == "What name shall I put it under?"
    assert shop.text("yes please", NEW) == "Sorry, what is your first and last name?"
    assert "booked, Zoe" in (shop.text("Zoe Park", NEW) or "")
    assert [one.name for one in shop.customers()] == ["Ann Lee", "Zoe Park"]


def test_a_business_with_several_services_asks_which_one(shop: Shop) -> None:
    shop.service("Haircut", minutes=45)
    shop.service("Color", minutes=120)
    assert shop.text("can I book something for tomorrow at 10", ANN) == (
        "What would you like to book? 1) Haircut, 2) Color"
    )
    shop.text("color", ANN)
    shop.text("yes", ANN)
    assert [(one.name, one.minutes) for one in shop.appointments()] == [("Color", 120)]


def test_a_service_that_is_named_is_not_asked_for(shop: Shop) -> None:
    shop.service("Haircut", minutes=45)
    shop.service("Color", minutes=120)
    assert "Tue Nov 24 at 10 AM, haircut" in (shop.text("haircut tomorrow at 10 please", ANN) or "")


def test_a_time_alone_keeps_the_day_and_a_day_alone_the_time(shop: Shop) -> None:
    shop.text("is tuesday at 3 free?", ANN)
    assert "Tue Nov 24 at 2 PM" in (shop.text("actually make it 2", ANN) or "")
    assert "Wed Nov 25 at 2 PM" in (shop.text("change it to wednesday please", ANN) or "")


def test_no_to_what_is_read_back_with_another_time_in_one_text(shop: Shop) -> None:
    shop.text("is tuesday at 3 free?", ANN)
    assert "Thu Nov 26 at 11 AM" in (shop.text("no, thursday at 11", ANN) or "")
    shop.text("perfect", ANN)
    assert booked(shop) == ["26 11:00"]


def test_two_noes_end_it_politely(shop: Shop) -> None:
    shop.text("is tuesday at 3 free?", ANN)
    assert "Which day and time" in (shop.text("no", ANN) or "")
    assert shop.text("no, never mind", ANN) == "No problem, Ann. Text us any time."
    assert booked(shop) == []


def test_the_dialogue_survives_a_change_of_subject_and_a_day_of_silence(shop: Shop) -> None:
    shop.text("do you have anything thursday?", ANN)
    assert "open" in (shop.text("what are your hours?", ANN) or "")
    shop.clock.pass_time(hours=25)
    shop.text("the first", ANN)
    assert booked(shop) == ["26 09:00"]


def test_a_time_that_somebody_else_took_meanwhile_is_not_booked_twice(shop: Shop) -> None:
    shop.text("is tuesday at 3 free?", ANN)
    shop.book(shop.customer("Bob Ray", BOB), TUESDAY.replace(hour=15))
    assert (shop.text("yes", ANN) or "").startswith("Sorry, that time was just taken.")
    assert booked(shop) == ["24 15:00"]


def test_where_the_owner_approves_it_is_requested_and_the_customer_hears_of_the_yes(shop: Shop) -> None:
    shop.rules(mode=BookingMode.REQUEST)
    assert "I've asked Bella Salon" in (shop.text("please book me for tuesday at 3", ANN) or "")
    assert told_owner(shop) == ["Ann Lee asks for Tue Nov 24 at 3 PM. Reply APPROVE 1 or DECLINE 1."]
    assert "Ann" in (shop.text("approve 1") or "")
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.CHANGE)] == [
        "Bella Salon: your appointment on Tue Nov 24 at 3 PM is booked. See you then!"
    ]


def test_another_time_near_the_end_of_a_day_brings_the_days_after_too(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15, minute=58))
    said = shop.text("can I get another time?", ANN) or ""
    assert "Wed Nov 25 4 PM, 2) Thu Nov 26 4 PM, 3) Fri Nov 27 4 PM" in said


def test_where_a_day_has_one_time_left_the_next_day_is_offered_too(shop: Shop) -> None:
    shop.clock.pass_time(hours=4, minutes=30)
    shop.book(shop.customers()[0].id, datetime(2026, 11, 23, 19))
    said = shop.text("can I get another time?", ANN) or ""
    assert "1) Mon Nov 23 4 PM, 2) Tue Nov 24 3 PM, 3) Tue Nov 24 4 PM" in said


def test_the_customer_moves_and_the_owner_is_told(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    said = shop.text("can we move my appointment to wednesday at 10?", ANN)
    assert said == "Done, Ann: you're now booked for Wed Nov 25 at 10 AM."
    assert booked(shop) == ["25 10:00"]
    assert told_owner(shop) == ["Ann Lee moved Tue Nov 24 at 3 PM to Wed Nov 25 at 10 AM (#1)."]


def test_r_offers_another_time(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    said = shop.text("R", ANN) or ""
    assert said.startswith("I have 1) Wed Nov 25 3 PM, 2) Thu Nov 26 3 PM")
    shop.text("2", ANN)
    assert booked(shop) == ["26 15:00"]


def test_cancelling_frees_the_time_and_says_which(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    said = shop.text("I need to cancel my appointment", ANN)
    assert said == "Your appointment on Tue Nov 24 at 3 PM is cancelled, Ann. Text us any time for a new one."
    assert booked(shop) == []
    assert told_owner(shop) == ["Ann Lee cancelled Tue Nov 24 at 3 PM."]


def test_a_late_cancellation_gets_the_policy_and_the_owner_a_note(shop: Shop) -> None:
    shop.rules(cutoff_minutes=48 * 60, cutoff_words="Cancelling within two days costs $20.")
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    assert (shop.text("please cancel my appointment", ANN) or "").endswith("Cancelling within two days costs $20.")
    assert told_owner(shop) == ["Ann Lee cancelled Tue Nov 24 at 3 PM, after the cut-off."]


def test_of_two_appointments_it_asks_which_by_number(shop: Shop) -> None:
    ann = shop.customers()[0].id
    shop.book(ann, TUESDAY.replace(hour=15))
    shop.book(ann, TUESDAY.replace(day=26, hour=11))
    assert shop.text("cancel my appointment please", ANN) == (
        "Which appointment? 1) Tue Nov 24 at 3 PM, 2) Thu Nov 26 at 11 AM"
    )
    shop.text("2", ANN)
    assert booked(shop) == ["24 15:00"]


def test_when_is_it(shop: Shop) -> None:
    assert "no appointment" in (shop.text("when is my appointment?", ANN) or "")
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15), name="Haircut", place="12 Main St")
    assert shop.text("when is my appointment?", ANN) == "You're booked: Tue Nov 24 at 3 PM, haircut at 12 Main St."


def test_running_late_reaches_the_owner_at_once(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, datetime(2026, 11, 23, 15))
    assert "knows" in (shop.text("running 10 min late sorry", ANN) or "")
    assert told_owner(shop) == ["Ann Lee is running 10 minutes late for Mon Nov 23 at 3 PM."]


def reminded(shop: Shop) -> None:
    """Let every reminder that is due go out."""
    from bot.services import reminders

    with shop.app.work() as work:
        reminders.fire_due(work, timedelta())
    for one in shop.deliveries(kind=DeliveryKind.REMINDER):
        shop.went_out(one)


def test_a_reminder_is_confirmed_with_c(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15), name="Haircut")
    shop.clock.pass_time(hours=6)
    reminded(shop)
    (sent,) = shop.deliveries(kind=DeliveryKind.REMINDER)
    assert sent.body == (
        "Ann, your haircut at Bella Salon is Tue Nov 24 at 3 PM. Reply C to confirm or R for another time."
    )
    assert segments.count(sent.body).parts == 1
    assert shop.text("C", ANN) == "Thank you, Ann, you're confirmed for Tue Nov 24 at 3 PM."
    assert shop.appointments()[0].attendees[0].answered is Answered.CONFIRMED


def test_no_to_a_reminder_is_asked_back_and_leads_to_another_time(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    shop.clock.pass_time(hours=6)
    reminded(shop)
    assert "1) find another time or 2) cancel" in (shop.text("no I can't make it", ANN) or "")
    assert booked(shop) == ["24 15:00"]
    assert "I have" in (shop.text("1", ANN) or "")
    shop.text("1", ANN)
    assert booked(shop) == ["25 15:00"]


def test_two_children_on_one_phone_are_told_apart(engine: Engine) -> None:
    shop = Shop(engine)
    shop.calendar("Dr Chen", capacity=2)
    mia, leo = shop.customer("Mia Ray", BOB), shop.customer("Leo Ray", BOB)
    shop.book(mia, TUESDAY.replace(hour=15))
    shop.book(leo, TUESDAY.replace(hour=16))
    shop.clock.pass_time(hours=7)
    reminded(shop)
    assert shop.text("C", BOB) == (
        "Which appointment? 1) Leo Tue Nov 24 at 4 PM, 2) Mia Tue Nov 24 at 3 PM, 3) all of them"
    )
    shop.text("yes for Mia, not Leo", BOB)
    answers = {one.attendees[0].customer_id: one.attendees[0].answered for one in shop.appointments()}
    assert answers == {mia: Answered.CONFIRMED, leo: Answered.DECLINED}


def test_a_freed_time_goes_to_the_first_on_the_waiting_list_who_says_yes(shop: Shop) -> None:
    ann, bob, zoe = shop.customers()[0].id, shop.customer("Bob Ray", BOB), shop.customer("Zoe Park", NEW)
    del bob, zoe
    for hour in range(9, 17):
        shop.book(ann, TUESDAY.replace(hour=hour))
    for phone in (BOB, NEW):
        shop.text("anything tomorrow?", phone)
        assert "waiting list" in (shop.text("put me on the waiting list", phone) or "")
    shop.text("cancel ann's tomorrow 3pm")
    offers = [one for one in shop.deliveries(kind=DeliveryKind.CHANGE) if "come free" in one.body]
    assert {one.address for one in offers} == {BOB, NEW}
    shop.clock.pass_time(minutes=5)
    assert "booked, Bob: Tue Nov 24 at 3 PM" in (shop.text("yes", BOB) or "")
    assert "just taken" in (shop.text("1", NEW) or "")


def test_in_spanish(shop: Shop) -> None:
    said = shop.text("hola, quiero una cita mañana a las 3 de la tarde", ANN)
    assert said == "Reservado, Ann: mar 24 nov a las 3 PM."


def test_a_business_without_a_calendar_hands_it_to_the_owner(engine: Engine) -> None:
    shop = Shop(engine)
    assert "got your request" in (shop.text("can I book a haircut tomorrow at 3?", ANN) or "")
    assert shop.inbox()[0].needs_answer


def test_an_opted_out_customer_gets_no_reminder(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=15))
    shop.text("STOP", ANN)
    shop.clock.pass_time(hours=6)
    reminded(shop)
    assert shop.deliveries(kind=DeliveryKind.REMINDER) == []


def test_a_weekday_that_is_today_is_offered_both_ways(shop: Shop) -> None:
    said = shop.text("can you book me monday at 3pm", ANN)
    assert said == "I have 1) Mon Nov 23 3 PM, 2) Mon Nov 30 3 PM. Which one, or what other time suits you?"
    shop.text("the first", ANN)
    assert booked(shop) == ["23 15:00"]


def test_a_time_that_has_passed_since_it_was_offered_is_not_booked(shop: Shop) -> None:
    shop.rules(notice_minutes=0)
    shop.text("do you have anything today?", ANN)
    shop.clock.pass_time(hours=5)
    said = shop.text("the first", ANN) or ""
    assert said.startswith("Sorry, that time is not free.")
    assert booked(shop) == []
