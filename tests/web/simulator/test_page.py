"""The page in a real browser: a person texts, is called, and presses keys."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.simulator.conftest import ANN, NUMBER, Desk


@pytest.fixture(autouse=True)
def at_the_desk(desk: Desk, page: Page) -> None:
    """The page is open and follows what happens."""
    page.goto(desk.url)
    expect(page.locator("#link")).to_have_text("live")


def test_a_person_adds_a_phone_texts_and_takes_a_call(desk: Desk, page: Page) -> None:
    desk.product.answers["/sms"] = "<Response><Message>Hello <![CDATA[<b>Ann</b>]]></Message></Response>"
    page.get_by_placeholder("Name, such as Ann").fill("Ann")
    page.get_by_placeholder("+14155550101").fill("(415) 555-0111")
    page.get_by_role("button", name="Add", exact=True).click()
    phone = page.locator(f"[data-number='{ANN}']")
    phone.get_by_label("Text message").fill("Hi")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator(".theirs[data-status=delivered] p")).to_have_text("Hello <b>Ann</b>")

    desk.product.answers["/out"] = (
        "<Response><Gather numDigits='1' action='/key'><Say>Press 1</Say></Gather></Response>"
    )
    desk.product.answers["/key"] = lambda form: f"<Response><Say>Got {form['Digits']}</Say><Gather/></Response>"
    desk.client.calls.create(to=ANN, from_=NUMBER, url=f"{desk.product.url}/out")
    phone.get_by_role("button", name="Answer").click()
    phone.get_by_role("button", name="1", exact=True).click()
    expect(phone.locator(".heard")).to_contain_text("Got 1")
    phone.get_by_role("button", name="Hang up").click()
    expect(phone.locator(".live")).to_be_hidden()


def test_a_webhook_that_fails_is_shown_and_the_words_are_kept(desk: Desk, page: Page) -> None:
    desk.post("phones", number=ANN, name="Ann", shown=True)
    desk.product.answers["/sms"] = 500
    phone = page.locator(f"[data-number='{ANN}']")
    phone.get_by_label("Text message").fill("Anybody there?")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("alert")).to_have_text("The number's webhook failed: 500.")
    expect(phone.locator(".mine p")).to_have_text("Anybody there?")
