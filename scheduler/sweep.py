"""What got stuck: in a queue that was lost, in the hand of a worker that died, at a carrier that did not answer."""

from datetime import timedelta

from sqlalchemy import select

from bot import delivery
from bot.bootstrap import Application
from bot.services import importing
from models import Recording

_RECORDING_IS_LATE, _RECORDING_IS_LOST = timedelta(seconds=20), timedelta(days=1)
_RECORDINGS = 20


def sweep(application: Application) -> None:
    """Free it, and have workers look it up. Raises NotTaken where the queue cannot be reached; nothing is lost then."""
    with application.work() as work:
        unknown = delivery.sweep(work)
        late = work.session.scalars(
            select(Recording.id)
            .where(
                Recording.fetched_at.is_(None),
                Recording.created_at < work.now - _RECORDING_IS_LATE,
                Recording.created_at > work.now - _RECORDING_IS_LOST,
            )
            .limit(_RECORDINGS)
        ).all()
        work.imports += importing.stalled(work)
    if unknown:
        application.ports.jobs.hand_over(unknown, "bulk")
    for recording_id in late:
        application.ports.jobs.fetch_recording(recording_id)
