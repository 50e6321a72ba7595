"""Calls: create, fetch, list, redirect, hang up."""

from typing import Any

from aiohttp import web
from multidict import MultiMapping

from web.simulator.calling import Plan, to_phone
from web.simulator.carrier import Carrier
from web.simulator.legs import Source
from web.simulator.records import Call
from web.simulator.rest.creating import create
from web.simulator.rest.errors import RestError
from web.simulator.rest.numbers import national
from web.simulator.rest.shared import (
    VERSION,
    authenticate,
    carrier_of,
    form_of,
    in_span,
    page,
    rfc2822,
    root,
    valid_number,
    valid_url,
)

LONGEST_TWIML = 4000  # characters


async def post(request: web.Request) -> web.StreamResponse:
    """Places a call."""
    authenticate(request)
    carrier = carrier_of(request)

    async def accept(form: MultiMapping[str]) -> dict[str, Any]:
        call, plan = accepted(carrier, form)
        shown = resource(carrier, call)
        to_phone(carrier, call, plan)
        return shown

    return await create(request, "call", accept)


def accepted(carrier: Carrier, form: MultiMapping[str]) -> tuple[Call, Plan]:
    """The call a form asks for; raises RestError with the code the carrier would give."""
    to, from_ = form.get("To", ""), form.get("From", "")
    if not to:
        raise RestError(21201)
    if not valid_number(to):
        raise RestError(21211, to)
    if carrier.owned(from_) is None and from_ not in carrier.caller_ids:
        raise RestError(21210 if valid_number(from_) else 21212, from_)
    call = Call(from_, to, "outbound-api", to, callback=form.get("StatusCallback", ""))
    named = " ".join(form.getall("StatusCallbackEvent", [])).split()
    call.callback_events = named or call.callback_events
    return call, Plan(
        source=_source(form),
        fallback=form.get("FallbackUrl", ""),
        timeout=_seconds(form),
        machine_detection=form.get("MachineDetection", ""),
        async_amd=form.get("AsyncAmd", "false") == "true",
        async_amd_callback=form.get("AsyncAmdStatusCallback", ""),
    )


def _source(form: MultiMapping[str]) -> Source:
    twiml, url = form.get("Twiml", ""), form.get("Url", "")
    if twiml and len(twiml) <= LONGEST_TWIML:
        return Source(twiml=twiml)
    if not valid_url(url):
        raise RestError(21205)
    return Source(url, form.get("Method", "POST"))


def _seconds(form: MultiMapping[str]) -> float:
    try:
        return min(600.0, max(1.0, float(form.get("Timeout", "60"))))
    except ValueError as wrong:
        raise RestError(20422, "Timeout") from wrong


async def fetch(request: web.Request) -> web.Response:
    """One call."""
    authenticate(request)
    return web.json_response(resource(carrier_of(request), _find(request)))


async def update(request: web.Request) -> web.Response:
    """Hangs up (Status completed or canceled) or points the live call at another document (Url or Twiml)."""
    authenticate(request)
    carrier, call, form = carrier_of(request), _find(request), await form_of(request)
    leg = carrier.legs.get(call.sid)
    if leg is None:
        raise RestError(21220)
    if status := form.get("Status"):
        leg.hang_up(status)
        await carrier.wait_for(lambda: call.over, 2)
    else:
        leg.move(_source(form))
    return web.json_response(resource(carrier, call))


async def index(request: web.Request) -> web.Response:
    """Calls, newest first, by To, From, Status, ParentCallSid and StartTime."""
    authenticate(request)
    carrier, query = carrier_of(request), request.query
    found = [
        call for call in carrier.calls.values()
        if query.get("To", call.to) == call.to and query.get("From", call.from_) == call.from_
        and query.get("Status", call.status) == call.status
        and query.get("ParentCallSid", call.parent_sid) == call.parent_sid
        and in_span(request, "StartTime", call.started or call.created)
    ]  # fmt: skip
    return page(request, "calls", [resource(carrier, call) for call in reversed(found)])


def _find(request: web.Request) -> Call:
    call = carrier_of(request).calls.get(request.match_info["sid"])
    if call is None:
        raise RestError(20404, request.path)
    return call


def resource(carrier: Carrier, call: Call) -> dict[str, Any]:
    """A call as the carrier's interface describes it."""
    uri = f"{root(carrier)}/Calls/{call.sid}"
    number = carrier.owned(call.to) or carrier.owned(call.from_)
    absent = ("price", "forwarded_from", "group_sid", "caller_name", "trunk_sid")
    return {
        **dict.fromkeys(absent),
        "account_sid": carrier.config.account_sid, "answered_by": call.answered_by, "api_version": VERSION,
        "date_created": rfc2822(call.created), "date_updated": rfc2822(call.updated), "direction": call.direction,
        "duration": str(call.duration) if call.over else None, "end_time": rfc2822(call.ended), "from": call.from_,
        "from_formatted": national(call.from_), "parent_call_sid": call.parent_sid,
        "phone_number_sid": number.sid if number else None, "price_unit": "USD", "queue_time": "0",
        "sid": call.sid, "start_time": rfc2822(call.started), "status": call.status,
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"}, "to": call.to,
        "to_formatted": national(call.to), "uri": f"{uri}.json",
    }  # fmt: skip
