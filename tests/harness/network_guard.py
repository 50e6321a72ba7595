"""Notices connections that leave the machine, by Python's own audit events, so that no library can slip past."""

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager

EVENTS = ("socket.connect", "socket.sendto", "socket.getaddrinfo")


class OffMachine(OSError):
    """Somebody tried to reach another machine."""


class NetworkGuard:
    """While `watching`, an attempt to leave the machine raises OffMachine where it is made and is remembered.

    Remembered, because the code under test may well catch the error.
    """

    def __init__(self) -> None:
        self._attempts: list[str] | None = None
        sys.addaudithook(self._hear)

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Yields the list of attempts, which grows as they are made."""
        before, attempts = self._attempts, list[str]()
        self._attempts = attempts
        try:
            yield attempts
        finally:
            self._attempts = before

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._attempts is not None and event in EVENTS:
            host = _host(event, arguments)
            if host is not None and not is_local(host):
                self._attempts.append(f"{event} {host}")
                raise OffMachine(f"a test tried to reach {host}")


def is_local(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in ("", "localhost")
    return address.is_loopback or address.is_unspecified


def _host(event: str, arguments: tuple[object, ...]) -> str | None:
    """The host of an audit event; None where there is none, as with Unix sockets."""
    address = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
    if isinstance(address, tuple):
        address = address[0]
    elif event != "socket.getaddrinfo":
        return None
    return address.decode() if isinstance(address, bytes) else address if isinstance(address, str) else None
