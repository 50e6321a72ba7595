"""Calls by Twilio's Calls resource."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from twilio.rest import Client

from bot.ports import OutgoingCall, Receipt
from bot.providers.twilio_http import REFUSALS, error_of, newest_until

_EARLIER = timedelta(minutes=1)
_LISTED = 50
EVENTS = ["initiated", "ringing", "answered", "completed"]


class TwilioVoice:
    """Places calls. The carrier waits for the end of a voicemail greeting and says who answered when it asks us."""

    def __init__(self, client: Client, public_url: str) -> None:
        self._calls = client.calls
        self._public_url = public_url

    async def call(self, call: OutgoingCall) -> Receipt:
        """Raises Rejected, NotTaken or Ambiguous."""
        try:
            placed = await self._calls.create_async(
                to=call.to,
                from_=call.sender,
                url=f"{self._public_url}/hooks/voice/out/{call.delivery_id}",
                status_callback=f"{self._public_url}/hooks/voice/status/{call.delivery_id}",
                status_callback_event=EVENTS,
                machine_detection="DetectMessageEnd",
                timeout=call.ring_seconds,
            )
        except REFUSALS as refusal:
            raise error_of(refusal) from refusal
        return Receipt(str(placed.sid))

    async def look_up(self, call: OutgoingCall, since: datetime) -> Sequence[Receipt]:
        """Calls between the same phones. Raises NotTaken or Ambiguous."""
        try:
            listing = await self._calls.stream_async(to=call.to, from_=call.sender, page_size=_LISTED)
            listed = await newest_until(listing, since - _EARLIER)
        except REFUSALS as refusal:
            raise error_of(refusal) from refusal
        return [Receipt(str(one.sid)) for one in listed]
