"""What the owner is told by text: inbound texts handed on, and notices from the number."""

from uuid import UUID

from sqlalchemy import select

from bot.domain import phone_numbers, segments
from bot.services.deliveries import outgoing
from bot.services.work import Desk
from models import AuthorisedPhone, Business, Delivery, InboxItem
from models.states import Channel, DeliveryKind, InboxKind


def forward(desk: Desk, item: InboxItem) -> list[Delivery]:
    """Hand an inbound text on to the phones that are set; never back to the phone that wrote it, nor round a ring."""
    name = item.customer.name if item.customer else ""
    sender = f"{name} {phone_numbers.pretty(item.phone)}".strip()
    body = item.body if item.kind is InboxKind.TEXT else "left a voice message; hear it in the panel"
    pictures = f" [{item.media} picture{'s' * (item.media > 1)}]" if item.media else ""
    phones = [row.phone for row in desk.business.text_forwards if row.phone not in (item.phone, desk.business.number)]
    phones = _without_rings(desk, item.phone, phones)
    return [
        _text(desk, DeliveryKind.FORWARD, phone, piece, item.id)
        for phone in phones
        for piece in pieces(f"{sender}: {body}{pictures}")
    ]


def comes_back(desk: Desk, phone: str) -> bool:
    """Whether calls that are sent on to a phone come back to this number, over other businesses of the installation."""
    seen = {desk.business.number}
    onward: str | None = phone
    while onward and onward not in seen:
        seen.add(onward)
        onward = desk.session.scalar(select(Business.call_forward_to).where(Business.number == onward))
    return onward is not None


def _without_rings(desk: Desk, sender: str, phones: list[str]) -> list[str]:
    """What one business of the installation sends on to another is not sent on to a third: three make a ring."""
    query = select(Business.number).where(Business.number.in_([sender, *phones]))
    ours = set(desk.session.scalars(query)) if phones else set()
    return [phone for phone in phones if phone not in ours] if sender in ours else phones


def notify(desk: Desk, body: str, item_id: UUID | None = None) -> list[Delivery]:
    """Tell the owner: on the phones that texts are forwarded to, or else on the authorised ones."""
    return [_text(desk, DeliveryKind.NOTICE, phone, body, item_id) for phone in owner_phones(desk)]


def tell(desk: Desk, phone: str, body: str) -> Delivery:
    """Tell one of the owner's phones."""
    return _text(desk, DeliveryKind.NOTICE, phone, body, None)


def owner_phones(desk: Desk) -> list[str]:
    """Where the owner reads."""
    forwards = [row.phone for row in desk.business.text_forwards]
    if forwards:
        return forwards
    query = select(AuthorisedPhone.phone).where(AuthorisedPhone.business_id == desk.business.id)
    return list(desk.session.scalars(query.order_by(AuthorisedPhone.id)))


def pieces(body: str) -> list[str]:
    """The body in as many texts as a carrier's limit asks for; nothing is cut away."""
    most = segments.MAX_CHARACTERS
    return [body[first : first + most] for first in range(0, len(body), most)] or [body]


def _text(desk: Desk, kind: DeliveryKind, phone: str, body: str, item_id: UUID | None) -> Delivery:
    row = outgoing(desk, kind, Channel.TEXT, phone, body, answers_item_id=item_id)
    desk.work.hand_over(row.id, kind)
    return row
