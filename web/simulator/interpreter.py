"""Running TwiML: fetch a document, do its verbs one by one, go where they lead."""

import hashlib
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from web.simulator import audio, twiml, verbs, webhooks
from web.simulator.legs import HungUp, Leg, Moved, Source

SORRY = "We are sorry. An application error has occurred. Goodbye."
LONGEST_SAY = 4096  # characters
LETTERS_A_SECOND = 13.0  # how fast a voice speaks
Verb = Callable[[Leg, Element, str], Awaitable[Source | None]]


async def converse(leg: Leg, source: Source | None, fallback: str = "") -> str:
    """Runs documents until one ends, the phone hangs up or the product does; returns the final status."""
    while source is not None:
        try:
            source = await _document(leg, source, fallback)
        except Moved:
            source, leg.moved = leg.moved, None
        except HungUp:
            return leg.ending
    return leg.ending or ("completed" if leg.call.started else "no-answer")


async def _document(leg: Leg, source: Source, fallback: str) -> Source | None:
    try:
        steps = await _fetch(leg, source, fallback)
    except twiml.TwimlError as broken:
        leg.note(broken.code, str(broken))
        await _answered(leg, None)
        leg.hear("say", SORRY)
        return None
    for step in steps:
        await _answered(leg, step)
        following = await _step(leg, step, source.url)
        if following is not None:
            return following
    await _answered(leg, None)
    return None


async def _answered(leg: Leg, step: Element | None) -> None:
    """An inbound call counts as answered with its first verb, unless that rejects or waits for a bridge."""
    waits = step is not None and (step.tag == "Reject" or (step.tag == "Dial" and step.get("answerOnBridge") == "true"))
    if leg.call.status == "ringing" and not waits:
        await leg.status("in-progress")


async def _fetch(leg: Leg, source: Source, fallback: str) -> list[Element]:
    if source.twiml:
        return twiml.parse(source.twiml)
    phones = (leg.call.phone,)
    params = leg.params() | source.params
    answer = await webhooks.request(leg.carrier, source.url, params, method=source.method, phones=phones)
    try:
        return twiml.read(answer)
    except twiml.TwimlError as broken:
        if not fallback:
            raise
        params |= {"ErrorCode": str(broken.code), "ErrorUrl": source.url}
        return twiml.read(await webhooks.request(leg.carrier, fallback, params, phones=phones))


async def _step(leg: Leg, step: Element, base: str) -> Source | None:
    do = VERBS.get(step.tag)
    if do is None:
        leg.note(12200, f"Schema validation warning: the simulator knows no <{step.tag}>")
        return None
    return await do(leg, step, base)


async def say(leg: Leg, step: Element, base: str = "") -> None:
    """Speaks; takes as long as a voice would."""
    words = " ".join("".join(step.itertext()).split())
    if not words or len(words) > LONGEST_SAY:
        return leg.note(13520, "Say: the text is empty or longer than 4096 characters")
    for _ in range(_loops(step)):
        leg.hear("say", words, seconds=len(words) / LETTERS_A_SECOND)
        await _lasts(leg, len(words) / LETTERS_A_SECOND)
    return None


async def play(leg: Leg, step: Element, base: str) -> None:
    """Fetches the audio and plays it; what was heard can be told by its SHA-256."""
    url = urljoin(base, twiml.text(step))
    found = await webhooks.download(leg.carrier, url)
    if found is None:
        return leg.note(11200, "HTTP retrieval failure: the audio of a <Play> could not be fetched")
    kind, data = found
    if not kind.startswith("audio/"):
        return leg.note(12300, f"Invalid Content-Type: a <Play> got {kind}")
    sha = hashlib.sha256(data).hexdigest()
    leg.carrier.audio[sha] = (kind, data)
    for _ in range(_loops(step)):
        leg.hear("play", url=url, sha256=sha, seconds=_seconds(data))
        await _lasts(leg, _seconds(data))
    return None


async def pause(leg: Leg, step: Element, base: str = "") -> None:
    """Lets time pass."""
    length = twiml.number(step, "length", 1)
    leg.hear("pause", seconds=length)
    await _lasts(leg, length)


def _loops(step: Element) -> int:
    return min(100, int(twiml.number(step, "loop", 1)) or 100)


def _seconds(data: bytes) -> float:
    try:
        return audio.seconds_of(data)
    except ValueError:
        return 1.0  # MP3 and others are played, but not measured


async def _lasts(leg: Leg, seconds: float) -> None:
    if not (leg.barge and leg.inputs):
        await leg.until(lambda: leg.barge and leg.inputs, seconds)


async def _redirect(leg: Leg, step: Element, base: str) -> Source:
    return Source(urljoin(base, twiml.text(step)), step.get("method", "POST"))


async def _hangup(leg: Leg, step: Element, base: str) -> None:
    leg.hang_up()
    raise HungUp


async def _reject(leg: Leg, step: Element, base: str) -> None:
    leg.hang_up("busy" if step.get("reason") == "busy" else "no-answer")
    raise HungUp


async def _gather(leg: Leg, step: Element, base: str) -> Source | None:
    leg.barge = True
    try:
        for child in step:
            if child.tag in PROMPTS and not leg.inputs:
                await PROMPTS[child.tag](leg, child, base)
    finally:
        leg.barge = False
    return await verbs.gather(leg, step, base)


PROMPTS: dict[str, Callable[[Leg, Element, str], Awaitable[None]]] = {"Say": say, "Play": play, "Pause": pause}
VERBS: dict[str, Verb] = {
    **PROMPTS, "Gather": _gather, "Record": verbs.record, "Dial": verbs.dial, "Redirect": _redirect,
    "Hangup": _hangup, "Reject": _reject,
}  # fmt: skip
