"""What must never be sent as it was not meant: two messages in one, some of all, words that were no words."""

from datetime import datetime

import pytest

from bot.nlu.frames import Directory, Heard, Understanding
from bot.nlu.understand import understand

NAMES = Directory(
    customers=("Ann Lee", "Bob Ray", "Marcus Webb", "Tom O'Neil"),
    groups=("VIP",),
    templates=("Birthday", "We miss you"),
)
WEDNESDAY = datetime(2026, 11, 25, 10)


def heard(text: str) -> Understanding:
    return understand(Heard(text, "owner", WEDNESDAY, "America/New_York", NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "text bob hi and text ann bye",
        "tell marcus we open at 9, then tell tom we close at 5",
        "send the we miss you template to everyone who hasn't been in",
        "remind everyone who owes me to pay",
        "text all except bob we are closed",
        "text VIP but not bob: bring a friend",
        "text VIP except marcus closed friday",
        "ask ann if her parcel has come",
        "ask bob when he would like to come",
        "ask VIP how they liked it",
        "send it again to ann",
        "ask bob can he come at 4",
        "text ann about her facial",
        "tell bob 5",
        "text VIP?",
        "send ann the address",
        "send ann a link to the menu",
    ],
)
def test_what_can_be_meant_in_two_ways_is_asked_about(text: str) -> None:
    found = heard(text)
    assert found.confidence < 0.5
    assert found.question


def test_a_second_name_after_n_is_a_recipient() -> None:
    slots = heard("txt marcus n tom gym closed 2mrw").slots
    assert slots == {"to": ["Marcus Webb", "Tom O'Neil"], "body": "gym closed 2mrw"}


def test_what_stands_before_the_colon_is_no_part_of_the_words() -> None:
    slots = heard("text VIP a reminder friday at 9: sale ends sunday").slots
    assert slots["body"] == "sale ends sunday"
    assert slots["when"]["start"] == "2026-11-27T09:00"


def test_a_template_that_is_named_alone_is_meant() -> None:
    assert heard("send birthday to ann").slots["template"] == "Birthday"


def test_an_article_is_no_name_of_a_template() -> None:
    assert heard("save this as a template: thanks for visiting").slots == {"body": "thanks for visiting"}


def test_what_i_have_on_is_not_when_i_am_free() -> None:
    assert heard("do i have anything monday").intent == "agenda"
    assert heard("do i have anything open monday").intent == "free"


def test_lunch_is_no_time_beside_a_time() -> None:
    assert heard("block lunch 12-1 every day").slots["when"]["start"].endswith("12:00")


@pytest.mark.parametrize("text", ["remind ann about her appointment", "remind everyone tomorrow of their appointments"])
def test_the_owners_word_for_an_appointment_is_no_message(text: str) -> None:
    found = heard(text)
    assert found.intent == "send"
    assert "body" not in found.slots


def test_a_condition_may_begin_the_words() -> None:
    assert heard("text VIP if it rains we meet inside").slots["body"] == "if it rains we meet inside"


@pytest.mark.parametrize(
    ("text", "template", "when"),
    [
        ("we miss you to tom", "We miss you", None),
        ("birthday text to ann friday at 9am", "Birthday", "2026-11-27T09:00"),
        ("send tom and ann the we miss you tomorrow at noon", "We miss you", "2026-11-26T12:00"),
    ],
)
def test_a_template_is_named_before_or_after_whom_it_goes_to(text: str, template: str, when: str | None) -> None:
    slots = heard(text).slots
    assert slots["template"] == template
    assert slots.get("when", {}).get("start") == when
    assert "body" not in slots


def test_a_verb_is_no_slip_of_a_name() -> None:
    names = Directory(customers=("Chance Reed", "Ann Lee"), services=("Haircut",))
    found = understand(Heard("change ann's haircut to friday at 8", "owner", WEDNESDAY, "America/New_York", names))
    assert (found.intent, found.slots["who"]) == ("move", "Ann Lee")


def test_a_group_that_begins_with_a_time_is_addressed_by_name() -> None:
    names = Directory(groups=("7pm yoga",))
    found = understand(Heard("7pm yoga: no class today", "owner", WEDNESDAY, "America/New_York", names))
    assert found.slots == {"to": ["7pm yoga"], "body": "no class today"}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("ann's 3 o'clock has to go to 4", {"who": "Ann Lee"}),
        ("marcus is running late push him 20", {"who": "Marcus Webb", "by": 20}),
        ("can we see ann at 5 instead", {"who": "Ann Lee"}),
        ("bob cant do 9, make it 10", {"who": "Bob Ray"}),
    ],
)
def test_a_move_is_told_in_many_ways(text: str, slots: dict[str, object]) -> None:
    found = heard(text)
    assert found.intent == "move"
    assert slots.items() <= found.slots.items()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("new number for ann 212 555 0188", "change_customer"),
        ("email for ann is ann@lee.org", "change_customer"),
        ("ann changed phones 212 555 0166", "change_customer"),
        ("how many customers do i have", "find_customer"),
        ("how many customers do i have tomorrow", "agenda"),
        ("what is 12% of 90", "other"),
        ("book", "book"),
        ("hold 2pm tomorrow for ann", "book"),
        ("drop ann's 3pm", "cancel"),
        ("sorry wrong one, undo", "undo"),
        ("take ann off the list, she asked us to stop", "opt_out"),
        ("save this number 212-555-0199 as Quinn Blake", "add_customer"),
        ("shop closed on veterans day", "block"),
        ("forward texts to 212 555 0111 too", "setting"),
        ("postpone the VIP text to sunday 6pm", "other"),
    ],
)
def test_what_a_command_is_called_differs(text: str, intent: str) -> None:
    assert heard(text).intent == intent


def test_each_time_of_a_reminder_counts() -> None:
    found = heard("book ann friday 3pm, text her a day before and an hour before")
    assert found.slots["remind"] == [1440, 60]


def test_every_two_weeks_begins_on_the_next_such_day() -> None:
    slots = heard("every 2 weeks on monday at 9 text VIP come in").slots
    assert slots["when"]["start"] == "2026-11-30T09:00"
    assert slots["rrule"].startswith("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")


def test_a_unit_is_no_slip_of_a_name() -> None:
    names = Directory(customers=("Ann Lee", "Miss Ivy"))
    found = understand(Heard("book ann july 14 8:30 for 90 mins", "owner", WEDNESDAY, "America/New_York", names))
    assert found.slots["minutes"] == 90
