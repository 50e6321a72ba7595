"""One guarded way through every create: misbehaviour before and after, the ledger in between."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from web.simulator.misbehaviour import Rule
from web.simulator.rest.errors import RestError
from web.simulator.rest.shared import carrier_of, form_of

Accept = Callable[[MultiMapping[str]], Awaitable[dict[str, Any]]]


async def create(request: web.Request, kind: str, accept: Accept) -> web.StreamResponse:
    """Runs `accept` on the posted form between the rules that apply; answers 201 with what it returns."""
    form = await form_of(request)
    carrier, numbers = carrier_of(request), (form.get("To", ""), form.get("From", ""))
    facts = {"to": numbers[0], "from": numbers[1], "body": form.get("Body", "")}
    before = carrier.misbehaviour.take(
        "429", "500-before", "timeout-before", "closed-before", "error", on=kind + "s", numbers=numbers
    )
    if before is not None:
        carrier.enter(kind, before.kind, **facts)
        return await _refuse(request, before)
    try:
        made = await accept(form)
    except RestError as refusal:
        carrier.enter(kind, "refused", code=refusal.code, **facts)
        raise
    carrier.enter(kind, "accepted", sid=made["sid"], segments=made.get("num_segments"),
                  status_callback=form.get("StatusCallback", ""), url=form.get("Url", ""), **facts)  # fmt: skip
    after = carrier.misbehaviour.take("500-after", "timeout-after", "closed-after", on=kind + "s", numbers=numbers)
    return await _refuse(request, after) if after else web.json_response(made, status=201)


async def _refuse(request: web.Request, rule: Rule) -> web.StreamResponse:
    if rule.kind.startswith("timeout"):
        await asyncio.sleep(rule.delay)
    if rule.kind.startswith(("closed", "timeout")):
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    raise RestError(rule.code if rule.kind == "error" else 20429 if rule.kind == "429" else 20500)
