"""`/metrics` for Prometheus: what waits, how late it is, what is on its way, what nobody knows; and the counts.

Whoever has METRICS_TOKEN may read it (`Authorization: Bearer …`); where none is set, only this machine and its private
network, and nobody through a proxy.
"""

import hmac
import ipaddress
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from bot import settings
from bot.services import gauges
from web.context import application

blueprint = Blueprint("metrics", __name__)
_PROXIED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def register(app: Flask) -> None:
    """Add the path to the app."""
    app.register_blueprint(blueprint)


@blueprint.get("/metrics")
def metrics() -> Response:
    """404 for whoever may not read it."""
    if not _may_read():
        abort(404)
    registry = CollectorRegistry()
    shared = settings.metrics_are_shared()
    if shared:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(_Now())
    own = b"" if shared else generate_latest(REGISTRY)
    return Response(own + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    token = application().metrics_token
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in _PROXIED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_private
    except ValueError:
        return False


class _Now(Collector):
    """How things stand, read from the database when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        with application().reading() as work:
            held, waiting = gauges.held(work), gauges.waiting(work)
        family = GaugeMetricFamily(
            "messaging_in_hand", "Deliveries in a queue, on their way, or not known.", labels=["channel", "status"]
        )
        for (channel, status), count in held.items():
            family.add_metric([channel, status], count)
        yield family
        due = GaugeMetricFamily("messaging_due", f"Due and waiting, counted up to {gauges.MOST}.", labels=["lane"])
        late = GaugeMetricFamily("messaging_oldest_due_seconds", "How long the oldest has been due.", labels=["lane"])
        for lane, (count, seconds) in waiting.items():
            due.add_metric([lane], count)
            late.add_metric([lane], seconds)
        yield due
        yield late
