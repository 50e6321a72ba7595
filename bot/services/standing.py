"""Whether a business is in good standing. A suspended one sends nothing; its customers' STOP still counts.

Checked where sending is accepted (`check`) and again at the moment of sending (`why_not`).
"""

from datetime import datetime, timedelta

from sqlalchemy import select, text, update

from bot.errors import InputError
from bot.services.deliveries import outgoing
from bot.services.work import Desk, Work
from models import Business, Delivery, Heartbeat
from models.delivery import WAITING
from models.states import Channel, DeliveryKind

SENTENCE = "Your account is suspended, so nothing is sent; please write to whoever runs this service."
REASON = "held while the account is suspended"
LOOK_AGAIN = timedelta(hours=1)
"""So often a held delivery is looked at, so that it ends once it is too late for it."""


def is_suspended(business: Business) -> bool:
    """Whether nothing may be sent for it."""
    return business.suspended_at is not None


def check(desk: Desk) -> None:
    """Raises InputError where nothing new is accepted to be sent."""
    if is_suspended(desk.business):
        raise InputError(SENTENCE)


def why_not(row: Delivery) -> str | None:
    """Why a delivery has to wait. A confirmed opt-out may, and the word of the suspension itself."""
    since = row.business.suspended_at
    if since is None or row.kind is DeliveryKind.CONSENT:
        return None
    return None if row.kind is DeliveryKind.NOTICE and row.created_at == since else REASON


def suspend(desk: Desk, why: str) -> None:
    """Nothing is sent from now on; every authorised phone is told once. Raises InputError without a reason."""
    reason = " ".join(why.split())[:120]
    if not reason:
        raise InputError("Why is it suspended?", "unpaid since March")
    if is_suspended(desk.business):
        raise InputError(f"{desk.business.name} is suspended already.")
    desk.business.suspended_at, desk.business.suspended_why = desk.now, reason
    _tell(desk, f"{desk.business.name}: your account is suspended ({reason}), so nothing is sent.")


def restore(desk: Desk) -> None:
    """It sends again, what was held first, unless it is too late for it. Raises InputError for one in good standing."""
    if not is_suspended(desk.business):
        raise InputError(f"{desk.business.name} is not suspended.")
    desk.business.suspended_at = desk.business.suspended_why = None
    held = (Delivery.business_id == desk.business.id, text(WAITING), Delivery.reason == REASON)
    desk.session.execute(update(Delivery).where(*held).values(due_at=desk.now, reason=None))
    _tell(desk, f"{desk.business.name}: your account is active again; what waited goes out now.")


def beat(work: Work, name: str) -> None:
    """A part of the installation is alive."""
    row = work.session.get(Heartbeat, name)
    if row is None:
        work.session.add(Heartbeat(name=name, at=work.now))
    else:
        row.at = work.now


def last_beat(work: Work, name: str) -> datetime | None:
    """When a part was last alive; None: never."""
    return work.session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def _tell(desk: Desk, words: str) -> None:
    for phone in desk.business.authorised_phones:
        row = outgoing(desk, DeliveryKind.NOTICE, Channel.TEXT, phone.phone, words)
        desk.work.hand_over(row.id, row.kind)
