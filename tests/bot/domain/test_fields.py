"""Fields are filled in by name, and nothing is ever evaluated."""

import pytest

from bot.domain import fields
from bot.errors import InputError


def test_fields_are_filled_in_however_they_are_spelled() -> None:
    filled = fields.fill("Hi {First Name}, {first_name} {last-name}", {"first_name": "Ann", "last_name": "Lee"})
    assert filled == "Hi Ann, Ann Lee"


def test_an_empty_name_leaves_no_hole() -> None:
    assert fields.fill("Hi {first_name}, see you", {"first_name": ""}) == "Hi, see you"


@pytest.mark.parametrize("body", ["{{7*7}}", "{x.__class__}", "{0}", "{first_name.__class__}", "{business!r}"])
def test_what_is_no_field_is_refused_when_saved_and_left_alone_when_sent(body: str) -> None:
    with pytest.raises(InputError):
        fields.check(body)
    assert fields.fill(body, {"first_name": "Ann"}) == body


def test_a_value_that_looks_like_a_field_stays_what_it_is() -> None:
    assert fields.fill("Hi {first_name}", {"first_name": "{phone}", "phone": "secret"}) == "Hi {phone}"


def test_braces_without_a_name_are_words() -> None:
    fields.check("a {} b { } c")
