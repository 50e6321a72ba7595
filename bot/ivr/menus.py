"""Every sentence that a caller hears."""

from datetime import datetime

from bot.domain.local_time import clock_in_words

GREET_OWNER = "Welcome to {business}. Please enter your PIN, then press pound."
ENTER_PIN = "Please enter your PIN, then press pound."
WRONG_PIN = "Sorry, that is not right. Please enter your PIN, then press pound."
APPROVE = "By text you asked for {what}. To approve it, press 1. To drop it, press 2."
APPROVED = "Done. A text tells you what became of it."
DROPPED = "It is dropped. Nothing was done."
MENU = "To record a message, press 1. To hear your messages, press 2."
RECORD = "Please speak after the tone. When you are done, press pound."
NOTHING_RECORDED = "I did not hear anything."
MOMENT = "One moment."
STILL_COMING = "Your recording takes a little longer to arrive."
REVIEW = "To keep it, press 1. To record again, press 2. To hear it again, press 3."
KEPT = "Saved. Its voice message id is {number}."
KEPT_AGAIN = "Again, the id is {number}."
MESSAGE = "Message {number}."
LISTING = "For the next one, press 1. To hear it again, press 2. To delete it, press 7. For the menu, press 0."
DELETED = "Deleted."
NO_MORE = "There are no more messages."
NO_PROMPTS = "You have no messages yet."
LEAVE_MESSAGE = "You have reached {business}. Please leave a message after the tone. When you are done, press pound."
CLOSED = "Thank you for calling. We cannot take your call at the moment. Goodbye."
MESSAGE_TAKEN = "Thank you. We will get back to you. Goodbye."
GOODBYE = "Goodbye."
HELLO = "Hello, this is {business}, calling from {number}."
OFFER_CONFIRM = "To confirm, press 1. To hear this again, press 2. To get no more calls, press 9."
OFFER = "To hear this again, press 2. To get no more calls, press 9."
CONFIRMED = "Thank you, you are confirmed. Goodbye."
NO_MORE_CALLS = "You will get no more messages from us. Goodbye."
CALL_BACK = "Please call us back."
VOICEMAIL_END = "Thank you. Goodbye."
SORRY = "Sorry, something went wrong. Please call again."

VISIT = {
    "hello": {
        "en": HELLO,
        "es": "Hola, le llamamos de {business}, desde el {number}.",
    },
    "hello_caller": {"en": "Hello, this is {business}.", "es": "Hola, esto es {business}."},
    "next": {"en": "Your next appointment is {when}.", "es": "Su próxima cita es el {when}."},
    "voicemail": {
        "en": "This is about your appointment on {when}.",
        "es": "Es por su cita del {when}.",
    },
    "to_confirm": {"en": "To confirm, press 1.", "es": "Para confirmar, marque 1."},
    "to_move": {"en": "For another time, press 2.", "es": "Para otra hora, marque 2."},
    "to_speak": {"en": "To speak to us, press 3.", "es": "Para hablar con nosotros, marque 3."},
    "to_cancel": {"en": "To cancel it, press 4.", "es": "Para cancelarla, marque 4."},
    "to_stop": {"en": "To get no more calls, press 9.", "es": "Para no recibir más llamadas, marque 9."},
    "confirmed": {"en": "Thank you, you are confirmed.", "es": "Gracias, su cita está confirmada."},
    "no_more_calls": {
        "en": "You will get no more messages from us.",
        "es": "No recibirá más mensajes nuestros.",
    },
    "press_for": {"en": "Press {key} for {when}.", "es": "Marque {key} para el {when}."},
    "press_for_later": {"en": "For later times, press {key}.", "es": "Para horas más tarde, marque {key}."},
    "not_free": {"en": "Sorry, that time is not free.", "es": "Lo siento, esa hora no está libre."},
    "just_taken": {
        "en": "Sorry, somebody has just taken that time.",
        "es": "Lo siento, alguien acaba de tomar esa hora.",
    },
    "no_later": {"en": "There are no later times.", "es": "No hay horas más tarde."},
    "nothing_free": {
        "en": "Sorry, I find no other free time.",
        "es": "Lo siento, no encuentro otra hora libre.",
    },
    "is_free": {
        "en": "{when} is free. To take it, press 1. For other times, press 2.",
        "es": "El {when} está libre. Para tomarla, marque 1. Para otras horas, marque 2.",
    },
    "moved": {"en": "Done. Your appointment is now {when}.", "es": "Listo. Su cita es ahora el {when}."},
    "moved_and_asked": {
        "en": "Done. We have noted {when}, and will let you know.",
        "es": "Listo. Hemos anotado el {when} y le avisaremos.",
    },
    "sure_to_cancel": {
        "en": "To cancel your appointment, press 1. To keep it, press 2.",
        "es": "Para cancelar su cita, marque 1. Para conservarla, marque 2.",
    },
    "cancelled": {"en": "Your appointment is cancelled.", "es": "Su cita queda cancelada."},
    "kept": {"en": "Your appointment stays as it is.", "es": "Su cita queda como está."},
    "gone": {
        "en": "That appointment is not booked any more.",
        "es": "Esa cita ya no está reservada.",
    },
    "connecting": {"en": "One moment, please.", "es": "Un momento, por favor."},
    "leave_message": {
        "en": LEAVE_MESSAGE,
        "es": "Ha llamado a {business}. Deje su mensaje después del tono. Al terminar, marque almohadilla.",
    },
    "goodbye": {"en": GOODBYE, "es": "Adiós."},
}
"""What is heard about an appointment, by language."""

_DAYS_ES = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


def spoken_time(time: str, language: str = "en") -> str:
    """A local ISO 8601 time for the ear: `Wednesday November 25 at 3 PM`."""
    local = datetime.fromisoformat(time)
    clock = clock_in_words(local, language)
    if language != "es":
        return f"{local:%A %B} {local.day} at {clock}"
    article = "al" if (local.hour, local.minute) == (12, 0) else "a la" if local.hour % 12 == 1 else "a las"
    return f"{_DAYS_ES[local.weekday()]} {local.day} de {_MONTHS_ES[local.month - 1]} {article} {clock}"
