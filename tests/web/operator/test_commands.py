"""The same from a shell."""

from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import Engine

from models import Business
from tests.factories import Shop
from web import create_app

NUMBER = "+12125550199"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


@pytest.fixture
def shell(shop: Shop) -> FlaskCliRunner:
    return create_app(shop.app).test_cli_runner()


def run(shell: FlaskCliRunner, *words: str) -> Any:
    return shell.invoke(args=list(words))


def business(shop: Shop) -> Business:
    with shop.app.reading() as work:
        return work.session.get_one(Business, shop.business_id)


def test_an_operator_is_made_and_can_sign_in(shop: Shop, shell: FlaskCliRunner) -> None:
    made = run(shell, "operator", "create", "--email", "boss@example.net", "--password", "horse battery staple")
    assert made.exit_code == 0
    assert "can sign in at" in made.output
    app = create_app(shop.app)
    app.config["WTF_CSRF_ENABLED"] = False
    typed = {"email": "boss@example.net", "password": "horse battery staple"}
    assert app.test_client().post("/operator/sign-in", data=typed).location == "/operator/second-factor"
    again = run(shell, "operator", "create", "--email", "boss@example.net", "--password", "horse battery staple")
    assert again.exit_code == 1
    assert "already" in str(again.exception)


def test_a_business_is_listed_shown_suspended_and_restored(shop: Shop, shell: FlaskCliRunner) -> None:
    assert "Bella Salon  no plan  active" in run(shell, "business", "list").output
    assert "margin $0.00" in run(shell, "business", "show", "--number", NUMBER).output
    assert run(shell, "business", "suspend", "--number", NUMBER, "--why", "unpaid").exit_code == 0
    assert "suspended: unpaid" in run(shell, "business", "list", "--search", "bella").output
    assert run(shell, "business", "restore", "--number", "(212) 555-0199").exit_code == 0
    assert business(shop).suspended_at is None
    assert "No business has that number" in str(run(shell, "business", "show", "--number", "+12125550198").exception)


def test_plans(shop: Shop, shell: FlaskCliRunner) -> None:
    sizes = ("--monthly-fee", "49", "--included-texts", "2000", "--included-voice", "200")
    assert run(shell, "plan", "create", "--name", "Medium", *sizes).exit_code == 0
    assert run(shell, "business", "plan", "--number", NUMBER, "--plan", "medium").exit_code == 0
    assert "Medium  $49.00 a month" in run(shell, "plan", "list").output
    run(shell, "plan", "retire", "--name", "Medium")
    assert "retired" in run(shell, "plan", "list").output
    assert "There is no plan" in str(run(shell, "business", "plan", "--number", NUMBER, "--plan", "X").exception)


def test_the_pace(shop: Shop, shell: FlaskCliRunner) -> None:
    words = ("--texts-per-second", "0.2", "--calls-per-second", "2", "--most-a-day", "20")
    assert run(shell, "business", "pace", "--number", NUMBER, *words).exit_code == 0
    now = business(shop)
    assert (str(now.texts_per_second), str(now.calls_per_second), now.most_a_day) == ("0.20", "2.00", 20)
    slow = run(shell, "business", "pace", "--number", NUMBER, "--texts-per-second", "0.1")
    assert "between 0.2 and" in str(slow.exception)


def test_health(shell: FlaskCliRunner) -> None:
    said = run(shell, "health")
    assert said.exit_code == 0
    assert "clock: never" in said.output
    assert "jobs bulk: 0" in said.output
