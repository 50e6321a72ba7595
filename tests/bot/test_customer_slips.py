"""What customers type that is easily taken for something else, and what must not come of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from models.states import AppointmentStatus, BookingMode, DeliveryKind
from tests.factories import OWNER, Shop

ANN, BOB, NEW = "+12125550111", "+12125550122", "+12125550133"
TUESDAY = datetime(2026, 11, 24)


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


def reminded(shop: Shop) -> None:
    """Let every reminder that is due go out."""
    from bot.services import reminders

    with shop.app.work() as work:
        reminders.fire_due(work, timedelta())
    for one in shop.deliveries(kind=DeliveryKind.REMINDER):
        shop.went_out(one)


@pytest.mark.parametrize(
    "words",
    [
        "can you squeeze my sister in as well",
        "ya",
        "I already gave you my name, call me",
        "neither",
        "same as last time",
    ],
)
def test_what_is_no_name_is_asked_about_once_more_and_booked_under_by_nobody(shop: Shop, words: str) -> None:
    shop.text("hi I'd like an appointment friday at 11", NEW)
    assert shop.text(words, NEW) == "Sorry, what is your first and last name?"
    assert booked(shop) == []
    assert "booked, Zoe" in (shop.text("Zoe Park", NEW) or "")


def test_no_thanks_to_the_question_for_a_name_ends_it(shop: Shop) -> None:
    shop.text("hi I'd like an appointment friday at 11", NEW)
    assert "No problem" in (shop.text("never mind, don't book it", NEW) or "")
    assert booked(shop) == []


@pytest.mark.parametrize(
    "words", ["hi this is Joe Kerr", "my name is Joe Kerr, do you have parking?", "Joe Kerr here!"]
)
def test_a_name_that_was_given_is_not_asked_for_again(shop: Shop, words: str) -> None:
    shop.text(words, NEW)
    assert "You're booked, Joe" in (shop.text("can I come friday at 11", NEW) or "")
    assert "Joe Kerr" in [one.name for one in shop.customers()]


def test_a_conversation_in_spanish_stays_in_spanish(shop: Shop) -> None:
    assert "¿A nombre" in (shop.text("Hola quisiera una cita el viernes a las 11", NEW) or "")
    assert "Reservado, Lucia" in (shop.text("Lucia Paz", NEW) or "")
    assert "Gracias por avisar" in (shop.text("ya no puedo ir", NEW) or "")


def test_whenever_keeps_the_day_that_is_talked_of(shop: Shop) -> None:
    shop.text("do you have anything thursday?", ANN)
    assert "Thu Nov 26" in (shop.text("whenever", ANN) or "")
    shop.text("the middle one", ANN)
    assert booked(shop) == ["26 12:30"]


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("can we do the next day", "27 15:00"),
        ("could we make it the day after", "27 15:00"),
        ("a day later would be better", "27 15:00"),
        ("same time next week please", "03 15:00"),
        ("need to push my thing back a week", "03 15:00"),
        ("an hour later pls", "26 16:00"),
    ],
)
def test_later_is_later_than_the_appointment(shop: Shop, words: str, then: str) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(day=26, hour=15))
    shop.text(words, ANN)
    assert booked(shop) == [then]


def test_a_person_or_a_day_that_is_named_decides_which_one_is_meant(shop: Shop) -> None:
    mia, leo = shop.customer("Mia Ray", BOB), shop.customer("Leo Ray", BOB)
    shop.book(mia, TUESDAY.replace(hour=14))
    shop.book(leo, TUESDAY.replace(day=26, hour=14))
    assert "Thu Nov 26 at 3 PM" in (shop.text("can leo come at 3 instead", BOB) or "")
    assert "Tue Nov 24 at 2 PM is cancelled" in (shop.text("cancel mia's", BOB) or "")


def test_of_two_appointments_the_day_says_which_is_cancelled(shop: Shop) -> None:
    ann = shop.customers()[0].id
    shop.book(ann, TUESDAY.replace(hour=15))
    shop.book(ann, TUESDAY.replace(day=26, hour=11))
    shop.text("cancel thursday please", ANN)
    assert booked(shop) == ["24 15:00"]


@pytest.mark.parametrize("words", ["ok 2", "#2 thx", "the 2nd pls", "2!"])
def test_a_number_in_any_dress_answers_which_one(shop: Shop, words: str) -> None:
    ann = shop.customers()[0].id
    shop.book(ann, TUESDAY.replace(hour=15))
    shop.book(ann, TUESDAY.replace(day=26, hour=11))
    shop.text("cancel my appointment please", ANN)
    shop.text(words, ANN)
    assert booked(shop) == ["24 15:00"]


def test_the_question_for_a_service_is_no_trap(shop: Shop) -> None:
    shop.service("Haircut", minutes=45)
    shop.service("Color", minutes=120)
    shop.text("is there anything open next week, preferably after work?", ANN)
    assert "What would you like" in (shop.text("tuesday works", ANN) or "")
    said = shop.text("hmm what about wednesday instead", ANN) or ""
    assert said.startswith("I'll put you down for Haircut")
    assert "Wed Nov 25" in said


@pytest.mark.parametrize("words", ["a cut", "just a trim", "get my hair done", "hair cut pls"])
def test_a_service_is_known_by_a_word_that_is_like_it(shop: Shop, words: str) -> None:
    shop.service("Haircut", minutes=45)
    shop.service("Color", minutes=120)
    shop.text("can I book something for tomorrow", ANN)
    assert "I have Tue Nov 24" in (shop.text(words, ANN) or "")


def test_whether_a_request_is_confirmed_is_answered(shop: Shop) -> None:
    shop.rules(mode=BookingMode.REQUEST)
    shop.text("book me tuesday at 2", ANN)
    assert (shop.text("ok thanks. is it confirmed?", ANN) or "").startswith("Not yet: Bella Salon has your request")


def test_a_new_name_is_no_new_time(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=14))
    shop.text("I'd like to change my name, it's Tina Bell", ANN)
    assert booked(shop) == ["24 14:00"]
    assert shop.inbox()[-1].needs_answer


def test_a_wish_beside_a_yes_reaches_the_owner(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=14))
    shop.clock.pass_time(hours=6)
    reminded(shop)
    assert "confirmed for" in (shop.text("yes, and can my sister come too?", ANN) or "")
    assert shop.inbox()[-1].needs_answer


def test_a_wish_beside_another_time_reaches_the_owner(shop: Shop) -> None:
    shop.text("book me tuesday at 2", ANN)
    shop.text("can you make that 4 and add a color", ANN)
    assert booked(shop) == ["24 16:00"]
    assert shop.inbox()[-1].needs_answer


def test_late_for_an_appointment_that_we_do_not_know_of_is_texted_to_the_owner(shop: Shop) -> None:
    shop.text("running 10 mins late", ANN)
    assert told_owner(shop) == ["Ann Lee: running 10 mins late"]


def test_open_on_a_day_is_a_yes_or_a_no(shop: Shop) -> None:
    assert shop.text("are you open tomorrow", ANN) == "Yes, Bella Salon is open Tue Nov 24, 9 AM-5 PM."


def test_who_has_a_wrong_number_gets_no_more_texts_and_the_owner_knows(shop: Shop) -> None:
    assert "no more messages" in (shop.text("this isn't Ann anymore, wrong number", ANN) or "")
    assert told_owner(shop) == ["Ann Lee: somebody else has this phone now. It gets no more texts."]


def test_both_children_are_booked_one_at_a_time(shop: Shop) -> None:
    shop.customer("Mia Ray", BOB)
    shop.customer("Leo Ray", BOB)
    shop.text("do you have anything tomorrow?", BOB)
    assert (shop.text("both", BOB) or "").startswith("One at a time, please: who is first? 1)")


def test_no_problem_in_the_future_tense_confirms(shop: Shop) -> None:
    shop.book(shop.customers()[0].id, TUESDAY.replace(hour=14))
    shop.clock.pass_time(hours=6)
    reminded(shop)
    assert "you're confirmed for" in (shop.text("Won't be a problem", ANN) or "")


def test_a_named_child_without_an_appointment_does_not_move_that_of_the_other(shop: Shop) -> None:
    mia = shop.customer("Mia Ray", BOB)
    shop.customer("Leo Ray", BOB)
    shop.book(mia, TUESDAY.replace(hour=14))
    shop.text("can leo come at 3 instead", BOB)
    assert booked(shop) == ["24 14:00"]
    assert shop.inbox()[-1].needs_answer
