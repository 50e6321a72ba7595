"""Phone numbers are read in any form and kept in one."""

import pytest

from bot.domain import phone_numbers
from bot.errors import InputError


@pytest.mark.parametrize("written", ["212-555-0123", "(212) 555 0123", "+1 212.555.0123", "12125550123", "2125550123"])
def test_every_way_of_writing_a_number_is_the_same_number(written: str) -> None:
    assert phone_numbers.parse(written) == "+12125550123"


@pytest.mark.parametrize("written", ["", "Ann", "555-0123", "1234567890123456", "\x00", "++"])
def test_what_is_no_number_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(InputError) as refused:
        phone_numbers.parse(written)
    assert phone_numbers.EXAMPLE in str(refused.value)


def test_a_premium_number_is_refused() -> None:
    with pytest.raises(InputError, match="premium"):
        phone_numbers.parse("900-555-0123")


def test_numbers_are_shown_as_people_write_them() -> None:
    assert phone_numbers.pretty("+12125550123") == "(212) 555-0123"
    assert phone_numbers.pretty("+442079460958") == "+44 20 7946 0958"
