"""The web panel: one blueprint per screen. Views read models and write through services only."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every screen to the app."""
