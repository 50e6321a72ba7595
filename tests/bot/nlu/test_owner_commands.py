"""Appointments, customers, groups, settings; and answers to what was asked."""

from typing import Any

import pytest

from bot.nlu.frames import Context
from bot.nlu.owner import afterwards
from tests.bot.nlu.owners import heard, owner

CONFIRM = Context("confirmation", last_text="To 31 people now: “Closed tomorrow”. 31 texts. Send? YES or NO")
BOOKING = Context("confirmation", last_text="Book Bob Carter Thu, Mar 5 at 3:00 PM? YES or NO")
CHOICE = Context("choice", last_text="Which Jane? 1. Jane Miller 2. Jane Okafor")
FRAMES: list[tuple[str, str, dict[str, Any]]] = [
    ("push bob an hour", "move", {"who": "Bob Carter", "by": 60}),
    ("move olga up 15 minutes", "move", {"who": "Olga Petrova", "by": -15}),
    ("delete bob's appointment", "cancel", {"who": "Bob Carter"}),
    ("next available with jo", "free", {"staff": "Jo"}),
    ("add Maya Cole, cell 415.555.0101, group Color Club", "add_customer",
     {"name": "Maya Cole", "phone": "415.555.0101", "groups": ["Color Club"]}),
    ("kenjis number is now 415-555-0177", "change_customer", {"who": "Kenji Tanaka", "phone": "415-555-0177"}),
    ("jane miller got married, now Jane Stone", "change_customer", {"who": "Jane Miller", "name": "Jane Stone"}),
    ("add grace kim, mei lin and tom to bridal party", "group_add",
     {"who": ["Grace Kim", "Mei Lin", "Tom Becker"], "group": "Bridal party"}),
    ("take hannah out of color club", "group_remove", {"who": ["Hannah Stone"], "group": "Color Club"}),
    ("delete color club", "group_delete", {"group": "Color Club"}),
    ("cancel message #12", "unschedule", {"id": "12"}),
    ("stop the weekly text to VIP", "unschedule", {"to": ["VIP"]}),
    ("yes to #4", "approve", {"id": "4"}),
    ("decline #3, we're full", "decline", {"id": "3"}),
    ("ok 12", "approve", {"id": "12"}),
    ("reply ann yes 3 works", "reply", {"to": "Ann Lee", "body": "yes 3 works"}),
    ("add template Hello = Hi {first}, thanks!", "save_template", {"name": "Hello", "body": "Hi {first}, thanks!"}),
    ("forward calls to 415-555-0100", "setting", {"setting": "forward_calls", "value": "415-555-0100"}),
    ("set hours mon-fri 9-5", "setting", {"setting": "hours", "value": "mon-fri 9-5"}),
    ("turn away message off", "setting", {"setting": "away", "value": "off"}),
    ("bob doesn't want texts anymore", "opt_out", {"who": "Bob Carter"}),
    ("did grace kim reply", "inbox", {"who": "Grace Kim"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "slots"), FRAMES)
def test_a_command_and_its_slots(text: str, intent: str, slots: dict[str, Any]) -> None:
    understood = owner(text)
    assert (understood.intent, understood.slots) == (intent, slots)


def test_a_booking_in_one_text() -> None:
    understood = owner("schedule tom becker color tmrw 2pm with jo 90 min remind 1 day and 2 hours before")
    when = understood.slots.pop("when")
    assert when["start"] == "2026-03-05T14:00"
    assert understood.slots == {
        "who": "Tom Becker", "service": "Color", "staff": "Jo", "minutes": 90, "remind": [1440, 120],
    }  # fmt: skip


def test_a_name_that_is_a_month_is_told_from_the_month() -> None:
    slots = owner("book april on april 28 at 10am for an updo").slots
    assert (slots["who"], slots["when"]["start"]) == ("April Hayes", "2026-04-28T10:00")


def test_a_move_says_from_when_to_when() -> None:
    slots = owner("reschedule jane miller from tuesday 3pm to thursday 10am").slots
    assert (slots["from"]["start"], slots["when"]["start"]) == ("2026-03-10T15:00", "2026-03-05T10:00")


def test_time_closed_off_belongs_to_a_calendar() -> None:
    slots = owner("block maria 2-4 friday").slots
    assert (slots["staff"], slots["when"]["start"], slots["when"]["end"]) == (
        "Maria", "2026-03-06T14:00", "2026-03-06T16:00",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["yes", "yup send it", "ok go", "👍", "sure, go ahead", "sí", "that's right"])
def test_a_yes(text: str) -> None:
    assert owner(text, CONFIRM).intent == "affirm"


@pytest.mark.parametrize("text", ["no", "not now", "don't send", "cancel", "let me think", "no don't send it yet"])
def test_a_no(text: str) -> None:
    assert owner(text, CONFIRM).intent == "negate"


@pytest.mark.parametrize(
    ("text", "context", "slot"),
    [
        ("no, 4 pm", BOOKING, "when"),
        ("only the VIPs", CONFIRM, "to"),
        ("by email", CONFIRM, "channels"),
        ("no ann", BOOKING, "who"),
        ("say closed till noon instead", CONFIRM, "body"),
        ("yes but friday", BOOKING, "when"),
    ],
)
def test_a_correction_holds_what_changes(text: str, context: Context, slot: str) -> None:
    understood = owner(text, context)
    assert (understood.intent, list(understood.slots)) == ("correct", [slot])


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("2", {"choice": 2}),
        ("the first one", {"choice": 1}),
        ("okafor", {"who": "Jane Okafor"}),
        ("last", {"choice": 2}),
    ],
)
def test_which_one(text: str, slots: dict[str, Any]) -> None:
    understood = owner(text, CHOICE)
    assert (understood.intent, understood.slots) == ("select", slots)


def test_a_new_command_in_place_of_an_answer_is_a_command() -> None:
    assert owner("book ann fri 3pm", CONFIRM).intent == "book"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bob no showed", "no_show"),
        ("tess never showed up today", "no_show"),
        ("mark olga as a no show", "no_show"),
        ("no show for bob", "no_show"),
        ("why didn't bob get it", "why"),
        ("how come tess never got my text", "why"),
        ("olga says she didn't get the reminder", "why"),
        ("did bob get my message", "why"),
        ("resend it to bob", "resend"),
        ("send the reminder to tess again", "resend"),
        ("try olga again", "resend"),
        ("cancel bob tomorrow", None),
        ("text bob did you get my message", None),
    ],
)
def test_what_became_of_something_is_asked_in_many_ways(text: str, intent: str | None) -> None:
    found = afterwards(heard(text))
    assert (found and found.intent) == intent
