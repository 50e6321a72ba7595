"""Journey 3: something odd comes in, is forwarded, and is answered by the owner."""

from tests.journeys.town import OWNER, Town

ANN = "+12125550111"


def test_an_odd_text_reaches_the_owner_and_the_reply_reaches_the_customer(town: Town) -> None:
    town.owner(f"add customer Ann Lee {ANN}")
    asked = town.owner(f"forward texts to {OWNER}")
    town.owner(asked.split("reply ")[1][:4])

    (thanks,) = town.carrier.text(ANN, "do you have parking for a horse")
    assert "Bella Salon" in thanks
    assert town.carrier.wait_for_text(OWNER, "horse") == "Ann Lee (212) 555-0111: do you have parking for a horse"

    assert town.owner("reply yes, behind the house") == "OK, on the way to Ann Lee."
    assert town.carrier.wait_for_text(ANN, "behind") == "yes, behind the house"
    assert len(town.carrier.texts_to(ANN)) == 2
