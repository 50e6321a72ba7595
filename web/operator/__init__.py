"""The operator's pages at /operator: one installation, many businesses. An operator is never a member."""

from flask import Flask

from web.operator import access, acting, businesses, health, plans, signing_in

SCREENS = (signing_in, businesses, plans, health, acting)


def register(app: Flask) -> None:
    """Add every page to the app."""
    access.register(app)
    for screen in SCREENS:
        app.register_blueprint(screen.blueprint)
