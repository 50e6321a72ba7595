"""Calls: placeholder for the slice that follows."""


class Session:
    """One live call."""

    def abandon(self) -> None:
        """Ends without telling anybody."""
