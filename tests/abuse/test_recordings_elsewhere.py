"""A recording that is said to lie elsewhere: nobody goes there, whoever says so."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from bot.errors import NotTaken
from bot.providers.twilio_http import PlainHttpClient, carrier_client
from bot.providers.twilio_recordings import TwilioRecordings
from tests.factories import Shop
from tests.factories.shop import NUMBER, TOKEN, URL

SID = "AC" + "5" * 32
RECORDING = "RE" + "a" * 32


class Host:
    """Notes who asks for what; sends everybody on to `to` where that is set."""

    def __init__(self, to: str = "") -> None:
        self.asked: list[tuple[str, str | None]] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.path, self.headers["Authorization"]))
                self.send_response(302 if to else 200)
                self.send_header("Location", to)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def elsewhere() -> Iterator[Host]:
    host = Host()
    yield host
    host.server.shutdown()
    host.server.server_close()


def test_a_carrier_that_sends_us_elsewhere_is_not_followed(elsewhere: Host) -> None:
    carrier = Host(to=f"{elsewhere.url}/latest/meta-data")
    recordings = TwilioRecordings(carrier_client(SID, TOKEN, PlainHttpClient(carrier.url)), carrier.url)
    with pytest.raises(NotTaken):
        recordings.fetch(RECORDING)
    carrier.server.shutdown()
    carrier.server.server_close()
    assert [path for path, _ in carrier.asked] == [f"/2010-04-01/Accounts/{SID}/Recordings/{RECORDING}.wav"]
    assert elsewhere.asked == []


def test_the_address_in_a_webhook_is_not_asked(shop: Shop, visitor: FlaskClient, elsewhere: Host) -> None:
    said = {"CallSid": "CA1", "From": "+12125550111", "To": NUMBER, "RecordingSid": RECORDING, "RecordingDuration": "3"}
    said["RecordingUrl"] = f"{elsewhere.url}/secret.wav"
    for path in ("/hooks/voice", "/hooks/voice/1", "/hooks/recording"):
        signature = RequestValidator(TOKEN).compute_signature(f"{URL}{path}", said)
        assert visitor.post(path, data=said, headers={"X-Twilio-Signature": signature}).status_code in (200, 204)
    assert len(shop.inbox()) == 1
    assert elsewhere.asked == []
