"""What a carrier's error codes mean for a delivery (Twilio's error and warning dictionary).

The codes grow all the time: one that is not listed means failed, not tried again.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Meaning(StrEnum):
    """What follows from an error."""

    FINAL = "final"
    OPTED_OUT = "opted_out"
    NOT_TAKEN = "not_taken"  # certainly not processed; trying again later is safe


@dataclass(frozen=True)
class CarrierError:
    """A code in plain words that fit after "It was not delivered: "."""

    meaning: Meaning
    reason: str
    again: tuple[timedelta, ...] = ()
    """How long after a failure it is worth another try, the first one first; none where it would fail again."""
    landline: bool = False


def _final(reason: str, *again: timedelta) -> CarrierError:
    return CarrierError(Meaning.FINAL, reason, again)


def _landline() -> CarrierError:
    return CarrierError(Meaning.FINAL, "this number is a landline", landline=True)


UNKNOWN = _final("the carrier refused it")

ERRORS: dict[str, CarrierError] = {
    "20003": _final("the carrier does not accept this account's credentials"),
    "20429": CarrierError(Meaning.NOT_TAKEN, "the carrier is busy"),
    "21211": _final("this number does not exist"),
    "21214": _final("this number cannot be called"),
    "21215": _final("calls to this country are not switched on"),
    "21408": _final("texts to this country are not switched on"),
    "21602": _final("it had no words"),
    "21606": _final("the business's number cannot send texts"),
    "21608": _final("the carrier's trial account may not text this number"),
    "21610": CarrierError(Meaning.OPTED_OUT, "opted out"),
    "21611": CarrierError(Meaning.NOT_TAKEN, "the carrier's queue is full"),
    "21612": _final("the carrier cannot reach this number"),
    "21614": _landline(),
    "21617": _final("it is too long for a text"),
    "21635": _landline(),
    "21658": _final("it is too long for a text"),
    "21659": _final("the business's number is not rented from the carrier"),
    "30001": _final("the carrier's queue was full", timedelta(minutes=10), timedelta(minutes=30)),
    "30002": _final("the carrier has suspended the account"),
    "30003": _final("the phone was switched off or out of reach", timedelta(minutes=30)),
    "30004": _final("the phone blocks texts"),
    "30005": _final("this number is not in use"),
    "30006": _final("this number is a landline or cannot be reached"),
    "30007": _final("the carrier filtered it as spam"),
    "30008": _final("the carrier does not say why", timedelta(minutes=10)),
    "30022": _final("the carrier's daily limit was reached", timedelta(hours=6)),
    "30032": _final("the toll-free number is not verified"),
    "30034": _final("the business's number is not registered for texts"),
    "30036": _final("it could not be delivered in time"),
    "30410": _final("the phone's carrier did not answer in time", timedelta(minutes=10)),
    "30450": _final("the carrier blocked it as fraud"),
}


def look_up(code: str | None) -> CarrierError:
    """What a code means; an unknown one is final."""
    return ERRORS.get(code or "", UNKNOWN)
