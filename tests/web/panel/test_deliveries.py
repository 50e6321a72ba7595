"""One delivery in the panel: its story, its tries, and sending it again."""

from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.services import deliveries
from models import Delivery
from models.states import Channel, DeliveryKind, DeliveryStatus
from tests.factories import Shop

ANN = "+12125550123"


def made(shop: Shop, status: DeliveryStatus, reason: str | None = None, code: str | None = None) -> UUID:
    with shop.app.work() as work:
        desk = shop.desk(work)
        row = deliveries.outgoing(desk, DeliveryKind.MESSAGE, Channel.TEXT, ANN, "See you at four")
        row.status, row.reason, row.error_code = status, reason, code
        return row.id


def tries(shop: Shop, one: UUID) -> list[Delivery]:
    with shop.app.reading() as work:
        return list(work.session.scalars(select(Delivery).where(Delivery.origin_id == one)))


def test_a_failed_delivery_says_why_in_plain_words_and_with_the_carriers_code(shop: Shop, member: FlaskClient) -> None:
    one = made(shop, DeliveryStatus.FAILED, "the phone was switched off or out of reach", "30003")
    page = member.get(f"/deliveries/{one}").text
    assert "the phone was switched off or out of reach" in page
    assert "30003" in page
    assert "Send it again" in page


def test_pressing_send_again_twice_sends_once_more_only(shop: Shop, member: FlaskClient) -> None:
    one = made(shop, DeliveryStatus.FAILED, "the line was busy")
    first = member.post(f"/deliveries/{one}/resend", follow_redirects=True)
    second = member.post(f"/deliveries/{one}/resend", follow_redirects=True)
    assert "It is on its way again." in first.text
    assert "That was tried again already." in second.text
    assert [row.status for row in tries(shop, one)] == [DeliveryStatus.WAITING]


@pytest.mark.parametrize(
    "status", [DeliveryStatus.DELIVERED, DeliveryStatus.UNKNOWN, DeliveryStatus.SENT, DeliveryStatus.SUPPRESSED]
)
def test_what_may_have_arrived_or_is_not_wanted_is_not_sent_again(
    shop: Shop, member: FlaskClient, status: DeliveryStatus
) -> None:
    one = made(shop, status)
    assert "Send it again" not in member.get(f"/deliveries/{one}").text
    assert "That has not failed" in member.post(f"/deliveries/{one}/resend", follow_redirects=True).text
    assert tries(shop, one) == []


def test_all_tries_are_listed_with_the_first_one_first(shop: Shop, member: FlaskClient) -> None:
    one = made(shop, DeliveryStatus.FAILED, "the line was busy")
    member.post(f"/deliveries/{one}/resend")
    page = member.get(f"/deliveries/{tries(shop, one)[0].id}").text
    assert page.index("Try 1") < page.index("Try 2")


def test_nobody_sees_or_repeats_another_businesss_delivery(shop: Shop, other_shop: Shop, member: FlaskClient) -> None:
    theirs = made(other_shop, DeliveryStatus.FAILED)
    assert member.get(f"/deliveries/{theirs}").status_code == 404
    assert member.post(f"/deliveries/{theirs}/resend").status_code == 404
    assert member.get(f"/deliveries/{uuid4()}").status_code == 404
    assert tries(other_shop, theirs) == []


def test_what_did_not_arrive_leads_from_today_to_its_story(shop: Shop, member: FlaskClient) -> None:
    one = made(shop, DeliveryStatus.FAILED, "the line was busy")
    assert f"/deliveries/{one}" in member.get("/").text
