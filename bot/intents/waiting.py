"""The waiting list, from the customer's side: getting on it, taking or passing a time that came free."""

from datetime import timedelta
from typing import Any

from bot.dialogue.form import Form
from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time
from bot.intents import offering
from bot.intents.appointment_form import details
from bot.intents.customer import FromCustomer, acknowledge
from bot.nlu.frames import When
from bot.services import calendars, catalogue, changes, waiting_list
from bot.services.booking import Taken, Wish

_USUALLY = timedelta(days=14)


class TakeOffer(FromCustomer):
    """Yes to a time that came free: the first to say so has it."""

    intent = "take_offer"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Whoever is too late stays on the list."""
        row = waiting_list.open_offer(turn.desk, turn.phone)
        if row is None or row.offer_local is None:
            return acknowledge(self, turn, "received")
        wish = Wish(
            row.offer_local,
            customers=(row.customer_id,),
            calendar_id=row.offer_calendar_id,
            service_id=row.service_id,
            by_customer=True,
            created_by="customer",
        )
        try:
            booked = changes.book_by_customer(turn.desk, wish)
        except Taken:
            waiting_list.pass_on(row)
            return Reply(f"{self.line(turn, 'just_taken')} {self.line(turn, 'still_waiting')}")
        waiting_list.take(row)
        when = changes.when_in_words(turn.desk, booked.start_local, turn.understood.language)
        return Reply(self.line(turn, "booked", when=when, details=details(turn, booked)), booked=str(booked.id))


class PassOffer(FromCustomer):
    """No to a time that came free."""

    intent = "pass_offer"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The wait goes on."""
        row = waiting_list.open_offer(turn.desk, turn.phone)
        if row is not None:
            waiting_list.pass_on(row)
        return Reply(self.line(turn, "still_waiting"))


class Wait(FromCustomer):
    """Wants to be told when a time comes free."""

    intent = "wait"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """For what was talked of; somebody whose name is not known is for the owner."""
        if not turn.customers:
            return acknowledge(self, turn, "request")
        form = Form.from_slots(turn.memory.form, turn.desk.now) or Form()
        now_local = local_time.to_local(turn.desk.now, turn.desk.business.timezone)
        horizon = now_local + timedelta(days=calendars.rules(turn.desk).horizon_days)
        wanted = turn.understood.slots.get("when") or form.when
        from_local, until_local = now_local, min(now_local + _USUALLY, horizon)
        if wanted:
            when = When.from_slot(wanted)
            from_local, until_local = offering.stretch(when)
            if when.grain == "minute":
                from_local = from_local.replace(hour=0, minute=0)
                until_local = from_local + timedelta(days=1)
        service = catalogue.find_service_by_id(turn.desk, form.service)
        waiting_list.join(turn.desk, turn.customers[0], turn.phone, from_local, until_local, service=service)
        return Reply(self.line(turn, "on_waiting_list"), form={})


class DropForm(FromCustomer):
    """Never mind."""

    intent = "drop_form"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Nothing is booked."""
        return Reply(self.line(turn, "no_problem"), form={})


class Drop(FromCustomer):
    """A no to a question of ours."""

    intent = "drop"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Nothing is changed."""
        return Reply(self.line(turn, "kept"), form={})


class Again(FromCustomer):
    """An answer that is none: the question is asked again, once; then it is for the owner."""

    intent = "again"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Short, with what can be answered."""
        memory = turn.memory
        listed = ", ".join(f"{number}) {choice.label}" for number, choice in enumerate(memory.choices, 1))
        text = self.line(turn, "again", listed=listed) if listed else str(memory.last_text or "")
        if text == memory.last_text or not text:
            return acknowledge(self, turn, "received")
        return Reply(text, awaiting=memory.awaiting, pending=memory.pending, choices=memory.choices)
