"""Asking an owner for a proof before a risky text is obeyed, and what is told of wrong ones."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.domain import phone_numbers, proof
from bot.errors import InputError
from bot.services import audit, forwarding
from bot.services.deliveries import outgoing
from bot.services.work import Desk
from models import AuthorisedPhone, Member
from models.states import Channel, DeliveryKind, Proof, Role

PAUSED = "There were too many wrong numbers. For half an hour that can be done in the panel only."

WAYS = {Proof.CODE: "a number that is texted back", Proof.PIN: "the PIN, in a call", Proof.NONE: "a YES only"}
"""What risky texts may need, in words."""


@dataclass(frozen=True)
class Challenge:
    """What a conversation remembers of it, and how it is asked."""

    proof: dict[str, Any]
    words: str
    masked: str
    """The same as it may be kept: without the number."""


def is_needed(desk: Desk) -> bool:
    """Whether risky texts need a proof, as the business has set it."""
    return desk.business.proof is not Proof.NONE


def set_proof(desk: Desk, way: str) -> None:
    """What risky texts of owners need. Raises InputError for what there is not, and for a PIN that is not set."""
    if way not in set(Proof):
        raise InputError("That is no way to prove a text.", "code")
    if way == Proof.PIN and desk.business.pin_hash is None:
        raise InputError("Set a PIN first; then risky texts can ask for it.", "4711")
    if desk.business.proof != way:
        desk.business.proof = Proof(way)
        audit.record(desk, "proof_changed", what=WAYS[desk.business.proof])


def challenge(desk: Desk, wrong: list[str], what: str, end: str) -> Challenge:
    """Ask for a proof of `what` ("a text to 120 people"); the number is texted back `end` ("to send").

    Raises InputError after too many wrong ones.
    """
    if len(proof.recent(wrong, desk.now)) >= proof.TRIES:
        raise InputError(PAUSED)
    audit.record(desk, "proof_asked", what=what)
    if desk.business.proof is Proof.PIN:
        words = f"To approve it, call {phone_numbers.pretty(desk.business.number)} from this phone and enter your PIN."
        return Challenge(proof.asked("pin", desk.now + proof.TIME_TO_CALL, what), words, words)
    code, words = desk.work.new_code(), f"To be sure it's you, reply {{}} {end}."
    kept = proof.asked("code", desk.now + proof.GOOD_FOR, what, code, secrets.token_hex(8))
    return Challenge(kept, words.format(code), words.format("the number"))


def failed(desk: Desk, phone: str, what: str) -> None:
    """The last wrong number: the other phones and the owners' email are told, because somebody may have forged it."""
    audit.record(desk, "proof_failed", what=what)
    words = (
        f"Somebody texted your number as the phone ending in {audit.ending(phone)} and asked for {what}, "
        f"but gave {proof.TRIES} wrong numbers. Nothing was done."
    )
    for other in _other_phones(desk, phone):
        forwarding.tell(desk, other, words)
    owners = select(Member.email).where(Member.business_id == desk.business.id, Member.role == Role.OWNER)
    for email in desk.session.scalars(owners):
        row = outgoing(desk, DeliveryKind.NOTICE, Channel.EMAIL, email, words)
        row.subject = f"{desk.business.name}: a text that may be forged"
        desk.work.hand_over(row.id, row.kind)


def _other_phones(desk: Desk, phone: str) -> list[str]:
    mine = AuthorisedPhone.business_id == desk.business.id
    authorised = desk.session.scalars(select(AuthorisedPhone.phone).where(mine).order_by(AuthorisedPhone.id)).all()
    return [one for one in dict.fromkeys([*forwarding.owner_phones(desk), *authorised]) if one != phone]
