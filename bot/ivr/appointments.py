"""The part of a call that is about an appointment; pure, like `bot.ivr.machine`.

visit ──1──▶ confirmed    ──2──▶ times ──1, 2, 3──▶ moved, 4 later ones; a time that was said ──▶ check ──1──▶ moved
      ──3──▶ the business, or a message    ──4──▶ cancelling ──1──▶ cancelled    ──9──▶ no more calls
"""

from collections.abc import Callable
from dataclasses import replace

from bot.ivr import menus
from bot.ivr.frames import (
    REPEATS,
    At,
    Dial,
    Effect,
    Event,
    HangUp,
    Listen,
    Play,
    Prompt,
    Record,
    Say,
    State,
    Step,
)

PLACES = (At.VISIT, At.TIMES, At.CHECK, At.CANCELLING)
MOST = 3
LATER = str(MOST + 1)
_KEYS = {
    At.VISIT: {"1": "confirm", "2": "other", "3": "person", "4": "cancel", "9": "no_calls"},
    At.TIMES: {"1": "take", "2": "take", "3": "take", LATER: "later"},
    At.CHECK: {"1": "take", "2": "other", "3": "person"},
    At.CANCELLING: {"1": "cancel_yes", "2": "keep"},
}


def wish(state: State, key: str) -> str:
    """What a key asks for where the call is; empty for a key that means nothing there."""
    meant = _KEYS.get(state.at, {}).get(key, "")
    if meant == "take" and int(key) > len(state.offered):
        return ""
    if (meant == "cancel" and not state.calling_us) or (meant == "confirm" and not state.asks):
        return ""
    return meant


def begin(state: State, event: Event) -> Step:
    """Who calls and what about; then the choices. `times`: when the appointment is."""
    if state.calling_us:
        hello = _say(state, "hello_caller", business=state.business)
    else:
        hello = _say(state, "hello", business=state.business, number=state.number)
    state = replace(state, at=At.VISIT, words=event.words, recording=event.recording, offered=event.times, tries=0)
    return _choices(state, hello)


def to_voicemail(state: State, event: Event) -> Step:
    """Anybody may listen to a voicemail: no more than day, time and business."""
    hello = _say(state, "hello", business=state.business, number=state.number)
    when = [_say(state, "voicemail", when=_when(state, one)) for one in event.times[:1]]
    return Step(replace(state, at=At.OVER), (hello, *when, _say(state, "goodbye")))


def step(state: State, event: Event) -> Step:
    """The next step of a call that is about an appointment."""
    answer = _ANSWERS.get(event.kind)
    return answer(state, event) if answer else _unclear(state)


def take_message(state: State, *before: Prompt) -> Step:
    """Let the caller leave a message."""
    words = _say(state, "leave_message", business=state.business)
    return Step(replace(state, at=At.MESSAGE), (*before, words), Record())


def _say(state: State, key: str, /, **values: str) -> Say:
    words = menus.VISIT[key]
    language = state.language if state.language in words else "en"
    return Say(words[language].format(**values), language)


def _when(state: State, time: str) -> str:
    return menus.spoken_time(time, state.language)


def _listen(state: State, *prompts: Prompt) -> Step:
    return Step(state, prompts, Listen(1, speech=True, language=state.language))


def _over(state: State, *prompts: Prompt, effects: tuple[Effect, ...] = ()) -> Step:
    return Step(replace(state, at=At.OVER), (*prompts, _say(state, "goodbye")), HangUp(), effects)


def _choices(state: State, *before: Prompt) -> Step:
    """The menu of an appointment."""
    about: list[Prompt] = [Play(state.recording)] if state.recording else []
    if not about and state.words:
        about = [Say(state.words, state.language)]
    if not about:
        about = [_say(state, "next", when=_when(state, one)) for one in state.offered[:1]]
    keys = ["to_confirm"] if state.asks else []
    keys += ["to_move", "to_speak", *(["to_cancel"] if state.calling_us else []), "to_stop"]
    return _listen(replace(state, at=At.VISIT), *before, *about, *(_say(state, key) for key in keys))


def _wish(state: State, event: Event) -> Step:
    match event.value:
        case "confirm" if state.at is At.VISIT:
            return _over(state, _say(state, "confirmed"), effects=("confirm",))
        case "person":
            return _to_us(state)
        case "no_calls":
            return _over(state, _say(state, "no_more_calls"), effects=("opt_out",))
        case "cancel":
            return _listen(replace(state, at=At.CANCELLING, tries=0), _say(state, "sure_to_cancel"))
        case "keep":
            return _over(state, _say(state, "kept"))
        case _:
            return _unclear(state)


def _to_us(state: State) -> Step:
    """Through to the business, or to its voicemail."""
    if not state.forward_to:
        return take_message(state)
    return Step(replace(state, at=At.FORWARDING), (_say(state, "connecting"),), Dial(state.forward_to))


def _times(state: State, event: Event) -> Step:
    """Free times to choose from. `value`: why other ones than were asked for."""
    before = [_say(state, event.value)] if event.value in menus.VISIT else []
    if not event.times:
        return _to_us_after(state, _say(state, "nothing_free"))
    return _offer(replace(state, at=At.TIMES, offered=event.times[:MOST], tries=0), *before)


def _to_us_after(state: State, *before: Prompt) -> Step:
    after = _to_us(state)
    return replace(after, prompts=(*before, *after.prompts))


def _offer(state: State, *before: Prompt) -> Step:
    listed = [
        _say(state, "press_for", key=str(key), when=_when(state, time)) for key, time in enumerate(state.offered, 1)
    ]
    return _listen(state, *before, *listed, _say(state, "press_for_later", key=LATER))


def _check(state: State, event: Event) -> Step:
    """A time that was said is read back before it is taken."""
    return _ask_back(replace(state, at=At.CHECK, offered=event.times[:1], tries=0))


def _ask_back(state: State) -> Step:
    return _listen(state, *(_say(state, "is_free", when=_when(state, time)) for time in state.offered[:1]))


def _moved(state: State, event: Event) -> Step:
    key = "moved_and_asked" if event.value == "requested" else "moved"
    return _over(state, *(_say(state, key, when=_when(state, time)) for time in event.times[:1]))


def _cancelled(state: State, event: Event) -> Step:
    policy = [Say(event.words)] if event.words else []
    return _over(state, _say(state, "cancelled"), *policy)


def _gone(state: State, event: Event) -> Step:
    return _over(state, _say(state, "gone"))


def _unclear(state: State, event: Event | None = None) -> Step:
    """The choices again, a few times; a customer who called us for something else goes on to the business."""
    if state.at is At.VISIT and state.calling_us:
        return _through(state)
    if state.tries >= REPEATS:
        return _over(state)
    again = replace(state, tries=state.tries + 1)
    match state.at:
        case At.TIMES:
            return _offer(again)
        case At.CHECK:
            return _ask_back(again)
        case At.CANCELLING:
            return _listen(again, _say(state, "sure_to_cancel"))
        case _:
            return _choices(again)


def _through(state: State) -> Step:
    """As for any caller."""
    if state.forward_to:
        return Step(replace(state, at=At.FORWARDING), (), Dial(state.forward_to))
    return take_message(state)


_ANSWERS: dict[str, Callable[[State, Event], Step]] = {
    "wish": _wish,
    "times": _times,
    "check": _check,
    "moved": _moved,
    "cancelled": _cancelled,
    "gone": _gone,
}
