"""Who tried, who came and who went is in the log that the owner reads."""

from flask.testing import FlaskClient

from tests.factories import Shop
from tests.web.panel import people
from tests.web.panel.serving import EMAIL


def test_wrong_passwords_the_first_pin_and_signing_out_are_in_the_log(shop: Shop, member: FlaskClient) -> None:
    member.post("/settings/pin", data={"pin": "4711"})
    member.post("/settings/pin", data={"pin": "4712"})
    member.post("/sign-out")
    member.post("/sign-in", data={"email": EMAIL, "password": "not the password"})
    member.post("/sign-in", data={"email": "nobody@example.com", "password": "not the password"})
    said = people.done(shop)
    assert said.count("Tried to sign in as Maria with a wrong password") == 1
    assert said[:4] == [
        "Tried to sign in as Maria with a wrong password",
        "Signed out",
        "Changed the PIN",
        "Set the first PIN",
    ]
    assert "not the password" not in " ".join(said)


def test_a_session_that_timed_out_is_in_the_log_once(shop: Shop, member: FlaskClient) -> None:
    shop.clock.pass_time(minutes=31)
    member.get("/")
    member.get("/")
    assert people.done(shop).count("Was signed out, because nothing happened for a while") == 1


def test_the_owner_reads_of_a_challenge_and_of_what_became_of_it(shop: Shop, member: FlaskClient) -> None:
    shop.prove(shop.text("forward calls to 212-555-0135"))
    page = member.get("/settings/what-was-done").text
    assert "Was asked to prove a change of where calls go" in page
    assert "Proved a change of where calls go" in page
    assert "by text" in page
