"""IncomingPhoneNumbers and AvailablePhoneNumbers."""

from typing import Any

import phonenumbers
from aiohttp import web
from multidict import MultiMapping

from web.simulator.carrier import Carrier
from web.simulator.records import Number, now
from web.simulator.rest.creating import create
from web.simulator.rest.errors import RestError
from web.simulator.rest.shared import (
    VERSION,
    authenticate,
    carrier_of,
    form_of,
    page,
    rfc2822,
    root,
    valid_number,
    valid_url,
)

URLS = {
    "SmsUrl": "sms_url", "SmsFallbackUrl": "sms_fallback_url", "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url", "StatusCallback": "status_callback",
}  # fmt: skip
METHODS = {
    "SmsMethod": "sms_method", "SmsFallbackMethod": "sms_fallback_method", "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method", "StatusCallbackMethod": "status_callback_method",
}  # fmt: skip
CAPABILITIES = {"voice": True, "sms": True, "mms": True, "fax": False}


async def post(request: web.Request) -> web.StreamResponse:
    """Takes a number into the account."""
    authenticate(request)
    carrier = carrier_of(request)

    async def accept(form: MultiMapping[str]) -> dict[str, Any]:
        number = Number(_wished(carrier, form))
        apply(number, form)
        add(carrier, number)
        return resource(carrier, number)

    return await create(request, "number", accept)


def _wished(carrier: Carrier, form: MultiMapping[str]) -> str:
    if area := form.get("AreaCode"):
        free = available(carrier, area, 1)
        if not free:
            raise RestError(21452, area)
        return free[0]
    wish = form.get("PhoneNumber", "")
    if not valid_number(wish):
        raise RestError(21421)
    if carrier.owned(wish) is not None:
        raise RestError(21422, wish)
    return wish


def add(carrier: Carrier, number: Number) -> None:
    """Makes the number the account's own."""
    carrier.numbers[number.sid] = number
    carrier.publish("number", (number.phone_number,), {"number": number.phone_number})


def apply(number: Number, form: MultiMapping[str]) -> None:
    """Sets what the form names and leaves the rest."""
    for name in URLS:
        if form.get(name) and not valid_url(form[name]):
            raise RestError(20422, f"{name} {form[name]}")
    settings = {key: form[name] for name, key in {**URLS, **METHODS}.items() if name in form}
    number.urls |= settings
    number.friendly_name = form.get("FriendlyName", number.friendly_name)
    number.updated = now()


async def fetch(request: web.Request) -> web.Response:
    """One number."""
    authenticate(request)
    return web.json_response(resource(carrier_of(request), _find(request)))


async def update(request: web.Request) -> web.Response:
    """Changes where a number's texts and calls go."""
    authenticate(request)
    number = _find(request)
    apply(number, await form_of(request))
    return web.json_response(resource(carrier_of(request), number))


async def delete(request: web.Request) -> web.Response:
    """Gives a number back."""
    authenticate(request)
    number = carrier_of(request).numbers.pop(_find(request).sid)
    carrier_of(request).publish("number", (number.phone_number,), {"number": number.phone_number})
    return web.Response(status=204)


async def index(request: web.Request) -> web.Response:
    """The account's numbers, by PhoneNumber (digits, `*` for any) and FriendlyName."""
    authenticate(request)
    carrier, query = carrier_of(request), request.query
    digits, name = query.get("PhoneNumber", "").replace("*", ""), query.get("FriendlyName")
    found = [
        number for number in carrier.numbers.values()
        if digits in number.phone_number and name in (None, number.friendly_name)
    ]  # fmt: skip
    return page(request, "incoming_phone_numbers", [resource(carrier, number) for number in found])


async def local(request: web.Request) -> web.Response:
    """Local numbers that could be taken, by AreaCode; the fictional 555-01xx of each area code."""
    authenticate(request)
    if request.match_info["country"] not in ("US", "CA"):
        raise RestError(20404, request.path)
    carrier, area = carrier_of(request), request.query.get("AreaCode", "415")
    size = min(100, int(request.query.get("PageSize", "20")))
    found = [offer(phone_number) for phone_number in available(carrier, area, size)]
    return web.json_response({"available_phone_numbers": found, "uri": request.path_qs})


def available(carrier: Carrier, area: str, most: int) -> list[str]:
    """Numbers of an area code that nobody has; none for an area code that does not exist."""
    candidates = (f"+1{area}55501{last:02d}" for last in range(100))
    free = [wish for wish in candidates if valid_number(wish) and carrier.owned(wish) is None]
    return [wish for wish in free if wish not in carrier.phones][:most]


def _find(request: web.Request) -> Number:
    number = carrier_of(request).numbers.get(request.match_info["sid"])
    if number is None:
        raise RestError(20404, request.path)
    return number


def national(phone_number: str) -> str:
    """The number as people of its country write it, such as (415) 555-0100."""
    parsed = phonenumbers.parse(phone_number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def offer(phone_number: str) -> dict[str, Any]:
    """A number that could be taken, as the carrier's interface describes it."""
    return {
        "address_requirements": "none", "beta": False, "capabilities": CAPABILITIES,
        "friendly_name": national(phone_number), "iso_country": "US", "lata": None, "latitude": None,
        "locality": None, "longitude": None, "phone_number": phone_number, "postal_code": None,
        "rate_center": None, "region": None,
    }  # fmt: skip


def resource(carrier: Carrier, number: Number) -> dict[str, Any]:
    """One of the account's numbers as the carrier's interface describes it."""
    urls = {key: number.urls.get(key, "") for key in URLS.values()}
    methods = {key: number.urls.get(key, "POST") for key in METHODS.values()}
    absent = (
        "address_sid", "identity_sid", "sms_application_sid", "trunk_sid", "voice_application_sid",
        "emergency_address_sid", "bundle_sid", "type",
    )  # fmt: skip
    return {
        **urls, **methods, **dict.fromkeys(absent),
        "account_sid": carrier.config.account_sid, "address_requirements": "none", "api_version": VERSION,
        "beta": False, "capabilities": CAPABILITIES, "date_created": rfc2822(number.created),
        "date_updated": rfc2822(number.updated), "friendly_name": number.friendly_name or national(number.phone_number),
        "phone_number": number.phone_number, "origin": "twilio", "sid": number.sid, "status": "in-use",
        "uri": f"{root(carrier)}/IncomingPhoneNumbers/{number.sid}.json", "voice_receive_mode": "voice",
        "voice_caller_id_lookup": False, "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
    }  # fmt: skip
