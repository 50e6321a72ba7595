"""A verified phone that calls show instead of the business's number (FAQ: calls only, texts never)."""

from sqlalchemy import or_, select

from bot.domain import phone_numbers
from bot.errors import InputError
from bot.services.work import Desk
from models import Business


def ask(desk: Desk, phone: str) -> str:
    """Note which phone is to be verified; E.164. Raises InputError for what is none, our own, or another's."""
    number = desk.reachable(phone)
    if number == desk.business.number:
        raise InputError("Calls show this number as it is.", phone_numbers.EXAMPLE)
    others = or_(Business.caller_id == number, Business.caller_id_asked == number)
    if desk.session.scalar(select(Business.id).where(others, Business.id != desk.business.id)):
        raise InputError("Another business here shows that phone, or has asked for it.", phone_numbers.EXAMPLE)
    desk.business.caller_id_asked = number
    return number


def use(desk: Desk, verified: bool) -> bool:
    """Show the phone that was asked for, where the carrier says that it is verified. Whether it is shown now."""
    if verified and desk.business.caller_id_asked:
        desk.business.caller_id, desk.business.caller_id_asked = desk.business.caller_id_asked, None
    return verified


def forget(desk: Desk) -> None:
    """Calls show the business's number again."""
    desk.business.caller_id = desk.business.caller_id_asked = None
