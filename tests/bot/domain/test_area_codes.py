"""Area codes: read as people write them, their zones, and others of the same place."""

import pytest

from bot.domain import area_codes
from bot.errors import InputError


@pytest.mark.parametrize("typed", ["212", " 212 ", "(212)", "1-212", "+1 212"])
def test_an_area_code_is_read_as_people_write_it(typed: str) -> None:
    assert area_codes.parse(typed) == "212"


@pytest.mark.parametrize("typed", ["", "21", "2125", "999", "800", "900", "abc", "٢١٢", "212\x00", "212 555 0123"])
def test_what_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="is not an area code"):
        area_codes.parse(typed)


@pytest.mark.parametrize(
    ("area", "zone"),
    [("212", "America/New_York"), ("312", "America/Chicago"), ("602", "America/Phoenix"), ("808", "Pacific/Honolulu")],
)
def test_the_zone_is_that_of_the_area_code(area: str, zone: str) -> None:
    assert area_codes.zone_of(area) == zone


def test_others_of_the_same_place_come_first() -> None:
    near = area_codes.nearby("212")
    assert near
    assert "212" not in near
    assert {area_codes.zone_of(one) for one in near} == {"America/New_York"}


def test_the_area_code_of_a_number() -> None:
    assert area_codes.of_number("+12125550123") == "212"
    assert area_codes.of_number("+442079460000") == ""
