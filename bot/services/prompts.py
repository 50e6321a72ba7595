"""Recordings from calls, and the prompts that owners keep of them."""

from sqlalchemy import select, update

from bot.domain import wav
from bot.errors import NotFound
from bot.services.recordings import put_audio
from bot.services.vault import Vault
from bot.services.work import Desk
from models import Business, Prompt, Recording, new_id


def list_prompts(desk: Desk) -> list[Prompt]:
    """The prompts that are kept, by their voice message ids."""
    return list(
        desk.session.scalars(
            select(Prompt)
            .where(Prompt.business_id == desk.business.id, Prompt.removed_at.is_(None))
            .order_by(Prompt.number)
        )
    )


def get_prompt(desk: Desk, number: int) -> Prompt:
    """The prompt with a voice message id. Raises NotFound, with those that there are."""
    prompt = desk.session.scalar(
        select(Prompt).where(
            Prompt.business_id == desk.business.id, Prompt.number == number, Prompt.removed_at.is_(None)
        )
    )
    if prompt is None:
        known = ", ".join(str(one.number) for one in list_prompts(desk)[-8:])
        there = f"You have {known}." if known else "Call this number and enter your PIN to record one."
        raise NotFound(f"There is no recording {number}. {there}")
    return prompt


def keep(desk: Desk, recording: Recording) -> Prompt:
    """Keep a recording under the next voice message id; keeping it again gives the same one."""
    known = desk.session.scalar(select(Prompt).where(Prompt.recording_id == recording.id))
    if known is not None:
        return known
    prompt = Prompt(
        business_id=desk.business.id, number=_next_number(desk), recording_id=recording.id, created_at=desk.now
    )
    desk.session.add(prompt)
    desk.session.flush()
    return prompt


def upload(desk: Desk, audio: bytes, vault: Vault, name: str = "") -> Prompt:
    """Keep a WAV that was recorded elsewhere than in a call. Raises InputError for what cannot be played."""
    length = wav.seconds(audio)
    row = Recording(
        business_id=desk.business.id,
        carrier_sid=f"UP{new_id().hex}",
        call_sid="",
        seconds=length,
        fetched_at=desk.now,
        created_at=desk.now,
    )
    put_audio(row, audio, "audio/wav", vault)
    desk.session.add(row)
    desk.session.flush()
    prompt = keep(desk, row)
    rename_prompt(prompt, name)
    return prompt


def rename_prompt(prompt: Prompt, name: str) -> None:
    """Give it a name to be known by; an empty one takes it away."""
    prompt.name = " ".join(name.split())[:80] or None


def remove_prompt(desk: Desk, prompt: Prompt) -> None:
    """Its id is not used again; what was scheduled with it fails with a reason."""
    prompt.removed_at = desk.now


def recording(desk: Desk, carrier_sid: str, call_sid: str, seconds: int) -> Recording | None:
    """The recording with the carrier's id; made when it is heard of first, by whichever webhook comes first.

    None for one of another business.
    """
    row = desk.session.scalar(select(Recording).where(Recording.carrier_sid == carrier_sid))
    if row is None:
        row = Recording(
            business_id=desk.business.id, carrier_sid=carrier_sid, call_sid=call_sid, created_at=desk.now, seconds=0
        )
        desk.session.add(row)
    if row.business_id != desk.business.id:
        return None
    row.seconds = max(row.seconds, seconds)
    desk.session.flush()
    return row


def _next_number(desk: Desk) -> int:
    number = desk.session.scalar(
        update(Business)
        .where(Business.id == desk.business.id)
        .values(next_prompt_number=Business.next_prompt_number + 1)
        .returning(Business.next_prompt_number)
        .execution_options(synchronize_session=False)
    )
    return int(number or 0) - 1
