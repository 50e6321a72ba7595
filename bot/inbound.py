"""The path of a text that comes in, on one screen:

1. identify: the business by the number that was texted, the phone that wrote, and whether it is an owner's
2. lock the conversation and keep the text; the carrier's id makes a repeat harmless
3. consent words: what the law decides is not left to understanding
4. understand: text and what was asked → intent and slots
5. decide and act: the policy names one rasa_sdk action, which works through services
6. answer: a delivery like every other, which rides the webhook's own response

All of it is one transaction; what is to go out at once is handed to workers after the commit.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from bot.dialogue import ambiguous, customer_policy, policy
from bot.dialogue.memory import PATIENCE_WITH_CUSTOMERS, Memory, Reply
from bot.dialogue.runner import Runner, remember
from bot.dialogue.situation import in_hours, look
from bot.dialogue.turn import Turn
from bot.dialogue.two_meanings import look_closer
from bot.domain import consent_words, local_time, proof
from bot.nlu.customer import rights
from bot.nlu.customer.own_name import introduced
from bot.nlu.customer.text import is_english
from bot.nlu.frames import Context, Directory, Heard, Role, Understanding, When
from bot.nlu.owner import afterwards
from bot.nlu.understand import understand
from bot.services import (
    answering,
    audit,
    calendars,
    catalogue,
    consent,
    contacts,
    conversations,
    forwarding,
    groups,
    inbox,
    prompts,
    standing,
    usage,
)
from bot.services import templates as templates_service
from bot.services.work import Desk, Work
from models import AuthorisedPhone, Business, Conversation, Customer, InboxItem
from models.states import DeliveryKind, Door, UsageKind

_CONSENT = frozenset({"opt_out", "opt_in", "help", "erase_me"})


@dataclass(frozen=True)
class InboundText:
    """A text as it came in, in our words. `answered_by_carrier`: it answered STOP, START or HELP itself."""

    carrier_sid: str
    sender: str
    to: str
    body: str
    media: int = 0
    parts: int = 1
    answered_by_carrier: bool = False


@dataclass(frozen=True)
class Answer:
    """What to say in the webhook's response; the delivery follows its status."""

    delivery_id: UUID
    body: str


def receive(work: Work, runner: Runner, text: InboundText) -> Answer | None:
    """Deal with one text. None where nothing is to be said: a repeat, an unknown number, a muted robot."""
    business = work.session.scalar(select(Business).where(Business.number == text.to))
    if business is None or text.sender == text.to:
        return None
    desk = Desk(work, business)
    conversation = conversations.lock(desk, text.sender)
    if inbox.has(desk, text.carrier_sid):
        return None
    role = _role(desk, text.sender)
    if role == "owner":
        work.actor = audit.by_phone(Door.TEXT, text.sender)
    item = inbox.keep(desk, text.carrier_sid, text.sender, text.body, text.media, from_owner=role == "owner")
    line = usage.Line(business.id, UsageKind.TEXT_IN, text.parts, f"inbox:{item.id}", desk.now)
    usage.record(work.session, line)
    said, reply = _converse(desk, runner, conversation, item, role)
    if role == "customer" and said.intent not in _CONSENT and not standing.is_suspended(business):
        forwarding.forward(desk, item)
    return None if text.answered_by_carrier and said.intent in _CONSENT else _answer(desk, conversation, item, reply)


def _converse(
    desk: Desk, runner: Runner, conversation: Conversation, item: InboxItem, role: Role
) -> tuple[Understanding, Reply]:
    """Understand, decide, act, and remember what was asked."""
    customers = tuple(contacts.customers_with_phone(desk, item.phone)) if role == "customer" else ()
    if role == "owner":
        memory = Memory.from_slots(conversation.slots, desk.now)
        heard = _heard(desk, item, role, _asked_owner(memory))
        said = afterwards(heard) or understand(heard)
        said, readings = _timed(desk, said, ambiguous.readings(heard, said))
        decision = policy.decide(role, said, memory, item.body, readings)
    else:
        memory = Memory.from_slots(conversation.slots, desk.now, PATIENCE_WITH_CUSTOMERS)
        situation = look(desk, item.phone, customers, memory)
        heard = _heard(desk, item, role, situation.context(memory))
        said, beside = look_closer(
            heard, _consented(desk, heard, item.phone) or rights.asked(heard) or understand(heard)
        )
        said = _in_their_language(said, customers, memory, item.body)
        memory = replace(memory, language=said.language, name=introduced(item.body) or memory.name)
        said = ambiguous.marked(said, ambiguous.readings(heard, said))
        decision = customer_policy.decide(said, memory, situation, item.body, beside)
        _note_language(said, customers)
    item.intent, item.label = said.intent, inbox.label_by(said.intent) if role == "customer" else None
    turn = Turn(desk, heard, said, memory, item, customers)
    reply = _suspended(desk, item, said) or (Reply(None) if said.automatic else runner.run(decision, turn))
    if not item.needs_answer:
        item.read_at = desk.now
    if memory.proof and proof.digits_in(item.body):
        item.body = "•" * len(item.body)  # what may be a PIN is not kept
    conversation.slots = remember(memory, reply, desk.now.isoformat()).as_slots()
    conversation.updated_at = desk.now
    return said, reply


def _suspended(desk: Desk, item: InboxItem, said: Understanding) -> Reply | None:
    """What a suspended business says: one sentence to its owner, nothing to customers; their STOP counts as ever."""
    if not standing.is_suspended(desk.business):
        return None
    if item.from_owner:
        return Reply(standing.SENTENCE)
    item.needs_answer = item.needs_answer or said.intent not in _CONSENT
    return None if said.intent in _CONSENT else Reply(None)


def _timed(desk: Desk, said: Understanding, readings: tuple[When, ...]) -> tuple[Understanding, tuple[When, ...]]:
    """Where a time can be read in two ways, opening hours may decide which one an appointment has."""
    if said.intent not in ("book", "move") or len(readings) < 2:
        return said, readings
    likely = in_hours(desk, readings)
    if len(likely) > 1:
        return said, likely
    return replace(said, slots={**said.slots, "when": likely[0].as_slot()}), ()


def _consented(desk: Desk, heard: Heard, phone: str) -> Understanding | None:
    """What the law decides: the exact keywords of carriers and of 47 CFR 64.1200(a)(10), from a customer.

    YES is one of them for somebody who opted out; from anybody else it answers what was asked.
    """
    word = consent_words.read(heard.text)
    asked = word == "opt_in" and heard.context.awaiting is not None
    if asked and not consent.opted_out(desk.session, desk.business.id, [phone]):
        return None
    return Understanding(word, why=("consent word",)) if word else None


def _in_their_language(
    said: Understanding, customers: tuple[Customer, ...], memory: Memory, text: str
) -> Understanding:
    """What is not clearly English ("Lucia Paz", "2", "ok") is in the language in which the customer wrote before."""
    if said.language != "en" or is_english(text):
        return said
    known = customers[0].language if len(customers) == 1 else None
    return replace(said, language=memory.language or known or said.language)


def _note_language(said: Understanding, customers: tuple[Customer, ...]) -> None:
    """Who writes in Spanish is written to in Spanish from then on."""
    if said.language == "es" and len(customers) == 1:
        customers[0].language = said.language


def _answer(desk: Desk, conversation: Conversation, item: InboxItem, reply: Reply) -> Answer | None:
    kind = DeliveryKind.CONSENT if item.intent in _CONSENT and not item.from_owner else DeliveryKind.ANSWER
    if not reply.text or not answering.may_answer(desk, conversation, item, kind, reply.text):
        return None
    row = answering.ride(desk, item, reply.text, kind)
    return Answer(row.id, row.body)


def _role(desk: Desk, phone: str) -> Role:
    owner = select(AuthorisedPhone.id).where(
        AuthorisedPhone.business_id == desk.business.id, AuthorisedPhone.phone == phone
    )
    return "owner" if desk.session.scalar(owner) else "customer"


def _heard(desk: Desk, item: InboxItem, role: Role, context: Context) -> Heard:
    zone = desk.business.timezone
    return Heard(
        text=item.body,
        role=role,
        reference=local_time.to_local(desk.now, zone),
        timezone=zone,
        directory=_directory(desk) if role == "owner" else _offered(desk),
        context=context,
    )


def _asked_owner(memory: Memory) -> Context:
    offered = tuple(choice.label for choice in memory.choices)
    return Context(awaiting=memory.awaiting, offered=offered, last_text=memory.last_text)


def _offered(desk: Desk) -> Directory:
    """What a customer may name."""
    return Directory(
        calendars=tuple(one.name for one in calendars.list_calendars(desk)),
        services=tuple(one.name for one in catalogue.list_services(desk)),
    )


def _directory(desk: Desk) -> Directory:
    offered = _offered(desk)
    return Directory(
        calendars=offered.calendars,
        services=offered.services,
        customers=tuple(contacts.directory(desk)),
        groups=tuple(group.name for group, _ in groups.list_groups(desk)),
        templates=tuple(template.name for template in templates_service.list_templates(desk)),
        prompts=tuple(str(prompt.number) for prompt in prompts.list_prompts(desk)),
    )
