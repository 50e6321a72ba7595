"""`POST /hooks/recording`: the carrier has a recording ready. A worker brings it home."""

from flask import Blueprint, Response

from bot.ivr.call import recording_arrived
from web.context import application
from web.hooks.signature import form, signed

blueprint = Blueprint("recording", __name__)


@blueprint.post("/hooks/recording")
@signed
def recording() -> Response:
    """Only what is complete counts; an absent or failed one is nothing to fetch."""
    sent = form()
    length = sent.get("RecordingDuration", "")
    if sent.get("RecordingSid") and sent.get("RecordingStatus", "completed") == "completed":
        seconds = int(length) if length.isascii() and length.isdigit() and len(length) < 7 else 0
        with application().work() as work:
            recording_arrived(work, sent.get("CallSid", ""), sent["RecordingSid"], seconds)
    return Response(status=204)
