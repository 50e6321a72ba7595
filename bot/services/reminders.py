"""Reminders of appointments: planned, made to follow, dropped, and turned into deliveries when they are due.

What is stored is the rule; the moment is derived from it whenever the appointment moves. A reminder of an appointment
that has moved or gone never goes out: open deliveries are cancelled with the change, and sending looks again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from bot.domain import before, fields, local_time, phone_numbers, segments
from bot.errors import InputError
from bot.services import audience, calendars, forwarding
from bot.services.audience import Addressee, Recipient
from bot.services.work import Desk, Work
from models import Appointment, Business, Delivery, Reminder
from models.states import (
    OPEN_DELIVERY,
    TAKING_TIME,
    Answered,
    Channel,
    DeliveryKind,
    DeliveryStatus,
    Privacy,
    RecipientKind,
    ReminderStatus,
    Unit,
)

NOT_ASKED = Answered.NOT_ASKED
USUAL_WORDS = {
    "asking": {
        "en": "{first_name}, your {appointment} at {business} is {start}. Reply C to confirm or R for another time.",
        "es": "{first_name}, su {appointment} en {business} es el {start}. Responda C si viene o R para cambiar.",
    },
    "telling": {
        "en": "{first_name}, your {appointment} at {business} is {start}.",
        "es": "{first_name}, su {appointment} en {business} es el {start}.",
    },
    "spoken": {
        "en": "Hello {first_name}. This is {business} about your {appointment}, {start}.",
        "es": "Hola {first_name}. Le llamamos de {business} por su {appointment}, {start}.",
    },
}
PRIVATE_WORDS = {
    "asking": {
        "en": "{first_name}, {business} expects you {start}. Reply C to confirm, R for another time, or call {phone}.",
        "es": "{first_name}, {business} le espera el {start}. Responda C si viene, R para cambiar, o llame al {phone}.",
    },
    "telling": {
        "en": "{first_name}, {business} expects you {start}. Questions? Call {phone}.",
        "es": "{first_name}, {business} le espera el {start}. Si tiene preguntas, llame al {phone}.",
    },
    "spoken": {
        "en": "Hello {first_name}. This is {business}. We expect you {start}.",
        "es": "Hola {first_name}. Le llamamos de {business}. Le esperamos el {start}.",
    },
}
"""Where privacy is medical: who, when and how to reach us, and nothing of what for (45 CFR 164.510(b)(3))."""
_BATCH = 50
_CALLS = (Channel.VOICE, Channel.SPEECH)


@dataclass(frozen=True)
class Plan:
    """A reminder so long before. With `ladder`, the channels are tried one by one until somebody answers."""

    amount: int
    unit: Unit
    channels: tuple[Channel, ...] = (Channel.TEXT,)
    body: str = ""
    subject: str | None = None
    prompt_id: UUID | None = None
    asks_confirmation: bool = True
    ladder: bool = False
    ladder_minutes: int = 120

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        values = asdict(self)
        return {**values, "channels": list(self.channels), "prompt_id": self.prompt_id and str(self.prompt_id)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Plan":
        """The inverse of `as_json`; what is absent is usual."""
        prompt = values.get("prompt_id")
        changed = {
            "unit": Unit(values["unit"]),
            "channels": tuple(Channel(name) for name in values.get("channels", ["text"])),
            "prompt_id": UUID(prompt) if prompt else None,
        }
        return cls(**{**values, **changed})


def usual(desk: Desk) -> tuple[Plan, ...]:
    """The reminders that an appointment gets where none are named."""
    return tuple(Plan.from_json(values) for values in calendars.rules(desk).reminders)


def check(desk: Desk, plan: Plan) -> None:
    """Raises InputError for a reminder that cannot be."""
    if not before.is_sensible(plan.amount, plan.unit):
        raise InputError("A reminder goes out between a minute and a year before.", "1 day before")
    if not plan.channels:
        raise InputError("How should it go out: text, voice, text-to-voice or email?", "text, 1 day before")
    if Channel.VOICE in plan.channels and plan.prompt_id is None:
        raise InputError("Which recording should I play?", "remind 1 day before with prompt 12")
    if len(plan.body) > segments.MAX_CHARACTERS:
        raise InputError(
            f"A reminder can have up to {segments.MAX_CHARACTERS} characters.", USUAL_WORDS["asking"]["en"]
        )
    fields.check(plan.body)


def plan(desk: Desk, appointment: Appointment, plans: Iterable[Plan]) -> list[Plan]:
    """Set its reminders. Those that would already be past are kept as skipped, and returned to be told."""
    skipped = []
    for one in plans:
        check(desk, one)
        due = before.moment_before(appointment.start_local, appointment.timezone, one.amount, one.unit)
        past = due <= desk.now
        skipped += [one] if past else []
        values = {**asdict(one), "channels": [str(channel) for channel in one.channels]}
        status = ReminderStatus.SKIPPED if past else ReminderStatus.WAITING
        appointment.reminders.append(
            Reminder(business_id=appointment.business_id, due_at=due, next_at=due, status=status, **values)
        )
    desk.session.flush()
    return skipped


def replace(desk: Desk, appointment: Appointment, plans: Iterable[Plan]) -> list[Plan]:
    """Other reminders instead; what of the old ones has gone out stays on record."""
    listed = list(plans)
    for one in listed:
        check(desk, one)
    drop(desk, appointment)
    return plan(desk, appointment, listed)


def follow(desk: Desk, appointment: Appointment) -> list[Plan]:
    """After a move: reminders are due again so long before the new time. Those that would be past are skipped."""
    _cancel_open(desk, appointment, "the appointment moved")
    skipped = []
    for row in appointment.reminders:
        due = before.moment_before(appointment.start_local, appointment.timezone, row.amount, row.unit)
        row.due_at = row.next_at = due
        row.rung = 0
        row.status = ReminderStatus.SKIPPED if due <= desk.now else ReminderStatus.WAITING
        skipped += [plan_of(row)] if row.status is ReminderStatus.SKIPPED else []
    desk.session.flush()
    return skipped


def drop(desk: Desk, appointment: Appointment) -> None:
    """After a cancellation: nothing of it goes out."""
    _cancel_open(desk, appointment, "the appointment was cancelled")
    for row in appointment.reminders:
        if row.status is ReminderStatus.WAITING:
            row.status = ReminderStatus.CANCELLED
    desk.session.flush()


def plan_of(row: Reminder) -> Plan:
    """The rule of a stored reminder."""
    names = ("amount", "unit", "body", "subject", "prompt_id", "asks_confirmation", "ladder", "ladder_minutes")
    values = {name: getattr(row, name) for name in names}
    return Plan(channels=tuple(Channel(name) for name in row.channels), **values)


def told(desk: Desk, appointment: Appointment) -> bool:
    """Whether anything about it is on its way to the customer, or was: then a change has to be told too."""
    gone = select(Delivery.id).where(
        Delivery.appointment_id == appointment.id,
        Delivery.status.not_in((*OPEN_DELIVERY, DeliveryStatus.CANCELLED, DeliveryStatus.SUPPRESSED)),
    )
    knows = appointment.told_at is not None or appointment.created_by in ("customer", "call")
    return knows or desk.session.scalar(gone.limit(1)) is not None


def fire_due(work: Work, horizon: timedelta) -> int:
    """Turn reminders due within the horizon into waiting deliveries; how many. Several may run at once."""
    due = work.session.scalars(
        select(Reminder)
        .where(Reminder.status == ReminderStatus.WAITING, Reminder.next_at <= work.now + horizon)
        .order_by(Reminder.next_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        desk = Desk(work, work.session.get_one(Business, row.business_id))
        _fire(desk, row, work.session.get_one(Appointment, row.appointment_id))
    return len(due)


def words(desk: Desk, appointment: Appointment, body: str, values: dict[str, str], language: str = "en") -> str:
    """The words with what the appointment says filled in."""
    return fields.fill(body, {**values_of(desk, appointment, language), **values})


def values_of(desk: Desk, appointment: Appointment, language: str = "en") -> dict[str, str]:
    """What an appointment's fields say. The day is always named: "tomorrow" may be read a day late."""
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    usual = "cita" if language == "es" else "appointment"
    end = appointment.start_local + timedelta(minutes=appointment.minutes)
    return {
        "business": desk.business.name,
        "phone": phone_numbers.pretty(desk.business.number),
        "appointment": appointment.name.lower() or usual,
        "place": appointment.place,
        "start": local_time.dated_in_words(appointment.start_local, now_local, language),
        "end": local_time.clock_in_words(end, language),
    }


def _fire(desk: Desk, row: Reminder, appointment: Appointment) -> None:
    """One step of a reminder: all its channels, or the next rung of its ladder, or its end."""
    if appointment.status not in TAKING_TIME or appointment.start_at <= desk.now:
        row.status = ReminderStatus.CANCELLED if appointment.status not in TAKING_TIME else ReminderStatus.DONE
        return
    if not row.ladder:
        _send(desk, row, appointment, row.channels)
        row.status = ReminderStatus.DONE
    elif row.rung < len(row.channels) and _unanswered(appointment):
        _send(desk, row, appointment, row.channels[row.rung : row.rung + 1])
        row.rung += 1
        row.next_at = max(row.next_at, desk.now) + timedelta(minutes=row.ladder_minutes)
    else:
        row.status = ReminderStatus.DONE
        if _unanswered(appointment):
            _tell_unanswered(desk, appointment)


def _unanswered(appointment: Appointment) -> bool:
    return any(one.answered in (Answered.NOT_ASKED, Answered.ASKED) for one in appointment.attendees)


def _tell_unanswered(desk: Desk, appointment: Appointment) -> None:
    who = " and ".join(one.customer.name for one in appointment.attendees if one.customer) or appointment.name
    now_local = local_time.to_local(desk.now, desk.business.timezone)
    when = local_time.in_words(appointment.start_local, now_local)
    forwarding.notify(desk, f"{who} has not answered any reminder for {when} (#{appointment.number}).")


def _send(desk: Desk, row: Reminder, appointment: Appointment, channels: Sequence[str]) -> None:
    reached = audience.gather(desk, _recipients(appointment), [Channel(name) for name in channels])
    for one in reached.addressees:
        if not _is_there(desk, row, appointment, one):
            desk.session.add(_delivery(desk, row, appointment, one))
    if row.asks_confirmation:
        for attendee in appointment.attendees:
            if attendee.customer_id and attendee.answered is Answered.NOT_ASKED:
                attendee.answered = Answered.ASKED
    desk.session.flush()


def _recipients(appointment: Appointment) -> list[Recipient]:
    """Whoever has not said no; a group as it is now."""
    coming = [one for one in appointment.attendees if one.answered is not Answered.DECLINED]
    return [
        Recipient(RecipientKind.GROUP, group_id=one.group_id)
        if one.group_id
        else Recipient(RecipientKind.CUSTOMER, customer_id=one.customer_id)
        for one in coming
    ]


def _is_there(desk: Desk, row: Reminder, appointment: Appointment, one: Addressee) -> bool:
    """The appointment moved away and back again: what went out for this time is not sent again."""
    query = select(Delivery.id).where(
        Delivery.reminder_id == row.id,
        Delivery.occurrence_local == appointment.start_local,
        Delivery.channel == one.channel,
        Delivery.address == one.address,
    )
    return desk.session.scalar(query) is not None


def _delivery(desk: Desk, row: Reminder, appointment: Appointment, one: Addressee) -> Delivery:
    language = "es" if one.people and one.people[0].language == "es" else "en"
    body = words(desk, appointment, _template(desk, row, one, language), one.values, language)
    asks = row.asks_confirmation and one.channel is not Channel.EMAIL
    return Delivery(
        business_id=row.business_id,
        kind=DeliveryKind.REMINDER,
        channel=one.channel,
        address=one.address,
        customer_id=one.customer_id,
        reminder_id=row.id,
        appointment_id=appointment.id,
        occurrence_local=appointment.start_local,
        body=body,
        subject=None if _is_private(desk) else row.subject,
        prompt_id=row.prompt_id if one.channel is Channel.VOICE else None,
        parts=segments.count(body).parts if one.channel is Channel.TEXT else 1,
        answered=Answered.ASKED if asks else Answered.NOT_ASKED,
        due_at=max(row.next_at, appointment.created_at),
        expires_at=appointment.start_at,
        created_at=desk.now,
    )


def _is_private(desk: Desk) -> bool:
    return desk.business.privacy is Privacy.MEDICAL


def _template(desk: Desk, row: Reminder, one: Addressee, language: str) -> str:
    """The words before fields are filled in: the reminder's own, unless they may tell too much."""
    if row.body and not _is_private(desk):
        return row.body
    kind = "spoken" if one.channel in _CALLS else "asking"
    if kind == "asking" and (not row.asks_confirmation or one.channel is Channel.EMAIL):
        kind = "telling"
    return (PRIVATE_WORDS if _is_private(desk) else USUAL_WORDS)[kind][language]


def _cancel_open(desk: Desk, appointment: Appointment, reason: str) -> None:
    desk.session.execute(
        update(Delivery)
        .where(
            Delivery.appointment_id == appointment.id,
            Delivery.kind == DeliveryKind.REMINDER,
            Delivery.status.in_(OPEN_DELIVERY),
        )
        .values(status=DeliveryStatus.CANCELLED, reason=reason, finished_at=desk.now)
    )
