"""Runs one rasa_sdk action in this process, and turns what came of it into a Reply."""

import asyncio
import logging
import threading
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.dialogue import turn as turns
from bot.dialogue.capability import REPLY, as_reply
from bot.dialogue.memory import Memory, Reply
from bot.dialogue.policy import Decision
from bot.dialogue.turn import Turn

logging.getLogger("rasa_sdk").setLevel(logging.WARNING)


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
        call = {"next_action": decision.action, "tracker": _tracker(decision, turn), "domain": {}}
        result = self._loop().run_until_complete(self._executor.run(call))
        events = result.events if result else []
        return as_reply(next((event["value"] for event in events if event.get("name") == REPLY), {}))

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
        last_text=reply.text or memory.last_text,
        asked_at=now if reply.awaiting else None,
        acknowledged={**memory.acknowledged, **({reply.acknowledged: now} if reply.acknowledged else {})},
    )


def _tracker(decision: Decision, turn: Turn) -> dict[str, Any]:
    """The tracker in the form in which Rasa hands it to an action server."""
    said = turn.understood
    return {
        "sender_id": str(turn.item.id),
        "slots": {**turn.memory.as_slots(), "frame": decision.slots},
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
