"""Understanding does not get worse: a floor for each figure, on the cases that stand outside this project."""

import importlib.util
from pathlib import Path

import pytest

from tests.eval import replay
from tests.eval.run import MEASURES, Figures, cases_directory, score

CASES = cases_directory()
pytestmark = [
    pytest.mark.skipif(CASES is None, reason="the cases are not here: set SHARED_DIR to the folder that holds eval/"),
    pytest.mark.skipif(importlib.util.find_spec("bot.nlu.understand") is None, reason="no dispatcher yet"),
]


def figures(name: str, scratch: Path) -> Figures:
    assert CASES is not None
    return score(next(m for m in MEASURES if m.name == name), CASES, scratch / "errors.jsonl")


def test_moments(tmp_path: Path) -> None:
    found = figures("moments", tmp_path)
    assert found["correct_pct"] >= 92
    assert found["wrong_pct"] <= 3


def test_dialogue_turns(tmp_path: Path) -> None:
    found = figures("dialogue turns", tmp_path)
    assert found["intent_accuracy_lenient"] >= 0.97
    taken, refusals = found["no_taken_for_yes"]
    assert taken / refusals <= 0.005
    assert found["slots_accuracy_where_dated"] >= 0.99


def test_customers_texts(tmp_path: Path) -> None:
    found = figures("customers' texts", tmp_path)
    assert found["intent_pct"] >= 97
    assert found["frame_pct"] >= 95
    assert found["dangerous_pct"] <= 0.7
    assert found["opt_out_free_missed_pct"] == 0
    assert found["false_opt_out_pct"] == 0


def test_owners_texts(tmp_path: Path) -> None:
    found = figures("owners' texts", tmp_path)
    assert found["intent_pct"] >= 97
    assert found["frame_pct"] >= 92
    assert found["dangerous_pct"] <= 1


def test_whole_conversations() -> None:
    assert CASES is not None
    found = replay.score(CASES)
    assert found.none_refused >= 95
    assert found.some_refused >= 85
