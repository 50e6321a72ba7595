"""Signing up, from the first page to the first text, over the stand-in carrier and a real mail server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from bot import opening
from bot.bootstrap import Application, assemble
from bot.errors import Ambiguous, NotTaken
from bot.ports import Numbers
from bot.services import sign_ups
from models import Business, Delivery, Member, SignUp
from tests.factories.post import PUBLIC_URL, TOKEN, Post, settings_for
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.harness.simulator import Simulator, simulator
from tests.harness.smtp_server import SmtpServer
from web import create_app

CODES, MOBILE = "+14155550190", "+12125550123"
PERSON = {
    "name": "Maria Lopez",
    "email": "maria@example.com",
    "password": "horse battery staple",
    "mobile": "212-555-0123",
}
SHOP = {"business_name": "Bella Salon", "kind": "Salon or spa", "area_code": "212", "timezone": ""}


class Stumbling:
    """The carrier's numbers, where something happens right before or after one is rented."""

    def __init__(self, inner: Numbers) -> None:
        self.inner, self.before, self.after = inner, [], []  # type: ignore[var-annotated]

    def available(self, area_code: str | None) -> Any:
        return self.inner.available(area_code)

    def is_rented(self, number: str) -> bool:
        return self.inner.is_rented(number)

    def give_back(self, number: str) -> None:
        self.inner.give_back(number)

    def rent(self, number: str) -> None:
        if self.before:
            self.before.pop()()
        self.inner.rent(number)
        if self.after:
            raise self.after.pop()


@dataclass
class Site:
    """An installation that takes sign-ups."""

    app: Application
    carrier: Simulator
    smtp: SmtpServer
    clock: FakeClock
    numbers: Stumbling

    def visitor(self) -> FlaskClient:
        app = create_app(self.app)
        app.config["WTF_CSRF_ENABLED"] = False
        return app.test_client()

    def codes(self, mobile: str = MOBILE) -> dict[str, str]:
        """The latest ones, as the phone and the mailbox have them."""
        texts = self.carrier.get("messages", phone=mobile)["messages"]
        return {
            "by_text": _code(texts[-1]["body"]),
            "by_email": _code(self.smtp.received[-1].message.as_string().partition("\n\n")[2]),
        }

    def proved(self, **more: str) -> FlaskClient:
        visitor = self.visitor()
        person = {**PERSON, **more}
        assert visitor.post("/sign-up", data=person).location == "/sign-up/proof"
        mobile = "+1" + re.sub(r"\D", "", person["mobile"])
        assert visitor.post("/sign-up/proof", data=self.codes(mobile)).location == "/sign-up/business"
        return visitor

    def at_the_plan(self, number: str = "+12125550100", **more: str) -> FlaskClient:
        visitor = self.proved(**more)
        assert visitor.post("/sign-up/business", data=SHOP).location == "/sign-up/number"
        assert visitor.post("/sign-up/number", data={"number": number}).location == "/sign-up/plan"
        return visitor

    @staticmethod
    def rent(visitor: FlaskClient, follow: bool = False) -> TestResponse:
        """Take the plan that stands first, as a browser would."""
        first = re.search(r'name="plan" value="([^"]+)"', visitor.get("/sign-up/plan").text)
        return visitor.post("/sign-up/plan", data={"plan": first[1]} if first else {}, follow_redirects=follow)

    def count(self, kind: Any) -> int:
        with self.app.reading() as work:
            return work.session.scalar(select(func.count()).select_from(kind)) or 0

    def rented(self) -> list[str]:
        """Numbers that the carrier has rented out to us, apart from the one that texts codes."""
        return [one["phone_number"] for one in self.carrier.get("state")["numbers"] if one["phone_number"] != CODES]


def _code(words: str) -> str:
    found = re.search(r"\b\d{6}\b", words)
    assert found, words
    return found[0]


@pytest.fixture
def site(engine: Engine, smtp_server: SmtpServer) -> Iterator[Site]:
    with simulator(account_sid="AC" + "5" * 32, auth_token=TOKEN) as carrier:
        real = assemble(settings_for(str(engine.url), carrier.url, smtp_server.url))
        clock, numbers = FakeClock(), Stumbling(real.ports.numbers)
        ports = replace(real.ports, clock=clock, jobs=FakeQueue(), numbers=numbers)
        app = Application(engine, ports, PUBLIC_URL, real.secret_key, TOKEN, sign_up_number=CODES)
        yield Site(app, carrier, smtp_server, clock, numbers)


def test_somebody_signs_up_and_gets_a_first_text(site: Site) -> None:
    visitor = site.at_the_plan()
    done = site.rent(visitor, follow=True)
    assert done.status_code == 200
    assert "Your number is ready" in done.text
    assert "Bella Salon" in done.text
    with site.app.reading() as work:
        business = work.session.scalars(select(Business)).one()
        member = work.session.scalars(select(Member)).one()
        hello = work.session.scalars(select(Delivery)).one()
    assert (business.number, business.timezone, business.kind) == ("+12125550100", "America/New_York", "Salon or spa")
    assert (member.name, member.email) == ("Maria Lopez", "maria@example.com")
    assert hello.address == MOBILE
    assert hello.parts == 1
    assert "add customer" in hello.body
    assert site.rented() == ["+12125550100"]
    assert site.visitor().post("/sign-in", data=PERSON).status_code == 302


def test_nothing_typed_is_lost_on_the_way_back(site: Site) -> None:
    visitor = site.at_the_plan()
    assert 'value="Maria Lopez"' in visitor.get("/sign-up").text
    assert 'value="Bella Salon"' in visitor.get("/sign-up/business").text
    assert visitor.post("/sign-up", data={**PERSON, "password": "", "name": "Maria L"}).location == "/sign-up/plan"
    assert re.search(r'value="\+12125550100" checked', visitor.get("/sign-up/number").text)
    wrong = visitor.post("/sign-up/business", data={**SHOP, "area_code": "999", "business_name": "Bella & Co"})
    assert wrong.status_code == 422
    assert "Bella &amp; Co" in wrong.text
    assert "not an area code" in wrong.text


def test_pages_come_in_order(site: Site) -> None:
    visitor = site.visitor()
    for path in ("proof", "business", "number", "plan"):
        assert visitor.get(f"/sign-up/{path}").location == "/sign-up"
    visitor.post("/sign-up", data=PERSON)
    for path in ("business", "number", "plan"):
        assert visitor.get(f"/sign-up/{path}").location == "/sign-up/proof"


def test_five_wrong_codes_and_the_right_ones_are_worth_nothing(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/sign-up", data=PERSON)
    right = site.codes()
    for _ in range(sign_ups.MOST_WRONG):
        refused = visitor.post("/sign-up/proof", data={**right, "by_text": "00000"})
        assert refused.status_code == 422
        assert "not right" in refused.text
    assert "no longer good" in visitor.post("/sign-up/proof", data=right).text
    assert visitor.post("/sign-up/codes").status_code == 302
    assert "not right" in visitor.post("/sign-up/proof", data={**site.codes(), "by_email": "1"}).text
    assert visitor.post("/sign-up/proof", data=site.codes()).location == "/sign-up/business"


def test_codes_expire_and_are_kept_hashed(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/sign-up", data=PERSON)
    codes = site.codes()
    with site.app.reading() as work:
        row = work.session.scalars(select(SignUp)).one()
    assert codes["by_text"] not in str(vars(row))
    assert codes["by_email"] not in str(vars(row))
    assert PERSON["password"] not in str(vars(row))
    site.clock.moment += sign_ups.GOOD_FOR
    assert "no longer good" in visitor.post("/sign-up/proof", data=codes).text


def test_codes_are_sent_a_few_times_only(site: Site) -> None:
    visitor = site.visitor()
    visitor.post("/sign-up", data=PERSON)
    sent = [visitor.post("/sign-up/codes").status_code for _ in range(sign_ups.MOST_SENT)]
    assert sent == [302] * (sign_ups.MOST_SENT - 1) + [422]


def test_another_mobile_has_to_be_proved_anew(site: Site) -> None:
    visitor = site.at_the_plan()
    assert (
        visitor.post("/sign-up", data={**PERSON, "password": "", "mobile": "212-555-0177"}).location == "/sign-up/proof"
    )
    assert visitor.get("/sign-up/plan").location == "/sign-up/proof"
    assert visitor.post("/sign-up/proof", data=site.codes("+12125550177")).location == "/sign-up/plan"


def test_an_area_code_without_numbers_gets_others_offered(site: Site) -> None:
    visitor = site.proved()
    for last in range(100):
        site.carrier.post("numbers", number=f"+121255501{last:02d}")
    visitor.post("/sign-up/business", data=SHOP)
    page = visitor.get("/sign-up/number").text
    assert "There is none with 212" in page
    assert "(332) 555-0100" in page


def test_a_number_that_was_taken_meanwhile_is_said_and_others_are_offered(site: Site) -> None:
    first, second = site.at_the_plan(), site.at_the_plan(email="bob@example.com", mobile="212-555-0144")
    assert site.rent(first).location == "/billing"
    late = site.rent(second, follow=True)
    assert "was taken by somebody else meanwhile" in late.text
    assert "(212) 555-0101" in late.text
    assert (site.count(Business), site.rented()) == (1, ["+12125550100"])
    assert second.post("/sign-up/number", data={"number": "+12125550101"}).location == "/sign-up/plan"
    assert site.rent(second).location == "/billing"
    assert site.count(Business) == 2


def test_a_number_that_the_carrier_gave_to_another_customer_of_its_own(site: Site) -> None:
    visitor = site.at_the_plan()
    site.carrier.post("misbehaviour", kind="error", code=21422, on="numbers", times=1)
    late = site.rent(visitor, follow=True)
    assert "was taken by somebody else meanwhile" in late.text
    assert site.count(Business) == 0
    visitor.post("/sign-up/number", data={"number": "+12125550102"})
    assert site.rent(visitor).location == "/billing"


@pytest.mark.parametrize("broken", [KeyboardInterrupt(), Ambiguous("no answer"), NotTaken("away")])
def test_a_crash_between_renting_and_the_commit_neither_rents_twice_nor_loses_the_number(
    site: Site, broken: BaseException
) -> None:
    visitor = site.at_the_plan()
    site.numbers.after.append(broken)
    if isinstance(broken, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            site.rent(visitor)
    else:
        assert site.rent(visitor).status_code == 503
    assert (site.rented(), site.count(Business)) == (["+12125550100"], 0)
    assert site.rent(visitor).location == "/billing"
    assert (site.rented(), site.count(Business), site.count(Delivery)) == (["+12125550100"], 1, 1)


def test_the_clock_finishes_what_a_crash_left(site: Site) -> None:
    visitor = site.at_the_plan()
    site.numbers.after.append(Ambiguous("no answer"))
    site.rent(visitor)
    parts = site.app.opening
    assert parts
    assert opening.go_on(parts) == 0
    site.clock.moment += sign_ups.PATIENCE
    assert opening.go_on(parts) == 1
    assert (site.rented(), site.count(Business), opening.go_on(parts)) == (["+12125550100"], 1, 0)
    assert visitor.get("/sign-up/plan").location == "/sign-in"


def test_pressing_twice_at_the_same_time_rents_once(site: Site) -> None:
    visitor = site.at_the_plan()
    with site.app.reading() as work:
        sign_up_id = work.session.scalars(select(SignUp.id)).one()
    parts = site.app.opening
    assert parts
    site.numbers.before.append(lambda: opening.open_business(parts, sign_up_id))
    assert site.rent(visitor).location == "/billing"
    assert (site.rented(), site.count(Business), site.count(Delivery)) == (["+12125550100"], 1, 1)


def test_a_number_of_ours_that_is_no_business_cannot_be_taken(site: Site) -> None:
    site.carrier.post("numbers", number="+12125550166")
    visitor = site.at_the_plan("+12125550166")
    assert "was taken" in site.rent(visitor, follow=True).text
    assert site.count(Business) == 0


def test_who_has_an_account_learns_it_only_after_proving_the_address(site: Site) -> None:
    assert site.rent(site.at_the_plan()).location == "/billing"
    visitor = site.visitor()
    assert visitor.post("/sign-up", data={**PERSON, "mobile": "212-555-0155"}).location == "/sign-up/proof"
    assert "have an account already" in visitor.post("/sign-up/proof", data=site.codes("+12125550155")).text


def test_sign_ups_from_one_mobile_are_limited(site: Site) -> None:
    visitor = site.visitor()
    codes = []
    for _ in range(6):
        with visitor.session_transaction() as session:
            session.clear()
        codes.append(visitor.post("/sign-up", data=PERSON).status_code)
    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("mobile", "12345", "not a phone number"),
        ("email", "nobody", "email"),
        ("password", "short", "at least 10"),
        ("name", "  ", "your name"),
        ("name", "x" * 500, "your name"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_lost(site: Site, field: str, typed: str, says: str) -> None:
    refused: TestResponse = site.visitor().post("/sign-up", data={**PERSON, field: typed})
    assert refused.status_code == 422
    assert says in refused.text
    kept = "name" if field != "name" else "email"
    assert PERSON[kept] in refused.text
    assert PERSON["password"] not in refused.text
    assert site.count(SignUp) == 0


def test_a_closed_installation_says_so(engine: Engine) -> None:
    post = Post(engine)
    visitor = create_app(post.app).test_client()
    assert visitor.get("/sign-up").status_code == 403
    assert "takes no sign-ups" in visitor.get("/sign-up").text
    assert "/sign-up" not in visitor.get("/sign-in").text


def test_what_nobody_went_on_with_is_forgotten(site: Site) -> None:
    site.proved()
    parts = site.app.opening
    assert parts
    site.clock.moment += sign_ups.KEPT + timedelta(minutes=1)
    opening.go_on(parts)
    assert site.count(SignUp) == 0
