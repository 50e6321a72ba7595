"""Journey: somebody signs up in a browser and the first text from the new number arrives on their phone."""

import re
import urllib.parse

import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.harness.smtp_server import SmtpServer
from tests.journeys.carrier import Carrier
from tests.journeys.town import Town

MOBILE = "+14155550123"
WIDTH = 360


def code_in(words: str) -> str:
    found = re.search(r"\b\d{6}\b", words)
    assert found, words
    return found[0]


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways, and nothing shuts anybody out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_from_the_first_page_to_the_first_text(town: Town, page: Page, smtp_server: SmtpServer) -> None:
    page.set_viewport_size({"width": WIDTH, "height": 740})
    page.goto(town.panel_url)
    page.get_by_role("link", name="Get a number for your business").click()
    page.get_by_label("Your name").fill("Nora Quinn")
    page.get_by_label("Email").fill("nora@example.com")
    page.get_by_label("Password").fill("horse battery staple")
    page.get_by_label("Your mobile").fill("415-555-0123")
    fits(page)
    page.get_by_role("button", name="Next").click()

    text = town.carrier.wait_for_text(MOBILE, "is your code")
    email = smtp_server.wait_for(1)[-1].message.as_string().partition("\n\n")[2]
    page.get_by_label("Code texted to").fill(code_in(text))
    page.get_by_label("Code emailed to").fill(code_in(email))
    fits(page)
    page.get_by_role("button", name="Next").click()

    page.get_by_label("Business name").fill("Quinn Dental")
    expect(page.get_by_label("Area code of the number")).to_have_value("415")
    fits(page)
    page.get_by_role("button", name="Next").click()

    chosen = page.get_by_role("radio").nth(1).get_attribute("value") or ""
    page.get_by_role("radio").nth(1).check()
    fits(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("radio", checked=True)).to_have_value(chosen)
    page.get_by_role("button", name="Next").click()
    fits(page)
    page.get_by_role("button", name=re.compile("^Rent")).click()

    expect(page.get_by_role("status").first).to_contain_text("Your number is ready")
    expect(page.get_by_text("Quinn Dental", exact=True)).to_be_visible()
    theirs = Carrier(town.carrier.url, chosen)
    hello = theirs.wait_for_text(MOBILE, "this is your business number")
    assert hello.startswith("Hi Nora")
    assert "Ann Lee" in theirs.text(MOBILE, "add customer Ann Lee 212-555-0111")[0]
    query = urllib.parse.urlencode({"phone": MOBILE, "direction": "outbound"})
    listed = requests.get(f"{town.carrier.url}/sim/messages?{query}", timeout=5).json()["messages"]
    assert [one["from"] for one in listed if one["body"] == hello] == [chosen]
