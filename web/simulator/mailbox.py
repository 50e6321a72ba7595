"""A mailbox for every address there is: an SMTP server that keeps what it gets and shows it."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from web.simulator.carrier import Carrier
from web.simulator.records import Email, plain
from web.simulator.rest.shared import carrier_of

LARGEST = 10_000_000  # bytes of one email


class _Handler:
    """What aiosmtpd calls with each email."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        keep(self.carrier, envelope.mail_from or "", list(envelope.rcpt_tos), envelope.original_content or b"")
        return "250 OK"


def keep(carrier: Carrier, sender: str, recipients: list[str], raw: bytes) -> Email:
    """Files one email and tells who waits."""
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)  # noqa: S101 - what the default policy makes
    email = Email(
        sender=sender,
        recipients=recipients,
        subject=str(parsed.get("Subject", "")),
        from_header=str(parsed.get("From", "")),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        headers={name: str(value) for name, value in parsed.items()},
        raw=raw.decode("utf-8", "replace"),
    )
    carrier.emails.append(email)
    shown = {"sender": sender, "recipients": recipients, "subject": email.subject}
    email.seq = carrier.publish("email", tuple(recipients), shown)
    return email


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    try:
        return str(part.get_content()) if isinstance(part, EmailMessage) else ""
    except LookupError:  # a character set nobody knows
        return ""


async def open_for(carrier: Carrier, host: str, port: int) -> asyncio.Server:
    """Listens for email; `carrier.smtp_port` becomes the real port."""
    handler = _Handler(carrier)

    def connected() -> Any:
        return SMTP(handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="simulator")

    server = await asyncio.get_running_loop().create_server(connected, host, port)
    carrier.smtp_port = int(server.sockets[0].getsockname()[1])
    return server


async def index(request: web.Request) -> web.Response:
    """Emails, oldest first: `to` (one of the recipients), `after` (seq), `contains` (in the subject or the text)."""
    query = request.query
    words = query.get("contains", "").lower()
    found = [
        plain(email) for email in carrier_of(request).emails
        if ("to" not in query or query["to"].lower() in (item.lower() for item in email.recipients))
        and email.seq > int(query.get("after", "0"))
        and words in f"{email.subject}\n{email.text}".lower()
    ]  # fmt: skip
    return web.json_response({"emails": found})


def routes() -> list[web.RouteDef]:
    """The control interface's path for emails."""
    return [web.get("/sim/emails", index)]
