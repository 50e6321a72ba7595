"""How templates show moments, phones and states."""

from datetime import datetime

from flask import Flask, request
from flask_login import current_user

from bot.domain import local_time, phone_numbers
from bot.services import inbox, standing
from models.states import Answered, DeliveryStatus
from web.context import application
from web.panel import roles
from web.panel.access import reading

STATES = {
    DeliveryStatus.WAITING: ("waiting", "Waiting"),
    DeliveryStatus.QUEUED: ("waiting", "Waiting"),
    DeliveryStatus.SENDING: ("waiting", "On its way"),
    DeliveryStatus.ACCEPTED: ("waiting", "On its way"),
    DeliveryStatus.SENT: ("good", "Sent"),
    DeliveryStatus.DELIVERED: ("good", "Delivered"),
    DeliveryStatus.FAILED: ("bad", "Failed"),
    DeliveryStatus.UNKNOWN: ("bad", "Not known yet"),
    DeliveryStatus.SUPPRESSED: ("off", "Not sent"),
    DeliveryStatus.CANCELLED: ("off", "Stopped"),
    DeliveryStatus.EXPIRED: ("bad", "Too late"),
}
ANSWERS = {Answered.CONFIRMED: ("good", "Confirmed"), Answered.DECLINED: ("bad", "Declined")}


TABS = {
    "today.index": "Today",
    "appointments.index": "Appointments",
    "messages.index": "Messages",
    "inbox.index": "Inbox",
    "customers.index": "Customers",
    "groups.index": "Groups",
    "library.saved": "Templates",
    "library.recordings": "Recordings",
    "settings.index": "Settings",
    "account.index": "Account",
}
BELOW = {
    "caller_id": "settings.index",
    "registration": "settings.index",
    "calendars": "appointments.index",
    "services": "appointments.index",
    "deliveries": "messages.index",
    "imports": "customers.index",
    "billing": "account.index",
    "members": "settings.index",
    "what_was_done": "settings.index",
    "yourself": "settings.index",
}
"""Screens that have no tab of their own, and under which they are."""


def register(app: Flask) -> None:
    """Add the filters and what every page shows."""
    filters = {"phone": phone_numbers.pretty, "address": _address, "when": _when, "day": _day}
    app.jinja_env.filters.update(filters, state=STATES.__getitem__, answer=ANSWERS.get)
    app.context_processor(_everywhere)


def _when(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    now = local_time.to_local(application().ports.clock.now(), zone)
    return local_time.in_words(local_time.to_local(moment, zone), now)


def _day(wall: datetime, zone: str) -> str:
    """A wall time in words: "today at 3 PM"."""
    return local_time.in_words(wall, local_time.to_local(application().ports.clock.now(), zone))


def _address(address: str) -> str:
    """A phone the way people write it; an email as it is."""
    return phone_numbers.pretty(address) if address.startswith("+") else address


def _tab() -> str:
    """Under which tab the screen is."""
    endpoint, blueprint = request.endpoint or "", request.blueprint or ""
    return endpoint if endpoint in TABS else BELOW.get(blueprint, f"{blueprint}.index")


def _everywhere() -> dict[str, object]:
    """The zone of the business, and how many texts nobody has read."""
    if not current_user.is_authenticated:
        return {"signed_in": False}
    with reading() as desk:
        return {
            "signed_in": True,
            "tabs": {endpoint: label for endpoint, label in TABS.items() if roles.may(endpoint)},
            "tab": _tab(),
            "zone": desk.business.timezone,
            "suspended": standing.SENTENCE if standing.is_suspended(desk.business) else None,
            "unread": inbox.count_unread(desk, most=100),
        }
