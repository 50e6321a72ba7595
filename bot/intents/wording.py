"""What the number says to customers, in their language. Each line fits one message part."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "confirmed": {"en": "Thank you{name}, you're confirmed.", "es": "Gracias{name}, queda confirmado."},
    "declined": {
        "en": "Thanks for letting us know{name}. {business} will get back to you.",
        "es": "Gracias por avisar{name}. {business} se pondrá en contacto con usted.",
    },
    "received": {
        "en": "Thanks{name}, {business} got your message and will answer soon.",
        "es": "Gracias{name}, {business} recibió su mensaje y le responderá pronto.",
    },
    "request": {
        "en": "Thanks{name}, {business} got your request and will text you to set a time.",
        "es": "Gracias{name}, {business} recibió su solicitud y le escribirá para acordar la hora.",
    },
    "change": {
        "en": "Thanks for letting us know{name}. {business} will text you about your appointment.",
        "es": "Gracias por avisar{name}. {business} le escribirá sobre su cita.",
    },
    "late": {
        "en": "Thanks for letting us know{name}. {business} has your message.",
        "es": "Gracias por avisar{name}. {business} tiene su mensaje.",
    },
    "order": {
        "en": "Thanks{name}, {business} got your order and will confirm it shortly.",
        "es": "Gracias{name}, {business} recibió su pedido y se lo confirmará pronto.",
    },
    "person": {
        "en": "Of course{name}. Somebody from {business} will get back to you.",
        "es": "Claro{name}. Alguien de {business} se pondrá en contacto con usted.",
    },
    "welcome": {"en": "You're welcome{name}!", "es": "¡De nada{name}!"},
    "hello": {"en": "Hi{name}, this is {business}. How can we help?", "es": "Hola{name}, es {business}. ¿Qué desea?"},
    "goodbye": {"en": "Take care{name}!", "es": "¡Que le vaya bien{name}!"},
    "unsure": {"en": "{question}", "es": "{question}"},
    "opted_out": {
        "en": "You're unsubscribed from {business} and will get no more messages. Reply START to get them again.",
        "es": "Ya no recibirá mensajes de {business}. Responda START para recibirlos de nuevo.",
    },
    "opted_out_by_cancel": {
        "en": "{business}: no more messages will be sent. Meant only the appointment? Reply START.",
        "es": "{business}: no recibirá más mensajes. ¿Era solo la cita? Responda START.",
    },
    "opted_in": {
        "en": "You're getting messages from {business} again. Reply HELP for help, STOP to stop.",
        "es": "Recibirá de nuevo mensajes de {business}. Responda AYUDA o STOP para dejar de recibirlos.",
    },
    "help": {
        "en": "{business}: reminders and answers to your texts. Msg frequency varies. Msg & data rates may apply. "
        "Contact {contact}. Reply STOP to stop, START to resume.",
        "es": "{business}: avisos y respuestas. La frecuencia varía. Pueden aplicarse tarifas. Contacto {contact}. "
        "STOP para parar, START para volver.",
    },
}


def say(key: str, language: str, *, first_name: str = "", **values: str) -> str:
    """The line in the language, or in English where there is none. The name is set off by a comma, or left away."""
    line = WORDS[key].get(language, WORDS[key]["en"])
    return line.format(name=f", {first_name}" if first_name else "", **values)
