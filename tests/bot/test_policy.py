"""What is done about what was understood depends on what was asked."""

from typing import Any

import pytest

from bot.dialogue.memory import Choice, Memory, Pending
from bot.dialogue.policy import Decision, decide
from bot.nlu.frames import Understanding

SLOTS: dict[str, Any] = {
    "to": ["VIP"],
    "body": "hi",
    "when": {"start": "2026-11-24T15:00", "grain": "minute", "said": ["day", "time"]},
}
READ_BACK = Memory(awaiting="confirmation", pending=Pending("send", SLOTS))
WHICH = Memory(
    awaiting="choice",
    pending=Pending("send", SLOTS),
    choices=(Choice("Ann Lee (0111)", {"to": ["customer:1"]}), Choice("Ann Reed (0114)", {"to": ["customer:2"]})),
)


def said(intent: str, confidence: float = 1.0, **slots: Any) -> Understanding:
    return Understanding(intent, confidence, slots)


def test_a_yes_confirms_what_was_read_back() -> None:
    assert decide("owner", said("affirm"), READ_BACK, "yes") == Decision(
        "action_owner_send", {**SLOTS, "confirmed": True}
    )


@pytest.mark.parametrize("intent", ["other", "select", "inform"])
def test_what_is_neither_yes_nor_no_is_asked_again(intent: str) -> None:
    assert decide("owner", said(intent), READ_BACK, "hmm").action == "action_owner_again"


def test_a_no_drops_it() -> None:
    assert decide("owner", said("negate"), READ_BACK, "no").action == "action_owner_drop"


def test_a_clear_new_command_puts_the_question_aside() -> None:
    assert decide("owner", said("usage"), READ_BACK, "usage").action == "action_owner_usage"


def test_another_time_keeps_the_day_and_waits_for_a_yes_again() -> None:
    four = {"start": "2026-11-23T16:00", "grain": "minute", "said": ["time"]}
    decision = decide("owner", said("correct", when=four), READ_BACK, "no, 4pm")
    assert decision.slots["when"]["start"] == "2026-11-24T16:00"
    assert "confirmed" not in decision.slots


def test_another_day_keeps_the_time() -> None:
    friday = {"start": "2026-11-27T00:00", "grain": "day", "said": ["day"]}
    decision = decide("owner", said("correct", when=friday), READ_BACK, "friday")
    assert decision.slots["when"]["start"] == "2026-11-27T15:00"


@pytest.mark.parametrize(("answer", "slots"), [("2", {"choice": 2}), ("2.", {}), ("reed", {"who": "reed"})])
def test_a_choice_is_taken_by_number_or_name(answer: str, slots: dict[str, Any]) -> None:
    decision = decide("owner", Understanding("select", 1.0, slots), WHICH, answer)
    assert decision.slots["to"] == ["customer:2"]


@pytest.mark.parametrize("answer", ["3", "0", "ann", "zoe"])
def test_a_choice_that_is_none_is_asked_again(answer: str) -> None:
    assert decide("owner", said("select"), WHICH, answer).action == "action_owner_again"


def test_a_detail_is_taken_as_it_was_written() -> None:
    memory = Memory(awaiting="detail", pending=Pending("send", {"to": ["Ann"]}, missing="body"))
    decision = decide("owner", said("other", 0.2), memory, " Your table is ready! ")
    assert decision == Decision("action_owner_send", {"to": ["Ann"], "body": "Your table is ready!"})


def test_unsure_asks_one_question_instead_of_guessing() -> None:
    unsure = Understanding("send", 0.4, {}, question="Tuesday this week or next?")
    assert decide("owner", unsure, Memory(), "tue").slots == {"question": "Tuesday this week or next?"}


def test_an_owner_who_is_not_understood_starts_nothing() -> None:
    assert decide("owner", said("send", 0.3), Memory(), "mumble").action == "action_owner_other"


def test_a_customers_yes_that_may_be_none_is_left_to_the_owner() -> None:
    assert decide("customer", said("affirm", 0.7), Memory(), "purple").action == "action_customer_other"
    assert decide("customer", said("affirm", 0.95), Memory(), "yes").action == "action_customer_affirm"
    assert decide("customer", said("negate", 0.2), Memory(), "purple").action == "action_customer_other"


def test_an_opt_out_is_taken_however_it_is_said() -> None:
    assert decide("customer", said("opt_out", 0.3), Memory(), "enough").action == "action_customer_opt_out"


ASKED_FOR_WORDS = Memory(awaiting="detail", pending=Pending("send", {"to": ["Ann"]}, missing="body"))


def test_words_may_sound_like_a_command() -> None:
    decision = decide("owner", said("book", 0.9), ASKED_FOR_WORDS, "Book your next visit by Friday")
    assert decision.slots == {"to": ["Ann"], "body": "Book your next visit by Friday"}


def test_a_whole_new_command_is_not_the_answer_to_what_it_should_say() -> None:
    whole = said("send", 0.9, to=["Bob"], body="lunch at noon")
    assert decide("owner", whole, ASKED_FOR_WORDS, "text bob lunch at noon").slots == whole.slots
    assert decide("owner", said("scheduled"), ASKED_FOR_WORDS, "scheduled").action == "action_owner_scheduled"
