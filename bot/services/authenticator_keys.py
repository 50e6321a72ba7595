"""The secrets of authenticator apps, members' and operators', when SECRET_KEY changes."""

from sqlalchemy import select, update

from bot.services.vault import Vault
from bot.services.work import Work
from models import Member, Operator


def seal_anew(work: Work, vault: Vault) -> int:
    """Seal with the newest key what an older one sealed; how many secrets. What no key reads stays as it is.

    A key changes only with a restart, so once after each start is enough.
    """
    return sum(_seal_those_of(table, work, vault) for table in (Member, Operator))


def _seal_those_of(table: type[Member] | type[Operator], work: Work, vault: Vault) -> int:
    query = select(table.id, table.totp_secret).where(table.totp_secret.is_not(None))
    found = [(one, sealed) for one, sealed in work.session.execute(query) if sealed and not vault.is_newest(sealed)]
    older = [(one, sealed) for one, sealed in found if vault.is_readable(sealed)]
    for one, sealed in older:
        still = (table.id == one, table.totp_secret == sealed)
        work.session.execute(update(table).where(*still).values(totp_secret=vault.seal(vault.unseal(sealed))))
    return len(older)
