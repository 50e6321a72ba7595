"""The carrier's adapters, on the stand-in carrier."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

import pytest
from twilio.rest import Client

from bot.errors import Ambiguous, ConfigurationError, NotTaken, OptedOut, Rejected
from bot.ports import OutgoingCall, OutgoingText
from bot.providers import twilio_http
from bot.providers.twilio_http import PlainHttpClient, PooledHttpClient
from bot.providers.twilio_numbers import TwilioNumbers
from bot.providers.twilio_recordings import TwilioRecordings
from bot.providers.twilio_sms import TwilioSms
from bot.providers.twilio_voice import TwilioVoice
from models import new_id
from tests.harness.simulator import SID, TOKEN, Simulator, simulator

NUMBER, ANN = "+12125550199", "+12125550111"
PUBLIC_URL = "http://127.0.0.1:9"
T = TypeVar("T")


@dataclass
class Wire:
    """The carrier, and our side of it."""

    carrier: Simulator
    loop: asyncio.Runner
    http: PooledHttpClient

    def run(self, doing: Callable[[], Awaitable[T]]) -> T:
        async def done() -> T:
            return await doing()

        return self.loop.run(done())

    @property
    def sms(self) -> TwilioSms:
        return TwilioSms(Client(SID, TOKEN, http_client=self.http), PUBLIC_URL)

    @property
    def voice(self) -> TwilioVoice:
        return TwilioVoice(Client(SID, TOKEN, http_client=self.http), PUBLIC_URL)

    @property
    def asking(self) -> Client:
        return Client(SID, TOKEN, http_client=PlainHttpClient(self.carrier.url))

    def send(self, body: str = "Hi", valid_seconds: int | None = None) -> str:
        text = OutgoingText(new_id(), NUMBER, ANN, body, valid_seconds)
        return self.run(lambda: self.sms.send(text)).carrier_sid


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A carrier that rents us one number."""
    with simulator() as carrier, asyncio.Runner() as loop:
        carrier.post("numbers", number=NUMBER)
        made = Wire(carrier, loop, PooledHttpClient(carrier.url))
        yield made
        loop.run(made.http.close())


def test_the_callback_carries_the_deliverys_id(wire: Wire) -> None:
    text = OutgoingText(new_id(), NUMBER, ANN, "Hi")
    wire.run(lambda: wire.sms.send(text))
    [entry] = wire.carrier.get("ledger", kind="message")["ledger"]
    assert entry["status_callback"] == f"{PUBLIC_URL}/hooks/sms/status/{text.delivery_id}"


@pytest.mark.parametrize("valid", [None, -5, 0, 90, 10**6])
def test_any_validity_is_brought_into_the_carriers_range(wire: Wire, valid: int | None) -> None:
    assert wire.send(valid_seconds=valid).startswith("SM")


@pytest.mark.parametrize(
    ("fault", "means"),
    [
        ({"kind": "429"}, NotTaken),
        ({"kind": "500-before"}, Ambiguous),
        ({"kind": "closed-after"}, Ambiguous),
        ({"kind": "error", "code": 21211}, Rejected),
        ({"kind": "error", "code": 21610}, OptedOut),
        ({"kind": "error", "code": 21611}, NotTaken),
        ({"kind": "error", "code": 12345}, Rejected),
    ],
)
def test_each_fault_is_told_in_our_words(wire: Wire, fault: dict[str, object], means: type[Exception]) -> None:
    wire.carrier.post("misbehaviour", times=1, **fault)
    with pytest.raises(means) as told:
        wire.send()
    assert type(told.value) is means


def test_a_carrier_that_does_not_answer_is_ambiguous(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twilio_http, "SECONDS", 0.3)
    wire.carrier.post("misbehaviour", kind="timeout-after", times=1, delay=2)
    with pytest.raises(Ambiguous):
        wire.send()


def test_a_carrier_that_is_not_there_took_nothing() -> None:
    with asyncio.Runner() as loop:
        http = PooledHttpClient("http://127.0.0.1:9")
        sms = TwilioSms(Client(SID, TOKEN, http_client=http), PUBLIC_URL)
        with pytest.raises(NotTaken):
            loop.run(sms.send(OutgoingText(new_id(), NUMBER, ANN, "Hi")))
        loop.run(http.close())


def test_no_other_host_is_ever_asked() -> None:
    for url in ("https://lookups.twilio.com/v2/x", "https://api.twilio.com.evil.example/", "https://example.com/"):
        with pytest.raises(ConfigurationError):
            twilio_http.mapped(url, "http://127.0.0.1:9")


def test_a_text_is_found_by_its_words_and_time(wire: Wire) -> None:
    sid = wire.send("the same words")
    wire.send("other words")
    text, now = OutgoingText(new_id(), NUMBER, ANN, "the same words"), datetime.now(UTC)
    assert [one.carrier_sid for one in wire.run(lambda: wire.sms.look_up(text, now))] == [sid]
    assert wire.run(lambda: wire.sms.look_up(text, now + timedelta(hours=1))) == []


def test_a_call_asks_us_what_to_say_and_who_answered(wire: Wire) -> None:
    call = OutgoingCall(new_id(), NUMBER, ANN)
    assert wire.run(lambda: wire.voice.call(call)).carrier_sid.startswith("CA")
    [entry] = wire.carrier.get("ledger", kind="call")["ledger"]
    assert entry["url"] == f"{PUBLIC_URL}/hooks/voice/out/{call.delivery_id}"
    assert len(wire.run(lambda: wire.voice.look_up(call, datetime.now(UTC)))) == 1


def test_a_number_is_rented_once_and_pointed_at_us(wire: Wire) -> None:
    numbers = TwilioNumbers(wire.asking, PUBLIC_URL)
    wanted = numbers.available("415")[0]
    numbers.rent(wanted)
    numbers.rent(wanted)
    [mine] = wire.asking.incoming_phone_numbers.list(phone_number=wanted)
    assert (mine.sms_url, mine.voice_url) == (f"{PUBLIC_URL}/hooks/sms", f"{PUBLIC_URL}/hooks/voice")
    assert mine.sms_fallback_url == mine.sms_url
    numbers.give_back(wanted)
    numbers.give_back(wanted)
    assert not numbers.is_rented(wanted)


def test_a_recording_is_asked_for_by_its_id_only(wire: Wire) -> None:
    recordings = TwilioRecordings(wire.asking, wire.carrier.url)
    with pytest.raises(Rejected):
        recordings.fetch("../../Messages")
    with pytest.raises(NotTaken):
        recordings.fetch("RE" + "0" * 32)


def test_a_recording_that_the_carrier_does_not_have_is_gone_already(wire: Wire) -> None:
    recordings = TwilioRecordings(wire.asking, wire.carrier.url)
    recordings.discard("RE" + "0" * 32)
    with pytest.raises(Rejected):
        recordings.discard("../../Messages/SM1")


def test_a_recording_that_the_carrier_will_not_delete_is_asked_about_again() -> None:
    with answering(500, "") as url, pytest.raises(NotTaken):
        TwilioRecordings(Client(SID, TOKEN, http_client=PlainHttpClient(url)), url).discard("RE" + "0" * 32)


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    """The URL of a carrier that says the same to everything."""

    class Same(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_POST(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Same) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "body", "means"),
    [
        (429, '{"code": 20429, "message": "Too many requests", "status": 429}', NotTaken),
        (500, "", Ambiguous),
        (502, "<html>Bad gateway</html>", Ambiguous),
        (200, "<html>Please sign in to this network</html>", Ambiguous),
        (201, '{"sid": 1}', Ambiguous),
        (401, '{"code": 20003, "message": "Authenticate", "status": 401}', Rejected),
    ],
)
def test_a_list_that_cannot_be_had_is_told_in_our_words(status: int, body: str, means: type[Exception]) -> None:
    text, since = OutgoingText(new_id(), NUMBER, ANN, "Hi"), datetime(2026, 11, 23, tzinfo=UTC)
    with answering(status, body) as url, asyncio.Runner() as loop:
        http = PooledHttpClient(url)
        sms = TwilioSms(Client(SID, TOKEN, http_client=http), PUBLIC_URL)
        with pytest.raises(means):
            loop.run(sms.look_up(text, since))
        with pytest.raises(means):
            loop.run(sms.listed(since, since))
        loop.run(http.close())


def test_an_answer_to_a_send_that_is_none_is_ambiguous() -> None:
    with answering(200, "<html>Please sign in to this network</html>") as url, asyncio.Runner() as loop:
        http = PooledHttpClient(url)
        sms = TwilioSms(Client(SID, TOKEN, http_client=http), PUBLIC_URL)
        with pytest.raises(Ambiguous):
            loop.run(sms.send(OutgoingText(new_id(), NUMBER, ANN, "Hi")))
        loop.run(http.close())
