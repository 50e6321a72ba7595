"""Both transports are checked against the published description, and the parts of a text are counted as published."""

import asyncio
from typing import Any

import pytest
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from tests.openapi import ContractError, checked, contract
from tests.web.simulator.conftest import ANN, NUMBER, SID, TOKEN, Desk
from web.simulator.segments import segments


class MappedAsync:
    """The official asynchronous transport, pointed at the simulator."""

    is_async = True

    def __init__(self, url: str) -> None:
        self.url, self.inner = url, AsyncTwilioHttpClient(timeout=5)

    async def request(self, method: str, url: str, *rest: Any, **more: Any) -> Any:
        return await self.inner.request(method, url.replace("https://api.twilio.com", self.url), *rest, **more)


async def send(desk: Desk, **more: Any) -> Any:
    transport = MappedAsync(desk.url)
    async with transport.inner:
        client = Client(SID, TOKEN, http_client=checked(transport))
        return await client.messages.create_async(to=ANN, from_=NUMBER, body="hi", **more)


def test_the_asynchronous_client_sends_too(desk: Desk) -> None:
    assert asyncio.run(send(desk, validity_period=3600)).status == "queued"


def test_a_value_that_is_not_described_is_caught(desk: Desk) -> None:
    contract()
    with pytest.raises(ContractError, match="sometimes"):
        asyncio.run(send(desk, content_retention="sometimes"))


def test_an_answer_that_is_not_described_is_caught() -> None:
    url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
    with pytest.raises(ContractError, match="lost"):
        contract().check_answer("POST", url, 201, '{"status": "lost"}')
    with pytest.raises(ContractError, match="answered 200"):
        contract().check_answer("POST", url, 200, "{}")
    with pytest.raises(ContractError, match="shape of the carrier's errors"):
        contract().check_answer("POST", url, 400, '{"error": "no"}')


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("a" * 152 + "€" * 77, 3), ("ł" * 70, 1), ("ł" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2),
        ("ł" * 66 + "😀" * 34, 3),
    ],
)  # fmt: skip
def test_parts_are_counted_as_published(body: str, parts: int) -> None:
    assert segments(body) == parts


@pytest.mark.parametrize("what", ["sms", "voice"])
def test_a_webhook_by_get_is_signed_over_its_query(desk: Desk, what: str) -> None:
    number = desk.client.incoming_phone_numbers.list()[0]
    number.update(**{f"{what}_method": "GET", f"{what}_url": f"{desk.product.url}/got?a=1"})
    if what == "sms":
        desk.text(ANN, NUMBER, "é & +")
    else:
        desk.dial(ANN, NUMBER)
    desk.until(lambda: desk.product.at("/got"))
    assert (desk.product.at("/got")[0]["a"], desk.product.at("/got")[0]["From"]) == ("1", ANN)
    assert desk.product.forged == 0
