"""What is refused before a view sees it: characters that no database keeps, and too many guesses.

Guesses of a password count by email address and where they come from: nobody can lock somebody else out from afar.
Guesses of a code count by member alone: whoever gets so far knows the password.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, request, session
from flask.wrappers import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from web.operator import access as operator_access
from web.panel.signing_in import HALFWAY

PER_MEMBER = "10 per 15 minutes"
PER_ADDRESS = "100 per hour"
SIGN_UP = "signing_up.who"
SIGN_UPS_PER_ADDRESS, SIGN_UPS_PER_MOBILE, SIGN_UPS_A_DAY = "10 per day", "5 per day", "200 per day"
TIMEOUTS = {"socket_connect_timeout": 1, "socket_timeout": 1}


def let_in(larger: Mapping[str, int]) -> None:
    """A member may send more bytes to these endpoints than anybody may elsewhere; before anything reads the form."""
    most = larger.get(request.endpoint or "")
    if most is not None and current_user.is_authenticated:
        request.max_content_length = most


def register(app: Flask, screens: Collection[str], counters_url: str | None) -> None:
    """Add both to the app, after its screens (names of blueprints). Without Redis, a process counts for itself."""
    app.before_request(lambda: _refuse_nul() if request.blueprint in screens else None)
    url = (counters_url or "memory://").replace("unix://", "redis+unix://", 1)
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=url,
        storage_options=dict(TIMEOUTS) if counters_url else {},
        in_memory_fallback_enabled=True,
    )
    for endpoint, guess in _guesses().items():
        view: Any = app.view_functions[endpoint]
        for rule, key in ((PER_ADDRESS, get_remote_address), (PER_MEMBER, guess.whose)):
            view = limiter.limit(rule, key_func=key, methods=["POST"], deduct_when=guess.counts)(view)
        app.view_functions[endpoint] = view
    _limit_sign_ups(app, limiter)


@dataclass(frozen=True)
class _Guess:
    """A form that could be used to guess: for whom it counts, and which answers do."""

    whose: Callable[[], str]
    counts: Callable[[Response], bool]


def _guesses() -> dict[str, _Guess]:
    return {
        "signing_in.sign_in": _Guess(_member, _was_wrong),
        "operator_sign_in.sign_in": _Guess(_member, _was_wrong),
        "signing_in.code": _Guess(_halfway, _was_wrong),
        "operator_sign_in.code": _Guess(_operator_halfway, _was_wrong),
        "operator_sign_in.set_up": _Guess(get_remote_address, _was_refused),
        "joining.forgotten": _Guess(_member, lambda _: True),
        "joining.use_link": _Guess(get_remote_address, lambda response: response.status_code >= 400),
        "yourself.change_password": _Guess(_signed_in, _was_refused),
        "yourself.set_up": _Guess(_signed_in, _was_refused),
        "yourself.change_second_factor": _Guess(_signed_in, _was_refused),
    }


def _limit_sign_ups(app: Flask, limiter: Limiter) -> None:
    """Each begun sign-up costs a text: from one place, to one mobile, and over the whole installation."""
    view: Any = app.view_functions[SIGN_UP]
    rules = (
        (SIGN_UPS_PER_ADDRESS, get_remote_address),
        (SIGN_UPS_PER_MOBILE, _mobile),
        (SIGN_UPS_A_DAY, lambda: "everybody"),
    )
    for rule, key in rules:
        view = limiter.limit(rule, key_func=key, methods=["POST"], deduct_when=_was_taken)(view)
    app.view_functions[SIGN_UP] = view


def _mobile() -> str:
    digits = "".join(char for char in request.form.get("mobile", "") if char in "0123456789")[-10:]
    return hashlib.sha256(digits.encode()).hexdigest()


def _was_taken(response: Response) -> bool:
    return response.status_code == 302


def _refuse_nul() -> None:
    """PostgreSQL takes no NUL, and nobody types one. Webhooks clean what they read themselves."""
    sent = [request.path, *_words(request.args.lists()), *_words(request.form.lists())]
    if any("\x00" in word for word in sent):
        abort(400)


def _words(pairs: Iterable[tuple[str, list[str]]]) -> list[str]:
    return [word for name, values in pairs for word in (name, *values)]


def _member() -> str:
    """One email address from one place, so that nobody can lock somebody else out from afar."""
    email = request.form.get("email", "").strip().lower()
    return f"{get_remote_address()}:{hashlib.sha256(email.encode()).hexdigest()}"


def _halfway() -> str:
    """Who has given the right password, wherever they are: ten codes in a quarter of an hour find none."""
    return str((session.get(HALFWAY) or {}).get("member", get_remote_address()))


def _operator_halfway() -> str:
    return str((session.get(operator_access.HALFWAY) or {}).get("id", get_remote_address()))


def _signed_in() -> str:
    return str(current_user.member_id if current_user.is_authenticated else get_remote_address())


def _was_refused(response: Response) -> bool:
    return response.status_code == 422


def _was_wrong(response: Response) -> bool:
    return response.status_code == 401
