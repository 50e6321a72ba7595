"""What `make run` says when everything is up."""

import time
from collections.abc import Iterable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from bot.errors import ConfigurationError

PATIENCE = 90.0
"""Seconds. A slow machine needs a while to import everything three times at once."""

TO_TRY = """\
Three things to try on the page with the phones:
  1. As the owner, text: remind VIP group Tuesday 3pm your color appointment is coming up
  2. As a customer, text: can I come in on Thursday afternoon?
  3. As the owner, call the number, enter the PIN and record a message.
"""


def wait_until_answering(addresses: Iterable[str]) -> None:
    """Returns once each has answered anything at all. Raises ConfigurationError when one stays silent."""
    deadline = time.monotonic() + PATIENCE
    for address in addresses:
        while not _answers(address):
            if time.monotonic() > deadline:
                raise ConfigurationError(f"Nothing answers at {address}; the lines above say why.")
            time.sleep(0.1)


def text(panel: str, phones: str | None, demo: str, data: Path) -> str:
    """`demo` is what the demo command printed: who signs in how, and which numbers there are."""
    lines = ["", "Customer Messaging is running.", "", f"  Panel   {panel}"]
    lines += [f"  Phones  {phones}"] if phones else []
    lines += [f"  {line}".rstrip() for line in demo.splitlines()]
    lines += ["", TO_TRY] if phones else [""]
    lines += [f"Ctrl-C stops everything. What you entered stays in {data}.", ""]
    return "\n".join(lines) + "\n"


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):  # noqa: S310 - addresses of our own making
            return True
    except HTTPError:
        return True
    except OSError:
        return False
