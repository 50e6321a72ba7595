"""What customers mean, after what they were asked."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.customer import understand
from bot.nlu.frames import Awaiting, Context, Directory, Heard, Understanding

REMINDER = "Haircut on Thu, Mar 5 at 3:00 PM. Reply C to confirm, R to reschedule."
OFFER = ("2026-03-04T10:00", "2026-03-05T14:00", "2026-03-06T09:00")
SHOP = Directory(services=("Haircut", "Color"), calendars=("Mia", "Dr. Chen"))


def hear(
    text: str, awaiting: Awaiting | None = None, last: str | None = None, offered: tuple[str, ...] = ()
) -> Understanding:
    now = datetime.fromisoformat("2026-03-03T10:00")
    return understand(Heard(text, "customer", now, "America/New_York", SHOP, Context(awaiting, offered, last)))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yup we'll be there",
        "C",
        "👍",
        "wouldn't miss it",
        "can't wait!",
        "no problem, see you then",
        "yes thursday at 3",
        "sí, confirmo",
        "ok",
    ],
)
def test_a_yes_confirms(text: str) -> None:
    assert hear(text, "confirmation", REMINDER).intent == "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "not gonna make it",
        "yes but can we do 4 instead",
        "sure if you can do 4",
        "sounds good but not thursday",
        "would love to but cant",
        "yes cancel it please",
        "maybe",
        "let me check and get back to you",
        "conflict at work",
        "i'll be in mexico",
        "thanks but no thanks",
        "ok stop",
        "who is this",
        "who cancelled my last one",
        "👎",
        "no puedo ir",
        "thanks for the reminder but i wont make it",
    ],
)
def test_what_is_no_yes_confirms_nothing(text: str) -> None:
    assert hear(text, "confirmation", REMINDER).intent not in ("affirm", "select")


def test_a_yes_with_another_time_moves() -> None:
    heard = hear("yes but can we do 4 instead", "confirmation", REMINDER)
    assert heard.intent == "move"
    assert heard.slots["when"] == {"start": "2026-03-03T16:00", "grain": "minute", "said": ["time"]}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("the second one please", 2),
        ("thurs works", 2),
        ("10am", 1),
        ("friday morning", 3),
        ("the last one", 3),
        ("el viernes", 3),
        ("not the first, the 2nd", 2),
    ],
)
def test_one_of_those_offered_is_taken(text: str, number: int) -> None:
    heard = hear(text, "choice", "Which one works for you?", OFFER)
    assert (heard.intent, heard.slots) == ("select", heard.slots | {"choice": number})


@pytest.mark.parametrize(
    "text",
    ["none of those", "thursday but later", "1 or 2", "yes", "let me check", "not thursday", "anything after 5?"],
)
def test_nothing_is_taken_where_none_is_named(text: str) -> None:
    assert hear(text, "choice", "Which one works for you?", OFFER).intent != "select"


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("running 15 min late", "late", {"minutes": 15}),
        ("half an hour late, sorry", "late", {"minutes": 30}),
        ("how much for a cut", "ask", {"topic": "price"}),
        ("when is my appt", "mine", {}),
        ("can someone call me", "person", {}),
        ("cancel my appointment on friday", "cancel", {}),
        ("gracias!", "thanks", {}),
        ("put me back on the text list", "opt_in", {}),
        ("please stop texting", "opt_out", {}),
        ("can i get 2 large pepperoni pizzas please", "order", {"items": "2 large pepperoni pizzas"}),
    ],
)
def test_what_comes_unasked(text: str, intent: str, slots: dict[str, object]) -> None:
    heard = hear(text)
    assert (heard.intent, {k: heard.slots.get(k) for k in slots}) == (intent, slots)


def test_a_booking_with_everything_in_it() -> None:
    heard = hear("can u do friday at 11 for a haircut w mia")
    assert heard.intent == "book"
    assert heard.slots == {
        "when": {"start": "2026-03-06T11:00", "grain": "minute", "said": ["day", "time"]},
        "service": "Haircut",
        "staff": "Mia",
    }


def test_a_name_is_the_answer_to_a_question_for_it() -> None:
    assert hear("its Dave", "detail", "May I have your name please?").slots == {"name": "Dave"}


def test_an_auto_reply_is_marked() -> None:
    heard = hear("I'm driving with Do Not Disturb on. I'll see your message when I get where I'm going.")
    assert (heard.intent, heard.automatic) == ("other", True)


def test_reactions() -> None:
    assert hear(f"Liked “{REMINDER}”", "confirmation", REMINDER).intent == "affirm"
    assert hear("Liked “See you last week”", "confirmation", REMINDER).intent == "other"
    assert hear("Loved “Reply STOP to opt out”", None, "Sale! Reply STOP to opt out").intent == "other"


def test_spanish_is_told() -> None:
    assert hear("no puedo ir mañana").language == "es"
    assert hear("i can't come tomorrow").language == "en"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from([None, "confirmation", "choice", "when", "detail", "anything_else"]))
def test_any_string_gets_an_answer(text: str, awaiting: Awaiting | None) -> None:
    heard = hear(text, awaiting, REMINDER, OFFER if awaiting == "choice" else ())
    assert 0 <= heard.confidence <= 1


@pytest.mark.parametrize("text", ["", "   ", "no " * 3000, "a" * 20000, "stop texting " * 500, "1" * 5000, "?" * 3000])
def test_long_and_empty_texts_are_answered_at_once(text: str) -> None:
    hear("warm up")
    started = time.process_time()
    hear(text)
    assert time.process_time() - started < 1
