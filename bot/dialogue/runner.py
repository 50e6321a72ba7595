"""Runs one rasa_sdk action in this process, and turns what came of it into a Reply."""

import asyncio
import logging
import threading
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.dialogue import turn as turns
from bot.dialogue.capability import REPLY, as_reply
from bot.dialogue.form import FORM, SLOTS, Form
from bot.dialogue.memory import Memory, Reply
from bot.dialogue.policy import Decision
from bot.dialogue.turn import Turn

logging.getLogger("rasa_sdk").setLevel(logging.WARNING)

DOMAIN = {"forms": {FORM: {"required_slots": list(SLOTS)}}}
"""What of Rasa's domain an action needs to know."""


class Runner:
    """The registered actions, ready to run. One event loop per thread is kept: starting one costs more than a turn."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)
        self._local = threading.local()

    def knows(self, action: str) -> bool:
        """Whether there is an action of this name."""
        return action in self._executor.actions

    def run(self, decision: Decision, turn: Turn) -> Reply:
        """Take the turn. Raises whatever an action raises beside InputError."""
        turns.take(turn)
        reply = self._run(decision, turn)
        more = self._run(decision.then, turn).text if decision.then else None
        return replace(reply, text=f"{reply.text} {more}") if reply.text and more else reply

    def _run(self, decision: Decision, turn: Turn) -> Reply:
        if decision.form is not None:
            decision = self._fill(decision, decision.form, turn)
        events = self._call(decision.action, _tracker(decision.slots, turn))
        return as_reply(next((event["value"] for event in events if event.get("name") == REPLY), {}))

    def _fill(self, decision: Decision, form: Form, turn: Turn) -> Decision:
        """Run a form as Rasa does: validate what was given, then ask for the next slot, or submit."""
        tracker = _tracker(decision.slots, turn)
        slots = {**form.as_slots(), **decision.slots}
        tracker["slots"] = {**slots, "before": form.as_slots()}
        tracker["events"] = [{"event": "slot", "name": name, "value": value} for name, value in decision.slots.items()]
        for event in self._call(f"validate_{decision.action}", tracker):
            slots[event["name"]] = event["value"]
        asked = slots.pop("requested_slot", None)
        return Decision(f"action_ask_{decision.action}_{asked}" if asked else f"action_submit_{decision.action}", slots)

    def _call(self, action: str, tracker: dict[str, Any]) -> list[dict[str, Any]]:
        call = {"next_action": action, "tracker": tracker, "domain": DOMAIN}
        result = self._loop().run_until_complete(self._executor.run(call))
        return list(result.events) if result else []

    def _loop(self) -> asyncio.AbstractEventLoop:
        if not hasattr(self._local, "loop"):
            self._local.loop = asyncio.new_event_loop()
        loop: asyncio.AbstractEventLoop = self._local.loop
        return loop


def remember(memory: Memory, reply: Reply, now: str) -> Memory:
    """What the conversation knows after the reply."""
    return Memory(
        awaiting=reply.awaiting,
        pending=reply.pending,
        choices=reply.choices,
        undo=reply.undo or memory.undo,
        last_text=reply.masked or reply.text or memory.last_text,
        asked_at=now if reply.awaiting else None,
        form=memory.form if reply.form is None else {**reply.form, "at": now} if reply.form else None,
        booked={"id": reply.booked, "at": now} if reply.booked else memory.booked,
        name=memory.name,
        language=memory.language,
        proof=reply.proof,
        wrong_codes=memory.wrong_codes if reply.wrong_codes is None else reply.wrong_codes,
        acknowledged={**memory.acknowledged, **({reply.acknowledged: now} if reply.acknowledged else {})},
    )


def _tracker(frame: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """The tracker in the form in which Rasa hands it to an action server."""
    said = turn.understood
    return {
        "sender_id": str(turn.item.id),
        "slots": {**turn.memory.as_slots(), "frame": frame},
        "latest_message": {
            "text": turn.heard.text,
            "intent": {"name": said.intent, "confidence": said.confidence},
            "entities": [{"entity": key, "value": value} for key, value in said.slots.items()],
        },
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }
