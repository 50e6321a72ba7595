"""What is handed to a carrier or mail server for one delivery."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from bot.domain.email_words import letter
from bot.ports import OutgoingCall, OutgoingEmail, OutgoingText
from bot.services import member_links
from bot.services.vault import Vault
from models import Delivery
from models.states import Channel, DeliveryKind

Outgoing = OutgoingText | OutgoingCall | OutgoingEmail
_SALT = "unsubscribe"


@dataclass(frozen=True)
class Addresses:
    """What links in messages are made of."""

    public_url: str
    secret_key: str
    older_keys: tuple[str, ...] = ()

    def unsubscribe_url(self, delivery_id: UUID) -> str:
        """A link that nobody else can make."""
        return f"{self.public_url}/unsubscribe/{self.vault.sign(_SALT, delivery_id.hex)}"

    def member_url(self, delivery_id: UUID) -> str:
        """The one-time link that an email to a member brings."""
        return member_links.address(self.public_url, self.vault, delivery_id)

    @property
    def vault(self) -> Vault:
        """What signs links."""
        return Vault(self.secret_key, self.older_keys)

    @property
    def mail_domain(self) -> str:
        """Where mail comes from as long as a business has set no address of its own."""
        return urlsplit(self.public_url).hostname or "localhost"


def delivery_of(token: str, vault: Vault) -> UUID | None:
    """The delivery that an unsubscribe link was made for; None for a token that is not ours."""
    try:
        return UUID(hex=vault.signed(_SALT, token))
    except (ValueError, TypeError, AttributeError):
        return None


def outgoing(delivery: Delivery, now: datetime, addresses: Addresses, calendar: bytes | None = None) -> Outgoing:
    """The delivery as its channel's port takes it. `calendar`: the appointment that an email is about, as iCalendar."""
    business = delivery.business
    if delivery.kind is DeliveryKind.ACCOUNT:
        return _to_member(delivery, addresses)
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


def _to_member(delivery: Delivery, addresses: Addresses) -> OutgoingEmail:
    """From us, not in the name that the business writes to customers with: it can be answered by nobody."""
    body = delivery.body.replace(member_links.HERE, addresses.member_url(delivery.origin_id or delivery.id))
    words = letter(delivery.business.name, body, delivery.subject)
    sender = f"no-reply@{addresses.mail_domain}"
    return OutgoingEmail(
        delivery.id, sender, delivery.business.name, delivery.address, words.subject, words.plain, words.html
    )
