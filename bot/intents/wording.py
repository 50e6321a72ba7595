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
    "which_person": {"en": "Who is it for? {listed}", "es": "¿Para quién es? {listed}"},
    "which_service": {"en": "What would you like to book? {listed}", "es": "¿Qué desea reservar? {listed}"},
    "which_time": {"en": "Which day and time would suit you?", "es": "¿Qué día y a qué hora le conviene?"},
    "which_other_time": {
        "en": "No problem. Which day and time would suit you better?",
        "es": "Está bien. ¿Qué día y a qué hora le conviene más?",
    },
    "which_name": {"en": "What name shall I put it under?", "es": "¿A nombre de quién lo pongo?"},
    "which_full_name": {
        "en": "Sorry, what is your first and last name?",
        "es": "Perdón, ¿cuál es su nombre y apellido?",
    },
    "service_taken": {
        "en": "I'll put you down for {service}; tell me if it's something else.",
        "es": "Le anoto {service}; dígame si es otra cosa.",
    },
    "one_at_a_time": {
        "en": "One at a time, please: who is first? {listed}",
        "es": "De uno en uno: ¿quién primero? {listed}",
    },
    "which_slot": {
        "en": "I have {listed}. Which one, or what other time suits you?",
        "es": "Tengo {listed}. ¿Cuál prefiere, u otra hora?",
    },
    "which_appointment": {"en": "Which appointment? {listed}", "es": "¿Qué cita? {listed}"},
    "shall_i_book": {"en": "{when} is free. Shall I book it?", "es": "{when} está libre. ¿Lo reservo?"},
    "shall_i_move": {
        "en": "{when} is free. Shall I move your appointment there?",
        "es": "{when} está libre. ¿Cambio su cita a esa hora?",
    },
    "not_understood": {"en": "Sorry, I didn't get that.", "es": "Perdón, no le entendí."},
    "not_free": {"en": "Sorry, that time is not free.", "es": "Lo siento, esa hora no está libre."},
    "just_taken": {"en": "Sorry, that time was just taken.", "es": "Lo siento, acaban de tomar esa hora."},
    "nothing_free": {
        "en": "Sorry, nothing is free around then. Shall I put you on the waiting list?",
        "es": "Lo siento, no hay nada libre. ¿Le pongo en la lista de espera?",
    },
    "on_waiting_list": {
        "en": "You're on the waiting list{name}. We'll text you as soon as a time comes free.",
        "es": "Está en la lista de espera{name}. Le escribiremos cuando se libere una hora.",
    },
    "still_waiting": {
        "en": "OK{name}, you stay on the waiting list. We'll text you when another time comes free.",
        "es": "Bien{name}, sigue en la lista de espera. Le escribiremos cuando se libere otra hora.",
    },
    "booked": {"en": "You're booked{name}: {when}{details}. See you then!", "es": "Reservado{name}: {when}{details}."},
    "moved": {
        "en": "Done{name}: you're now booked for {when}{details}.",
        "es": "Listo{name}: su cita es el {when}{details}.",
    },
    "requested": {
        "en": "Thanks{name}. I've asked {business} for {when}; you'll get a text as soon as it's confirmed.",
        "es": "Gracias{name}. Pedí a {business} el {when}; le avisaremos al confirmarlo.",
    },
    "confirmed_for": {
        "en": "Thank you{name}, you're confirmed for {when}.",
        "es": "Gracias{name}, queda confirmado para el {when}.",
    },
    "cancelled": {
        "en": "Your appointment on {when} is cancelled{name}. Text us any time for a new one.",
        "es": "Su cita del {when} queda cancelada{name}. Escríbanos cuando quiera otra.",
    },
    "cancelled_all": {
        "en": "Your appointments on {when} are cancelled{name}. Text us any time for new ones.",
        "es": "Sus citas del {when} quedan canceladas{name}. Escríbanos cuando quiera otras.",
    },
    "cannot_come": {
        "en": "Thanks for telling us{name}. Shall I 1) find another time or 2) cancel {when}?",
        "es": "Gracias por avisar{name}. ¿1) Busco otra hora o 2) cancelo {when}?",
    },
    "kept": {"en": "OK{name}, nothing is changed.", "es": "Bien{name}, no cambio nada."},
    "no_problem": {"en": "No problem{name}. Text us any time.", "es": "Está bien{name}. Escríbanos cuando quiera."},
    "your_appointments": {"en": "You're booked: {listed}.", "es": "Tiene reservado: {listed}."},
    "still_requested": {
        "en": "Not yet: {business} has your request for {listed} and will text you as soon as it's confirmed.",
        "es": "Todavía no: {business} tiene su solicitud para {listed} y le avisará al confirmarla.",
    },
    "open_that_day": {
        "en": "Yes, {business} is open {day}, {listed}.",
        "es": "Sí, {business} abre el {day}, {listed}.",
    },
    "closed_that_day": {
        "en": "No, {business} is closed {day}. It is open {listed}.",
        "es": "No, {business} cierra el {day}. Abre {listed}.",
    },
    "no_appointment": {
        "en": "I see no appointment for this number. Would you like one? Tell me a day and time.",
        "es": "No veo ninguna cita con este número. ¿Desea una? Dígame día y hora.",
    },
    "instead_or_as_well": {
        "en": "You have {when}. Is the new time 1) instead of it or 2) as well?",
        "es": "Tiene {when}. ¿La nueva hora es 1) en lugar de esa o 2) además?",
    },
    "late_noted": {
        "en": "Thanks for telling us{name}. {business} knows you're on your way.",
        "es": "Gracias por avisar{name}. {business} ya sabe que viene.",
    },
    "again": {"en": "Please answer with a number: {listed}", "es": "Responda con un número: {listed}"},
    "hours": {"en": "{business} is open {listed}.", "es": "{business} abre {listed}."},
    "place": {"en": "{business} is at {listed}.", "es": "{business} está en {listed}."},
    "place_and_more": {
        "en": "{business} is at {listed}. Somebody will answer the rest soon.",
        "es": "{business} está en {listed}. Pronto le responderemos a lo demás.",
    },
    "prices": {"en": "{listed}", "es": "{listed}"},
    "call_us": {"en": "You can reach {business} at {listed}.", "es": "Puede llamar a {business} al {listed}."},
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
    "stored": {
        "en": "{business} keeps: {kept}. Text DELETE MY DATA to have it deleted.",
        "es": "{business} guarda: {kept}. Escriba BORREN MIS DATOS para que se borre.",
    },
    "erasing": {
        "en": "{business} will delete what it keeps of you and sends no more texts. Reply START to get them again.",
        "es": "{business} borrará sus datos y no le enviará más mensajes. Responda START para recibirlos de nuevo.",
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
