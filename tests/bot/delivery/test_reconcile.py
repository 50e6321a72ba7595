"""Once a day the carrier's list settles what its callbacks did not tell."""

from datetime import UTC, datetime, timedelta

from bot import delivery
from bot.delivery.reconcile import Compared
from bot.ports import StatusReport
from models.states import DeliveryStatus, UsageKind
from scheduler.clock import Ticker
from tests.factories.post import Post
from tests.harness.waiting import eventually


def listed(post: Post) -> list[StatusReport]:
    now = datetime.now(UTC)
    sms = post.app.ports.sms
    return list(post.loop.run(sms.listed(now - timedelta(days=1), now + timedelta(minutes=1))))


def compared(post: Post, reports: list[StatusReport]) -> Compared:
    with post.app.work() as work:
        return delivery.compare(work, reports)


def test_lost_callbacks_are_made_up_for(post: Post) -> None:
    one = post.due()
    post.send(one)
    assert post.status(one) is DeliveryStatus.ACCEPTED
    reports = eventually(lambda: [each for each in listed(post) if each.status is DeliveryStatus.DELIVERED])
    assert compared(post, reports).moved == 1
    assert post.status(one) is DeliveryStatus.DELIVERED
    assert compared(post, reports).moved == 0


def test_the_ledger_follows_the_carriers_count_of_parts(post: Post) -> None:
    one = post.due(parts=1)
    post.send(one)
    report = StatusReport(DeliveryStatus.SENT, post.row(one).carrier_sid or "", parts=3)
    for _ in range(2):
        compared(post, [report])
    assert sum(post.usage(UsageKind.TEXT_OUT)) == 3
    assert post.row(one).parts == 3


def test_what_somebody_else_sent_over_the_account_is_counted_and_left_alone(post: Post) -> None:
    assert compared(post, [StatusReport(DeliveryStatus.SENT, "SM" + "f" * 32)]).strays == 1


def test_one_clock_asks_for_it_once_a_day(post: Post) -> None:
    post.clock.moment = datetime(2026, 11, 23, 3, tzinfo=UTC)
    clocks = [Ticker(post.app), Ticker(post.app)]
    for clock in clocks:
        clock.tick()
    assert post.queue.reconciliations == 0
    post.later(hours=2)
    for clock in clocks:
        clock.tick()
    assert post.queue.reconciliations == post.queue.nights == 1
    post.later(days=1)
    for clock in clocks:
        clock.tick()
    assert post.queue.reconciliations == 2


def test_a_queue_that_is_away_leaves_it_to_be_done(post: Post) -> None:
    post.clock.moment = datetime(2026, 11, 23, 5, tzinfo=UTC)
    clock = Ticker(post.app)
    post.queue.down = True
    clock.tick()
    post.queue.down = False
    post.later(minutes=2)
    clock.tick()
    assert post.queue.reconciliations == 1
