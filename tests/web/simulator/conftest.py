"""A simulator on a free port, and a product that answers what a test tells it to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator

from tests.harness.simulator import SID, TOKEN, Loop, Simulator, simulator

__all__ = ["ANN", "BOB", "NUMBER", "SID", "TOKEN", "Desk", "refused"]

NUMBER, ANN, BOB = "+14155550100", "+14155550111", "+14155550122"


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
        if not RequestValidator(TOKEN).validate(f"{self.url}{request.raw_path}", form, signature):
            self.forged += 1
        self.asked.append({"path": request.path, **dict(request.query), **form})
        answer = self.answers.get(request.path, "")
        answer = answer(form) if callable(answer) else answer
        if isinstance(answer, int):
            return web.Response(status=answer)
        return web.Response(text=answer, content_type="text/xml")


@dataclass
class Desk(Simulator):
    """The simulator with one number, and the product behind it."""

    product: Product


@pytest.fixture
def loop() -> Iterator[Loop]:
    running = Loop()
    yield running
    running.stop()


@pytest.fixture
def desk(loop: Loop) -> Iterator[Desk]:
    product = Product()
    site = web.Application()
    site.router.add_route("*", "/{tail:.*}", product.handle)
    product.url = loop.serve(site)
    with simulator(loop) as running:
        desk = Desk(running.url, product)
        desk.client.incoming_phone_numbers.create(
            phone_number=NUMBER,
            sms_url=f"{product.url}/sms",
            voice_url=f"{product.url}/voice",
            status_callback=f"{product.url}/call-status",
        )
        yield desk


def refused(call: Callable[[], Any]) -> TwilioRestException:
    """The carrier's refusal of a request."""
    with pytest.raises(TwilioRestException) as refusal:
        call()
    return refusal.value
