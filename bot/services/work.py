"""One unit of work: a session, the time, and what is to be handed to workers once it is committed.

Services take a `Work`, add rows and never commit; `bot.bootstrap` opens and commits it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.domain import phone_numbers
from bot.domain.rules import Rules
from models import Business
from models.states import URGENT, DeliveryKind, Door


@dataclass(frozen=True)
class Actor:
    """Who asks, through which door; `address` is the network of theirs (`bot.services.audit.network`)."""

    door: Door
    who: str
    member_id: UUID | None = None
    address: str | None = None


ITSELF = Actor(Door.ITSELF, "Customer Messaging")
"""Nobody asked."""


def four_digits() -> str:
    """A number that nobody can foresee."""
    return f"{secrets.randbelow(10_000):04d}"


@dataclass
class Work:
    """`now` stands still while it is open, so that everything in one transaction agrees on the time."""

    session: Session
    now: datetime
    urgent: list[UUID] = field(default_factory=list)
    bulk: list[UUID] = field(default_factory=list)
    recordings: list[UUID] = field(default_factory=list)
    imports: list[UUID] = field(default_factory=list)
    actor: Actor = ITSELF
    """For whom it is done: what the audit log says."""
    new_code: Callable[[], str] = four_digits
    """Makes the numbers that owners text back."""
    rules: Rules = field(default_factory=Rules)
    """What the installation allows."""

    def hand_over(self, delivery_id: UUID, kind: DeliveryKind) -> None:
        """Have a worker send this right after the commit."""
        (self.urgent if kind in URGENT else self.bulk).append(delivery_id)


@dataclass(frozen=True)
class Desk:
    """A unit of work for one business: what nearly every service needs."""

    work: Work
    business: Business

    def reachable(self, phone: str) -> str:
        """A phone as it was typed, in E.164. Raises InputError for what is none, and for one that is not served."""
        return phone_numbers.check_country(phone_numbers.parse(phone), self.work.rules.countries)

    @property
    def session(self) -> Session:
        """The open session."""
        return self.work.session

    @property
    def now(self) -> datetime:
        """This moment, aware, UTC."""
        return self.work.now
