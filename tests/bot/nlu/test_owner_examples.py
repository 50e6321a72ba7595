"""Every example beside the intents is understood as its intent."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.bot.nlu.owners import owner

FILES = sorted((Path(__file__).parents[3] / "bot" / "intents" / "owner").glob("*.yml"))


def _examples() -> list[tuple[str, str]]:
    documents = [YAML(typ="safe").load(f.read_text(encoding="utf-8")) for f in FILES]
    return [
        (entry["intent"], line.removeprefix("- "))
        for document in documents
        for entry in document["nlu"]
        for line in entry["examples"].splitlines()
    ]


@pytest.mark.parametrize(("intent", "text"), _examples())
def test_an_example_is_understood_as_its_intent(intent: str, text: str) -> None:
    assert owner(text).intent == intent
