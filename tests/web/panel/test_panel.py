"""The panel: who gets in, what can be done, and that nothing typed is lost."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from models.states import DeliveryKind
from tests.factories import Shop
from tests.web.panel.serving import EMAIL, PASSWORD
from web import create_app

ANN = "+12125550111"
SCREENS = [
    "/", "/customers", "/customers/new", "/customers/import", "/groups", "/messages", "/messages/new", "/inbox",
    "/templates", "/prompts", "/settings", "/account", "/account/messages",
]  # fmt: skip


def confirm(member: FlaskClient, form: dict[str, str]) -> TestResponse:
    """Look at the preview of a message, then send it."""
    shown = member.post("/messages/new", data=form).text
    agreed = shown.split('name="agreed" value="')[1].split('"')[0]
    return member.post("/messages/new", data={**form, "agreed": agreed, "action": "send"})


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_asks_a_visitor_to_sign_in_and_opens_for_a_member(visitor: FlaskClient, screen: str) -> None:
    assert "/sign-in" in visitor.get(screen).headers["Location"]
    visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert visitor.get(screen).status_code == 200


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@example.com", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_address_look_alike(visitor: FlaskClient, email: str, password: str) -> None:
    refused = visitor.post("/sign-in", data={"email": email, "password": password})
    assert refused.status_code == 401
    assert "do not belong together" in refused.text


def test_an_idle_session_ends_after_the_minutes_that_are_set(shop: Shop, member: FlaskClient) -> None:
    shop.clock.pass_time(minutes=29)
    assert member.get("/customers").status_code == 200
    shop.clock.pass_time(minutes=31)
    assert "/sign-in" in member.get("/customers").headers["Location"]


def test_signing_in_leads_to_pages_of_ours_only(visitor: FlaskClient) -> None:
    form = {"email": EMAIL, "password": PASSWORD}
    assert visitor.post("/sign-in?next=//evil.example", data=form).headers["Location"] == "/"


def test_a_form_without_its_token_is_refused(shop: Shop) -> None:
    refused = create_app(shop.app).test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("gone", "kind"), [("customers", "text/html"), ("member_sessions", "text/plain")], ids=["rows", "session"]
)
def test_what_breaks_on_our_side_shows_one_sentence_and_nothing_of_the_inside(
    shop: Shop, member: FlaskClient, gone: str, kind: str
) -> None:
    member.application.config["PROPAGATE_EXCEPTIONS"] = False
    with shop.app.work() as work:
        work.session.execute(text(f"ALTER TABLE {gone} RENAME TO elsewhere"))
    broken = member.get("/customers")
    assert (broken.status_code, broken.mimetype) == (500, kind)
    assert "Something went wrong on our side." in broken.text
    assert not re.search(r"Traceback|SELECT|File |sqlalchemy", broken.text)


def test_all_data_of_a_customer_is_deleted_once_it_is_said_twice(shop: Shop, member: FlaskClient) -> None:
    where = f"/customers/{shop.customer('Ann Lee', ANN)}"
    refused = member.post(f"{where}/erase")
    assert refused.status_code == 422
    assert "tick the box" in refused.text
    assert member.get(where).status_code == 200
    member.post(f"{where}/erase", data={"sure": "yes"})
    assert member.get(where).status_code == 404
    assert shop.customers() == []
    assert "Deleted all data of a customer" in member.get("/settings/what-was-done").text


def test_a_customer_is_added_changed_put_into_a_group_and_removed(shop: Shop, member: FlaskClient) -> None:
    member.post("/groups", data={"name": "VIP"})
    added = member.post("/customers/new", data={"first_name": "Ann", "last_name": "Lee", "phones": "212-555-0111"})
    where = added.headers["Location"]
    assert "(212) 555-0111" in member.get("/customers").text
    (group_id,) = [line.split('"')[0] for line in member.get(where).text.split('name="groups" value="')[1:]]
    member.post(where, data={"first_name": "Anna", "last_name": "Lee", "phones": "212-555-0112", "groups": group_id})
    assert [one.phone for one in shop.customers()] == ["+12125550112"]
    assert "Anna Lee" in member.get(f"/groups/{group_id}").text
    member.post(f"{where}/remove")
    assert not shop.customers()


def test_a_wrong_phone_is_refused_with_an_example_and_what_was_typed_stays(shop: Shop, member: FlaskClient) -> None:
    refused = member.post("/customers/new", data={"first_name": "Ann", "phones": "12345", "notes": "likes tea"})
    assert refused.status_code == 422
    assert "is not a phone number" in refused.text
    assert "(212) 555-0123" in refused.text
    assert 'value="Ann"' in refused.text
    assert "likes tea" in refused.text
    assert not shop.customers()


def test_a_message_is_previewed_and_then_sent(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    shop.customer("Bob Stone")
    form = {"everybody": "on", "body": "Hi {first_name}, we moved", "channels": "text", "when": "now"}
    preview = member.post("/messages/new", data=form)
    assert "1 person gets this" in preview.text
    assert "Hi Ann, we moved" in preview.text
    assert "Bob Stone (no phone number)" in preview.text
    assert not shop.deliveries()
    sent = confirm(member, form)
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.MESSAGE)] == ["Hi Ann, we moved"]
    assert "Ann Lee" in member.get(sent.headers["Location"]).text


def test_what_was_changed_after_the_preview_is_shown_again_before_it_is_sent(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    shop.customer("Bob Stone", "+12125550112")
    form = {"to": "Ann Lee", "body": "we moved", "channels": "text", "when": "now"}
    agreed = member.post("/messages/new", data=form).text.split('name="agreed" value="')[1].split('"')[0]
    changed = {**form, "to": "Ann Lee, Bob Stone", "agreed": agreed, "action": "send"}
    assert "2 people get this" in member.post("/messages/new", data=changed).text
    assert not shop.deliveries()


def test_one_of_two_customers_with_the_same_name_is_written_to_from_their_page(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    second = shop.customer("Ann Lee", "+12125550112")
    link = member.get(f"/customers/{second}").text.split('class="button" href="')[1].split('"')[0]
    assert f'name="customers" value="{second}" checked' in member.get(link).text
    confirm(member, {"customers": str(second), "body": "we moved", "channels": "text", "when": "now"})
    assert [one.address for one in shop.deliveries(kind=DeliveryKind.MESSAGE)] == ["+12125550112"]


def test_a_template_brings_its_words_and_leaves_the_rest_of_the_form(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    member.post("/templates", data={"name": "Birthday", "body": "Happy birthday {first_name}!"})
    template_id = member.get("/messages/new").text.split('name="use" value="')[1].split('"')[0]
    form = {"to": "Ann Lee", "body": "", "channels": "email", "when": "later", "at": "2026-12-24T15:00"}
    page = member.post("/messages/new", data={**form, "use": template_id}).text
    assert "Happy birthday {first_name}!</textarea>" in page
    assert 'value="Ann Lee"' in page
    assert 'value="2026-12-24T15:00"' in page
    assert 'value="email" checked' in page


def test_a_weekly_message_is_scheduled_told_in_words_and_stopped(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    later = {"to": "Ann Lee", "body": "stretch!", "channels": "text", "when": "later", "at": "2026-11-30T09:00"}
    made = confirm(member, {**later, "repeat": "FREQ=WEEKLY"})
    assert "every Monday at 9 AM" in member.get("/messages").text
    member.post(f"{made.headers['Location']}/stop")
    assert "Nothing is waiting" in member.get("/messages").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": ""}, "Whom is it for?"),
        ({"body": ""}, "What should it say?"),
        ({"body": "Only {price}"}, "no field {price}"),
        ({"when": "later", "at": ""}, "When should it go out?"),
        ({"when": "later", "at": "2020-01-01T09:00"}, "has passed"),
        ({"channels": ""}, "How should it go out"),
        ({"channels": "voice"}, "Which recording"),
        ({"to": "Zoltan"}, "no customer called Zoltan"),
        ({"body": "x" * 1601}, "up to 1600 characters"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(
    shop: Shop, member: FlaskClient, change: dict[str, str], said: str
) -> None:
    shop.customer("Ann Lee", ANN)
    form = {"to": "Ann Lee", "body": "we moved", "channels": "text", "when": "now", "subject": "kept", **change}
    refused = member.post("/messages/new", data={**form, "action": "send"})
    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="kept"' in refused.text
    assert not shop.deliveries()


def test_the_inbox_shows_a_text_and_takes_a_reply(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN)
    shop.text("do you have parking for a horse", ANN)
    assert "parking for a horse" in member.get("/inbox").text
    thread = member.get(f"/inbox/{ANN}")
    assert "parking for a horse" in thread.text
    member.post(f"/inbox/{ANN}", data={"body": "behind the house"})
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.REPLY)] == ["behind the house"]
    assert member.post(f"/inbox/{ANN}", data={"body": " "}).status_code == 422


def test_templates_are_saved_and_deleted(member: FlaskClient) -> None:
    member.post("/templates", data={"name": "Birthday", "body": "Happy birthday {first_name}!"})
    page = member.get("/templates").text
    assert "Happy birthday {first_name}!" in page
    member.post(page.split('action="/templates/')[1].split('"')[0].join(["/templates/", ""]))
    assert "No templates yet" in member.get("/templates").text


@pytest.mark.parametrize(
    ("block", "form", "shown"),
    [
        ("business", {"name": "Bella Hair", "timezone": "America/Chicago"}, "Bella Hair"),
        ("email", {"email_from": "bella@example.com", "email_from_name": "Bella"}, "bella@example.com"),
        ("session", {"session_minutes": "45"}, 'value="45"'),
        ("phones", {"phone": "212-555-0133", "phone_name": "Jo"}, "(212) 555-0133"),
        ("forwarding", {"call_forward_to": "212-555-0134", "text_forwards": "212-555-0135"}, "+12125550135"),
    ],
)
def test_settings_are_saved(member: FlaskClient, block: str, form: dict[str, str], shown: str) -> None:
    assert member.post(f"/settings/{block}", data=form).status_code == 302
    assert shown in member.get("/settings").text


@pytest.mark.parametrize(
    ("block", "form", "said"),
    [
        ("pin", {"pin": "12"}, "A PIN has 4 to 8 digits"),
        ("email", {"email_from": "bella@"}, "is not an email address"),
        ("session", {"session_minutes": "0"}, "between 1 and 1440"),
        ("phones", {"phone": "+12125550199"}, "own number"),
        ("phones", {"remove": "+12125550100"}, "only authorised phone"),
        ("forwarding", {"call_forward_to": "+12125550199"}, "own number"),
        ("business", {"name": "x", "timezone": "Narnia"}, "is not a time zone"),
    ],
)
def test_settings_that_will_not_do_are_refused(
    member: FlaskClient, block: str, form: dict[str, str], said: str
) -> None:
    refused = member.post(f"/settings/{block}", data=form)
    assert refused.status_code == 422
    assert said in refused.text


def test_nothing_of_another_business_can_be_seen_or_changed(shop: Shop, other_shop: Shop, member: FlaskClient) -> None:
    theirs = other_shop.customer("Zoe Secret", "+12125550222", group="Theirs")
    assert member.get(f"/customers/{theirs}").status_code == 404
    assert member.post(f"/customers/{theirs}", data={"first_name": "Mine"}).status_code == 404
    assert member.post(f"/customers/{theirs}/remove").status_code == 404
    assert "Zoe" not in member.get("/customers").text
    assert [one.name for one in other_shop.customers()] == ["Zoe Secret"]


@pytest.mark.parametrize("path", ["/nothing", "/customers/123", "/inbox/abc", "/settings/nothing", "/media/forged"])
def test_what_is_not_there_is_a_plain_404(member: FlaskClient, path: str) -> None:
    method = member.post if path.startswith("/settings") else member.get
    assert method(path).status_code == 404


def test_scripts_from_elsewhere_do_not_run(member: FlaskClient) -> None:
    policy = member.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_what_a_customer_is_called_is_never_markup(shop: Shop, member: FlaskClient) -> None:
    shop.customer("<script>alert(1)</script> Lee", ANN)
    assert "<script>alert" not in member.get("/customers").text
