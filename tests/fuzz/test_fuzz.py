"""A short run of `make fuzz`, the same each time; and that it finds what it is there to find."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import strategies as st
from sqlalchemy import update
from werkzeug.wrappers import Response

from models import Business
from tests.fuzz.house import SECRET, House, a_house
from tests.fuzz.run import fuzz
from tests.fuzz.targets import ALL, Target

A_FEW = 8


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """One for all targets: what one leaves behind is what the next one finds."""
    factory = request.getfixturevalue(f"{request.param}_factory")
    with factory.fresh() as url, a_house(url) as made:
        yield made


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_whatever_comes_in_breaks_nothing_ends_and_stays_in_its_business(house: House, target: Target) -> None:
    fuzz(target, house, A_FEW, 20261123)


def _rename_the_other(house: House, _given: int) -> None:
    with house.shop.app.work() as work:
        work.session.execute(update(Business).where(Business.id == house.other.business_id).values(name="Ours"))


def _ask_the_other(house: House, _given: int) -> None:
    house.checked(Response(f"They wrote: {SECRET}"))


def _fail(_house: House, given: int) -> None:
    assert given < 3


@pytest.mark.parametrize("act", [_rename_the_other, _ask_the_other, _fail])
def test_what_breaks_out_is_found(sqlite_url: str, act: Callable[[House, int], None]) -> None:
    with a_house(sqlite_url) as house, pytest.raises(AssertionError):
        fuzz(Target("planted", st.integers(), act), house, 30, 1)
