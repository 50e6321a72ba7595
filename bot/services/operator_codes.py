"""An operator's second factor: a code from an authenticator app. There are no recovery codes: there is a shell."""

from sqlalchemy import update

from bot.domain import authenticator
from bot.errors import InputError
from bot.services import operators
from bot.services.vault import Vault
from bot.services.work import Work
from models import Operator


def is_on(operator: Operator) -> bool:
    """Whether a code is asked for after the password."""
    return operator.totp_since is not None


def prepare(operator: Operator, vault: Vault) -> str:
    """The secret to share with the app: made the first time, the same until it is confirmed."""
    if operator.totp_secret is None:
        operator.totp_secret = vault.seal(authenticator.new_secret())
    return vault.unseal(operator.totp_secret)


def confirm(work: Work, operator: Operator, code: str, vault: Vault) -> None:
    """Turn it on with a first code. Raises InputError."""
    if is_on(operator) or operator.totp_secret is None or not _take_step(work, operator, code, vault):
        raise InputError("That code is not right; type the one that the app shows now.", "123456")
    operator.totp_since = work.now
    operators.record(work, operator, None, "set up the code from an app")


def check(work: Work, operator: Operator, code: str, vault: Vault) -> bool:
    """Whether the code lets the operator in. No code does so twice."""
    return is_on(operator) and _take_step(work, operator, code, vault)


def turn_off(work: Work, operator: Operator) -> None:
    """For who has lost the phone: signed out everywhere, and asked to set it up again after the password."""
    operator.totp_secret = operator.totp_since = None
    operator.session_epoch += 1
    operators.record(work, None, None, f"took the code from an app away from {operator.email}")


def _take_step(work: Work, operator: Operator, code: str, vault: Vault) -> bool:
    steps = authenticator.fitting(vault.unseal(operator.totp_secret or ""), code, work.now)
    return any(_use_step(work, operator, step) for step in steps)


def _use_step(work: Work, operator: Operator, step: int) -> bool:
    """Of two who bring the same code, the first has it."""
    newer = Operator.id == operator.id, Operator.totp_step < step
    won = work.session.scalars(update(Operator).where(*newer).values(totp_step=step).returning(Operator.id)).all()
    return bool(won)
