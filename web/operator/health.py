"""How the installation is: what waits, how late it is, what nobody knows, what failed, whether the clock beats."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from bot.bootstrap import Application
from bot.errors import CarrierError
from bot.services import gauges, operators, standing
from models import SignUp
from web.context import application
from web.operator.access import operator_required

blueprint = Blueprint("operator_health", __name__, url_prefix="/operator/health")
LATE = 150
"""Seconds without a beat (one a minute) after which the clock counts as stopped."""


@dataclass(frozen=True)
class Health:
    """`jobs` is None where Redis cannot be reached; `clock_seconds` where the clock has never run."""

    jobs: Mapping[str, int] | None
    waiting: Mapping[str, tuple[int, float]]
    held: Mapping[tuple[str, str], int]
    failed: int
    clock_seconds: float | None
    stuck: tuple[SignUp, ...]
    at_ceiling: tuple[str, ...] = ()
    """Businesses whose messages wait for tomorrow."""

    @property
    def problems(self) -> list[str]:
        """What somebody should look at, in sentences."""
        said = []
        if self.jobs is None:
            said.append("Redis cannot be reached: nothing is sent but what the clock finds once it is back.")
        if self.clock_seconds is None or self.clock_seconds > LATE:
            said.append("The clock does not run: nothing that is due leaves.")
        if any(status == "unknown" for _, status in self.held):
            said.append("Of some deliveries nobody knows yet whether the carrier took them.")
        if self.at_ceiling:
            said.append(f"Reached their limit of texts and calls a day: {', '.join(self.at_ceiling)}.")
        if self.stuck:
            said.append("A number is rented for a sign-up that is not finished.")
        return said


def look(application: Application) -> Health:
    """As things stand."""
    try:
        jobs: Mapping[str, int] | None = application.ports.jobs.lengths()
    except CarrierError:
        jobs = None
    with application.reading() as work:
        beat = standing.last_beat(work, "clock")
        return Health(
            jobs,
            gauges.waiting(work),
            gauges.held(work),
            operators.failed_today(work),
            (work.now - beat).total_seconds() if beat else None,
            tuple(operators.stuck_sign_ups(work)),
            tuple(business.name for business in operators.at_ceiling(work)),
        )


@blueprint.get("")
@operator_required
def index() -> ResponseReturnValue:
    """All of it on one page."""
    return render_template("operator/health.html", health=look(application()))
