"""Texts by Twilio's Messages resource."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from twilio.rest import Client

from bot.domain import carrier_errors
from bot.domain.carrier_errors import Meaning
from bot.domain.carrier_statuses import OF_TEXTS
from bot.ports import OutgoingText, Receipt, StatusReport
from bot.providers.twilio_http import REFUSALS, error_of, newest_until
from models.states import DeliveryStatus

SHORTEST_VALIDITY, LONGEST_VALIDITY = 1, 36_000
_EARLIER = timedelta(minutes=1)
_LISTED = 50
_PAGE = 1000


class TwilioSms:
    """Sends through the async client. The delivery's id is in the callback's address, so that an answer finds home."""

    def __init__(self, client: Client, public_url: str) -> None:
        self._messages = client.messages
        self._public_url = public_url

    async def send(self, text: OutgoingText) -> Receipt:
        """Raises Rejected, OptedOut, NotTaken or Ambiguous."""
        validity = {"validity_period": _validity(text.valid_seconds)} if text.valid_seconds is not None else {}
        try:
            message = await self._messages.create_async(
                to=text.to,
                from_=text.sender,
                body=text.body,
                status_callback=f"{self._public_url}/hooks/sms/status/{text.delivery_id}",
                **validity,
            )
        except REFUSALS as refusal:
            raise error_of(refusal) from refusal
        return Receipt(str(message.sid))

    async def look_up(self, text: OutgoingText, since: datetime) -> Sequence[Receipt]:
        """Texts of the same words between the same phones. Raises NotTaken or Ambiguous.

        The carrier's own filter is by the time of sending, which a text in its queue does not have yet.
        """
        try:
            listing = await self._messages.stream_async(to=text.to, from_=text.sender, page_size=_LISTED)
            listed = await newest_until(listing, since - _EARLIER)
        except REFUSALS as refusal:
            raise error_of(refusal) from refusal
        return [Receipt(str(one.sid)) for one in listed if one.body == text.body]

    async def listed(self, since: datetime, until: datetime) -> Sequence[StatusReport]:
        """Every text that went out then. Raises NotTaken or Ambiguous."""
        try:
            listed = await self._messages.list_async(date_sent_after=since, date_sent_before=until, page_size=_PAGE)
        except REFUSALS as refusal:
            raise error_of(refusal) from refusal
        return [_report(one) for one in listed if str(one.direction).startswith("outbound") and one.status in OF_TEXTS]


def _report(one: Any) -> StatusReport:
    status, code = OF_TEXTS[one.status], str(one.error_code) if one.error_code else None
    meant = carrier_errors.look_up(code)
    parts = int(one.num_segments) if str(one.num_segments or "").isdigit() else None
    if status is not DeliveryStatus.FAILED:
        return StatusReport(status, str(one.sid), parts=parts)
    out = meant.meaning is Meaning.OPTED_OUT
    return StatusReport(status, str(one.sid), code, meant.reason, opted_out=out, parts=parts)


def _validity(seconds: int) -> int:
    return min(max(seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY)
