"""Keeping phones, threads and numbers from one run to the next, in one JSON file and a folder of WAVs."""

import asyncio
import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from web.simulator.carrier import Carrier
from web.simulator.records import CallerId, Message, Number, Phone, Recording, plain

Record = TypeVar("Record", CallerId, Message, Number, Phone, Recording)
MOST_MESSAGES = 2000  # the latest that are kept
EVERY = 1.0  # real seconds between two looks at whether something changed


def save(carrier: Carrier, path: Path) -> None:
    """Writes everything that lasts; the file is replaced as a whole."""
    kept = {
        "seq": carrier.last_seq,
        "numbers": [plain(item) for item in carrier.numbers.values()],
        "caller_ids": [plain(item) for item in carrier.caller_ids.values()],
        "phones": [plain(item) for item in carrier.phones.values()],
        "messages": [plain(item) for item in list(carrier.messages.values())[-MOST_MESSAGES:]],
        "recordings": [plain(item) for item in carrier.recordings.values() if item.wav],
        "opted_out": sorted(carrier.opted_out),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    _save_recordings(carrier, folder(carrier, path))
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(kept, ensure_ascii=False))
    fresh.replace(path)


def folder(carrier: Carrier, path: Path) -> Path:
    """Where the WAVs are."""
    return carrier.config.recordings_dir or path.with_suffix(".recordings")


def _save_recordings(carrier: Carrier, where: Path) -> None:
    for item in carrier.recordings.values():
        target = where / f"{item.sid}.wav"
        if item.wav and not target.exists():
            where.mkdir(parents=True, exist_ok=True)
            target.write_bytes(item.wav)


def load(carrier: Carrier, path: Path) -> None:
    """Reads what an earlier run saved; a missing file is an empty one, a broken one is put aside as `.broken`."""
    if not path.exists():
        return
    try:
        _load(carrier, path)
    except (ValueError, KeyError, TypeError):
        path.replace(path.with_suffix(".broken"))
        carrier.clear()


def _load(carrier: Carrier, path: Path) -> None:
    kept = json.loads(path.read_text())
    carrier.last_seq = kept["seq"]
    carrier.numbers = {item.sid: item for item in _restored(Number, kept["numbers"])}
    carrier.caller_ids = {item.phone_number: item for item in _restored(CallerId, kept.get("caller_ids", []))}
    carrier.phones = {item.number: item for item in _restored(Phone, kept["phones"])}
    carrier.opted_out = {(number, phone) for number, phone in kept["opted_out"]}
    for message in _restored(Message, kept["messages"]):
        carrier.messages[message.sid] = message
        carrier.threads[message.from_].append(message)
        carrier.threads[message.to].append(message)
    for item in _restored(Recording, kept["recordings"]):
        wav = folder(carrier, path) / f"{item.sid}.wav"
        item.wav = wav.read_bytes() if wav.exists() else b""
        carrier.recordings[item.sid] = item


def _restored(kind: type[Record], rows: list[dict[str, Any]]) -> list[Record]:
    return [kind(**{item.name: _value(item.type, row[item.name.rstrip("_")]) for item in fields(kind)}) for row in rows]


def _value(kind: Any, value: Any) -> Any:
    moment = kind is datetime or str(kind).startswith("datetime")
    return datetime.fromisoformat(value) if moment and value else value


async def keep_saving(carrier: Carrier, path: Path) -> None:
    """Saves once a second while something changes."""
    saved = carrier.last_seq
    while True:
        await asyncio.sleep(EVERY)
        if carrier.last_seq != saved:
            saved = carrier.last_seq
            save(carrier, path)
