"""The list of customers: sorted, searched, paged, and read from an index."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from bot.services import contacts
from models import Customer, CustomerPhone
from tests.factories import Shop

ANN = "+12125550111"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


def test_lists_are_sorted_by_every_column_and_paged_to_the_end(shop: Shop) -> None:
    shop.customer("bo Adams", "+12125550113", "c@example.com")
    shop.customer("Ann baker", "+12125550112", "b@example.com")
    shop.customer("Cy Clark", "+12125550111")
    wanted: dict[contacts.Order, list[str]] = {
        "last_name": ["bo", "Ann", "Cy"],
        "first_name": ["Ann", "bo", "Cy"],
        "phone": ["Cy", "Ann", "bo"],
        "email": ["Cy", "Ann", "bo"],
    }
    with shop.app.reading() as work:
        desk = shop.desk(work)
        for order, names in wanted.items():
            found: list[Customer] = []
            while page := contacts.list_customers(desk, order=order, after=found[-1].id if found else None, limit=1):
                found += page
            assert [one.first_name for one in found] == names


@pytest.mark.parametrize(
    "search", ["ann", "ANN LEE", "lee", "Lee, Ann", "lee ann", "ann@ex", "212-555-0111", "0111", "(212) 555-01"]
)
def test_customers_are_found_by_name_phone_and_email(shop: Shop, search: str) -> None:
    shop.customer("Ann Lee", ANN, "ann@example.com")
    shop.customer("Bo Smith", "+13105550122", "bo@example.com")
    with shop.app.reading() as work:
        assert [one.name for one in contacts.list_customers(shop.desk(work), search=search)] == ["Ann Lee"]


def test_what_is_changed_is_sorted_and_found_anew(shop: Shop) -> None:
    ann = shop.customer("Ann Lee", ANN)
    with shop.app.work() as work:
        customer = contacts.get_customer(shop.desk(work), ann)
        contacts.change_customer(shop.desk(work), customer, last_name="Zorn", phones=["+13105550122"])
    with shop.app.reading() as work:
        assert contacts.list_customers(shop.desk(work), search="zorn")
        assert contacts.list_customers(shop.desk(work), search="0122")
        assert not contacts.list_customers(shop.desk(work), search="lee")


@pytest.mark.parametrize("order", ["last_name", "first_name", "phone", "email"])
def test_a_page_is_read_from_an_index_and_not_sorted(shop: Shop, engine: Engine, order: contacts.Order) -> None:
    with shop.app.work() as work:
        rows = [
            Customer(business_id=shop.business_id, first_name=f"Ann{n}", created_at=work.now, phones=[
                CustomerPhone(phone=f"+1212{2000000 + n}")
            ])
            for n in range(3000)
        ]  # fmt: skip
        work.session.add_all(rows)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    with shop.app.reading() as work:
        contacts.list_customers(shop.desk(work), order=order, after=rows[1500].id, limit=51)
    statement, values = next(one for one in asked if "ORDER BY" in one[0] and "FROM customers" in one[0])
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    with engine.connect() as connection:
        plan = "\n".join(" ".join(map(str, row)) for row in connection.exec_driver_sql(explain + statement, values))
    assert re.search(rf"ix_customers_{order.replace('_name', '')}_key", plan), plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
