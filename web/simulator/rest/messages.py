"""Messages: create, fetch, list, cancel, delete."""

from typing import Any

from aiohttp import web
from multidict import MultiMapping

from web.simulator import callbacks
from web.simulator.carrier import Carrier
from web.simulator.records import FINAL_MESSAGE, Message
from web.simulator.rest.creating import create
from web.simulator.rest.errors import RestError
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
from web.simulator.segments import segments

LONGEST = 1600  # characters in a body


async def post(request: web.Request) -> web.StreamResponse:
    """Sends a message."""
    authenticate(request)
    carrier = carrier_of(request)

    async def accept(form: MultiMapping[str]) -> dict[str, Any]:
        message = accepted(carrier, form)
        carrier.keep(message)
        shown = resource(carrier, message)
        if carrier.misbehaviour.take("early-callbacks", numbers=(message.to, message.from_)):
            await callbacks.report(carrier, message, "sent")
        carrier.spawn(callbacks.walk(carrier, message))
        return shown

    return await create(request, "message", accept)


def accepted(carrier: Carrier, form: MultiMapping[str]) -> Message:
    """The message a form asks for; raises RestError with the code the carrier would give."""
    to, from_, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
    if not to:
        raise RestError(21604)
    if not valid_number(to):
        raise RestError(21211, to)
    if not from_:
        raise RestError(21603)
    if carrier.owned(from_) is None:
        raise RestError(21659 if valid_number(from_) else 21606, from_)
    if not body and not form.get("MediaUrl"):
        raise RestError(21602)
    if len(body) > LONGEST:
        raise RestError(21617)
    _check_permission(carrier, form, to, from_)
    carrier.phone(to)
    media = form.getall("MediaUrl", [])
    callback = form.get("StatusCallback", "")
    return Message(from_, to, body, "outbound-api", "queued", segments(body), status_callback=callback, media=media)


def _check_permission(carrier: Carrier, form: MultiMapping[str], to: str, from_: str) -> None:
    callback = form.get("StatusCallback", "")
    if callback and not valid_url(callback):
        raise RestError(21609, callback)
    if (from_, to) in carrier.opted_out:
        raise RestError(21610)
    if carrier.owned(to) is not None and to == from_:
        raise RestError(21612)


async def fetch(request: web.Request) -> web.Response:
    """One message."""
    authenticate(request)
    return web.json_response(resource(carrier_of(request), _find(request)))


async def update(request: web.Request) -> web.Response:
    """Cancels a message that is still queued, or blanks its body."""
    authenticate(request)
    message, form = _find(request), await form_of(request)
    if form.get("Status") == "canceled" and message.status not in FINAL_MESSAGE:
        callbacks.move(carrier_of(request), message, "canceled")
    if "Body" in form:
        message.body = form["Body"]
    return web.json_response(resource(carrier_of(request), message))


async def delete(request: web.Request) -> web.Response:
    """Forgets one message."""
    authenticate(request)
    message = _find(request)
    carrier = carrier_of(request)
    del carrier.messages[message.sid]
    for number in {message.from_, message.to}:
        carrier.threads[number].remove(message)
    return web.Response(status=204)


async def index(request: web.Request) -> web.Response:
    """Messages, newest first, by To, From and DateSent."""
    authenticate(request)
    carrier, to, from_ = carrier_of(request), request.query.get("To"), request.query.get("From")
    source = carrier.threads.get(to or from_ or "", []) if to or from_ else carrier.messages.values()
    found = [
        message for message in source
        if to in (None, message.to) and from_ in (None, message.from_)
        and in_span(request, "DateSent", message.sent or message.created)
    ]  # fmt: skip
    return page(request, "messages", [resource(carrier, message) for message in reversed(found)])


def _find(request: web.Request) -> Message:
    message = carrier_of(request).messages.get(request.match_info["sid"])
    if message is None:
        raise RestError(20404, request.path)
    return message


def resource(carrier: Carrier, message: Message) -> dict[str, Any]:
    """A message as the carrier's interface describes it."""
    uri = f"{root(carrier)}/Messages/{message.sid}"
    return {
        "account_sid": carrier.config.account_sid,
        "api_version": VERSION,
        "body": message.body,
        "date_created": rfc2822(message.created),
        "date_sent": rfc2822(message.sent),
        "date_updated": rfc2822(message.updated),
        "direction": message.direction,
        "error_code": message.error_code,
        "error_message": message.error_message,
        "from": message.from_,
        "messaging_service_sid": None,
        "num_media": str(len(message.media)),
        "num_segments": str(message.segments),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }
