"""Who wants no more messages, who does not say so, and who wants them again."""

import pytest

from bot.domain import consent_words, tapbacks


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        " stop ",
        "Stop.",
        "STOPALL",
        "unsubscribe",
        "CANCEL",
        "End",
        "quit!",
        "REVOKE",
        "opt-out",
        "Block",
        "baja",
    ],
)
def test_a_keyword_alone_opts_out(text: str) -> None:
    assert consent_words.read(text) == "opt_out"
    assert consent_words.wants_out(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("START", "opt_in"),
        ("Yes", "opt_in"),
        ("unstop", "opt_in"),
        ("HELP", "help"),
        ("info?", "help"),
        ("ayuda", "help"),
    ],
)
def test_the_other_keywords(text: str, meaning: str) -> None:
    assert consent_words.read(text) == meaning


@pytest.mark.parametrize("text", ["stop by", "cancel my appointment", "yes please", "", "👍", "stop " * 200])
def test_more_than_a_keyword_is_none(text: str) -> None:
    assert consent_words.read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "take me off this list",
        "I'd like to opt out",
        "please stop texting me",
        "STOP PLEASE",
        "wrong number, quit texting",
        "Pls remove my number from your system",
        "dont ever message me again",
        "how do i unsubscribe from this",
        "lose my number",
        "unsuscribe me",
        "I do not wish to receive any more of these messages.",
        "omg stop already",
        "I never signed up for these texts",
        "these texts have to stop",
        "i revoke my consent",
        "leave us alone",
        "ya no quiero recibir mensajes",
        "denme de baja por favor",
        "no me manden mas mensajes",
        "🛑",
    ],
)
def test_free_words_opt_out(text: str) -> None:
    assert consent_words.wants_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "can i stop by at 3",
        "cancel my appointment",
        "cancel tuesday please",
        "i can't stop laughing",
        "the bus stop on main",
        "Loved “Reply STOP to opt out”",
        'Liked "Reply STOP to end"',
        "please don't stop texting me the reminders",
        "i unsubscribed by accident",
        "take me off the waitlist",
        "take me off the schedule for friday",
        "i never got your message",
        "dont text, call me instead",
        "please don't text me before 8am",
        "my shift is over at the end of the day",
        "can we end the session early",
        "i don't need the appointment anymore",
        "no thanks",
        "don't bother",
        "cancel that last text, im coming",
        "you stopped texting me, why?",
    ],
)
def test_what_only_sounds_like_it_does_not(text: str) -> None:
    assert not consent_words.wants_out(text)


def test_a_reaction_is_its_verb_not_our_words() -> None:
    assert tapbacks.read("Loved “Reply STOP to opt out”") == tapbacks.Tapback("yes", "Reply STOP to opt out")
    assert tapbacks.read("Disliked “See you at 3”") == tapbacks.Tapback("no", "See you at 3")
    assert tapbacks.read("Removed a heart from “See you at 3”") == tapbacks.Tapback("neutral", "See you at 3")
    assert tapbacks.read("I loved the haircut") is None
