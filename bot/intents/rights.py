"""`my_data` and `erase_me`: what is kept of a customer, and the wish that it be deleted."""

from typing import Any

from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.domain import phone_numbers
from bot.intents.customer import FromCustomer
from bot.services import audit, consent, forwarding, stored
from bot.services.stored import Stored


class MyData(FromCustomer):
    """What is kept of whoever texts."""

    intent = "my_data"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """In numbers, and how to have it deleted."""
        kept = stored.of_phone(turn.desk, turn.phone, turn.customers)
        return Reply(self.line(turn, "stored", kept=_listed(kept, turn.understood.language)))


class EraseMe(FromCustomer):
    """The owner deletes; until then nothing more is sent."""

    intent = "erase_me"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Whoever wants to be forgotten wants no more texts either (47 CFR 64.1200(a)(10): any reasonable means)."""
        consent.opt_out(turn.desk, turn.phone, "text", turn.heard.text)
        turn.item.needs_answer = True
        who = turn.customers[0].name if turn.customers else phone_numbers.pretty(turn.phone)
        for customer in turn.customers:
            customer.erasure_asked_at = customer.erasure_asked_at or turn.desk.now
        audit.record(turn.desk, "erasure_asked")
        forwarding.notify(
            turn.desk,
            f"{who} asks you to delete their data and gets no more texts. Do it in the panel: Customers, {who}.",
        )
        return Reply(self.line(turn, "erasing"))


def _listed(kept: Stored, language: str) -> str:
    spanish = language == "es"
    parts = [("su nombre ({})" if spanish else "your name ({})").format(", ".join(kept.names))] if kept.names else []
    parts.append("este número" if spanish else "this number")
    if kept.has_notes:
        parts.append("notas" if spanish else "notes")
    parts.append(f"{kept.texts} {'mensajes' if spanish else 'texts'}")
    if kept.appointments:
        parts.append(f"{kept.appointments} {'citas' if spanish else 'appointments'}")
    return ", ".join(parts)
