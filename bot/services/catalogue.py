"""What appointments are for: services, how long they take, what they cost, and who offers them."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import select

from bot.errors import InputError, NotFound
from bot.services import calendars
from bot.services.work import Desk
from models import Calendar, Service

EXAMPLE = "Haircut, 45 minutes"
LONGEST_MINUTES = 24 * 60
_ALIKE = 85


def list_services(desk: Desk) -> list[Service]:
    """In the order in which the owner has them."""
    query = select(Service).where(Service.business_id == desk.business.id, Service.removed_at.is_(None))
    return list(desk.session.scalars(query.order_by(Service.position, Service.created_at)))


def get_service(desk: Desk, service_id: UUID) -> Service:
    """Raises NotFound for one that is not there, was removed, or belongs to another business."""
    row = desk.session.get(Service, service_id)
    if row is None or row.business_id != desk.business.id or row.removed_at:
        raise NotFound("There is no such service.")
    return row


def find_service_by_id(desk: Desk, service_id: str | None) -> Service | None:
    """The one that is still offered, or None."""
    row = desk.session.get(Service, UUID(service_id)) if service_id else None
    return row if row and row.business_id == desk.business.id and not row.removed_at else None


def find_service(desk: Desk, words: str) -> Service | None:
    """The one that the words mean: its name, a word of it that no other has, or nearly that ("hair cut")."""
    key = " ".join(words.split()).casefold()
    listed = list_services(desk)
    exact = [one for one in listed if one.name_key == key]
    partly = [one for one in listed if _shares_word(key, one.name_key)]
    nearly = [one for one in listed if fuzz.ratio(key.replace(" ", ""), one.name_key.replace(" ", "")) >= _ALIKE]
    for found in (exact, nearly, partly):
        if len(found) == 1:
            return found[0]
    return None


def _shares_word(key: str, name_key: str) -> bool:
    words = {word for word in key.split() if len(word) > 2}
    return bool(words & set(name_key.split()))


def save_service(
    desk: Desk,
    name: str,
    *,
    service: Service | None = None,
    minutes: int = 60,
    buffer_minutes: int = 0,
    price: Decimal | None = None,
    offered_by: Iterable[Calendar] = (),
) -> Service:
    """Add a service, or change one. Raises InputError for a name that is taken or a length that cannot be."""
    name = _checked_name(desk, name, service)
    if not 5 <= minutes <= LONGEST_MINUTES or not 0 <= buffer_minutes <= LONGEST_MINUTES:
        raise InputError("It takes between 5 minutes and a day.", EXAMPLE)
    if price is not None and not 0 <= price < 1_000_000:
        raise InputError("That cannot be its price.", "45.00")
    if service is None:
        service = Service(business_id=desk.business.id, created_at=desk.now, position=len(list_services(desk)))
        desk.session.add(service)
    service.name, service.name_key = name, name.casefold()
    service.minutes, service.buffer_minutes, service.price = minutes, buffer_minutes, price
    service.calendars = list(offered_by)
    desk.session.flush()
    return service


def remove_service(desk: Desk, service: Service) -> None:
    """Offer it no more; appointments for it stay."""
    service.removed_at = desk.now
    service.name_key = f"{service.name_key[:40]} {service.id.hex}"


def offered_by(desk: Desk, service: Service | None) -> list[Calendar]:
    """The calendars in which it can be booked."""
    listed = calendars.list_calendars(desk)
    if service is None or not service.calendars:
        return listed
    own = {one.id for one in service.calendars}
    return [one for one in listed if one.id in own]


def _checked_name(desk: Desk, name: str, service: Service | None) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise InputError("A service needs a name of up to 80 letters.", EXAMPLE)
    if any(one.name_key == name.casefold() and one is not service for one in list_services(desk)):
        raise InputError(f"There is a service called {name} already.", EXAMPLE)
    return name
