"""Commands that are one pattern each: customers, groups, the inbox, what waits, requests, templates, settings.

The first pattern that fits a text decides. Named groups of a pattern become slots (`_FILL`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.nlu.frames import Slots, Understanding
from bot.nlu.owner.booking import staff
from bot.nlu.owner.scene import Scene, pattern

_GROUP = r"(?:the |my |our )?(?:group |list )?[\"']?(?P<group>{group})[\"']?(?: (?:group|list|customers|clients))?"
_NEW_GROUP = r"[\"']?(?P<newgroup>[^\"\n]{1,60}?)[\"']?"
_NEWBIE = r"(?:customer|client|patient|contact|guest|member|student|person|number|cust)"
_OF = r"(?:from|of|off|out of|outta)"
_WAITING = r"(?:scheduled|queued|pending|waiting|upcoming|planned|outgoing|unsent|recurring|future)"
_MSG = r"(?:texts?|messages?|msgs?|reminders?|sends?|blasts?|e-?mails?|announcements?|calls?|sms|stuff|sending)"
_SO = r"(?:please |pls |plz |go ahead and |just |can you |could you )*"

_FILE = Path(__file__).with_name("patterns.txt")


def _written() -> list[tuple[str, str]]:
    """Intents and their patterns, in the order in which they are tried."""
    rules: list[tuple[str, str]] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    ") and rules:
            rules[-1] = (rules[-1][0], rules[-1][1] + line[4:])
        elif line and not line.startswith("#"):
            rules.append((line.strip(), ""))
    return rules


@dataclass(frozen=True)
class _Rule:
    intent: str
    pattern: re.Pattern[str]
    name: str


_ORDER = {
    "help": 0,
    "undo": 0,
    "usage": 0,
    "prompts": 0,
    "save_template": 0,
    "templates": 0,
    "approve": 0,
    "decline": 0,
    "setting": 0,
    "reset_password": 0,
    "opt_out": 0,
}
"""What is tried before the rest: texts that name themselves."""


def _compiled() -> tuple[_Rule, ...]:
    rules = [
        _Rule(intent, pattern(_numbered(_filled(text))), f"{intent} pattern {n}")
        for n, (intent, text) in enumerate(_written())
    ]
    return tuple(sorted(rules, key=lambda rule: _ORDER.get(rule.intent.split(":")[0], 1)))


def _filled(text: str) -> str:
    """A pattern with its words put in."""
    words = {"newgroup": _NEW_GROUP, "newbie": _NEWBIE, "of": _OF, "waiting": _WAITING, "msg": _MSG, "so": _SO}
    for key, value in _numbered_groups(text).items():
        text = text.replace(key, value)
    for key, value in {**words, "idmark": "\ue008"}.items():
        text = text.replace("{" + key + "}", value)
    return text


def _numbered(text: str) -> str:
    """Named groups made different: one slot may stand at several places of a pattern."""
    numbers = count()
    return re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m[1]}__{next(numbers)}>", text)


def _numbered_groups(text: str) -> dict[str, str]:
    return {
        f"{{group{n}}}": _GROUP.replace("(?P<group>", f"(?P<group_{n}>") for n in range(1, 9) if f"{{group{n}}}" in text
    }


_RULES = _compiled()
_KEPT = ("w1", "w2", "w3", "contact2")


def by_rules(scene: Scene, *, only: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> Understanding | None:
    """The first command whose pattern the text fits."""
    text = scene.masked.strip().rstrip(" .!?").strip() or scene.masked.strip()
    for rule in _RULES:
        if (only and rule.intent.split(":")[0] not in only) or rule.intent.split(":")[0] in but:
            continue
        match = rule.pattern.fullmatch(text)
        slots = _slots(scene, rule, match) if match else None
        if slots is not None:
            return Understanding(rule.intent.split(":")[0], 0.95, slots, (rule.name,))
    return None


def _slots(scene: Scene, rule: _Rule, match: re.Match[str]) -> Slots | None:
    """The slots of a match; None where it turns out to be no such command."""
    given = {_key(k): v for k, v in match.groupdict().items() if v is not None}
    build = _BUILD.get(rule.intent.split(":")[0], _plain)
    slots: Slots | None = build(scene, given, rule.intent)
    return slots


def _key(group: str) -> str:
    """The slot of a named group: groups are numbered to be several in one pattern."""
    bare = group.split("__")[0]
    return bare if bare in _KEPT else re.sub(r"_?\d$", "", bare)


def _template(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    """An article is no name: "save this as a template: …"."""
    slots = _plain(scene, given, intent)
    if slots and str(slots.get("name", "")).casefold() in ("a", "an", "the", "my", "this", "it"):
        return {key: value for key, value in slots.items() if key != "name"}
    return slots


def _plain(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    slots: Slots = {}
    for key, written in given.items():
        if key in ("whos", "whom"):
            slots["who"] = scene.values(written) or [scene.raw(written)]
        elif key == "newgroup":
            slots["group"] = _group_name(scene.raw(written))
        elif key == "id":
            slots["id"] = re.sub(r"\D", "", scene.value(written))
        elif key in ("who", "group", "groupin"):
            if scene.values(written):
                slots["group" if key == "groupin" else key] = scene.value(written)
        elif key in ("name", "body"):
            slots[key] = scene.raw(written) if key == "name" else _body(scene, written)
    return slots


def _body(scene: Scene, written: str) -> str:
    """Words as written, their closing mark included."""
    raw = scene.raw(written + "\u2063")[:-1] if written else ""
    tail = scene.text.rstrip()
    at = tail.rfind(raw)
    if at >= 0 and at + len(raw) < len(tail) and not tail[at + len(raw) :].strip(".!?"):
        raw = tail[at:]
    return re.sub(r'^"(.*)"$', r"\1", raw, flags=re.S)


def _group_name(written: str) -> str:
    return re.sub(r"^(?:the|a|called|named)\s+|\s+(?:group|list|please)$", "", written, flags=re.I).strip("\"' ")


def _single(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    slots = _plain(scene, given, intent)
    if slots and isinstance(slots.get("who"), list):
        slots["who"] = slots["who"][0]
    return slots if slots and "who" in slots else None


def _found(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    """Nobody is named where it is asked how many there are."""
    return _single(scene, given, intent) if given else {}


def _grouped(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    if "whom" in given and re.match(r"(?:a|an|the|my|new|me|this|that|it|everyone|all|some)\b", given["whom"], re.I):
        return None
    return _plain(scene, given, intent)


def _created(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    slots = _plain(scene, {k: v for k, v in given.items() if k == "newgroup"}, intent)
    name = str((slots or {}).get("group", ""))
    return (
        slots if name and len(name.split()) < 6 and not re.search(r" (?:to|into|from|out of|in the) ", name) else None
    )


def _deleted(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    return _plain(scene, given, intent)


def _added(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    name = re.sub(
        r"^(?:a |an |new |customer |client |patient |contact |the )+|(?:'s)?(?:,? (?:number|phone|cell|email|as|is))*$",
        "",
        scene.raw(given.get("name", "")),
        flags=re.I,
    ).strip(" ,:-")
    contact = given.get("contact", "") + " " + given.get("groupin", "") + " " + given.get("contact2", "")
    slots: Slots = {"name": name, **_contact(scene, contact)}
    if (
        len(name) < 2
        or len(name.split()) > 5
        or re.search(r"\d", name)
        or re.match(
            r"(?:to|for|of|number|phone|cell|this|that|group|list|template|reminder|appointment|who|what|whose|text|call|send|tell|email|book|reply|unsubscribe|find|is|did|remind|forward|move|cancel|opt|stop|block|ask|delete|remove|change|update|look|search|message|msg)\b",
            name,
            re.I,
        )
    ):
        return None
    groups = scene.values("".join(re.findall("\ue003.", contact)))
    unknown = re.search(r"\b(?:to|in|into) (?:the )?([\w ]{2,30}?)(?: group| list)$", contact)
    if groups:
        slots["groups"] = groups
    elif unknown:
        slots["groups"] = [scene.raw(unknown[1])]
    return slots


def _contact(scene: Scene, written: str) -> Slots:
    slots: Slots = {}
    for key, mark in (("phone", "\ue006."), ("email", "\ue007.")):
        found = re.search(mark, written, re.S)
        if found:
            slots[key] = scene.value(found[0])
    return slots


def _changed(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    name = scene.raw(re.split(r",? (?:not|instead of|and not)\b|,", given["name"])[0]) if "name" in given else None
    slots: Slots = {"who": scene.value(given["who"])} if "who" in given else {}
    if name and "lastname" in given:
        old = scene.raw(given["lastname"])
        people = [c for c in scene.heard.directory.customers if old.lower() in c.lower()]
        if len(people) != 1:
            return None
        slots["who"] = people[0]
    if name:
        slots["name"] = re.sub(r"^(?:now|spelled|actually)\s+|\s+(?:now|these days|from now on|please)$", "", name)
    slots |= _contact(scene, given.get("contact", ""))
    return slots if len(slots) > 1 and "who" in slots else None


def _unscheduled(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    if "id" in given:
        return {"id": re.sub(r"\D", "", scene.value(given["id"]))}
    slots: Slots = {}
    to = given.get("to", "")
    if scene.values(to):
        slots["to"] = scene.values(to)
    elif to:
        slots["to"] = ["all"]
    around = " , ".join(given.get(k, "").strip() for k in ("w", "w1", "w2", "w3"))
    if re.search(r"\bappoint|\bappt|\bbooking|until|sort out|\b(?:and|then) (?:text|tell|send|message|let)\b", around):
        return None
    when, _ = scene.when(re.sub(r"[\-]", " ", around))
    if when and not re.search(r"\b(?:daily|weekly|monthly|every)\b", around):
        slots["when"] = when
    return slots


def _renamed(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    """The group as it is called, and as it shall be."""
    return {"group": [scene.value(given["group"]), _group_name(scene.raw(given["newgroup"]))]}


def _time_off(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    """Which closed time is meant, and on whose calendar."""
    slots: Slots = {}
    rest = re.sub(r"\b(?:again|back up|after all|off|out)\b", " ", staff(scene, given.get("w1", ""), slots), flags=re.I)
    when, _ = scene.when(rest)
    return {**slots, "when": when} if when else slots


def _set(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    key = intent.split(":")[1]
    state = given.get("state") or given.get("off") or given.get("tail")
    value = scene.raw(given["value"]) if "value" in given else ""
    if state is not None:
        value = "off" if re.search(r"off|stop|disable|no|cancel|end|don|quit|remove", state, re.I) else "on"
    if key == "away":
        value = _away(scene, value.lstrip(": "))
    if key.startswith("forward") and "value" in given:
        phone = re.search("\ue006.", given["value"], re.S)
        value = scene.value(phone[0]) if phone else value
    return {"setting": key, "value": value} if value else {"setting": key, "value": "on"} if key == "away" else None


def _away(scene: Scene, value: str) -> str:
    """On, off, or the words to answer with."""
    if re.fullmatch(r"(?:on|enable|start|activate|until.*|now|please|)", value, re.I):
        off = re.search(r"\boff\b", scene.text, re.I) and not re.search(r"\bon\b", scene.text, re.I)
        return "off" if off else "on"
    if re.fullmatch(r"(?:off|disable|stop|deactivate|cancel|end)(?: .*)?", value, re.I):
        return "off"
    on = re.match(r"on(?:,| and| with| saying|:)+ *(?:say(?:ing)? )?(.*)", value, re.I)
    return on[1] if on and len(on[1]) > 6 else ("on" if on or value.lower().startswith("on ") else value)


_BUILD: dict[str, Callable[[Scene, dict[str, str], str], Any]] = {
    "opt_out": _single,
    "remove_customer": _single,
    "find_customer": _found,
    "group_add": _grouped,
    "group_remove": _grouped,
    "group_create": _created,
    "group_delete": _deleted,
    "add_customer": _added,
    "change_customer": _changed,
    "unschedule": _unscheduled,
    "setting": _set,
    "group_rename": _renamed,
    "unblock": _time_off,
    "blocked": _time_off,
    "save_template": _template,
}
