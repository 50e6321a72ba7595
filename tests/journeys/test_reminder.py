"""Journey 1: a reminder to a group, from the owner's text to everybody's phone, and STOP."""

from tests.harness.waiting import eventually
from tests.journeys.town import Town

ANN, BOB, MIA = "+12125550111", "+12125550112", "+12125550113"


def test_a_group_is_reminded_once_and_who_stops_is_left_out_the_next_time(town: Town) -> None:
    for name, phone in (("Ann Lee", ANN), ("Bob Stone", BOB), ("Mia Park", MIA)):
        town.owner(f"add customer {name} {phone}")
    town.owner("create group VIP")
    town.owner("add Ann, Bob and Mia to VIP")

    read_back = town.owner("remind VIP group in 1 minute your color appointment is coming up")
    assert "3 people" in read_back
    assert "Hi Ann, your color appointment is coming up" in read_back
    town.owner("yes")
    for first_name, phone in (("Ann", ANN), ("Bob", BOB), ("Mia", MIA)):
        said = town.carrier.wait_for_text(phone, "color appointment", timeout=75)
        assert said.startswith(f"Hi {first_name}, your color appointment is coming up.")

    assert len(town.carrier.text(ANN, "C")) == 1
    (goodbye,) = town.carrier.text(BOB, "STOP")
    assert "no more messages" in goodbye

    read_back = town.owner("text VIP we have a new opening today")
    assert "2 people" in read_back
    assert "Bob Stone (opted out)" in read_back
    town.owner("yes")
    for phone in (ANN, MIA):
        town.carrier.wait_for_text(phone, "new opening")

    def delivered() -> bool:
        sent = [one for phone in (ANN, MIA) for one in town.carrier.texts_to(phone)]
        return all(one["status"] == "delivered" for one in sent)

    eventually(delivered)
    assert [len(town.carrier.texts_to(phone)) for phone in (ANN, BOB, MIA)] == [3, 2, 2]
