"""What needs the owner now."""

from datetime import timedelta

from flask import Blueprint, render_template

from bot.domain import local_time
from bot.services import agenda, booking, contacts, deliveries, figures, inbox, messaging
from bot.services.work import Desk
from models import Appointment
from models.states import Answered
from web.panel.access import login_required, reading
from web.panel.messages import summary

blueprint = Blueprint("today", __name__)
_SHOWN = 5
MARKS = {
    Answered.CONFIRMED: ("good", "Confirmed"),
    Answered.DECLINED: ("bad", "Can't come"),
    Answered.ASKED: ("waiting", "No answer yet"),
    Answered.NOT_ASKED: None,
}
"""What the attendees said: the look of it, and the words."""


@blueprint.get("/")
@login_required
def index() -> str:
    """What needs an answer, who comes today and tomorrow, what goes out next, and how the last days went."""
    with reading() as desk:
        return render_template(
            "panel/today.html",
            business=desk.business,
            unread_items=inbox.unread(desk, _SHOWN),
            upcoming=[summary(desk, message) for message in messaging.scheduled(desk, _SHOWN)],
            days=_two_days(desk),
            requests=agenda.requests(desk),
            names=booking.names,
            answer=agenda.answer_of,
            marks=MARKS,
            failed=deliveries.troubled(desk, _SHOWN),
            figures=_figures(desk),
            is_new=not contacts.list_customers(desk, limit=1),
        )


def _figures(desk: Desk) -> list[figures.DayFigures]:
    """Nothing where nothing happened yet: an empty chart tells nobody anything."""
    days = figures.last_days(desk)
    return days if any(one.sent or one.no_shows for one in days) else []


def _two_days(desk: Desk) -> list[Appointment]:
    midnight = local_time.to_local(desk.now, desk.business.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    return agenda.between(desk, midnight, midnight + timedelta(days=2))
