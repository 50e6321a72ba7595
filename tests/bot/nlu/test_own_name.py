"""A customer's own name, and what is none."""

import pytest

from bot.nlu.customer.own_name import introduced, name_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zoe Park", "Zoe Park"),
        ("zoe park", "zoe park"),
        ("its tina", "tina"),
        ("put it under Nguyen", "Nguyen"),
        ("sure, Ann Marie O'Brien", "Ann Marie O'Brien"),
        ("Will Smith", "Will Smith"),
        ("it's for my daughter Emma", "Emma"),
        ("Joe Kerr for 2 people", "Joe Kerr"),
        ("use my husband's name, Tom Hall", "Tom Hall"),
        ("a nombre de Juan Perez", "Juan Perez"),
        ("can you squeeze my sister in as well", None),
        ("ya", None),
        ("I already gave you my name, call me", None),
        ("neither", None),
        ("whatever you want", None),
        ("the same as last time", None),
        ("what?", None),
        ("do you take cards", None),
        ("balayage?", None),
        ("how about friday instead", None),
        ("under my wife's name", None),
        ("is 11 still open", None),
        ("thats private", None),
        ("running late", None),
    ],
)
def test_an_answer_to_the_question_for_a_name(text: str, name: str | None) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hi this is Joe Kerr", "Joe Kerr"),
        ("hi my name is Tina, I'd like an appointment friday at 11", "Tina"),
        ("This is Bob, need a cut", "Bob"),
        ("Hola soy Lucia Paz, quiero una cita", "Lucia Paz"),
        ("Tina here, any openings?", "Tina"),
        ("this is great", None),
        ("this is ridiculous", None),
        ("I'm late", None),
        ("this is Ann's mom", None),
        ("what's your name?", None),
        ("my name is not Ann", None),
    ],
)
def test_somebody_introduces_themselves(text: str, name: str | None) -> None:
    assert introduced(text) == name
