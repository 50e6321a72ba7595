"""Webhooks of the carrier. Each checks the signature before anything is read."""

from flask import Blueprint, Flask

from web.hooks import call_status, feeds, media, recording, sms, status, stripe, unsubscribe, voice


def blueprints() -> list[Blueprint]:
    """All of them."""
    modules = (sms, status, voice, call_status, recording, media, unsubscribe, feeds, stripe)
    return [module.blueprint for module in modules]


def register(app: Flask) -> None:
    """Add every webhook to the app."""
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
