"""The carrier's own errors, in its own JSON."""

import json

from aiohttp import web

MEANING: dict[int, tuple[int, str]] = {
    20001: (400, "Unknown parameters"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource {0} was not found"),
    20422: (422, "Invalid parameter: {0}"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21201: (400, "No 'To' number specified"),
    21205: (400, "Url parameter is required."),
    21210: (400, "'From' phone number not verified: {0}"),
    21211: (400, "Invalid 'To' Phone Number: {0}"),
    21212: (400, "Invalid 'From' Number (caller ID): {0}"),
    21215: (400, "Account not authorized to call {0}."),
    21220: (400, "Invalid call state: the call is not in progress. Cannot redirect."),
    21408: (400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {0}."),
    21421: (400, "PhoneNumber is invalid"),
    21422: (400, "PhoneNumber {0} is not available"),
    21450: (400, "Phone number already validated for your account: {0}"),
    21452: (400, "No phone numbers found in area code {0}"),
    21601: (400, "Phone number {0} is not a valid SMS-capable inbound phone number."),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number {0} is not a valid, SMS-capable inbound phone number for your account."),
    21609: (400, "The 'StatusCallback' URL {0} is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (429, "This 'From' number {0} has exceeded the maximum number of queued messages"),
    21612: (400, "The message From/To pair violates a rule"),
    21614: (400, "'To' number {0} is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit."),
    21635: (400, "'To' number cannot be a landline"),
    21659: (400, "'From' {0} is not a Twilio phone number or Short Code country mismatch"),
    30003: (400, "Unreachable destination handset"),
    30005: (400, "Unknown destination handset"),
    30006: (400, "Landline or unreachable carrier"),
    30007: (400, "Message filtered"),
}


class RestError(Exception):
    """A request is refused with one of the carrier's codes."""

    def __init__(self, code: int, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.status, meaning = MEANING.get(code, (400, "Unknown error"))
        self.message = meaning.format(about)

    def response(self) -> web.Response:
        """The answer as the carrier would give it."""
        body = {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if self.status == 401 else {}
        return web.Response(text=json.dumps(body), status=self.status, content_type="application/json", headers=headers)
