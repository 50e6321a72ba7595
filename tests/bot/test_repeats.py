"""The carrier may post a text many times at once: it is kept once and answered once."""

from concurrent.futures import ThreadPoolExecutor

from bot.services import groups
from models.states import DeliveryKind
from tests.factories import Shop

ANN = "+12125550111"


def test_the_same_text_five_times_at_once_is_one_row_and_one_answer(shop: Shop) -> None:
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: shop.text("do you have parking for a horse", ANN, sid="SM1"), range(5)))
    assert sum(answer is not None for answer in answers) == 1
    assert len(shop.inbox()) == 1
    assert len(shop.deliveries(kind=DeliveryKind.ANSWER)) == 1


def test_two_texts_of_one_phone_at_once_are_dealt_with_one_after_the_other(shop: Shop) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: shop.text(f"create group G{number}"), range(8)))
    with shop.app.reading() as work:
        assert len(groups.list_groups(shop.desk(work))) == 8


def test_a_queue_that_is_down_loses_nothing(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN)
    shop.queue.down = True
    assert shop.text("text Ann your table is ready") == 'OK, text on the way to Ann Lee: "your table is ready"'
    assert [one.body for one in shop.deliveries(kind=DeliveryKind.MESSAGE)] == ["your table is ready"]
