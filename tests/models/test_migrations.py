"""Migrations lead to the tables that the models describe, on both databases."""

from sqlalchemy import Engine

from models import migrations


def test_migrations_match_the_models(engine: Engine) -> None:
    migrations.check(engine)


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    assert migrations.is_current(engine)
    migrations.upgrade(engine)
    assert migrations.is_current(engine)
