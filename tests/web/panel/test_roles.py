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
ANN = "+12125550111"
VALUES = {"block": "views", "action": "remove", "token": "forged", "phone": "+12125550111", "number": 1}
ANYBODY, WORKERS, OWNERS = (Role.READ_ONLY, Role.STAFF, Role.OWNER), (Role.STAFF, Role.OWNER), (Role.OWNER,)
MAY: dict[str, dict[str, tuple[Role, ...]]] = {
    "today": {"index": ANYBODY},
    "appointments": {
        "index": ANYBODY, "show": ANYBODY, "events": ANYBODY, "GET new": ANYBODY,
        "POST new": WORKERS, "change": WORKERS, "act": WORKERS, "drag": WORKERS, "check": WORKERS,
    },
    "calendars": {"index": ANYBODY, "save": WORKERS},
    "services": {"index": ANYBODY, "add": WORKERS, "change": WORKERS},
    "customers": {
        "index": ANYBODY, "show": ANYBODY, "names": ANYBODY, "GET new": ANYBODY,
        "POST new": WORKERS, "change": WORKERS, "opt_out": WORKERS, "remove": WORKERS,
    },
    "imports": {
        "index": WORKERS, "show": WORKERS, "problems": WORKERS, "upload": WORKERS, "change": WORKERS, "export": OWNERS,
    },
    "groups": {"GET index": ANYBODY, "show": ANYBODY, "POST index": WORKERS, "change": WORKERS},
    "messages": {
        "index": ANYBODY, "show": ANYBODY, "progress": ANYBODY, "events": ANYBODY, "GET new": ANYBODY,
        "POST new": WORKERS, "count": WORKERS, "stop": WORKERS,
    },
    "deliveries": {"show": ANYBODY, "resend": WORKERS},
    "inbox": {"index": ANYBODY, "show": ANYBODY, "reply": WORKERS, "label": WORKERS},
    "library": {
        "GET saved": ANYBODY, "GET recordings": ANYBODY,
        "POST saved": WORKERS, "POST recordings": WORKERS, "delete_template": WORKERS, "change_prompt": WORKERS,
    },
    "account": {"index": ANYBODY, "detailed": ANYBODY, "usage_file": OWNERS},
    "billing": {"index": OWNERS, "invoice": OWNERS, "enter_card": OWNERS, "card": OWNERS, "cancel": OWNERS},
    "settings": {"index": OWNERS, "save": OWNERS},
    "members": {"index": OWNERS, "invite": OWNERS, "change": OWNERS, "withdraw": OWNERS},
    "what_was_done": {"index": OWNERS},
    "caller_id": {"index": OWNERS, "ask": OWNERS, "done": OWNERS, "forget": OWNERS},
    "registration": {"index": OWNERS, "save": OWNERS},
    "yourself": {
        "index": ANYBODY, "GET set_up": ANYBODY, "POST set_up": ANYBODY, "change_password": ANYBODY,
        "sign_out_device": ANYBODY, "sign_out_everywhere": ANYBODY, "change_second_factor": ANYBODY,
    },
}  # fmt: skip
"""Who may use which route of the panel: every one of them, by blueprint and view."""
SETTINGS = ("business", "email", "session", "privacy", "views", "pin", "phones", "forwarding")


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


def allowed(endpoint: str, method: str) -> tuple[Role, ...] | None:
    """Who may, as the table says; None where it says nothing."""
    blueprint, _, view = endpoint.partition(".")
    table = MAY.get(blueprint, {})
    return table.get(f"{method} {view}", table.get(view))


def test_the_table_names_every_route_and_nothing_else(app: Flask) -> None:
    there = {(rule.endpoint, method) for rule, method, _ in routes(app)}
    assert sorted(one for one in there if allowed(*one) is None) == []
    written = {f"{name}.{view.split()[-1]}" for name, table in MAY.items() for view in table}
    assert sorted(written - {endpoint for endpoint, _ in there}) == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.READ_ONLY, Role.OWNER])
def test_every_route_is_for_those_whom_the_table_names(shop: Shop, app: Flask, role: Role) -> None:
    people.add(shop, "jo@example.com", role)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    wrong = []
    theirs = people.browser(app, "jo@example.com")
    for rule, method, path in sorted(routes(app), key=lambda one: one[0].endpoint == "yourself.sign_out_everywhere"):
        answer = theirs.open(path, method=method)
        let_in = role in (allowed(rule.endpoint, method) or ())
        if (answer.status_code == 403) is let_in or answer.status_code >= 500:
            wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("block", SETTINGS)
def test_staff_leave_every_setting_alone(shop: Shop, app: Flask, block: str) -> None:
    people.add(shop, "jo@example.com")
    staff = people.browser(app, "jo@example.com")
    refused = staff.post(f"/settings/{block}", data={"pin": "4711", "session_minutes": "5", "phone": "212-555-0133"})
    assert refused.status_code == 403
    assert "Your role does not allow this" in refused.text


def test_who_only_looks_leaves_a_text_unread_for_those_who_answer(shop: Shop, app: Flask) -> None:
    shop.customer("Ann Lee", ANN)
    shop.text("do you have parking for a horse", ANN)
    people.add(shop, "jo@example.com", Role.READ_ONLY)
    assert "parking" in people.browser(app, "jo@example.com").get(f"/inbox/{ANN}").text
    assert shop.inbox()[0].read_at is None
    people.browser(app, EMAIL).get(f"/inbox/{ANN}")
    assert shop.inbox()[0].read_at is not None


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
    assert 'href="/settings"' not in theirs.get("/").text


def test_read_only_members_see_and_change_nothing(shop: Shop, app: Flask) -> None:
    people.add(shop, "jo@example.com", Role.READ_ONLY)
    shop.customer("Ann Lee", "+12125550111")
    theirs = people.browser(app, "jo@example.com")
    assert "Ann Lee" in theirs.get("/customers").text
    assert theirs.post("/customers/new", data={"first_name": "Eve"}).status_code == 403
    assert theirs.get("/customers/export.csv").status_code == 403
    assert len(shop.customers()) == 1
