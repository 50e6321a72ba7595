"""The stand-in carrier in a thread of the test, its JSON interface as methods, and the official client on it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from aiohttp import web
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.openapi import checked
from web.simulator.app import create_app

SID, TOKEN = "AC" + "5" * 32, "a-token-of-the-tests"


class Loop:
    """An event loop in a thread that serves aiohttp applications on free ports."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.runners: list[web.AppRunner] = []

    def serve(self, app: web.Application) -> str:
        """The URL the application is served at."""
        return asyncio.run_coroutine_threadsafe(self._serve(app), self.loop).result(10)

    async def _serve(self, app: web.Application) -> str:
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        self.runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    def stop(self) -> None:
        """Closes the applications and ends the thread."""
        for runner in self.runners:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


class Mapped:
    """The official client's transport, pointed at the simulator."""

    is_async = False

    def __init__(self, url: str) -> None:
        self.url, self.inner = url, TwilioHttpClient(timeout=5)

    def request(self, method: str, url: str, *rest: Any, **more: Any) -> Any:
        return self.inner.request(method, url.replace("https://api.twilio.com", self.url), *rest, **more)


@dataclass
class Simulator:
    """A running simulator. docs/simulator.md lists what `get` and `post` can ask for."""

    url: str

    @property
    def client(self) -> Client:
        """The official client, each request and answer checked against the carrier's description."""
        return Client(SID, TOKEN, http_client=checked(Mapped(self.url)))

    def get(self, path: str, **query: Any) -> Any:
        """A question to the JSON interface, such as get("messages", phone="+1…")."""
        return requests.get(f"{self.url}/sim/{path}", params=query, timeout=30).json()

    def post(self, path: str, **wish: Any) -> Any:
        """A wish to the JSON interface, such as post("phones", number="+1…", answers="busy")."""
        return requests.post(f"{self.url}/sim/{path}", json=wish, timeout=30).json()

    def text(self, sender: str, to: str, body: str) -> Any:
        """A phone texts a number; gives `replies` once the webhook has answered."""
        return self.post("messages", **{"from": sender, "to": to, "body": body})

    def dial(self, phone: str, number: str) -> dict[str, Any]:
        """A phone calls a number; gives the call once it listens or is over."""
        call: dict[str, Any] = self.post("calls", **{"from": phone, "to": number})
        return call

    def wait(self, **query: Any) -> list[dict[str, Any]]:
        """The events that fit, once there is one; AssertionError when none comes."""
        found = self.get("wait", **query)
        assert found["found"], f"nothing like {query} happened"
        events: list[dict[str, Any]] = found["events"]
        return events

    def until(self, condition: Callable[[], Any], what: str = "it") -> Any:
        """The first true value of a condition, looked at again when something happens; AssertionError after 10 s."""
        for _ in range(200):
            if value := condition():
                return value
            self.get("wait", after=self.get("state")["seq"], timeout=0.05)
        raise AssertionError(f"{what} never happened")


@contextmanager
def simulator(loop: Loop | None = None, **settings: Any) -> Iterator[Simulator]:
    """A simulator with the account SID and TOKEN; fast, and without time-outs unless a test says that time passes."""
    running = loop or Loop()
    usual: dict[str, Any] = {"account_sid": SID, "auth_token": TOKEN, "speed": 200.0, "manual_timeouts": True}
    try:
        yield Simulator(running.serve(create_app(**(usual | settings))))
    finally:
        if loop is None:
            running.stop()
