"""Recordings: list, fetch, the sound itself, delete."""

from typing import Any

from aiohttp import web

from web.simulator.carrier import Carrier
from web.simulator.records import Recording
from web.simulator.rest.errors import RestError
from web.simulator.rest.shared import VERSION, authenticate, carrier_of, in_span, page, rfc2822, root


async def fetch(request: web.Request) -> web.Response:
    """One recording's facts."""
    authenticate(request)
    return web.json_response(resource(carrier_of(request), _find(request)))


async def media(request: web.Request) -> web.Response:
    """The sound as WAV; 404 until the file has caught up, and for MP3, which the simulator does not make."""
    authenticate(request)
    found = _find(request)
    if not found.wav:
        raise RestError(20404, request.path)
    return web.Response(body=found.wav, content_type="audio/x-wav")


async def delete(request: web.Request) -> web.Response:
    """Forgets one recording."""
    authenticate(request)
    del carrier_of(request).recordings[_find(request).sid]
    return web.Response(status=204)


async def index(request: web.Request) -> web.Response:
    """Recordings, newest first, by CallSid and DateCreated."""
    authenticate(request)
    carrier = carrier_of(request)
    wanted = request.match_info.get("call") or request.query.get("CallSid")
    found = [
        item for item in carrier.recordings.values()
        if wanted in (None, item.call_sid) and in_span(request, "DateCreated", item.created)
    ]  # fmt: skip
    return page(request, "recordings", [resource(carrier, item) for item in reversed(found)])


def _find(request: web.Request) -> Recording:
    found = carrier_of(request).recordings.get(request.match_info["sid"])
    if found is None:
        raise RestError(20404, request.path)
    return found


def resource(carrier: Carrier, item: Recording) -> dict[str, Any]:
    """A recording as the carrier's interface describes it."""
    path = f"{root(carrier)}/Recordings/{item.sid}"
    return {
        "account_sid": carrier.config.account_sid, "api_version": VERSION, "call_sid": item.call_sid, "channels": 1,
        "conference_sid": None, "date_created": rfc2822(item.created), "date_updated": rfc2822(item.updated),
        "duration": str(round(item.seconds)), "encryption_details": None, "error_code": None,
        "media_url": carrier.url + path, "price": None, "price_unit": "USD", "sid": item.sid, "source": "RecordVerb",
        "start_time": rfc2822(item.created), "status": item.status,
        "subresource_uris": {"add_on_results": f"{path}/AddOnResults.json"}, "uri": f"{path}.json",
    }  # fmt: skip
