"""Journey 6: an appointment from the owner's text to the reminder, another time, and the waiting list."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.harness.waiting import eventually
from tests.journeys.town import OWNER, Town

ANN, BOB = "+12125550111", "+12125550112"


def in_minutes(minutes: int) -> str:
    """A moment as an owner would text it, in the business's zone."""
    moment = datetime.now(ZoneInfo("America/New_York")) + timedelta(minutes=minutes)
    return moment.strftime("%m/%d/%Y at %I:%M %p")


def test_a_reminder_is_confirmed_and_a_freed_time_goes_to_who_waits(town: Town) -> None:
    town.owner(f"add customer Ann Lee {ANN}")
    town.owner(f"add customer Bob Stone {BOB}")
    assert "Mon-Sun 12 AM-11:59 PM" in town.owner("hours daily 12am-11:59pm")

    booked = town.owner(f"book Ann {in_minutes(121)} remind 2 hours before")
    assert "Ann Lee" in booked
    assert "Reminder 2 hours before." in booked

    reminder = town.carrier.wait_for_text(ANN, "Reply C to confirm", timeout=90)
    assert reminder.startswith("Ann, your appointment at Bella Salon is ")
    assert "you're confirmed for" in town.carrier.text(ANN, "C")[0]
    assert town.owner("who hasn't confirmed") == "Everybody has confirmed."

    (offered,) = town.carrier.text(ANN, "R")
    assert offered.startswith("I have")
    (moved,) = town.carrier.text(ANN, "1")
    assert moved.startswith("Done, Ann: you're now booked for")
    told = town.carrier.wait_for_text(OWNER, "Ann Lee moved")
    assert "(#1)" in told

    assert "waiting list" in town.carrier.text(BOB, "put me on the waiting list")[0]
    assert "is cancelled, Ann" in town.carrier.text(ANN, "please cancel my appointment")[0]
    assert "come free" in town.carrier.wait_for_text(BOB, "come free")
    assert "You're booked, Bob" in town.carrier.text(BOB, "yes please")[0]
    eventually(lambda: "Bob Stone" in town.owner("who hasn't confirmed"))
