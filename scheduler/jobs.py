"""What RQ runs. A job carries ids only; whether there is anything to do for them, the database says."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot import delivery
from bot.bootstrap import Application
from bot.errors import CarrierError, Rejected
from bot.ports import Payments
from bot.services import billing, charging, importing, leaving, recordings, retention
from bot.services.charging import Charge
from models import Recording

log = logging.getLogger(__name__)

IMPORT_AT_A_STRETCH = timedelta(seconds=4)
"""Then the rest of a file queues up again, so that messages that are due get their turn between."""


FORGOTTEN_IN_A_NIGHT = 400
"""Steps: what is left after that goes the next night."""


@dataclass(frozen=True)
class Hands:
    """What the jobs of one worker process share: the application, and one event loop with its pool of connections."""

    application: Application
    loop: asyncio.Runner


_hands: list[Hands] = []


def equip(hands: Hands) -> None:
    """Give the jobs of this process what they work with."""
    _hands[:] = [hands]


def send_batch(ids: list[str]) -> int:
    """Send deliveries; how many were sent."""
    hands = _hands[0]
    return hands.loop.run(delivery.send_batch(hands.application.dispatch, [UUID(hex=one) for one in ids]))


def bill() -> int:
    """Close the months that are over, and charge what is due; how many invoices were paid."""
    application = _hands[0].application
    with application.work() as work:
        billing.close_due(work)
    payments = application.ports.payments
    if payments is None:
        return 0
    with application.work() as work:
        charges = charging.to_charge(work)
    return sum(_charge(application, payments, one) for one in charges)


def _charge(application: Application, payments: Payments, one: Charge) -> bool:
    try:
        payment_ref = payments.charge(one.customer, one.cents, one.words, one.invoice_id, one.key)
    except Rejected as no:
        with application.work() as work:
            charging.declined(work, one.invoice_id, one.key, no.reason)
        return False
    except CarrierError as error:
        log.warning("invoice %s is charged again later with the same key: %s", one.invoice_id, error.reason)
        return False
    with application.work() as work:
        charging.paid(work, one.invoice_id, payment_ref)
    return True


def return_numbers() -> int:
    """Tell owners of ended accounts that their number goes back soon, and give back those whose time is over."""
    application = _hands[0].application
    with application.work() as work:
        leaving.tell_due(work)
        over = leaving.to_return(work)
    return sum(_give_back(application, *one) for one in over)


def _give_back(application: Application, business_id: UUID, number: str) -> bool:
    try:
        application.ports.numbers.give_back(number)
    except CarrierError as error:
        log.warning("the number of business %s is given back tomorrow: %s", business_id, error.reason)
        return False
    with application.work() as work:
        leaving.returned(work, business_id)
    return True


def fetch_recording(recording_id: str) -> bool:
    """Bring the audio of a recording home; False where it is not there yet: the sweep asks again."""
    application = _hands[0].application
    with application.reading() as work:
        row = work.session.get(Recording, UUID(hex=recording_id))
    if row is None or row.fetched_at is not None:
        return row is not None
    try:
        audio, content_type = application.ports.recordings.fetch(row.carrier_sid)
    except CarrierError as error:
        log.warning("recording %s cannot be fetched yet: %s", row.id, error.reason)
        return False
    with application.work() as work:
        recordings.keep_audio(work, row.id, audio, content_type, application.vault)
    _discard(application, row.id, row.carrier_sid)
    return True


def _discard(application: Application, recording_id: UUID, carrier_sid: str) -> bool:
    """What is here needs no copy at the carrier, where it is not sealed."""
    try:
        application.ports.recordings.discard(carrier_sid)
    except CarrierError as error:
        log.warning("recording %s is deleted at the carrier tonight: %s", recording_id, error.reason)
        return False
    with application.work() as work:
        recordings.left_carrier(work, recording_id)
    return True


def import_customers(import_id: str) -> bool:
    """Go on with a file of customers, batch by batch, each in a transaction of its own; True where none is left."""
    application = _hands[0].application
    with application.reading() as work:
        run = importing.resume(work, UUID(hex=import_id))
    until = application.ports.clock.now() + IMPORT_AT_A_STRETCH
    while run is not None and application.ports.clock.now() < until:
        importing.read_ahead(run)
        with application.work() as work:
            if not importing.step(work, run):
                return True
    if run is not None:
        application.ports.jobs.import_customers(run.job_id)  # lost with the queue, it is found by the sweep
    return run is None


def forget() -> int:
    """Let go of what has been kept long enough, a little in each transaction; how many rows."""
    application, total = _hands[0].application, 0
    with application.reading() as work:
        copies = recordings.copies_left(work)
    for copy in copies:
        if not _discard(application, *copy):
            break
    for _ in range(FORGOTTEN_IN_A_NIGHT):
        with application.work() as work:
            gone = retention.forget_some(work, application.rules.kept)
        total += gone
        if not gone:
            break
    log.info("%d rows were kept long enough and are gone", total)
    return total


def reconcile() -> int:
    """Compare our books with the carrier's of the last days; how many of ours moved on by it."""
    hands = _hands[0]
    application = hands.application
    since, until = delivery.stretch(application.ports.clock.now())
    try:
        reports = hands.loop.run(application.ports.sms.listed(since, until))
    except CarrierError as error:
        log.warning("the carrier's list cannot be had today: %s", error.reason)
        return 0
    with application.work() as work:
        found = delivery.compare(work, reports)
    log.info(
        "compared with the carrier: %d listed, %d moved on, %d corrected, %d not ours",
        found.listed, found.moved, found.corrected, found.strays,
    )  # fmt: skip
    return found.moved
