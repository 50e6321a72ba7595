"""Calls through the webhooks: what is heard, what is done, and that repeats and nonsense are harmless."""

import xml.etree.ElementTree as ElementTree
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.ivr import menus
from bot.services import accounts, consent, pins, prompts, recordings, standing, usage
from models import Delivery, Recording
from models.states import Answered, ConsentState, InboxKind
from tests.factories import OWNER, Shop
from tests.web.hooks.conftest import Posting

ANN, NUMBER, PIN = "+12125550111", "+12125550199", "4711"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    with shop.app.work() as work:
        pins.set_pin(shop.desk(work), PIN)
    return shop


def says(response: TestResponse) -> str:
    return " ".join(node.text or "" for node in ElementTree.fromstring(response.data).iter("Say"))


def call(posted: Posting, phone: str, *steps: dict[str, str]) -> TestResponse:
    """The answer to the last step of a call."""
    response = posted("/hooks/voice", CallSid="CA1", From=phone, To=NUMBER)
    for number, step in enumerate(steps, 1):
        response = posted(f"/hooks/voice/{number}", CallSid="CA1", **step)
    return response


def recorded(posted: Posting, shop: Shop, audio: bytes = b"RIFF") -> None:
    """The carrier reports the recording, and a worker brings it home."""
    posted("/hooks/recording", CallSid="CA1", RecordingSid="RE1", RecordingDuration="3", RecordingStatus="completed")
    with shop.app.work() as work:
        row = work.session.scalars(select(Recording)).one()
        recordings.keep_audio(work, row.id, audio, "audio/wav", shop.app.vault)


def test_an_owner_records_hears_and_keeps_a_prompt(shop: Shop, posted: Posting, client: FlaskClient) -> None:
    keep = {"RecordingSid": "RE1", "RecordingDuration": "3"}
    assert menus.MOMENT in says(call(posted, OWNER, {"Digits": PIN}, {"Digits": "1"}, keep))
    recorded(posted, shop)
    review = posted("/hooks/voice/4", CallSid="CA1")
    (play,) = ElementTree.fromstring(review.data).iter("Play")
    assert client.get((play.text or "").removeprefix("https://example.test")).data == b"RIFF"
    kept = posted("/hooks/voice/5", CallSid="CA1", Digits="1")
    assert "voice message id is 1" in says(kept)
    assert posted("/hooks/voice/5", CallSid="CA1", Digits="1").data == kept.data
    with shop.app.reading() as work:
        assert [one.number for one in prompts.list_prompts(shop.desk(work))] == [1]


def test_three_wrong_pins_end_the_call(posted: Posting) -> None:
    third = call(posted, OWNER, *[{"Digits": "9999"}] * 3)
    assert says(third) == menus.GOODBYE
    assert ElementTree.fromstring(third.data).find("Hangup") is not None


def test_an_unknown_phone_is_not_even_asked_for_a_pin(posted: Posting) -> None:
    assert "PIN" not in says(call(posted, ANN))


def test_whoever_calls_a_suspended_business_hears_one_neutral_sentence(shop: Shop, posted: Posting) -> None:
    with shop.app.work() as work:
        standing.suspend(shop.desk(work), "unpaid")
        shop.desk(work).business.call_forward_to = "+12125550133"
    for number, phone in enumerate((ANN, OWNER)):
        answer = posted("/hooks/voice", CallSid=f"CA{number}", From=phone, To=NUMBER)
        assert says(answer) == menus.CLOSED
        assert [node.tag for node in ElementTree.fromstring(answer.data)] == ["Say", "Hangup"]


def test_another_caller_leaves_a_message_that_lands_in_the_inbox_once(shop: Shop, posted: Posting) -> None:
    shop.customer("Ann Lee", ANN)
    assert "Thank you" in says(call(posted, ANN, {"RecordingSid": "RE1", "RecordingDuration": "3"}))
    recorded(posted, shop)
    recorded_again = {"RecordingSid": "RE1", "RecordingDuration": "3", "RecordingStatus": "completed"}
    posted("/hooks/recording", CallSid="CA1", **recorded_again)
    assert [(one.kind, one.phone) for one in shop.inbox()] == [(InboxKind.VOICEMAIL, ANN)]


def test_who_hangs_up_while_speaking_is_heard_all_the_same(shop: Shop, posted: Posting) -> None:
    call(posted, ANN)
    recorded(posted, shop)
    assert len(shop.inbox()) == 1


def test_calls_are_forwarded_where_that_is_set(shop: Shop, posted: Posting) -> None:
    with shop.app.work() as work:
        accounts.set_call_forward(shop.desk(work), "212-555-0155")
    dial = ElementTree.fromstring(call(posted, ANN).data).find("Dial")
    assert dial is not None
    assert [number.text for number in dial] == ["+12125550155"]
    assert "leave a message" in says(posted("/hooks/voice/1", CallSid="CA1", DialCallStatus="no-answer"))


def test_the_minutes_of_a_call_are_counted_once(shop: Shop, posted: Posting) -> None:
    call(posted, ANN)
    for _ in range(2):
        posted("/hooks/voice/status", CallSid="CA1", CallStatus="completed", CallDuration="61")
    with shop.app.reading() as work:
        assert usage.this_month(shop.desk(work)).calls_in == 2


def test_a_forwarded_call_counts_twice(shop: Shop, posted: Posting) -> None:
    with shop.app.work() as work:
        accounts.set_call_forward(shop.desk(work), "212-555-0155")
    call(posted, ANN)
    for _ in range(2):
        posted("/hooks/voice/1", CallSid="CA1", DialCallStatus="completed", DialCallDuration="61")
        posted("/hooks/voice/status", CallSid="CA1", CallStatus="completed", CallDuration="75")
    with shop.app.reading() as work:
        month = usage.this_month(shop.desk(work))
    assert (month.calls_in, month.calls_out) == (2, 2)


def due_call(shop: Shop) -> UUID:
    """A delivery of ours that calls Ann and asks for a confirmation."""
    shop.customer("Ann Lee", ANN)
    shop.text("call Ann: your color appointment is tomorrow at 3")
    with shop.app.work() as work:
        row = work.session.scalars(select(Delivery).where(Delivery.address == ANN)).one()
        row.answered = Answered.ASKED
        return row.id


def test_a_customer_confirms_by_a_key(shop: Shop, posted: Posting) -> None:
    delivery = due_call(shop)
    offer = says(posted(f"/hooks/voice/out/{delivery}", CallSid="CA1", AnsweredBy="human"))
    assert "this is Bella Salon, calling from (212) 555-0199" in offer
    assert "your color appointment is tomorrow at 3" in offer
    assert "confirmed" in says(posted("/hooks/voice/1", CallSid="CA1", Digits="1"))
    assert [one.answered for one in shop.deliveries(id=delivery)] == [Answered.CONFIRMED]


@pytest.mark.parametrize(("words", "answered"), [("yes", Answered.CONFIRMED), ("no not at all", Answered.ASKED)])
def test_speech_is_understood_as_texts_are(shop: Shop, posted: Posting, words: str, answered: Answered) -> None:
    delivery = due_call(shop)
    posted(f"/hooks/voice/out/{delivery}", CallSid="CA1", AnsweredBy="human")
    posted("/hooks/voice/1", CallSid="CA1", SpeechResult=words, Confidence="0.9")
    assert [one.answered for one in shop.deliveries(id=delivery)] == [answered]


def test_nine_means_no_more_calls_and_no_more_texts(shop: Shop, posted: Posting) -> None:
    delivery = due_call(shop)
    posted(f"/hooks/voice/out/{delivery}", CallSid="CA1", AnsweredBy="human")
    posted("/hooks/voice/1", CallSid="CA1", Digits="9")
    with shop.app.reading() as work:
        assert consent.state(shop.desk(work), ANN) is ConsentState.OUT


def test_voicemail_is_told_once_and_offered_no_keys(shop: Shop, posted: Posting) -> None:
    told = posted(f"/hooks/voice/out/{due_call(shop)}", CallSid="CA1", AnsweredBy="machine_end_beep")
    assert "your color appointment" in says(told)
    assert "press" not in says(told)


@pytest.mark.parametrize("path", ["/hooks/voice", "/hooks/voice/1", "/hooks/recording", "/hooks/voice/status"])
def test_without_a_good_signature_nothing_happens(posted: Posting, path: str) -> None:
    assert posted(path, signature="forged", CallSid="CA1", From=ANN, To=NUMBER).status_code == 403


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/hooks/voice/7", {"CallSid": "CAunknown", "Digits": "1"}),
        ("/hooks/voice", {"CallSid": "", "From": "", "To": ""}),
        ("/hooks/voice", {"CallSid": "CA9", "From": "anonymous", "To": NUMBER}),
        ("/hooks/voice", {"CallSid": "C" * 300, "From": "9" * 300, "To": NUMBER}),
        ("/hooks/voice/out/00000000-0000-0000-0000-000000000000", {"CallSid": "CA1"}),
        ("/hooks/recording", {"RecordingSid": "R" * 300, "CallSid": "CA1", "RecordingDuration": "-3"}),
        ("/hooks/voice/status", {"CallSid": "CA1", "CallStatus": "new-word", "CallDuration": "long"}),
    ],
)
def test_nonsense_is_answered_politely(posted: Posting, path: str, values: dict[str, str]) -> None:
    assert posted(path, **values).status_code in (200, 204)
