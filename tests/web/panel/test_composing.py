"""A message is composed: when in words, what it costs while it is typed, and how far it is."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from models import Delivery, Message
from models.states import DeliveryStatus
from tests.factories import Shop

ANN = "+12125550111"
FORM = {"to": "Ann", "channels": "text", "body": "See you soon", "when": "later"}


@pytest.fixture(autouse=True)
def ann(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN, group="VIP")


def agreed(member: FlaskClient, form: dict[str, str]) -> str:
    """Look at the preview, then send just that; the page that follows."""
    mark = member.post("/messages/new", data=form).text.split('name="agreed" value="')[1].split('"')[0]
    data = {**form, "agreed": mark, "action": "send"}
    return member.post("/messages/new", data=data, follow_redirects=True).text


def message(shop: Shop) -> Message:
    with shop.app.reading() as work:
        return work.session.scalars(select(Message)).one()


def test_a_message_is_scheduled_in_words(shop: Shop, member: FlaskClient) -> None:
    form = {**FORM, "said": "dec 4 at 3pm"}
    assert "1 person gets this, Fri Dec 4 at 3 PM" in member.post("/messages/new", data=form).text
    assert "is scheduled" in agreed(member, form)
    assert message(shop).start_local.isoformat() == "2026-12-04T15:00:00"


def test_a_message_repeats_in_words(shop: Shop, member: FlaskClient) -> None:
    form = {**FORM, "said": "every monday 9am until june"}
    assert "every Monday at 9 AM, until May 31" in member.post("/messages/new", data=form).text
    agreed(member, form)
    assert (message(shop).rrule or "").startswith("FREQ=WEEKLY")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("whenever you like", "is no day and time that I can read"),
        ("tomorrow", "At what time"),
        ("5/6 in the year of the dog", "Example:"),
    ],
)
def test_words_that_are_no_moment_are_asked_about_and_stay(member: FlaskClient, said: str, sentence: str) -> None:
    page = member.post("/messages/new", data={**FORM, "said": said})
    assert page.status_code == 422
    assert sentence in page.text
    assert f'value="{said}"' in page.text
    assert "See you soon" in page.text


def test_now_in_words_is_now(shop: Shop, member: FlaskClient) -> None:
    assert "is on its way" in agreed(member, {**FORM, "said": "now"})


def test_what_it_costs_is_said_while_it_is_typed(member: FlaskClient) -> None:
    said = member.post("/messages/count", data={**FORM, "when": "now"}).text
    assert "1 person, 1 text part: within your plan" in " ".join(said.split())


def test_nobody_yet_is_no_error_while_it_is_typed(member: FlaskClient) -> None:
    said = member.post("/messages/count", data={**FORM, "to": "Nobody we know"})
    assert said.status_code == 200
    assert "person" not in said.text


def test_plain_characters_are_offered_where_they_are_cheaper_and_taken_with_a_press(member: FlaskClient) -> None:
    words = "We’re open — all week…" * 4
    form = {**FORM, "body": words}
    assert "Write it with plain characters: 1 part" in member.post("/messages/count", data=form).text
    assert "We&#39;re open - all week..." in member.post("/messages/new", data={**form, "plain": "yes"}).text


def test_a_message_that_goes_out_says_how_far_it_is(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Bob Stone", "+12125550112", group="VIP")
    shop.text("text VIP we are open")
    shop.text("yes")
    number = message(shop).id
    assert "0 of 2 are out" in member.get(f"/messages/{number}/progress").text
    for row in shop.deliveries(message_id=number):
        shop.went_out(row)
    done = member.get(f"/messages/{number}/progress").text
    assert "are out" not in done
    assert "hx-trigger" not in done


def test_the_calendar_shows_what_went_out_and_every_time_to_come(shop: Shop, member: FlaskClient) -> None:
    agreed(member, {**FORM, "said": "every monday 9am"})
    agreed(member, {**FORM, "said": "dec 4 at 3pm", "body": "Only once"})
    shown = member.get("/messages/events?start=2026-11-22T00:00:00&end=2026-12-13T00:00:00").json
    assert [one["start"] for one in shown or []] == [
        "2026-11-30T09:00:00",
        "2026-12-04T15:00:00",
        "2026-12-07T09:00:00",
    ]


def test_another_businesss_messages_are_in_nobody_elses_calendar(
    shop: Shop, other_shop: Shop, member: FlaskClient
) -> None:
    other_shop.customer("Zoe", "+12125550333")
    other_shop.text("dec 4 3pm text Zoe hello")
    assert member.get("/messages/events?start=2026-11-22T00:00:00&end=2026-12-13T00:00:00").json == []
    with shop.app.reading() as work:
        theirs = work.session.scalars(select(Message)).one().id
    assert member.get(f"/messages/{theirs}/progress").status_code == 404


def test_a_stretch_that_is_none_is_refused(member: FlaskClient) -> None:
    assert member.get("/messages/events?start=soon&end=never").status_code == 400


def test_a_press_twice_sends_once(shop: Shop, member: FlaskClient) -> None:
    form = {**FORM, "when": "now"}
    shown = member.post("/messages/new", data=form).text
    agreed, once = (shown.split(f'name="{name}" value="')[1].split('"')[0] for name in ("agreed", "once"))
    pressed = {**form, "agreed": agreed, "once": once, "action": "send"}
    answers = [member.post("/messages/new", data=pressed) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    with shop.app.reading() as work:
        rows = work.session.scalars(select(Delivery).where(Delivery.status == DeliveryStatus.WAITING)).all()
    assert len(rows) == 1
