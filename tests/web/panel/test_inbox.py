"""The inbox: labels, who wrote what, and answers that go out later."""

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from models.states import DeliveryKind
from tests.factories import Shop

ANN, BOB = "+12125550111", "+12125550112"


@pytest.fixture(autouse=True)
def customers(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN)
    shop.customer("Bob Stone", BOB)


def test_an_order_has_its_label_by_what_it_says(shop: Shop, member: FlaskClient) -> None:
    shop.text("can I order two large pepperoni pizzas for pickup", ANN)
    shop.text("thank you", BOB)
    assert shop.inbox()[0].label == "Order"
    page = member.get("/inbox?label=Order").text
    assert "Ann Lee" in page
    assert "Bob Stone" not in page


def test_a_label_is_put_changed_and_taken_away(shop: Shop, member: FlaskClient) -> None:
    shop.text("do you have parking for a horse", ANN)
    one = shop.inbox()[0].id
    member.post(f"/inbox/label/{one}", data={"label": " To  do "})
    assert shop.inbox()[0].label == "To do"
    member.post(f"/inbox/label/{one}", data={"label": ""})
    assert shop.inbox()[0].label is None


def test_a_label_that_is_too_long_is_refused_with_a_sentence(shop: Shop, member: FlaskClient) -> None:
    shop.text("hello there", ANN)
    said = member.post(f"/inbox/label/{shop.inbox()[0].id}", data={"label": "x" * 31}, follow_redirects=True).text
    assert "A label has up to 30 characters" in said


def test_nobody_labels_another_businesss_texts(shop: Shop, other_shop: Shop, member: FlaskClient) -> None:
    other_shop.text("hello", "+12125550333")
    theirs = other_shop.inbox()[0].id
    assert member.post(f"/inbox/label/{theirs}", data={"label": "Mine"}).status_code == 404
    assert member.post(f"/inbox/label/{uuid4()}", data={"label": "Mine"}).status_code == 404
    assert other_shop.inbox()[0].label != "Mine"


def test_only_the_unread_are_shown_when_asked_for(shop: Shop, member: FlaskClient) -> None:
    shop.text("do you have parking for a horse and a llama", ANN)
    shop.text("can my llama come too, will you feed it", BOB)
    member.get(f"/inbox/{ANN}")
    page = member.get("/inbox?unread=1").text
    assert "Bob Stone" in page
    assert "Ann Lee" not in page


def test_the_thread_says_who_wrote_what(shop: Shop, member: FlaskClient) -> None:
    shop.text("do you have parking for a horse and a llama", ANN)
    member.post(f"/inbox/{ANN}", data={"body": "Behind the house."})
    shop.text("reply Ann and beside it")
    page = member.get(f"/inbox/{ANN}").text
    assert re.search(r"Behind the house\..*?Maria ·", page, re.DOTALL)
    assert re.search(r"and beside it.*?by text ·", page, re.DOTALL)


def test_an_answer_goes_out_later_in_words_and_is_seen_in_the_thread(shop: Shop, member: FlaskClient) -> None:
    shop.text("do you have parking for a horse and a llama", ANN)
    said = member.post(f"/inbox/{ANN}", data={"body": "Yes we do", "said": "dec 4 9am"}, follow_redirects=True).text
    assert "It goes out Fri Dec 4 at 9 AM." in said
    assert "goes out Fri Dec 4 at 9 AM</a>" in said
    assert shop.deliveries(kind=DeliveryKind.REPLY) == []


@pytest.mark.parametrize("when", ["whenever", "every monday at 9am", "tomorrow"])
def test_a_time_that_will_not_do_keeps_what_was_typed(shop: Shop, member: FlaskClient, when: str) -> None:
    page = member.post(f"/inbox/{ANN}", data={"body": "Yes we do", "said": when})
    assert page.status_code == 422
    assert "Yes we do" in page.text
    assert f'value="{when}"' in page.text
