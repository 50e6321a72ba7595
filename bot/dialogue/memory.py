"""What a conversation remembers between two texts: the slots of its tracker, as plain values."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain import proof as proofs
from bot.nlu.frames import Awaiting

PATIENCE = timedelta(minutes=30)
"""An owner's command older than this is not answered by a bare yes any more."""
PATIENCE_WITH_CUSTOMERS = timedelta(days=1)


@dataclass(frozen=True)
class Pending:
    """An action that waits for a yes, a choice or a missing slot."""

    intent: str
    slots: dict[str, Any]
    missing: str | None = None


@dataclass(frozen=True)
class Choice:
    """One of the numbered readings that were offered: what to call it, and the slots that it sets."""

    label: str
    slots: dict[str, Any]


@dataclass(frozen=True)
class Memory:
    """`undo` says in data how to take the last change back; the module `bot.intents.undo` knows how."""

    awaiting: Awaiting | None = None
    pending: Pending | None = None
    choices: tuple[Choice, ...] = ()
    undo: dict[str, Any] | None = None
    last_text: str | None = None
    asked_at: str | None = None
    form: dict[str, Any] | None = None
    """The appointment form (`bot.dialogue.form.Form`); it outlives the question of the day."""
    booked: dict[str, str] | None = None
    """The id of the appointment that was last booked or moved here, and when: "no, make it 5" means that one."""
    name: str | None = None
    """How a customer whom we do not know introduced themselves; it need not be asked for."""
    language: str | None = None
    """In which language the customer wrote last."""
    proof: dict[str, Any] | None = None
    """What has to be texted back, or entered in a call, before what waits is done (`bot.domain.proof`)."""
    wrong_codes: list[str] = field(default_factory=list)
    """When a wrong number was texted back."""
    acknowledged: dict[str, str] = field(default_factory=dict)
    """When a customer was last thanked for a text that the owner has to answer, by the words that were used."""

    @classmethod
    def from_slots(cls, slots: dict[str, Any], now: datetime, patience: timedelta = PATIENCE) -> "Memory":
        """Read stored slots; a question that has grown old is forgotten, the rest is not."""
        memory = cls(**{key: slots[key] for key in _PLAIN if key in slots})
        asked_at = slots.get("asked_at")
        old = not asked_at or now - datetime.fromisoformat(asked_at) > patience
        if old or proofs.is_over(slots.get("proof"), now):
            return memory
        pending = slots.get("pending")
        return cls(
            **{key: slots[key] for key in _PLAIN if key in slots},
            awaiting=slots.get("awaiting"),
            pending=Pending(**pending) if pending else None,
            choices=tuple(Choice(**choice) for choice in slots.get("choices", ())),
            asked_at=asked_at,
            proof=slots.get("proof"),
        )

    def as_slots(self) -> dict[str, Any]:
        """The inverse of `from_slots`."""
        return asdict(self)


_PLAIN = ("undo", "last_text", "acknowledged", "form", "booked", "name", "language", "wrong_codes")


@dataclass(frozen=True)
class Reply:
    """What an action says, and what the conversation is to remember because of it.

    A question is remembered only until the next text: what an action does not set is forgotten.
    """

    text: str | None
    awaiting: Awaiting | None = None
    pending: Pending | None = None
    choices: tuple[Choice, ...] = field(default=())
    undo: dict[str, Any] | None = None
    acknowledged: str | None = None
    """The key of the words of thanks."""
    form: dict[str, Any] | None = None
    """The appointment form as it is now; an empty one is forgotten, None leaves it as it was."""
    booked: str | None = None
    """The id of the appointment that was just booked or moved."""
    proof: dict[str, Any] | None = None
    """What has to be proved before what waits is done."""
    masked: str | None = None
    """The words as the conversation remembers them, where they hold what is not to be kept."""
    wrong_codes: list[str] | None = None
    """When wrong numbers were texted back; None leaves them as they were."""
