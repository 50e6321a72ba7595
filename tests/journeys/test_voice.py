"""Journey 2: the owner records a prompt by phone and has it played to customers, who press 1."""

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
