"""Opening a business: from a sign-up that is complete to a number that talks.

The carrier is asked between transactions, in an order in which a crash neither rents twice nor loses a number:

1. claim: `renting` and the number are committed; the number can be claimed once
2. rent: one that is ours already is pointed only, so it may be asked for any number of times
3. finish: business, member and first text in one transaction

Whoever comes again (the same browser, or the clock) goes on where it broke off.
"""

import asyncio
import html
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from bot.domain import area_codes, phone_numbers
from bot.errors import Ambiguous, CarrierError, InputError, Rejected
from bot.ports import Checks, EmailSender, Numbers, OutgoingEmail
from bot.services import sign_ups
from bot.services.sign_ups import Codes, NumberTaken
from bot.services.work import Work
from models import SignUp, new_id

log = logging.getLogger(__name__)
SHOWN = 12


@dataclass(frozen=True)
class Opening:
    """What opening a business needs of the world. `sender` texts the codes, `mail_from` emails them."""

    work: Callable[[], AbstractContextManager[Work]]
    numbers: Numbers
    checks: Checks
    email: EmailSender
    sender: str
    mail_from: str


@dataclass(frozen=True)
class Offer:
    """Numbers to pick from; `elsewhere` where the area code that was asked for has none."""

    numbers: tuple[str, ...]
    elsewhere: bool


def send_codes(opening: Opening, row: SignUp, codes: Codes) -> None:
    """Text one code and email the other. Raises InputError where either cannot be reached."""
    body = (
        f"{codes.by_text} is your code for Customer Messaging. It is good for 15 minutes; nobody will ask you for it."
    )
    try:
        _text(opening, row.mobile, body)
    except CarrierError as error:
        raise InputError(
            f"We could not text {phone_numbers.pretty(row.mobile)}: {error.reason}. Please check it, or try again."
        ) from error
    try:
        asyncio.run(_email(opening, row.email, codes.by_email))
    except CarrierError as error:
        raise InputError(f"We could not email {row.email}: {error.reason}. Please check it, or try again.") from error


def offer(opening: Opening, row: SignUp) -> Offer:
    """Numbers of the area code, or else of the same place, or else of anywhere. Raises CarrierError."""
    wanted = row.area_code or ""
    for area in (wanted, *area_codes.nearby(wanted), None):
        found = _free(opening, row, _available(opening.numbers, area))
        if found:
            return Offer(tuple(found[:SHOWN]), elsewhere=area != wanted)
    return Offer((), elsewhere=True)


def open_business(opening: Opening, sign_up_id: UUID) -> UUID | None:
    """The business, made once however often this is called. Raises NumberTaken, InputError or CarrierError."""
    with opening.work() as work:
        row = sign_ups.get(work, sign_up_id)
        wanted = row.claimed_number or row.number
    rented = wanted is not None and opening.numbers.is_rented(wanted)
    with opening.work() as work:
        row = sign_ups.get(work, sign_up_id)
        sign_ups.claim(work, row, rented)
        number = row.claimed_number
    if number:
        _rent(opening, sign_up_id, number)
    return _finish(opening, sign_up_id)


def go_on(opening: Opening) -> int:
    """Finish what broke off; how many sign-ups were looked at."""
    with opening.work() as work:
        sign_ups.forget_old(work)
        left = sign_ups.unfinished(work)
    for sign_up_id in left:
        try:
            open_business(opening, sign_up_id)
        except (CarrierError, InputError) as error:
            log.warning("sign-up %s: %s", sign_up_id, type(error).__name__)
    return len(left)


def _rent(opening: Opening, sign_up_id: UUID, number: str) -> None:
    """Raises NumberTaken where the carrier gave it to somebody else; what nobody knows stays claimed."""
    try:
        opening.numbers.rent(number)
    except Rejected as refusal:
        if opening.numbers.is_rented(number):  # by the same person, who pressed twice
            return
        with opening.work() as work:
            sign_ups.let_go(sign_ups.get(work, sign_up_id))
        raise NumberTaken(number) from refusal


def _finish(opening: Opening, sign_up_id: UUID) -> UUID | None:
    try:
        with opening.work() as work:
            return sign_ups.finish(work, sign_ups.get(work, sign_up_id))
    except InputError as wrong:
        with opening.work() as work:
            sign_ups.get(work, sign_up_id).problem = str(wrong)[:200]
        raise


def _available(numbers: Numbers, area: str | None) -> Sequence[str]:
    try:
        return numbers.available(area) if area != "" else ()
    except Rejected:
        return ()


def _free(opening: Opening, row: SignUp, numbers: Sequence[str]) -> list[str]:
    with opening.work() as work:
        return [one for one in sign_ups.free(work, numbers, row) if one != opening.sender]


def _text(opening: Opening, phone: str, body: str) -> None:
    """The number that texts codes is rented when it is needed first, and pointed at us."""
    try:
        opening.checks.text(opening.sender, phone, body)
    except Rejected:
        if opening.numbers.is_rented(opening.sender):
            raise
        opening.numbers.rent(opening.sender)
        opening.checks.text(opening.sender, phone, body)


async def _email(opening: Opening, address: str, code: str) -> None:
    words = f"{code} is your code for Customer Messaging. It is good for 15 minutes; nobody will ask you for it."
    letter = OutgoingEmail(
        delivery_id=new_id(),
        sender=opening.mail_from,
        sender_name="Customer Messaging",
        to=address,
        subject="Your code for Customer Messaging",
        plain=f"{words}\n",
        html=f"<p>{html.escape(words)}</p>",
    )
    try:
        await opening.email.send(letter)
    except Ambiguous:
        log.warning("a code may have been emailed or not; another can be asked for")
