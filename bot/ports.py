"""What the product needs from the world outside, as protocols. `bot.providers` holds the real ones.

The values that cross a port are ours; the vendor's words stop at the adapter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from models.states import CallStatus, DeliveryStatus

Urgency = Literal["now", "bulk"]
"""`now`: answers, replies, what one person waits for. `bulk`: the rest. Each has its own queue."""


@dataclass(frozen=True)
class OutgoingText:
    """A text to hand to the carrier. `valid_seconds`: after that it is worthless and must not arrive."""

    delivery_id: UUID
    sender: str
    to: str
    body: str
    valid_seconds: int | None = None


@dataclass(frozen=True)
class OutgoingCall:
    """A call to place. The carrier asks our webhook what to say once it is answered."""

    delivery_id: UUID
    sender: str
    to: str
    ring_seconds: int = 30


@dataclass(frozen=True)
class OutgoingEmail:
    """An email with a plain and an HTML part. `unsubscribe_url` makes it one-click (RFC 8058)."""

    delivery_id: UUID
    sender: str
    sender_name: str
    to: str
    subject: str
    plain: str
    html: str
    unsubscribe_url: str | None = None
    calendar: bytes | None = None
    """An appointment as iCalendar, to be attached."""


@dataclass(frozen=True)
class Receipt:
    """The carrier took it: its id, and the status it stands at."""

    carrier_sid: str
    status: DeliveryStatus = DeliveryStatus.ACCEPTED


@dataclass(frozen=True)
class StatusReport:
    """What a carrier says of a delivery, in our words. `reason` is plain English, `code` the carrier's own."""

    status: DeliveryStatus
    carrier_sid: str
    code: str | None = None
    reason: str | None = None
    opted_out: bool = False
    parts: int | None = None
    """As the carrier counts them, where it says so."""


@dataclass(frozen=True)
class CallReport:
    """What a carrier says of a call, in our words."""

    status: CallStatus
    carrier_sid: str
    seconds: int | None = None
    answered_by_machine: bool | None = None


class SmsSender(Protocol):
    """Hands texts to a carrier."""

    async def send(self, text: OutgoingText) -> Receipt:
        """Raises Rejected, OptedOut, NotTaken or Ambiguous."""

    async def look_up(self, text: OutgoingText, since: datetime) -> Sequence[Receipt]:
        """Texts like this one that the carrier has since then: what resolves an ambiguous outcome."""

    async def listed(self, since: datetime, until: datetime) -> Sequence[StatusReport]:
        """Every text that went out then, as the carrier's own list has it. Raises NotTaken or Ambiguous."""


class VoiceCaller(Protocol):
    """Places calls."""

    async def call(self, call: OutgoingCall) -> Receipt:
        """Raises Rejected, NotTaken or Ambiguous."""

    async def look_up(self, call: OutgoingCall, since: datetime) -> Sequence[Receipt]:
        """Calls like this one that the carrier has since then."""


class EmailSender(Protocol):
    """Hands emails to a mail server."""

    async def send(self, email: OutgoingEmail) -> Receipt:
        """Raises Rejected, NotTaken or Ambiguous."""


class RecordingStore(Protocol):
    """Where the carrier keeps what was recorded in calls."""

    def fetch(self, recording_sid: str) -> tuple[bytes, str]:
        """The audio and its content type. Raises NotTaken where it is not ready yet, Rejected where there is none."""

    def discard(self, recording_sid: str) -> None:
        """Let the carrier forget it; one that it does not have is fine too. Raises NotTaken or Rejected."""


@dataclass(frozen=True)
class Card:
    """A card as it may be shown: "Visa ending 4242, 12/28". Its number stays with the payment company."""

    customer: str
    words: str


class Payments(Protocol):
    """Takes money by card. Absent where an installation charges nobody."""

    def customer(self, business: str, business_id: UUID) -> str:
        """Make a business known to the payment company; its id there. Raises Rejected, NotTaken, Ambiguous."""

    def card_page(self, customer: str, back_url: str) -> str:
        """Where at the payment company a card is entered, a URL. Raises Rejected, NotTaken, Ambiguous."""

    def card_of(self, session: str) -> Card | None:
        """The card that was entered there, made the one to charge; None where none was."""

    def charge(self, customer: str, cents: int, words: str, invoice_id: UUID, key: str) -> str:
        """Take money; the payment's id. With the same `key` again it is the same payment, taken once.

        Raises Rejected with a plain reason where the card is declined, NotTaken, Ambiguous.
        """


class Numbers(Protocol):
    """The carrier's phone numbers."""

    def available(self, area_code: str | None) -> Sequence[str]:
        """Numbers that can be rented, E.164."""

    def rent(self, number: str) -> None:
        """Rent a number and point its webhooks at PUBLIC_URL; already rented ones are only pointed. Raises Rejected."""

    def is_rented(self, number: str) -> bool:
        """Whether the number is ours already. Raises NotTaken or Ambiguous."""

    def give_back(self, number: str) -> None:
        """Rent a number no longer; nothing where it is not ours. Raises Rejected, NotTaken or Ambiguous."""


class Checks(Protocol):
    """Proofs that a phone or an address belongs to whoever says so, while they look on."""

    def text(self, sender: str, to: str, body: str) -> None:
        """Text a code to somebody who has no business here yet. Raises Rejected, NotTaken or Ambiguous."""

    def call(self, phone: str) -> str:
        """Have the carrier call a phone; the code that it will ask for. Raises Rejected where it is verified."""

    def may_show(self, phone: str) -> bool:
        """Whether the carrier lets calls show this phone: it has been verified. Raises NotTaken or Ambiguous."""

    def forget(self, phone: str) -> None:
        """Calls may not show this phone any more. Raises NotTaken or Ambiguous."""


class JobQueue(Protocol):
    """Wakes workers up. Losing what it holds loses nothing: the database says what is due."""

    def lengths(self) -> Mapping[str, int]:
        """Jobs that wait, by queue, and those that broke, as `failed`. Raises NotTaken."""

    def hand_over(self, delivery_ids: Sequence[UUID], urgency: Urgency) -> None:
        """Ask a worker to send these. Raises NotTaken where the queue cannot be reached."""

    def fetch_recording(self, recording_id: UUID) -> None:
        """Ask a worker to bring the audio of a recording home. Raises NotTaken."""

    def import_customers(self, import_id: UUID) -> None:
        """Ask a worker to go on with a file of customers. Raises NotTaken."""

    def bill(self) -> None:
        """Ask a worker to close the months that are over and to charge what is due. Raises NotTaken."""

    def reconcile(self) -> None:
        """Ask a worker to compare the books with the carrier's. Raises NotTaken."""

    def forget(self) -> None:
        """Ask a worker to let go of what has been kept long enough. Raises NotTaken."""

    def return_numbers(self) -> None:
        """Ask a worker to give the numbers of ended accounts back whose time is over. Raises NotTaken."""

    def check(self) -> None:
        """Raises NotTaken where the queue cannot be reached."""


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """This moment, aware, UTC."""
