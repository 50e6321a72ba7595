"""The demo salon: alive at first sight, and nothing of its past is sent again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot import delivery
from bot.services import billing, figures, inbox, reminders
from bot.services.expansion import expand_due
from bot.services.work import Desk
from models import Business, Delivery
from models.states import DeliveryStatus, InvoiceStatus
from tests.factories import Shop
from tests.fakes.numbers import FakeNumbers
from web import create_app, demo


@pytest.fixture
def salon(engine: Engine) -> Shop:
    shop = Shop(engine)
    shop.app.ports = replace(shop.app.ports, numbers=FakeNumbers())
    for _ in range(2):
        assert demo.EMAIL in demo.make(shop.app)
    with shop.app.reading() as work:
        shop.business_id = work.session.scalars(select(Business.id).where(Business.number == demo.NUMBER)).one()
    return shop


def test_the_chart_the_inbox_and_an_invoice_are_there(salon: Shop) -> None:
    with salon.app.reading() as work:
        desk = salon.desk(work)
        days = figures.last_days(desk)
        assert sum(1 for day in days if day.sent) >= 24
        assert sum(day.confirmed for day in days) > 50
        assert 0 < sum(day.no_shows for day in days) < 20
        assert len(inbox.unread(desk)) == 2
        assert inbox.labels(desk) == ["Order", "Question"]
        (invoice,) = billing.invoices(desk)
        assert (invoice.period, invoice.status) == ("2026-10", InvoiceStatus.PAID)
        assert billing.recount(desk, invoice) == invoice.total
        assert billing.balance(desk) == 0


def test_every_screen_of_it_opens(salon: Shop) -> None:
    app = create_app(salon.app)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"email": demo.EMAIL, "password": demo.PASSWORD})
    for path in ("/", "/appointments", "/messages", "/inbox", "/customers", "/account/messages", "/billing"):
        assert client.get(path).status_code == 200, path
    assert "bridal hair" in client.get("/inbox").text


def test_nothing_of_the_past_is_sent(salon: Shop) -> None:
    with salon.app.reading() as work:
        open_ones = work.session.scalars(select(Delivery).where(Delivery.status == DeliveryStatus.WAITING)).all()
    assert open_ones == []
    with salon.app.work() as work:
        assert expand_due(work, timedelta(0)) + reminders.fire_due(work, timedelta(0)) == 0
        assert delivery.queue_due(work, "now") + delivery.queue_due(work, "bulk") == []


def test_what_comes_next_is_booked_beside_it(salon: Shop) -> None:
    with salon.app.reading() as work:
        desk = Desk(work, work.session.get_one(Business, salon.business_id))
        assert desk.business.next_message_number > 100
    ahead = [one for one in salon.appointments() if one.start_at > salon.clock.moment]
    assert len(ahead) == len(demo.APPOINTMENTS)
