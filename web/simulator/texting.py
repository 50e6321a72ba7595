"""Texts from a phone to the number, and the number's answers by TwiML."""

import time
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from web.simulator import callbacks, twiml, webhooks
from web.simulator.carrier import Carrier, view
from web.simulator.records import Message, Number
from web.simulator.segments import segments
from web.simulator.webhooks import Answer

MOST_REPLIES = 10  # per document, error 14109
LOOP = (30, 30.0)  # replies, seconds: error 14107
OPT_OUT_WORDS = {
    "STOP": ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"],
    "START": ["start", "yes", "unstop"],
    "HELP": ["help", "info"],
}
OPT_OUT_ANSWERS = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


async def send_from_phone(carrier: Carrier, phone: str, to: str, body: str, media: list[str]) -> tuple[Message, Answer]:
    """A phone texts a number: the message, and what the number's webhook answered."""
    carrier.phone(phone)
    message = Message(phone, to, body, "inbound", "received", segments(body), media=media)
    if media:
        message.sid = "MM" + message.sid[2:]
    carrier.keep(message)
    number = carrier.owned(to)
    if number is None:
        message.error_code, message.error_message = 21606, f"Nobody owns {to}"
        return message, Answer(0, "", error="nobody owns that number")
    opt_out = _carrier_opt_out(carrier, number, message) if number.opt_out else ""
    return message, await _deliver(carrier, number, message, opt_out)


def _carrier_opt_out(carrier: Carrier, number: Number, message: Message) -> str:
    word = message.body.strip().lower()
    kind = next((kind for kind, words in OPT_OUT_WORDS.items() if word in words), "")
    pair = (number.phone_number, message.from_)
    was_out = pair in carrier.opted_out
    if kind == "STOP":
        carrier.opted_out.add(pair)
    elif kind == "START":
        carrier.opted_out.discard(pair)
    if kind and not (kind == "STOP" and was_out):
        send(carrier, Message(*pair, OPT_OUT_ANSWERS[kind], "outbound-reply", "queued", reply_to=message.sid))
    return kind


async def _deliver(carrier: Carrier, number: Number, message: Message, opt_out: str) -> Answer:
    url = number.urls.get("sms_url", "")
    if not url:
        return Answer(0, "", error="this number has no SmsUrl")
    params = inbound_params(carrier, message) | ({"OptOutType": opt_out} if opt_out else {})
    answer = await webhooks.request_or_fallback(
        carrier, url, number.urls.get("sms_fallback_url", ""), params,
        method=number.urls.get("sms_method", "POST"), phones=(message.from_, message.to),
    )  # fmt: skip
    await _obey(carrier, message, answer, url, params)
    return answer


def inbound_params(carrier: Carrier, message: Message) -> dict[str, str]:
    """What the carrier posts to SmsUrl for one inbound message."""
    params = {
        "MessageSid": message.sid, "SmsSid": message.sid, "SmsMessageSid": message.sid,
        "AccountSid": carrier.config.account_sid, "From": message.from_, "To": message.to, "Body": message.body,
        "NumMedia": str(len(message.media)), "NumSegments": str(message.segments), "SmsStatus": "received",
        "FromCountry": "US", "ToCountry": "US", "ApiVersion": "2010-04-01",
    }  # fmt: skip
    for index, url in enumerate(message.media):
        params |= {f"MediaUrl{index}": url, f"MediaContentType{index}": "image/jpeg"}
    return params


async def _obey(carrier: Carrier, inbound: Message, answer: Answer, base: str, params: dict[str, str]) -> None:
    for _ in range(MOST_REPLIES):  # redirects are followed no longer than this
        try:
            verbs = twiml.read(answer)
        except twiml.TwimlError as broken:
            return _note(carrier, inbound, broken.code, str(broken))
        redirect = _reply(carrier, inbound, verbs, base)
        if redirect is None:
            return None
        base = urljoin(base, twiml.text(redirect))
        answer = await webhooks.request(carrier, base, params, method=redirect.get("method", "POST"))
    return None


def _reply(carrier: Carrier, inbound: Message, verbs: list[Element], base: str) -> Element | None:
    replies = 0
    for verb in verbs:
        if verb.tag == "Redirect":
            return verb
        if verb.tag not in ("Message", "Sms"):
            _note(carrier, inbound, 12200, f"Schema validation warning: <{verb.tag}> in an answer to a text")
        elif replies == MOST_REPLIES:
            _note(carrier, inbound, 14109, "Reply limit exceeded: more than 10 messages")
        else:
            replies += 1
            _send_reply(carrier, inbound, verb, base)
    return None


def _send_reply(carrier: Carrier, inbound: Message, verb: Element, base: str) -> None:
    bodies = [twiml.text(verb), *(twiml.text(child) for child in verb if child.tag == "Body")]
    body = "\n".join(part for part in bodies if part)
    to, from_ = verb.get("to") or inbound.from_, verb.get("from") or inbound.to
    if not body:
        return _note(carrier, inbound, 14103, "Message body must be specified")
    if carrier.owned(from_) is None:
        return _note(carrier, inbound, 21606, f"The 'from' of a <Message> is not the account's: {from_}")
    if (from_, to) in carrier.opted_out:
        return _note(carrier, inbound, 21610, "Attempt to send to unsubscribed recipient")
    if _looping(carrier, (from_, to)):
        return _note(carrier, inbound, 14107, "Reply rate limit hit: 30 replies in 30 seconds")
    message = Message(from_, to, body[:1600], "outbound-reply", "queued", segments(body), reply_to=inbound.sid)
    callback = verb.get("statusCallback") or verb.get("action") or ""
    message.status_callback = urljoin(base, callback) if callback else ""
    return send(carrier, message)


def _looping(carrier: Carrier, pair: tuple[str, str]) -> bool:
    most, span = LOOP
    recent, moment = carrier.replies[pair], time.monotonic()
    while recent and recent[0] < moment - span:
        recent.popleft()
    recent.append(moment)
    return len(recent) > most


def _note(carrier: Carrier, inbound: Message, code: int, reason: str) -> None:
    inbound.error_code, inbound.error_message = code, reason
    carrier.publish("status", (inbound.from_, inbound.to), view(inbound))


def send(carrier: Carrier, message: Message) -> None:
    """Takes an answer on its way: it enters the ledger and walks through its states."""
    facts = {"sid": message.sid, "from": message.from_, "to": message.to, "body": message.body}
    carrier.enter("reply", "accepted", segments=message.segments, status_callback=message.status_callback, **facts)
    carrier.phone(message.to)
    carrier.keep(message)
    carrier.spawn(callbacks.walk(carrier, message))
