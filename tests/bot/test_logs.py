"""Logs say what happened and to nobody's number."""

import json
import logging

import pytest

from bot import logs


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
        logging.getLogger("bot.test").exception("could not text %s or ann@example.com", "+442079460123")
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
    assert (said["levelname"], said["name"]) == ("ERROR", "bot.test")
