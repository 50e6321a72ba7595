"""Journey: a new business brings its 500 customers from its address book, in a real browser."""

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.town import EMAIL, PASSWORD, Town

ROWS = 500


def address_book(folder: Path) -> Path:
    """As Excel saves it in Europe: semicolons, Windows letters; one row holds no phone that exists."""
    rows = [["Name", "Cell", "Email", "Tags"]]
    rows += [[f"José Núñez {n}", f"(212) 200-{n:04d}", f"jose{n}@example.com", "Regulars"] for n in range(ROWS)]
    rows += [["Ann Lee", "12345", "", ""]]
    path = folder / "address book.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def test_an_owner_imports_500_customers(town: Town, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(town.panel_url)
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="Customers").click()
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("A file of contacts").set_input_files(address_book(tmp_path))
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("status")).to_contain_text("500 new customers")
    expect(page.get_by_role("status")).to_contain_text("1 row that cannot be taken")
    expect(page.get_by_label("Cell")).to_have_value("mobile")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_label("Make groups of the labels").check()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows").click()
    assert "12345" in Path(download.value.path()).read_text(encoding="utf-8-sig")

    page.get_by_role("link", name="See your customers").click()
    page.get_by_label("Search by name, phone or email").fill("josé núñez 499")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="José Núñez 499")).to_be_visible()
    page.get_by_role("link", name="Groups").click()
    expect(page.get_by_text("500", exact=False).first).to_be_visible()
