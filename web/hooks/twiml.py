"""From what the machine says to the carrier's XML. The official library's classes escape what they are given."""

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.domain.plain_text import clean
from bot.ivr import machine, menus
from web.hooks.media import signed_url

LONGEST_RECORDING = 14_400
"""Seconds: as long as the carrier records (four hours)."""
SAY_LIMIT = 4096
_RINGS = 25
_SILENCE = 6
_VOICES = {"es": "es-US"}
"""What is not named is spoken as the carrier does by itself."""


def render(step: machine.Step, number: int, public_url: str, caller: str = "") -> str:
    """The TwiML of a step; `number` is the one that its callback has to carry."""
    response = VoiceResponse()
    onward = f"{public_url}/hooks/voice/{number}"
    match step.then:
        case machine.Listen(digits, speech, language):
            gather = Gather(
                action=onward,
                method="POST",
                input="dtmf speech" if speech else "dtmf",
                timeout=_SILENCE,
                finish_on_key="#",
                num_digits=digits,
                action_on_empty_result=True,
                language=_VOICES.get(language),
            )
            _speak(gather, step.prompts)
            response.append(gather)
        case machine.Record():
            _speak(response, step.prompts)
            response.record(
                action=onward,
                method="POST",
                max_length=LONGEST_RECORDING,
                finish_on_key="#",
                play_beep=True,
                recording_status_callback=f"{public_url}/hooks/recording",
            )
            response.redirect(onward, method="POST")
        case machine.Dial(to):
            _speak(response, step.prompts)
            dial = DialVerb(
                action=onward, method="POST", answer_on_bridge=True, timeout=_RINGS, caller_id=caller or None
            )
            dial.number(to)
            response.append(dial)
        case machine.Wait():
            _speak(response, step.prompts)
            response.pause(length=1)
            response.redirect(onward, method="POST")
        case _:
            _speak(response, step.prompts)
            response.hangup()
    return str(response)


def sorry() -> str:
    """For a call that nobody here knows of."""
    response = VoiceResponse()
    response.say(menus.SORRY)
    response.hangup()
    return str(response)


def _speak(into: VoiceResponse | Gather, prompts: tuple[machine.Prompt, ...]) -> None:
    for prompt in prompts:
        if isinstance(prompt, machine.Play):
            into.play(signed_url(prompt.recording))
        elif words := clean(prompt.words).strip():
            into.say(words[:SAY_LIMIT], language=_VOICES.get(prompt.language))
