"""From a delivery that is due to what the carrier's books and ours say."""

from datetime import UTC, datetime, timedelta

from bot.services import consent
from models.states import Channel, ConsentState, DeliveryKind, DeliveryStatus, UsageKind
from tests.factories.post import ANN, BOB, NUMBER, Post
from tests.harness.smtp_server import SmtpServer


def test_a_text_goes_out_once_however_often_it_is_asked_for(post: Post) -> None:
    one = post.due(body="Hi Ann")
    assert post.send(one, one) == 1
    assert post.send(one) == 0
    assert post.taken() == ["Hi Ann"]
    row = post.row(one)
    assert (row.status, row.reason, row.lease_until) == (DeliveryStatus.ACCEPTED, None, None)
    assert row.carrier_sid is not None
    assert row.carrier_sid.startswith("SM")


def test_what_is_accepted_is_in_the_ledger_in_message_parts(post: Post) -> None:
    post.send(post.due(body="x" * 161, parts=2))
    assert post.usage(UsageKind.TEXT_OUT) == [2]


def test_what_is_not_due_yet_stays(post: Post) -> None:
    early = post.due(due_at=post.clock.now() + timedelta(minutes=5))
    assert post.send(early) == 0
    assert post.status(early) is DeliveryStatus.WAITING


def test_an_opt_out_between_planning_and_sending_counts(post: Post) -> None:
    one = post.due(status=DeliveryStatus.QUEUED)
    with post.app.work() as work:
        consent._record(post.desk(work), ANN, ConsentState.OUT, "text", "STOP")
    post.send(one)
    assert (post.status(one), post.row(one).reason) == (DeliveryStatus.SUPPRESSED, "opted out")
    assert post.taken() == []


def test_the_confirmation_of_an_opt_out_passes_it(post: Post) -> None:
    with post.app.work() as work:
        consent.opt_out(post.desk(work), ANN, "text", "STOP")
    post.send(post.due(body="You get no more texts.", kind=DeliveryKind.CONSENT))
    assert post.taken() == ["You get no more texts."]


def test_what_is_too_late_is_dropped_visibly(post: Post) -> None:
    one = post.due(expires_at=post.clock.now())
    post.send(one)
    row = post.row(one)
    assert (row.status, row.reason) == (DeliveryStatus.EXPIRED, "it was too late to be of use")
    assert row.finished_at is not None
    assert post.taken() == []


def test_a_promotion_waits_for_the_morning_and_says_so(post: Post) -> None:
    post.clock.moment = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # ten in the evening in New York
    held, told = post.due(promotional=True), post.due(address=BOB)
    post.send(held, told)
    row = post.row(held)
    assert (row.status, row.reason) == (DeliveryStatus.WAITING, "held for quiet hours until tomorrow at 9 AM")
    assert row.due_at == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert post.taken() == []
    assert len(post.taken(BOB)) == 1
    post.clock.moment = row.due_at
    post.send(held)
    assert len(post.taken()) == 1


def test_one_that_cannot_be_sent_does_not_touch_its_neighbours(post: Post) -> None:
    empty, own, long = post.due(body=" "), post.due(address=NUMBER), post.due(body="x" * 1601)
    good = post.due(address=BOB)
    post.send(empty, own, long, good)
    assert [post.row(one).reason for one in (empty, own, long)] == [
        "it had no words",
        "it is addressed to the business's own number",
        "it is too long for a text",
    ]
    assert post.status(good) is DeliveryStatus.ACCEPTED


def test_the_carriers_refusal_is_final_and_said_in_plain_words(post: Post) -> None:
    post.tell("misbehaviour", kind="error", code=21614, number=ANN, times=1)
    refused, good = post.due(), post.due(address=BOB)
    post.send(refused, good)
    row = post.row(refused)
    assert (row.status, row.reason, row.error_code) == (
        DeliveryStatus.FAILED,
        "this number is a landline",
        "21614",
    )
    assert post.status(good) is DeliveryStatus.ACCEPTED
    assert post.usage(UsageKind.TEXT_OUT) == [1]


def test_a_code_nobody_knows_fails_without_a_loop(post: Post) -> None:
    post.tell("misbehaviour", kind="error", code=99999, number=ANN)
    one = post.due()
    post.send(one)
    assert (post.status(one), post.row(one).reason) == (DeliveryStatus.FAILED, "the carrier refused it")


def test_an_opt_out_at_the_carrier_becomes_ours(post: Post) -> None:
    post.tell("misbehaviour", kind="error", code=21610, number=ANN)
    first, second = post.due(), post.due(body="another", due_at=post.clock.now() + timedelta(hours=1))
    post.send(first)
    assert post.status(first) is DeliveryStatus.SUPPRESSED
    assert post.status(second) is DeliveryStatus.SUPPRESSED
    with post.app.reading() as work:
        assert consent.history(post.desk(work), ANN)[0].source == "carrier"


def test_a_call_is_placed(post: Post) -> None:
    one = post.due(channel=Channel.SPEECH)
    post.send(one)
    row = post.row(one)
    assert row.status is DeliveryStatus.ACCEPTED
    assert (row.carrier_sid or "").startswith("CA")


def test_an_email_has_both_parts_and_one_click_to_leave(post: Post, smtp_server: SmtpServer) -> None:
    with post.app.work() as work:
        business = post.desk(work).business
        business.email_from, business.email_from_name = "hello@bella.example", 'Bella "B"\r\nBcc: all@example.com'
        business.postal_address = "1 Main St\nNew York"
    one = post.due(
        address="ann@example.com",
        channel=Channel.EMAIL,
        body="Hi <Ann>,\n\nsale!",
        subject="Sale\r\nX: y",
        promotional=True,
    )
    post.send(one)
    assert post.status(one) is DeliveryStatus.SENT
    mail = smtp_server.wait_for(1)[0].message
    assert "bcc" not in mail
    assert "x" not in mail
    assert mail["Subject"] == "Sale X: y"
    assert str(mail["From"].addresses[0].addr_spec) == "hello@bella.example"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    assert "Hi <Ann>," in plain
    assert "1 Main St\nNew York" in plain
    assert "Hi &lt;Ann&gt;," in html
    assert str(mail["List-Unsubscribe"]).strip("<>") in plain
    assert post.usage(UsageKind.EMAIL) == [1]


def test_an_address_the_mail_server_refuses_fails_alone(post: Post, smtp_server: SmtpServer) -> None:
    smtp_server.refuse["no@example.com"] = "550 no such user"
    bad = post.due(address="no@example.com", channel=Channel.EMAIL)
    good = post.due(address="yes@example.com", channel=Channel.EMAIL)
    post.send(bad, good)
    assert (post.status(bad), post.row(bad).reason) == (DeliveryStatus.FAILED, "the mail server refused the address")
    assert post.status(good) is DeliveryStatus.SENT
