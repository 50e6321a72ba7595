"""Webhooks of the carrier. Each checks the signature before anything is read."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every webhook to the app."""
