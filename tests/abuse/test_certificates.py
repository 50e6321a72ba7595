"""Nothing is said to a server whose certificate nobody vouches for: not by the carrier's client, not by any other."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.errors import Ambiguous, NotTaken
from bot.ports import OutgoingEmail, OutgoingText
from bot.providers.smtp_email import SmtpEmail
from bot.providers.stripe_payments import StripePayments
from bot.providers.twilio_http import PlainHttpClient, PooledHttpClient, carrier_client
from bot.providers.twilio_numbers import TwilioNumbers
from bot.providers.twilio_recordings import TwilioRecordings
from bot.providers.twilio_sms import TwilioSms
from models import new_id
from tests.harness.simulator import SID, TOKEN
from tests.harness.waiting import eventually

HOST = "127.0.0.1"


def self_signed(folder: Path) -> Path:
    """A certificate that is good in every way but for who signed it, with its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "self-signed.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + built.public_bytes(Encoding.PEM))
    return file


class Impostor(ThreadingHTTPServer):
    """Sits where a provider is expected, and keeps what it is told."""

    def __init__(self, certificate: Path) -> None:
        self.told: list[bytes] = []
        self.certificate = certificate
        super().__init__((HOST, 0), _Listening)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def address(self) -> str:
        return f"{HOST}:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Whoever hangs up on it is right to."""


class _Listening(BaseHTTPRequestHandler):
    def handle(self) -> None:
        cast(Impostor, self.server).told.append(self.rfile.readline())


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[Impostor]:
    with Impostor(self_signed(tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


async def a_text(address: str) -> None:
    transport = PooledHttpClient(f"https://{address}")
    try:
        sms = TwilioSms(carrier_client(SID, TOKEN, transport), "https://example.test")
        await sms.send(OutgoingText(new_id(), "+12125550199", "+12125550111", "Hi"))
    finally:
        await transport.close()


async def an_email(address: str) -> None:
    words = OutgoingEmail(new_id(), "salon@example.com", "Salon", "ann@example.com", "Hi", "Hello", "<p>Hello</p>")
    await SmtpEmail(f"smtps://me:secret@{address}").send(words)


async def a_number(address: str) -> None:
    client = carrier_client(SID, TOKEN, PlainHttpClient(f"https://{address}"))
    TwilioNumbers(client, "https://example.test").available("212")


async def a_recording(address: str) -> None:
    url = f"https://{address}"
    TwilioRecordings(carrier_client(SID, TOKEN, PlainHttpClient(url)), url).fetch(f"RE{'0' * 32}")


async def a_card(address: str) -> None:
    StripePayments("sk_test_0", f"https://{address}").customer("Bella Salon", new_id())


@pytest.mark.parametrize("asked", [a_text, an_email, a_number, a_recording, a_card])
def test_a_server_that_nobody_vouches_for_hears_nothing(
    impostor: Impostor, asked: Callable[[str], Awaitable[None]]
) -> None:
    async def ask() -> None:
        await asked(impostor.address)

    with pytest.raises((NotTaken, Ambiguous)):
        asyncio.run(ask())
    assert impostor.told == []


def test_the_server_of_this_story_would_hear_who_trusts_it(impostor: Impostor) -> None:
    trusting = ssl.create_default_context(cafile=str(impostor.certificate))
    with socket.create_connection((HOST, impostor.server_port)) as plain:
        with trusting.wrap_socket(plain, server_hostname=HOST) as line:
            line.sendall(b"a secret\n")
        eventually(lambda: impostor.told == [b"a secret\n"])
