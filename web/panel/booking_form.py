"""The form of an appointment: read as typed, kept as typed, turned into a wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from werkzeug.datastructures import MultiDict

from bot.errors import InputError
from bot.intents import who
from bot.services import booking, prompts
from bot.services.booking import Wish
from bot.services.reminders import Plan
from bot.services.work import Desk
from models import Appointment
from models.states import Channel, RecipientKind, Unit
from web.panel.composing import WEEKDAYS

CHANNELS = {"text": "Text", "voice": "Recorded voice", "speech": "Text-to-voice", "email": "Email"}
REPEATS = {
    "": "Once",
    "FREQ=DAILY": "Every day",
    "FREQ=WEEKLY": "Every week",
    "FREQ=WEEKLY;INTERVAL=2": "Every two weeks",
    "FREQ=WEEKLY;INTERVAL=4": "Every four weeks",
    "FREQ=MONTHLY": "Every month",
}
SPARE_ROWS = 2
_MOST_ROWS = 20
_MOST_TIMES = 400


@dataclass(frozen=True)
class ReminderRow:
    """One reminder as typed; without an amount it is none."""

    amount: str = ""
    unit: str = "days"
    channels: tuple[str, ...] = ("text",)
    ladder: bool = False
    prompt: str = ""
    body: str = ""


@dataclass(frozen=True)
class Form:
    """What was typed, as it was."""

    name: str = ""
    place: str = ""
    calendar: str = ""
    service: str = ""
    at: str = ""
    minutes: str = ""
    who: tuple[str, ...] = ()
    notes: str = ""
    repeat: str = ""
    times: str = ""
    until: str = ""
    reminders: tuple[ReminderRow, ...] = ()

    @property
    def people_rows(self) -> tuple[str, ...]:
        """The names, and room for more."""
        return (*self.who, *("",) * SPARE_ROWS)

    @property
    def reminder_rows(self) -> tuple[ReminderRow, ...]:
        """The reminders, and room for one more."""
        return (*self.reminders, ReminderRow())


def blank(args: Mapping[str, str], usual: Sequence[Plan], place: str) -> Form:
    """An empty form; links from the calendar or a customer fill in what they know."""
    return Form(
        at=args.get("at", "")[:16],
        calendar=args.get("calendar", ""),
        place=place,
        who=(args["who"],) if args.get("who") else (),
        reminders=tuple(row_of(one) for one in usual),
    )


def row_of(plan: Plan) -> ReminderRow:
    """A rule as it would be typed."""
    return ReminderRow(
        str(plan.amount), plan.unit, tuple(plan.channels), plan.ladder, str(plan.prompt_id or ""), plan.body
    )


def of(appointment: Appointment, plans: Sequence[Plan]) -> Form:
    """The form of an appointment that is booked."""
    return Form(
        name=appointment.name,
        place=appointment.place,
        calendar=str(appointment.calendar_id),
        service=str(appointment.service_id or ""),
        at=appointment.start_local.isoformat(timespec="minutes"),
        minutes=str(appointment.minutes),
        who=tuple(one.name for one in booking.people(appointment)),
        notes=appointment.notes,
        reminders=tuple(row_of(one) for one in plans),
    )


def read(sent: "MultiDict[str, str]") -> Form:
    """The form as it was sent."""
    plain = {name: sent.get(name, "").strip() for name in ("name", "place", "calendar", "service", "at", "minutes")}
    rows = [_row(sent, number) for number in range(_MOST_ROWS) if sent.get(f"amount-{number}", "").strip()]
    return Form(
        **plain,
        who=tuple(one.strip() for one in sent.getlist("who") if one.strip())[:_MOST_ROWS],
        notes=sent.get("notes", "").replace("\r\n", "\n"),
        repeat=sent.get("repeat", "") if sent.get("repeat", "") in REPEATS else "",
        times=sent.get("times", "").strip(),
        until=sent.get("until", "").strip(),
        reminders=tuple(rows) if "remind" in sent else (),
    )


def _row(sent: "MultiDict[str, str]", number: int) -> ReminderRow:
    return ReminderRow(
        amount=sent.get(f"amount-{number}", "").strip(),
        unit=sent.get(f"unit-{number}", "days"),
        channels=tuple(one for one in sent.getlist(f"channels-{number}") if one in CHANNELS),
        ladder=f"ladder-{number}" in sent,
        prompt=sent.get(f"prompt-{number}", ""),
        body=sent.get(f"body-{number}", "").replace("\r\n", "\n"),
    )


def wish(desk: Desk, form: Form, *, anyway: bool = False) -> Wish:
    """Raises InputError for what cannot be understood."""
    customers, groups = attendees(desk, form)
    return Wish(
        start(form.at),
        customers=customers,
        groups=groups,
        calendar_id=as_id(form.calendar),
        service_id=as_id(form.service),
        minutes=minutes(form.minutes),
        name=form.name,
        place=form.place,
        notes=form.notes,
        plans=plans(desk, form),
        anyway=anyway,
        created_by="panel",
    )


def start(written: str) -> datetime:
    """The wall time that was chosen. Raises InputError for none."""
    found: datetime | None
    try:
        found = datetime.fromisoformat(written).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise InputError("When is it? Choose a day and a time.", "2026-12-24 15:00")
    return found


def minutes(written: str) -> int | None:
    """A length in minutes; None where it is the service's own. Raises InputError for what is none."""
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 4):
        raise InputError("How many minutes does it take?", "45")
    return int(written)


def attendees(desk: Desk, form: Form) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """Customers and groups by name. Raises InputError for a name that nobody or several have."""
    try:
        listed = who.recipients(desk, list(form.who))
    except who.Unclear as unclear:
        told = ", ".join(label for label, _ in unclear.choices)
        raise InputError(f"Several customers are called {unclear.name}: {told}.", "their full name or phone") from None
    if any(one.kind not in (RecipientKind.CUSTOMER, RecipientKind.GROUP) for one in listed):
        raise InputError("Who comes has to be a customer or a group.", "Ann Lee")
    people = tuple(one.customer_id for one in listed if one.customer_id)
    return people, tuple(one.group_id for one in listed if one.group_id)


def plans(desk: Desk, form: Form) -> tuple[Plan, ...]:
    """The reminders. Raises InputError for one that cannot be."""
    return tuple(_plan(desk, row) for row in form.reminders)


def _plan(desk: Desk, row: ReminderRow) -> Plan:
    amount = minutes(row.amount)
    if not amount or row.unit not in set(Unit):
        raise InputError("How long before shall the reminder go out?", "1 day")
    prompt = as_id(row.prompt)
    if prompt and prompt not in {one.id for one in prompts.list_prompts(desk)}:
        prompt = None
    return Plan(
        amount,
        Unit(row.unit),
        tuple(Channel(name) for name in row.channels),
        body=row.body.strip(),
        prompt_id=prompt if "voice" in row.channels else None,
        ladder=row.ladder,
    )


def rule(form: Form) -> str | None:
    """The recurrence, or None. Raises InputError for an end that cannot be."""
    if not form.repeat:
        return None
    first = start(form.at)
    day = ""
    if form.repeat.startswith("FREQ=WEEKLY"):
        day = f";BYDAY={WEEKDAYS[first.weekday()]}"
    elif form.repeat == "FREQ=MONTHLY":
        day = f";BYMONTHDAY={first.day}"
    return f"{form.repeat}{day}{_end(form)}"


def _end(form: Form) -> str:
    if form.times:
        times = minutes(form.times) or 0
        if not 1 <= times <= _MOST_TIMES:
            raise InputError(f"It can happen between once and {_MOST_TIMES} times.", "10")
        return f";COUNT={times}"
    if form.until:
        return f";UNTIL={start(form.until + 'T23:59'):%Y%m%dT%H%M%S}"
    return ""


def as_id(text: str | None) -> UUID | None:
    """An id that came with a form; None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
