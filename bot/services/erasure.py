"""Forgetting a customer: everything that says who they are or what they wrote, but not that they opted out."""

from sqlalchemy import ColumnElement, delete, exists, select, update

from bot.errors import InputError
from bot.services import agenda, audit
from bot.services.work import Desk
from models import (
    Appointment,
    Attendee,
    Call,
    Conversation,
    Customer,
    CustomerPhone,
    Delivery,
    GroupMember,
    InboxItem,
    MessageRecipient,
    Recording,
    Waiting,
)
from models.states import OPEN_DELIVERY, DeliveryStatus

NAME = "Deleted customer"
GONE = "deleted"
"""What stands where an address was."""
_BUSY = (DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN)


def erase(desk: Desk, customer: Customer) -> None:
    """Forget somebody for good. What was counted and charged stays as numbers; opt-outs and opt-ins stay on record.

    Raises InputError while an appointment is ahead (whoever asks may still mean to come), and while a message is on its
    way: without its address nobody could find out what became of it.
    """
    ahead = agenda.ahead_of(desk, [customer.id])
    if ahead:
        count = f"{len(ahead)} appointment{'s' * (len(ahead) > 1)}"
        raise InputError(f"{customer.name} has {count} ahead. Cancel first, then delete.", f"cancel {customer.name}")
    phones = _own_phones(desk, customer)
    if desk.session.scalar(select(exists().where(*_sent_to(desk, customer, phones), Delivery.status.in_(_BUSY)))):
        raise InputError(f"A message to {customer.name} is just on its way. Please try again in a few minutes.")
    _forget_messages(desk, customer, phones)
    _forget_talk(desk, customer, phones)
    _forget_appointments(desk, customer)
    _forget_person(desk, customer)
    audit.record(desk, "customer_erased")


def _own_phones(desk: Desk, customer: Customer) -> list[str]:
    """Those that no other customer has: a family's texts stay while one of them stays."""
    others = (
        select(CustomerPhone.phone)
        .join(Customer, Customer.id == CustomerPhone.customer_id)
        .where(
            Customer.business_id == desk.business.id,
            Customer.id != customer.id,
            Customer.removed_at.is_(None),
            CustomerPhone.phone.in_([one.phone for one in customer.phones]),
        )
    )
    shared = set(desk.session.scalars(others))
    return [one.phone for one in customer.phones if one.phone not in shared]


def _sent_to(desk: Desk, customer: Customer, phones: list[str]) -> tuple[ColumnElement[bool], ...]:
    to_them = (Delivery.customer_id == customer.id) | Delivery.address.in_(phones)
    return Delivery.business_id == desk.business.id, to_them


def _forget_messages(desk: Desk, customer: Customer, phones: list[str]) -> None:
    """Words and addresses of what was sent; what was still to go out does not."""
    theirs = _sent_to(desk, customer, phones)
    stopped = {"status": DeliveryStatus.CANCELLED, "reason": "the customer's data was deleted", "finished_at": desk.now}
    desk.session.execute(update(Delivery).where(*theirs, Delivery.status.in_(OPEN_DELIVERY)).values(stopped))
    words = {"address": GONE, "body": "", "subject": None, "customer_id": None, "reminder_id": None}
    desk.session.execute(update(Delivery).where(*theirs).values(words))
    desk.session.execute(delete(MessageRecipient).where(MessageRecipient.customer_id == customer.id))


def _forget_talk(desk: Desk, customer: Customer, phones: list[str]) -> None:
    """What they wrote and said."""
    heard = select(InboxItem.id).where(
        InboxItem.business_id == desk.business.id,
        (InboxItem.customer_id == customer.id) | InboxItem.phone.in_(phones),
    )
    spoken = list(
        desk.session.scalars(
            select(InboxItem.recording_id).where(InboxItem.id.in_(heard), InboxItem.recording_id.is_not(None))
        )
    )
    desk.session.execute(update(Delivery).where(Delivery.answers_item_id.in_(heard)).values(answers_item_id=None))
    desk.session.execute(delete(InboxItem).where(InboxItem.id.in_(heard)))
    desk.session.execute(delete(Recording).where(Recording.id.in_(spoken)))
    mine = (Conversation.business_id == desk.business.id, Conversation.phone.in_(phones))
    desk.session.execute(delete(Conversation).where(*mine))
    over = (Call.business_id == desk.business.id, Call.phone.in_(phones), Call.ended_at.is_not(None))
    desk.session.execute(delete(Call).where(*over))


def _forget_appointments(desk: Desk, customer: Customer) -> None:
    """That the time was taken stays; with whom and for what does not."""
    others = exists().where(Attendee.appointment_id == Appointment.id, Attendee.customer_id != customer.id)
    alone = select(Attendee.appointment_id).where(Attendee.customer_id == customer.id)
    bare = {"name": "", "place": "", "notes": ""}
    mine = (Appointment.business_id == desk.business.id, Appointment.id.in_(alone), ~others)
    desk.session.execute(update(Appointment).where(*mine).values(bare))
    desk.session.execute(
        delete(Waiting).where(Waiting.business_id == desk.business.id, Waiting.customer_id == customer.id)
    )


def _forget_person(desk: Desk, customer: Customer) -> None:
    desk.session.execute(delete(GroupMember).where(GroupMember.customer_id == customer.id))
    customer.phones.clear()
    customer.emails.clear()
    customer.first_name, customer.last_name, customer.notes = NAME, "", ""
    customer.timezone = customer.language = None
    customer.removed_at, customer.erased_at = customer.removed_at or desk.now, desk.now
    desk.session.flush()
