"""The carrier verifies a phone: it calls, asks for the code, and lets calls show the phone."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from tests.harness.simulator import Simulator, simulator
from tests.web.simulator.conftest import ANN, NUMBER, refused

MOBILE = "+14155550133"


@pytest.fixture(name="carrier")
def _carrier() -> Iterator[Simulator]:
    with simulator() as running:
        running.post("numbers", number=NUMBER)
        yield running


def rings(carrier: Simulator) -> str:
    """The call that rings at the mobile."""
    found = carrier.until(
        lambda: [one for one in carrier.get("calls", phone=MOBILE)["calls"] if one["waiting"] == "ring"], "a ring"
    )
    sid: str = found[0]["sid"]
    return sid


def typed(carrier: Simulator, code: str) -> dict[str, object]:
    sid = rings(carrier)
    carrier.post(f"calls/{sid}/answer")
    call: dict[str, object] = carrier.post(f"calls/{sid}/press", digits=code)
    return call


def verified(client: Client) -> list[str]:
    return [str(one.phone_number) for one in client.outgoing_caller_ids.list(phone_number=MOBILE)]


def test_a_phone_that_types_the_code_is_verified_and_may_be_shown(carrier: Simulator) -> None:
    asked = carrier.client.validation_requests.create(phone_number=MOBILE)
    assert len(str(asked.validation_code)) == 6
    assert verified(carrier.client) == []
    assert "is verified" in str(typed(carrier, str(asked.validation_code)))
    assert verified(carrier.client) == [MOBILE]
    call = carrier.client.calls.create(to=ANN, from_=MOBILE, twiml="<Response><Say>Hi</Say></Response>")
    assert call.from_formatted == "(415) 555-0133"


def test_a_wrong_code_verifies_nothing(carrier: Simulator) -> None:
    asked = carrier.client.validation_requests.create(phone_number=MOBILE)
    wrong = "000000" if asked.validation_code != "000000" else "111111"
    assert "not right" in str(typed(carrier, wrong))
    assert verified(carrier.client) == []
    refusal = refused(lambda: carrier.client.calls.create(to=ANN, from_=MOBILE, twiml="<Response/>"))
    assert refusal.code == 21210


def test_hanging_up_verifies_nothing(carrier: Simulator) -> None:
    carrier.client.validation_requests.create(phone_number=MOBILE)
    carrier.post(f"calls/{rings(carrier)}/hangup")
    assert verified(carrier.client) == []


def test_a_verified_phone_is_not_asked_again_until_it_is_forgotten(carrier: Simulator) -> None:
    asked = carrier.client.validation_requests.create(phone_number=MOBILE)
    typed(carrier, str(asked.validation_code))
    refusal = refused(lambda: carrier.client.validation_requests.create(phone_number=MOBILE))
    assert refusal.code == 21450
    carrier.client.outgoing_caller_ids.list(phone_number=MOBILE)[0].delete()
    assert verified(carrier.client) == []
    carrier.client.validation_requests.create(phone_number=MOBILE)


@pytest.mark.parametrize(("phone", "code"), [("12345", 21421), (NUMBER, 21450)])
def test_numbers_that_cannot_be_called_are_refused(carrier: Simulator, phone: str, code: int) -> None:
    refusal = refused(lambda: carrier.client.validation_requests.create(phone_number=phone))
    assert refusal.code == code
