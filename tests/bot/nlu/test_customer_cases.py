"""What customers write, in their own words, after what they were asked: `customer_cases.txt`.

A line of it is `situation | text | meaning`, several acceptable meanings apart by ` / `. A meaning is an intent and the
slots that it has to carry; a moment is written as `03-05T15:00` (day and time), `03-05` (day), `T15:00` (time alone).
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.customer import understand
from bot.nlu.frames import Context, Directory, Heard

CASES = Path(__file__).with_name("customer_cases.txt")
NOW = datetime.fromisoformat("2026-03-04T09:30")
SHOPS = {
    "salon": Directory(
        services=("Haircut", "Trim", "Color", "Highlights", "Blowout", "Beard trim"),
        calendars=("Mia", "Rosa", "Tony", "Leo"),
    ),
    "garage": Directory(services=("Oil change", "Brakes", "Tire rotation", "Inspection"), calendars=("Luis", "Bay 1")),
    "plumber": Directory(services=("Drain cleaning", "Water heater", "Estimate"), calendars=("Dave", "Karl")),
    "tax office": Directory(services=("Tax return", "Consultation", "Bookkeeping"), calendars=("Ellen", "Raj")),
    "vet": Directory(services=("Vaccination", "Checkup", "Nail trim", "Grooming"), calendars=("Dr. Ortiz", "Dr. Lam")),
    "dentist": Directory(services=("Cleaning", "Filling", "Crown", "Whitening"), calendars=("Dr. Chen", "Dr. Patel")),
    "bakery": Directory(services=("Cake tasting",), calendars=("Shop",)),
}
THREE = ("2026-03-10T10:00", "2026-03-10T14:00", "2026-03-12T16:30")
TWO = ("2026-03-09T11:00", "2026-03-09T15:30")
SITUATIONS = {
    "nothing": Context(),
    "promo": Context(last_text="20% off everything this week! Reply STOP to opt out."),
    "booked": Context(last_text="You are booked for Thu, Mar 5 at 3:00 PM. See you then!"),
    "reminder": Context(
        "confirmation",
        last_text="Reminder: your appointment is Thu, Mar 5 at 3:00 PM. Reply YES to confirm or R to reschedule.",
    ),
    "proposal": Context("confirmation", last_text="Tue, Mar 10 at 2:00 PM, shall I book that?"),
    "three": Context(
        "choice",
        THREE,
        "1) Tue, Mar 10 at 10:00 AM, 2) Tue, Mar 10 at 2:00 PM, 3) Thu, Mar 12 at 4:30 PM. Which one works for you?",
    ),
    "two": Context("choice", TWO, "We have 1) Mon, Mar 9 at 11:00 AM, 2) Mon, Mar 9 at 3:30 PM. Which one works?"),
    "one": Context("choice", TWO[:1], "That time is taken. How about Mon, Mar 9 at 11:00 AM?"),
    "when": Context("when", last_text="What day and time would you like?"),
    "name": Context("detail", last_text="May I have your name please?"),
    "service": Context("detail", last_text="Which service would you like?"),
    "else": Context("anything_else", last_text="You're all set. Is there anything else I can do for you?"),
}


def cases() -> Iterator[Any]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            situation, text, meanings = (part.strip() for part in line.split(" | "))
            yield pytest.param(situation, text, meanings, id=f"{situation}: {text}"[:60])


@pytest.mark.parametrize(("situation", "text", "meanings"), cases())
def test_customers_words(situation: str, text: str, meanings: str) -> None:
    asked, _, shop = situation.partition(" at ")
    heard = understand(Heard(text, "customer", NOW, "America/New_York", SHOPS[shop or "salon"], SITUATIONS[asked]))
    assert any(_is(meaning, heard.intent, heard.slots) for meaning in meanings.split(" / ")), heard


def _is(meaning: str, intent: str, slots: dict[str, Any]) -> bool:
    wanted, *pairs = meaning.split(", ")
    return wanted == intent and all(_holds(slots, *pair.split("=", 1)) for pair in pairs)


def _holds(slots: dict[str, Any], key: str, value: str) -> bool:
    if key == "items":
        return value.casefold() in slots.get(key, "").casefold()
    if key != "when":
        return str(slots.get(key, "")).casefold() == value.casefold()
    start = slots.get("when", {}).get("start", "")
    said = slots.get("when", {}).get("said", [])
    if value.startswith("T"):
        return bool(said == ["time"]) and start.endswith(value)
    return "day" in said and start.startswith(f"2026-{value}")
