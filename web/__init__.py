"""The web application: webhooks of the carrier, the panel and the command line."""

from flask import Flask

from bot.bootstrap import Application
from web import context, hooks, panel


def create_app(application: Application) -> Flask:
    """A Flask app around the parts that `bot.bootstrap` put together."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = application.secret_key
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    context.attach(app, application)
    hooks.register(app)
    panel.register(app)
    return app
