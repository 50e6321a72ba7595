"""What the last month left behind in the demo salon: reminders, a weekly offer, visits, texts, and an invoice.

All of it is over: rows in states from which nothing is sent any more. Nothing in it is left to chance.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from bot.domain import local_time
from bot.services import billing, charging, usage
from bot.services.work import Desk
from models import Appointment, Attendee, Calendar, Customer, Delivery, InboxItem, Message, MessageRecipient, new_id
from models.states import (
    Answered,
    AppointmentStatus,
    Channel,
    DeliveryKind,
    DeliveryStatus,
    MessageStatus,
    RecipientKind,
    UsageKind,
)

DAYS = 30
BEFORE = timedelta(days=45)
"""How long the salon has been here: long enough for a month to be closed."""
OFFER = "Hi {first_name}, Friday is quiet this week: 20% off every color before noon. Reply STOP to stop."
OFFER_DAY = 2
TEXTS = (
    # days ago, customer, what they wrote, what was answered, label; the last ones wait for an answer
    (16, 1, "what are your hours on saturday?", "We are open 9 to 6 on Saturday.", "Question"),
    (12, 2, "can I get two bottles of the lavender shampoo", "They are at the desk for you.", "Order"),
    (9, 4, "running 10 min late sorry!", "No problem, see you soon.", None),
    (5, 6, "thank you, I love the color", "That is lovely to hear. See you next time!", None),
    (2, 8, "do you also do bridal hair?", "We do. Maria will call you this afternoon.", "Question"),
    (1, 7, "is there parking behind the salon?", None, "Question"),
    (0, 3, "could you put a bottle of the repair mask aside for me", None, "Order"),
)
_UNREACHED = "the phone could not be reached"


def fill(desk: Desk) -> None:
    """Thirty days of it, for a business that was just made."""
    people, chairs = _customers(desk), _chairs(desk)
    desk.business.created_at = desk.now - BEFORE
    today = local_time.to_local(desk.now, desk.business.timezone).date()
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() != 6:
            _visits(desk, day, back, people, chairs)
        if day.weekday() == OFFER_DAY:
            _offer(desk, datetime.combine(day, time(10)), people)
    for days, who, words, answer, label in TEXTS:
        _text(desk, people[who], _ago(desk, days), words, answer, label)
    desk.session.flush()
    _count(desk)
    billing.close_due(desk.work)
    for invoice in billing.invoices(desk):
        charging.paid(desk.work, invoice.id, "demo")


def _visits(desk: Desk, day: date, back: int, people: Sequence[Customer], chairs: Sequence[Calendar]) -> None:
    """Between three and six a day, each reminded of the day before."""
    for place in range(3 + back * 7 % 4):
        who = people[(back * 3 + place) % len(people)]
        missed, silent = (back + place * 5) % 17 == 0, (back + place) % 6 == 0
        visit = _visit(desk, datetime.combine(day, time(9 + place)), who, chairs[place % len(chairs)], missed=missed)
        said = Answered.ASKED if silent or missed else Answered.CONFIRMED
        visit.attendees = [Attendee(customer_id=who.id, answered=said)]
        at = local_time.to_utc(visit.start_local - timedelta(days=1), visit.timezone)
        words = f"{who.first_name}, your appointment at {desk.business.name} is tomorrow. Reply C to confirm."
        _sent(desk, who, DeliveryKind.REMINDER, words, at, answered=said, failed=missed and back < DAYS / 2)


def _visit(desk: Desk, start: datetime, who: Customer, chair: Calendar, *, missed: bool) -> Appointment:
    zone = desk.business.timezone
    at = local_time.to_utc(start, zone)
    visit = Appointment(
        business_id=desk.business.id, number=_number(desk), calendar=chair, name="Haircut", start_local=start,
        timezone=zone, minutes=45, start_at=at, end_at=at + timedelta(minutes=45), created_by="owner",
        status=AppointmentStatus.NO_SHOW if missed else AppointmentStatus.BOOKED,
        created_at=at - timedelta(days=7), changed_at=at,
    )  # fmt: skip
    desk.session.add(visit)
    return visit


def _offer(desk: Desk, start: datetime, people: Sequence[Customer]) -> None:
    """To everybody who can be texted."""
    at = local_time.to_utc(start, desk.business.timezone)
    message = Message(
        id=new_id(), business_id=desk.business.id, number=_number(desk), channels=[Channel.TEXT], body=OFFER,
        promotional=True, start_local=start, timezone=desk.business.timezone, status=MessageStatus.DONE,
        created_by="panel", created_at=at, recipients=[MessageRecipient(kind=RecipientKind.ALL)],
    )  # fmt: skip
    desk.session.add(message)
    desk.session.flush()
    for who in people:
        row = _sent(desk, who, DeliveryKind.MESSAGE, OFFER.format(first_name=who.first_name), at)
        row.message_id, row.occurrence_local, row.promotional = message.id, start, True


def _text(desk: Desk, who: Customer, at: datetime, words: str, answer: str | None, label: str | None) -> None:
    """A text, and the answer to it a while later; without one, it waits to be read."""
    item = InboxItem(
        business_id=desk.business.id, carrier_sid=f"SM{new_id().hex}", phone=who.phone or "", customer_id=who.id,
        body=words, label=label, needs_answer=answer is None, received_at=at, read_at=at if answer else None,
    )  # fmt: skip
    desk.session.add(item)
    if answer:
        _sent(desk, who, DeliveryKind.REPLY, answer, at + timedelta(minutes=12)).author = "Maria"


def _sent(
    desk: Desk,
    who: Customer,
    kind: DeliveryKind,
    words: str,
    at: datetime,
    *,
    answered: Answered = Answered.NOT_ASKED,
    failed: bool = False,
) -> Delivery:
    row = Delivery(
        business_id=desk.business.id, kind=kind, channel=Channel.TEXT, address=who.phone or "", customer_id=who.id,
        body=words, answered=answered, status=DeliveryStatus.FAILED if failed else DeliveryStatus.DELIVERED,
        reason=_UNREACHED if failed else None, attempts=1, due_at=at, sent_at=at, finished_at=at, created_at=at,
    )  # fmt: skip
    desk.session.add(row)
    return row


def _count(desk: Desk) -> None:
    """What of it is billed."""
    sent = select(Delivery).where(Delivery.business_id == desk.business.id)
    received = select(InboxItem).where(InboxItem.business_id == desk.business.id)
    out = [
        usage.Line(one.business_id, UsageKind.TEXT_OUT, one.parts, f"delivery:{one.id}", one.created_at)
        for one in desk.session.scalars(sent)
    ]
    back = [
        usage.Line(one.business_id, UsageKind.TEXT_IN, 1, f"inbox:{one.id}", one.received_at)
        for one in desk.session.scalars(received)
    ]
    usage.record(desk.session, *out, *back)


def _ago(desk: Desk, days: int) -> datetime:
    """So many days ago; two hours ago for none."""
    return desk.now - timedelta(days=days, hours=0 if days else 2)


def _number(desk: Desk) -> int:
    desk.session.refresh(desk.business, ["next_message_number"])
    number = desk.business.next_message_number
    desk.business.next_message_number = number + 1
    desk.session.flush()
    return number


def _customers(desk: Desk) -> list[Customer]:
    """Those who can be texted, one for each phone."""
    query = select(Customer).where(Customer.business_id == desk.business.id).order_by(Customer.phone_key, Customer.id)
    by_phone: dict[str, Customer] = {}
    for one in desk.session.scalars(query):
        if one.phone:
            by_phone.setdefault(one.phone, one)
    return list(by_phone.values())


def _chairs(desk: Desk) -> list[Calendar]:
    query = select(Calendar).where(Calendar.business_id == desk.business.id).order_by(Calendar.id)
    return list(desk.session.scalars(query))
