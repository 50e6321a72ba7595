"""How long each kind of what is kept is kept."""

from collections.abc import Mapping
from datetime import timedelta

USUAL: Mapping[str, int] = {
    "messages": 730,
    "recordings": 365,
    "calls": 730,
    "conversations": 180,
    "access": 30,
    "audit": 1095,
    "removed": 30,
}
"""Days. `messages`: texts, emails and calls, sent or received; `recordings`: voicemail and what no prompt needs any
more; `calls`: where a call stood in the menus; `conversations`: what was asked last; `access`: sessions and links that
are over; `audit`: who did what; `removed`: customers who were removed (until then `undo` brings them back).

What is not here stays: the ledger and invoices for the tax office, and who opted out (16 CFR 310.5(a)(8) asks for five
years; a STOP holds for ever)."""
SHORTEST = 7
LONGEST = 3650
EXAMPLE = "messages=365 recordings=90"


def parse(text: str) -> dict[str, timedelta]:
    """What an installation wants otherwise, `messages=365 recordings=90`, on top of `USUAL`. Raises ValueError."""
    days = dict(USUAL)
    for one in text.replace(",", " ").split():
        kind, _, count = one.partition("=")
        if kind not in USUAL or not count.isdigit() or not SHORTEST <= int(count) <= LONGEST:
            known = ", ".join(USUAL)
            raise ValueError(f"takes kinds ({known}) and days from {SHORTEST} to {LONGEST}; write it like {EXAMPLE}")
        days[kind] = int(count)
    return {kind: timedelta(days=count) for kind, count in days.items()}
