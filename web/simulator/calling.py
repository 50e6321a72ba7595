"""Placing calls: from a phone to the number, and from the product to a phone."""

from dataclasses import dataclass

from web.simulator import webhooks
from web.simulator.carrier import Carrier
from web.simulator.interpreter import converse
from web.simulator.legs import HungUp, Leg, Moved, Source
from web.simulator.records import Call, Number

MACHINE = {"Enable": "machine_start", "DetectMessageEnd": "machine_end_beep"}
MISSED = {"reject": "busy", "busy": "busy", "no-answer": "no-answer", "failed": "failed"}


@dataclass(frozen=True)
class Plan:
    """What the product asked for with an outbound call."""

    source: Source
    fallback: str = ""
    timeout: float = 60.0
    machine_detection: str = ""
    async_amd: bool = False
    async_amd_callback: str = ""


def from_phone(carrier: Carrier, phone: str, number: Number) -> Leg:
    """A phone calls one of the account's numbers."""
    call = Call(phone, number.phone_number, "inbound", phone, status="ringing")
    call.callback = number.urls.get("status_callback", "")
    carrier.phone(phone)
    leg = Leg(carrier, call)
    carrier.spawn(_inbound(leg, number))
    return leg


async def _inbound(leg: Leg, number: Number) -> None:
    url = number.urls.get("voice_url", "")
    source = Source(url, number.urls.get("voice_method", "POST")) if url else None
    status = await converse(leg, source, number.urls.get("voice_fallback_url", ""))
    await leg.status(_ended(leg, status), "completed")


def to_phone(carrier: Carrier, call: Call, plan: Plan) -> Leg:
    """The product calls a phone."""
    carrier.phone(call.phone)
    leg = Leg(carrier, call)
    carrier.spawn(_outbound(leg, plan))
    return leg


async def _outbound(leg: Leg, plan: Plan) -> None:
    try:
        status = await _rung(leg, plan)
    except HungUp:
        status = "canceled" if leg.ending in ("completed", "canceled") else leg.ending
    except Moved:
        status = "failed"
    if not status:
        status = _ended(leg, await converse(leg, plan.source, plan.fallback))
    await leg.status(status, "completed")


async def _rung(leg: Leg, plan: Plan) -> str:
    """Rings until somebody answers (returns nothing) or nobody does (returns the final status)."""
    await leg.status("queued", "initiated")
    await leg.status("ringing", "ringing")
    outcome = await leg.ring(plan.timeout)
    if outcome in MISSED:
        return MISSED[outcome]
    leg.call.voicemail = outcome == "voicemail"
    await leg.status("in-progress", "answered")
    await _detect(leg, plan)
    return ""


async def _detect(leg: Leg, plan: Plan) -> None:
    if not plan.machine_detection:
        return
    found = MACHINE.get(plan.machine_detection, "machine_start") if leg.call.voicemail else "human"
    if not plan.async_amd:
        await leg.carrier.sleep(1.0)
        leg.call.answered_by = found
    elif plan.async_amd_callback:
        leg.carrier.spawn(_detected_later(leg, found, plan.async_amd_callback))


async def _detected_later(leg: Leg, found: str, url: str) -> None:
    await leg.carrier.sleep(2.0)
    leg.call.answered_by = found
    params = {
        "CallSid": leg.call.sid, "AccountSid": leg.carrier.config.account_sid, "AnsweredBy": found,
        "MachineDetectionDuration": "2000",
    }  # fmt: skip
    await webhooks.request(leg.carrier, url, params, phones=(leg.call.phone,))


def _ended(leg: Leg, status: str) -> str:
    """A call that was answered is `completed`, whatever the word it was ended with."""
    return "completed" if leg.call.started else "canceled" if status == "completed" else status
