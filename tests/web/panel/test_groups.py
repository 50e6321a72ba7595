"""Groups: renamed, filled, emptied, written to and deleted, and found again page by page."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.services import groups
from models import Group
from tests.factories import Shop
from tests.web.panel.serving import sign_in
from web.panel.groups import PAGE

ANN, BOB = "+12125550111", "+12125550112"


def members(shop: Shop, name: str) -> list[str]:
    with shop.app.reading() as work:
        desk = shop.desk(work)
        group = groups.named(desk, name)
        assert group, name
        return [one.name for one in groups.members(desk, group)]


def group_page(shop: Shop) -> str:
    with shop.app.reading() as work:
        group_id = work.session.scalars(select(Group.id).where(Group.business_id == shop.business_id)).one()
    return f"/groups/{group_id}"


def test_a_group_is_looked_after_in_a_browser(shop: Shop, served: str, page: Page) -> None:
    shop.customer("Ann Lee", ANN, group="VIP")
    shop.customer("Bob Stone", BOB)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, served)
    page.goto(served + group_page(shop))
    page.get_by_label("Customer to add").press_sequentially("bob")
    expect(page.locator('#names option[value="Bob Stone"]')).to_have_count(1)
    page.get_by_label("Customer to add").fill("Bob Stone")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("link", name="Bob Stone")).to_be_visible()
    assert members(shop, "VIP") == ["Ann Lee", "Bob Stone"]

    page.get_by_role("button", name="Take Ann Lee out").click()
    expect(page.get_by_role("link", name="Ann Lee")).to_have_count(0)
    page.get_by_label("New name").fill("Regulars")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="Regulars")).to_be_visible()
    assert members(shop, "Regulars") == ["Bob Stone"]

    page.get_by_role("link", name="Schedule a message").click()
    expect(page.get_by_label("Regulars (1)")).to_be_checked()
    page.get_by_label("Words", exact=True).fill("Hi {first_name}")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("status").first).to_contain_text("1 person gets this, now")

    page.goto(served + group_page(shop))
    page.get_by_text("Delete the group").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("No groups yet.")).to_be_visible()
    assert len(shop.customers()) == 2


def test_a_large_group_is_shown_page_by_page_and_nobody_is_lost(shop: Shop, member: FlaskClient) -> None:
    names = [f"Pat{n:03}" for n in range(PAGE + 3)]
    for name in names:
        shop.customer(name, group="VIP")
    first = member.get(group_page(shop)).text
    (link,) = [part.split('"')[0] for part in first.split('href="')[1:] if "after=" in part.split('"')[0]]
    second = member.get(link.replace("&amp;", "&")).text
    assert [name for name in names if f">{name}<" in first] == names[:PAGE]
    assert [name for name in names if f">{name}<" in second] == names[PAGE:]
    assert "Next page" not in second


@pytest.mark.parametrize(
    ("action", "typed", "sentence"),
    [
        ("add", {"customer": "Zoe"}, "Zoe"),
        ("rename", {"name": ""}, "A group needs a name"),
        ("rename", {"name": "everybody"}, "already means all your customers"),
        ("take-out", {"customer_id": "nobody"}, "There is no such customer"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    shop: Shop, member: FlaskClient, action: str, typed: dict[str, str], sentence: str
) -> None:
    shop.customer("Ann Lee", ANN, group="VIP")
    refused = member.post(f"{group_page(shop)}/{action}", data=typed)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert members(shop, "VIP") == ["Ann Lee"]


def test_two_of_one_name_are_asked_about(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Lee", ANN, group="VIP")
    shop.customer("Bob Stone", BOB)
    shop.customer("Bob Ray", "+12125550113")
    refused = member.post(f"{group_page(shop)}/add", data={"customer": "Bob"})
    assert "Several customers are called Bob" in refused.text
    assert 'value="Bob"' in refused.text


def test_names_are_completed_while_they_are_typed(shop: Shop, member: FlaskClient, other_shop: Shop) -> None:
    shop.customer("Ann Lee", ANN, group="Anniversaries")
    other_shop.customer("Anna Not Yours", "+12125550211")
    assert member.get("/customers/names?to=an").text.count("<option") == 1
    assert 'value="bob, Ann Lee"' in member.get("/customers/names?to=bob,+an").text
    assert 'value="Anniversaries"' in member.get("/customers/names?who=an").text
    for nothing in ("", "?to=", "?to=bob,"):
        assert "<option" not in member.get(f"/customers/names{nothing}").text


def test_customers_are_sorted_by_names_mobile_and_email(shop: Shop, member: FlaskClient) -> None:
    shop.customer("Ann Stone", "+12125550119", "zed@example.com")
    shop.customer("Bob Lee", "+12125550113", "bob@example.com")
    for order, ann_first in {"last_name": False, "first_name": True, "phone": False, "email": False}.items():
        page = member.get(f"/customers?order={order}").text
        assert (page.index(">Ann Stone<") < page.index(">Bob Lee<")) is ann_first, order
