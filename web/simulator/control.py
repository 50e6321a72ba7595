"""The JSON interface for tests and scripts, under /sim. docs/simulator.md lists it."""

import json
from typing import Any

from aiohttp import web

from web.simulator import texting
from web.simulator.carrier import Carrier, view
from web.simulator.misbehaviour import KINDS
from web.simulator.records import ANSWERING, Number, plain
from web.simulator.rest import numbers
from web.simulator.rest.shared import carrier_of, valid_number


class BadRequest(Exception):
    """A control request cannot be done; the text says why, and what would work."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


async def wishes(request: web.Request) -> dict[str, Any]:
    """The JSON object a request carries, empty without a body."""
    try:
        given = json.loads(await request.text() or "{}")
    except ValueError as wrong:
        raise BadRequest(f"This is no JSON: {wrong}") from wrong
    if not isinstance(given, dict):
        raise BadRequest('Send a JSON object, such as {"from": "+14155550101", "to": "+14155550100", "body": "Hi"}.')
    return given


def number_in(given: dict[str, Any], name: str) -> str:
    """A phone number out of a wish; raises BadRequest for anything else."""
    number = given.get(name)
    if not isinstance(number, str) or not valid_number(number):
        raise BadRequest(f"{name!r} should be a number such as +14155550101, not {number!r}.")
    return number


async def state(request: web.Request) -> web.Response:
    """Everything a page or a person wants to know first."""
    carrier = carrier_of(request)
    return web.json_response(
        {
            "url": carrier.url, "account_sid": carrier.config.account_sid, "seq": carrier.last_seq,
            "speed": carrier.speed, "manual_timeouts": carrier.manual_timeouts, "smtp_port": carrier.smtp_port,
            "numbers": [plain(item) for item in carrier.numbers.values()],
            "phones": [plain(item) for item in carrier.phones.values()],
            "misbehaviour": carrier.misbehaviour.plain(),
            "counts": {"messages": len(carrier.messages), "calls": len(carrier.calls), "ledger": len(carrier.ledger)},
        }
    )  # fmt: skip


async def settings(request: web.Request) -> web.Response:
    """Changes `speed` and `manual_timeouts` while running."""
    carrier, given = carrier_of(request), await wishes(request)
    speed = given.get("speed", carrier.speed)
    if not isinstance(speed, int | float) or speed <= 0:
        raise BadRequest("'speed' should be a number above 0: 1 is life, 100 is a hundred times faster.")
    carrier.speed = float(speed)
    carrier.manual_timeouts = bool(given.get("manual_timeouts", carrier.manual_timeouts))
    return web.json_response({"speed": carrier.speed, "manual_timeouts": carrier.manual_timeouts})


async def reset(request: web.Request) -> web.Response:
    """Forgets phones, texts, calls, emails, ledger and misbehaviour; `keep_numbers` keeps what the account owns."""
    carrier, given = carrier_of(request), await wishes(request)
    numbers_now = carrier.numbers
    carrier.clear()
    if given.get("keep_numbers", True):
        carrier.numbers = numbers_now
    carrier.publish("reset", (), {})
    return web.json_response({"ok": True})


async def phones(request: web.Request) -> web.Response:
    """All phones that have ever been used."""
    return web.json_response({"phones": [plain(item) for item in carrier_of(request).phones.values()]})


async def set_phone(request: web.Request) -> web.Response:
    """Adds a phone or changes it: `number`, `name`, `answers`, `shown`."""
    carrier, given = carrier_of(request), await wishes(request)
    number = number_in(given, "number")
    if given.get("answers", "ring") not in ANSWERING:
        raise BadRequest(f"'answers' should be one of: {', '.join(ANSWERING)}.")
    phone = carrier.phone(number)
    phone.name = str(given.get("name", phone.name))
    phone.answers = given.get("answers", phone.answers)
    phone.shown = bool(given.get("shown", phone.shown))
    carrier.publish("phone", (number,), plain(phone))
    return web.json_response(plain(phone))


async def set_number(request: web.Request) -> web.Response:
    """Turns a number's carrier-side STOP handling on or off: `number`, `opt_out`. Adds the number if it is new."""
    carrier, given = carrier_of(request), await wishes(request)
    wished = number_in(given, "number")
    number = carrier.owned(wished)
    if number is None:
        number = Number(wished)
        numbers.add(carrier, number)
    number.opt_out = bool(given.get("opt_out", number.opt_out))
    number.urls |= {key: str(given[key]) for key in numbers.URLS.values() if key in given}
    return web.json_response(plain(number))


async def messages(request: web.Request) -> web.Response:
    """Messages, oldest first: `phone`, `with` (the other side), `direction`, `status`, `after` (seq), `limit`."""
    return web.json_response({"messages": [view(item) for item in _messages(carrier_of(request), request)]})


def _messages(carrier: Carrier, request: web.Request) -> list[Any]:
    query = request.query
    source = carrier.threads.get(query["phone"], []) if "phone" in query else list(carrier.messages.values())
    found = [
        item for item in source
        if query.get("with", item.to) in (item.to, item.from_)
        and query.get("direction", "") in item.direction
        and query.get("status", item.status) == item.status
        and item.seq > int(query.get("after", "0"))
    ]  # fmt: skip
    return found[-int(query.get("limit", "500")) :]


async def text(request: web.Request) -> web.Response:
    """A phone texts: `from`, `to`, `body`, `media`. Answers with the webhook's answer and the replies it gave."""
    carrier, given = carrier_of(request), await wishes(request)
    sender, to, body = number_in(given, "from"), number_in(given, "to"), given.get("body", "")
    if not isinstance(body, str) or not (body or given.get("media")):
        raise BadRequest("'body' should be the words of the text, such as \"Hi\".")
    message, answer = await texting.send_from_phone(carrier, sender, to, body, given.get("media", []))
    replies = [view(item) for item in carrier.threads[sender] if item.reply_to == message.sid]
    return web.json_response(
        {
            "sid": message.sid, "message": view(message), "replies": replies,
            "webhook": {"status": answer.status, "body": answer.body, "error": answer.error},
        }
    )  # fmt: skip


async def ledger(request: web.Request) -> web.Response:
    """Every create: `kind` (message, call, number, reply), `outcome` (accepted, refused, or a misbehaviour), `to`."""
    query = request.query
    found = [
        entry for entry in carrier_of(request).ledger
        if all(entry.get(name) == query[name] for name in ("kind", "outcome", "to", "from", "sid") if name in query)
        and entry["n"] > int(query.get("after", "0"))
    ]  # fmt: skip
    return web.json_response({"ledger": found})


async def webhook_log(request: web.Request) -> web.Response:
    """The latest webhooks that were posted: `url` (part of it), `limit`."""
    query = request.query
    found = [item for item in carrier_of(request).webhooks if query.get("url", "") in item["url"]]
    return web.json_response({"webhooks": found[-int(query.get("limit", "100")) :]})


async def misbehave(request: web.Request) -> web.Response:
    """Adds a rule: `kind`, `times`, `number`, `on`, `code`, `delay`."""
    try:
        rule = carrier_of(request).misbehaviour.add(await wishes(request))
    except ValueError as wrong:
        raise BadRequest(str(wrong)) from wrong
    return web.json_response(plain(rule), status=201)


async def misbehaviour(request: web.Request) -> web.Response:
    """The rules in force, and the kinds there are."""
    return web.json_response({"rules": carrier_of(request).misbehaviour.plain(), "kinds": KINDS})


async def behave(request: web.Request) -> web.Response:
    """Drops all rules, or the one with `id`."""
    rules = carrier_of(request).misbehaviour
    only = request.query.get("id")
    rules.rules = [rule for rule in rules.rules if only is not None and str(rule.id) != only]
    return web.json_response({"rules": rules.plain()})


def routes() -> list[web.RouteDef]:
    """The control interface's paths for settings, phones, texts and oracles; calls have their own module."""
    return [
        web.get("/sim/state", state), web.post("/sim/settings", settings), web.post("/sim/reset", reset),
        web.get("/sim/phones", phones), web.post("/sim/phones", set_phone), web.post("/sim/numbers", set_number),
        web.get("/sim/messages", messages), web.post("/sim/messages", text),
        web.get("/sim/ledger", ledger), web.get("/sim/webhooks", webhook_log),
        web.get("/sim/misbehaviour", misbehaviour), web.post("/sim/misbehaviour", misbehave),
        web.delete("/sim/misbehaviour", behave),
    ]  # fmt: skip
