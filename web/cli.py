"""`flask --app web …`: what an operator does from a shell."""

from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from bot.bootstrap import Application
from bot.domain import phone_numbers
from bot.errors import NotFound
from bot.services import accounts, billing, members, second_factor
from bot.services.work import Actor, Desk
from models import migrations
from models.states import Door
from web import demo
from web.operator import cli as operator_cli
from web.plainly import plainly


def register(app: Flask, application: Application) -> None:
    """Add every command to the app."""
    for group in (_business(application), _member(application), _billing(application), _db(application)):
        app.cli.add_command(group)
    for command in operator_cli.groups(application):
        app.cli.add_command(command)
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
    def create(**given: Any) -> None:
        """Make a business with its first member, and point its number here."""
        with application.work() as work:
            work.actor = Actor(Door.COMMAND_LINE, "The operator")
            business = accounts.create_business(work, accounts.NewBusiness(**given))
            number = business.number
        application.ports.numbers.rent(number)
        click.echo(f"{given['name']} is there: {phone_numbers.pretty(number)}")

    operator_cli.add_to_business(group, application)
    return group


def _billing(application: Application) -> AppGroup:
    group = AppGroup("billing", help="Invoices. Months are closed and charged by themselves; this does it now.")

    @group.command("close")
    @plainly
    def close() -> None:
        """Close every month that is over, of every business; a second time changes nothing."""
        with application.work() as work:
            click.echo(f"{billing.close_due(work)} invoices made.")
        if application.ports.payments is None:
            click.echo("Nobody is charged: set STRIPE_API_KEY to charge cards.")
        else:
            application.ports.jobs.bill()

    @group.command("invoices")
    @click.option("--number", required=True, help="The business's number.")
    @plainly
    def invoices(number: str) -> None:
        """The latest invoices of a business."""
        with application.reading() as work:
            desk = accounts.desk_of(work, number)
            for one in billing.invoices(desk):
                why = f": {one.reason}" if one.reason else ""
                click.echo(f"{one.period}  {one.number}  ${one.total}  {one.status}{why}")
            click.echo(f"Still to pay: ${billing.balance(desk)}")

    return group


def _member(application: Application) -> AppGroup:
    group = AppGroup("member", help="Who signs in to the panel.")

    @group.command("without-phone")
    @click.option("--email", required=True, help="Signs in to the panel.")
    @plainly
    def without_phone(email: str) -> None:
        """Let somebody in who has lost phone and recovery codes, once you know who is asking."""
        with application.work() as work:
            work.actor = Actor(Door.COMMAND_LINE, "The operator")
            member = accounts.find_member(work.session, email)
            if member is None:
                raise NotFound("Nobody signs in with that email address.")
            desk = Desk(work, member.business)
            second_factor.turn_off(desk, member)
            members.sign_out_everywhere(desk, member)
        click.echo("They sign in with the password alone now.")

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
