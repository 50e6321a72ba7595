"""Whether a webhook is the carrier's: base64(HMAC-SHA1(token, public address + every sent name and value, sorted)).

The address is built from PUBLIC_URL, never from the request: behind a proxy, scheme and host differ. A JSON body is
signed by its hash in the address; what has neither form nor hash is refused. While the carrier goes over to another
token, the one before is believed too, as long as OLDER_TWILIO_AUTH_TOKENS names it.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, request
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from web.context import application

P = ParamSpec("P")
FORM = "application/x-www-form-urlencoded"
BODY_HASH = "bodySHA256"
LONGEST_ID = 40
LONGEST_PHONE = 20
"""E.164 has 16 characters; a caller may also be `anonymous` or a SIP address, which is cut."""


def signed(view: Callable[P, Response]) -> Callable[P, Response]:
    """Answers 403, and runs nothing of the view, where the signature is missing or wrong."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Response:
        return view(*args, **kwargs) if is_signed() else Response("The signature is missing or wrong.\n", 403)

    return checked


def is_signed() -> bool:
    """Whether the current request carries the carrier's signature over all that it says."""
    app, claimed = application(), request.headers.get("X-Twilio-Signature", "")
    if not app.carrier_token or not claimed:
        return False
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    url = f"{app.public_url}{request.path}{query}"
    body, tokens = _signed_body(), (app.carrier_token, *app.older_tokens)
    return body is not None and any(RequestValidator(token).validate(url, body, claimed) for token in tokens)


def form() -> dict[str, str]:
    """What the carrier sent, without NUL and the other characters that neither PostgreSQL nor XML takes."""
    return {_clean(name): _clean(value) for name, value in request.form.items()}


def carrier_id(sent: dict[str, str], name: str) -> str:
    """One of the carrier's ids (34 characters); empty for what cannot be one."""
    found = sent.get(name, "")
    return found if len(found) <= LONGEST_ID else ""


def number(sent: dict[str, str], name: str) -> int:
    """A count that the carrier sent; 0 for what is none."""
    found = sent.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 7 else 0


def _signed_body() -> MultiDict[str, str] | str | None:
    if BODY_HASH in request.args:
        return request.get_data(as_text=True)
    if request.mimetype == FORM or not request.get_data(cache=True):
        return request.form
    return None


def _clean(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or (char >= " " and not 0xD800 <= ord(char) <= 0xDFFF))
