"""The conversation between a number and one phone: made when first needed, locked while a text is dealt with."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from bot.services.work import Desk
from models import Conversation, new_id


def lock(desk: Desk, phone: str) -> Conversation:
    """The conversation with a phone. Until the end of the transaction, nobody else deals with a text from it."""
    row = _locked(desk, phone)
    if row is None:
        _make(desk, phone)
        row = _locked(desk, phone)
    assert row is not None  # noqa: S101 - it was made in this transaction or by somebody whose commit was waited for
    return row


def _locked(desk: Desk, phone: str) -> Conversation | None:
    query = select(Conversation).where(Conversation.business_id == desk.business.id, Conversation.phone == phone)
    return desk.session.scalar(query.with_for_update())


def _make(desk: Desk, phone: str) -> None:
    insert = postgresql.insert if desk.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"id": new_id(), "business_id": desk.business.id, "phone": phone, "slots": {}, "robot_score": 0}
    desk.session.execute(insert(Conversation).values(**row, updated_at=desk.now).on_conflict_do_nothing())
