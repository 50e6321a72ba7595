"""Phone numbers by Twilio's AvailablePhoneNumbers and IncomingPhoneNumbers resources."""

from collections.abc import Sequence
from typing import Any

from twilio.rest import Client

from bot.providers.twilio_http import asking

_SHOWN = 20


class TwilioNumbers:
    """Finds and rents numbers, and points them at us."""

    def __init__(self, client: Client, public_url: str) -> None:
        self._client = client
        self._public_url = public_url

    def available(self, area_code: str | None) -> Sequence[str]:
        """Local US numbers for texts and calls, E.164. Raises Rejected, NotTaken or Ambiguous."""
        area = {"area_code": int(area_code)} if area_code else {}
        with asking():
            found = self._client.available_phone_numbers("US").local.list(
                sms_enabled=True, voice_enabled=True, limit=_SHOWN, **area
            )
        return [str(one.phone_number) for one in found]

    def rent(self, number: str) -> None:
        """Rent a number and point its webhooks at us; one that is rented already is pointed only."""
        with asking():
            rented = self._client.incoming_phone_numbers.list(phone_number=number, limit=1)
            if rented:
                rented[0].update(**self._webhooks())
            else:
                self._client.incoming_phone_numbers.create(phone_number=number, **self._webhooks())

    def is_rented(self, number: str) -> bool:
        """Raises NotTaken or Ambiguous."""
        with asking():
            return bool(self._client.incoming_phone_numbers.list(phone_number=number, limit=1))

    def give_back(self, number: str) -> None:
        """Raises Rejected, NotTaken or Ambiguous."""
        with asking():
            for rented in self._client.incoming_phone_numbers.list(phone_number=number, limit=1):
                rented.delete()

    def _webhooks(self) -> dict[str, Any]:
        """Both fallbacks are the same addresses: without one, a text that met a restart would be lost (11205)."""
        text, call = f"{self._public_url}/hooks/sms", f"{self._public_url}/hooks/voice"
        status = f"{self._public_url}/hooks/voice/status"
        texts = {"sms_url": text, "sms_fallback_url": text}
        return {**texts, "voice_url": call, "voice_fallback_url": call, "status_callback": status}
