"""Logs say what happened and to nobody's number."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from tests.harness.log_guard import LogGuard


@pytest.fixture(autouse=True)
def _as_before() -> object:
    before = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = before


def written(capsys: pytest.CaptureFixture[str], form: str) -> str:
    logs.set_up("INFO", form)
    try:
        raise ValueError("no route to +12125550111")
    except ValueError:
        logging.getLogger("library").exception("could not text %s or ann@example.com", "+442079460123")
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_number_or_address_reaches_a_log_not_even_in_a_traceback(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    line = written(capsys, form)
    assert "could not text … or …" in line
    assert "no route to …" in line
    assert "555" not in line
    assert "example.com" not in line


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(written(capsys, "json"))
    assert (said["levelname"], said["name"]) == ("ERROR", "library")


@pytest.fixture
def guard() -> Iterator[LogGuard]:
    """Another one beside that of the run, which must not hear what is planted here."""
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    made = LogGuard()
    made.remember("your color appointment is tomorrow", "t" * 32, "471199")
    yield made
    logging.setLogRecordFactory(before)


@pytest.mark.parametrize("private", ["+12125550111", "2125550111", "(212) 555-0111", "t" * 32, "471199",
                                     "your color appointment is tomorrow"])  # fmt: skip
def test_the_guard_of_the_run_hears_what_has_no_place_in_a_log(guard: LogGuard, private: str) -> None:
    logging.getLogger("bot.services").info("it went to %s", private)
    try:
        raise ValueError(f"no route to {private}")
    except ValueError:
        logging.getLogger("scheduler.jobs").exception("not sent")
    assert len(guard.found) == 2


def test_the_guard_passes_what_may_be_said(guard: LogGuard) -> None:
    logging.getLogger("bot.delivery").warning(
        "delivery %s waits for 1763900000 ms", "01a208b9-4d85-705a-8bc5-ebd1f7f264a8"
    )
    logging.getLogger("twilio").warning("which %s is masked", "+12125550111")
    assert guard.found == []
