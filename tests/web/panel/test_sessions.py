"""Sessions end when they should, on the server too."""

from flask.testing import FlaskClient

from tests.factories import Shop
from tests.web.panel import people
from tests.web.panel.serving import EMAIL, PASSWORD
from web import create_app

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
NAME = "__Host-session"
RIGHT = {"email": EMAIL, "password": PASSWORD}


def stolen(client: FlaskClient) -> str:
    """A copy of the cookie."""
    cookie = client.get_cookie(NAME)
    assert cookie is not None
    return cookie.value


def with_cookie(client: FlaskClient, value: str) -> FlaskClient:
    """Another browser that brings a copy."""
    other = client.application.test_client()
    other.set_cookie(NAME, value)
    return other


def test_a_copy_of_a_cookie_is_worth_nothing_after_signing_out(member: FlaskClient) -> None:
    copy = stolen(member)
    assert with_cookie(member, copy).get("/customers").status_code == 200
    member.post("/sign-out")
    assert "/sign-in" in with_cookie(member, copy).get("/customers").headers["Location"]


def test_signing_out_on_one_device_leaves_the_others(member: FlaskClient) -> None:
    elsewhere = people.browser(member.application, EMAIL)
    member.post("/sign-out")
    assert elsewhere.get("/customers").status_code == 200


def test_a_copy_of_a_cookie_is_worth_nothing_after_the_idle_time(shop: Shop, member: FlaskClient) -> None:
    copy = stolen(member)
    shop.clock.pass_time(minutes=31)
    assert "/sign-in" in with_cookie(member, copy).get("/customers").headers["Location"]


def test_a_session_ends_after_a_day_however_busy_it_was(shop: Shop, member: FlaskClient) -> None:
    for _ in range(72):
        shop.clock.pass_time(minutes=20)
        assert member.get("/settings/yourself").status_code == 200
    shop.clock.pass_time(minutes=1)
    assert "/sign-in" in member.get("/settings/yourself").headers["Location"]


def test_devices_are_listed_and_signed_out_one_by_one(shop: Shop, member: FlaskClient) -> None:
    phone = member.application.test_client()
    phone.post("/sign-in", data=RIGHT, headers={"User-Agent": PHONE})
    page = member.get("/settings/yourself").text
    assert "Safari on an iPhone" in page
    assert "(this one)" in page
    row = next(part for part in page.split('class="row across"') if "iPhone" in part)
    assert member.post(row.split('action="')[1].split('"')[0]).status_code == 302
    assert phone.get("/customers").status_code == 302
    assert member.get("/customers").status_code == 200


def test_nobody_signs_out_somebody_elses_device(shop: Shop, member: FlaskClient) -> None:
    people.add(shop, "jo@example.com")
    theirs = people.browser(member.application, "jo@example.com")
    page = theirs.get("/settings/yourself").text
    row = next(part for part in page.split('class="row across"') if "(this one)" in part)
    assert member.post(row.split('action="')[1].split('"')[0]).status_code == 404
    assert theirs.get("/customers").status_code == 200


def test_signing_out_everywhere_ends_all_of_them(member: FlaskClient) -> None:
    elsewhere = people.browser(member.application, EMAIL)
    member.post("/settings/yourself/sign-out-everywhere")
    assert elsewhere.get("/customers").status_code == 302
    assert member.get("/customers").status_code == 302


def test_signing_in_makes_a_new_session(visitor: FlaskClient) -> None:
    visitor.get("/sign-in")
    with visitor.session_transaction() as before:
        before["planted"] = "by somebody else"
    planted = stolen(visitor)
    visitor.post("/sign-in", data=RIGHT)
    with visitor.session_transaction() as after:
        assert "planted" not in after
    assert with_cookie(visitor, planted).get("/customers").status_code == 302


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_connections(shop: Shop) -> None:
    app = create_app(shop.app)
    app.config["WTF_CSRF_ENABLED"] = False
    cookie = app.test_client().post("/sign-in", data=RIGHT, base_url="https://example.test").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for flag in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie


def test_pages_of_members_are_kept_by_no_cache(member: FlaskClient) -> None:
    assert member.get("/customers").headers["Cache-Control"] == "no-store"


def test_a_cookie_survives_a_new_secret_key_while_the_older_one_is_named(shop: Shop, member: FlaskClient) -> None:
    copy = stolen(member)
    shop.app.secret_key, shop.app.older_keys = "a new key", ("secret",)
    client = create_app(shop.app).test_client()
    client.set_cookie(NAME, copy)
    assert client.get("/customers").status_code == 200
    shop.app.older_keys = ()
    client = create_app(shop.app).test_client()
    client.set_cookie(NAME, copy)
    assert client.get("/customers").status_code == 302
