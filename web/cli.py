"""`flask --app web …`: what an operator does from a shell."""

import click
from flask import Flask
from flask.cli import AppGroup

from bot.bootstrap import Application
from bot.domain import phone_numbers
from bot.services import accounts
from models import migrations
from web import demo
from web.operator import cli as operator_cli
from web.plainly import plainly


def register(app: Flask, application: Application) -> None:
    """Add every command to the app."""
    for group in (_business(application), _db(application), *operator_cli.groups(application)):
        app.cli.add_command(group)
    app.cli.add_command(_demo(application))


def _business(application: Application) -> AppGroup:
    group = AppGroup("business", help="Businesses on this installation.")

    @group.command("create")
    @click.option("--name", required=True)
    @click.option("--number", required=True, help="The rented number, such as +12125550199.")
    @click.option("--timezone", default="America/New_York", show_default=True)
    @click.option("--owner-phone", required=True, help="A phone from which commands are accepted.")
    @click.option("--pin", required=True, help="Four digits for the recording menu.")
    @click.option("--email", required=True, help="Signs in to the panel.")
    @click.option("--password", required=True)
    @plainly
    def create(**given: str) -> None:
        """Make a business with its first member, and point its number here."""
        with application.work() as work:
            business = accounts.create_business(work, accounts.NewBusiness(**given))
            number = business.number
        application.ports.numbers.rent(number)
        click.echo(f"{given['name']} is there: {phone_numbers.pretty(number)}")

    operator_cli.add_to_business(group, application)
    return group


def _db(application: Application) -> AppGroup:
    group = AppGroup("db", help="The database.")

    @group.command("upgrade")
    @plainly
    def upgrade() -> None:
        """Bring the database to the newest migration."""
        migrations.upgrade(application.engine)
        click.echo("The database is up to date.")

    return group


def _demo(application: Application) -> click.Command:
    @click.command("demo", help="A business with customers, groups and templates, to try things on.")
    @plainly
    def command() -> None:
        click.echo(demo.make(application))

    return command
