"""The command line of moments: one JSON object a line in, one a line out, each flushed before the next is read."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator

from bot.nlu.__main__ import answer_when, serve


class Wire(io.StringIO):
    """An output that remembers what had been flushed at each moment."""

    flushed = ""

    def flush(self) -> None:
        self.flushed = self.getvalue()


def case(text: str) -> str:
    return json.dumps({"text": text, "reference": "2026-03-04T09:30", "timezone": "America/New_York"}) + "\n"


def test_every_line_is_answered_and_flushed_before_the_next_is_read() -> None:
    out = Wire()

    def lines() -> Iterator[str]:
        yield case("tues 3p")
        assert json.loads(out.flushed)["start"] == "2026-03-10T15:00"
        yield case("thanks!")

    serve(lines(), out, answer_when)
    assert len(out.flushed.splitlines()) == 2


def test_the_answer_has_every_key_and_null_for_what_is_not_there() -> None:
    assert answer_when(json.loads(case("thanks!"))) == dict.fromkeys(("start", "end", "grain", "said", "rrule"))
    weekly = answer_when(json.loads(case("every monday at 9")))
    assert weekly["rrule"] == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"
    assert weekly["start"] == "2026-03-09T09:00"


def test_a_line_that_is_no_case_is_told_what_is_wrong_and_the_next_is_answered() -> None:
    out = Wire()
    serve(["{oops\n", '{"text": "noon"}\n', case("noon")], out, answer_when)
    first, second, third = map(json.loads, out.flushed.splitlines())
    assert "One that works" in first["error"]
    assert "reference" in second["error"]
    assert third["start"] == "2026-03-04T12:00"


def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "bot.nlu", "--when"]
    answer = subprocess.run(
        command, input=case("friday at noon"), capture_output=True, text=True, timeout=30, check=True
    )
    assert json.loads(answer.stdout)["start"] == "2026-03-06T12:00"
