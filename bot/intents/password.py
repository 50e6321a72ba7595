"""`reset_password`: a link that sets a new password, to the owner's email."""

from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Reply
from bot.dialogue.turn import Turn
from bot.services import member_links, members
from models.states import Role


class ResetPassword(Capability):
    """A phone is no proof of who texts: it may ask for the link, and the email address of an owner gets it."""

    intent = "reset_password"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Where it went is hinted at only: who has the phone need not know the address."""
        owners = [one for one in members.listed(turn.desk) if one.role is Role.OWNER]
        sent = [one.email for one in owners if member_links.send_reset(turn.desk, one)]
        if not sent:
            return Reply("I've emailed a link already, please look there. You can ask again in an hour.")
        listed = " and ".join(_hint(email) for email in sent)
        return Reply(f"To keep you safe the link goes by email, to {listed}. It sets a new password, for 30 minutes.")


def _hint(email: str) -> str:
    """m…@example.com"""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
