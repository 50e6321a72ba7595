"""Failing on request: rules that say what goes wrong, for which number, and how many times."""

from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

# What a rule can do. "before" and "after" say on which side of accepting the request it happens.
KINDS = {
    "429": "a create is refused with 429 and code 20429",
    "500-before": "a create answers 500 and nothing was accepted",
    "500-after": "a create is accepted, and answers 500",
    "timeout-before": "a create hangs for `delay` seconds, nothing was accepted",
    "timeout-after": "a create is accepted, and its answer hangs for `delay` seconds",
    "closed-before": "the connection closes without an answer, nothing was accepted",
    "closed-after": "a create is accepted, and the connection closes without an answer",
    "error": "a create is refused with `code`",
    "undelivered": "a message is accepted and later becomes undelivered with `code`",
    "failed": "a message is accepted and later becomes failed with `code`",
    "duplicate-webhooks": "every webhook is posted twice, at once",
    "late-callbacks": "status callbacks come `delay` seconds late",
    "out-of-order-callbacks": "status callbacks come in reverse order",
    "lost-callbacks": "status callbacks never come",
    "early-callbacks": "the first status callback comes before the create is answered",
}
_ids = count(1)


@dataclass
class Rule:
    """One misbehaviour. `times` None is for ever; `number` is From or To, empty for all; `on` is messages or calls."""

    kind: str
    times: int | None = None
    number: str = ""
    on: str = ""
    code: int = 30003
    delay: float = 30.0
    id: int = field(default_factory=lambda: next(_ids))


class Misbehaviour:
    """The rules in force, first match wins for each kind."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(self, wish: dict[str, Any]) -> Rule:
        """Adds a rule; raises ValueError with a sentence for a kind or a field that does not exist."""
        if wish.get("kind") not in KINDS:
            raise ValueError(f"There is no misbehaviour {wish.get('kind')!r}; try one of: {', '.join(KINDS)}.")
        unknown = set(wish) - {"kind", "times", "number", "on", "code", "delay"}
        if unknown:
            raise ValueError(f"A misbehaviour has no field {', '.join(sorted(unknown))}.")
        rule = Rule(**wish)
        self.rules.append(rule)
        return rule

    def take(self, *kinds: str, on: str = "", numbers: tuple[str, ...] = ()) -> Rule | None:
        """The first rule of these kinds that applies, used up by one."""
        for rule in self.rules:
            fits = rule.kind in kinds and rule.number in ("", *numbers) and (not rule.on or not on or rule.on == on)
            if fits and rule.times != 0:
                rule.times = None if rule.times is None else rule.times - 1
                return rule
        return None

    def plain(self) -> list[dict[str, Any]]:
        """The rules as JSON can carry them."""
        return [asdict(rule) for rule in self.rules]
