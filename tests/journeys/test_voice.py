"""Journey 2: the owner records a prompt by phone and has it played to customers, who press 1."""

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models import BookingRules
from tests.harness.waiting import eventually
from tests.journeys.test_appointments import in_minutes
from tests.journeys.town import OWNER, PIN, Town

ANN = "+12125550111"


def test_a_prompt_recorded_by_phone_is_played_and_confirmed_by_a_key(town: Town) -> None:
    town.owner(f"add customer Ann Lee {ANN}")
    town.owner("create group VIP")
    town.owner("add Ann to VIP")

    call = town.carrier.dial(OWNER)
    assert "PIN" in call.heard
    call.press(f"{PIN}#").press("1").record(3)
    call.wait_to_hear("To keep it, press 1").press("1")
    call.wait_to_hear("voice message id is 1").hang_up()
    eventually(lambda: not town.at_carrier("Recordings"), timeout=20)
    assert "Recordings: 1" in town.owner("prompts")

    assert "OK" in town.owner("call VIP with prompt 1 in 1 minute")
    ringing = town.carrier.wait_for_ring(ANN, timeout=75)
    ringing.answer()
    ringing.wait_to_hear("this is Bella Salon").wait_to_hear("sha256").wait_to_hear("To confirm, press 1")
    ringing.press("1").wait_to_hear("you are confirmed")


def reminders_are_calls(town: Town) -> None:
    """The business's usual reminder is a call, two hours before."""
    engine = create_engine(town.environment["DATABASE_URL"])
    with Session(engine) as session, session.begin():
        rules = session.scalars(select(BookingRules)).one()
        rules.reminders = [{"amount": 2, "unit": "hours", "channels": ["speech"]}]
    engine.dispose()


def test_a_reminder_call_moves_the_appointment_to_the_second_time(town: Town) -> None:
    cara = "+12125550113"
    town.owner(f"add customer Cara Dunn {cara}")
    town.owner("hours daily 12am-11:59pm")
    reminders_are_calls(town)
    assert "Cara Dunn" in town.owner(f"book Cara {in_minutes(121)}")

    ringing = town.carrier.wait_for_ring(cara, timeout=90)
    ringing.answer()
    ringing.wait_to_hear("this is Bella Salon").wait_to_hear("For another time, press 2")
    ringing.press("2").wait_to_hear("Press 2 for").wait_to_hear("For later times")
    ringing.press("2").wait_to_hear("Done. Your appointment is now")
    assert "moved" in town.carrier.wait_for_text(OWNER, "Cara Dunn moved")
