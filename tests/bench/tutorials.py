"""What tutorials do, to be compared with: one job per message, the blocking client, a new client for each.

The RQ worker forks for each job and Celery runs two processes; both find the same stub carrier.
"""

import os

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

SID, TOKEN, SENDER = "AC" + "5" * 32, "7" * 32, "+12125550199"


class Local(TwilioHttpClient):  # type: ignore[misc]
    """The library's own transport, pointed at the stub."""

    def request(self, method: str, url: str, *args: object, **kwargs: object) -> object:
        """As the library's own."""
        there = url.replace("https://api.twilio.com", os.environ["TWILIO_API_URL"])
        return super().request(method, there, *args, **kwargs)


def send_text(to: str) -> str:
    """The job of the tutorials."""
    client = Client(SID, TOKEN, http_client=Local())
    return str(client.messages.create(to=to, from_=SENDER, body="Hi").sid)
