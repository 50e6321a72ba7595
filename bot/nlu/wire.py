"""Dictionaries to the values of understanding and back, for JSON lines."""

from datetime import datetime
from typing import Any

from bot.nlu.frames import Context, Directory, Heard, Understanding

Json = dict[str, Any]
DEFAULT_ZONE = "America/New_York"


def heard(case: Json) -> Heard:
    """One line of input as a value. Raises KeyError or ValueError where it is none."""
    context = case.get("context") or {}
    if case["role"] not in ("owner", "customer"):
        raise ValueError(f"role is {case['role']!r}; write owner or customer")
    return Heard(
        text=case["text"],
        role=case["role"],
        reference=datetime.fromisoformat(case["reference"]),
        timezone=case.get("timezone") or DEFAULT_ZONE,
        directory=directory(case.get("directory") or {}),
        context=Context(context.get("awaiting"), tuple(context.get("offered") or ()), context.get("last_text")),
    )


def directory(names: Json) -> Directory:
    """The names of a business; what is absent is empty."""
    known = ("customers", "groups", "calendars", "services", "templates", "prompts")
    return Directory(**{key: tuple(map(str, names.get(key) or ())) for key in known})


def answer(understood: Understanding) -> Json:
    """One line of output; `question` and `why` only where there are any."""
    line: Json = {"intent": understood.intent, "confidence": round(understood.confidence, 3), "slots": understood.slots}
    if understood.question:
        line["question"] = understood.question
    if understood.why:
        line["why"] = list(understood.why)
    return line
