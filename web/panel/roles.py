"""Which role may look at a screen, and which may change something there. What is not named here is for owners.

Checked before every request to the panel, whatever the view says for itself.
"""

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from bot.errors import Forbidden
from models.states import Role

OPEN = frozenset({"signing_in", "joining", "signing_up"})
"""Screens for whoever is not signed in."""

ORDER = ("read_only", "staff", "owner", "operator")
"""Each may do what those before it may."""

LOOK, WORK, OWN = Role.READ_ONLY, Role.STAFF, Role.OWNER
NEEDED = {
    "today": (LOOK, WORK),
    "appointments": (LOOK, WORK),
    "calendars": (LOOK, WORK),
    "services": (LOOK, WORK),
    "customers": (LOOK, WORK),
    "customers.erase": (OWN, OWN),
    "groups": (LOOK, WORK),
    "messages": (LOOK, WORK),
    "deliveries": (LOOK, WORK),
    "inbox": (LOOK, WORK),
    "library": (LOOK, WORK),
    "account": (LOOK, OWN),
    "yourself": (LOOK, LOOK),
    "imports": (WORK, WORK),
    "imports.export": (OWN, OWN),  # all customers leave the house here
    "account.usage_file": (OWN, OWN),
}
"""To look, and to change: for a blueprint, or for an endpoint. Settings, members and money are not here: owners'."""

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
SENTENCE = "Your role does not allow this; an owner of the business can do it, or change your role."


def register(app: Flask, screens: tuple[Blueprint, ...]) -> None:
    """Check every request to these screens."""
    names = {screen.name for screen in screens} - OPEN
    app.before_request(lambda: _check() if request.blueprint in names else None)
    app.jinja_env.globals.update(may=may)


def may(endpoint: str, *, change: bool = False) -> bool:
    """Whether the signed-in member may look at a screen, or change something there."""
    return bool(allows(current_user.role, endpoint, change=change))


def allows(role: str, endpoint: str, *, change: bool) -> bool:
    """The same for any role. One that is not known may do nothing."""
    named = (endpoint, endpoint.partition(".")[0])
    look, work = next((NEEDED[name] for name in named if name in NEEDED), (OWN, OWN))
    return role in ORDER and ORDER.index(role) >= ORDER.index(work if change else look)


def _check() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        back = request.full_path.removesuffix("?") if request.method in LOOKING else None
        return redirect(url_for("signing_in.sign_in", next=back))
    if current_user.needs_second_factor and request.blueprint != "yourself":
        return redirect(url_for("yourself.set_up"))
    if not may(request.endpoint or "", change=request.method not in LOOKING):
        raise Forbidden(SENTENCE)
    return None
