"""Text to intent and slots, whoever wrote it."""

from bot.nlu import customer, owner
from bot.nlu.frames import Heard, Understanding


def understand(heard: Heard) -> Understanding:
    """What a text means. Pure: nothing is read or written; any string at all gets an answer."""
    return owner.understand(heard) if heard.role == "owner" else customer.understand(heard)
