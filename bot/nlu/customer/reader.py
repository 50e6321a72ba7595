"""From a customer's text to its meaning: see the package for the way it takes."""

import re
from dataclasses import replace
from functools import lru_cache

from bot.nlu.customer import exact, slots
from bot.nlu.customer.automatic import is_automatic
from bot.nlu.customer.choice import choose, the_other, without_refused
from bot.nlu.customer.features import features, situation
from bot.nlu.customer.model import Model
from bot.nlu.customer.own_name import name_of
from bot.nlu.customer.settle import Classify, Reading, settle
from bot.nlu.customer.text import Seen, is_spanish, look, straight
from bot.nlu.customer.when import when_of
from bot.nlu.frames import Heard, Slots, Understanding

_ASKS_MORE = re.compile(r"\?|\b(?:if|maybe|what|how|anything|unless)\b", re.I)
WITHOUT_WHEN = frozenset(("late", "opt_out", "opt_in", "help", "order", "other"))
WITH_NAMES = frozenset(("inform", "book"))


@lru_cache(maxsize=1)
def model() -> Model:
    """The classifier, loaded once; call it at the start of a process, so that no customer waits for it."""
    from bot.nlu.train import load_or_train

    return load_or_train()


def understand(heard: Heard) -> Understanding:
    """What a customer's text means. Pure; any string at all gets an answer."""
    text = straight(heard.text)
    if not text.strip():
        return Understanding("other", 0.0, why=("empty",))
    if is_automatic(text):
        return Understanding("other", 0.9, why=("written by a machine",), automatic=True)
    return exact.reaction(text, heard.context) or _words(heard, text)


def _words(heard: Heard, text: str) -> Understanding:
    services = slots.names_in(text, heard.directory.services)
    staff = slots.names_in(text, heard.directory.calendars)
    seen = look(heard, [s for s, _ in services], [s for s, _ in staff])
    language = "es" if seen.spanish or is_spanish(seen.plain) else "en"
    if known := exact.read(seen, heard.context):
        return Understanding(known.intent, known.confidence, known.slots, known.why, language=language)
    reading = _chosen(heard, seen) or settle(heard, seen, _classifier(heard))
    given = _slots(heard, seen, reading, [n for _, n in services], [n for _, n in staff])
    intent = reading.label.partition("/")[0]
    return Understanding(intent, round(reading.confidence, 3), given, reading.why, language=language)


def _classifier(heard: Heard) -> Classify:
    where = situation(heard.context)
    return lambda masked: model().probabilities(features(masked, where))


def _chosen(heard: Heard, seen: Seen) -> Reading | None:
    if heard.context.awaiting != "choice" or not heard.context.offered:
        return None
    number = choose(seen, heard.context, heard.reference, heard.timezone) or _left_over(heard)
    return Reading("select", 0.95, ("one of those offered",), number) if number else None


def _left_over(heard: Heard) -> int | None:
    """The one taken by a text that refuses another."""
    parts = without_refused(straight(heard.text))
    if parts is None or _ASKS_MORE.search(parts[0]) or "?" in heard.text:
        return None
    taken, refused = (look(replace(heard, text=part), [], []) for part in parts)
    asked = heard.context, heard.reference, heard.timezone
    return the_other(parts[0], refused, *asked) or choose(taken, *asked)


def _slots(heard: Heard, seen: Seen, reading: Reading, services: list[str], staff: list[str]) -> Slots:
    intent, _, topic = reading.label.partition("/")
    given: Slots = {"topic": topic} if topic else {}
    if intent == "select" and reading.choice:
        given["choice"] = reading.choice
    elif intent == "select" and len(heard.context.offered) == 1:
        given["choice"] = 1
    if intent not in WITHOUT_WHEN and (when := when_of(seen, intent)):
        given["when"] = when
    if intent in WITH_NAMES:
        given |= {k: v[0] for k, v in (("service", services), ("staff", staff)) if v}
    if (
        intent == "inform"
        and not given
        and heard.context.awaiting == "detail"
        and _asks_name(heard)
        and (name := name_of(seen.raw))
    ):
        given["name"] = name
    if intent == "late" and (minutes := slots.minutes_of(seen.raw)):
        given["minutes"] = minutes
    if intent == "order":
        given["items"] = slots.items_of(seen.raw)
    return given


def _asks_name(heard: Heard) -> bool:
    last = (heard.context.last_text or "").lower()
    return "name" in last or "nombre" in last or "who is this" in last
