"""Journey 2: the owner records a prompt by phone and has it played to customers, who press 1."""

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
    assert "Recordings: 1" in town.owner("prompts")

    assert "OK" in town.owner("call VIP with prompt 1 in 1 minute")
    ringing = town.carrier.wait_for_ring(ANN, timeout=75)
    ringing.answer()
    ringing.wait_to_hear("this is Bella Salon").wait_to_hear("sha256").wait_to_hear("To confirm, press 1")
    ringing.press("1").wait_to_hear("you are confirmed")


def test_a_reminder_call_moves_the_appointment_to_the_second_time(town: Town) -> None:
    cara = "+12125550113"
    town.owner(f"add customer Cara Dunn {cara}")
    town.owner("hours daily 12am-11:59pm")
    booked = town.owner(f"book Cara {in_minutes(121)} remind 2 hours before by text to voice")
    assert "Cara Dunn" in booked

    ringing = town.carrier.wait_for_ring(cara, timeout=90)
    ringing.answer()
    ringing.wait_to_hear("this is Bella Salon").wait_to_hear("For another time, press 2")
    ringing.press("2").wait_to_hear("Press 2 for").wait_to_hear("For later times")
    ringing.press("2").wait_to_hear("Done. Your appointment is now")
    assert "moved" in town.carrier.wait_for_text(OWNER, "Cara Dunn moved")
