"""What the operator's pages do, from a shell: `flask --app web business|plan|operator|health`."""

from collections.abc import Callable

import click
from flask.cli import AppGroup

from bot.bootstrap import Application
from bot.domain import phone_numbers
from bot.services import leaving, operator_codes, operators, standing
from bot.services.work import Desk
from models import Business, Plan
from web.operator import health
from web.plainly import plainly

_NUMBER = click.option("--number", required=True, help="The business's number, such as +12125550199.")


def add_to_business(group: AppGroup, application: Application) -> None:
    """Commands for businesses, beside `create`."""
    for add in (_listing, _showing, _standing, _plan, _pace, _leaving):
        add(group, application)


def groups(application: Application) -> tuple[click.Command, ...]:
    """The other commands."""
    return _plans(application), _operators(application), _health(application)


def _listing(group: AppGroup, application: Application) -> None:
    @group.command("list")
    @click.option("--search", default="", help="A piece of a name or number.")
    @plainly
    def listing(search: str) -> None:
        """All businesses, by name, a line each."""
        after = None
        while True:
            with application.reading() as work:
                page = operators.businesses(work, search, after)
            for one in page[: operators.PAGE]:
                click.echo(_line(one))
            if len(page) <= operators.PAGE:
                return
            after = page[operators.PAGE - 1].id


def _showing(group: AppGroup, application: Application) -> None:
    @group.command("show")
    @_NUMBER
    @plainly
    def show(number: str) -> None:
        """One business: plan, pace, members, usage and margin."""
        with application.reading() as work:
            business = operators.by_number(work, number)
            margin = operators.margin(Desk(work, business))
            members = operators.members(work, business)
            click.echo(_line(business))
            click.echo(f"Pace: {_pace_words(business)}")
            click.echo(f"Members: {', '.join(f'{one.name} <{one.email}>' for one in members) or 'none'}")
            click.echo(f"This month: {margin.month.texts} text parts, {margin.month.voice} voice minutes")
            click.echo(f"Charge ${margin.charge:.2f}, cost ${margin.cost:.2f}, margin ${margin.left:.2f}")


def _standing(group: AppGroup, application: Application) -> None:
    @group.command("suspend")
    @_NUMBER
    @click.option("--why", required=True, help="As the owner reads it.")
    @plainly
    def suspend(number: str, why: str) -> None:
        """Send nothing for it any more; its customers' STOP still counts."""
        with application.work() as work:
            business = operators.by_number(work, number)
            standing.suspend(Desk(work, business), why)
            operators.record(work, None, business, f"suspended the business: {business.suspended_why}")
            click.echo(f"{business.name} is suspended.")

    @group.command("restore")
    @_NUMBER
    @plainly
    def restore(number: str) -> None:
        """Let it send again."""
        with application.work() as work:
            business = operators.by_number(work, number)
            standing.restore(Desk(work, business))
            operators.record(work, None, business, "restored the business")
            click.echo(f"{business.name} sends again.")


def _plan(group: AppGroup, application: Application) -> None:
    @group.command("plan")
    @_NUMBER
    @click.option("--plan", "name", required=True, help="The plan's name.")
    @plainly
    def plan(number: str, name: str) -> None:
        """Put a business on a plan."""
        with application.work() as work:
            business = operators.by_number(work, number)
            chosen = operators.set_plan(work, business, operators.plan_named(work, name).id)
            operators.record(work, None, business, f"set the plan to {chosen.name}")
            click.echo(f"{business.name} has the plan {chosen.name}.")


def _pace(group: AppGroup, application: Application) -> None:
    @group.command("pace")
    @_NUMBER
    @click.option("--texts-per-second", help="Message parts, 0.2 at least.")
    @click.option("--calls-per-second")
    @click.option("--most-a-day", help="Messages to one phone in a day.")
    @click.option("--outgoing-a-day", help="Texts and calls in a day, in all; empty: the usual.")
    @plainly
    def pace(
        number: str,
        texts_per_second: str | None,
        calls_per_second: str | None,
        most_a_day: str | None,
        outgoing_a_day: str | None,
    ) -> None:
        """How fast a number sends; what is not named stays as it is."""
        with application.work() as work:
            business = operators.by_number(work, number)
            operators.set_pace(business, texts_per_second, calls_per_second, most_a_day)
            if outgoing_a_day is not None:
                operators.set_ceiling(business, outgoing_a_day.strip())
            operators.record(work, None, business, "changed the pace")
            click.echo(f"{business.name}: {_pace_words(business)}")


def _leaving(group: AppGroup, application: Application) -> None:
    @group.command("return-number")
    @_NUMBER
    @plainly
    def return_number(number: str) -> None:
        """Give the number of an ended account back to the carrier now, rather than after 30 days."""
        with application.work() as work:
            business = operators.by_number(work, number)
            leaving.check(business)
            business_id, rented = business.id, business.number
            operators.record(work, None, business, f"gave the number {rented} back to the carrier")
        application.ports.numbers.give_back(rented)
        with application.work() as work:
            leaving.returned(work, business_id)
        click.echo(f"{phone_numbers.pretty(rented)} is given back.")


def _plans(application: Application) -> AppGroup:
    group = AppGroup("plan", help="Plans that businesses can have.")

    @group.command("list")
    @plainly
    def listing() -> None:
        """All plans, a line each."""
        with application.reading() as work:
            for one in operators.plans(work):
                click.echo(_plan_line(one))

    @group.command("create")
    @click.option("--name", required=True)
    @click.option("--monthly-fee", required=True, help="Dollars, such as 29.00.")
    @click.option("--included-texts", required=True)
    @click.option("--included-voice", required=True, help="Minutes.")
    @click.option("--extra-price", default="0.05", show_default=True, help="Dollars for each beyond.")
    @plainly
    def create(**typed: str) -> None:
        """Make a plan."""
        with application.work() as work:
            made = operators.save_plan(work, None, typed)
            operators.record(work, None, None, f"saved the plan {made.name}")
            click.echo(_plan_line(made))

    @group.command("retire")
    @click.option("--name", required=True)
    @plainly
    def retire(name: str) -> None:
        """Give a plan to nobody new."""
        with application.work() as work:
            plan = operators.plan_named(work, name)
            operators.retire(work, plan)
            operators.record(work, None, None, f"retired the plan {plan.name}")
            click.echo(_plan_line(plan))

    return group


def _operators(application: Application) -> AppGroup:
    group = AppGroup("operator", help="People who run the installation.")

    @group.command("create")
    @click.option("--email", required=True)
    @click.option("--password", required=True)
    @plainly
    def create(email: str, password: str) -> None:
        """Let somebody sign in at /operator."""
        with application.work() as work:
            made = operators.create(work, email, password)
            click.echo(f"{made.email} can sign in at {application.public_url}/operator, and sets up a code from an app")

    @group.command("without-phone")
    @click.option("--email", required=True)
    @plainly
    def without_phone(email: str) -> None:
        """Let an operator who has lost the phone set the code from an app up anew."""
        with application.work() as work:
            operator = operators.by_email(work, email)
            operator_codes.turn_off(work, operator)
            click.echo(f"{operator.email} is signed out, and sets up a new code after the password.")

    return group


def _health(application: Application) -> click.Command:
    @click.command("health", help="What waits, how late it is, what nobody knows, what failed.")
    @plainly
    def command() -> None:
        _say_health(health.look(application), click.echo)

    return command


def _say_health(found: health.Health, say: Callable[[str], None]) -> None:
    beat = "never" if found.clock_seconds is None else f"{found.clock_seconds:.0f} s ago"
    say(f"clock: {beat}")
    for name, count in (found.jobs or {}).items():
        say(f"jobs {name}: {count}")
    for lane, (count, seconds) in found.waiting.items():
        say(f"due {lane}: {count}, the oldest for {seconds:.1f} s")
    for (channel, status), count in found.held.items():
        say(f"in hand {channel} {status}: {count}")
    say(f"failed in 24 hours: {found.failed}")
    for sentence in found.problems or ["Everything runs."]:
        say(sentence)


def _line(business: Business) -> str:
    plan = business.plan.name if business.plan else "no plan"
    state = f"suspended: {business.suspended_why}" if business.suspended_at else "active"
    return f"{phone_numbers.pretty(business.number)}  {business.name}  {plan}  {state}"


def _pace_words(business: Business) -> str:
    texts, calls = business.texts_per_second or "the usual", business.calls_per_second or "the usual"
    return f"texts a second {texts}, calls a second {calls}, {business.most_a_day} a day to one phone"


def _plan_line(plan: Plan) -> str:
    words = f"{plan.name}  ${plan.monthly_fee:.2f} a month  {plan.included_texts} texts  {plan.included_voice} minutes"
    return f"{words}  ${plan.extra_price:.2f} beyond{'  retired' if plan.retired_at else ''}"
