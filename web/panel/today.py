"""What needs the owner now."""

from datetime import timedelta

from flask import Blueprint, render_template
from sqlalchemy import select

from bot.domain import local_time
from bot.services import agenda, contacts, inbox, messaging
from bot.services.work import Desk
from models import Appointment, Delivery
from models.states import DeliveryKind, DeliveryStatus
from web.panel.access import login_required, reading
from web.panel.messages import summary

blueprint = Blueprint("today", __name__)
_SHOWN = 5


@blueprint.get("/")
@login_required
def index() -> str:
    """Unread texts, what goes out next, what did not arrive."""
    with reading() as desk:
        return render_template(
            "panel/today.html",
            business=desk.business,
            unread_items=inbox.unread(desk, _SHOWN),
            upcoming=[summary(desk, message) for message in messaging.scheduled(desk, _SHOWN)],
            days=_two_days(desk),
            requests=agenda.requests(desk),
            line=lambda one: agenda.line(desk, one),
            failed=_failed(desk),
            is_new=not contacts.list_customers(desk, limit=1),
        )


def _two_days(desk: Desk) -> list[Appointment]:
    midnight = local_time.to_local(desk.now, desk.business.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    return agenda.between(desk, midnight, midnight + timedelta(days=2))


def _failed(desk: Desk) -> list[Delivery]:
    bad = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN, DeliveryStatus.EXPIRED)
    query = (
        select(Delivery)
        .where(
            Delivery.business_id == desk.business.id,
            Delivery.status.in_(bad),
            Delivery.kind.not_in((DeliveryKind.NOTICE, DeliveryKind.FORWARD)),
        )
        .order_by(Delivery.created_at.desc())
        .limit(_SHOWN)
    )
    return list(desk.session.scalars(query))
