"""The web panel: one blueprint per screen. Views read models and write through services only."""

from flask import Flask
from flask_talisman import Talisman
from flask_wtf import CSRFProtect

from web import hooks, operator
from web.panel import (
    access,
    account,
    appointments,
    billing,
    calendars,
    caller_id,
    customers,
    deliveries,
    failures,
    groups,
    imports,
    inbox,
    joining,
    library,
    limits,
    members,
    messages,
    registration,
    roles,
    services,
    settings,
    showing,
    signing_in,
    signing_up,
    static_files,
    today,
    what_was_done,
    yourself,
)

SCREENS = (
    signing_in,
    joining,
    signing_up,
    today,
    appointments,
    calendars,
    services,
    customers,
    imports,
    groups,
    messages,
    deliveries,
    inbox,
    library,
    settings,
    members,
    yourself,
    what_was_done,
    caller_id,
    registration,
    account,
    billing,
)
LARGER = {"imports.upload": imports.LARGEST_REQUEST, "library.recordings": library.LARGEST_REQUEST}
"""Bytes of a request, where files are sent."""
POLICY = {
    "default-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self' data:",
    "img-src": "'self' data:",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}


def register(app: Flask, https: bool, counters_url: str | None = None) -> None:
    """Add every screen to the app. Webhooks are exempt from CSRF tokens: they are signed.

    Wrong sign-ins are counted in the Redis at `counters_url`.
    """
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=https)
    app.config["SESSION_COOKIE_NAME"] = "__Host-session" if https else "session"
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.before_request(lambda: limits.let_in(LARGER))
    csrf = CSRFProtect(app)
    for blueprint in hooks.blueprints():
        csrf.exempt(blueprint)
    Talisman(
        app, content_security_policy=POLICY, force_https=False, session_cookie_secure=https,
        strict_transport_security=https, content_security_policy_nonce_in=["script-src", "style-src"],
    )  # fmt: skip
    static_files.register(app)
    access.register(app)
    roles.register(app, tuple(screen.blueprint for screen in SCREENS))
    showing.register(app)
    failures.register(app)
    for screen in SCREENS:
        app.register_blueprint(screen.blueprint)
    operator.register(app)
    limits.register(app, {screen.blueprint.name for screen in (*SCREENS, *operator.SCREENS)}, counters_url)
