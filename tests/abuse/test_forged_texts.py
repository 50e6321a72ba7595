"""Somebody who can forge the owner's phone as a sender, and reads nothing that is sent back to it."""

import pytest
from flask.testing import FlaskClient

from models.states import DeliveryKind, Proof
from tests.factories import Shop
from tests.web.panel import people


@pytest.fixture
def shop(shop: Shop) -> Shop:
    for number in range(30):
        shop.customer(f"Guest{number} Lee", f"+121255502{number:02d}", group="VIP")
    return shop


def test_a_forged_send_all_is_challenged_and_a_thousand_guesses_send_nothing(shop: Shop) -> None:
    """More than three tries in half an hour are not even looked at."""
    tried = 0
    for round_ in range(40):
        said = shop.text("text all your account is locked, pay at evil.example") or ""
        assert "YES" not in said
        for guess in ("yes", "send", f"{round_:04d}"):
            tried += "not the number" in (shop.text(guess) or "")
        shop.clock.pass_time(minutes=1)
    assert tried <= 6
    assert not shop.deliveries(kind=DeliveryKind.MESSAGE)


def test_a_forger_cannot_have_customers_texts_sent_elsewhere(shop: Shop) -> None:
    for command in ("forward texts to 212-555-0666", "forward calls to 212-555-0666"):
        shop.text(command)
        shop.text("yes")
    with shop.app.reading() as work:
        business = shop.desk(work).business
        assert (business.call_forward_to, business.text_forwards) == (None, [])


def test_what_risky_texts_need_is_set_in_the_panel_and_noted(shop: Shop, member: FlaskClient) -> None:
    refused = member.post("/settings/proof", data={"proof": "pin"})
    assert refused.status_code == 422
    assert "Set a PIN first" in refused.text
    assert member.post("/settings/proof", data={"proof": "nonsense"}).status_code == 422
    assert member.post("/settings/proof", data={"proof": "none"}).status_code == 302
    assert "Risky texts now need a YES only" in people.done(shop)
    with shop.app.reading() as work:
        assert shop.desk(work).business.proof is Proof.NONE
