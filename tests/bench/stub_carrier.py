"""A stub carrier that costs next to nothing: takes every text, answers at once, counts.

    python -m tests.bench.stub_carrier --port 8290 [--latency 0.02]

`GET /count`: how many; `GET /taken?after=3`: when each after the third was taken. A raw protocol, so that what is
measured is the sender and not the stub.
"""

import argparse
import asyncio
import json
import re
import time

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_AFTER = re.compile(rb"GET /taken\?after=(\d+)")
taken: list[float] = []
latency = 0.0
"""Seconds until a text is answered; a real carrier takes 0.05 and more."""


class Stub(asyncio.Protocol):
    """HTTP/1.1 with kept connections, as much of it as clients of a carrier use."""

    def __init__(self) -> None:
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way back."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.buffer) < whole:
                return
            self.buffer = self.buffer[whole:]
            status, body = _answer(head)
            lines = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            pause = latency if head.startswith(b"POST") else 0
            asyncio.get_running_loop().call_later(pause, self._write, lines.encode() + body)

    def _write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)  # type: ignore[attr-defined]


def _answer(head: bytes) -> tuple[str, bytes]:
    if asked := _AFTER.match(head):
        return "200 OK", json.dumps(taken[int(asked[1]) :]).encode()
    if head.startswith(b"GET /count"):
        return "200 OK", str(len(taken)).encode()
    if head.startswith(b"GET"):
        return "200 OK", b'{"messages": [], "next_page_uri": null}'
    taken.append(time.time())
    return "201 Created", b'{"sid": "SM%032x", "status": "queued"}' % len(taken)


async def serve(port: int) -> None:
    """Until it is stopped."""
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--latency", type=float, default=0.0)
    given = arguments.parse_args()
    latency = given.latency
    asyncio.run(serve(given.port))
