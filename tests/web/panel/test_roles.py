"""Who may do what: every route, with every role."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from models import new_id
from models.states import Role
from tests.factories import Shop
from tests.web.panel import people
from tests.web.panel.serving import EMAIL
from web import create_app
from web.panel import SCREENS, roles

PANEL = {screen.blueprint.name for screen in SCREENS} - roles.OPEN
VALUES = {"block": "views", "action": "remove", "token": "forged", "phone": "+12125550111", "number": 1}
OWNERS_ONLY = {"members", "what_was_done", "customers.erase"}
STAFF = {"appointments", "calendars", "services", "customers", "groups", "messages", "inbox", "library"}


@pytest.fixture
def app(shop: Shop) -> Flask:
    made = create_app(shop.app)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every way into the panel: rule, method, and an address that fits."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in PANEL:
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                yield rule, method, address(app, rule)


def address(app: Flask, rule: Rule) -> str:
    values = {name: VALUES.get(name, str(new_id())) for name in rule.arguments}
    for name in rule.arguments:
        converter = type(rule._converters[name]).__name__
        if converter == "AnyConverter":
            values[name] = sorted(rule._converters[name].items)[0]  # type: ignore[attr-defined]
        elif converter == "IntegerConverter":
            values[name] = 1
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def test_every_route_of_the_panel_sends_a_visitor_to_sign_in(app: Flask) -> None:
    wrong = []
    for rule, method, path in routes(app):
        answer = app.test_client().open(path, method=method)
        if answer.status_code != 302 or "/sign-in" not in answer.headers["Location"]:
            wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.READ_ONLY])
def test_every_route_keeps_out_whose_role_does_not_allow_it(shop: Shop, app: Flask, role: Role) -> None:
    people.add(shop, "jo@example.com", role)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    wrong, kept_out = [], 0
    for rule, method, path in routes(app):
        if rule.endpoint.startswith("yourself."):
            continue
        name = rule.endpoint.partition(".")[0]
        answer = people.browser(app, "jo@example.com").open(path, method=method)
        must = bool({name, rule.endpoint} & OWNERS_ONLY) or (role is Role.READ_ONLY and method != "GET")
        may = name in STAFF and not must and (role is Role.STAFF or method == "GET")
        kept_out += answer.status_code == 403
        if (must and answer.status_code != 403) or (may and answer.status_code == 403) or answer.status_code >= 500:
            wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []
    assert kept_out > 3


@pytest.mark.parametrize("block", ["pin", "phones", "forwarding", "session"])
def test_staff_leave_pin_phones_money_and_sessions_alone(shop: Shop, app: Flask, block: str) -> None:
    people.add(shop, "jo@example.com")
    staff = people.browser(app, "jo@example.com")
    refused = staff.post(f"/settings/{block}", data={"pin": "4711", "session_minutes": "5", "phone": "212-555-0133"})
    assert refused.status_code == 403
    assert "Your role does not allow this" in refused.text
    assert staff.post("/settings/views", data={"view_1": "dayGridMonth"}).status_code == 302


def test_what_nobody_has_named_is_for_owners() -> None:
    for change in (True, False):
        assert roles.allows("owner", "new_screen.index", change=change)
        assert not roles.allows("staff", "new_screen.index", change=change)
    assert not roles.allows("nobody", "today.index", change=False)


def test_a_role_counts_from_the_next_click(shop: Shop, app: Flask) -> None:
    jo = people.add(shop, "jo@example.com", Role.OWNER)
    theirs, owner = people.browser(app, "jo@example.com"), people.browser(app, EMAIL)
    assert theirs.get("/settings/members").status_code == 200
    owner.post(f"/settings/members/{jo}/role", data={"role": "staff"})
    assert theirs.get("/settings/members").status_code == 403
    assert 'href="/settings/members"' not in theirs.get("/settings").text


def test_read_only_members_see_and_change_nothing(shop: Shop, app: Flask) -> None:
    people.add(shop, "jo@example.com", Role.READ_ONLY)
    shop.customer("Ann Lee", "+12125550111")
    theirs = people.browser(app, "jo@example.com")
    assert "Ann Lee" in theirs.get("/customers").text
    assert theirs.post("/customers/new", data={"first_name": "Eve"}).status_code == 403
    assert theirs.get("/customers/export.csv").status_code == 403
    assert len(shop.customers()) == 1
