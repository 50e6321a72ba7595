"""Who, what, when and the words to send are told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot.nlu.owners import SALON, owner

WORDS_ONLY = [
    ("text Olga wine night starts Saturday 7pm", "Olga Petrova", "wine night starts Saturday 7pm"),
    ("tell Bob 3pm works", "Bob Carter", "3pm works"),
    ("text grace kim 3pm tomorrow ok?", "Grace Kim", "3pm tomorrow ok?"),
    ("text VIP 2 for 1 blowouts", "VIP", "2 for 1 blowouts"),
    ("tell VIP friday's class is cancelled", "VIP", "friday's class is cancelled"),
    ("text VIP: every monday we do free trims", "VIP", "every monday we do free trims"),
    ("let tess know she's booked for 3/12 at 2", "Tess Moreau", "she's booked for 3/12 at 2"),
    ("text nadia, chair 3 is open", "Nadia Rossi", "chair 3 is open"),
    ("VIP: doors open at 6", "VIP", "doors open at 6"),
]
TIMED = [
    ("remind VIP group Tuesday 3pm your color appointment is coming up", "2026-03-10T15:00", "VIP",
     "your color appointment is coming up"),
    ("tmrw 8am text grace kim dont forget your 10am", "2026-03-05T08:00", "Grace Kim", "dont forget your 10am"),
    ("text VIP fri 3pm doors open at 6", "2026-03-06T15:00", "VIP", "doors open at 6"),
    ("text VIP sale ends friday, send it tomorrow at 9am", "2026-03-05T09:00", "VIP", "sale ends friday"),
    ('text VIP "sale ends friday" tomorrow at 5pm', "2026-03-05T17:00", "VIP", "sale ends friday"),
    ("text rachel adams (tomorrow 9am) your trial is on", "2026-03-05T09:00", "Rachel Adams", "your trial is on"),
    ("text color club tomorrow 9am, no 10am: sale", "2026-03-05T10:00", "Color Club", "sale"),
    ("schedule a text to VIP for friday 9am: flash sale!", "2026-03-06T09:00", "VIP", "flash sale!"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "to", "body"), WORDS_ONLY)
def test_a_time_among_the_words_is_no_time_to_send_at(text: str, to: str, body: str) -> None:
    assert owner(text).slots == {"to": [to], "body": body}


@pytest.mark.parametrize(("text", "start", "to", "body"), TIMED)
def test_a_time_beside_the_recipient_is_when_to_send(text: str, start: str, to: str, body: str) -> None:
    slots = owner(text).slots
    assert (slots["when"]["start"], slots["to"], slots["body"]) == (start, [to], body)


def test_what_the_owner_takes_back_does_not_count() -> None:
    assert owner("text bob, no wait, ann: your car is done").slots["to"] == ["Ann Lee"]
    assert owner("email carmen... no email Joy the color chart").slots == {
        "to": ["Joy Park"],
        "channels": ["email"],
        "body": "the color chart",
    }


def test_channels_templates_and_recordings_are_read_from_the_header() -> None:
    assert owner("send VIP the birthday template").slots == {"to": ["VIP"], "template": "Birthday"}
    assert owner("call VIP with prompt 7").slots == {"to": ["VIP"], "channels": ["voice"], "prompt": "7"}
    assert owner("text VIP by email and text we are closed").slots["channels"] == ["email", "text"]


def test_recurrences_are_rules() -> None:
    assert (
        owner("text VIP every friday at 4pm happy hour").slots["rrule"] == "FREQ=WEEKLY;BYDAY=FR;BYHOUR=16;BYMINUTE=0"
    )


def test_the_words_are_kept_line_by_line() -> None:
    assert owner("Text Tess:\n\nHi Tess,\nDoors at 6.\n\nJo").slots["body"] == "Hi Tess,\nDoors at 6.\n\nJo"


def test_somebody_elses_bob_is_not_ours() -> None:
    assert owner("Text Bob Smith your car is in").slots["to"] == ["Bob Smith"]
    assert owner("text bobs wife the car is ready").intent == "other"


@pytest.mark.parametrize(
    "text",
    [
        "was the color club text ever sent?",
        "should we message VIP about parking?",
        "remind me to order filters",
        "i told kenji already",
        "don't text customers after 9pm",
        "text messages are expensive",
        "call bob back",
    ],
)
def test_what_only_looks_like_a_send_is_none(text: str) -> None:
    assert owner(text).intent == "other"


def test_it_says_why() -> None:
    assert any("to Bob Carter" in reason for reason in owner("text bob ready").why)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SALON.customers), st.from_regex(r"[a-z]{3,9} (is ready|came in|looks great)", fullmatch=True))
def test_any_customer_and_any_words_come_back(name: str, body: str) -> None:
    assert owner(f"text {name}: {body}").slots == {"to": [name], "body": body}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_string_gets_an_answer(text: str) -> None:
    assert owner(text).intent


@pytest.mark.parametrize(
    "text", ["text " * 900, "cancel the " * 400, "\ue001\ue100 hi", "'" * 2000, "add " + "x " * 2000]
)
def test_odd_and_long_texts_get_an_answer(text: str) -> None:
    assert owner(text).intent
