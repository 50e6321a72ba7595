"""What no page of the panel would send by itself: it is refused, and never ends in a 500."""

import pytest
from flask.testing import FlaskClient

from models import Base
from models.states import DeliveryKind
from tests.factories import Shop
from tests.web.panel.serving import EMAIL, PASSWORD
from web import create_app

ANN = "+12125550111"
NUL = "\x00"
MESSAGE = {"everybody": "on", "body": "we moved", "channels": "text", "when": "now"}


def client_without_tokens(shop: Shop) -> FlaskClient:
    """A process of its own, as far as the panel can tell."""
    app = create_app(shop.app)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def answering(member: FlaskClient) -> FlaskClient:
    """Signed in; an exception is answered with a 500, as it would be to a browser."""
    member.application.config["PROPAGATE_EXCEPTIONS"] = False
    return member


@pytest.mark.parametrize("path", ["/customers?q=%00", "/inbox/+12125550111%00", "/messages/new?body=%00"])
def test_a_nul_in_an_address_is_refused(answering: FlaskClient, path: str) -> None:
    assert answering.get(path).status_code == 400


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/customers/new", {"first_name": f"Ann{NUL}"}),
        ("/groups", {"name": NUL}),
        ("/templates", {"name": "x", "body": NUL}),
        ("/settings/email", {"email_from": EMAIL, "email_from_name": NUL}),
        ("/messages/new", {**MESSAGE, "body": NUL}),
        (f"/inbox/{ANN}", {"body": NUL}),
    ],
)
def test_a_nul_in_a_form_is_refused(answering: FlaskClient, path: str, form: dict[str, str]) -> None:
    assert answering.post(path, data=form).status_code == 400


def test_a_visitor_who_sends_a_nul_is_refused(visitor: FlaskClient) -> None:
    visitor.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert visitor.post("/sign-in", data={"email": NUL, "password": "x"}).status_code == 400


def test_numbers_without_end_are_refused(answering: FlaskClient) -> None:
    digits = "9" * 5000
    assert answering.post("/settings/session", data={"session_minutes": digits}).status_code == 422
    assert answering.post("/settings/pin", data={"pin": digits}).status_code == 422
    assert answering.post(f"/prompts/{digits[:30]}/delete").status_code == 404


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "soon", "2026-12-24T15:00+99:00"])
@pytest.mark.parametrize("repeat", ["", "FREQ=DAILY", "FREQ=YEARLY"])
def test_days_at_the_ends_of_the_calendar_are_no_error(answering: FlaskClient, at: str, repeat: str) -> None:
    form = {**MESSAGE, "when": "later", "at": at, "repeat": repeat}
    assert answering.post("/messages/new", data=form).status_code < 500


def test_a_reply_to_a_number_written_otherwise_finds_its_thread_and_its_opt_out(
    shop: Shop, member: FlaskClient
) -> None:
    shop.text("STOP", ANN)
    refused = member.post("/inbox/212-555-0111", data={"body": "come back"})
    assert refused.status_code == 422
    assert "opted out" in refused.text
    assert not shop.deliveries(kind=DeliveryKind.REPLY)


def test_what_a_short_code_wrote_can_be_read(shop: Shop, member: FlaskClient) -> None:
    shop.text("your parcel has arrived", "72345")
    assert "parcel" in member.get("/inbox/72345").text
    assert "parcel" not in member.get("/").text
    assert member.post("/inbox/72345", data={"body": "thanks"}).status_code == 422


def test_ten_wrong_passwords_are_enough_for_a_while(visitor: FlaskClient) -> None:
    wrong = {"email": EMAIL, "password": "guess"}
    assert [visitor.post("/sign-in", data=wrong).status_code for _ in range(11)] == [401] * 10 + [429]
    right = {"email": EMAIL, "password": PASSWORD}
    assert visitor.post("/sign-in", data=right).status_code == 429
    assert visitor.post("/sign-in", data={**wrong, "email": "bob@example.com"}).status_code == 401


def test_wrong_passwords_are_counted_by_all_processes_together(shop: Shop, redis_url: str) -> None:
    shop.app.redis_url = redis_url
    wrong = {"email": EMAIL, "password": "guess"}
    processes = [client_without_tokens(shop) for _ in range(2)]
    answers = [processes[turn % 2].post("/sign-in", data=wrong).status_code for turn in range(11)]
    assert answers == [401] * 10 + [429]


def test_signing_in_works_while_redis_is_out_of_reach(shop: Shop, free_port: int) -> None:
    shop.app.redis_url = f"redis://127.0.0.1:{free_port}/0"
    client = client_without_tokens(shop)
    assert client.post("/sign-in", data={"email": EMAIL, "password": "guess"}).status_code == 401
    assert client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 302


def test_a_database_that_is_gone_is_told_in_a_sentence(answering: FlaskClient, shop: Shop) -> None:
    Base.metadata.drop_all(shop.app.engine)
    broken = answering.get("/customers")
    assert broken.status_code == 500
    assert "try again" in broken.text


def test_right_passwords_are_not_counted(visitor: FlaskClient) -> None:
    for _ in range(12):
        assert visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 302
        visitor.post("/sign-out")
