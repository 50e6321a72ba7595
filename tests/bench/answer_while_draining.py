"""A customer's text → its answer, while a hundred thousand texts of another business drain; and the worker's memory.

python -m tests.bench.answer_while_draining [--due 100000] [--texts 300] [--database postgres|sqlite|…]
"""

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta

import psutil
import requests
from twilio.request_validator import RequestValidator

from tests.bench.figures import Figures, table
from tests.bench.installation import Bench, installation
from tests.bench.tutorials import TOKEN
from tests.factories.post import NUMBER, PUBLIC_URL
from tests.harness.ports import free_port
from tests.harness.waiting import eventually

OTHER = "+12125550198"
_MEGABYTE = 1024 * 1024
_PAUSE = 0.02


def web(bench: Bench) -> str:
    """Start the web process; where it is."""
    port = free_port()
    options = ("--interface", "wsgi", "--factory", "--port", str(port), "--blocking-threads", "4", "--no-ws")
    bench.start("granian", *options, "web:create_app")
    url = f"http://127.0.0.1:{port}"
    eventually(lambda: _is_up(url), timeout=60)
    return url


def answers(url: str, count: int, first: int) -> Figures:
    """Customers text one after the other, each from a phone of its own."""
    session, validator, seconds = requests.Session(), RequestValidator(TOKEN), []
    for number in range(first, first + count):
        sender = f"+1917{2000000 + number}"
        body = {"MessageSid": f"SM{number:032x}", "From": sender, "To": NUMBER, "Body": "are you open on friday?"}
        signature = validator.compute_signature(f"{PUBLIC_URL}/hooks/sms", body)
        begun = time.perf_counter()
        answer = session.post(f"{url}/hooks/sms", body, headers={"X-Twilio-Signature": signature}, timeout=30)
        seconds.append(time.perf_counter() - begun)
        answer.raise_for_status()
        time.sleep(_PAUSE)
    return Figures.of(seconds, sum(seconds))


def _is_up(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=2).ok
    except OSError:
        return False


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--due", type=int, default=100_000)
    arguments.add_argument("--texts", type=int, default=300)
    arguments.add_argument("--database", default="postgres")
    given = arguments.parse_args()
    with installation(given.database, latency=0.02) as bench:
        url, other = web(bench), bench.business(OTHER)
        worker, _clock = bench.send()
        resting = psutil.Process(worker.pid).memory_info().rss / _MEGABYTE
        answers(url, 50, 0)
        idle = answers(url, given.texts, 100)
        bench.plan([datetime.now(UTC) - timedelta(seconds=1)] * given.due, business_id=other)
        eventually(lambda: bench.count() > 200, timeout=60)
        busy, left = answers(url, given.texts, 10_000), bench.left()
        peak = psutil.Process(worker.pid).memory_info().rss / _MEGABYTE
    ratio = (
        f"99th percentile {busy.p99 / idle.p99:.1f} times the idle one, with {left} still due;"
        f" the worker holds {peak:.0f} MB, {resting:.0f} MB at rest"
    )
    sys.stdout.write(table([("nothing else to do", idle), (f"while {given.due} drain", busy)], ratio) + "\n")


if __name__ == "__main__":
    main()
