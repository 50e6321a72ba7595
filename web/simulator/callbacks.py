"""Walking a message through its states, and reporting each one."""

from web.simulator import webhooks
from web.simulator.carrier import Carrier, view
from web.simulator.misbehaviour import Rule
from web.simulator.records import FINAL_MESSAGE, Message, now

STEP = 0.08  # seconds between two states, before `speed`
MESSAGES_BY_CODE = {
    30001: "Queue overflow", 30003: "Unreachable destination handset", 30004: "Message blocked",
    30005: "Unknown destination handset", 30006: "Landline or unreachable carrier", 30007: "Message filtered",
    30008: "Unknown error", 30022: "US A2P 10DLC - Rate Limits Exceeded", 30034: "Message from an Unregistered Number",
    30450: "Message delivery blocked (SMS Pumping Protection)",
}  # fmt: skip


async def walk(carrier: Carrier, message: Message) -> None:
    """queued → sending → sent → delivered, or what a rule wants instead; each state is reported to the callback."""
    numbers = (message.to, message.from_)
    bad = carrier.misbehaviour.take("undelivered", "failed", on="messages", numbers=numbers)
    states = _states(bad)
    if carrier.misbehaviour.take("lost-callbacks", numbers=numbers):
        return await _advance(carrier, message, states, bad, report=False)
    if carrier.misbehaviour.take("out-of-order-callbacks", numbers=numbers):
        await _advance(carrier, message, states, bad, report=False)
        for state in reversed(["queued", *states]):
            await report(carrier, message, state)
        return None
    late = carrier.misbehaviour.take("late-callbacks", numbers=numbers)
    return await _advance(carrier, message, states, bad, report=True, delay=late.delay if late else 0.0)


def _states(bad: Rule | None) -> list[str]:
    if bad is None:
        return ["sending", "sent", "delivered"]
    return ["sending", "failed"] if bad.kind == "failed" else ["sending", "sent", "undelivered"]


async def _advance(
    carrier: Carrier, message: Message, states: list[str], bad: Rule | None, *, report: bool, delay: float = 0.0
) -> None:
    for state in states:
        await carrier.sleep(STEP)
        if message.status in FINAL_MESSAGE:
            return
        if bad is not None and state == bad.kind:
            message.error_code, message.error_message = bad.code, MESSAGES_BY_CODE.get(bad.code, "Unknown error")
        move(carrier, message, state)
        if report:
            await _report_after(carrier, message, state, delay)


async def _report_after(carrier: Carrier, message: Message, state: str, delay: float) -> None:
    if delay:
        carrier.spawn(_late(carrier, message, state, delay))
    else:
        await report(carrier, message, state)


async def _late(carrier: Carrier, message: Message, state: str, delay: float) -> None:
    await carrier.sleep(delay)
    await report(carrier, message, state)


def move(carrier: Carrier, message: Message, state: str) -> None:
    """Gives the message a new state."""
    message.status, message.updated = state, now()
    if state == "sent":
        message.sent = message.updated
    message.history.append(state)
    carrier.publish("status", (message.from_, message.to), view(message))


async def report(carrier: Carrier, message: Message, state: str) -> None:
    """Posts one state to the message's status callback, if it has one."""
    if not message.status_callback:
        return
    params = {
        "MessageSid": message.sid, "SmsSid": message.sid, "AccountSid": carrier.config.account_sid,
        "From": message.from_, "To": message.to, "MessageStatus": state, "SmsStatus": state,
        "ApiVersion": "2010-04-01",
    }  # fmt: skip
    if message.error_code and state in ("failed", "undelivered"):
        params["ErrorCode"] = str(message.error_code)
    await webhooks.request(carrier, message.status_callback, params, phones=(message.to, message.from_))
