"""What the carrier recorded in calls."""

import re
from http import HTTPStatus
from typing import Any

from twilio.rest import Client

from bot.errors import NotTaken, Rejected
from bot.providers.twilio_http import SECONDS

_SID = re.compile(r"RE[0-9a-fA-F]{32}")
_LARGEST = 100 * 1024 * 1024


class TwilioRecordings:
    """Fetches audio, and lets the carrier forget it.

    The address is built from the recording's id, and no redirect is followed.
    """

    def __init__(self, client: Client, api_url: str) -> None:
        self._session: Any = client.http_client.session
        self._auth = client.auth
        self._folder = f"{api_url}/2010-04-01/Accounts/{client.account_sid}/Recordings"

    def fetch(self, recording_sid: str) -> tuple[bytes, str]:
        """The audio and its content type. Raises NotTaken where it is not ready yet, Rejected where there is none."""
        answer = self._ask("GET", recording_sid, "wav")
        if answer.status_code != HTTPStatus.OK or len(answer.content) > _LARGEST:
            raise NotTaken("the recording is not ready yet")
        return answer.content, answer.headers.get("Content-Type", "audio/wav")

    def discard(self, recording_sid: str) -> None:
        """Done twice, it changes nothing. Raises NotTaken, or Rejected like `fetch`."""
        answer = self._ask("DELETE", recording_sid, "json")
        if answer.status_code not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND):
            raise NotTaken("the carrier has not deleted the recording")

    def _ask(self, method: str, recording_sid: str, ending: str) -> Any:
        if not _SID.fullmatch(recording_sid):
            raise Rejected("that is no recording's id")
        address = f"{self._folder}/{recording_sid}.{ending}"
        try:
            answer = self._session.request(method, address, auth=self._auth, timeout=SECONDS, allow_redirects=False)
        except OSError as error:  # what requests raises is an OSError
            raise NotTaken("the carrier cannot be reached") from error
        if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Rejected("the carrier does not accept this account's credentials", "20003")
        return answer
