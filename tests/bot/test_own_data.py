"""What a customer may know and have deleted, and what goes by itself once it was kept long enough."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain import retention as kept_days
from bot.errors import InputError
from bot.services import consent, erasure, retention
from models import Base, Consent, Customer, Delivery, InboxItem
from models.states import ConsentState, DeliveryKind, DeliveryStatus
from tests.factories import Shop

ANN, BOB = "+12125550111", "+12125550122"


@pytest.fixture
def salon(shop: Shop) -> Shop:
    shop.calendar("Maria")
    shop.customer("Ann Lee", ANN, "ann@lee.org", group="VIP")
    shop.customer("Bob Ray", BOB)
    return shop


def rows(shop: Shop, kind: type[Base]) -> Sequence[Any]:
    with shop.app.reading() as work:
        return work.session.scalars(select(kind)).all()


def erase(shop: Shop, name: str = "Ann") -> None:
    with shop.app.work() as work:
        customer = work.session.scalars(select(Customer).where(Customer.first_name == name)).one()
        erasure.erase(shop.desk(work), customer)


def all_sent(shop: Shop) -> None:
    for one in shop.deliveries():
        shop.went_out(one)


def everything(shop: Shop, but_of: str = "") -> str:
    """All that the database holds but the record of consent, and what one phone wrote and was told, as text."""
    with shop.app.reading() as work:
        tables = [table for table in Base.metadata.sorted_tables if table.name != "consents"]
        kept = [str(row) for table in tables for row in work.session.execute(select(table))]
    return "\n".join(one for one in kept if not but_of or but_of not in one)


@pytest.mark.parametrize(
    "text",
    [
        "what data do you have on me?",
        "What info do you keep about me",
        "hi, can I see my data",
        "qué datos míos guardan?",
    ],
)
def test_a_customer_hears_what_is_kept(salon: Shop, text: str) -> None:
    said = salon.text(text, ANN) or ""
    assert "Ann Lee" in said
    assert "Bob" not in said
    assert len(said) <= 160


def test_a_stranger_hears_of_the_number_alone(salon: Shop) -> None:
    said = salon.text("what do you have on me", "+12125550177") or ""
    assert said.startswith("Bella Salon keeps: this number, 1 texts")


@pytest.mark.parametrize("text", ["delete my data", "please erase all my personal information", "borren mis datos"])
def test_who_wants_to_be_forgotten_gets_no_more_texts_and_the_owner_is_told(salon: Shop, text: str) -> None:
    said = salon.text(text, ANN) or ""
    assert "Bella Salon" in said
    with salon.app.reading() as work:
        assert consent.opted_out(work.session, salon.business_id, [ANN])
    notices = [one.body for one in salon.deliveries(kind=DeliveryKind.NOTICE)]
    assert any("Ann Lee asks you to delete their data" in body for body in notices)


@pytest.mark.parametrize(
    "text", ["delete my appointment", "what do you have on tuesday", "do you have my file", "show me what you have"]
)
def test_other_wishes_are_none_of_that(salon: Shop, text: str) -> None:
    salon.text(text, ANN)
    assert salon.inbox()[-1].intent not in ("my_data", "erase_me")


def test_nothing_that_tells_who_it_was_is_left(salon: Shop) -> None:
    salon.text("text ann your color is ready Wednesday")
    salon.text("my dog ate the invoice", ANN)
    salon.text("stop", ANN)
    salon.text("book ann tuesday 2pm haircut for her wedding")
    salon.text("cancel ann")
    all_sent(salon)
    erase(salon)
    left = everything(salon, but_of=salon.owner)
    for secret in ("Ann", "Lee", ANN, "ann@lee.org", "dog ate", "wedding"):
        assert secret not in left


def test_that_somebody_opted_out_outlives_their_data(salon: Shop) -> None:
    salon.text("stop", ANN)
    all_sent(salon)
    erase(salon)
    states = [one.state for one in rows(salon, Consent) if one.address == ANN]
    assert states == [ConsentState.OUT]
    salon.customer("Ann Again", ANN)
    assert "opted out" in (salon.text("text ann hi") or "")


def test_who_still_has_an_appointment_is_not_forgotten(salon: Shop) -> None:
    salon.text("book ann tuesday 2pm")
    with pytest.raises(InputError, match="1 appointment ahead"):
        erase(salon)
    assert "Ann" in [one.first_name for one in rows(salon, Customer)]


def test_nobody_is_forgotten_while_a_text_to_them_is_on_its_way(salon: Shop) -> None:
    salon.text("is jo in", ANN)
    with pytest.raises(InputError, match="just on its way"):
        erase(salon)
    assert "Ann" in [one.first_name for one in rows(salon, Customer)]


def test_a_familys_texts_stay_while_one_of_them_stays(salon: Shop) -> None:
    salon.customer("Leo Lee", ANN)
    salon.text("see you soon", ANN)
    all_sent(salon)
    erase(salon)
    assert [one.body for one in rows(salon, InboxItem)] == ["see you soon"]


def test_what_was_still_to_go_out_does_not(salon: Shop) -> None:
    salon.text("text ann tomorrow 9am see you")
    erase(salon)
    salon.clock.pass_time(days=2)
    assert all(one.status is DeliveryStatus.CANCELLED for one in salon.deliveries(kind=DeliveryKind.MESSAGE))


def forget(shop: Shop, **days: int) -> int:
    kept = kept_days.parse(" ".join(f"{kind}={count}" for kind, count in days.items()))
    total = 0
    while True:
        with shop.app.work() as work:
            gone = retention.forget_some(work, kept)
        if not gone:
            return total
        total += gone


def test_what_is_young_stays(salon: Shop) -> None:
    salon.text("is jo in", ANN)
    before = everything(salon)
    assert forget(salon) == 0
    assert everything(salon) == before


def test_texts_go_when_they_were_kept_long_enough(salon: Shop) -> None:
    salon.text("is jo in", ANN)
    salon.text("text bob hi")
    all_sent(salon)
    salon.clock.pass_time(days=40)
    salon.text("and now?", ANN)
    assert forget(salon, messages=30) > 0
    assert [one.body for one in rows(salon, InboxItem)] == ["and now?"]
    assert not any(one.body.startswith("hi") for one in rows(salon, Delivery))


def test_what_waits_to_be_sent_is_never_too_old(salon: Shop) -> None:
    salon.text("text bob in 60 days at 9am still on?")
    salon.clock.pass_time(days=40)
    forget(salon, messages=30)
    assert "still on?" in everything(salon)


def test_a_removed_customer_can_be_brought_back_for_a_month_and_is_then_forgotten(salon: Shop) -> None:
    salon.text("remove ann lee")
    salon.text("yes")
    salon.clock.pass_time(days=29)
    forget(salon)
    assert "Ann" in [one.first_name for one in rows(salon, Customer)]
    salon.clock.pass_time(days=2)
    forget(salon)
    assert erasure.NAME in [one.first_name for one in rows(salon, Customer)]


@pytest.mark.parametrize("text", ["messages=3", "messages=never", "stamps=30", "messages"])
def test_a_setting_that_is_none_says_what_works(text: str) -> None:
    with pytest.raises(ValueError, match="write it like messages=365 recordings=90"):
        kept_days.parse(text)
