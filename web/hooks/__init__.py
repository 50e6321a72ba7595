"""Webhooks of the carrier. Each checks the signature before anything is read."""

from flask import Flask

from web.hooks import call_status, media, recording, sms, status, unsubscribe, voice


def register(app: Flask) -> None:
    """Add every webhook to the app."""
    for module in (sms, status, voice, call_status, recording, media, unsubscribe):
        app.register_blueprint(module.blueprint)
