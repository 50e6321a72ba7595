"""Train the classifier of customers' texts on the examples in `bot/intents/*.yml`: `python -m bot.nlu.train`.

The examples are Rasa training data 3.1. `metadata.after` of an intent lists the situations in which its examples are
said (see `bot.nlu.customer.features.situation`); without it they are said in any. `[tomorrow at 3](when)` marks an
entity, whose words are exchanged for those of the lookup table of the same name. The model is kept under `var/`, named
by a hash of the examples and of this code, and made at the first start where it is missing.
"""

import hashlib
import random
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.nlu.customer import features as featuring
from bot.nlu.customer import guards
from bot.nlu.customer import text as texts
from bot.nlu.customer.model import Model

INTENTS = Path(__file__).parents[1] / "intents"
SEED = 20260101
ANYWHERE = (
    "nothing",
    "promo",
    "booked",
    "question",
    "told",
    "confirmation",
    "choice",
    "when",
    "detail",
    "anything_else",
)
MASKS = {"when": "xday xtime", "day": "xday", "time": "xtime", "min": "xmin", "service": "xservice", "staff": "xstaff"}
_ENTITY = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_OPENERS = ("hi", "hey", "hello", "hi there", "good morning", "ok so", "um", "hey guys")
_CLOSERS = ("please", "thanks", "thank you", "lol", "!", ".", "sorry", "emosmile")
_SAME = {
    "affirm",
    "negate",
    "select",
    "book",
    "move",
    "cancel",
    "late",
    "mine",
    "order",
    "person",
    "opt_out",
    "alternatives",
    "inform",
}
Example = tuple[str, str, str]
"""Masked text, situation, label."""


def model_path() -> Path:
    """Where the trained table is kept: under `var/` beside the project."""
    return Path(__file__).parents[2] / "var" / "nlu" / f"customer-{_fingerprint()}.npz"


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    sources = [
        *sorted(INTENTS.glob("*.yml")),
        Path(__file__),
        Path(featuring.__file__),
        Path(texts.__file__),
        Path(guards.__file__),
    ]
    return hashlib.sha256(b"\0".join(p.read_bytes() for p in sources)).hexdigest()[:16]


def load_or_train() -> Model:
    """The model of these examples; trained now, in seconds, where no file holds it."""
    path = model_path()
    try:
        return Model.load(path)
    except (OSError, ValueError, KeyError):
        model = train(list(examples()))
        _keep(model, path)
        return model


def _keep(model: Model, path: Path) -> None:
    try:
        model.save(path)
    except OSError:
        sys.stderr.write("The trained model could not be stored under var/; it is trained again at the next start.\n")


def read_examples() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every example as written: intent, situations, text with its entities marked."""
    for document in _documents():
        for item in document["nlu"]:
            if "intent" in item:
                after = tuple((item.get("metadata") or {}).get("after") or ANYWHERE)
                yield from ((item["intent"], after, line) for line in _lines(item["examples"]))


def _documents() -> Iterator[Any]:
    from ruamel.yaml import YAML  # only training reads them

    for path in sorted(INTENTS.glob("*.yml")):
        yield YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _lines(block: str) -> list[str]:
    return [line.lstrip("- ").strip() for line in block.splitlines() if line.strip()]


def _lookups() -> dict[str, list[str]]:
    return {i["lookup"]: _lines(i["examples"]) for d in _documents() for i in d["nlu"] if "lookup" in i}


def examples() -> Iterator[Example]:
    """The examples multiplied: situations, entities, openers and closers, slips. The same each time."""
    chance = random.Random(SEED)  # noqa: S311
    lookups = _lookups()
    for intent, after, line in read_examples():
        places = after if after is not ANYWHERE and len(after) < 5 else _some(after, chance)
        for where in places:
            for text in _variants(line, intent, lookups, chance):
                yield text, where, intent


def _some(after: tuple[str, ...], chance: random.Random) -> list[str]:
    return ["nothing", *chance.sample(after, min(4, len(after)))]


def _variants(line: str, intent: str, lookups: dict[str, list[str]], chance: random.Random) -> Iterator[str]:
    yield _canonical(_masked(line))
    if _ENTITY.search(line):
        yield _canonical(_filled(line, lookups, chance))
    base = _canonical(_masked(line))
    if intent.split("/")[0] in _SAME | {"ask"}:
        yield _canonical(f"{base} {chance.choice(_CLOSERS)}")
    if chance.random() < 0.3 and len(base.split()) > 2:
        yield _canonical(f"{chance.choice(_OPENERS)} {base}")
    if chance.random() < 0.4 and len(base) > 12:
        yield _slip(base, chance)


def _masked(line: str) -> str:
    return _ENTITY.sub(lambda m: MASKS.get(m[2], m[1]), line)


def _filled(line: str, lookups: dict[str, list[str]], chance: random.Random) -> str:
    return _ENTITY.sub(lambda m: chance.choice(lookups.get(m[2], [m[1]])), line)


def _canonical(text: str) -> str:
    return texts.masked(text, (), (), ())


def _slip(text: str, chance: random.Random) -> str:
    words = text.split()
    place = chance.randrange(len(words))
    word = words[place]
    if len(word) > 3 and word[0] != "x":
        at = chance.randrange(1, len(word) - 1)
        words[place] = (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if chance.random() < 0.5
            else word[:at] + word[at + 1 :]
        )
    return " ".join(words)


def train(rows: list[Example]) -> Model:
    """Fit the classifier; the same rows give the same model."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = sorted(set(rows))
    vectors = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=1, dtype=np.float32)
    table = vectors.fit_transform([featuring.features(text, where) for text, where, _ in rows])
    fit = LogisticRegression(C=20, max_iter=70, tol=1e-3, random_state=SEED).fit(table, [label for _, _, label in rows])
    index = {str(name): int(i) for name, i in vectors.vocabulary_.items()}
    return Model(
        tuple(map(str, fit.classes_)),
        index,
        vectors.idf_.astype(np.float32),
        fit.coef_.T.astype(np.float32),
        fit.intercept_.astype(np.float32),
    )


def main() -> None:
    """Train anew and store the model."""
    rows = list(examples())
    train(rows).save(model_path())
    sys.stdout.write(f"Trained on {len(set(rows))} examples: {model_path().name}\n")


if __name__ == "__main__":
    main()
