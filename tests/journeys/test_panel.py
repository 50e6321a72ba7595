"""Journey 4: the same from the panel, in a real browser: a customer, a group, a message, an answer."""

import re

from playwright.sync_api import Page, expect

from tests.harness.waiting import eventually
from tests.journeys.town import EMAIL, PASSWORD, Town

ANN = "+12125550111"


def test_an_owner_runs_the_business_from_the_panel(town: Town, page: Page) -> None:
    page.goto(town.panel_url)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()

    page.get_by_role("link", name="Customers").click()
    page.get_by_role("link", name="Add a customer").click()
    page.get_by_label("First name").fill("Ann")
    page.get_by_label("Phones").fill("12345")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("is not a phone number")
    expect(page.get_by_label("First name")).to_have_value("Ann")
    page.get_by_label("Phones").fill("212-555-0111")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Ann is added.")

    page.get_by_role("link", name="Groups").click()
    page.get_by_label("Name of a new group").fill("VIP")
    page.get_by_role("button", name="Make a group").click()
    page.get_by_label("Customer to add").fill("Ann")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("button", name="Take Ann out")).to_be_visible()

    page.get_by_role("link", name="Schedule a message").click()
    page.get_by_label("Words", exact=True).press_sequentially("Hi {first_name}, we moved to Main St 🙂")
    expect(page.locator("#count")).to_contain_text("makes it dearer")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("status")).to_contain_text("Hi Ann, we moved to Main St 🙂")
    page.get_by_role("button", name="Send now").click()
    first = "Hi Ann, we moved to Main St 🙂\nBella Salon: reply STOP to stop, HELP for help."
    assert town.carrier.wait_for_text(ANN, "Main St").startswith(first)
    eventually(lambda: page.reload() and page.get_by_text("Delivered", exact=True).count() == 1)

    town.carrier.text(ANN, "do you have parking for a horse")
    page.get_by_role("link", name=re.compile("^Inbox")).click()
    page.get_by_text("do you have parking for a horse").click()
    page.get_by_label("Reply").fill("Yes, behind the house.")
    page.get_by_role("button", name="Send").click()
    assert town.carrier.wait_for_text(ANN, "behind") == "Yes, behind the house."

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
