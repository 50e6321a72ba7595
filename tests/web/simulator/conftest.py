"""A simulator on a free port, a product that answers what a test tells it to, and the official client."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.openapi import Contract, _document
from web.simulator.app import create_app
from web.simulator.rest.shared import CARRIER

SID, TOKEN = "AC" + "5" * 32, "a-token-of-the-tests"
NUMBER, ANN, BOB = "+14155550100", "+14155550111", "+14155550122"


class Loop:
    """An event loop in a thread that serves aiohttp applications."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.runners: list[web.AppRunner] = []

    def serve(self, app: web.Application) -> str:
        return asyncio.run_coroutine_threadsafe(self._serve(app), self.loop).result(10)

    async def _serve(self, app: web.Application) -> str:
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        self.runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    def stop(self) -> None:
        for runner in self.runners:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


@dataclass
class Product:
    """What our side would be: answers per path, and a record of what it was asked with a good signature."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    forged: int = 0

    def at(self, path: str) -> list[dict[str, str]]:
        return [params for params in self.asked if params["path"] == path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        form = {key: str(value) for key, value in (await request.post()).items()}
        signature = request.headers.get("X-Twilio-Signature", "")
        if request.path.startswith("/audio"):
            return web.Response(body=self.answers[request.path], content_type="audio/wav")
        if not RequestValidator(TOKEN).validate(f"{self.url}{request.path_qs}", form, signature):
            self.forged += 1
        self.asked.append({"path": request.path, **dict(request.query), **form})
        answer = self.answers.get(request.path, "")
        answer = answer(form) if callable(answer) else answer
        if isinstance(answer, int):
            return web.Response(status=answer)
        return web.Response(text=answer, content_type="text/xml")


class Mapped(TwilioHttpClient):
    """The official client's transport, pointed at the simulator and checking both directions against the contract."""

    def __init__(self, url: str, contract: Contract | None) -> None:
        super().__init__(timeout=5)
        self.url, self.contract = url, contract

    def request(self, method: str, url: str, params: Any = None, data: Any = None, *rest: Any, **more: Any) -> Response:
        if self.contract:
            self.contract.check_request(method, url, data, params or {})
        local = url.replace("https://api.twilio.com", self.url)
        response = super().request(method, local, params, data, *rest, **more)
        if self.contract:
            self.contract.check_answer(method, url, response.status_code, response.text)
        return response


@dataclass
class Desk:
    """Everything a story needs."""

    url: str
    client: Client
    product: Product
    carrier: Any

    def get(self, path: str, **query: Any) -> Any:
        return requests.get(f"{self.url}/sim/{path}", params=query, timeout=30).json()

    def post(self, path: str, **wish: Any) -> Any:
        return requests.post(f"{self.url}/sim/{path}", json=wish, timeout=30).json()

    def wait(self, **query: Any) -> list[dict[str, Any]]:
        found = self.get("wait", **query)
        assert found["found"], f"nothing like {query} happened"
        events: list[dict[str, Any]] = found["events"]
        return events

    def until(self, condition: Callable[[], Any], what: str = "it") -> Any:
        for _ in range(200):
            if value := condition():
                return value
            self.get("wait", after=self.carrier.last_seq, timeout=0.05)
        raise AssertionError(f"{what} never happened")


@pytest.fixture
def loop() -> Iterator[Loop]:
    running = Loop()
    yield running
    running.stop()


@pytest.fixture
def desk(loop: Loop) -> Desk:
    product = Product()
    site = web.Application()
    site.router.add_route("*", "/{tail:.*}", product.handle)
    product.url = loop.serve(site)
    app = create_app(account_sid=SID, auth_token=TOKEN, speed=200.0, manual_timeouts=True)
    url = loop.serve(app)
    document = _document()
    client = Client(SID, TOKEN, http_client=Mapped(url, Contract(document) if document else None))
    client.incoming_phone_numbers.create(
        phone_number=NUMBER,
        sms_url=f"{product.url}/sms",
        voice_url=f"{product.url}/voice",
        status_callback=f"{product.url}/call-status",
    )
    return Desk(url, client, product, app[CARRIER])


def refused(call: Callable[[], Any]) -> TwilioRestException:
    """The carrier's refusal of a request."""
    with pytest.raises(TwilioRestException) as refusal:
        call()
    return refusal.value
