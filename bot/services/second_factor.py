"""The second factor: codes from an authenticator app (RFC 6238), and ten recovery codes for when the phone is lost."""

import re
import secrets
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select, update

from bot.domain import authenticator
from bot.errors import InputError
from bot.services import audit
from bot.services.vault import Vault
from bot.services.work import Actor, Desk
from models import Member, RecoveryCode

CODES = 10
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_SELECTOR, _SECRET = 4, 10
_HASHER = PasswordHasher()


def is_on(member: Member) -> bool:
    """Whether a code is asked for after the password."""
    return member.totp_since is not None


def prepare(member: Member, vault: Vault) -> str:
    """What the app has to scan (`otpauth://…`): made the first time, the same until it is confirmed."""
    if is_on(member):
        raise InputError("The code from an authenticator app is turned on already.")
    if member.totp_secret is None:
        member.totp_secret = vault.seal(authenticator.new_secret())
    return authenticator.uri(vault.unseal(member.totp_secret), member.email)


def key(member: Member, vault: Vault) -> str:
    """The secret in groups of four, for who types it into the app."""
    return authenticator.grouped(vault.unseal(member.totp_secret or ""))


def confirm(desk: Desk, member: Member, code: str, vault: Vault) -> list[str]:
    """Turn it on with a first code; the recovery codes, which are never shown again. Raises InputError."""
    if is_on(member) or member.totp_secret is None or not _take_step(desk, member, code, vault):
        raise InputError("That code is not right; type the one that the app shows now.", "123456")
    member.totp_since = desk.now
    audit.record(desk, "second_factor_on")
    return new_codes(desk, member)


def turn_off(desk: Desk, member: Member) -> None:
    """Back to the password alone."""
    member.totp_secret, member.totp_since = None, None
    _forget_codes(desk, member)
    audit.record(desk, "second_factor_off")


def new_codes(desk: Desk, member: Member) -> list[str]:
    """Ten recovery codes in place of those before."""
    _forget_codes(desk, member)
    made: dict[str, str] = {}
    while len(made) < CODES:
        made[_letters(_SELECTOR)] = _letters(_SECRET)
    for selector, secret in made.items():
        hashed = _HASHER.hash(secret)
        row = RecoveryCode(business_id=member.business_id, member_id=member.id, selector=selector, code_hash=hashed)
        desk.session.add(row)
    desk.session.flush()
    return [f"{selector}-{secret[:5]}-{secret[5:]}" for selector, secret in made.items()]


def codes_left(desk: Desk, member: Member) -> int:
    """Recovery codes that nobody has used."""
    query = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.member_id == member.id, RecoveryCode.used_at.is_(None)
    )
    return desk.session.scalar(query) or 0


def check(desk: Desk, member: Member, code: str, vault: Vault, by: Actor | None = None) -> bool:
    """Whether the code lets the member in: one from the app, or a recovery code. No code does so twice."""
    if not is_on(member):
        return False
    if _take_step(desk, member, code, vault):
        return True
    if not _take_recovery_code(desk, member, code):
        return False
    audit.record(desk, "recovery_code_used", by, left=codes_left(desk, member))
    return True


def _take_step(desk: Desk, member: Member, code: str, vault: Vault) -> bool:
    """Of two who bring the same code, the first has it."""
    steps = authenticator.fitting(vault.unseal(member.totp_secret or ""), code, desk.now)
    return any(_use_step(desk, member, step) for step in steps)


def _use_step(desk: Desk, member: Member, step: int) -> bool:
    newer = Member.id == member.id, Member.totp_step < step
    won = desk.session.scalars(update(Member).where(*newer).values(totp_step=step).returning(Member.id)).all()
    return bool(won)


def _take_recovery_code(desk: Desk, member: Member, code: str) -> bool:
    typed = re.sub(r"[\s-]", "", code).upper()
    if len(typed) != _SELECTOR + _SECRET:
        return False
    mine = RecoveryCode.member_id == member.id, RecoveryCode.used_at.is_(None)
    row = desk.session.scalar(select(RecoveryCode).where(*mine, RecoveryCode.selector == typed[:_SELECTOR]))
    if row is None or not _fits(row, typed[_SELECTOR:]):
        return False
    unused = RecoveryCode.id == row.id, RecoveryCode.used_at.is_(None)
    taken: Sequence[object] = desk.session.scalars(
        update(RecoveryCode).where(*unused).values(used_at=desk.now).returning(RecoveryCode.id)
    ).all()
    return bool(taken)


def _fits(row: RecoveryCode, secret: str) -> bool:
    try:
        return _HASHER.verify(row.code_hash, secret)
    except VerificationError:
        return False


def _forget_codes(desk: Desk, member: Member) -> None:
    desk.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))


def _letters(count: int) -> str:
    """Without those that are mistaken for others."""
    return "".join(secrets.choice(_LETTERS) for _ in range(count))
