"""Members: invited, joined, given another role, removed; and what was done is written down."""

import pytest
from flask.testing import FlaskClient

from models.states import DeliveryKind, Role
from tests.factories import Shop
from tests.web.panel import people
from tests.web.panel.serving import EMAIL, PASSWORD

JO = "jo@example.com"
JOINING = {"name": "Jo Miller", "password": "four plain words here"}


def invite(member: FlaskClient, email: str = JO, role: str = "staff") -> None:
    assert member.post("/settings/members/invite", data={"email": email, "role": role}).status_code == 302


def test_somebody_is_invited_and_joins_once(shop: Shop, member: FlaskClient) -> None:
    invite(member)
    (link,) = people.links(shop, JO)
    assert f"https://example.test{link}" in member.get("/settings/members").text
    theirs = member.application.test_client()
    assert "You will be staff" in theirs.get(link).text
    assert theirs.post(link, data=JOINING).headers["Location"] == "/"
    assert theirs.get("/customers").status_code == 200
    joined = people.find(shop, JO)
    assert joined
    assert (joined.name, joined.role) == ("Jo Miller", Role.STAFF)
    assert member.application.test_client().get(link).status_code == 404
    assert "Jo Miller joined as staff" in people.done(shop)


def test_the_list_of_what_was_sent_does_not_hold_the_link(shop: Shop, member: FlaskClient) -> None:
    invite(member)
    (email,) = shop.deliveries(kind=DeliveryKind.ACCOUNT)
    assert "/with-link/" not in email.body
    assert "/with-link/" not in member.get("/account/messages").text


def test_an_invitation_is_worthless_after_a_week_when_withdrawn_or_when_sent_anew(
    shop: Shop, member: FlaskClient
) -> None:
    invite(member)
    invite(member, role="read_only")
    first, second = people.links(shop, JO)
    visitor = member.application.test_client()
    assert visitor.get(first).status_code == 404
    assert "read-only" in visitor.get(second).text
    withdraw = member.get("/settings/members").text.split('action="/settings/members/invitations/')[1].split('"')[0]
    member.post(f"/settings/members/invitations/{withdraw}")
    assert visitor.post(second, data=JOINING).status_code == 404
    invite(member)
    shop.clock.pass_time(days=7)
    assert visitor.get(people.links(shop, JO)[2]).status_code == 404
    assert people.find(shop, JO) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "What is your name?"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "password1234"}, "one of the first"),
        ({"password": "jo@example.com"}, "must not be the email address"),
        ({"password": "Bella-Salon!"}, "must not be the email address or the name"),
        ({"password": "x" * 201}, "up to 200 characters"),
    ],
)
def test_what_will_not_do_is_said_and_the_link_stays_good(
    shop: Shop, member: FlaskClient, typed: dict[str, str], said: str
) -> None:
    invite(member)
    (link,) = people.links(shop, JO)
    visitor = member.application.test_client()
    refused = visitor.post(link, data={**JOINING, **typed})
    assert refused.status_code == 422
    assert said in refused.text
    assert typed.get("password", "Jo Miller") not in refused.text or "Jo Miller" in refused.text
    assert visitor.post(link, data=JOINING).status_code == 302


def test_a_password_needs_no_capitals_or_digits(shop: Shop, member: FlaskClient) -> None:
    invite(member)
    typed = {**JOINING, "password": "plain words only ñ 字"}
    visitor = member.application.test_client()
    assert visitor.post(people.links(shop, JO)[0], data=typed).status_code == 302


def test_the_last_owner_stays_an_owner(shop: Shop, member: FlaskClient) -> None:
    owner = people.find(shop, EMAIL)
    assert owner
    people.add(shop, JO)
    for action, form in (("role", {"role": "staff"}), ("remove", {})):
        refused = member.post(f"/settings/members/{owner.id}/{action}", data=form)
        assert refused.status_code == 422
        assert "needs an owner" in refused.text
    second = people.add(shop, "eve@example.com", Role.OWNER)
    assert member.post(f"/settings/members/{owner.id}/role", data={"role": "staff"}).status_code == 302
    assert member.post(f"/settings/members/{second}/remove").status_code == 403


def test_who_is_removed_is_out_at_once(shop: Shop, member: FlaskClient) -> None:
    jo = people.add(shop, JO)
    theirs = people.browser(member.application, JO)
    member.post(f"/settings/members/{jo}/remove")
    assert "/sign-in" in theirs.get("/customers").headers["Location"]
    assert theirs.post("/sign-in", data={"email": JO, "password": people.PASSWORD}).status_code == 401
    invite(member)  # and may come back


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "nobody", "role": "staff"}, "is not an email address"),
        ({"email": EMAIL, "role": "staff"}, "a member already"),
        ({"email": JO, "role": "operator"}, "Choose a role"),
        ({"email": JO}, "Choose a role"),
    ],
)
def test_an_invitation_that_will_not_do_is_refused(
    shop: Shop, member: FlaskClient, form: dict[str, str], said: str
) -> None:
    refused = member.post("/settings/members/invite", data=form)
    assert refused.status_code == 422
    assert said in refused.text
    assert not people.links(shop, JO)


def test_members_and_invitations_of_another_business_are_not_there(
    shop: Shop, other_shop: Shop, member: FlaskClient
) -> None:
    theirs = people.add(other_shop, "zoe@example.com")
    for action in ("role", "remove", "sign-out"):
        assert member.post(f"/settings/members/{theirs}/{action}", data={"role": "owner"}).status_code == 404
    zoe = people.find(other_shop, "zoe@example.com")
    assert zoe
    assert zoe.role is Role.STAFF
    assert "zoe" not in member.get("/settings/members").text


def test_what_was_done_is_shown_with_who_and_through_which_door(shop: Shop, member: FlaskClient) -> None:
    member.post("/settings/session", data={"session_minutes": "45"})
    member.post("/settings/pin", data={"pin": "471199"})
    member.post("/settings/forwarding", data={"call_forward_to": "212-555-0134"})
    shop.prove(shop.text("forward calls to 212-555-0135"))
    page = member.get("/settings/what-was-done").text
    for said in (
        "session time-out",
        "phone ending in 0134",
        "phone ending in 0135",
        "by text",
        "in the panel",
        "Maria",
    ):
        assert said in page
    assert "5550134" not in page
    assert "471199" not in page


def test_what_was_done_is_read_page_by_page(shop: Shop, member: FlaskClient) -> None:
    for minute in range(60):
        member.post("/settings/session", data={"session_minutes": str(minute + 31)})
    first = member.get("/settings/what-was-done").text
    assert first.count("session time-out") == 50
    older = member.get(first.split('<p><a href="')[-1].split('"')[0]).text
    assert older.count("session time-out") == 10
    assert "Signed in on" in older


def test_what_was_done_at_another_business_is_not_shown(shop: Shop, other_shop: Shop, member: FlaskClient) -> None:
    other_shop.prove(other_shop.text("forward calls to 212-555-0177"))
    assert "0177" not in member.get("/settings/what-was-done").text


def test_the_password_is_changed_with_the_old_one_and_other_devices_are_out(shop: Shop, member: FlaskClient) -> None:
    elsewhere = people.browser(member.application, EMAIL)
    form = {"old": PASSWORD, "new": "another good password"}
    refused = member.post("/settings/yourself/password", data={**form, "old": "wrong"})
    assert refused.status_code == 422
    assert "not your password" in refused.text
    assert member.post("/settings/yourself/password", data=form).status_code == 302
    assert member.get("/customers").status_code == 200
    assert elsewhere.get("/customers").status_code == 302
    people.browser(member.application, EMAIL, "another good password")
