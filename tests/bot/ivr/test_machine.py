"""Whole calls as what happens and what is heard."""

import pytest

from bot.ivr import machine, menus
from bot.ivr.machine import At, Dial, Event, HangUp, Listen, Play, Record, Say, State, Step, Wait

FRESH = State(At.OVER, business="Bella Salon", number="(212) 555-0199")
RIGHT, WRONG, SILENCE = Event("pin_right"), Event("pin_wrong"), Event("silence")


def call(first: Event, *events: Event, state: State = FRESH) -> Step:
    """The last step of a call."""
    step = machine.begin(state, first)
    for event in events:
        step = machine.step(step.state, event)
    return step


def heard(step: Step) -> str:
    return " ".join(prompt.words if isinstance(prompt, Say) else f"<{prompt.recording}>" for prompt in step.prompts)


def key(digit: str, **more: object) -> Event:
    return Event("digits", value=digit, **more)  # type: ignore[arg-type]


def test_an_owner_records_hears_and_keeps_a_prompt() -> None:
    recorded = Event("recorded", recording="r1")
    assert call(Event("owner"), RIGHT, key("1")).then == Record()
    assert call(Event("owner"), RIGHT, key("1"), recorded).then == Wait()
    assert Play("r1") in call(Event("owner"), RIGHT, key("1"), recorded, Event("ready", recording="r1")).prompts
    kept = call(Event("owner"), RIGHT, key("1"), recorded, Event("kept", value="7"))
    assert "voice message id is 7" in heard(kept)
    assert kept.state.at is At.MENU


def test_three_wrong_pins_end_the_call_and_tell_nothing() -> None:
    third = call(Event("owner"), WRONG, WRONG, WRONG)
    assert (third.then, heard(third)) == (HangUp(), menus.GOODBYE)


def test_a_silent_caller_learns_nothing_either() -> None:
    assert call(Event("owner"), SILENCE, SILENCE, SILENCE).then == HangUp()


def test_a_recording_that_is_late_is_waited_for_and_can_be_kept_unheard() -> None:
    late = [Event("late")] * (machine.WAITS + 1)
    step = call(Event("owner"), RIGHT, key("1"), Event("recorded", recording="r1"), *late)
    assert menus.STILL_COMING in heard(step)
    assert step.then == Listen(1)


def test_silence_after_a_recording_ends_the_call_in_the_end() -> None:
    heard_it = (Event("owner"), RIGHT, key("1"), Event("recorded", recording="r1"), Event("ready", recording="r1"))
    assert call(*heard_it).state.played
    assert call(*heard_it, *[SILENCE] * (machine.REPEATS + 1)).then == HangUp()
    again = call(*heard_it, key("3"))
    assert (again.then, again.state.played) == (Wait(), False)


def test_recording_again_and_nothing_said() -> None:
    review = (Event("owner"), RIGHT, key("1"), Event("recorded", recording="r1"), Event("ready", recording="r1"))
    assert call(*review, key("2")).then == Record()
    assert menus.NOTHING_RECORDED in heard(call(Event("owner"), RIGHT, key("1"), SILENCE))


def test_prompts_are_heard_one_after_the_other_and_deleted() -> None:
    known = ((3, "r3"), (5, "r5"))
    listing = (Event("owner"), RIGHT, Event("prompts", prompts=known))
    assert "Message 3. <r3>" in heard(call(*listing))
    assert "Message 5. <r5>" in heard(call(*listing, key("1", prompts=known)))
    deleted = call(*listing, key("7", prompts=known))
    assert deleted.effects == ("delete_shown",)
    assert "Message 5. <r5>" in heard(deleted)
    assert menus.NO_PROMPTS in heard(call(Event("owner"), RIGHT, Event("prompts")))


def test_another_caller_is_forwarded_and_leaves_a_message_when_nobody_answers() -> None:
    assert call(Event("caller", value="+12125550155")).then == Dial("+12125550155")
    assert call(Event("caller", value="+12125550155"), Event("dialled", value="completed")).then == HangUp()
    assert call(Event("caller", value="+12125550155"), Event("dialled", value="no-answer")).then == Record()


def test_a_message_is_kept_once_it_was_spoken() -> None:
    assert "Bella Salon" in heard(call(Event("caller")))
    assert call(Event("caller"), Event("recorded", recording="r1")).effects == ("keep_voicemail",)
    assert call(Event("caller"), SILENCE).effects == ()


def test_a_customer_is_told_who_calls_and_confirms_by_a_key_or_a_word() -> None:
    asking = State(At.OVER, business="Bella Salon", number="(212) 555-0199", asks=True)
    offer = Event("offer", words="See you at 3.")
    assert heard(call(offer, state=asking)).startswith("Hello, this is Bella Salon, calling from (212) 555-0199.")
    for yes in (key("1", words="See you at 3."), Event("speech_yes")):
        assert call(offer, yes, state=asking).effects == ("confirm",)


def test_one_confirms_nothing_where_nothing_was_asked() -> None:
    step = call(Event("offer", words="We moved."), key("1", words="We moved."))
    assert step.effects == ()
    assert "To confirm" not in heard(step)


def test_a_customer_hears_it_again_and_opts_out_by_a_key() -> None:
    offer = Event("offer", recording="r1")
    assert "<r1>" in heard(call(offer, key("2", recording="r1")))
    assert call(offer, key("9")).effects == ("opt_out",)


@pytest.mark.parametrize("event", [SILENCE, key("5")])
def test_a_call_that_nobody_answers_to_ends_by_itself(event: Event) -> None:
    offer = Event("offer", words="We moved.")
    assert call(offer, *[event] * (machine.REPEATS + 1)).then == HangUp()


def test_voicemail_hears_it_once_and_no_keys() -> None:
    step = call(Event("voicemail", words="See you at 3."))
    assert (step.then, step.effects) == (HangUp(), ())
    assert "press" not in heard(step)
    assert "See you at 3." in heard(step)


@pytest.mark.parametrize("at", list(At))
@pytest.mark.parametrize("event", [SILENCE, key("*"), key("12345"), Event("late"), Event("dialled", value="?")])
def test_no_event_breaks_any_state(at: At, event: Event) -> None:
    assert machine.step(State(at), event).then
