"""Every path of the REST interface, and the account itself."""

from aiohttp import web

from web.simulator.rest import caller_ids, calls, messages, numbers, recordings
from web.simulator.rest.shared import VERSION, authenticate, carrier_of

_ACCOUNT = f"/{VERSION}/Accounts/{{account}}"


async def account(request: web.Request) -> web.Response:
    """The account, so that credentials can be tried."""
    authenticate(request)
    sid = carrier_of(request).config.account_sid
    return web.json_response({"sid": sid, "friendly_name": "Simulator", "status": "active", "type": "Full"})


def routes() -> list[web.RouteDef]:
    """The routes, most specific first."""
    return [
        web.get(f"{_ACCOUNT}.json", account),
        web.get(f"{_ACCOUNT}/Messages.json", messages.index),
        web.post(f"{_ACCOUNT}/Messages.json", messages.post),
        web.get(f"{_ACCOUNT}/Messages/{{sid}}.json", messages.fetch),
        web.post(f"{_ACCOUNT}/Messages/{{sid}}.json", messages.update),
        web.delete(f"{_ACCOUNT}/Messages/{{sid}}.json", messages.delete),
        web.get(f"{_ACCOUNT}/Calls.json", calls.index),
        web.post(f"{_ACCOUNT}/Calls.json", calls.post),
        web.get(f"{_ACCOUNT}/Calls/{{sid}}.json", calls.fetch),
        web.post(f"{_ACCOUNT}/Calls/{{sid}}.json", calls.update),
        web.get(f"{_ACCOUNT}/Calls/{{call}}/Recordings.json", recordings.index),
        web.get(f"{_ACCOUNT}/Recordings.json", recordings.index),
        web.get(f"{_ACCOUNT}/Recordings/{{sid:RE[0-9a-f]+}}.json", recordings.fetch),
        web.delete(f"{_ACCOUNT}/Recordings/{{sid:RE[0-9a-f]+}}.json", recordings.delete),
        web.get(f"{_ACCOUNT}/Recordings/{{sid:RE[0-9a-f]+}}", recordings.media),
        web.get(f"{_ACCOUNT}/Recordings/{{sid:RE[0-9a-f]+}}.wav", recordings.media),
        web.get(f"{_ACCOUNT}/IncomingPhoneNumbers.json", numbers.index),
        web.post(f"{_ACCOUNT}/IncomingPhoneNumbers.json", numbers.post),
        web.get(f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", numbers.fetch),
        web.post(f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", numbers.update),
        web.delete(f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", numbers.delete),
        web.get(f"{_ACCOUNT}/OutgoingCallerIds.json", caller_ids.index),
        web.post(f"{_ACCOUNT}/OutgoingCallerIds.json", caller_ids.post),
        web.delete(f"{_ACCOUNT}/OutgoingCallerIds/{{sid}}.json", caller_ids.delete),
        web.get(f"{_ACCOUNT}/AvailablePhoneNumbers/{{country}}/Local.json", numbers.local),
    ]
