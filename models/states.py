"""Every status in the product, and the moves that are allowed between them."""

from enum import StrEnum


class Channel(StrEnum):
    """How something reaches a customer."""

    TEXT = "text"
    VOICE = "voice"  # a recorded prompt, played in a call
    SPEECH = "speech"  # text-to-voice, spoken in a call
    EMAIL = "email"


class DeliveryKind(StrEnum):
    """Why something is sent; decides urgency and whether quiet hours apply."""

    MESSAGE = "message"
    REMINDER = "reminder"
    ANSWER = "answer"  # to the text that just came in
    REPLY = "reply"  # typed by the owner to one customer
    FORWARD = "forward"  # an inbound text handed on to the owner's phones
    NOTICE = "notice"  # from the number to the owner
    CHANGE = "change"  # an appointment was moved, cancelled, approved, or a freed time is offered: to the customer
    ACCOUNT = "account"  # to a member: an invitation, a new password; its one-time link is made as it leaves
    CONSENT = "consent"  # the one confirmation of an opt-out; passes the block


class Lane(StrEnum):
    """What a delivery queues up in. All but `now` leave at the pace of the business's number."""

    NOW = "now"  # answers and what else one person waits for: nobody is ahead of it
    TEXT = "text"
    CALL = "call"
    EMAIL = "email"


URGENT = frozenset(set(DeliveryKind) - {DeliveryKind.MESSAGE, DeliveryKind.REMINDER})
"""What one person waits for."""


def lane_of(kind: DeliveryKind, channel: Channel) -> Lane:
    """Where a delivery queues up."""
    if kind in URGENT:
        return Lane.NOW
    return Lane.CALL if channel in (Channel.VOICE, Channel.SPEECH) else Lane(str(channel))


class DeliveryStatus(StrEnum):
    """Where a delivery stands. `sending` is committed before the carrier is asked."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_D = DeliveryStatus

DELIVERY_MOVES: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    # straight on from waiting where a late callback proves that an earlier attempt did arrive at the carrier
    _D.WAITING: frozenset(set(_D) - {_D.WAITING, _D.UNKNOWN}),
    _D.QUEUED: frozenset(set(_D) - {_D.QUEUED, _D.UNKNOWN}),
    # back to waiting only where the carrier said that it did not take it (429) or was never reached
    _D.SENDING: frozenset({_D.WAITING, _D.ACCEPTED, _D.SENT, _D.DELIVERED, _D.FAILED, _D.UNKNOWN, _D.SUPPRESSED}),
    _D.UNKNOWN: frozenset({_D.WAITING, _D.ACCEPTED, _D.SENT, _D.DELIVERED, _D.FAILED}),
    _D.ACCEPTED: frozenset({_D.SENT, _D.DELIVERED, _D.FAILED, _D.SUPPRESSED}),
    _D.SENT: frozenset({_D.DELIVERED, _D.FAILED}),
    _D.DELIVERED: frozenset(),
    _D.FAILED: frozenset(),
    _D.SUPPRESSED: frozenset(),
    _D.CANCELLED: frozenset(),
    _D.EXPIRED: frozenset(),
}

OPEN_DELIVERY = (_D.WAITING, _D.QUEUED)
"""Not yet on its way: can still be cancelled or suppressed."""


def may_move(old: DeliveryStatus, new: DeliveryStatus) -> bool:
    """Whether a delivery may go from `old` to `new`; final statuses refuse everything."""
    return new in DELIVERY_MOVES[old]


class Answered(StrEnum):
    """What the customer said to a delivery that asked for a confirmation."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class MessageStatus(StrEnum):
    """Where a message stands as a whole; its deliveries have their own."""

    SCHEDULED = "scheduled"
    DONE = "done"
    STOPPED = "stopped"


class ConsentState(StrEnum):
    """The latest row for an address counts; without one, an existing customer may be written to (FAQ)."""

    IN = "in"
    OUT = "out"


class RecipientKind(StrEnum):
    """What a message was addressed to."""

    CUSTOMER = "customer"
    GROUP = "group"
    PHONE = "phone"
    EMAIL = "email"
    ALL = "all"


class InboxKind(StrEnum):
    """What lies in the inbox."""

    TEXT = "text"
    VOICEMAIL = "voicemail"


class PhoneKind(StrEnum):
    """What a customer's phone can do; a landline can be called only."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    UNKNOWN = "unknown"


class CallDirection(StrEnum):
    """Who called."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class CallStatus(StrEnum):
    """Where a call stands, in the carrier's order."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


class UsageKind(StrEnum):
    """Billable units, counted as the carrier counts them."""

    TEXT_OUT = "text_out"  # units: message parts
    TEXT_IN = "text_in"
    CALL_OUT = "call_out"  # units: started minutes
    CALL_IN = "call_in"
    RECORDING = "recording"
    EMAIL = "email"  # free of charge, counted all the same


class Role(StrEnum):
    """What a member may do in the panel."""

    OWNER = "owner"
    STAFF = "staff"
    READ_ONLY = "read_only"


class EntryKind(StrEnum):
    """What a sum in the ledger is."""

    FEE = "fee"
    TEXTS = "texts"
    VOICE = "voice"
    PAYMENT = "payment"


class InvoiceStatus(StrEnum):
    """Where an invoice stands. A paid one stays paid."""

    OPEN = "open"
    PAID = "paid"
    VOID = "void"  # nothing to pay


class Privacy(StrEnum):
    """How much reminders and voicemails tell whoever may see or hear them (45 CFR 164.510(b)(3))."""

    STANDARD = "standard"
    MEDICAL = "medical"  # name, number, day and time: what is needed to confirm, and nothing of what for


class Proof(StrEnum):
    """What an owner's text needs, beside its phone, before it reaches many, spends or changes where things go."""

    NONE = "none"
    CODE = "code"  # a number that is texted back
    PIN = "pin"  # entered in a call


class Door(StrEnum):
    """Through which something was asked for."""

    PANEL = "panel"
    TEXT = "text"
    CALL = "call"
    OPERATOR = "operator"
    COMMAND_LINE = "command_line"
    ITSELF = "itself"  # the product, without anybody asking


class LinkPurpose(StrEnum):
    """What a one-time link in an email to a member is for."""

    INVITATION = "invitation"
    NEW_PASSWORD = "new_password"  # noqa: S105 - no password


class AppointmentStatus(StrEnum):
    """Where an appointment stands. Whether its attendees have said that they come, each of them says."""

    REQUESTED = "requested"  # by a customer, where the owner approves; it holds the time meanwhile
    BOOKED = "booked"
    DECLINED = "declined"  # a request that the owner did not want
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


TAKING_TIME = (AppointmentStatus.REQUESTED, AppointmentStatus.BOOKED)
"""Appointments that keep their time from others."""


class BookingMode(StrEnum):
    """What becomes of the time that a customer takes."""

    BOOK = "book"
    REQUEST = "request"


class Notify(StrEnum):
    """When the owner is told of bookings, moves and cancellations."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    NEVER = "never"


class Unit(StrEnum):
    """Of how long before. A day before is the same wall time on an earlier date, whatever the clocks do between."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


class ReminderStatus(StrEnum):
    """Where a reminder of an appointment stands."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"  # its time had passed when the appointment was made
    CANCELLED = "cancelled"


class WaitStatus(StrEnum):
    """Where somebody on the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"  # a time that came free; the first to say yes has it
    BOOKED = "booked"
    LEFT = "left"


class ImportStatus(StrEnum):
    """Where an uploaded file of customers stands."""

    CHECKING = "checking"  # read through for the preview; nothing is changed
    READY = "ready"  # waits for somebody to say go
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class SignUpState(StrEnum):
    """How far a sign-up has come."""

    PROVING = "proving"  # the address and the mobile are not proved yet
    CHOOSING = "choosing"  # business, number, plan; in any order, back and forth
    RENTING = "renting"  # committed before the carrier is asked: whoever finds it so goes on with the same number
    DONE = "done"  # the business is there
