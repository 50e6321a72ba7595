"""Codes by text, and phones verified by Twilio's ValidationRequests and OutgoingCallerIds resources."""

from twilio.rest import Client

from bot.providers.twilio_http import asking


class TwilioChecks:
    """Asked while somebody waits for the page, so over the blocking transport."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def text(self, sender: str, to: str, body: str) -> None:
        """Raises Rejected, NotTaken or Ambiguous. No report is asked for: who got no code asks for another."""
        with asking():
            self._client.messages.create(to=to, from_=sender, body=body)

    def call(self, phone: str) -> str:
        """Raises Rejected, NotTaken or Ambiguous."""
        with asking():
            return str(self._client.validation_requests.create(phone_number=phone).validation_code)

    def may_show(self, phone: str) -> bool:
        """Raises NotTaken or Ambiguous."""
        with asking():
            return bool(self._client.outgoing_caller_ids.list(phone_number=phone, limit=1))

    def forget(self, phone: str) -> None:
        """Raises NotTaken or Ambiguous."""
        with asking():
            for one in self._client.outgoing_caller_ids.list(phone_number=phone, limit=1):
                one.delete()
