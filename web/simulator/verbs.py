"""The verbs that wait for somebody: Gather, Record and Dial."""

from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from web.simulator import audio, recording, twiml
from web.simulator.legs import RING, HungUp, Leg, Source
from web.simulator.records import Call

DIAL_STATUS = {"busy": "busy", "reject": "busy", "no-answer": "no-answer", "failed": "failed"}


async def gather(leg: Leg, step: Element, base: str) -> Source | None:
    """Collects digits or speech; goes to `action` with them, on to the next verb without."""
    kinds = step.get("input", "dtmf").split()
    digits, speech = await _collect(leg, step, kinds)
    if not digits and not speech and step.get("actionOnEmptyResult") != "true":
        return None
    params = {"SpeechResult": speech, "Confidence": "0.9"} if speech else {"Digits": digits}
    return _action(step, base, params)


async def _collect(leg: Leg, step: Element, kinds: list[str]) -> tuple[str, str]:
    finish, wanted = step.get("finishOnKey", "#"), int(twiml.number(step, "numDigits", 0))
    digits = ""
    while not wanted or len(digits) < wanted:
        given = await leg.listen("gather " + " ".join(kinds), twiml.number(step, "timeout", 5))
        if given.kind == "silence" or (given.kind == "digit" and given.value == finish):
            break
        if given.kind == "digit" and "dtmf" in kinds:
            digits += given.value
            leg.hear("digits", given.value)
        elif given.kind == "speech" and "speech" in kinds:
            leg.hear("speech", given.value)
            return "", given.value
    return digits, ""


def _action(step: Element, base: str, params: dict[str, str]) -> Source:
    return Source(urljoin(base, step.get("action", "")), step.get("method", "POST"), params=params)


async def record(leg: Leg, step: Element, base: str) -> Source | None:
    """Records the phone; without a sound it goes on to the next verb, with one it goes to `action`."""
    if step.get("playBeep", "true") == "true":
        leg.hear("beep")
    longest = twiml.number(step, "maxLength", 3600)
    parts, ended_by = await _take(leg, step, longest)
    if not parts:
        return None
    made = recording.keep(leg, audio.cut(audio.joined(parts), longest), _callback(step, base))
    params = recording.params(leg.carrier, made) | ({"Digits": ended_by} if ended_by else {})
    source = _action(step, base, params)
    if leg.ending:  # the action is told about the recording even though the caller has gone
        leg.call.status = "completed"
        await recording.tell(leg, source)
        raise HungUp
    return source


def _callback(step: Element, base: str) -> str:
    url = step.get("recordingStatusCallback", "")
    return urljoin(base, url) if url else ""


async def _take(leg: Leg, step: Element, longest: float) -> tuple[list[bytes], str]:
    parts: list[bytes] = []
    finish, silence = step.get("finishOnKey", "1234567890*#"), twiml.number(step, "timeout", 5)
    try:
        while sum(map(audio.seconds_of, parts)) < longest:
            given = await leg.listen("record", silence)
            if given.kind == "recording":
                parts.append(given.wav)
                leg.hear("recording", seconds=audio.seconds_of(given.wav))
            elif given.kind == "silence":
                return parts, ""
            elif given.kind == "digit" and given.value in finish:
                return parts, given.value
    except HungUp:
        return parts, "hangup"
    leg.inputs.clear()  # what should have ended the recording came too late
    return parts, ""


async def dial(leg: Leg, step: Element, base: str) -> Source | None:
    """Rings another phone and connects the two until one of them hangs up; then goes to `action`, if there is one."""
    child = _child(leg, step, base)
    if child is None:
        status = "failed"
    else:
        status = await _connect(leg, child, twiml.number(step, "timeout", 30))
    if "action" not in step.attrib:
        return None
    told = {"DialCallStatus": status}
    if child is not None:
        told |= {"DialCallSid": child.call.sid, "DialCallDuration": str(child.call.duration)}
    return _action(step, base, told)


def _child(leg: Leg, step: Element, base: str) -> Leg | None:
    target = next((item for item in step if item.tag == "Number"), step)
    caller, number = step.get("callerId") or leg.call.from_, twiml.text(target)
    if leg.carrier.owned(caller) is None and caller != leg.call.from_:
        leg.note(13214, "Dial: invalid callerId, neither the account's nor the caller's")
        return None
    if not number.startswith("+"):
        leg.note(13224, "Dial: invalid phone number, or none to dial")
        return None
    call = Call(caller, number, "outbound-dial", number, parent_sid=leg.call.sid)
    call.callback = urljoin(base, target.get("statusCallback", "")) if target.get("statusCallback") else ""
    call.callback_events = target.get("statusCallbackEvent", "completed").split()
    return Leg(leg.carrier, call)


async def _connect(leg: Leg, child: Leg, seconds: float) -> str:
    await child.status("ringing", "ringing")
    ringing = leg.carrier.spawn(child.ring(RING if seconds <= 0 else seconds))
    ringing.add_done_callback(lambda _: leg.wake())
    child.peer = leg
    try:
        await leg.until(ringing.done, None)
        if ringing.exception() is not None:  # hung up while it rang
            return await _missed(child, "no-answer")
        if ringing.result() not in ("answer", "voicemail"):
            return await _missed(child, DIAL_STATUS[ringing.result()])
        await _bridge(leg, child, voicemail=ringing.result() == "voicemail")
        return "completed"
    finally:
        ringing.cancel()
        if not child.call.over:
            await child.status("completed" if child.call.started else "canceled", "completed")


async def _missed(child: Leg, status: str) -> str:
    await child.status(status, "completed")
    return status


async def _bridge(leg: Leg, child: Leg, *, voicemail: bool) -> None:
    child.call.voicemail, leg.peer = voicemail, child
    await child.status("in-progress", "answered")
    if leg.call.status == "ringing":
        await leg.status("in-progress")
    for side, other in ((leg, child), (child, leg)):
        side.hear("bridge", f"connected with {other.call.phone}")
        side.waiting("bridge")
    try:
        if voicemail:  # a machine takes it, for as long as a greeting lasts
            await leg.until(lambda: child.ending, 5)
            return
        while not child.ending:
            await leg.until(lambda: child.ending or leg.inputs or child.inputs, None)
            _pass_on(leg, child)
    finally:
        leg.peer, leg.call.waiting, child.call.waiting = None, "", ""


def _pass_on(leg: Leg, child: Leg) -> None:
    for side, other in ((leg, child), (child, leg)):
        while side.inputs:
            given = side.inputs.popleft()
            if given.kind != "silence":
                side.hear(given.kind, given.value)
                other.hear("voice", given.value)
