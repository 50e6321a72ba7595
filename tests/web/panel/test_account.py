"""The account: usage by month, every delivery with its state and reason, and the same as a file."""

import csv
import io

from flask.testing import FlaskClient
from sqlalchemy import update

from models import Delivery
from models.states import DeliveryStatus
from tests.factories import Shop

ANN = "+12125550111"


def rows(page: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.removeprefix("\ufeff"))))


def sent(shop: Shop, words: str) -> None:
    """A text to Ann that failed."""
    shop.text(f"text Ann {words}")
    failed = {"status": DeliveryStatus.FAILED, "reason": "The phone is off"}
    with shop.app.work() as work:
        work.session.execute(update(Delivery).where(Delivery.body.contains(words)).values(**failed))


def test_this_month_and_the_last_three_are_shown(shop: Shop, member: FlaskClient) -> None:
    page = member.get("/account").text
    for month in ("November 2026", "October 2026", "September 2026", "August 2026"):
        assert month in page
    assert "July 2026" not in page
    assert "Area code: 212" in page


def test_a_months_messages_are_a_list_and_a_file_with_state_and_reason(
    shop: Shop, member: FlaskClient, other_shop: Shop
) -> None:
    shop.customer("Ann Lee", ANN)
    other_shop.customer("Zoe Ray", "+12125550211")
    sent(shop, "we are open")
    other_shop.text("text Zoe not yours")
    shop.clock.pass_time(days=20)
    member.get("/")  # signed out by now
    member.post("/sign-in", data={"email": "owner@example.com", "password": "a long enough password"})
    sent(shop, "we are closed")

    november, december = (member.get(f"/account/messages?month=2026-{month}").text for month in (11, 12))
    assert "we are open" in november
    assert "The phone is off" in november
    assert "we are closed" not in november
    assert "we are closed" in december
    told = [row for row in rows(member.get("/account/messages/2026-11.csv").text) if row["Customer"]]
    assert [(row["Customer"], row["State"], row["Reason"]) for row in told] == [
        ("Ann Lee", "Failed", "The phone is off")
    ]
    assert "we are open" in told[0]["Words"]
    assert "Took out a file of the messages of 2026-11" in member.get("/settings/what-was-done").text


def test_a_month_that_is_none_is_not_found(member: FlaskClient) -> None:
    for month in ("2026-13", "11-2026", "x"):
        assert member.get(f"/account/messages/{month}.csv").status_code == 404
    assert member.get("/account/messages?month=nonsense").status_code == 200
