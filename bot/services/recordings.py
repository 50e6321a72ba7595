"""The audio of recordings: sealed where it lies, since what people say in a call is nobody else's business."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from bot.services.vault import Vault
from bot.services.work import Work
from models import Recording

COPIES_A_NIGHT = 500
AT_A_TIME = 20
"""Recordings that are sealed anew in one transaction: some megabytes."""
LONGEST_TYPE = 60


def keep_audio(work: Work, recording_id: UUID, audio: bytes, content_type: str, vault: Vault) -> None:
    """Keep the audio of a recording; a second time changes nothing."""
    row = work.session.get(Recording, recording_id)
    if row is not None and row.fetched_at is None:
        put_audio(row, audio, content_type, vault)
        row.fetched_at = work.now


def put_audio(row: Recording, audio: bytes, content_type: str, vault: Vault) -> None:
    """Give a recording its audio. What calls itself something else than audio is not shown to a browser as that."""
    row.audio, row.sealed_with = vault.seal_bytes(audio)
    is_audio = content_type.startswith("audio/") and len(content_type) <= LONGEST_TYPE
    row.content_type = content_type if is_audio else "audio/wav"


def copies_left(work: Work) -> list[tuple[UUID, str]]:
    """Recordings that are here and at the carrier still: their ids here and there."""
    both = Recording.call_sid != "", Recording.fetched_at.is_not(None), Recording.left_carrier_at.is_(None)
    query = select(Recording.id, Recording.carrier_sid).where(*both).order_by(Recording.id).limit(COPIES_A_NIGHT)
    return [(recording_id, carrier_sid) for recording_id, carrier_sid in work.session.execute(query)]


def left_carrier(work: Work, recording_id: UUID) -> None:
    """The carrier has no copy any more."""
    row = work.session.get(Recording, recording_id)
    if row is not None:
        row.left_carrier_at = work.now


def audio_of(row: Recording, vault: Vault) -> bytes | None:
    """What is heard; None where it has not arrived. Raises ConfigurationError where the key is not named any more."""
    if row.audio is None or row.sealed_with is None:
        return row.audio
    return vault.unseal_bytes(row.audio)


def seal_anew(work: Work, vault: Vault) -> int:
    """Seal some that are not sealed, or with an older key, with the newest; how many.

    Those of a key that is not named stay: nobody can read them until it is.
    """
    older = vault.key_names[1:]
    query = (
        select(Recording)
        .where(Recording.audio.is_not(None), or_(Recording.sealed_with.is_(None), Recording.sealed_with.in_(older)))
        .options(undefer(Recording.audio))
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
    )
    rows = work.session.scalars(query).all()
    for row in rows:
        row.audio, row.sealed_with = vault.seal_bytes(audio_of(row, vault) or b"")
    return len(rows)
