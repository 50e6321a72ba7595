"""`why`: "why didn't Ann get it?", answered from the delivery itself; `resend`: once more, where it failed."""

from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.errors import InputError
from bot.intents import who
from bot.services import audience, deliveries
from bot.services.audience import Recipient
from bot.services.work import Desk
from models import Customer, Delivery
from models.states import Channel, RecipientKind

_SHOWN = 40


class Why(Capability):
    """What became of the last message to a customer."""

    intent = "why"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Its words, where it stands, and why; one that failed can be sent again."""
        if not slots.get("who"):
            return Reply("Who did not get it?", awaiting="detail", pending=Pending(self.intent, slots, "who"))
        try:
            customer = who.one_customer(turn.desk, _name(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        rows = deliveries.latest_to(turn.desk, customer)
        if not rows:
            return Reply(f"Nothing was sent to {customer.name}{_unreached(turn.desk, customer)}.")
        row = rows[0]
        more = f' Text "resend {customer.name}" to try again.' if row.status in deliveries.DEAD else ""
        return Reply(f"To {customer.name}, {_kind(row)}{_words(row)}: {deliveries.story(turn.desk, row)}.{more}")


class Resend(Capability):
    """The last message to a customer once more, where it failed."""

    intent = "resend"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Only what is known not to have arrived."""
        if not slots.get("who"):
            return Reply("To whom?", awaiting="detail", pending=Pending(self.intent, slots, "who"))
        try:
            customer = who.one_customer(turn.desk, _name(slots))
        except who.Unclear as unclear:
            return who.ask_which(self.intent, slots, "who", unclear)
        rows = deliveries.latest_to(turn.desk, customer)
        if not rows or rows[0].status not in deliveries.DEAD:
            stands = deliveries.story(turn.desk, rows[0]) if rows else "nothing was sent"
            raise InputError(f"Nothing to {customer.name} has failed: {stands}.", f"text {customer.name} see you soon")
        row = deliveries.resend(turn.desk, rows[0])
        return Reply(f"OK, {_kind(row)} on the way to {customer.name} again{_words(row)}.")


def _name(slots: dict[str, Any]) -> str:
    named = slots["who"]
    return str(named[0] if isinstance(named, list) else named)


def _unreached(desk: Desk, customer: Customer) -> str:
    """Why nothing can be, where that is so."""
    to = Recipient(RecipientKind.CUSTOMER, customer_id=customer.id)
    left = audience.gather(desk, [to], [Channel.TEXT]).left_out
    return f" ({left[0].reason})" if left else ""


def _kind(row: Delivery) -> str:
    return {Channel.TEXT: "text", Channel.EMAIL: "email"}.get(row.channel, "call")


def _words(row: Delivery) -> str:
    short = row.body if len(row.body) <= _SHOWN else row.body[: _SHOWN - 1].rstrip() + "…"
    return f' "{short}"' if short else ""
