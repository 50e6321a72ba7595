"""A clock that a test moves."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Stands still until it is told to move. Monday 2026-11-23, ten in the morning in New York."""

    def __init__(self, moment: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_time(self, **span: float) -> None:
        """Move forward, for example `pass_time(hours=2)`."""
        self.moment += timedelta(**span)
