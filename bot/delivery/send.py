"""A batch of deliveries, from the claim to the record. No session is open while carriers are asked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from bot.delivery import leases
from bot.delivery.claim import Claimed, claim
from bot.delivery.prepare import Addresses
from bot.delivery.record import Outcome, record
from bot.delivery.resolve import Doubt, Found, claim_doubts, settle
from bot.errors import Ambiguous, CarrierError, NotTaken
from bot.ports import Clock, EmailSender, OutgoingCall, OutgoingText, Receipt, SmsSender, VoiceCaller
from bot.services.work import Work

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Dispatch:
    """What sending needs of the world."""

    work: Callable[[], AbstractContextManager[Work]]
    sms: SmsSender
    voice: VoiceCaller
    email: EmailSender
    clock: Clock
    addresses: Addresses


async def send_batch(dispatch: Dispatch, ids: Sequence[UUID]) -> int:
    """Send those of the deliveries that are ours to send, and look up those that nobody knows of; how many were sent.

    May be called any number of times with the same ids, at the same time too.
    """
    with dispatch.work() as work:
        claimed = claim(work, ids, dispatch.addresses)
        doubts = claim_doubts(work, ids, dispatch.addresses)
    outcomes = await asyncio.gather(*(_outcome(dispatch, one) for one in claimed))
    found = await asyncio.gather(*(_found(dispatch, one) for one in doubts))
    if claimed or doubts:
        with dispatch.work() as work:
            record(work, {one.delivery_id: outcome for one, outcome in zip(claimed, outcomes, strict=True)})
            settle(work, {one.delivery_id: listed for one, listed in zip(doubts, found, strict=True)})
    return len(claimed)


async def _outcome(dispatch: Dispatch, one: Claimed) -> Outcome:
    """What came of one; whatever goes wrong with it is its own affair."""
    if dispatch.clock.now() > one.lease_until - leases.LAST_CALL:
        return NotTaken("the worker was held up")
    try:
        return await _hand_to_carrier(dispatch, one)
    except CarrierError as error:
        return error
    except Exception:
        log.exception("delivery %s: sending broke", one.delivery_id)
        return Ambiguous("sending broke")


def _hand_to_carrier(dispatch: Dispatch, one: Claimed) -> Awaitable[Receipt]:
    if isinstance(one.outgoing, OutgoingText):
        return dispatch.sms.send(one.outgoing)
    if isinstance(one.outgoing, OutgoingCall):
        return dispatch.voice.call(one.outgoing)
    return dispatch.email.send(one.outgoing)


async def _found(dispatch: Dispatch, one: Doubt) -> Found:
    try:
        if isinstance(one.outgoing, OutgoingText):
            return await dispatch.sms.look_up(one.outgoing, one.since)
        return await dispatch.voice.look_up(one.outgoing, one.since)
    except CarrierError as error:
        return error
    except Exception:
        log.exception("delivery %s: looking it up broke", one.delivery_id)
        return Ambiguous("looking it up broke")
