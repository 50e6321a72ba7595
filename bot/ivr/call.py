"""A call, from webhook to webhook: finds out the facts, runs the machine, does what it asks for.

State is kept per call id of the carrier. The number of the step is part of the callback's URL: a webhook that comes
again finds that its step is taken, and gets the stored answer.
"""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select

from bot.dialogue import approval
from bot.dialogue.runner import Runner
from bot.domain import local_time, phone_numbers
from bot.ivr import appointments, bookings, machine, menus
from bot.ivr.machine import At, Event, State, Step
from bot.nlu.frames import Context, Heard
from bot.nlu.understand import understand
from bot.ports import CallReport
from bot.services import audit, confirmations, consent, contacts, forwarding, pins, prompts, standing, usage
from bot.services.work import Desk, Work
from models import Appointment, AuthorisedPhone, Business, Call, Delivery, InboxItem, Prompt, Recording
from models.states import Answered, CallDirection, CallStatus, Door, InboxKind, Privacy, UsageKind

_ROUNDS, _A_ROUND = 2, timedelta(minutes=2)
_GOING_ON = (CallStatus.QUEUED, CallStatus.RINGING, CallStatus.IN_PROGRESS)


@dataclass(frozen=True)
class Input:
    """What a webhook brings, in our words. `value`: digits, words spoken, a recording's id, how a dial ended."""

    kind: Literal["nothing", "digits", "speech", "recorded", "dialled"] = "nothing"
    value: str = ""
    seconds: int = 0


def incoming(
    work: Work, call_sid: str, phone: str, to: str, *, forged: bool = False
) -> tuple[Call, Step | None] | None:
    """Somebody calls. None where nobody here has the number; the step is None where the webhook comes again.

    `forged`: the carriers know that it is not the phone that it says it is; it is not even asked for the PIN.
    """
    business = work.session.scalar(select(Business).where(Business.number == to))
    if business is None or not call_sid:
        return None
    desk = Desk(work, business)
    call = _call(desk, call_sid, phone, CallDirection.INBOUND)
    if call is None:
        return None
    if call.step:
        return call, None
    if standing.is_suspended(business):
        return call, _take(call, machine.begin(_fresh(business), Event("closed")))
    if forged and _is_authorised(desk, phone):
        audit.record(desk, "caller_forged", audit.by_phone(Door.CALL, phone))
    elif _is_authorised(desk, phone) and business.pin_hash:
        return call, _take(call, machine.begin(_fresh(business), Event("owner")))
    visit = bookings.of_caller(desk, phone)
    if visit is not None:
        state = replace(_about(desk, visit, phone), calling_us=True, asks=True)
        return call, _take(call, machine.begin(state, Event("visit", times=bookings.starts(visit))))
    event = Event("caller", value="" if _goes_round(desk, call) else _forward_to(desk, phone))
    return call, _take(call, machine.begin(_fresh(business), event))


def outgoing(work: Work, delivery_id: UUID, call_sid: str, by_machine: bool) -> tuple[Call, Step | None] | None:
    """A delivery's call is answered, by a person or by voicemail. None like `incoming`."""
    delivery = work.session.get(Delivery, delivery_id)
    if delivery is None or not call_sid:
        return None
    desk = Desk(work, delivery.business)
    call = _call(desk, call_sid, delivery.address, CallDirection.OUTBOUND)
    if call is None:
        return None
    call.delivery_id = delivery.id
    if call.step:
        return call, None
    asks, content = delivery.answered is Answered.ASKED, _content(desk, delivery)
    visit = bookings.of_delivery(desk, delivery)
    if by_machine and desk.business.privacy is Privacy.MEDICAL:
        visit, content = None, {"words": menus.CALL_BACK}  # anybody may listen to it
    if visit is None:
        event = Event("voicemail" if by_machine else "offer", **content)
        return call, _take(call, machine.begin(replace(_fresh(desk.business), asks=asks), event))
    event = Event("voicemail" if by_machine else "visit", times=bookings.starts(visit), **content)
    return call, _take(call, machine.begin(replace(_about(desk, visit, call.phone), asks=asks), event))


def go_on(work: Work, runner: Runner, call_sid: str, number: int, given: Input) -> tuple[Call, Step | None] | None:
    """The next step. The step is None where it was taken before; None where there is no such call."""
    call = work.session.scalar(select(Call).where(Call.carrier_sid == call_sid).with_for_update())
    if call is None:
        return None
    if number != call.step:
        return call, None
    desk = Desk(work, work.session.get_one(Business, call.business_id))
    state = _state(call)
    step = _take(call, machine.step(state, _fact(desk, call, state, given)))
    for effect in step.effects:
        if effect in ("approve", "drop"):
            approval.settle(desk, runner, call.phone, approved=effect == "approve")
        else:
            _EFFECTS[effect](desk, call, state, step.state)
    if given.kind == "dialled" and given.seconds:
        # a forwarded call counts twice (FAQ): the caller's leg is counted when the whole call has ended
        minutes = usage.started_minutes(given.seconds)
        usage.record(
            work.session, usage.Line(call.business_id, UsageKind.CALL_OUT, minutes, f"call:{call.id}", desk.now)
        )
    return call, step


def recording_arrived(work: Work, call_sid: str, recording_sid: str, seconds: int) -> None:
    """The carrier has a recording ready. One left by a caller who hung up while speaking is kept here."""
    call = work.session.scalar(select(Call).where(Call.carrier_sid == call_sid))
    if call is None:
        return
    desk = Desk(work, work.session.get_one(Business, call.business_id))
    row = prompts.recording(desk, recording_sid, call_sid, seconds)
    if row is None:
        return
    if row.fetched_at is None:
        work.recordings.append(row.id)
    if _state(call).at is At.MESSAGE:
        _keep_voicemail(desk, call, row)


def ended(work: Work, report: CallReport) -> None:
    """Note how a call stands. The minutes of one that somebody made to us, and of recording, are counted at its end."""
    call = work.session.scalar(select(Call).where(Call.carrier_sid == report.carrier_sid).with_for_update())
    if call is None or call.ended_at is not None:
        return
    call.status = report.status
    if report.status in _GOING_ON:
        return
    call.ended_at, call.seconds = work.now, report.seconds
    if call.direction is CallDirection.INBOUND and report.seconds:
        business = work.session.get_one(Business, call.business_id)
        kind = UsageKind.RECORDING if _is_authorised(Desk(work, business), call.phone) else UsageKind.CALL_IN
        minutes = usage.started_minutes(report.seconds)
        usage.record(work.session, usage.Line(business.id, kind, minutes, f"call:{call.id}", work.now))


def _fresh(business: Business) -> State:
    return State(At.OVER, business=business.name, number=phone_numbers.pretty(business.number))


def _about(desk: Desk, visit: Appointment, phone: str) -> State:
    return replace(
        _fresh(desk.business),
        appointment=str(visit.id),
        forward_to=_forward_to(desk, phone),
        language=bookings.language_of(desk, visit, phone),
    )


def _state(call: Call) -> State:
    stored = dict(call.state)
    if not stored:
        return State(At.OVER)
    return State(**{**stored, "at": At(stored["at"]), "offered": tuple(stored.get("offered", ()))})


def _take(call: Call, step: Step) -> Step:
    call.state, call.step = asdict(step.state), call.step + 1
    return step


def _call(desk: Desk, call_sid: str, phone: str, direction: CallDirection) -> Call | None:
    """The call with the carrier's id, or a new one; None for one of another business."""
    call = desk.session.scalar(select(Call).where(Call.carrier_sid == call_sid).with_for_update())
    if call is None:
        call = Call(
            business_id=desk.business.id,
            carrier_sid=call_sid,
            direction=direction,
            phone=phone,
            started_at=desk.now,
            step=0,
            state={},
            status=CallStatus.IN_PROGRESS,
        )
        desk.session.add(call)
        desk.session.flush()
    return call if call.business_id == desk.business.id else None


def _is_authorised(desk: Desk, phone: str) -> bool:
    query = select(AuthorisedPhone.id).where(
        AuthorisedPhone.business_id == desk.business.id, AuthorisedPhone.phone == phone
    )
    return desk.session.scalar(query) is not None


def _forward_to(desk: Desk, caller: str) -> str:
    """Where the call goes on to; never back to the caller or to the number itself."""
    to = desk.business.call_forward_to or ""
    if not to or to == caller or standing.is_suspended(desk.business) or forwarding.comes_back(desk, to):
        return ""
    return "" if phone_numbers.is_abroad(to, desk.work.rules.countries) else to


def _goes_round(desk: Desk, call: Call) -> bool:
    """Whether calls of this phone come in faster than a person ends one: what they are sent on to sends them back."""
    same = select(func.count(Call.id)).where(
        Call.business_id == desk.business.id,
        Call.phone == call.phone,
        Call.direction == CallDirection.INBOUND,
        Call.id != call.id,
        Call.ended_at.is_(None),
        Call.started_at > desk.now - _A_ROUND,
    )
    return (desk.session.scalar(same) or 0) >= _ROUNDS


def _content(desk: Desk, delivery: Delivery) -> dict[str, Any]:
    prompt = desk.session.get(Prompt, delivery.prompt_id) if delivery.prompt_id else None
    return {"recording": str(prompt.recording_id) if prompt else "", "words": delivery.body}


def _fact(desk: Desk, call: Call, state: State, given: Input) -> Event:
    """What the input means where the call is."""
    match state.at:
        case At.PIN:
            return _pin_fact(desk, call.phone, given)
        case At.RECORDING | At.MESSAGE:
            return _recorded_fact(desk, call, given)
        case At.REVIEW:
            return _review_fact(desk, state, given)
        case At.MENU if given.value == "2":
            return Event("prompts", prompts=_known(desk))
        case At.LISTING:
            return Event("digits", value=given.value, prompts=_known(desk))
        case At.OFFER:
            return _offer_fact(desk, call, given)
        case at if at in appointments.PLACES:
            return bookings.fact(desk, state, given.kind, given.value)
        case At.FORWARDING:
            return Event("dialled", value=given.value)
        case _:
            return Event("digits" if given.kind == "digits" else "silence", value=given.value)


def _pin_fact(desk: Desk, phone: str, given: Input) -> Event:
    if given.kind != "digits":
        return Event("silence")
    desk.work.actor = audit.by_phone(Door.CALL, phone)
    if not pins.check_pin(desk, given.value.rstrip("#"), phone):
        return Event("pin_wrong")
    return Event("pin_right", words=approval.waiting(desk, phone) or "")


def _recorded_fact(desk: Desk, call: Call, given: Input) -> Event:
    if given.kind != "recorded" or not given.value or not given.seconds:
        return Event("silence")
    row = prompts.recording(desk, given.value, call.carrier_sid or "", given.seconds)
    return Event("recorded", recording=str(row.id)) if row is not None else Event("silence")


def _review_fact(desk: Desk, state: State, given: Input) -> Event:
    row = desk.session.get(Recording, UUID(state.recording))
    if given.kind == "digits" and given.value == "1" and row is not None:
        return Event("kept", value=str(prompts.keep(desk, row).number))
    if given.kind == "digits":
        return Event("digits", value=given.value)
    if state.played:
        return Event("silence")
    if row is not None and row.fetched_at is None:
        return Event("late")
    return Event("ready", recording=state.recording)


def _known(desk: Desk) -> tuple[tuple[int, str], ...]:
    kept = (prompt for prompt in prompts.list_prompts(desk) if prompt.recording.fetched_at)
    return tuple((prompt.number, str(prompt.recording_id)) for prompt in kept)


def _offer_fact(desk: Desk, call: Call, given: Input) -> Event:
    delivery = desk.session.get(Delivery, call.delivery_id) if call.delivery_id else None
    content = _content(desk, delivery) if delivery else {}
    if given.kind == "speech" and _is_yes(desk, given.value):
        return Event("speech_yes", **content)
    return Event("digits" if given.kind == "digits" else "silence", value=given.value, **content)


def _is_yes(desk: Desk, words: str) -> bool:
    """Speech is understood as texts are."""
    zone = desk.business.timezone
    reference = local_time.to_local(desk.now, zone)
    said = understand(Heard(words, "customer", reference, zone, context=Context(awaiting="confirmation")))
    return said.intent == "affirm"


def _confirm(desk: Desk, call: Call, before: State, _after: State) -> None:
    if before.appointment:
        bookings.confirm(desk, before, call.phone)
    delivery = desk.session.get(Delivery, call.delivery_id) if call.delivery_id else None
    if delivery is not None:
        confirmations.settle(desk, delivery, Answered.CONFIRMED)


def _opt_out(desk: Desk, call: Call, _before: State, _after: State) -> None:
    consent.opt_out(desk, call.phone, "call", "pressed 9")


def _delete_shown(desk: Desk, _call: Call, before: State, _after: State) -> None:
    known = _known(desk)
    if before.shown < len(known):
        prompts.remove_prompt(desk, prompts.get_prompt(desk, known[before.shown][0]))


def _voicemail(desk: Desk, call: Call, _before: State, after: State) -> None:
    row = desk.session.get(Recording, UUID(after.recording))
    if row is not None:
        _keep_voicemail(desk, call, row)


def _keep_voicemail(desk: Desk, call: Call, row: Recording) -> None:
    """Put it into the inbox, once, and tell the owner."""
    if not row.seconds or desk.session.scalar(select(InboxItem.id).where(InboxItem.carrier_sid == row.carrier_sid)):
        return
    customers = contacts.customers_with_phone(desk, call.phone)
    item = InboxItem(
        business_id=desk.business.id,
        kind=InboxKind.VOICEMAIL,
        carrier_sid=row.carrier_sid,
        phone=call.phone,
        customer_id=customers[0].id if len(customers) == 1 else None,
        recording_id=row.id,
        needs_answer=True,
        received_at=desk.now,
    )
    desk.session.add(item)
    desk.session.flush()
    forwarding.forward(desk, item)


_EFFECTS = {
    "confirm": _confirm,
    "opt_out": _opt_out,
    "delete_shown": _delete_shown,
    "keep_voicemail": _voicemail,
}
