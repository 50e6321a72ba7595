"""The settings of a business; each block is saved by itself."""

import re
from collections.abc import Callable, Mapping
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain.local_time import US_ZONES
from bot.errors import InputError, NotFound
from bot.services import accounts, pins, proofs
from bot.services.work import Desk
from web.panel import appointments
from web.panel.access import login_required, reading, writing

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
Sent = Mapping[str, str]


@blueprint.get("")
@login_required
def index() -> str:
    """All of them."""
    return _page({})


@blueprint.post("/<block>")
@login_required
def save(block: str) -> ResponseReturnValue:
    """Save one block; what was typed stays where it cannot be."""
    if block not in _SAVE:
        raise NotFound("There is no such setting.")
    try:
        with writing() as desk:
            _SAVE[block](desk, request.form)
    except InputError as error:
        return _page(request.form, block, error), 422
    flash("Saved.")
    return redirect(url_for("settings.index", _anchor=block))


def _page(typed: Sent, block: str = "", wrong: InputError | None = None) -> str:
    with reading() as desk:
        return render_template(
            "panel/settings.html",
            business=desk.business,
            proofs=proofs.WAYS,
            pin_locked=pins.is_locked(desk),
            phones=accounts.authorised_phones(desk),
            forwards=[row.phone for row in desk.business.text_forwards],
            views=appointments.VIEWS,
            chosen_views=appointments.views(desk),
            zones=list(dict.fromkeys([*US_ZONES.values(), *sorted(available_timezones())])),
            typed=typed,
            block=block,
            wrong=wrong,
        )


def _business(desk: Desk, sent: Sent) -> None:
    accounts.set_name(desk, sent.get("name", ""))
    accounts.set_timezone(desk, sent.get("timezone", ""))
    accounts.set_postal_address(desk, sent.get("postal_address", ""))


def _email(desk: Desk, sent: Sent) -> None:
    accounts.set_email_sender(desk, sent.get("email_from", ""), sent.get("email_from_name", ""))


def _session(desk: Desk, sent: Sent) -> None:
    minutes = sent.get("session_minutes", "").strip()
    accounts.set_session_minutes(desk, int(minutes) if re.fullmatch("[0-9]{1,4}", minutes) else 0)


def _privacy(desk: Desk, sent: Sent) -> None:
    accounts.set_privacy(desk, sent.get("privacy", ""), introduces="introduces" in sent)


def _views(desk: Desk, sent: Sent) -> None:
    """Up to three, the default one first."""
    named = [sent.get(name, "") for name in ("view_1", "view_2", "view_3")]
    chosen = list(dict.fromkeys(one for one in named if one in appointments.VIEWS))
    if not chosen:
        raise InputError("Choose at least one view.", "Week")
    accounts.set_calendar_views(desk, ",".join(chosen))


def _pin(desk: Desk, sent: Sent) -> None:
    if "unlock" in sent:
        pins.unlock(desk)
        return
    pins.set_pin(desk, sent.get("pin", "").strip())


def _phones(desk: Desk, sent: Sent) -> None:
    if "remove" in sent:
        accounts.remove_authorised_phone(desk, sent["remove"])
    else:
        accounts.authorise_phone(desk, sent.get("phone", ""), sent.get("phone_name", "").strip()[:120] or None)


def _proof(desk: Desk, sent: Sent) -> None:
    proofs.set_proof(desk, sent.get("proof", ""))


def _forwarding(desk: Desk, sent: Sent) -> None:
    accounts.set_call_forward(desk, sent.get("call_forward_to", ""))
    accounts.set_text_forwards(desk, sent.get("text_forwards", "").replace(",", "\n").splitlines())


_SAVE: dict[str, Callable[[Desk, Sent], None]] = {
    "business": _business,
    "email": _email,
    "session": _session,
    "privacy": _privacy,
    "views": _views,
    "pin": _pin,
    "phones": _phones,
    "proof": _proof,
    "forwarding": _forwarding,
}
