"""Emails by SMTP. One thread and one connection carry a batch; smtplib blocks, so that the event loop does not."""

import asyncio
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from bot.domain.email_words import one_line
from bot.errors import Ambiguous, CarrierError, NotTaken, Rejected
from bot.ports import OutgoingEmail, Receipt
from models.states import DeliveryStatus

_SECONDS = 10.0
_OK, _FINAL = 250, 500


class SmtpEmail:
    """`smtp://user:password@host:port` (upgraded to TLS where the server offers it) or `smtps://…`."""

    def __init__(self, smtp_url: str) -> None:
        self._url = urlsplit(smtp_url)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="smtp")
        self._connection: smtplib.SMTP | None = None

    async def send(self, email: OutgoingEmail) -> Receipt:
        """Raises Rejected, NotTaken or Ambiguous."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._send, email)

    def _send(self, email: OutgoingEmail) -> Receipt:
        try:
            message = as_message(email)
        except (MessageError, ValueError, IndexError) as error:  # what the email package raises for no address
            raise Rejected("the email address cannot be used") from error
        connection = self._connected()
        try:
            connection.send_message(message, from_addr=email.sender, to_addrs=[email.to])
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _error_of(error) from error
        return Receipt(str(message["Message-ID"]).strip("<>")[:40], DeliveryStatus.SENT)

    def _connected(self) -> smtplib.SMTP:
        """The connection, opened anew where the server has left it: then nothing of ours is in doubt."""
        if self._connection is not None and not _is_alive(self._connection):
            self._drop()
        if self._connection is None:
            try:
                self._connection = self._open()
            except smtplib.SMTPAuthenticationError as error:
                raise NotTaken("the mail server does not accept the user and password", str(error.smtp_code)) from error
            except (smtplib.SMTPException, OSError) as error:
                raise NotTaken("the mail server cannot be reached") from error
        return self._connection

    def _open(self) -> smtplib.SMTP:
        host, secure = self._url.hostname or "localhost", self._url.scheme == "smtps"
        context = ssl.create_default_context()
        if secure:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, self._url.port or 465, timeout=_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(host, self._url.port or 25, timeout=_SECONDS)
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _is_alive(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == _OK
    except (smtplib.SMTPException, OSError):
        return False


_UNFOLDED = policy.SMTP.clone(max_line_length=998)
"""RFC 5322's limit: a long link that is folded would be encoded, and no mail program could follow it any more."""


def as_message(email: OutgoingEmail) -> EmailMessage:
    """The email as it goes over the wire. Raises ValueError for an address that is none."""
    message = EmailMessage(policy=_UNFOLDED)
    message["From"] = Address(one_line(email.sender_name), addr_spec=email.sender)
    message["To"] = Address(addr_spec=email.to)
    message["Subject"] = one_line(email.subject)
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{email.delivery_id.hex}@{email.sender.rpartition('@')[2]}>"
    if email.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{email.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(email.plain)
    message.add_alternative(email.html, subtype="html")
    if email.calendar:
        message.add_attachment(
            email.calendar,
            maintype="text",
            subtype="calendar",
            filename="appointment.ics",
            params={"method": "PUBLISH", "charset": "utf-8"},
        )
    return message


def _error_of(error: Exception) -> CarrierError:
    """A refusal is an answer; a connection that broke after the words were sent is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, _ = next(iter(error.recipients.values()))
        return _refused(code, "the mail server refused the address")
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, "the mail server refused it")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Rejected("the mail server cannot reach this address")
    return Ambiguous("the mail server did not answer")


def _refused(code: int, reason: str) -> CarrierError:
    return Rejected(reason, str(code)) if code >= _FINAL else NotTaken("the mail server is busy", str(code))
