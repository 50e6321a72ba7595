"""What is handed to a carrier or mail server for one delivery."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from bot.domain.email_words import letter
from bot.ports import OutgoingCall, OutgoingEmail, OutgoingText
from models import Delivery
from models.states import Channel

Outgoing = OutgoingText | OutgoingCall | OutgoingEmail
_SALT = "unsubscribe"


@dataclass(frozen=True)
class Addresses:
    """What links in messages are made of."""

    public_url: str
    secret_key: str

    def unsubscribe_url(self, delivery_id: UUID) -> str:
        """A link that nobody else can make."""
        return f"{self.public_url}/unsubscribe/{_signer(self.secret_key).dumps(delivery_id.hex)}"

    @property
    def mail_domain(self) -> str:
        """Where mail comes from as long as a business has set no address of its own."""
        return urlsplit(self.public_url).hostname or "localhost"


def delivery_of(token: str, secret_key: str) -> UUID | None:
    """The delivery that an unsubscribe link was made for; None for a token that is not ours."""
    try:
        return UUID(hex=_signer(secret_key).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def outgoing(delivery: Delivery, now: datetime, addresses: Addresses, calendar: bytes | None = None) -> Outgoing:
    """The delivery as its channel's port takes it. `calendar`: the appointment that an email is about, as iCalendar."""
    business = delivery.business
    if delivery.channel is Channel.EMAIL:
        return replace(_email(delivery, addresses), calendar=calendar)
    if delivery.channel is Channel.TEXT:
        left = int((delivery.expires_at - now).total_seconds()) if delivery.expires_at else None
        return OutgoingText(delivery.id, business.number, delivery.address, delivery.body, left)
    return OutgoingCall(delivery.id, business.caller_id or business.number, delivery.address)


def _email(delivery: Delivery, addresses: Addresses) -> OutgoingEmail:
    business, url = delivery.business, addresses.unsubscribe_url(delivery.id)
    postal = business.postal_address if delivery.promotional else None
    words = letter(business.name, delivery.body, delivery.subject, url, postal)
    return OutgoingEmail(
        delivery_id=delivery.id,
        sender=business.email_from or f"no-reply@{addresses.mail_domain}",
        sender_name=business.email_from_name or business.name,
        to=delivery.address,
        subject=words.subject,
        plain=words.plain,
        html=words.html,
        unsubscribe_url=url,
    )


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt=_SALT)
