"""The telephone menu as a pure state machine: `step(state, event) -> Step`.

    an owner's call                                     another caller
    (after the PIN, where a text of theirs waits for it: approval ──1 or 2──▶ menu)
    pin ──right──▶ menu ──1──▶ recording ──▶ review     forwarding ──not answered──▶ message ──▶ over
     │ wrong ×3      ▲ ▲ └─2─▶ listing         │ 1 keep      │ answered
     ▼               │ └──────────┘ 0          ▼             ▼
    over             └──────────────────────  kept          over

    about an appointment: `bot.ivr.appointments`
    a call of ours: offer ──1──▶ confirmed, 2 again, 9 no more calls, silence: again, then over; voicemail: said once

Events are facts: whether a PIN is right or a recording has arrived is found out by `bot.ivr.call` before.
"""

from dataclasses import replace

from bot.ivr import appointments, menus
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
    Then,
    Wait,
)

__all__ = (
    "REPEATS",
    "At",
    "Dial",
    "Effect",
    "Event",
    "HangUp",
    "Listen",
    "Play",
    "Prompt",
    "Record",
    "Say",
    "State",
    "Step",
    "Then",
    "Wait",
    "begin",
    "step",
)  # fmt: skip

PIN_TRIES = 3
WAITS = 10
"""How often a caller is asked for a moment's patience while a recording is on its way."""


def begin(state: State, event: Event) -> Step:
    """The first step of a call."""
    match event.kind:
        case "owner":
            return Step(replace(state, at=At.PIN), (Say(menus.GREET_OWNER.format(business=state.business)),), Listen())
        case "closed":
            return _over(state, menus.CLOSED)
        case "caller" if event.value:
            return Step(replace(state, at=At.FORWARDING), (), Dial(event.value))
        case "caller":
            return appointments.take_message(state)
        case "visit":
            return appointments.begin(state, event)
        case "voicemail" if state.appointment:
            return appointments.to_voicemail(state, event)
        case "voicemail":
            hello = Say(menus.HELLO.format(business=state.business, number=state.number))
            return Step(replace(state, at=At.OVER), (hello, *_content(event), Say(menus.VOICEMAIL_END)))
        case _:
            hello = Say(menus.HELLO.format(business=state.business, number=state.number))
            return _offer(state, event, (hello,))


def step(state: State, event: Event) -> Step:
    """The next step. What makes no sense where the call is, is answered by saying the choices again."""
    if state.at in appointments.PLACES:
        return appointments.step(state, event)
    handlers = {
        At.PIN: _pin, At.APPROVAL: _approval, At.MENU: _menu, At.RECORDING: _recorded, At.REVIEW: _review,
        At.LISTING: _listing, At.FORWARDING: _forwarded, At.MESSAGE: _message, At.OFFER: _offered,
    }  # fmt: skip
    handler = handlers.get(state.at)
    return handler(state, event) if handler else Step(state)


def _over(state: State, words: str, *effects: Effect) -> Step:
    return Step(replace(state, at=At.OVER), (Say(words),), HangUp(), effects)


def _pin(state: State, event: Event) -> Step:
    if event.kind == "pin_right" and event.words:
        approval = replace(state, at=At.APPROVAL, tries=0, words=event.words)
        return Step(approval, (Say(menus.APPROVE.format(what=event.words)),), Listen(1))
    if event.kind == "pin_right":
        return _to_menu(state)
    tries = state.tries + 1
    if tries >= PIN_TRIES:
        return _over(state, menus.GOODBYE)
    words = menus.WRONG_PIN if event.kind == "pin_wrong" else menus.ENTER_PIN
    return Step(replace(state, tries=tries), (Say(words),), Listen())


def _approval(state: State, event: Event) -> Step:
    """What is neither yes nor no leaves it waiting."""
    if event.kind == "digits" and event.value == "1":
        return replace(_to_menu(state, Say(menus.APPROVED)), effects=("approve",))
    if event.kind == "digits" and event.value == "2":
        return replace(_to_menu(state, Say(menus.DROPPED)), effects=("drop",))
    return _again(state, menus.APPROVE.format(what=state.words))


def _to_menu(state: State, *before: Prompt) -> Step:
    return Step(replace(state, at=At.MENU, tries=0, waits=0), (*before, Say(menus.MENU)), Listen(1))


def _menu(state: State, event: Event) -> Step:
    if event.value == "1":
        return Step(replace(state, at=At.RECORDING), (Say(menus.RECORD),), Record())
    if event.kind == "prompts":
        return _list(replace(state, at=At.LISTING, shown=0), event)
    return _again(state, menus.MENU)


def _again(state: State, words: str) -> Step:
    """Say the choices again, a few times at most: a phone in a pocket must not pay for an hour."""
    if state.tries >= REPEATS:
        return _over(state, menus.GOODBYE)
    return Step(replace(state, tries=state.tries + 1), (Say(words),), Listen(1))


def _recorded(state: State, event: Event) -> Step:
    if event.kind != "recorded" or not event.recording:
        return _to_menu(state, Say(menus.NOTHING_RECORDED))
    return Step(
        replace(state, at=At.REVIEW, recording=event.recording, waits=0, tries=0, played=False),
        (Say(menus.MOMENT),),
        Wait(),
    )


def _review(state: State, event: Event) -> Step:
    match event.kind, event.value:
        case "ready", _:
            return Step(replace(state, played=True), (Play(event.recording), Say(menus.REVIEW)), Listen(1))
        case "late", _ if state.waits < WAITS:
            return Step(replace(state, waits=state.waits + 1), (), Wait())
        case "late", _:
            return Step(replace(state, played=True), (Say(menus.STILL_COMING), Say(menus.REVIEW)), Listen(1))
        case "kept", number:
            return _to_menu(state, Say(menus.KEPT.format(number=number)), Say(menus.KEPT_AGAIN.format(number=number)))
        case "digits", "2":
            return Step(replace(state, at=At.RECORDING), (Say(menus.RECORD),), Record())
        case "digits", "3":
            return Step(replace(state, waits=0, tries=0, played=False), (), Wait())
        case _:
            return _again(state, menus.REVIEW)


def _list(state: State, event: Event) -> Step:
    if state.shown >= len(event.prompts):
        return _to_menu(state, Say(menus.NO_MORE if event.prompts else menus.NO_PROMPTS))
    number, recording = event.prompts[state.shown]
    heard = (Say(menus.MESSAGE.format(number=number)), Play(recording), Say(menus.LISTING))
    return Step(replace(state, tries=0), heard, Listen(1))


def _listing(state: State, event: Event) -> Step:
    """Every event here carries the prompts as they are."""
    match event.value:
        case "1":
            return _list(replace(state, shown=state.shown + 1), event)
        case "2":
            return _list(state, event)
        case "7":
            left = event.prompts[: state.shown] + event.prompts[state.shown + 1 :]
            after = _list(state, replace(event, prompts=left))
            return replace(after, prompts=(Say(menus.DELETED), *after.prompts), effects=("delete_shown",))
        case "0":
            return _to_menu(state)
        case _:
            return _again(state, menus.LISTING)


def _forwarded(state: State, event: Event) -> Step:
    if event.value in ("completed", "answered"):
        return Step(replace(state, at=At.OVER))
    return appointments.take_message(state)


def _message(state: State, event: Event) -> Step:
    if event.kind == "recorded" and event.recording:
        return _over(replace(state, recording=event.recording), menus.MESSAGE_TAKEN, "keep_voicemail")
    return _over(state, menus.GOODBYE)


def _content(event: Event) -> tuple[Prompt, ...]:
    return (Play(event.recording),) if event.recording else (Say(event.words),)


def _offer(state: State, event: Event, before: tuple[Prompt, ...] = ()) -> Step:
    choices = menus.OFFER_CONFIRM if state.asks else menus.OFFER
    state = replace(state, at=At.OFFER)
    return Step(state, (*before, *_content(event), Say(choices)), Listen(1, speech=state.asks))


def _offered(state: State, event: Event) -> Step:
    """Every event here carries the content, to be said again."""
    if state.asks and (event.kind == "speech_yes" or (event.kind == "digits" and event.value == "1")):
        return _over(state, menus.CONFIRMED, "confirm")
    if event.kind == "digits" and event.value == "9":
        return _over(state, menus.NO_MORE_CALLS, "opt_out")
    if state.tries >= REPEATS:
        return _over(state, menus.GOODBYE)
    return _offer(replace(state, tries=state.tries + 1), event)
