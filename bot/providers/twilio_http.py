"""How the official client reaches the carrier: another host, a time-out, one pool of connections, errors of ours.

The library's own client has no time-out and cannot be pointed elsewhere. A host that is not mapped is refused: nothing
of ours may reach the real carrier by accident.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from bot.domain import carrier_errors
from bot.domain.carrier_errors import Meaning
from bot.errors import Ambiguous, CarrierError, ConfigurationError, NotTaken, OptedOut, Rejected

API_HOST = "api.twilio.com"
SECONDS = 10.0
IN_FLIGHT = 50


def carrier_client(account_sid: str, auth_token: str, transport: "PooledHttpClient | PlainHttpClient") -> Client:
    """The official client over one of the transports below."""
    return Client(account_sid, auth_token, http_client=transport)


def mapped(url: str, api_url: str) -> str:
    """The address with the carrier's host replaced. Raises ConfigurationError for any other host."""
    parts = urlsplit(url)
    if parts.hostname != API_HOST:
        raise ConfigurationError(f"Nothing is mapped to the carrier's host {parts.hostname}; use {API_HOST} only.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{api_url}{parts.path}{query}"


class PooledHttpClient(AsyncHttpClient):  # type: ignore[misc]
    """The transport for sending. It lives on the event loop that uses it first."""

    def __init__(self, api_url: str, logger: Any = None) -> None:
        super().__init__(logger, is_async=True, timeout=SECONDS)
        self._api_url = api_url
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Raises NotTaken where the carrier was never reached, Ambiguous where it may have been."""
        sent = {**(headers or {}), **({"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {})}
        address = mapped(url, self._api_url)
        try:
            async with self._pool().request(
                method, address, params=params, data=data, headers=sent, allow_redirects=False
            ) as response:
                return Response(response.status, await response.text(), response.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotTaken("the carrier cannot be reached") from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Ambiguous("the carrier did not answer") from error

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            limits = aiohttp.ClientTimeout(total=SECONDS, sock_connect=SECONDS / 2)
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT), timeout=limits)
        return self._session


class PlainHttpClient(TwilioHttpClient):  # type: ignore[misc]
    """The blocking transport, for what happens rarely: renting numbers, proving phones."""

    def __init__(self, api_url: str) -> None:
        super().__init__(timeout=SECONDS)
        self._api_url = api_url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """As the library's own, to the mapped host."""
        return super().request(method, mapped(url, self._api_url), *args, **kwargs)


REFUSALS = (TwilioException, ValueError)
"""What the library raises: for a refusal, for a page of a list that is none (without the status as an attribute), and
for an answer that is no JSON."""


@contextmanager
def asking() -> Iterator[None]:
    """Around what is asked over the blocking transport: whatever goes wrong is one of our errors."""
    try:
        yield
    except REFUSALS as refusal:
        raise error_of(refusal) from refusal
    except OSError as error:  # what requests raises is an OSError
        never = isinstance(getattr(error.args[0] if error.args else None, "reason", None), NewConnectionError)
        raise (
            NotTaken("the carrier cannot be reached") if never else Ambiguous("the carrier did not answer")
        ) from error


def error_of(refusal: Exception) -> CarrierError:
    """The carrier's refusal in our words: whether it is final, safe to try again, or nobody knows."""
    status, code = _status_and_code(refusal)
    known = carrier_errors.look_up(code)
    if status == 429 or known.meaning is Meaning.NOT_TAKEN:
        return NotTaken("the carrier is busy", code)
    if status >= 500 or status < 300:
        return Ambiguous("the carrier had an error", code)
    if known.meaning is Meaning.OPTED_OUT:
        return OptedOut(known.reason, code)
    return Rejected(known.reason, code)


def _status_and_code(refusal: Exception) -> tuple[int, str | None]:
    """The HTTP status, 0 where there is none, and the carrier's own code."""
    if isinstance(refusal, TwilioRestException):
        return refusal.status, str(refusal.code) if refusal.code else None
    answer = next((one for one in refusal.args if isinstance(one, Response)), None)
    if answer is None:
        return 0, None
    found = re.search(r'"code":\s*(\d+)', answer.text or "")
    return answer.status_code, found[1] if found else None


async def newest_until(listing: AsyncIterator[Any], oldest: datetime) -> list[Any]:
    """What a list, the newest first, holds down to a moment: as many pages as that takes, and no more."""
    found = []
    async for one in listing:
        if one.date_created < oldest:
            break
        found.append(one)
    return found
