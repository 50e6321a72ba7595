"""A real SMTP server that keeps what it receives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.harness.ports import free_port
from tests.harness.waiting import eventually

TAKEN = "250 OK"


@dataclass(frozen=True)
class Received:
    """One message as it came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


@dataclass
class SmtpServer:
    """Where it listens, what it got, and what it answers to the message (`answer`) or to an address (`refuse`)."""

    port: int
    host: str = "127.0.0.1"
    received: list[Received] = field(default_factory=list)
    answer: str = TAKEN
    refuse: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """What goes into SMTP_URL."""
        return f"smtp://{self.host}:{self.port}"

    def wait_for(self, count: int, timeout: float = 10.0) -> list[Received]:
        """The messages, once there are at least that many."""
        eventually(lambda: len(self.received) >= count, timeout)
        return self.received

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks the method up by this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer == TAKEN:
            message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
            self.received.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), message))
        return self.answer


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """Listens on a free port until the end of the block."""
    server = SmtpServer(free_port())
    controller = Controller(server, hostname=server.host, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
