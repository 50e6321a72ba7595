"""Journey 2: the owner records a prompt by phone and has it played to customers, who press 1."""

from tests.harness.waiting import eventually
from tests.journeys.town import OWNER, PIN, Town

ANN = "+12125550111"


def test_a_prompt_recorded_by_phone_is_played_and_confirmed_by_a_key(town: Town) -> None:
    town.owner(f"add customer Ann Lee {ANN} to a new group VIP")
    town.owner("create group VIP")
    town.owner("add Ann to VIP")

    call = town.carrier.dial(OWNER)
    assert "PIN" in call.heard
    call.press(PIN).press("1").record(3)
    assert "keep" in call.heard
    call.press("1")
    assert "message 1" in call.heard or "id is 1" in call.heard
    call.hang_up()
    eventually(lambda: "1" in town.owner("prompts"))

    assert "OK" in town.owner("call VIP with prompt 1 in 1 minute")
    ringing = town.carrier.wait_for_ring(ANN, timeout=75)
    ringing.answer()
    assert "Bella Salon" in ringing.heard
    assert '"play"' in ringing.heard or "sha256" in ringing.heard
    ringing.press("1")
    assert "confirmed" in ringing.heard or "Thank you" in ringing.heard
