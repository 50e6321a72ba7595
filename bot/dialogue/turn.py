"""One turn of a conversation: what an action needs beside its slots.

rasa_sdk hands an action a tracker and a domain, both plain data. The open unit of work travels beside them in a context
variable, which every asyncio task of the turn inherits.
"""

from contextvars import ContextVar
from dataclasses import dataclass

from bot.dialogue.memory import Memory
from bot.nlu.frames import Heard, Understanding
from bot.services.work import Desk
from models import Customer, InboxItem


@dataclass(frozen=True)
class Turn:
    """What was heard, from whom, and the desk at which it is dealt with."""

    desk: Desk
    heard: Heard
    understood: Understanding
    memory: Memory
    item: InboxItem
    customers: tuple[Customer, ...] = ()
    """Everybody who has the phone that wrote."""

    @property
    def phone(self) -> str:
        """The phone that wrote, E.164."""
        return self.item.phone


_current: ContextVar[Turn] = ContextVar("turn")


def current() -> Turn:
    """The turn that is being taken."""
    return _current.get()


def take(turn: Turn) -> None:
    """Make it the current one."""
    _current.set(turn)
