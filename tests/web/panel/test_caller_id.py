"""A verified caller id for calls, and what carriers want to know, from the panel."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.bootstrap import Application
from bot.delivery.prepare import outgoing
from bot.ports import OutgoingCall, OutgoingText
from bot.services import accounts, caller_ids, registrations
from bot.services.deliveries import outgoing as delivery
from models import Business
from models.states import Channel, DeliveryKind
from tests.factories.post import ANN, NUMBER, TOKEN, Post
from tests.harness.simulator import Simulator, simulator
from web import create_app

MOBILE = "+12125550177"
EMAIL, PASSWORD = "owner@example.com", "horse battery staple"


@dataclass
class Place:
    """A member of a business, and the carrier."""

    post: Post
    carrier: Simulator
    member: FlaskClient

    @property
    def app(self) -> Application:
        return self.post.app

    def business(self) -> Business:
        with self.app.reading() as work:
            return work.session.get_one(Business, self.post.business_id)

    def answer(self, code: str) -> None:
        """The phone is picked up and the code typed."""
        calls = self.carrier.until(
            lambda: [one for one in self.carrier.get("calls", phone=MOBILE)["calls"] if one["waiting"] == "ring"]
        )
        self.carrier.post(f"calls/{calls[0]['sid']}/answer")
        self.carrier.post(f"calls/{calls[0]['sid']}/press", digits=code)


@pytest.fixture
def place(engine: Engine) -> Iterator[Place]:
    with simulator(auth_token=TOKEN) as carrier:
        post = Post(engine, carrier.url)
        with post.app.work() as work:
            accounts.add_member(post.desk(work), EMAIL, PASSWORD, "Maria")
        app = create_app(post.app)
        app.config["WTF_CSRF_ENABLED"] = False
        member = app.test_client()
        assert member.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).status_code == 302
        yield Place(post, carrier, member)
        post.close()


def code_in(page: str) -> str:
    return page.split('class="code">')[1][:6]


def test_calls_show_a_phone_once_its_code_was_typed(place: Place) -> None:
    asked = place.member.post("/settings/caller-id", data={"phone": "212-555-0177"})
    assert place.member.post("/settings/caller-id/done").status_code == 422
    assert place.business().caller_id is None
    place.answer(code_in(asked.text))
    assert place.member.post("/settings/caller-id/done").status_code == 302
    assert place.business().caller_id == MOBILE

    with place.app.work() as work:
        desk = place.post.desk(work)
        call = delivery(desk, DeliveryKind.MESSAGE, Channel.SPEECH, ANN, "Hello")
        text = delivery(desk, DeliveryKind.MESSAGE, Channel.TEXT, ANN, "Hello")
        spoken = outgoing(call, work.now, place.app.dispatch.addresses)
        written = outgoing(text, work.now, place.app.dispatch.addresses)
    assert isinstance(spoken, OutgoingCall)
    assert isinstance(written, OutgoingText)
    assert (spoken.sender, written.sender) == (MOBILE, NUMBER)

    assert place.member.post("/settings/caller-id/forget").status_code == 302
    assert place.business().caller_id is None


def test_another_business_cannot_show_the_same_phone(place: Place) -> None:
    with place.app.work() as work:
        other = Business(name="Maple Dental", number="+12125550299", created_at=work.now, caller_id=MOBILE)
        work.session.add(other)
    refused = place.member.post("/settings/caller-id", data={"phone": MOBILE})
    assert refused.status_code == 422
    assert "Another business here" in refused.text
    assert place.business().caller_id_asked is None


def test_a_phone_that_was_verified_once_has_to_be_proved_anew(place: Place) -> None:
    place.answer(code_in(place.member.post("/settings/caller-id", data={"phone": MOBILE}).text))
    again = place.member.post("/settings/caller-id", data={"phone": MOBILE})
    assert len(code_in(again.text)) == 6
    assert place.member.post("/settings/caller-id/done").status_code == 422


@pytest.mark.parametrize("typed", ["12345", "", NUMBER])
def test_what_is_no_phone_of_theirs_is_refused(place: Place, typed: str) -> None:
    assert place.member.post("/settings/caller-id", data={"phone": typed}).status_code == 422


def test_a_carrier_that_is_away_breaks_nothing(engine: Engine) -> None:
    post = Post(engine)
    with post.app.work() as work:
        accounts.add_member(post.desk(work), EMAIL, PASSWORD, "Maria")
        caller_ids.ask(post.desk(work), MOBILE)
    app = create_app(post.app)
    app.config["WTF_CSRF_ENABLED"] = False
    member = app.test_client()
    member.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    for path in ("", "/done"):
        answer = member.post(f"/settings/caller-id{path}", data={"phone": MOBILE})
        assert answer.status_code == 503
        assert "does not answer" in answer.text


def test_registration_shows_what_is_missing(place: Place) -> None:
    assert "11 of 11 are missing" in place.member.get("/settings/registration").text
    facts = {
        "legal_name": "Bella Salon LLC", "tax_id": "123456789", "address": "12 Main St, New York, NY 10001",
        "website": "bellasalon.example", "contact_name": "Maria Lopez", "contact_email": "maria@example.com",
        "contact_phone": "212-555-0123", "use_case": registrations.USE_CASES[0], "sample_1": "See you at 3",
        "sample_2": "Reply C to confirm", "opt_in": "They sign a form at the desk.",
    }  # fmt: skip
    refused = place.member.post("/settings/registration", data={**facts, "tax_id": "12-34"})
    assert refused.status_code == 422
    assert "nine digits" in refused.text
    assert "Bella Salon LLC" in refused.text
    place.member.post("/settings/registration", data={**facts, "opt_in": ""})
    page = place.member.get("/settings/registration").text
    assert "1 of 11 are missing" in page
    assert 'value="12-3456789"' in page
    assert 'value="https://bellasalon.example"' in page
    place.member.post("/settings/registration", data=facts)
    assert "Nothing is missing" in place.member.get("/settings/registration").text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("website", "http://[bad"),
        ("website", "nowhere"),
        ("contact_email", "x"),
        ("contact_phone", "1"),
        ("use_case", "Spam"),
        ("legal_name", "x" * 300),
        ("tax_id", "١٢٣٤٥٦٧٨٩"),
    ],
)
def test_what_cannot_be_right_is_said(place: Place, name: str, typed: str) -> None:
    assert place.member.post("/settings/registration", data={name: typed}).status_code == 422
