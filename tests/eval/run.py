"""Measure how well texts are understood: `python -m tests.eval.run` prints a table a file, with the failures.

The cases and their scorers are not part of this project; they are looked for in `SHARED_DIR`, or in `shared`
beside the project.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
COMMAND = f"{shlex.quote(sys.executable)} -m bot.nlu"
Figures = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """A file of cases, its scorer, and which of its figures are shown."""

    name: str
    scorer: str
    cases: str
    figures: tuple[str, ...]
    options: tuple[str, ...] = ()


TEXTS = (
    *("intent_pct", "frame_pct", "dangerous_pct", "dangers", "opt_out_free_missed_pct", "false_opt_out_pct"),
    *("p50_ms", "p99_ms"),
)
MEASURES = (
    Measure("moments", "score-datetime.py", "datetime-dev.jsonl", ("correct_pct", "wrong_pct", "p50_ms", "p99_ms")),
    Measure(
        "dialogue turns",
        "score-dialogue.py",
        "dialogue-turns-dev.jsonl",
        ("intent_accuracy_lenient", "no_taken_for_yes", "slots_accuracy_where_dated", "ms_median", "ms_p99"),
    ),
    Measure("customers' texts", "score-texts.py", "texts-customer-dev.jsonl", TEXTS),
    Measure("owners' texts", "score-texts.py", "texts-owner-dev.jsonl", TEXTS),
)


def cases_directory() -> Path | None:
    """Where the cases are; None where they are not on this machine."""
    shared = Path(os.environ.get("SHARED_DIR") or PROJECT.parent / "shared")
    folder = shared / "eval"
    return folder if folder.is_dir() else None


def score(measure: Measure, folder: Path, errors: Path) -> Figures:
    """Run one scorer; raises RuntimeError with its words where it fails."""
    command = COMMAND + (" --when" if measure.name == "moments" else "")
    listed = "--failures" if measure.name == "moments" else "--errors"
    cases = [str(folder / measure.scorer), str(folder / measure.cases)]
    call = [sys.executable, *cases, "--cmd", command, listed, str(errors)]
    done = subprocess.run(call, cwd=PROJECT, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if not lines:
        raise RuntimeError(f"{measure.scorer} said nothing: {done.stderr[-500:]}")
    figures: Figures = json.loads(lines[-1])
    return figures


def show(measure: Measure, figures: Figures, errors: Path, shown: int) -> None:
    """One table."""
    sys.stdout.write(f"\n{measure.name} ({measure.cases})\n")
    for key in measure.figures:
        sys.stdout.write(f"  {key:30} {figures.get(key)}\n")
    failures = errors.read_text(encoding="utf-8").splitlines() if errors.exists() else []
    for line in failures[:shown]:
        sys.stdout.write(f"    {line[:300]}\n")


def main(arguments: Sequence[str] = ()) -> int:
    """Print every table; the exit status says whether the cases were there."""
    folder = cases_directory()
    if folder is None:
        sys.stdout.write("No cases found: set SHARED_DIR to the folder that holds eval/.\n")
        return 1
    shown = int(arguments[0]) if arguments else 40
    with tempfile.TemporaryDirectory() as scratch:
        for number, measure in enumerate(MEASURES):
            errors = Path(scratch) / f"{number}.jsonl"
            show(measure, score(measure, folder, errors), errors, shown)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
