"""A customer's STOP, START and HELP, in the carrier's keywords or in free words (47 CFR 64.1200(a)(10))."""

import re
from typing import Any

from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.domain import phone_numbers
from bot.intents.customer import FromCustomer, acknowledge
from bot.services import confirmations, consent, forwarding

_CANCEL = re.compile(r"^\W*cancel\W*$", re.IGNORECASE)
_WRONG_NUMBER = re.compile(
    r"\bwrong (?:number|person|phone|#)|\bany ?more\b.*\b(?:number|phone)|\b(?:number|phone)\b"
    r".*\bany ?more\b|n[uú]mero equivocado|equivoc\w+ de n",
    re.IGNORECASE,
)
_YES = re.compile(r"^\W*(?:y|yes|yeah|yep|s[ií]|c|confirm\w*)\b", re.IGNORECASE)
_START = re.compile(r"^\W*(start|unstop)\b", re.IGNORECASE)


class OptOut(FromCustomer):
    """No more messages, at once; one confirmation, never a second."""

    intent = "opt_out"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """A bare CANCEL may have meant the appointment: the customer is asked in the same text, the owner is told."""
        fresh = consent.opt_out(turn.desk, turn.phone, "text", turn.heard.text)
        by_cancel = bool(_CANCEL.match(turn.heard.text))
        if by_cancel and fresh:
            who = turn.customers[0].name if turn.customers else phone_numbers.pretty(turn.phone)
            forwarding.notify(
                turn.desk, f"{who} texted CANCEL: that stops all texts, but they may have meant the appointment."
            )
        elif fresh and _WRONG_NUMBER.search(turn.heard.text):
            who = turn.customers[0].name if turn.customers else phone_numbers.pretty(turn.phone)
            forwarding.notify(turn.desk, f"{who}: somebody else has this phone now. It gets no more texts.")
        if not fresh or turn.desk.business.carrier_answers_stop:
            return Reply(None)
        return Reply(self.line(turn, "opted_out_by_cancel" if by_cancel else "opted_out"))


class OptIn(FromCustomer):
    """START brings back; so does YES, which is first of all the answer to what was asked."""

    intent = "opt_in"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """YES from somebody who was out does both."""
        was_out = bool(consent.opted_out(turn.desk.session, turn.desk.business.id, [turn.phone]))
        confirmed = None if not _YES.match(turn.heard.text) else confirmations.confirm(turn.desk, turn.phone)
        if was_out or _START.match(turn.heard.text):
            consent.opt_in(turn.desk, turn.phone, "text", turn.heard.text)
            silent = turn.desk.business.carrier_answers_stop
            return Reply(None if silent else self.line(turn, "opted_in"))
        return Reply(self.line(turn, "confirmed")) if confirmed else acknowledge(self, turn, "received")


class HelpForCustomer(FromCustomer):
    """HELP: name, contact, frequency, rates and how to stop (CTIA)."""

    intent = "help"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """The carrier's own answer goes out instead where it is set to."""
        business = turn.desk.business
        if business.carrier_answers_stop:
            return Reply(None)
        contact = business.email_from or phone_numbers.pretty(business.phone_for_questions or business.number)
        return Reply(self.line(turn, "help", contact=contact))
