"""Replay whole conversations that end in a booking: part of `make eval`.

What a customer wrote goes to the number, line by line, and at the end the calendar is looked at. The conversations
stand outside this project (`SHARED_DIR`). A time that the source refused is somebody else's here, and of its day only
the time that the source offered instead is free.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.domain.availability import Open
from bot.services import calendars
from models import migrations
from models.session import make_engine
from models.states import AppointmentStatus
from tests.eval.run import cases_directory
from tests.factories import Shop

CUSTOMER, OWNER = "+14155550111", "+14155550199"
ALL_DAY = tuple(Open(weekday, time(8), time(20)) for weekday in range(7))
_TURNED_DOWN = "NOTIFY_FAILURE"


@dataclass
class Replayed:
    """How one conversation went: what was said, what was booked at the end, and what should have been."""

    name: str
    refusals: int
    wanted: str
    booked: str | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether the booking that stands is the right one."""
        return self.booked == self.wanted


def replay(engine: Engine, dialogue: dict[str, Any], number: int) -> Replayed:
    """Play one conversation against a calendar of its own."""
    shop = _shop(engine, dialogue, number)
    wanted = f"{dialogue['booked']['date']}T{dialogue['booked']['time']}"
    result = Replayed(dialogue["id"], dialogue["refusals"], wanted)
    for refused, offered in _refusals(dialogue["turns"]):
        if refused != wanted:
            _take(shop, refused, offered, wanted)
    for turn in dialogue["turns"]:
        answer = shop.text(turn["text"], CUSTOMER)
        shop.clock.pass_time(minutes=1)
        result.lines += [f"> {turn['text']}", f"  {answer}"]
    result.booked = _stands(shop)
    return result


def _shop(engine: Engine, dialogue: dict[str, Any], number: int) -> Shop:
    shop = Shop(engine, "Salon", f"+1415556{number:04d}", OWNER)
    today = datetime.fromisoformat(dialogue["reference_date"])
    shop.clock.moment = datetime(today.year, today.month, today.day, 14, tzinfo=UTC)
    shop.calendar("Chair", week=ALL_DAY)
    shop.rules(notice_minutes=0, reminders=[])
    shop.customer("Ann Lee", CUSTOMER)
    return shop


def _refusals(turns: list[dict[str, Any]]) -> Iterator[tuple[str, str | None]]:
    """The times that the source refused, each with the one that it offered instead."""
    said: dict[str, str] = {}
    for turn in turns:
        after = turn["after"]
        offered = after.get("offered", {})
        if _TURNED_DOWN in after["acts"] and len(said) == 2:
            other = f"{offered.get('date') or said['date']}T{offered['time']}" if offered.get("time") else None
            yield f"{said['date']}T{said['time']}", other
        for source in (offered, turn):
            said |= {key: source[key] for key in ("date", "time") if source.get(key)}


def _take(shop: Shop, time_refused: str, other: str | None, wanted: str) -> None:
    """Somebody else has the time; of that day only what is offered instead, and what is wanted in the end, is free."""
    refused = datetime.fromisoformat(time_refused)
    keep = {datetime.fromisoformat(one) for one in (other, wanted) if one} - {refused}
    midnight = refused.replace(hour=0, minute=0)
    free = sorted(one for one in keep if one.date() == refused.date())
    with shop.app.work() as work:
        desk = shop.desk(work)
        edges = [
            midnight,
            *[edge for one in free for edge in (one, one + timedelta(hours=1))],
            midnight + timedelta(days=1),
        ]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if start < end:
                calendars.add_time_off(desk, None, start, end)


def _stands(shop: Shop) -> str | None:
    held = [one for one in shop.appointments() if one.status is AppointmentStatus.BOOKED]
    return held[0].start_local.isoformat(timespec="minutes") if len(held) == 1 else None


@contextmanager
def database() -> Iterator[Engine]:
    """A fresh SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/replay.db")
        migrations.upgrade(engine)
        yield engine
        engine.dispose()


def replay_all(path: Path) -> list[Replayed]:
    """Play every conversation of the file."""
    dialogues = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with database() as engine:
        return [replay(engine, dialogue, number) for number, dialogue in enumerate(dialogues)]


def share(played: list[Replayed]) -> float:
    """How many of a hundred ended in the right booking."""
    return 100 * sum(one.is_right for one in played) / max(len(played), 1)


@dataclass(frozen=True)
class Score:
    """How many of a hundred conversations ended in the right booking, and the ones that did not."""

    none_refused: float
    some_refused: float
    wrong: tuple[Replayed, ...]


def score(folder: Path) -> Score:
    """Play every conversation of the folder of cases."""
    played = replay_all(folder / "dialogue-dev.jsonl")
    return Score(
        share([one for one in played if not one.refusals]),
        share([one for one in played if one.refusals]),
        tuple(one for one in played if not one.is_right),
    )


def show(folder: Path, shown: int = 40) -> None:
    """Print the table, and what went wrong."""
    found = score(folder)
    sys.stdout.write("\nwhole conversations, the right booking at the end (dialogue-dev.jsonl)\n")
    sys.stdout.write(
        f"  {'none_refused_pct':30} {found.none_refused:.1f}\n  {'some_refused_pct':30} {found.some_refused:.1f}\n"
    )
    for one in found.wrong[:shown]:
        sys.stdout.write(f"    {one.name}: booked {one.booked}, wanted {one.wanted}\n")
        sys.stdout.writelines(f"      {line}\n" for line in one.lines)


def main() -> int:
    """The exit status says whether the cases were there."""
    folder = cases_directory()
    if folder is None:
        sys.stdout.write("No cases found: set SHARED_DIR to the folder that holds eval/.\n")
        return 1
    show(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
