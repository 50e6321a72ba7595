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
