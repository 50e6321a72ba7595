"""Every route of the panel with the ids of another business: nothing is there, and nothing changes there.

A new route with an id is walked too; where its id has a new name, this says so until it is named here.
"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from bot.services import accounts, agenda, booking, importing, prompts, templates
from models import (
    Calendar,
    Customer,
    Delivery,
    Group,
    ImportJob,
    InboxItem,
    Member,
    Message,
    Service,
    Template,
)
from tests.bot.domain.test_wav import sound
from tests.factories import Shop
from tests.fuzz.house import everything

SECRET = "zebra crossing at midnight"
ZOE = "+12125550333"
ELSEWHERE = ("static", "feeds", "status", "voice", "call_status", "media", "unsubscribe", "joining", "operator")
"""Signed by the carrier or by a link of their own, or for operators only: told of in their own tests."""
ACTIONS = {
    "calendars.save": ("save",),
    "appointments.act": ("cancel", "approve", "decline", "no-show", "end-series"),
    "settings.save": ("business",),
}
FORM = {
    "body": "Hi",
    "name": "Mine",
    "first_name": "Mine",
    "role": "owner",
    "customer": ZOE,
    "start": "2026-11-25T10:00",
}


@pytest.fixture
def theirs(other_shop: Shop) -> dict[str, str]:
    """One of everything that the other business has, by the name that a route gives its id."""
    zoe = other_shop.customer("Zoe Fox", ZOE, group="Zebras")
    other_shop.calendar()
    other_shop.service("Zebra wash")
    visit = other_shop.book(zoe, other_shop.clock.moment.replace(tzinfo=None, hour=15, minute=0))
    other_shop.text(f"text Zoe {SECRET}")
    other_shop.text(SECRET, ZOE)
    with other_shop.app.work() as work:
        desk = other_shop.desk(work)
        accounts.add_member(desk, "zoe@example.com", "a long enough password", "Zoe")
        templates.save_template(desk, "Zebra", SECRET, "message")
        prompts.upload(desk, sound(1), other_shop.app.vault, "Zebra")
        importing.begin(desk, "a.csv", b"first name,phone\nZed,212-555-0199\n")
        assert agenda.day_list(desk, booking.get_appointment(desk, visit).start_local.date())
        kinds = {
            "customer_id": Customer, "group_id": Group, "message_id": Message, "delivery_id": Delivery,
            "service_id": Service, "calendar_id": Calendar, "template_id": Template, "item_id": InboxItem,
            "member_id": Member, "job_id": ImportJob,
        }  # fmt: skip
        ids = {name: _first(desk.session, kind, desk.business.id) for name, kind in kinds.items()}
    nothing = "01a208b9-4d85-705a-8bc5-ebd1f7f264a8"
    more = {"appointment_id": str(visit), "invoice_id": nothing, "link_id": nothing, "session_id": nothing}
    return {**ids, **more, "phone": ZOE, "number": "1", "month": "1999-01"}


def _first(session: Any, kind: Any, business_id: object) -> str:
    return str(session.scalars(select(kind.id).where(kind.business_id == business_id)).first())


def addresses(client: FlaskClient, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every route with an argument, filled in with the other business's ids: endpoint and path."""
    routes = client.application.url_map.bind("localhost")
    for rule in client.application.url_map.iter_rules():
        if not rule.arguments or rule.endpoint.startswith(ELSEWHERE):
            continue
        for action in ACTIONS.get(rule.endpoint, _actions(rule)):
            values = {name: ids.get(name, action) for name in rule.arguments}
            unnamed = [name for name in rule.arguments if name not in ids and name not in ("action", "block")]
            assert not unnamed, f"{rule.rule} has an id that is not named here: {unnamed}"
            yield rule.endpoint, routes.build(rule.endpoint, values, force_external=False, append_unknown=False)


def _actions(rule: Rule) -> tuple[str, ...]:
    named = getattr(rule._converters.get("action"), "items", None)
    return tuple(named) if named else ("save",)


def test_with_the_ids_of_another_business_nothing_is_there_and_nothing_changes(
    shop: Shop, other_shop: Shop, theirs: dict[str, str], member: FlaskClient
) -> None:
    before, walked = everything(other_shop), 0
    found = []
    for endpoint, path in addresses(member, theirs):
        for answer in (member.get(path), member.post(path, data={**FORM, "audio": (io.BytesIO(b""), "a.wav")})):
            walked += 1
            if SECRET in answer.text or "Zoe" in answer.text:
                found.append(f"{path} shows what is not ours")
            own = endpoint.startswith(("inbox.show", "inbox.reply", "settings.", "calendars.save", "yourself.change"))
            if answer.status_code not in (404, 405, 400) and not own:
                found.append(f"{path} answers {answer.status_code}")
    assert walked > 60
    assert found == []
    assert everything(other_shop) == before


def test_their_prompts_are_not_ours_by_number(shop: Shop, theirs: dict[str, str], member: FlaskClient) -> None:
    assert member.post(f"/prompts/{theirs['number']}/delete").status_code == 404
    assert "Zebra" not in member.get("/prompts").text


@pytest.mark.parametrize("field", ["groups", "customers"])
def test_their_groups_and_customers_cannot_be_written_to(
    shop: Shop, other_shop: Shop, theirs: dict[str, str], member: FlaskClient, field: str
) -> None:
    form = {field: theirs["group_id" if field == "groups" else "customer_id"], "channels": "text", "body": "Hi"}
    page = member.post("/messages/new", data=form)
    assert page.status_code in (404, 422)
    assert "Zoe" not in page.text
