"""What every resource needs: the caller's identity, forms, dates, pages, phone numbers."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode, urlsplit

import phonenumbers
from aiohttp import web
from multidict import MultiMapping

from web.simulator.carrier import Carrier
from web.simulator.rest.errors import RestError

CARRIER = web.AppKey("carrier", Carrier)
VERSION = "2010-04-01"
MOST_PER_PAGE = 1000


def carrier_of(request: web.Request) -> Carrier:
    """The carrier this request is for."""
    return request.app[CARRIER]


def authenticate(request: web.Request) -> None:
    """Raises 20003 for other credentials, 20404 for somebody else's account."""
    config = carrier_of(request).config
    wanted = b64encode(f"{config.account_sid}:{config.auth_token}".encode()).decode()
    if not compare_digest(request.headers.get("Authorization", "").encode(), f"Basic {wanted}".encode()):
        raise RestError(20003)
    if request.match_info["account"] != config.account_sid:
        raise RestError(20404, request.path)


async def form_of(request: web.Request) -> MultiMapping[str]:
    """The posted form, as texts."""
    return await request.post()  # type: ignore[return-value]  # uploads are not part of this interface


def rfc2822(moment: datetime | None) -> str | None:
    """A moment as the 2010 API writes it, such as Thu, 24 Aug 2023 05:01:45 +0000."""
    return format_datetime(moment) if moment else None


def root(carrier: Carrier) -> str:
    """The path all resources of the account live under."""
    return f"/{VERSION}/Accounts/{carrier.config.account_sid}"


@lru_cache(maxsize=200_000)
def valid_number(text: str) -> bool:
    """Whether this is an E.164 number that could exist."""
    if not text.startswith("+"):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def valid_url(text: str) -> bool:
    """Whether the carrier would accept this as the address of a webhook."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def page(request: web.Request, name: str, items: Sequence[dict[str, Any]]) -> web.Response:
    """One page of a list, with the links to its neighbours."""
    size = min(MOST_PER_PAGE, max(1, _whole(request, "PageSize", 50)))
    at = max(0, _whole(request, "Page", 0))
    shown = items[at * size : (at + 1) * size]
    more = (at + 1) * size < len(items)
    return web.json_response(
        {
            name: list(shown),
            "page": at,
            "page_size": size,
            "start": at * size,
            "end": at * size + max(0, len(shown) - 1),
            "uri": _page_uri(request, at, size),
            "first_page_uri": _page_uri(request, 0, size),
            "next_page_uri": _page_uri(request, at + 1, size) if more else None,
            "previous_page_uri": _page_uri(request, at - 1, size) if at else None,
        }
    )


def _whole(request: web.Request, name: str, default: int) -> int:
    try:
        return int(request.query.get(name, default))
    except ValueError as wrong:
        raise RestError(20422, name) from wrong


def _page_uri(request: web.Request, at: int, size: int) -> str:
    kept = [(key, value) for key, value in request.query.items() if key not in ("Page", "PageSize", "PageToken")]
    return request.path + "?" + urlencode([*kept, ("PageSize", size), ("Page", at)])


def in_span(request: web.Request, name: str, moment: datetime | None) -> bool:
    """Whether a moment fits the filters `Name`, `Name<` (or equal) and `Name>` (or equal), by date or by moment."""
    wishes = {sign: request.query[name + sign] for sign in ("", "<", ">") if name + sign in request.query}
    if not wishes:
        return True
    return moment is not None and all(_fits(sign, wish, moment) for sign, wish in wishes.items())


def _fits(sign: str, wish: str, moment: datetime) -> bool:
    try:
        wished = datetime.fromisoformat(wish)
    except ValueError as wrong:
        raise RestError(20422, wish) from wrong
    if len(wish) == len("2026-01-31"):
        given, wanted = moment.date().isoformat(), wish
    else:
        wished = wished if wished.tzinfo else wished.replace(tzinfo=moment.tzinfo)
        given, wanted = moment.replace(microsecond=0).isoformat(), wished.astimezone(moment.tzinfo).isoformat()
    return given == wanted if not sign else given <= wanted if sign == "<" else given >= wanted
