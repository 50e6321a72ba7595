"""The carrier's numbers: a set, and a carrier that can be out of reach."""

from collections.abc import Sequence

from bot.errors import NotTaken


class FakeNumbers:
    """Keeps what is rented; with `down` set it refuses like a carrier that does not answer."""

    def __init__(self, *rented: str) -> None:
        self.rented = set(rented)
        self.down = False

    def available(self, area_code: str | None) -> Sequence[str]:
        return []

    def rent(self, number: str) -> None:
        self.rented.add(number)

    def is_rented(self, number: str) -> bool:
        return number in self.rented

    def give_back(self, number: str) -> None:
        if self.down:
            raise NotTaken("the carrier does not answer")
        self.rented.discard(number)
