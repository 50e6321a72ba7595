"""`no_show`: "Bob didn't show up"."""

from datetime import timedelta
from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.intents import who
from bot.services import agenda, booking
from models.states import TAKING_TIME

_LOOKED_BACK = timedelta(days=7)


class NoShow(Capability):
    """Notes that a customer did not come to an appointment that has begun."""

    intent = "no_show"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The latest one; nothing is cancelled that is still ahead."""
        desk = turn.desk
        named = slots.get("who")
        if not named:
            return Reply("Who did not come?", awaiting="detail", pending=Pending(self.intent, slots, "who"))
        try:
            customer = who.one_customer(desk, str(named[0] if isinstance(named, list) else named))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        missed = [
            one
            for one in agenda.past_of(desk, customer.id)
            if one.status in TAKING_TIME and desk.now - _LOOKED_BACK < one.start_at <= desk.now
        ]
        if not missed:
            raise InputError(f"{customer.name} had no appointment in the last days.", "what's today")
        booking.mark_no_show(desk, missed[0])
        said = agenda.line(desk, missed[0])
        return Reply(f"Noted, {customer.name} did not come: {said}.")
