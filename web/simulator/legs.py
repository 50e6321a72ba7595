"""One leg of a call: its phone, what the phone does, and what it hears."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from web.simulator import webhooks
from web.simulator.carrier import Carrier
from web.simulator.records import Call, Heard, now, plain

RING = 60.0  # seconds a phone rings when nobody says otherwise


class HungUp(Exception):
    """The leg is over."""


class Moved(Exception):
    """Somebody pointed the live call at another document."""


@dataclass(frozen=True)
class Source:
    """Where the next document comes from, or the document itself, and what to tell with the request."""

    url: str = ""
    method: str = "POST"
    twiml: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """What a phone does in a call: digit, speech, recording (a WAV), or silence: time passes and nothing comes."""

    kind: str
    value: str = ""
    wav: bytes = b""


class Leg:
    """A live call between the carrier and one phone; forgotten by `Carrier.legs` when it is over."""

    def __init__(self, carrier: Carrier, call: Call) -> None:
        self.carrier, self.call = carrier, call
        self.inputs: deque[Input] = deque()
        self.decision = ""  # of a ringing phone: answer, voicemail, reject…
        self.moved: Source | None = None
        self.peer: Leg | None = None
        self.speaking = False  # somebody has begun to speak, type or record: no silence until it arrives
        self.barge = False  # whether input cuts a prompt short
        self.ending = ""  # the status to end with, once somebody hung up
        self._wake = asyncio.Event()
        carrier.calls[call.sid], carrier.legs[call.sid] = call, self
        self.changed()

    # What others do to the leg

    def put(self, *inputs: Input) -> None:
        """The phone does something."""
        self.inputs.extend(inputs)
        self.speaking = False
        self._wake.set()
        if self.peer is not None:
            self.peer.wake()

    def decide(self, decision: str) -> None:
        """A ringing phone answers, rejects, lets it go to voicemail…"""
        self.decision = decision
        self._wake.set()

    def hang_up(self, status: str = "completed") -> None:
        """Either side ends the call; one that was never answered is no `completed`."""
        self.ending = self.ending or status
        self._wake.set()
        if self.peer is not None:
            self.peer.wake()

    def move(self, source: Source) -> None:
        """The product points the live call at another document."""
        self.moved = source
        self._wake.set()

    def wake(self) -> None:
        """Lets the leg look at its conditions again."""
        self._wake.set()

    # What the interpreter does with the leg

    async def until(self, ready: Callable[[], Any], seconds: float | None) -> bool:
        """Waits for a condition so many simulated seconds (None: for ever); raises HungUp and Moved."""
        clock = asyncio.get_running_loop().time
        deadline = None if seconds is None else clock() + seconds / self.carrier.speed
        while True:
            self._check()
            if ready():
                return True
            left = None if deadline is None else deadline - clock()
            if left is not None and left <= 0:
                return False
            await self._woken(left)

    async def _woken(self, seconds: float | None) -> None:
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    def _check(self) -> None:
        if self.ending:
            raise HungUp
        if self.moved is not None:
            raise Moved

    async def listen(self, what: str, seconds: float) -> Input:
        """The next thing the phone does, or silence after the time-out; `what` is shown as `waiting`."""
        patience = None if self.carrier.manual_timeouts and not self.call.voicemail else seconds
        if not self.inputs:
            self.waiting(what)
        try:
            while not await self.until(lambda: self.inputs, patience) and self.speaking:
                pass
        finally:
            self.call.waiting = ""
        return self.inputs.popleft() if self.inputs else Input("silence")

    def waiting(self, what: str) -> None:
        """Shows what the call waits for."""
        self.call.waiting = what
        self.changed()

    def hear(self, kind: str, text: str = "", **more: Any) -> None:
        """Adds a line to what was heard in the call."""
        heard = Heard(kind, text, **more)
        self.call.heard.append(heard)
        data = {"sid": self.call.sid, "phone": self.call.phone, **plain(heard)}
        heard.seq = self.carrier.publish("heard", (self.call.phone,), data)

    def note(self, code: int, reason: str) -> None:
        """Remembers what went wrong, as the carrier's debugger would."""
        self.call.error = f"{code} {reason}"
        self.changed()

    def changed(self) -> None:
        """Tells everybody the leg's new state."""
        self.call.updated = now()
        self.call.seq = self.carrier.publish("call", (self.call.phone, self.call.from_, self.call.to), view(self.call))

    async def status(self, status: str, event: str = "") -> None:
        """Gives the leg a status and reports it where somebody asked for that event."""
        self.call.status = status
        if status == "in-progress":
            self.call.started = self.call.started or now()
        if self.call.over:
            self.call.ended = now()
            self.carrier.legs.pop(self.call.sid, None)
        self.changed()
        if event and event in self.call.callback_events and self.call.callback:
            await self._report()

    async def _report(self) -> None:
        params = self.params() | {
            "SequenceNumber": str(self.call.callback_count),
            "CallbackSource": "call-progress-events",
            "Timestamp": now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
        }
        if self.call.over:
            params |= {"CallDuration": str(self.call.duration), "Duration": str(-(-self.call.duration // 60))}
        self.call.callback_count += 1
        await webhooks.request(self.carrier, self.call.callback, params, phones=(self.call.phone,))

    def params(self) -> dict[str, str]:
        """What every webhook of this call says about it."""
        call = self.call
        told = {
            "CallSid": call.sid, "AccountSid": self.carrier.config.account_sid, "From": call.from_, "To": call.to,
            "Caller": call.from_, "Called": call.to, "CallStatus": call.status, "Direction": call.direction,
            "ApiVersion": "2010-04-01", "FromCountry": "US", "ToCountry": "US",
        }  # fmt: skip
        if call.answered_by:
            told["AnsweredBy"] = call.answered_by
        if call.parent_sid:
            told["ParentCallSid"] = call.parent_sid
        return told

    async def ring(self, seconds: float) -> str:
        """Rings the phone: answer, voicemail, busy, no-answer, reject or failed."""
        phone = self.carrier.phone(self.call.phone)
        others = (leg.call for leg in self.carrier.legs.values() if leg is not self)
        if self.carrier.owned(phone.number) is not None:
            return "failed"  # a number of the account cannot pick up
        if any(call.phone == phone.number for call in others):
            return "busy"
        if phone.answers != "ring":
            return phone.answers
        patience = None if self.carrier.manual_timeouts else seconds
        self.waiting("ring")
        try:
            await self.until(lambda: self.decision or self.inputs, patience)
        finally:
            self.call.waiting = ""
        return self.decision or "no-answer"


def view(call: Call) -> dict[str, Any]:
    """A call as the control interface and the page see it."""
    return plain(call) | {"over": call.over, "duration": call.duration}
