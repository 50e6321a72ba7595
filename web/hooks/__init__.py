"""Webhooks of the carrier. Each checks the signature before anything is read."""

from flask import Flask

from web.hooks import sms, status, unsubscribe


def register(app: Flask) -> None:
    """Add every webhook to the app."""
    for module in (sms, status, unsubscribe):
        app.register_blueprint(module.blueprint)
