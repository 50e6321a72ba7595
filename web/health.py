"""`/healthz`: the process answers. `/readyz`: so do the database, its newest migration, and Redis."""

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import CarrierError
from models import migrations
from web.context import application

blueprint = Blueprint("health", __name__)


def register(app: Flask) -> None:
    """Add both paths to the app."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Asks nothing of anybody."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """503 with what is missing, until everything is there."""
    missing = [name for name, there in {"database": _database(), "redis": _redis()}.items() if not there]
    return jsonify({"ready": not missing, "missing": missing}), 503 if missing else 200


def _database() -> bool:
    try:
        return migrations.is_current(application().engine)
    except SQLAlchemyError:
        return False


def _redis() -> bool:
    try:
        application().ports.jobs.check()
    except CarrierError:
        return False
    return True
