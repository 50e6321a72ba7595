"""A batch of deliveries, from the claim to the record. No session is open while carriers are asked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from bot.delivery import leases
from bot.delivery.breaker import Breaker
from bot.delivery.claim import Claimed, claim
from bot.delivery.due import postpone, urgent_beside
from bot.delivery.prepare import Addresses
from bot.delivery.record import Outcome, record
from bot.delivery.resolve import Doubt, Found, claim_doubts, settle
from bot.errors import Ambiguous, CarrierError, NotTaken
from bot.ports import Clock, EmailSender, OutgoingCall, OutgoingEmail, OutgoingText, Receipt, SmsSender, VoiceCaller
from bot.services.work import Work
from models.states import Channel

log = logging.getLogger(__name__)

PIECE = 50
"""Deliveries that are claimed together: as many as are at the carrier's at once."""
Road = Literal["carrier", "mail"]
ROADS: dict[Road, tuple[Channel, ...]] = {
    "carrier": (Channel.TEXT, Channel.VOICE, Channel.SPEECH),
    "mail": (Channel.EMAIL,),
}


@dataclass(frozen=True)
class Dispatch:
    """What sending needs of the world."""

    work: Callable[[], AbstractContextManager[Work]]
    sms: SmsSender
    voice: VoiceCaller
    email: EmailSender
    clock: Clock
    addresses: Addresses
    breakers: dict[Road, Breaker] = field(default_factory=lambda: {"carrier": Breaker(), "mail": Breaker()})
    """They live as long as the worker does."""


async def send_batch(dispatch: Dispatch, ids: Sequence[UUID]) -> int:
    """Send those of the deliveries that are ours to send, and look up those that nobody knows of; how many were sent.

    May be called any number of times with the same ids, at the same time too. The pieces of a batch overlap: while one
    is at the carrier's, the next one is claimed.
    """
    pieces = [ids[first : first + PIECE] for first in range(0, len(ids), PIECE)]
    return sum(await asyncio.gather(*(_send_piece(dispatch, piece) for piece in pieces)))


async def _send_piece(dispatch: Dispatch, ids: Sequence[UUID]) -> int:
    claimed, doubts = await asyncio.to_thread(_claim, dispatch, ids)
    outcomes = await asyncio.gather(*(_outcome(dispatch, one) for one in claimed))
    _note(dispatch, claimed, outcomes)
    found = await asyncio.gather(*(_found(dispatch, one) for one in doubts))
    if claimed or doubts:
        await asyncio.to_thread(_record, dispatch, claimed, outcomes, doubts, found)
    return len(claimed)


def _claim(dispatch: Dispatch, ids: Sequence[UUID]) -> tuple[list[Claimed], list[Doubt]]:
    shut = _shut(dispatch)
    with dispatch.work() as work:
        put_off = {one for road, until in shut.items() for one in postpone(work, ids, ROADS[road], until)}
        wanted = [one for one in ids if one not in put_off]
        wanted += urgent_beside(work, wanted) if not shut else []
        claimed = claim(work, wanted, dispatch.addresses)
        left = {*wanted} - {one.delivery_id for one in claimed}
        return claimed, claim_doubts(work, list(left), dispatch.addresses) if left and "carrier" not in shut else []


def _record(
    dispatch: Dispatch,
    claimed: Sequence[Claimed],
    outcomes: Sequence[Outcome],
    doubts: Sequence[Doubt],
    found: Sequence[Found],
) -> None:
    with dispatch.work() as work:
        record(work, claimed, outcomes)
        settle(work, {one.delivery_id: listed for one, listed in zip(doubts, found, strict=True)})


def _shut(dispatch: Dispatch) -> dict[Road, datetime]:
    """The roads that nothing is sent on now, and until when."""
    now = dispatch.clock.now()
    return {road: one.open_until for road, one in dispatch.breakers.items() if one.open_until and one.is_open(now)}


def _note(dispatch: Dispatch, claimed: Sequence[Claimed], outcomes: Sequence[Outcome]) -> None:
    by_road: dict[Road, list[Outcome]] = {"carrier": [], "mail": []}
    for one, outcome in zip(claimed, outcomes, strict=True):
        by_road["mail" if isinstance(one.outgoing, OutgoingEmail) else "carrier"].append(outcome)
    for road, listed in by_road.items():
        dispatch.breakers[road].note(listed, dispatch.clock.now())


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
