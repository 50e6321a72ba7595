"""What the first text of a business to somebody carries: who writes, how often, what it costs, how to stop.

CTIA Messaging Principles and Best Practices, 5.1.3. The words are in GSM-7, so that they make no text dearer.
"""

from bot.domain.segments import MAX_CHARACTERS

_WORDS = {
    "en": "{name}: reply STOP to stop, HELP for help. Msg frequency varies; msg & data rates may apply.",
    "es": "{name}: responda ALTO para parar, AYUDA para ayuda. Frecuencia variable; pueden aplicarse tarifas de "
    "mensajes y datos.",
}


def introduced(body: str, name: str, language: str | None) -> str:
    """The body with the introduction under it; as it is where a carrier would not take so long a text."""
    longer = f"{body}\n{_WORDS.get(language or 'en', _WORDS['en']).format(name=name)}"
    return longer if len(longer) <= MAX_CHARACTERS else body
