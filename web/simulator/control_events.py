"""Waiting for what happens: /sim/wait for a condition, /sim/events for everything."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from web.simulator.carrier import Carrier, Event
from web.simulator.rest.shared import carrier_of


async def wait(request: web.Request) -> web.Response:
    """The events after `after` that fit `type`, `phone`, `sid`, `status`, `direction`, `contains`; waits for `count`.

    Answers as soon as there are `count` (1) of them, or after `timeout` (5) real seconds with what there is.
    """
    carrier, query = carrier_of(request), request.query
    wanted, fits = int(query.get("count", "1")), _filter(request)

    found: list[Event] = []
    seen = int(query.get("after", "0"))

    def enough() -> bool:
        nonlocal seen
        for event in carrier.after(seen):
            seen = event.seq
            found.extend([event] if fits(event) else [])
        return len(found) >= wanted

    done = await carrier.wait_for(enough, float(query.get("timeout", "5")))
    return web.json_response({"found": done, "seq": carrier.last_seq, "events": [event_view(event) for event in found]})


def _filter(request: web.Request) -> Callable[[Event], bool]:
    query = request.query
    words = query.get("contains", "").lower()

    def fits(event: Event) -> bool:
        return (
            query.get("type", event.kind) == event.kind
            and ("phone" not in query or query["phone"] in event.phones)
            and all(query.get(name, event.data.get(name)) == event.data.get(name) for name in ("sid", "status"))
            and query.get("direction", "") in event.data.get("direction", "")
            and (not words or words in json.dumps(event.data, ensure_ascii=False).lower())
        )

    return fits


def event_view(event: Event) -> dict[str, Any]:
    """An event as JSON carries it."""
    return {"seq": event.seq, "type": event.kind, "phones": event.phones, "at": event.at.isoformat(), **event.data}


async def events(request: web.Request) -> web.StreamResponse:
    """All events from now (or from `after`) on, as server-sent events."""
    carrier = carrier_of(request)
    seq = int(request.query.get("after", request.headers.get("Last-Event-ID", carrier.last_seq)))
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    with contextlib.suppress(ConnectionResetError):  # whoever listened has gone
        await _stream(carrier, stream, seq)
    return stream


async def _stream(carrier: Carrier, stream: web.StreamResponse, seq: int) -> None:
    while True:
        for event in carrier.after(seq):
            seq = event.seq
            line = json.dumps(event_view(event), ensure_ascii=False)
            await stream.write(f"id: {seq}\ndata: {line}\n\n".encode())
        since = seq
        if not await carrier.wait_for(lambda since=since: carrier.last_seq > since, 15):  # type: ignore[misc]
            await stream.write(b": still here\n\n")


def routes() -> list[web.RouteDef]:
    """The control interface's paths for events."""
    return [web.get("/sim/wait", wait), web.get("/sim/events", events)]
