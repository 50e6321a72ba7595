"""Names are found without case, accents, and with one slip; never guessed among several."""

import pytest

from bot.nlu.names import Name, roster, tokens
from tests.bot.nlu.owners import SALON


def customer(text: str) -> Name | None:
    return roster(SALON).at(tokens(text), 0, "customer", text=text)


def group(text: str) -> Name | None:
    return roster(SALON).at(tokens(text), 0, "group", text=text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("bob", "Bob Carter"),
        ("BOB CARTER", "Bob Carter"),
        ("zoe", "Zoë Dupont"),
        ("lucia fernandez", "Lucía Fernández"),
        ("jane m", "Jane Miller"),
        ("jnae miller", "Jane Miller"),
        ("hanna stone", "Hannah Stone"),
        ("prya", "Priya Raman"),
        ("bob's", "Bob Carter"),
        ("anns", "Ann Lee"),
        ("siobhan oneill", "Siobhan O'Neill"),
        ("maria gonzalez", "Maria Gonzalez-Ruiz"),
    ],
)
def test_a_customer(written: str, meant: str) -> None:
    found = customer(written)
    assert found is not None
    assert found.value == meant


def test_a_name_that_fits_several_is_given_as_written() -> None:
    found = customer("jane")
    assert found is not None
    assert (found.value, found.also) == ("jane", ("Jane Miller", "Jane Okafor"))


@pytest.mark.parametrize("written", ["make", "thanks", "friday", "xyz", "note"])
def test_a_word_is_no_name(written: str) -> None:
    assert customer(written) is None


@pytest.mark.parametrize(
    ("written", "meant"), [("vips", "VIP"), ("color club", "Color Club"), ("bridal partty", "Bridal party")]
)
def test_a_group(written: str, meant: str) -> None:
    found = group(written)
    assert found is not None
    assert found.value == meant
