"""`GET /media/<token>`: the audio of a recording, for the carrier's `<Play>` and the panel's player."""

import logging
from uuid import UUID

from flask import Blueprint, Response, abort
from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.errors import ConfigurationError
from bot.services import recordings
from models import Recording
from web.context import application

log = logging.getLogger(__name__)
blueprint = Blueprint("media", __name__)
LASTS = 3600
"""Seconds that a link works: longer than any call rings, shorter than anybody keeps it."""


def signed_url(recording_id: UUID | str) -> str:
    """A link to a recording that works for an hour, for whoever has it."""
    return f"{application().public_url}/media/{_serializer().dumps(str(recording_id))}"


@blueprint.get("/media/<token>")
def media(token: str) -> Response:
    """404 for a link that is forged, too old, or whose recording has not arrived."""
    try:
        recording_id = UUID(_serializer().loads(token, max_age=LASTS))
    except (BadSignature, ValueError):
        abort(404)
    with application().reading() as work:
        row = work.session.get(Recording, recording_id)
        audio = _audio(row) if row is not None else None
        if row is None or audio is None:
            abort(404)
        return Response(audio, mimetype=row.content_type, headers={"Cache-Control": "private, max-age=3600"})


def _audio(row: Recording) -> bytes | None:
    try:
        return recordings.audio_of(row, application().vault)
    except ConfigurationError as wrong:
        log.error("recording %s cannot be played: %s", row.id, wrong)
        return None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(application().secret_key, salt="recording")
