"""Calls both ways: TwiML is run, phones answer or do not, and everything is told to the product."""

import hashlib
from typing import Any

import requests

from tests.web.simulator.conftest import ANN, BOB, NUMBER, SID, TOKEN, Desk, refused
from web.simulator.audio import seconds_of, tone


def twiml(inside: str) -> str:
    return f"<Response>{inside}</Response>"


def heard(call: dict[str, Any], kind: str = "say") -> list[str]:
    return [line["text"] for line in call["heard"] if line["kind"] == kind]


def dial(desk: Desk) -> dict[str, Any]:
    return desk.dial(ANN, NUMBER)


def test_digits_reach_the_action_and_its_answer_is_spoken(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml('<Gather numDigits="4" action="/pin"><Say>Your PIN?</Say></Gather>')
    desk.product.answers["/pin"] = lambda form: twiml(f"<Say>You pressed {form['Digits']}</Say><Hangup/>")
    call = dial(desk)
    assert (call["status"], call["waiting"], heard(call)) == ("in-progress", "gather dtmf", ["Your PIN?"])
    call = desk.post(f"calls/{call['sid']}/press", digits="1234")
    assert (call["status"], heard(call)) == ("completed", ["Your PIN?", "You pressed 1234"])
    assert desk.product.at("/voice")[0]["CallStatus"] == "ringing"
    desk.until(lambda: desk.product.at("/call-status"))
    assert desk.product.at("/call-status")[0]["CallStatus"] == "completed"
    assert desk.product.forged == 0


def test_speech_silence_and_the_finish_key_are_told_apart(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml('<Gather input="speech dtmf" action="/said"/><Redirect>/nothing</Redirect>')
    desk.product.answers["/said"] = lambda form: twiml(f"<Say>{form.get('SpeechResult') or form['Digits']}</Say>")
    desk.product.answers["/nothing"] = twiml("<Say>Nothing</Say>")
    spoken = desk.post(f"calls/{dial(desk)['sid']}/speak", text="yes please")
    assert heard(spoken) == ["yes please"]
    silent = desk.post(f"calls/{dial(desk)['sid']}/silence")
    assert heard(silent) == ["Nothing"]
    pressed = desk.post(f"calls/{dial(desk)['sid']}/press", digits="12#")
    assert heard(pressed) == ["12"]


def test_a_recording_is_told_at_once_and_its_file_follows(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml('<Record action="/recorded" recordingStatusCallback="/file" maxLength="9"/>')
    desk.product.answers["/recorded"] = twiml("<Say>Thank you</Say>")
    call = desk.post(f"calls/{dial(desk)['sid']}/record", seconds=3, finish="#")
    assert heard(call) == ["Thank you"]
    told = desk.product.at("/recorded")[0]
    assert (told["RecordingDuration"], told["Digits"]) == ("3", "#")
    desk.until(lambda: desk.product.at("/file"))
    assert desk.product.at("/file")[0]["RecordingStatus"] == "completed"
    path = f"{desk.url}/2010-04-01/Accounts/{SID}/Recordings/{told['RecordingSid']}"
    assert told["RecordingUrl"] == path
    assert requests.get(f"{path}.wav", timeout=5).status_code == 401
    assert seconds_of(requests.get(f"{path}.wav", auth=(SID, TOKEN), timeout=5).content) == 3
    assert desk.client.recordings.list(call_sid=call["sid"])[0].duration == "3"
    assert desk.client.recordings(told["RecordingSid"]).delete()
    assert desk.client.recordings.list() == []


def test_hanging_up_ends_a_recording_and_the_action_hears_of_it(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml('<Record action="/recorded"/>')
    call = desk.post(f"calls/{dial(desk)['sid']}/record", seconds=2, finish="hangup")
    assert call["status"] == "completed"
    assert (desk.product.at("/recorded")[0]["Digits"], desk.product.at("/recorded")[0]["CallStatus"]) == (
        "hangup",
        "completed",
    )


def test_played_audio_is_known_by_its_hash(desk: Desk) -> None:
    desk.product.answers |= {"/audio/1": tone(2), "/voice": twiml("<Play>/audio/1?token=x</Play>")}
    call = dial(desk)
    played = next(line for line in call["heard"] if line["kind"] == "play")
    assert played["sha256"] == hashlib.sha256(tone(2)).hexdigest()
    assert (played["seconds"], played["url"]) == (2, f"{desk.product.url}/audio/1?token=x")
    assert requests.get(f"{desk.url}/sim/audio/{played['sha256']}", timeout=5).content == tone(2)


def test_a_dialled_phone_rings_and_is_connected(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml(f'<Dial action="/after" answerOnBridge="true">{BOB}</Dial>')
    desk.product.answers["/after"] = lambda form: twiml(f"<Say>{form['DialCallStatus']}</Say>")
    call = dial(desk)
    assert call["status"] == "ringing"
    ringing = desk.until(lambda: desk.get("calls", phone=BOB, status="ringing")["calls"])[0]
    assert ringing["parent_sid"] == call["sid"]
    desk.post(f"calls/{ringing['sid']}/answer")
    desk.post(f"calls/{call['sid']}/speak", text="Hello Bob")
    assert heard(desk.get(f"calls/{ringing['sid']}"), "voice") == ["Hello Bob"]
    desk.post(f"calls/{ringing['sid']}/hangup")
    over = desk.until(lambda: [c for c in desk.get("calls", phone=ANN)["calls"] if c["over"]])[0]
    assert heard(over) == ["completed"]


def test_a_dialled_phone_that_is_busy_is_told_to_the_action(desk: Desk) -> None:
    desk.post("phones", number=BOB, answers="busy")
    desk.product.answers["/voice"] = twiml(f'<Dial action="/after">{BOB}</Dial>')
    desk.product.answers["/after"] = lambda form: twiml(f"<Say>{form['DialCallStatus']}</Say>")
    assert heard(dial(desk)) == ["busy"]


def test_reject_is_never_answered(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml('<Reject reason="busy"/>')
    assert (dial(desk)["status"], dial(desk)["started"]) == ("busy", None)


def test_a_broken_document_is_apologised_for(desk: Desk) -> None:
    desk.product.answers["/voice"] = 500
    call = dial(desk)
    assert heard(call) == ["We are sorry. An application error has occurred. Goodbye."]
    assert call["error"].startswith("11200")


def place(desk: Desk, **more: Any) -> str:
    events = ["initiated", "ringing", "answered", "completed"]
    placed = desk.client.calls.create(
        to=BOB, from_=NUMBER, url=f"{desk.product.url}/out", status_callback=f"{desk.product.url}/cs",
        status_callback_event=events, **more,
    )  # fmt: skip
    assert placed.status == "queued"
    return str(placed.sid)


def test_an_outbound_call_rings_is_answered_and_listens(desk: Desk) -> None:
    desk.product.answers["/out"] = twiml('<Gather action="/key" numDigits="1"><Say>Press 1</Say></Gather>')
    desk.product.answers["/key"] = twiml("<Say>Thanks</Say>")
    sid = place(desk)
    desk.wait(type="call", sid=sid, status="ringing")
    assert desk.post(f"calls/{sid}/answer")["waiting"] == "gather dtmf"
    call = desk.post(f"calls/{sid}/press", digits="1")
    assert (call["status"], heard(call)) == ("completed", ["Press 1", "Thanks"])
    desk.until(lambda: len(desk.product.at("/cs")) == 4)
    told = [asked["CallStatus"] for asked in desk.product.at("/cs")]
    assert told == ["queued", "ringing", "in-progress", "completed"]
    assert desk.client.calls(sid).fetch().status == "completed"
    assert "AnsweredBy" not in desk.product.at("/out")[0]


def test_voicemail_busy_rejection_and_ringing_out(desk: Desk) -> None:
    desk.product.answers["/out"] = twiml("<Gather timeout='2'><Say>Hello</Say></Gather><Say>Bye</Say>")
    desk.post("phones", number=BOB, answers="voicemail")
    sid = place(desk, machine_detection="DetectMessageEnd")
    desk.wait(type="call", sid=sid, status="completed")
    assert heard(desk.get(f"calls/{sid}")) == ["Hello", "Bye"]
    assert desk.product.at("/out")[0]["AnsweredBy"] == "machine_end_beep"
    for answers, status in (("busy", "busy"), ("no-answer", "no-answer"), ("failed", "failed")):
        desk.post("phones", number=BOB, answers=answers)
        desk.wait(type="call", sid=place(desk), status=status)
    desk.post("phones", number=BOB, answers="ring")
    sid = place(desk)
    desk.wait(type="call", sid=sid, status="ringing")
    assert desk.post(f"calls/{sid}/silence")["status"] == "no-answer"
    sid = place(desk)
    desk.wait(type="call", sid=sid, status="ringing")
    assert desk.post(f"calls/{sid}/reject")["status"] == "busy"


def test_a_person_is_detected_later_when_asked_for(desk: Desk) -> None:
    desk.product.answers["/out"] = twiml("<Gather/>")
    desk.post("phones", number=BOB, answers="answer")
    place(desk, machine_detection="Enable", async_amd="true", async_amd_status_callback=f"{desk.product.url}/amd")
    desk.until(lambda: desk.product.at("/amd"))
    assert desk.product.at("/amd")[0]["AnsweredBy"] == "human"


def test_a_live_call_is_redirected_and_ended(desk: Desk) -> None:
    desk.product.answers["/out"] = twiml("<Gather/>")
    desk.post("phones", number=BOB, answers="answer")
    sid = place(desk)
    desk.wait(type="call", sid=sid, contains="gather dtmf")
    desk.client.calls(sid).update(twiml=twiml("<Say>News</Say><Gather/>"))
    desk.until(lambda: heard(desk.get(f"calls/{sid}")) == ["News"])
    assert desk.client.calls(sid).update(status="completed").status == "completed"
    assert refused(lambda: desk.client.calls(sid).update(status="completed")).code == 21220


def test_calls_that_cannot_be_placed_are_refused(desk: Desk) -> None:
    url = "http://x.test/"
    assert refused(lambda: desk.client.calls.create(to="+15551234567", from_=NUMBER, url=url)).code == 21211
    assert refused(lambda: desk.client.calls.create(to=ANN, from_=BOB, url=url)).code == 21210
    assert refused(lambda: desk.client.calls.create(to=ANN, from_=NUMBER)).code == 21205
    assert [entry["code"] for entry in desk.get("ledger", kind="call")["ledger"]] == [21211, 21210, 21205]


def test_whoever_has_begun_to_speak_is_waited_for(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml('<Gather input="speech" timeout="20" action="/said"/><Say>Nothing</Say>')
    desk.product.answers["/said"] = lambda form: twiml(f"<Say>{form['SpeechResult']}</Say>")
    desk.post("settings", manual_timeouts=False)
    sid = dial(desk)["sid"]
    desk.post(f"calls/{sid}/begin")
    desk.get("wait", phone=BOB, timeout=0.3)  # three times as long as the call listens
    assert heard(desk.post(f"calls/{sid}/speak", text="At last")) == ["At last"]
    over = desk.wait(type="call", sid=dial(desk)["sid"], status="completed")
    assert heard(desk.get(f"calls/{over[0]['sid']}")) == ["Nothing"]


def test_two_phones_talk_and_the_caller_may_hang_up_first(desk: Desk) -> None:
    desk.post("phones", number=BOB, answers="answer")
    desk.product.answers["/voice"] = twiml(f'<Dial><Number statusCallback="/leg">{BOB}</Number></Dial>')
    call = dial(desk)
    assert (call["waiting"], heard(call, "bridge")) == ("bridge", [f"connected with {BOB}"])
    assert desk.post(f"calls/{call['sid']}/hangup")["status"] == "completed"
    desk.until(lambda: desk.product.at("/leg"))
    assert desk.product.at("/leg")[0]["CallStatus"] == "completed"


def test_a_phone_in_a_call_is_busy(desk: Desk) -> None:
    desk.product.answers["/voice"] = twiml("<Gather/>")
    desk.product.answers["/out"] = twiml("<Say>Hello</Say>")
    desk.dial(BOB, NUMBER)
    desk.wait(type="call", sid=place(desk), status="busy")
