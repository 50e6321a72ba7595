"""Journey: a business's first month, in a browser, from the first page to the invoice."""

import csv
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.bootstrap import Application, assemble
from bot.services import billing
from bot.settings import Settings
from tests.fakes.clock import FakeClock
from tests.harness.smtp_server import SmtpServer
from tests.journeys.carrier import Carrier
from tests.journeys.test_sign_up import code_in
from tests.journeys.town import Town

MOBILE, ROWS, REGULARS = "+14155550123", 500, 3
FIRST = "+12122000000"
A_MONTH = timedelta(days=31)


def open_to_all(page: Page) -> None:
    """Nothing on the screen shuts anybody out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(page.url, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def sign_up(page: Page, town: Town, smtp_server: SmtpServer) -> Carrier:
    """From the first page to a number; the phones around that number."""
    page.goto(town.panel_url)
    page.get_by_role("link", name="Get a number for your business").click()
    for label, typed in (("Your name", "Nora Quinn"), ("Email", "nora@example.com"), ("Your mobile", "415-555-0123")):
        page.get_by_label(label).fill(typed)
    page.get_by_label("Password").fill("horse battery staple")
    page.get_by_role("button", name="Next").click()
    text = town.carrier.wait_for_text(MOBILE, "is your code")
    email = smtp_server.wait_for(1)[-1].message.as_string().partition("\n\n")[2]
    page.get_by_label("Code texted to").fill(code_in(text))
    page.get_by_label("Code emailed to").fill(code_in(email))
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Business name").fill("Quinn Dental")
    page.get_by_role("button", name="Next").click()
    number = page.get_by_role("radio").first.get_attribute("value") or ""
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Next").click()
    open_to_all(page)
    page.get_by_role("button", name=re.compile("^Rent")).click()
    expect(page.get_by_role("status").first).to_contain_text("Your number is ready")
    return Carrier(town.carrier.url, number)


def bring_customers(page: Page, folder: Path) -> None:
    """500 of them, looked at before they are taken."""
    path = folder / "patients.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = ((f"Pat {n}", "Doe", f"(212) 200-{n:04d}", "Regulars" if n < REGULARS else "") for n in range(ROWS))
        csv.writer(file).writerows([("First Name", "Last Name", "Mobile Phone", "Categories"), *rows])
    page.get_by_role("link", name="Customers").click()
    page.get_by_role("link", name="Import", exact=True).click()
    open_to_all(page)
    page.get_by_label("A file of contacts").set_input_files(path)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("status")).to_contain_text("500 new customers", timeout=30_000)
    open_to_all(page)
    page.get_by_label("Make groups of the labels").check()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="See your customers").click()
    open_to_all(page)


def write_to_a_group(page: Page) -> None:
    """The first message, shown before it goes."""
    page.get_by_role("link", name="Groups").click()
    page.get_by_role("link", name="Regulars").click()
    open_to_all(page)
    page.get_by_role("link", name="Schedule a message").click()
    page.get_by_label("Words", exact=True).fill("Hi {first_name}, we have a new number. Please save it.")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{REGULARS} people get this, now")
    expect(page.get_by_role("status").first).to_contain_text("Hi Pat 0, we have a new number.")
    open_to_all(page)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("status").first).to_contain_text("is on its way")
    open_to_all(page)


def book(page: Page) -> None:
    """The first calendar, and the first appointment in it: in a week, at three."""
    page.get_by_role("link", name="Appointments", exact=True).click()
    page.get_by_role("link", name="Calendars and hours").click()
    page.get_by_label("Name", exact=True).last.fill("Dr Quinn")
    page.get_by_role("button", name="Add", exact=True).click()
    open_to_all(page)
    page.get_by_role("link", name="Appointments", exact=True).click()
    page.get_by_role("link", name="Book an appointment").click()
    page.get_by_label("Day and time").fill(page.evaluate(IN_A_WEEK))
    page.get_by_label("Attendee 1").fill("Pat 1 Doe")
    open_to_all(page)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Booked: #")
    page.get_by_role("link", name="Appointments", exact=True).click()
    page.get_by_role("button", name="Later").click()
    expect(page.locator(".fc-event", has_text="Pat 1 Doe")).to_be_visible()
    open_to_all(page)


IN_A_WEEK = """(() => {
  const day = new Date(Date.now() + 7 * 86400000);
  while (day.getDay() % 6 === 0) day.setDate(day.getDate() + 1);
  return `${day.toISOString().slice(0, 10)}T15:00`;
})()"""


def answer(page: Page, carrier: Carrier) -> None:
    """What a customer asks is in the inbox; the answer reaches the phone."""
    carrier.text(FIRST, "do you have parking for a horse")
    page.get_by_role("link", name=re.compile("^Inbox")).click()
    open_to_all(page)
    page.get_by_text("do you have parking for a horse").click()
    page.get_by_label("Reply").fill("Yes, behind the house.")
    open_to_all(page)
    page.get_by_role("button", name="Send", exact=True).click()
    assert carrier.wait_for_text(FIRST, "behind") == "Yes, behind the house."


def a_month_later(town: Town) -> Application:
    """The same installation, with a clock that is a month ahead."""
    application = assemble(Settings.from_environment(town.environment))
    ahead = FakeClock(application.ports.clock.now() + A_MONTH)
    application.ports = replace(application.ports, clock=ahead)
    return application


def close_the_month(town: Town) -> None:
    """That of the new business and of the one beside it; a second time closes nothing."""
    later = a_month_later(town)
    for closed in (2, 0):
        with later.work() as work:
            assert billing.close_due(work) == closed
    later.engine.dispose()


def test_the_first_month_of_a_new_business(town: Town, page: Page, smtp_server: SmtpServer, tmp_path: Path) -> None:
    carrier = sign_up(page, town, smtp_server)
    assert carrier.wait_for_text(MOBILE, "this is your business number").startswith("Hi Nora")
    bring_customers(page, tmp_path)
    write_to_a_group(page)
    assert carrier.wait_for_text(FIRST, "a new number").startswith("Hi Pat 0, we have a new number.")
    book(page)
    answer(page, carrier)

    page.get_by_role("link", name="Account").click()
    open_to_all(page)
    page.get_by_role("link", name="Billing").click()
    expect(page.get_by_text("The first one comes when the month is over.")).to_be_visible()
    close_the_month(town)
    page.reload()
    open_to_all(page)
    page.get_by_role("link", name=re.compile(r"^\d{4}-\d\d · \$")).click()
    expect(page.get_by_role("heading", name="Invoice")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Total")
    open_to_all(page)
