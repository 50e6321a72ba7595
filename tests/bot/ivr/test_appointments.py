"""Calls about an appointment, as what happens and what is heard; then with real calendars."""

from datetime import datetime
from uuid import UUID

import pytest

from bot.ivr import call as calls
from bot.ivr import machine, menus
from bot.ivr.call import Input
from bot.ivr.machine import At, Dial, Event, HangUp, Record, Say, State, Step
from bot.services import accounts, pins
from models import Call, Delivery
from models.states import Answered, AppointmentStatus, Channel, DeliveryKind, DeliveryStatus, InboxKind
from tests.factories import OWNER, Shop

ANN, BOB, NUMBER = "+12125550111", "+12125550112", "+12125550199"
TUESDAY, WEDNESDAY, THURSDAY = "2026-11-24T15:00", "2026-11-25T15:00", "2026-11-26T15:00"
ASKING = State(At.OVER, business="Bella Salon", number="(212) 555-0199", appointment="a", asks=True)
VISIT = Event("visit", words="See you Tuesday at 3 PM.", times=(TUESDAY,))
OFFERED = Event("times", times=(WEDNESDAY, THURSDAY))


def heard(step: Step | None) -> str:
    assert step is not None
    return " ".join(prompt.words if isinstance(prompt, Say) else f"<{prompt.recording}>" for prompt in step.prompts)


def run(*events: Event, state: State = ASKING) -> Step:
    """The last step of a call of ours about an appointment."""
    step = machine.begin(state, VISIT)
    for event in events:
        step = machine.step(step.state, event)
    return step


def test_a_reminder_call_says_what_it_is_about_and_the_choices() -> None:
    words = heard(run())
    assert words.startswith("Hello, this is Bella Salon, calling from (212) 555-0199. See you Tuesday at 3 PM.")
    assert [key for key in "12349" if f"press {key}" in words] == ["1", "2", "3", "9"]


def test_free_times_are_offered_by_key_and_said_again_after_silence() -> None:
    for step in (run(OFFERED), run(OFFERED, Event("silence"))):
        assert "Press 1 for Wednesday November 25 at 3 PM. Press 2 for Thursday November 26 at 3 PM." in heard(step)
        assert "For later times, press 4." in heard(step)


def test_nothing_free_goes_to_the_business() -> None:
    assert run(Event("times")).then == Record()
    reachable = State(At.OVER, business="Bella Salon", appointment="a", forward_to="+12125550155")
    assert run(Event("times"), state=reachable).then == Dial("+12125550155")


@pytest.mark.parametrize("before", [(), (OFFERED,), (Event("check", times=(WEDNESDAY,)),)])
def test_a_phone_in_a_pocket_does_not_pay_for_an_hour(before: tuple[Event, ...]) -> None:
    assert run(*before, *[Event("silence")] * (machine.REPEATS + 1)).then == HangUp()


def test_voicemail_hears_day_time_and_business_only() -> None:
    event = Event("voicemail", words="Hello Ann, about your root canal.", times=(TUESDAY,))
    step = machine.begin(ASKING, event)
    assert step.then == HangUp()
    assert "your appointment on Tuesday November 24 at 3 PM" in heard(step)
    assert not any(secret in heard(step) for secret in ("Ann", "root canal", "press"))


def test_spanish_is_spoken_to_who_speaks_it() -> None:
    spanish = State(At.OVER, business="Bella Salon", number="1", appointment="a", asks=True, language="es")
    step = run(OFFERED, state=spanish)
    assert "Marque 1 para el miércoles 25 de noviembre a las 3 PM." in heard(step)
    assert {prompt.language for prompt in step.prompts if isinstance(prompt, Say)} == {"es"}


def test_every_sentence_is_there_in_both_languages() -> None:
    assert all(set(words) == {"en", "es"} for words in menus.VISIT.values())


class Phone:
    """A customer's side of one call."""

    def __init__(self, shop: Shop, phone: str = ANN, sid: str = "CA1") -> None:
        self.shop, self.phone, self.sid, self.step = shop, phone, sid, 0

    def dial(self) -> Step:
        with self.shop.app.work() as work:
            return self._took(calls.incoming(work, self.sid, self.phone, NUMBER))

    def pick_up(self, delivery: UUID, by_machine: bool = False) -> Step:
        with self.shop.app.work() as work:
            return self._took(calls.outgoing(work, delivery, self.sid, by_machine))

    def press(self, key: str) -> Step:
        return self._give(Input("digits", key))

    def say(self, words: str) -> Step:
        return self._give(Input("speech", words))

    def wait(self) -> Step:
        return self._give(Input())

    def _give(self, given: Input) -> Step:
        with self.shop.app.work() as work:
            return self._took(calls.go_on(work, self.shop.app.runner, self.sid, self.step, given))

    def _took(self, taken: tuple[Call, Step | None] | None) -> Step:
        assert taken is not None
        row, step = taken
        assert step is not None
        self.step = row.step
        return step


@pytest.fixture
def appointment(shop: Shop) -> UUID:
    """Ann comes on Tuesday at three."""
    shop.calendar()
    return shop.book(shop.customer("Ann Lee", ANN), datetime(2026, 11, 24, 15), name="Root canal")


def reminder(shop: Shop, appointment: UUID) -> UUID:
    """The delivery that calls Ann about it."""
    with shop.app.work() as work:
        row = Delivery(
            business_id=shop.business_id,
            kind=DeliveryKind.REMINDER,
            channel=Channel.SPEECH,
            address=ANN,
            customer_id=shop.customers()[0].id,
            appointment_id=appointment,
            body="Hello Ann. This is Bella Salon about your root canal, Tue Nov 24 at 3 PM.",
            status=DeliveryStatus.SENT,
            answered=Answered.ASKED,
            parts=1,
            due_at=work.now,
            created_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        return row.id


def told(shop: Shop) -> str:
    return " ".join(one.body for one in shop.deliveries(address=OWNER))


@pytest.mark.parametrize("yes", ["1", "yes", "yes I will be there"])
def test_a_reminder_is_confirmed_by_key_and_by_word(shop: Shop, appointment: UUID, yes: str) -> None:
    phone = Phone(shop)
    phone.pick_up(reminder(shop, appointment))
    step = phone.press(yes) if yes.isdigit() else phone.say(yes)
    assert "you are confirmed" in heard(step)
    assert shop.appointment(appointment).attendees[0].answered is Answered.CONFIRMED


def test_the_second_of_three_free_times_is_taken_and_the_owner_told(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.pick_up(reminder(shop, appointment))
    assert "Press 3 for Friday November 27 at 3 PM" in heard(phone.press("2"))
    assert "Your appointment is now Thursday November 26 at 3 PM" in heard(phone.press("2"))
    assert shop.appointment(appointment).start_local == datetime(2026, 11, 26, 15)
    assert "Ann Lee moved" in told(shop)


def test_later_times_are_later(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.dial()
    first = phone.press("2").state.offered
    assert min(phone.press("4").state.offered) > max(first)


def test_a_time_taken_meanwhile_is_not_given_twice(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.dial()
    phone.press("2")
    shop.book(shop.customer("Bob Stone", BOB), datetime(2026, 11, 25, 15))
    step = phone.press("1")
    assert "somebody has just taken that time" in heard(step)
    assert WEDNESDAY not in step.state.offered
    assert shop.appointment(appointment).start_local == datetime(2026, 11, 24, 15)


def test_a_time_that_is_said_is_read_back_before_it_is_taken(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.pick_up(reminder(shop, appointment))
    assert "Thursday November 26 at 4 PM is free" in heard(phone.say("can I come Thursday at four"))
    assert shop.appointment(appointment).start_local == datetime(2026, 11, 24, 15)
    assert "is now Thursday November 26 at 4 PM" in heard(phone.say("yes"))
    assert shop.appointment(appointment).start_local == datetime(2026, 11, 26, 16)


def test_a_said_time_that_is_taken_is_not_offered(shop: Shop, appointment: UUID) -> None:
    shop.book(shop.customer("Bob Stone", BOB), datetime(2026, 11, 26, 16))
    phone = Phone(shop)
    phone.dial()
    step = phone.say("can I come Thursday at four")
    assert "that time is not free" in heard(step)
    assert "2026-11-26T16:00" not in step.state.offered


def test_one_of_those_offered_can_be_said(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.dial()
    phone.press("2")
    assert "Thursday November 26 at 3 PM is free" in heard(phone.say("the second one"))


@pytest.mark.parametrize("by_speech", [False, True])
def test_a_caller_cancels_once_it_is_certain(shop: Shop, appointment: UUID, by_speech: bool) -> None:
    phone = Phone(shop)
    phone.dial()
    asked = phone.say("I need to cancel") if by_speech else phone.press("4")
    assert menus.VISIT["sure_to_cancel"]["en"] in heard(asked)
    assert shop.appointment(appointment).status is AppointmentStatus.BOOKED
    assert "is cancelled" in heard(phone.press("1"))
    assert shop.appointment(appointment).status is AppointmentStatus.CANCELLED
    assert "Ann Lee cancelled" in told(shop)


def test_a_caller_hears_the_next_of_several_and_silence_goes_on_as_ever(shop: Shop, appointment: UUID) -> None:
    shop.book(shop.customers()[0].id, datetime(2026, 11, 24, 10))
    phone = Phone(shop)
    assert "Your next appointment is Tuesday November 24 at 10 AM" in heard(phone.dial())
    assert phone.wait().then == Record()


def test_three_speaks_to_the_business(shop: Shop, appointment: UUID) -> None:
    with shop.app.work() as work:
        accounts.set_call_forward(shop.desk(work), "212-555-0155")
    phone = Phone(shop)
    phone.dial()
    assert phone.press("3").then == Dial("+12125550155")
    step = phone._give(Input("dialled", "no-answer"))
    assert step.then == Record()
    phone._give(Input("recorded", "RE1", 3))
    assert [one.kind for one in shop.inbox()] == [InboxKind.VOICEMAIL]


def test_the_owners_phone_is_asked_for_the_pin_as_before(shop: Shop) -> None:
    with shop.app.work() as work:
        pins.set_pin(shop.desk(work), "4711")
    shop.calendar()
    shop.book(shop.customer("Olive Owner", OWNER), datetime(2026, 11, 24, 15))
    assert "PIN" in heard(Phone(shop, OWNER).dial())


def test_an_appointment_that_went_during_the_call_cannot_be_moved(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.dial()
    phone.press("2")
    shop.text("cancel Ann's appointment")
    assert shop.appointment(appointment).status is AppointmentStatus.CANCELLED
    assert menus.VISIT["gone"]["en"] in heard(phone.press("1"))


def test_no_more_calls(shop: Shop, appointment: UUID) -> None:
    phone = Phone(shop)
    phone.pick_up(reminder(shop, appointment))
    assert "no more messages" in heard(phone.press("9"))
