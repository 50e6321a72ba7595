"""A doctor's reminders and voicemails tell whoever may see or hear them nothing of what for."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.ivr import call
from bot.ivr.machine import Say
from bot.services import booking, reminders
from bot.services.reminders import Plan
from models.states import Channel, DeliveryKind, Privacy, Unit
from tests.factories import Shop

ANN = "+12125550111"


@pytest.fixture
def practice(engine: Engine) -> Shop:
    shop = Shop(engine, name="Dr Chen")
    shop.calendar()
    shop.service("Biopsy")
    with shop.app.work() as work:
        shop.desk(work).business.privacy = Privacy.MEDICAL
    return shop


def reminded(shop: Shop, channel: Channel, body: str = "") -> str:
    """What Ann's reminder of a biopsy says."""
    ann = shop.customer("Ann Lee", ANN, "ann@example.com")
    one = shop.book(ann, datetime(2026, 11, 25, 15), name="Biopsy")
    with shop.app.work() as work:
        row = booking.get_appointment(shop.desk(work), one)
        reminders.replace(shop.desk(work), row, [Plan(1, Unit.DAYS, (channel,), body)])
    shop.clock.moment += timedelta(days=2)
    with shop.app.work() as work:
        reminders.fire_due(work, timedelta(0))
    [row_] = shop.deliveries(kind=DeliveryKind.REMINDER)
    return row_.body


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.EMAIL, Channel.SPEECH])
@pytest.mark.parametrize("body", ["", "Hi {first_name}, your {appointment} is {start}, do not eat before"])
def test_a_reminder_says_who_and_when_and_nothing_of_what_for(practice: Shop, channel: Channel, body: str) -> None:
    said = reminded(practice, channel, body)
    assert "Biopsy" not in said
    assert "eat" not in said
    assert "Dr Chen" in said
    assert "3 PM" in said


def test_a_voicemail_asks_to_call_back_and_says_nothing_else(practice: Shop) -> None:
    reminded(practice, Channel.SPEECH)
    [row] = practice.deliveries(kind=DeliveryKind.REMINDER)
    with practice.app.work() as work:
        answered = call.outgoing(work, row.id, "CA1", by_machine=True)
        assert answered is not None
        step = answered[1]
        assert step is not None
        said = " ".join(one.words for one in step.prompts if isinstance(one, Say))
    assert "call us back" in said
    assert "Dr Chen" in said
    assert "3 PM" not in said
    assert "Nov" not in said
