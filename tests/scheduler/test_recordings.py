"""A recording comes home, and the carrier keeps no copy of what was said."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from bot.services import prompts
from models import Recording
from scheduler import jobs
from tests.factories import Shop
from tests.fakes.recordings import FakeRecordings
from web.simulator.audio import tone

SID, SAID = f"RE{'1' * 32}", b"RIFF: please call me back"


@pytest.fixture
def carrier() -> FakeRecordings:
    return FakeRecordings(**{SID: SAID})


@pytest.fixture
def shop(engine: Engine, carrier: FakeRecordings) -> Iterator[Shop]:
    """Somebody left a message, which the carrier has told of."""
    made = Shop(engine)
    made.app.ports = replace(made.app.ports, recordings=carrier)
    with made.app.work() as work:
        prompts.recording(made.desk(work), SID, "CA1", 3)
    with asyncio.Runner() as loop:
        jobs.equip(jobs.Hands(made.app, loop))
        yield made


def stored(shop: Shop) -> Recording:
    with shop.app.reading() as work:
        return work.session.scalars(select(Recording).where(Recording.carrier_sid == SID)).one()


def test_what_came_home_is_deleted_at_the_carrier(shop: Shop, carrier: FakeRecordings) -> None:
    assert jobs.fetch_recording(stored(shop).id.hex)
    assert carrier.kept == {}
    assert stored(shop).left_carrier_at == shop.clock.moment


def test_a_carrier_out_of_reach_is_asked_again_at_night(shop: Shop, carrier: FakeRecordings) -> None:
    carrier.down = True
    assert jobs.fetch_recording(stored(shop).id.hex)
    jobs.forget()
    assert carrier.kept == {SID: SAID}
    assert stored(shop).left_carrier_at is None
    carrier.down = False
    jobs.forget()
    assert carrier.kept == {}
    assert stored(shop).left_carrier_at is not None


def test_what_is_not_home_yet_stays_at_the_carrier(shop: Shop, carrier: FakeRecordings) -> None:
    jobs.forget()
    assert carrier.kept == {SID: SAID}


def test_what_was_recorded_in_the_browser_was_never_there(shop: Shop, carrier: FakeRecordings) -> None:
    with shop.app.work() as work:
        prompts.upload(shop.desk(work), tone(2), shop.app.vault)
    jobs.fetch_recording(stored(shop).id.hex)
    jobs.forget()
    with shop.app.reading() as work:
        assert [row.carrier_sid for row in work.session.scalars(select(Recording)) if row.left_carrier_at] == [SID]
