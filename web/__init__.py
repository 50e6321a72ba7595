"""The web application. Nothing is imported here: the simulator and the asset installer live in this package too."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from bot.bootstrap import Application


def create_app(application: "Application | None" = None) -> "Flask":
    """A Flask app around an application; without one, around what the environment says."""
    from web import app

    return app.build(application)
