"""`POST /hooks/recording`: the carrier has a recording ready. A worker brings it home."""

from flask import Blueprint, Response

from bot.ivr.call import recording_arrived
from web.context import application
from web.hooks.signature import carrier_id, form, number, signed

blueprint = Blueprint("recording", __name__)


@blueprint.post("/hooks/recording")
@signed
def recording() -> Response:
    """Only what is complete counts; an absent or failed one is nothing to fetch."""
    sent = form()
    sid = carrier_id(sent, "RecordingSid")
    if sid and sent.get("RecordingStatus", "completed") == "completed":
        with application().work() as work:
            recording_arrived(work, carrier_id(sent, "CallSid"), sid, number(sent, "RecordingDuration"))
    return Response(status=204)
