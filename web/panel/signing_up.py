"""Signing a new business up: short pages that work without scripts, and keep what was typed when somebody goes back."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID
from zoneinfo import available_timezones

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from bot import opening
from bot.domain import area_codes
from bot.domain.local_time import US_ZONES
from bot.errors import CarrierError, InputError, NotFound
from bot.opening import Opening
from bot.services import sign_ups
from bot.services.sign_ups import NumberTaken, Person
from models import Member, SignUp
from web.context import application
from web.panel.access import begin_session
from web.panel.customers import as_uuid

blueprint = Blueprint("signing_up", __name__, url_prefix="/sign-up")
KEY = "sign_up"
STEPS = {"who": "You", "proof": "Codes", "business": "Business", "number": "Number", "plan": "Plan"}
KINDS = (
    "Salon or spa", "Dentist or medical practice", "Veterinarian or groomer", "Restaurant or café",
    "Garage or dealership", "Gym or trainer", "School", "Non-profit", "Shop", "Other",
)  # fmt: skip
BILLING = "billing.index"
"""The page that takes a card: where the installation charges, a new business goes there next."""
BUSY = "The carrier does not answer at the moment. Nothing is lost; please try again in a minute."
P = ParamSpec("P")


def taking_sign_ups(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Says so where the installation takes none; who is signed in has a business already."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if application().opening is None:
            return render_template("panel/sign_up_closed.html"), 403
        if current_user.is_authenticated:
            return redirect(url_for("today.index"))
        return view(*args, **kwargs)

    return guarded


@blueprint.app_context_processor
def _offer() -> dict[str, object]:
    return {"takes_sign_ups": application().opening is not None}


@blueprint.route("", methods=["GET", "POST"])
@taking_sign_ups
def who() -> ResponseReturnValue:
    """Name, email, password, mobile."""
    row = _row()
    if request.method == "GET":
        return _page("who", row)
    person = Person(*(request.form.get(name, "") for name in ("name", "email", "password", "mobile")))
    try:
        with application().work() as work:
            row = sign_ups.get(work, row.id) if row else None
            proving = sign_ups.set_person(work, row, person) if row else True
            row = row or sign_ups.begin(work, person)
            session[KEY] = row.id.hex
        if proving:
            _send_codes(row.id)
    except InputError as wrong:
        return _page("who", _row(), wrong), 422
    return _next()


@blueprint.route("/proof", methods=["GET", "POST"])
@taking_sign_ups
def proof() -> ResponseReturnValue:
    """The codes from the text and the email."""
    row = _row()
    if row is None or sign_ups.step(row) != "proof":
        return _next()
    if request.method == "GET":
        return _page("proof", row)
    with application().work() as work:
        typed = (request.form.get("by_text", ""), request.form.get("by_email", ""))
        wrong = sign_ups.prove(work, sign_ups.get(work, row.id), *typed)
    return (_page("proof", row, wrong), 422) if wrong else _next()


@blueprint.post("/codes")
@taking_sign_ups
def codes() -> ResponseReturnValue:
    """Send them once more."""
    row = _row()
    if row is None:
        return _next()
    try:
        _send_codes(row.id)
    except InputError as wrong:
        return _page("proof", row, wrong), 422
    flash("New codes are on their way; the older ones are no longer good.")
    return redirect(url_for("signing_up.proof"))


@blueprint.route("/business", methods=["GET", "POST"])
@taking_sign_ups
def business() -> ResponseReturnValue:
    """Name, kind, area code, zone."""
    row = _proved()
    if row is None:
        return _next()
    if request.method == "GET":
        return _page("business", row)
    try:
        with application().work() as work:
            typed = (request.form.get(name, "") for name in ("business_name", "kind", "area_code", "timezone"))
            sign_ups.set_business(sign_ups.get(work, row.id), *typed)
    except InputError as wrong:
        return _page("business", row, wrong), 422
    return redirect(url_for("signing_up.number"))


@blueprint.route("/number", methods=["GET", "POST"])
@taking_sign_ups
def number() -> ResponseReturnValue:
    """One of the carrier's."""
    row = _proved()
    if row is None or not row.business_name:
        return _next()
    if request.method == "GET":
        return _numbers(row)
    try:
        with application().work() as work:
            sign_ups.pick_number(work, sign_ups.get(work, row.id), request.form.get("number", ""))
    except InputError as wrong:
        sentence = str(wrong) if request.form.get("number") else "Please pick one of the numbers."
        return _numbers(row, sentence, 422)
    return redirect(url_for("signing_up.plan"))


@blueprint.route("/plan", methods=["GET", "POST"])
@taking_sign_ups
def plan() -> ResponseReturnValue:
    """The plan; then the number is rented and the business made."""
    row = _proved()
    if row is None or not row.number:
        return _next()
    if request.method == "GET":
        return _page("plan", row)
    try:
        return _open(row)
    except NumberTaken as taken:
        with application().work() as work:
            sign_ups.number_lost(sign_ups.get(work, row.id))
        flash(str(taken))
        return redirect(url_for("signing_up.number"))
    except InputError as wrong:
        return _page("plan", row, wrong), 422
    except CarrierError:
        return _page("plan", row, BUSY), 503


def _open(row: SignUp) -> ResponseReturnValue:
    with application().work() as work:
        kept = sign_ups.get(work, row.id)
        if kept.claimed_number is None:
            sign_ups.choose_plan(work, kept, as_uuid(request.form.get("plan")))
    business_id = opening.open_business(_opening(), row.id)
    _enter(business_id)
    flash("Your number is ready. A first text from it is on its way to your mobile.")
    return redirect(url_for(BILLING if BILLING in current_app.view_functions else "today.index"))


def _enter(business_id: UUID | None) -> None:
    """Sign the new owner in: they have proved who they are a minute ago."""
    with application().reading() as work:
        member_id = work.session.scalars(select(Member.id).where(Member.business_id == business_id)).one()
    begin_session(member_id)


def _numbers(row: SignUp, wrong: str | None = None, status: int = 200) -> ResponseReturnValue:
    try:
        offer = opening.offer(_opening(), row)
    except CarrierError:
        return _page("number", row, BUSY, offer=opening.Offer((), elsewhere=False)), 503
    return _page("number", row, wrong, offer=offer), status


def _page(step: str, row: SignUp | None, wrong: object = None, **more: object) -> str:
    with application().reading() as work:
        plans = sign_ups.offered_plans(work) if step == "plan" else ()
    guessed = area_codes.of_number(row.mobile) if row else ""
    zones = list(dict.fromkeys([*US_ZONES.values(), *sorted(available_timezones())])) if step == "business" else ()
    return render_template(
        f"panel/sign_up_{step}.html", row=row, wrong=wrong, typed=request.form, step=step, steps=STEPS, kinds=KINDS,
        plans=plans, zones=zones, guessed=guessed, most_sent=sign_ups.MOST_SENT, **more,
    )  # fmt: skip


def _send_codes(sign_up_id: UUID) -> None:
    with application().work() as work:
        row = sign_ups.get(work, sign_up_id)
        fresh = sign_ups.new_codes(work, row)
    opening.send_codes(_opening(), row, fresh)


def _next() -> ResponseReturnValue:
    """To the first page that is not done yet."""
    row = _row()
    step = sign_ups.step(row) if row else "who"
    if step == "done":
        session.pop(KEY, None)
        return redirect(url_for("signing_in.sign_in"))
    return redirect(url_for(f"signing_up.{step}"))


def _proved() -> SignUp | None:
    """The sign-up of this browser, once its codes were right and until its business is there."""
    row = _row()
    return row if row and sign_ups.step(row) not in ("who", "proof", "done") else None


def _row() -> SignUp | None:
    sign_up_id = as_uuid(session.get(KEY))
    if sign_up_id is None:
        return None
    with application().reading() as work:
        return work.session.get(SignUp, sign_up_id)


def _opening() -> Opening:
    found = application().opening
    if found is None:
        raise NotFound("This installation takes no sign-ups.")
    return found
