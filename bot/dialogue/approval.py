"""What waits for the PIN is approved, or dropped, in a call: a thread of texts never sees a PIN."""

from sqlalchemy import select

from bot.dialogue.memory import Memory
from bot.dialogue.policy import Decision, action_name
from bot.dialogue.runner import Runner, remember
from bot.dialogue.turn import Turn
from bot.domain import local_time
from bot.nlu.frames import Heard, Understanding
from bot.services import audit, conversations, forwarding
from bot.services.work import Desk
from models import InboxItem
from models.states import Door


def waiting(desk: Desk, phone: str) -> str | None:
    """What a phone asked for by text and has to approve, in words: "a text to 120 people"."""
    memory = Memory.from_slots(conversations.lock(desk, phone).slots, desk.now)
    return memory.proof["words"] if memory.pending and memory.proof and memory.proof["kind"] == "pin" else None


def settle(desk: Desk, runner: Runner, phone: str, *, approved: bool) -> None:
    """Do what waits, or drop it; the phone is texted what became of it. The PIN was right before."""
    desk.work.actor = audit.by_phone(Door.CALL, phone)
    conversation, item = conversations.lock(desk, phone), _asked_by(desk, phone)
    memory = Memory.from_slots(conversation.slots, desk.now)
    if memory.pending is None or memory.proof is None or item is None:
        return
    decision = Decision(action_name("owner", "drop"))
    if approved:
        proved = {**memory.pending.slots, "confirmed": True, "proved": True}
        decision = Decision(action_name("owner", memory.pending.intent), proved)
    zone = desk.business.timezone
    heard = Heard(item.body, "owner", local_time.to_local(desk.now, zone), zone)
    reply = runner.run(decision, Turn(desk, heard, Understanding("affirm"), memory, item))
    conversation.slots = remember(memory, reply, desk.now.isoformat()).as_slots()
    if reply.text:
        forwarding.tell(desk, phone, reply.text)


def _asked_by(desk: Desk, phone: str) -> InboxItem | None:
    """The last text of a phone."""
    mine = InboxItem.business_id == desk.business.id, InboxItem.phone == phone, InboxItem.from_owner
    return desk.session.scalar(select(InboxItem).where(*mine).order_by(InboxItem.received_at.desc()).limit(1))
