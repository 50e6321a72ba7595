"""The operator's pages: who may see them, and what they do to a business."""

from datetime import timedelta
from decimal import Decimal

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from bot.delivery.claim import claim
from bot.services import accounts, inbox, operators, standing, usage
from bot.services.deliveries import outgoing
from models import Business, Member, OperatorAction, OutgoingDay, Plan
from models.states import Channel, DeliveryKind, DeliveryStatus, UsageKind
from tests.factories import Shop
from web import create_app

EMAIL, PASSWORD = "boss@example.net", "horse battery staple"
OWNER_EMAIL = "owner@example.com"
PAGES = ("/operator", "/operator/plans", "/operator/health")
ANN = "+12125550111"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    made = Shop(engine)
    with made.app.work() as work:
        accounts.add_member(made.desk(work), OWNER_EMAIL, PASSWORD, "Maria")
        operators.create(work, EMAIL, PASSWORD)
    made.customer("Ann Lee", ANN)
    return made


@pytest.fixture
def site(shop: Shop) -> Flask:
    app = create_app(shop.app)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def operator(shop: Shop, site: Flask) -> FlaskClient:
    client = site.test_client()
    sign_in(client)
    confirm(shop, client)
    return client


def sign_in(client: FlaskClient) -> str:
    """With the password; where that leads to."""
    return str(client.post("/operator/sign-in", data={"email": EMAIL, "password": PASSWORD}).location)


def app_of(shop: Shop) -> pyotp.TOTP:
    """The operator's authenticator app."""
    with shop.app.reading() as work:
        return pyotp.TOTP(shop.app.vault.unseal(operators.by_email(work, EMAIL).totp_secret or ""))


def confirm(shop: Shop, client: FlaskClient) -> None:
    """Scan, and type the first code."""
    client.get("/operator/second-factor")
    typed = {"code": app_of(shop).at(shop.clock.moment)}
    assert client.post("/operator/second-factor", data=typed).location == "/operator"


@pytest.fixture
def member(site: Flask) -> FlaskClient:
    client = site.test_client()
    assert client.post("/sign-in", data={"email": OWNER_EMAIL, "password": PASSWORD}).status_code == 302
    return client


def path(shop: Shop, block: str = "") -> str:
    return f"/operator/businesses/{shop.business_id}" + (f"/{block}" if block else "")


def who(shop: Shop) -> Member:
    with shop.app.reading() as work:
        return work.session.scalars(select(Member).where(Member.business_id == shop.business_id)).one()


def done(shop: Shop) -> list[str]:
    with shop.app.reading() as work:
        query = select(OperatorAction.words).where(OperatorAction.business_id == shop.business_id)
        return list(work.session.scalars(query.order_by(OperatorAction.at, OperatorAction.id)))


def business(shop: Shop) -> Business:
    with shop.app.reading() as work:
        return work.session.get_one(Business, shop.business_id)


def test_a_member_cannot_reach_the_operators_pages(shop: Shop, member: FlaskClient) -> None:
    for page in (*PAGES, path(shop)):
        assert member.get(page).location == "/operator/sign-in"
    for post in (path(shop, "suspend"), "/operator/plans", f"/operator/acting/{who(shop).id}"):
        assert member.post(post, data={"why": "x"}).location == "/operator/sign-in"
    assert member.post("/operator/sign-in", data={"email": OWNER_EMAIL, "password": PASSWORD}).status_code == 401
    assert business(shop).suspended_at is None


def test_an_operator_reaches_no_panel_without_signing_in_as_a_member(shop: Shop, operator: FlaskClient) -> None:
    for page in ("/", "/customers", "/inbox", "/settings", "/account/messages"):
        assert "/sign-in" in str(operator.get(page).location)
    assert operator.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 401


def test_an_operator_signs_in_as_a_member_and_the_owner_can_read_it(
    shop: Shop, operator: FlaskClient, member: FlaskClient
) -> None:
    assert operator.post(f"/operator/acting/{who(shop).id}").location == "/"
    page = operator.get("/customers")
    assert "Ann Lee" in page.text
    assert f"You ({EMAIL}) are signed in as Maria" in page.text
    assert operator.post("/operator/acting/end").location == path(shop)
    assert "/sign-in" in str(operator.get("/customers").location)
    assert done(shop) == ["signed in as Maria", "signed out again"]
    assert "signed in as Maria" in member.get("/account").text
    assert "are signed in as" not in member.get("/account").text


def test_an_operator_is_signed_out_when_nothing_happens(shop: Shop, operator: FlaskClient) -> None:
    assert operator.get("/operator").status_code == 200
    shop.clock.pass_time(minutes=31)
    assert operator.get("/operator").location == "/operator/sign-in"


def test_an_operator_sees_nothing_before_a_code_from_an_app_is_set_up(shop: Shop, site: Flask) -> None:
    client = site.test_client()
    assert sign_in(client) == "/operator/second-factor"
    for page in (*PAGES, path(shop)):
        assert client.get(page).location == "/operator/second-factor"
    for post in (path(shop, "suspend"), "/operator/plans", f"/operator/acting/{who(shop).id}"):
        assert client.post(post, data={"why": "x"}).location == "/operator/second-factor"
    assert business(shop).suspended_at is None
    assert client.post("/operator/second-factor", data={"code": "000000"}).status_code == 422
    assert client.get("/operator").location == "/operator/second-factor"
    confirm(shop, client)
    assert client.get("/operator").status_code == 200


def test_the_password_alone_lets_no_operator_in_and_no_code_does_so_twice(
    shop: Shop, site: Flask, operator: FlaskClient
) -> None:
    thief = site.test_client()
    assert thief.get("/operator/sign-in/code").location == "/operator/sign-in"
    assert sign_in(thief) == "/operator/sign-in/code"
    assert thief.get("/operator").location == "/operator/sign-in"
    used = app_of(shop).at(shop.clock.moment)
    assert thief.post("/operator/sign-in/code", data={"code": used}).status_code == 401
    shop.clock.pass_time(minutes=1)
    fresh = app_of(shop).at(shop.clock.moment)
    assert thief.post("/operator/sign-in/code", data={"code": fresh}).location == "/operator"
    assert thief.get("/operator").status_code == 200


def test_an_operator_who_has_lost_the_phone_is_helped_from_the_shell(
    shop: Shop, site: Flask, operator: FlaskClient
) -> None:
    helped = site.test_cli_runner().invoke(args=["operator", "without-phone", "--email", EMAIL])
    assert helped.exit_code == 0
    assert operator.get("/operator").location == "/operator/sign-in"
    assert sign_in(operator) == "/operator/second-factor"


def test_a_suspended_business_sends_nothing_and_hears_a_stop(shop: Shop, operator: FlaskClient) -> None:
    shop.text("text Ann tomorrow 9am hello there")
    shop.text("YES")
    assert operator.post(path(shop, "suspend"), data={"why": "unpaid since March"}).location == path(shop)
    (told,) = shop.deliveries(kind=DeliveryKind.NOTICE)
    assert (told.address, told.parts) == (shop.owner, 1)
    assert "suspended (unpaid since March)" in told.body

    shop.clock.pass_time(minutes=1)
    assert shop.text("text Ann see you at 3") == standing.SENTENCE
    assert shop.text("do you have time tomorrow?", phone=ANN) is None
    with shop.app.reading() as work:
        assert len(inbox.unread(shop.desk(work))) == 1
    answer = shop.text("STOP", phone=ANN)
    assert answer
    (confirmed,) = shop.deliveries(kind=DeliveryKind.CONSENT)
    assert confirmed.status is DeliveryStatus.SENDING
    assert done(shop) == ["suspended the business: unpaid since March"]


def test_what_falls_due_is_held_says_why_and_goes_out_once_it_is_restored(shop: Shop) -> None:
    with shop.app.work() as work:
        waiting = outgoing(shop.desk(work), DeliveryKind.REPLY, Channel.TEXT, ANN, "See you").id
        late = outgoing(shop.desk(work), DeliveryKind.REMINDER, Channel.TEXT, ANN, "Come at 11")
        late.expires_at = shop.clock.moment + timedelta(hours=1)
    shop.clock.pass_time(minutes=1)
    with shop.app.work() as work:
        standing.suspend(shop.desk(work), "unpaid")
    (told,) = shop.deliveries(kind=DeliveryKind.NOTICE)
    with shop.app.work() as work:
        claimed = claim(work, [waiting, told.id, late.id], shop.app.dispatch.addresses)
    assert [one.delivery_id for one in claimed] == [told.id]
    (kept,) = shop.deliveries(kind=DeliveryKind.REPLY)
    assert (kept.status, kept.reason) == (DeliveryStatus.WAITING, "held while the account is suspended")
    assert kept.due_at > shop.clock.moment

    shop.clock.pass_time(hours=3)
    with shop.app.work() as work:
        standing.restore(shop.desk(work))
    with shop.app.work() as work:
        claimed = claim(work, [waiting, late.id], shop.app.dispatch.addresses)
    assert [one.delivery_id for one in claimed] == [waiting]
    (expired,) = shop.deliveries(kind=DeliveryKind.REMINDER)
    assert expired.status is DeliveryStatus.EXPIRED


def test_the_panel_of_a_suspended_business_accepts_no_sends(shop: Shop, member: FlaskClient) -> None:
    with shop.app.work() as work:
        standing.suspend(shop.desk(work), "unpaid")
    assert standing.SENTENCE in member.get("/").text
    refused = member.post(f"/inbox/{ANN}", data={"body": "hello"})
    assert refused.status_code in (404, 422)
    assert shop.deliveries(kind=DeliveryKind.REPLY) == []


def test_a_restored_business_sends_again(shop: Shop, operator: FlaskClient) -> None:
    operator.post(path(shop, "suspend"), data={"why": "unpaid"})
    assert "Restore" in operator.get(path(shop)).text
    operator.post(path(shop, "restore"))
    assert shop.text("scheduled") != standing.SENTENCE
    assert operator.post(path(shop, "restore")).status_code == 422
    assert [row.body.split(";")[0] for row in shop.deliveries(kind=DeliveryKind.NOTICE)][1] == (
        "Bella Salon: your account is active again"
    )


def test_usage_and_margin(shop: Shop, operator: FlaskClient) -> None:
    with shop.app.work() as work:
        desk = shop.desk(work)
        desk.business.plan = Plan(name="S", monthly_fee=Decimal(29), included_texts=10, included_voice=10)
        line = usage.Line(shop.business_id, UsageKind.TEXT_OUT, 30, "delivery:1", work.now)
        usage.record(work.session, line)
    operator.post("/operator/plans/rates", data={"text": "0.01", "voice": "0.02"})
    page = operator.get(path(shop)).text
    for shown in ("30 parts of 10", "Charge: $30.00", "Cost: $0.30", "<strong>$29.70</strong>"):
        assert shown in page


def test_plans_are_made_changed_and_retired(shop: Shop, operator: FlaskClient) -> None:
    counts = {"included_texts": "5,000", "included_voice": "500"}
    plan = {"name": "Large", "monthly_fee": "$99", "extra_price": "0.04", **counts}
    refused = operator.post("/operator/plans", data={**plan, "monthly_fee": "lots"})
    assert refused.status_code == 422
    assert "is not an amount in dollars" in refused.text
    assert 'value="Large"' in refused.text
    assert operator.post("/operator/plans", data=plan).status_code == 302
    with shop.app.reading() as work:
        made = operators.plan_named(work, "large")
    operator.post(f"/operator/plans/{made.id}", data={**plan, "included_texts": "6000"})
    operator.post(path(shop, "plan"), data={"plan": str(made.id)})
    operator.post(f"/operator/plans/{made.id}", data={"retire": "1"})
    assert operator.post(path(shop, "plan"), data={"plan": str(made.id)}).status_code == 302
    with shop.app.reading() as work:
        kept = shop.desk(work).business.plan
        assert kept
        assert (kept.included_texts, kept.retired_at is not None) == (6000, True)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"texts": "0.2", "calls": "1", "most_a_day": "5"}, 302),
        ({"texts": "0.1"}, 422),
        ({"texts": "NaN"}, 422),
        ({"calls": "-1"}, 422),
        ({"most_a_day": "٣"}, 422),
    ],
)
def test_the_pace_has_bounds(shop: Shop, operator: FlaskClient, typed: dict[str, str], status: int) -> None:
    assert operator.post(path(shop, "pace"), data=typed).status_code == status
    expected = (Decimal("0.2"), Decimal(1), 5) if status == 302 else (None, None, 10)
    now = business(shop)
    assert (now.texts_per_second, now.calls_per_second, now.most_a_day) == expected


def test_businesses_are_found_and_paged_by_key(
    shop: Shop, operator: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operators, "PAGE", 2)
    for last in (1, 2, 3):
        Shop(engine, name=f"Dentist {last}", number=f"+1212555020{last}", owner=f"+1212555030{last}")
    first = operator.get("/operator").text
    assert "Dentist 1" not in operator.get("/operator?q=bella").text
    assert "Dentist 2" in operator.get("/operator?q=555-0202").text
    after = first.split("after=")[1].split('"')[0]
    second = operator.get(f"/operator?after={after}").text
    assert ("Bella" in first, "Dentist 1" in first, "Dentist 2" in second) == (True, True, True)
    assert "Bella" not in second


def test_nothing_odd_breaks_a_page(operator: FlaskClient) -> None:
    nobody = "01234567-89ab-7def-8123-456789abcdef"
    assert operator.get(f"/operator/businesses/{nobody}").status_code == 404
    assert operator.post(f"/operator/businesses/{nobody}/suspend").status_code == 404
    assert operator.post(f"/operator/acting/{nobody}").status_code == 404
    assert operator.post(f"/operator/plans/{nobody}", data={"name": "x"}).status_code == 404
    assert operator.get("/operator?q=%25&after=x").status_code == 200
    assert operator.get("/operator?q=%00").status_code == 400


def test_health_says_what_is_wrong(shop: Shop, operator: FlaskClient) -> None:
    assert "The clock does not run" in operator.get("/operator/health").text
    with shop.app.work() as work:
        standing.beat(work, "clock")
    assert "Everything runs." in operator.get("/operator/health").text
    shop.queue.down = True
    assert "Redis cannot be reached" in operator.get("/operator/health").text


def test_wrong_passwords_are_limited(site: Flask) -> None:
    visitor = site.test_client()
    tries = [visitor.post("/operator/sign-in", data={"email": EMAIL, "password": "no"}).status_code for _ in range(11)]
    assert tries == [401] * 10 + [429]


def test_a_ceiling_of_its_own_is_set_and_whoever_reached_it_is_shown(shop: Shop, operator: FlaskClient) -> None:
    for typed, status, kept in (("50000", 302, 50_000), ("many", 422, 50_000), ("-1", 422, 50_000), ("", 302, None)):
        assert operator.post(path(shop, "pace"), data={"outgoing_a_day": typed}).status_code == status
        assert business(shop).outgoing_a_day == kept
    with shop.app.work() as work:
        day = OutgoingDay(business_id=shop.business_id, day=work.now.date(), count=500, told_at=work.now)
        work.session.add(day)
    assert "Reached their limit of texts and calls a day: Bella Salon." in operator.get("/operator/health").text
