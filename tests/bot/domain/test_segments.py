"""Texts are counted in parts as the carrier counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import segments


@pytest.mark.parametrize(
    ("body", "parts", "encoding"),
    [
        ("", 1, "GSM-7"),
        ("a" * 160, 1, "GSM-7"),
        ("a" * 161, 2, "GSM-7"),
        ("a" * 306, 2, "GSM-7"),
        ("a" * 307, 3, "GSM-7"),
        ("a" * 158 + "€", 1, "GSM-7"),
        ("a" * 159 + "€", 2, "GSM-7"),
        ("a" * 152 + "€" + "a" * 152, 3, "GSM-7"),  # the euro sign is not split over the first two parts
        ("ñ" * 160, 1, "GSM-7"),
        ("á" * 70, 1, "UCS-2"),
        ("á" * 71, 2, "UCS-2"),
        ("😀" * 35, 1, "UCS-2"),
        ("😀" * 36, 2, "UCS-2"),
        ("a" * 66 + "😀" + "a" * 66, 3, "UCS-2"),  # an emoji at the edge moves to the next part whole
    ],
)
def test_parts_are_counted_at_every_edge(body: str, parts: int, encoding: str) -> None:
    counted = segments.count(body)
    assert (counted.parts, counted.encoding) == (parts, encoding)


def test_the_character_that_makes_a_text_dearer_is_named() -> None:
    assert segments.count("See you soon 😀").dearest == "😀"
    assert segments.count("See you soon").dearest is None


def test_plain_twins_bring_a_text_back_to_the_cheap_alphabet() -> None:
    fancy = "Don’t forget – “Friday”…"
    assert segments.count(fancy).encoding == "UCS-2"
    assert segments.count(segments.plain_twins(fancy)).encoding == "GSM-7"


@given(st.text(max_size=500), st.characters(exclude_categories=["Cs"]))
def test_a_longer_text_never_has_fewer_parts(body: str, more: str) -> None:
    assert segments.count(body + more).parts >= segments.count(body).parts
