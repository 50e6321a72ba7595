"""So many texts and calls a day, and no more; the rest waits for the morning, and it is told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.delivery import allowance
from bot.domain.rules import Rules
from bot.services import accounts
from models import AuthorisedPhone, Business, OutgoingDay
from models.states import Channel, DeliveryKind, DeliveryStatus
from tests.factories.post import ANN, Post

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("America/New_York"))
OWNER = "+12125550100"


def limited(post: Post, most: int | None) -> None:
    post.clock.moment = NOON
    with post.app.work() as work:
        work.session.execute(update(Business).values(outgoing_a_day=most, created_at=NOON))
        work.session.add(AuthorisedPhone(business_id=post.business_id, phone=OWNER))


def test_what_is_over_the_limit_is_held_until_the_morning_and_the_owner_is_told_once(post: Post) -> None:
    limited(post, 3)
    due = [NOON - timedelta(seconds=10 - number) for number in range(6)]
    ids = [post.due(f"+121255502{number:02d}", due_at=moment) for number, moment in enumerate(due)]
    for first in (0, 2, 4):
        post.send(*ids[first : first + 2])
    assert [post.row(one).status is DeliveryStatus.WAITING for one in ids] == [False] * 3 + [True] * 3
    held = post.row(ids[5])
    assert held.status is DeliveryStatus.WAITING
    assert held.reason == "held: daily limit of 3, waits until tomorrow at 9 AM"
    with post.app.reading() as work:
        assert work.session.scalars(select(OutgoingDay.count)).one() == 3
    post.send(*[one for _, one in post.queue.handed])
    (told,) = post.taken(OWNER)
    assert "limit of 3 texts and calls a day" in told
    post.later(hours=21)
    assert post.send(*ids) == 3


def test_a_new_business_has_a_low_ceiling_and_an_older_one_the_usual(post: Post) -> None:
    limited(post, None)
    with post.app.work() as work:
        assert allowance.ceiling(work, post.desk(work).business) == 500
    post.later(days=8)
    with post.app.work() as work:
        assert allowance.ceiling(work, post.desk(work).business) == 20_000


def test_reminders_replies_and_emails_are_not_held_back(post: Post) -> None:
    limited(post, 0)
    kept = post.due(kind=DeliveryKind.REMINDER), post.due(kind=DeliveryKind.REPLY, body="yes")
    held = post.due(body="SALE")
    assert post.send(*kept, held) == 2
    mail = post.due("ann@example.com", channel=Channel.EMAIL)
    post.send(mail)
    assert "daily limit" not in (post.row(mail).reason or "")
    assert len(post.taken(ANN)) == 2


def test_a_phone_in_a_country_that_is_not_served_gets_nothing(post: Post) -> None:
    """A customer of before the rule, or of another installation's file."""
    limited(post, 10)
    jamaica = post.due("+18765550123")
    assert post.send(jamaica) == 0
    assert (post.row(jamaica).status, post.row(jamaica).reason) == (
        DeliveryStatus.FAILED,
        "it is addressed to a country that is not served",
    )


def test_whoever_signs_up_has_the_low_ceiling_and_whom_an_operator_made_has_not(post: Post) -> None:
    with post.app.work() as work:
        made = [
            accounts.create_business(
                work,
                accounts.NewBusiness(
                    name=f"Salon {n}",
                    number=f"+1212555033{n}",
                    timezone="America/New_York",
                    owner_phone=OWNER,
                    pin="",
                    email=f"owner{n}@example.com",
                    password="correct horse battery staple",
                    vouched_for=vouched,
                ),
            )
            for n, vouched in enumerate((True, False))
        ]
        ceilings = [allowance.ceiling(work, one) for one in made]
    assert ceilings == [Rules.a_day, Rules.a_day_when_new]
