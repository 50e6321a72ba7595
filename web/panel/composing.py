"""The form in which a message is composed: read as typed, kept as typed, turned into a draft."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from werkzeug.datastructures import MultiDict

from bot.domain import local_time
from bot.errors import InputError
from bot.intents import who
from bot.services import contacts, groups
from bot.services.audience import Recipient
from bot.services.messaging import Draft
from bot.services.work import Desk
from models import Customer
from models.states import Channel, RecipientKind
from web.panel import timing

CHANNELS = {"text": "Text", "voice": "Recorded voice", "speech": "Text-to-voice", "email": "Email"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REPEATS = {
    "": "Once",
    "FREQ=DAILY": "Every day",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "Every weekday",
    "FREQ=WEEKLY": "Every week",
    "FREQ=WEEKLY;INTERVAL=2": "Every two weeks",
    "FREQ=MONTHLY": "Every month",
    "FREQ=YEARLY": "Every year",
}


@dataclass(frozen=True)
class Form:
    """What was typed, as it was."""

    to: str = ""
    group_ids: tuple[str, ...] = ()
    customer_ids: tuple[str, ...] = ()
    everybody: bool = False
    body: str = ""
    subject: str = ""
    channels: tuple[str, ...] = ("text",)
    now: bool = True
    at: str = ""
    said: str = ""
    """When, in words; it counts before `at` and `repeat`."""
    repeat: str = ""
    prompt_id: str = ""
    asks: bool = False
    promotional: bool = False


def blank(args: Mapping[str, str]) -> Form:
    """An empty form; links from a customer or a group fill in whom it is for."""
    group, customer = args.get("group"), args.get("customer")
    return Form(
        group_ids=(group,) if group else (),
        customer_ids=(customer,) if customer else (),
        body=args.get("body", "")[:2000],
        now=not args.get("at"),
        at=args.get("at", "")[:16],
    )


def read(sent: "MultiDict[str, str]") -> Form:
    """The form as it was sent."""
    return Form(
        to=sent.get("to", ""),
        group_ids=tuple(sent.getlist("groups")),
        customer_ids=tuple(sent.getlist("customers")),
        everybody="everybody" in sent,
        body=sent.get("body", "").replace("\r\n", "\n"),
        subject=sent.get("subject", ""),
        channels=tuple(name for name in sent.getlist("channels") if name in CHANNELS),
        now=sent.get("when", "now") == "now" and not sent.get("said", "").strip(),
        at=sent.get("at", ""),
        said=sent.get("said", "")[:200],
        repeat=sent.get("repeat", "") if sent.get("repeat", "") in REPEATS else "",
        prompt_id=sent.get("prompt", ""),
        asks="asks" in sent,
        promotional="promotional" in sent,
    )


def mark(form: Form) -> str:
    """Stands for everything in a form: what is sent has to be what was shown."""
    return hashlib.sha256(repr(form).encode()).hexdigest()


def chosen(desk: Desk, form: Form) -> list[Customer]:
    """The customers that were picked by id. Raises NotFound for one of another business."""
    return [contacts.get_customer(desk, UUID(one)) for one in form.customer_ids if _is_uuid(one)]


def draft(desk: Desk, form: Form) -> Draft:
    """Raises InputError for what cannot be understood."""
    first, repeats = when(desk, form)
    return Draft(
        recipients=_recipients(desk, form),
        body=form.body,
        channels=tuple(Channel(name) for name in form.channels),
        start_local=first,
        rrule=repeats,
        prompt_id=_prompt(form),
        subject=" ".join(form.subject.split())[:200] or None,
        asks_confirmation=form.asks,
        promotional=form.promotional,
    )


def when(desk: Desk, form: Form) -> tuple[datetime | None, str | None]:
    """The first moment (wall time; None is now), and the recurrence. Raises InputError for what cannot be read."""
    if form.said.strip():
        zone = desk.business.timezone
        return timing.read(form.said, local_time.to_local(desk.now, zone), zone)
    if form.now:
        return None, None
    first = start(form)
    return first, _rule(form, first)


def _rule(form: Form, first: datetime) -> str | None:
    """The recurrence with its time of day; the weekday or day is that of the first one."""
    if not form.repeat:
        return None
    day = ""
    if form.repeat.startswith("FREQ=WEEKLY") and "BYDAY" not in form.repeat:
        day = f";BYDAY={WEEKDAYS[first.weekday()]}"
    elif form.repeat == "FREQ=MONTHLY":
        day = f";BYMONTHDAY={first.day}"
    return f"{form.repeat}{day};BYHOUR={first.hour};BYMINUTE={first.minute}"


def start(form: Form) -> datetime:
    """The wall time that was chosen. Raises InputError for none."""
    try:
        return datetime.fromisoformat(form.at).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise InputError("When should it go out? Choose a day and a time.", "2026-12-24 15:00") from None


def _recipients(desk: Desk, form: Form) -> tuple[Recipient, ...]:
    if form.everybody:
        return (Recipient(RecipientKind.ALL, label="all customers"),)
    inside = [groups.get_group(desk, UUID(one)) for one in form.group_ids if _is_uuid(one)]
    named = [name for name in form.to.replace(";", ",").replace("\n", ",").split(",") if name.strip()]
    try:
        listed = who.recipients(desk, named)
    except who.Unclear as unclear:
        told = ", ".join(label for label, _ in unclear.choices)
        raise InputError(f"Several customers are called {unclear.name}: {told}.", "their full name or phone") from None
    return (
        *(Recipient(RecipientKind.GROUP, group_id=one.id, label=one.name) for one in inside),
        *(Recipient(RecipientKind.CUSTOMER, customer_id=one.id, label=one.name) for one in chosen(desk, form)),
        *listed,
    )


def _prompt(form: Form) -> UUID | None:
    return UUID(form.prompt_id) if "voice" in form.channels and _is_uuid(form.prompt_id) else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
