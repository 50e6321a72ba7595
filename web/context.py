"""Where a view finds the application."""

from typing import cast

from flask import Flask, current_app

from bot.bootstrap import Application

KEY = "messaging"


def attach(app: Flask, application: Application) -> None:
    """Hang the application on a Flask app."""
    app.extensions[KEY] = application


def application() -> Application:
    """The application behind the current request."""
    return cast(Application, current_app.extensions[KEY])
