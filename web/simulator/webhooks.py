"""Requests from the carrier to the product: signed, limited to 15 seconds, repeated once when nobody is there."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import aiohttp
from yarl import URL

from web.simulator.carrier import Carrier
from web.simulator.records import new_sid

LIMIT = 15.0  # seconds in total, as the carrier's documentation says


@dataclass(frozen=True)
class Answer:
    """What came back. `status` 0 means that nobody answered, and `error` says how."""

    status: int
    body: str
    content_type: str = ""
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether the body may be used as TwiML."""
        return 200 <= self.status < 300


def signature(auth_token: str, url: str, params: Mapping[str, str]) -> str:
    """X-Twilio-Signature: HMAC-SHA1 over the URL and every POST key and value, sorted by key, in base64."""
    signed = url + "".join(key + params[key] for key in sorted(params))
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


async def request(
    carrier: Carrier, url: str, params: Mapping[str, str], *, method: str = "POST", phones: tuple[str, ...] = ()
) -> Answer:
    """Asks one URL; asks again once when the connection fails, and twice at once when told to misbehave."""
    token = new_sid("IT")[2:]
    if carrier.misbehaviour.take("duplicate-webhooks", numbers=phones):
        answers = await asyncio.gather(*(_attempt(carrier, url, params, method, token) for _ in range(2)))
        return answers[0]
    answer = await _attempt(carrier, url, params, method, token)
    if answer.error == "connect":
        answer = await _attempt(carrier, url, params, method, token)
    return answer


async def request_or_fallback(
    carrier: Carrier, url: str, fallback: str, params: Mapping[str, str], *,
    method: str = "POST", phones: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    """Asks the URL, and the fallback URL when there is no usable answer."""
    answer = await request(carrier, url, params, method=method, phones=phones)
    if answer.ok or not fallback:
        return answer
    code = "11200" if answer.status else "11205"
    extra = {"ErrorCode": code, "ErrorUrl": url}
    return await request(carrier, fallback, {**params, **extra}, phones=phones)


async def _attempt(carrier: Carrier, url: str, params: Mapping[str, str], method: str, token: str) -> Answer:
    started = time.perf_counter()
    answer = await _send(carrier, url, params, method, token)
    carrier.webhooks.append(
        {
            "url": url, "method": method, "params": dict(params), "status": answer.status, "error": answer.error,
            "answer": answer.body, "ms": round((time.perf_counter() - started) * 1000, 1),
        }
    )  # fmt: skip
    return answer


async def _send(carrier: Carrier, url: str, params: Mapping[str, str], method: str, token: str) -> Answer:
    assert carrier.http is not None  # noqa: S101 - opened when the application starts
    target, form = (_with_query(url, params), {}) if method == "GET" else (url, dict(params))
    target = urlunsplit(urlsplit(target)._replace(fragment=""))
    headers = {
        "X-Twilio-Signature": signature(carrier.config.auth_token, target, form),
        "I-Twilio-Idempotency-Token": token,
        "User-Agent": "TwilioProxy/1.1",
    }
    limit = aiohttp.ClientTimeout(total=LIMIT)
    try:
        async with carrier.http.request(
            method, URL(target, encoded=True), data=form or None, headers=headers, timeout=limit
        ) as reply:
            return Answer(reply.status, await reply.text(errors="replace"), reply.content_type)
    except aiohttp.ClientConnectorError as broken:
        return Answer(0, "", error="connect" if broken.os_error else "tls")
    except TimeoutError:
        return Answer(0, "", error="timeout")
    except (aiohttp.ClientError, ValueError) as broken:
        return Answer(0, "", error=type(broken).__name__)


async def download(carrier: Carrier, url: str) -> tuple[str, bytes] | None:
    """Fetches audio: its content type and bytes, or nothing when it cannot be had."""
    assert carrier.http is not None  # noqa: S101 - opened when the application starts
    headers = {"X-Twilio-Signature": signature(carrier.config.auth_token, url, {}), "User-Agent": "TwilioProxy/1.1"}
    try:
        limit = aiohttp.ClientTimeout(total=LIMIT)
        async with carrier.http.get(URL(url, encoded=True), headers=headers, timeout=limit) as reply:
            return (reply.content_type, await reply.read()) if reply.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None


def _with_query(url: str, params: Mapping[str, str]) -> str:
    return url + ("&" if urlsplit(url).query else "?") + urlencode(params) if params else url
