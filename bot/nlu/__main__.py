"""The command line of understanding: `python -m bot.nlu < cases.jsonl`; `--help` says the rest."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.nlu.frames import Heard, Understanding
from bot.nlu.moments import read
from bot.nlu.wire import DEFAULT_ZONE, Json, answer, heard


def answer_when(case: Json) -> Json:
    """`{"text", "reference", "timezone"}` → `{"start", "end", "grain", "said", "rrule"}`."""
    moment = read(case["text"], datetime.fromisoformat(case["reference"]), case.get("timezone") or DEFAULT_ZONE)
    slot = moment.when.as_slot() if moment and moment.when else {}
    return {key: slot.get(key) for key in ("start", "end", "grain", "said")} | {
        "rrule": moment.rrule if moment else None
    }


def answer_text(case: Json) -> Json:
    """The intent, how sure, and the slots of one case."""
    return answer(_understand(heard(case)))


def _understand(what: Heard) -> Understanding:
    from bot.nlu.understand import understand  # loading the classifier takes a moment that --when need not wait for

    return understand(what)


def serve(lines: Iterable[str], out: TextIO, answered: Callable[[Json], Json]) -> None:
    """One answer a line, flushed before the next line is read; what is no case is answered with a sentence."""
    for line in lines:
        if not line.strip():
            continue
        try:
            reply = answered(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            reply = {"error": f"Not a case: {error}. One that works: " + _EXAMPLE}
        out.write(json.dumps(reply, ensure_ascii=False) + "\n")
        out.flush()


_EXAMPLE = '{"text": "tues 3p", "role": "customer", "reference": "2026-03-04T09:30", "timezone": "America/New_York"}'


def explain(text: str, role: str, zone: str, out: TextIO) -> None:
    """For a person: what was understood, and why."""
    now = datetime.now(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    what = Heard(text=text, role="owner" if role == "owner" else "customer", reference=now, timezone=zone)
    understood = asdict(_understand(what))
    for key in ("intent", "confidence", "slots", "question"):
        if understood[key]:
            out.write(f"{key:11} {json.dumps(understood[key], ensure_ascii=False)}\n")
    for reason in understood["why"]:
        out.write(f"{'because':11} {reason}\n")


def arguments() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.nlu", description="Understand texts: JSON lines in, JSON lines out."
    )
    parser.add_argument("--when", action="store_true", help="read moments alone")
    parser.add_argument("--role", choices=("owner", "customer"), default="customer", help="who wrote TEXT")
    parser.add_argument("--timezone", default=DEFAULT_ZONE, help="IANA name of the zone of TEXT")
    parser.add_argument("text", nargs="?", help="one text, answered for a person to read")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = arguments().parse_args(argv)
    if options.text is not None:
        explain(options.text, options.role, options.timezone, sys.stdout)
        return 0
    serve(sys.stdin, sys.stdout, answer_when if options.when else answer_text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
