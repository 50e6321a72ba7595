"""OutgoingCallerIds: the carrier calls a phone, asks for a code, and lets calls show the phone from then on."""

import secrets
from typing import Any

from aiohttp import web

from web.simulator.carrier import Carrier
from web.simulator.legs import HungUp, Leg, Moved
from web.simulator.records import Call, CallerId
from web.simulator.rest.errors import RestError
from web.simulator.rest.numbers import national
from web.simulator.rest.shared import authenticate, carrier_of, form_of, page, rfc2822, root, valid_number

CALLS_FROM = "+14155550009"  # the carrier's own phone
DIGITS = 6
PATIENCE = 10.0  # seconds between two keys
ASKS = "Please enter the verification code that you see on your screen."
GOOD, BAD = "Thank you. Your phone number is verified.", "That code is not right. Goodbye."


async def post(request: web.Request) -> web.Response:
    """Begins a validation; the answer has the code that the call asks for."""
    authenticate(request)
    carrier, form = carrier_of(request), await form_of(request)
    phone = form.get("PhoneNumber", "")
    if not valid_number(phone):
        raise RestError(21421)
    if phone in carrier.caller_ids or carrier.owned(phone) is not None:
        raise RestError(21450, phone)
    code, name = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", form.get("FriendlyName") or national(phone)
    carrier.phone(phone)
    leg = Leg(carrier, Call(CALLS_FROM, phone, "outbound-api", phone))
    carrier.spawn(_ask(leg, code, name))
    return web.json_response(
        {
            "account_sid": carrier.config.account_sid, "call_sid": leg.call.sid, "friendly_name": name,
            "phone_number": phone, "validation_code": code,
        }
    )  # fmt: skip


async def index(request: web.Request) -> web.Response:
    """Verified phones, by PhoneNumber and FriendlyName."""
    authenticate(request)
    carrier, query = carrier_of(request), request.query
    found = [
        one for one in carrier.caller_ids.values()
        if query.get("PhoneNumber", one.phone_number) == one.phone_number
        and query.get("FriendlyName", one.friendly_name) == one.friendly_name
    ]  # fmt: skip
    return page(request, "outgoing_caller_ids", [resource(carrier, one) for one in found])


async def delete(request: web.Request) -> web.Response:
    """Forgets a verified phone."""
    authenticate(request)
    carrier, sid = carrier_of(request), request.match_info["sid"]
    found = next((one for one in carrier.caller_ids.values() if one.sid == sid), None)
    if found is None:
        raise RestError(20404, request.path)
    del carrier.caller_ids[found.phone_number]
    return web.Response(status=204)


def resource(carrier: Carrier, one: CallerId) -> dict[str, Any]:
    """A verified phone as the carrier's interface describes it."""
    return {
        "sid": one.sid, "account_sid": carrier.config.account_sid, "friendly_name": one.friendly_name,
        "phone_number": one.phone_number, "date_created": rfc2822(one.created), "date_updated": rfc2822(one.updated),
        "uri": f"{root(carrier)}/OutgoingCallerIds/{one.sid}.json",
    }  # fmt: skip


async def _ask(leg: Leg, code: str, name: str) -> None:
    try:
        status = await _called(leg, code, name)
    except (HungUp, Moved):
        status = "completed" if leg.call.started else "canceled"
    await leg.status(status)


async def _called(leg: Leg, code: str, name: str) -> str:
    await leg.status("ringing")
    outcome = await leg.ring(PATIENCE * DIGITS)
    if outcome != "answer":
        return "busy" if outcome in ("busy", "reject") else "no-answer"
    await leg.status("in-progress")
    leg.hear("say", ASKS)
    if await _typed(leg) == code:
        leg.carrier.caller_ids[leg.call.phone] = CallerId(leg.call.phone, name)
        leg.hear("say", GOOD)
    else:
        leg.hear("say", BAD)
    return "completed"


async def _typed(leg: Leg) -> str:
    digits = ""
    while len(digits) < DIGITS:
        got = await leg.listen("gather dtmf", PATIENCE)
        if got.kind != "digit":
            break
        leg.hear("digits", got.value)
        digits += got.value
    return digits
