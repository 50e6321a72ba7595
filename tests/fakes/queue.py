"""A job queue that remembers what it was handed, and can be out of reach."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.errors import NotTaken
from bot.ports import Urgency


class FakeQueue:
    """Keeps ids; with `down` set it refuses like a Redis that cannot be reached."""

    def __init__(self) -> None:
        self.handed: list[tuple[Urgency, UUID]] = []
        self.recordings: list[UUID] = []
        self.imports: list[UUID] = []
        self.reconciliations = self.bills = self.nights = self.returns = 0
        self.down = False

    def hand_over(self, delivery_ids: Sequence[UUID], urgency: Urgency) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.handed += [(urgency, one) for one in delivery_ids]

    def fetch_recording(self, recording_id: UUID) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.recordings.append(recording_id)

    def import_customers(self, import_id: UUID) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.imports.append(import_id)

    def bill(self) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.bills += 1

    def reconcile(self) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.reconciliations += 1

    def forget(self) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.nights += 1

    def return_numbers(self) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
        self.returns += 1

    def lengths(self) -> Mapping[str, int]:
        self.check()
        return {"now": 0, "bulk": 0, "failed": 0}

    def check(self) -> None:
        if self.down:
            raise NotTaken("the queue cannot be reached")
