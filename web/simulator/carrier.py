"""The carrier's memory: who owns what, what was sent, what happened, and who waits to hear of it."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp

from web.simulator.config import Config
from web.simulator.misbehaviour import Misbehaviour
from web.simulator.records import Call, CallerId, Email, Message, Number, Phone, Recording, now

if TYPE_CHECKING:
    from web.simulator.legs import Leg


@dataclass(frozen=True)
class Event:
    """Something that happened, numbered from 1; `phones` are the numbers it concerns."""

    seq: int
    kind: str  # message, status, call, heard, recording, email, phone, number, webhook
    phones: tuple[str, ...]
    data: dict[str, Any]
    at: datetime = field(default_factory=now)


class Carrier:
    """All state of one simulator. Only one event loop may touch it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.url = config.public_url
        self.smtp_port: int | None = None
        self.speed = config.speed
        self.manual_timeouts = config.manual_timeouts
        self.last_seq = 0  # the number of the latest event
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.http: aiohttp.ClientSession | None = None
        self.clear()

    def clear(self) -> None:
        """Forgets everything but its settings, and stops what is under way; the numbering of events goes on."""
        for task in self._tasks:
            task.cancel()
        self.numbers: dict[str, Number] = {}
        self.caller_ids: dict[str, CallerId] = {}  # by phone number
        self.phones: dict[str, Phone] = {}
        self.messages: dict[str, Message] = {}
        self.threads: defaultdict[str, list[Message]] = defaultdict(list)
        self.calls: dict[str, Call] = {}
        self.legs: dict[str, Leg] = {}
        self.recordings: dict[str, Recording] = {}
        self.audio: dict[str, tuple[str, bytes]] = {}
        self.emails: list[Email] = []
        self.opted_out: set[tuple[str, str]] = set()
        self.replies: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self.ledger: list[dict[str, Any]] = []
        self.webhooks: deque[dict[str, Any]] = deque(maxlen=5000)
        self.events: deque[Event] = deque(maxlen=20000)
        self.misbehaviour = Misbehaviour()

    def publish(self, kind: str, phones: tuple[str, ...], data: dict[str, Any]) -> int:
        """Records an event, wakes everybody who waits, and returns the event's number."""
        self.last_seq = seq = self.last_seq + 1
        self.events.append(Event(seq, kind, phones, data | {"seq": seq}))
        self._changed.set()
        self._changed = asyncio.Event()
        return seq

    def after(self, seq: int) -> list[Event]:
        """Events later than `seq`, oldest first."""
        found: list[Event] = []
        for event in reversed(self.events):
            if event.seq <= seq:
                break
            found.append(event)
        return found[::-1]

    async def wait_for(self, condition: Callable[[], Any], timeout: float) -> Any:
        """The first true value of `condition`, or its last false one after `timeout` real seconds."""
        deadline = asyncio.get_running_loop().time() + timeout
        while not (value := condition()):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                continue
        return value

    async def sleep(self, seconds: float) -> None:
        """Lets so many simulated seconds pass."""
        await asyncio.sleep(seconds / self.speed)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Runs work beside everything else; stopped when the simulator stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """Cancels what still runs and closes connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.http is not None:
            await self.http.close()

    def owned(self, phone_number: str) -> Number | None:
        """The account's number with these digits, if it has it."""
        return next((item for item in self.numbers.values() if item.phone_number == phone_number), None)

    def phone(self, number: str) -> Phone:
        """The simulated phone with this number; it comes into being when first asked for."""
        if number not in self.phones:
            self.phones[number] = Phone(number)
        return self.phones[number]

    def keep(self, message: Message) -> None:
        """Files a message in its threads and tells who waits."""
        self.messages[message.sid] = message
        self.threads[message.from_].append(message)
        self.threads[message.to].append(message)
        message.history.append(message.status)
        message.seq = self.publish("message", (message.from_, message.to), view(message))

    def enter(self, kind: str, outcome: str, **facts: Any) -> dict[str, Any]:
        """Writes one line of the ledger: a create, and whether it was accepted."""
        entry = {"n": len(self.ledger) + 1, "at": now().isoformat(), "kind": kind, "outcome": outcome, **facts}
        self.ledger.append(entry)
        return entry


def view(message: Message) -> dict[str, Any]:
    """A message as the control interface and the page see it."""
    return {
        "sid": message.sid, "from": message.from_, "to": message.to, "body": message.body,
        "direction": message.direction, "status": message.status, "segments": message.segments,
        "error_code": message.error_code, "error_message": message.error_message, "history": list(message.history),
        "media": message.media, "reply_to": message.reply_to, "seq": message.seq,
        "created": message.created.isoformat(),
    }  # fmt: skip
