"""A driver of the stand-in carrier: what phones do, and what they get."""

import json
import urllib.parse
import urllib.request
from typing import Any

from tests.harness.log_guard import GUARD
from tests.harness.waiting import eventually


class Carrier:
    """Phones on the far side of the number, through the carrier's control interface."""

    def __init__(self, url: str, number: str) -> None:
        self.url, self.number = url.rstrip("/"), number

    def text(self, phone: str, body: str) -> list[str]:
        """A phone texts the number; the answers that came at once."""
        GUARD.remember(body)
        got = self._ask("/sim/messages", {"from": phone, "to": self.number, "body": body})
        assert got["webhook"]["status"] == 200, got["webhook"]
        return [reply["body"] for reply in got["replies"]]

    def texts_to(self, phone: str) -> list[dict[str, Any]]:
        """Every text that the number sent to a phone, oldest first."""
        query = urllib.parse.urlencode({"phone": phone, "direction": "outbound"})
        listed: list[dict[str, Any]] = self._ask(f"/sim/messages?{query}")["messages"]
        return listed

    def wait_for_text(self, phone: str, contains: str, timeout: float = 20) -> str:
        """The first text from the number to a phone with these words in it, as soon as it is there."""
        query = {"type": "message", "phone": phone, "contains": contains, "direction": "outbound", "timeout": timeout}
        got = self._ask(f"/sim/wait?{urllib.parse.urlencode(query)}", timeout=timeout + 5)
        assert got["found"], f"no text with {contains!r} within {timeout} s"
        body: str = got["events"][0]["body"]
        return body

    def dial(self, phone: str) -> "CallDriver":
        """A phone calls the number."""
        return CallDriver(self, self._ask("/sim/calls", {"from": phone, "to": self.number}))

    def wait_for_ring(self, phone: str, timeout: float = 20) -> "CallDriver":
        """The number's call to a phone, as soon as it rings."""
        query = {"type": "call", "phone": phone, "status": "ringing", "timeout": timeout}
        got = self._ask(f"/sim/wait?{urllib.parse.urlencode(query)}", timeout=timeout + 5)
        assert got["found"], f"{phone} did not ring within {timeout} s"
        sid = got["events"][0]["sid"]
        return CallDriver(self, self._ask(f"/sim/calls/{sid}"))

    def ledger(self, **wanted: str) -> list[dict[str, Any]]:
        """What the carrier was asked to create, as its own books have it."""
        listed: list[dict[str, Any]] = self._ask(f"/sim/ledger?{urllib.parse.urlencode(wanted)}")["ledger"]
        return listed

    def _ask(self, path: str, body: dict[str, Any] | None = None, timeout: float = 30) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return json.load(response)


class CallDriver:
    """One call, as the person at the phone drives it."""

    def __init__(self, carrier: Carrier, view: dict[str, Any]) -> None:
        self.carrier, self.view = carrier, view

    @property
    def heard(self) -> str:
        """Everything that was heard so far, as JSON text: words spoken, and what was played."""
        return json.dumps(self.view, ensure_ascii=False)

    def wait_to_hear(self, words: str) -> "CallDriver":
        """Until these words have been spoken in the call."""

        def spoken() -> bool:
            self.view = self.carrier._ask(f"/sim/calls/{self.view['sid']}")
            return words in self.heard

        eventually(spoken, timeout=15)
        return self

    def press(self, digits: str) -> "CallDriver":
        """Press keys, once the call listens."""
        return self._do("press", {"digits": digits})

    def answer(self) -> "CallDriver":
        """Pick up a phone that rings."""
        return self._do("answer", {})

    def record(self, seconds: float, finish: str = "#") -> "CallDriver":
        """Speak for so long, and press a key."""
        return self._do("record", {"seconds": seconds, "finish": finish})

    def hang_up(self) -> "CallDriver":
        """Put the phone down."""
        return self._do("hangup", {})

    def _do(self, what: str, body: dict[str, Any]) -> "CallDriver":
        self.view = self.carrier._ask(f"/sim/calls/{self.view['sid']}/{what}", body)
        return self
