"""The clock of this machine."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the time of the machine it runs on."""

    def now(self) -> datetime:
        """This moment, aware, UTC."""
        return datetime.now(UTC)
