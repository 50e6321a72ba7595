"""Who is signed in as an operator. Kept under a key of its own in the session: no member has it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from flask import Flask, g, redirect, session, url_for
from flask.typing import ResponseReturnValue

from bot.services import operator_codes
from bot.services.work import Work
from models import Operator
from web.context import application
from web.panel.customers import as_uuid

KEY, HALFWAY = "operator", "operator_halfway"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
P = ParamSpec("P")


def register(app: Flask) -> None:
    """What every page can ask: whether an operator looks on."""
    app.context_processor(lambda: {"operator_email": g.get("operator_email") if current() else None})


def operator_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Sends who is no operator to the page that signs one in, and who has no second factor to the one that makes it."""

    @wraps(view)
    @signed_in
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not g.operator_has_code:
            return redirect(url_for("operator_sign_in.set_up"))
        return view(*args, **kwargs)

    return guarded


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """For the page that sets the second factor up; every other one is `operator_required`."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current() is None:
            return redirect(url_for("operator_sign_in.sign_in"))
        return view(*args, **kwargs)

    return guarded


def begin_halfway(operator: Operator) -> None:
    """The password was right; whatever else this browser was is over."""
    now = application().ports.clock.now().isoformat()
    session.clear()
    session[HALFWAY] = {"id": operator.id.hex, "epoch": operator.session_epoch, "at": now}


def begin(operator: Operator) -> None:
    """Sign an operator in on this browser; whatever else it was is over. A second factor belongs before this."""
    now = application().ports.clock.now().isoformat()
    session.clear()
    session[KEY] = {"id": operator.id.hex, "epoch": operator.session_epoch, "began": now, "seen": now}


def current() -> UUID | None:
    """The operator's id, while the session is good; looked up once in a request."""
    if "operator_id" not in g:
        g.operator_id = _look_up()
    found: UUID | None = g.operator_id
    return found


@contextmanager
def writing() -> Iterator[tuple[Work, Operator]]:
    """One transaction, and who is responsible for it."""
    with application().work() as work:
        yield work, work.session.get_one(Operator, current())


def _look_up() -> UUID | None:
    kept = session.get(KEY)
    if kept is None:
        return None
    if _is_over(kept):
        session.pop(KEY)
        return None
    with application().reading() as work:
        row = work.session.get(Operator, as_uuid(kept["id"]))
    if row is None or row.session_epoch != kept["epoch"]:
        session.pop(KEY)
        return None
    session[KEY] = {**kept, "seen": application().ports.clock.now().isoformat()}
    g.operator_email, g.operator_has_code = row.email, operator_codes.is_on(row)
    return row.id


def _is_over(kept: dict[str, str]) -> bool:
    now = application().ports.clock.now()
    seen, began = (datetime.fromisoformat(kept[key]) for key in ("seen", "began"))
    return now - seen > IDLE or now - began > LONGEST
