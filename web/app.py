"""Puts the web application together: webhooks of the carrier, the panel and the command line."""

import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot import logs
from bot.bootstrap import Application, assemble
from bot.errors import ConfigurationError
from bot.nlu import understand as understanding
from bot.settings import load
from web import cli, context, health, hooks, metrics, panel

LARGEST_REQUEST = 2 * 1024 * 1024


def build(application: Application | None = None) -> Flask:
    """A Flask app around an application; without one, around what the environment says.

    A setting that will not do ends the process with one sentence.
    """
    application = application or _from_environment()
    understanding.prepare()
    app = Flask(__name__)
    app.config.update(SECRET_KEY=application.secret_key, SECRET_KEY_FALLBACKS=[*application.older_keys])
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    context.attach(app, application)
    _behind_proxies(app, application.trusted_proxies)
    health.register(app)
    metrics.register(app)
    hooks.register(app)
    panel.register(app, application.public_url.startswith("https:"), application.redis_url)
    cli.register(app, application)
    return app


def _behind_proxies(app: Flask, count: int) -> None:
    """Who asks is told by our own proxies only; scheme and host are those of PUBLIC_URL, whatever anybody says."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=0, x_host=0)  # type: ignore[method-assign]


def _from_environment() -> Application:
    try:
        loaded = load()
        logs.set_up(loaded.log_level, loaded.log_format)
        return assemble(loaded)
    except ConfigurationError as wrong:
        sys.exit(str(wrong))
