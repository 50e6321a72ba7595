"""The JSON interface for calls, under /sim/calls: dial, press, speak, record, answer, hang up, and what was heard."""

import base64
from typing import Any

from aiohttp import web

from web.simulator import audio, calling
from web.simulator.control import BadRequest, number_in, wishes
from web.simulator.legs import Input, Leg, view
from web.simulator.records import Call
from web.simulator.rest.shared import carrier_of

KEYS = "0123456789*#"
PATIENCE = 10.0  # real seconds a control call waits until the call listens, and until it has settled
DECISIONS = ("answer", "voicemail", "reject", "busy", "no-answer")


async def index(request: web.Request) -> web.Response:
    """Calls, oldest first: `phone`, `live` (1), `status`, `direction`."""
    query = request.query
    found = [
        view(call) for call in carrier_of(request).calls.values()
        if query.get("phone", call.phone) == call.phone and query.get("status", call.status) == call.status
        and query.get("direction", "") in call.direction and not ("live" in query and call.over)
    ]  # fmt: skip
    return web.json_response({"calls": found})


async def fetch(request: web.Request) -> web.Response:
    """One call with all that was heard in it."""
    return web.json_response(view(_call(request)))


async def dial(request: web.Request) -> web.Response:
    """A phone calls the number: `from`, `to`. Answers when the call listens, or is over."""
    carrier, given = carrier_of(request), await wishes(request)
    phone, number = number_in(given, "from"), carrier.owned(number_in(given, "to"))
    if number is None:
        raise BadRequest(f"Nobody owns {given['to']}; the account's numbers are in /sim/state.", 404)
    if any(leg.call.phone == phone for leg in carrier.legs.values()):
        raise BadRequest(f"{phone} is in a call already; hang up first.", 409)
    return await _settled(request, calling.from_phone(carrier, phone, number).call)


async def press(request: web.Request) -> web.Response:
    """Presses `digits` one after another, once the call listens."""
    digits = str((await wishes(request)).get("digits", ""))
    if not digits or set(digits) - set(KEYS):
        raise BadRequest("'digits' should be keys such as \"1234#\".")
    return await _do(request, *(Input("digit", digit) for digit in digits))


async def speak(request: web.Request) -> web.Response:
    """Says `text`, once the call listens."""
    text = str((await wishes(request)).get("text", "")).strip()
    if not text:
        raise BadRequest("'text' should be the words spoken, such as \"yes please\".")
    return await _do(request, Input("speech", text))


async def begin(request: web.Request) -> web.Response:
    """Somebody begins to speak, type or record (or with `speaking` false, stops): the call waits for it."""
    leg = _live(request)
    leg.speaking = bool((await wishes(request)).get("speaking", True))
    return web.json_response(view(leg.call))


async def silence(request: web.Request) -> web.Response:
    """Time passes and nothing comes: ends a Gather or a Record, or lets a phone ring out."""
    return await _do(request, Input("silence"))


async def record(request: web.Request) -> web.Response:
    """Records a `wav` (base64) or a tone of `seconds`; `finish` says how it ends: a key, "hangup", or "silence"."""
    given = await wishes(request)
    wav, finish = _sound(given), str(given.get("finish", "silence"))
    done = [Input("silence")] if finish == "silence" else [] if finish == "hangup" else [Input("digit", finish)]
    answer = await _do(request, Input("recording", wav=wav), *done)
    if finish == "hangup":
        return await hang_up(request)
    return answer


def _sound(given: dict[str, Any]) -> bytes:
    try:
        wav = base64.b64decode(given["wav"], validate=True) if "wav" in given else audio.tone(float(given["seconds"]))
        audio.seconds_of(wav)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadRequest(f"Give 'seconds' for a tone, or 'wav' as base64 of a PCM WAV. ({wrong})") from wrong
    return wav


async def decide(request: web.Request) -> web.Response:
    """A ringing phone answers, rejects, is busy, goes to voicemail or is let ring."""
    leg, decision = _live(request), request.match_info["decision"]
    if leg.call.status not in ("ringing", "queued") or leg.call.direction == "inbound":
        raise BadRequest("This phone is not ringing.", 409)
    leg.decide(decision)
    call = leg.call
    await carrier_of(request).wait_for(lambda: call.status not in ("ringing", "queued"), PATIENCE)
    return await _settled(request, call)


async def hang_up(request: web.Request) -> web.Response:
    """The phone hangs up."""
    call = _call(request)
    if leg := carrier_of(request).legs.get(call.sid):
        leg.hang_up()
    await carrier_of(request).wait_for(lambda: call.over, PATIENCE)
    return web.json_response(view(call))


async def _do(request: web.Request, *inputs: Input) -> web.Response:
    leg = _live(request)
    call = leg.call
    await carrier_of(request).wait_for(lambda: call.waiting or leg.barge or call.over, PATIENCE)
    _check_listening(leg, inputs[0])
    leg.put(*inputs)
    await carrier_of(request).wait_for(lambda: not leg.inputs or call.over, PATIENCE)
    return await _settled(request, call)


def _check_listening(leg: Leg, first: Input) -> None:
    if leg.call.over:
        raise BadRequest(f"The call is over ({leg.call.status}).", 409)
    if leg.call.waiting == "ring" and first.kind != "silence":
        raise BadRequest("The phone rings; answer it first.", 409)
    if not leg.call.waiting and not leg.barge:
        raise BadRequest("The call does not listen: it is still speaking, or waits for the product.", 409)


async def _settled(request: web.Request, call: Call) -> web.Response:
    """The call, once it listens again, waits for a bridge, or is over."""
    await carrier_of(request).wait_for(lambda: call.over or call.waiting or _dialling(request, call), PATIENCE)
    return web.json_response(view(call))


def _dialling(request: web.Request, call: Call) -> bool:
    legs = carrier_of(request).legs.values()
    return any(leg.call.parent_sid == call.sid and leg.call.waiting == "ring" for leg in legs)


def _call(request: web.Request) -> Call:
    found = carrier_of(request).calls.get(request.match_info["sid"])
    if found is None:
        raise BadRequest("There is no such call; /sim/calls lists them.", 404)
    return found


def _live(request: web.Request) -> Leg:
    call = _call(request)
    leg = carrier_of(request).legs.get(call.sid)
    if leg is None:
        raise BadRequest(f"The call is over ({call.status}).", 409)
    return leg


async def heard_audio(request: web.Request) -> web.Response:
    """The bytes of something played, by SHA-256."""
    found = carrier_of(request).audio.get(request.match_info["sha256"])
    if found is None:
        raise BadRequest("Nothing with that SHA-256 was played.", 404)
    return web.Response(body=found[1], content_type=found[0])


async def recording_audio(request: web.Request) -> web.Response:
    """The bytes of a recording, without the account's credentials."""
    found = carrier_of(request).recordings.get(request.match_info["sid"])
    if found is None or not found.wav:
        raise BadRequest("There is no such recording, or its file is not there yet.", 404)
    return web.Response(body=found.wav, content_type="audio/wav")


def routes() -> list[web.RouteDef]:
    """The control interface's paths for calls."""
    one = "/sim/calls/{sid}"
    return [
        web.get("/sim/calls", index), web.post("/sim/calls", dial), web.get(one, fetch),
        web.post(one + "/press", press), web.post(one + "/speak", speak), web.post(one + "/silence", silence),
        web.post(one + "/begin", begin), web.post(one + "/record", record), web.post(one + "/hangup", hang_up),
        web.post(one + "/{decision:" + "|".join(DECISIONS) + "}", decide),
        web.get("/sim/audio/{sha256}", heard_audio), web.get("/sim/recordings/{sid}", recording_audio),
    ]  # fmt: skip
