"""Every way in that asks nobody to sign in, owners' and customers' texts, and files that are imported."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from bot.services import importing
from tests.factories import OWNER
from tests.factories.shop import NUMBER
from tests.fuzz import inputs
from tests.fuzz.house import ANN, House, carrier_sid, event
from tests.fuzz.inputs import ANYTHING, COUNTS, DIGITS, JUNK, NUMBERS, PHONES

Values = Mapping[str, str]


@dataclass(frozen=True)
class Target:
    """`act` does with a house what `given` makes up. Anything raised is a finding."""

    name: str
    given: st.SearchStrategy[Any]
    act: Callable[[House, Any], None]


def values(**fields: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    """Some of the fields that the carrier sends, and some that it does not."""
    known = st.fixed_dictionaries({}, optional=fields)
    return st.builds(lambda one, other: {**other, **one}, known, JUNK)


def _text(house: House, phone: str, body: str) -> None:
    house.shop.clock.pass_time(minutes=1)  # who texts too quickly is taken for a robot and hears nothing
    house.post("/hooks/sms", {"MessageSid": carrier_sid("SM"), "From": phone, "To": NUMBER, "Body": body})


def _texts(phone: str) -> Callable[[House, list[str]], None]:
    """A few texts one after the other, so that what is asked back is answered too."""

    def send(house: House, bodies: list[str]) -> None:
        for body in bodies:
            _text(house, phone, body)

    return send


def _sms(house: House, sent: Values) -> None:
    house.post("/hooks/sms", sent)


def _sms_status(house: House, given: tuple[int, Values]) -> None:
    number, sent = given
    house.post(f"/hooks/sms/status/{house.deliveries[number % len(house.deliveries)]}", sent)


def _call(house: House, given: tuple[Values, list[Values]]) -> None:
    """A whole call: who calls, and what each step brings."""
    begun, steps = given
    sid = carrier_sid("CA")
    house.post("/hooks/voice", {**begun, "CallSid": sid})
    for number, step in enumerate(steps, 1):
        house.post(f"/hooks/voice/{number}", {**step, "CallSid": sid})
        if "RecordingSid" in step:
            house.post("/hooks/recording", {**step, "CallSid": sid})
    house.post("/hooks/voice/status", {"CallSid": sid, "CallStatus": "completed", "CallDuration": "3"})


def _our_call(house: House, given: tuple[int, Values, list[Values]]) -> None:
    number, begun, steps = given
    sid, delivery = carrier_sid("CA"), house.deliveries[number % len(house.deliveries)]
    house.post(f"/hooks/voice/out/{delivery}", {**begun, "CallSid": sid})
    for step, sent in enumerate(steps, 1):
        house.post(f"/hooks/voice/{step}", {**sent, "CallSid": sid})
    house.post(f"/hooks/voice/status/{delivery}", {**begun, "CallSid": sid})


def _recording(house: House, sent: Values) -> None:
    house.post("/hooks/recording", sent)


def _call_status(house: House, sent: Values) -> None:
    house.post("/hooks/voice/status", sent)


def _payment(house: House, given: tuple[object, object]) -> None:
    house.tell_of_payment(event(*given))


def _payment_bytes(house: House, body: bytes) -> None:
    house.tell_of_payment(body)


def _link(house: House, given: tuple[str, Callable[[str], str]]) -> None:
    which, spoil = given
    path = quote(spoil(house.paths[which]), safe="/%._-")
    house.get(f"/{path.lstrip('/')}")
    if which == "unsubscribe":
        house.checked(house.client.post(f"/{path.lstrip('/')}"))


def _spoil(at: int, put_in: str, cut: int) -> Callable[[str], str]:
    def spoil(good: str) -> str:
        where = at % (len(good) + 1)
        return good[:where] + put_in + good[where + cut :]

    return spoil


def _file(house: House, given: tuple[bytes, str]) -> None:
    """A file is uploaded, looked at, brought in and exported again."""
    data, name = given
    page = house.checked(house.member.post("/customers/import", data={"file": (io.BytesIO(data), name)}))
    if page.status_code != 302:
        return
    where = page.headers["Location"]
    for path in (where, f"{where}/problems.csv"):
        house.checked(house.member.get(path))
    house.checked(house.member.post(f"{where}/start", data={"with_groups": "on"}))
    _bring_in(house)
    for path in (where, "/customers/export.csv"):
        house.checked(house.member.get(path))


def _bring_in(house: House) -> None:
    """What a worker does with a large file."""
    for job_id in house.shop.queue.imports:
        with house.shop.app.reading() as work:
            run = importing.resume(work, job_id)
        more = run is not None
        while run is not None and more:
            with house.shop.app.work() as work:
                more = importing.step(work, run)
    house.shop.queue.imports.clear()


_SIDS = st.one_of(st.builds(carrier_sid, st.sampled_from(("SM", "CA", "RE"))), ANYTHING)
_INPUT = values(
    Digits=DIGITS, SpeechResult=inputs.REPLIES, Confidence=st.sampled_from(("0.9", "", "nan", "inf", "high", "-1")),
    RecordingSid=_SIDS, RecordingUrl=ANYTHING, RecordingDuration=COUNTS, RecordingStatus=ANYTHING,
    DialCallStatus=st.sampled_from(("completed", "no-answer", "busy", "new")) | ANYTHING, DialCallDuration=COUNTS,
)  # fmt: skip
_STEPS = st.lists(st.one_of(_INPUT, st.builds(lambda digits: {"Digits": digits}, DIGITS)), max_size=6)
_CALLER = values(From=PHONES, CallStatus=ANYTHING, StirVerstat=ANYTHING).map(lambda sent: {"To": NUMBER, **sent})
_OUT = values(
    AnsweredBy=st.sampled_from(("human", "machine_start", "fax", "")) | ANYTHING, CallDuration=COUNTS,
    CallStatus=st.sampled_from(("completed", "busy", "no-answer", "failed", "initiated")) | ANYTHING,
)  # fmt: skip
_REPORT = values(
    MessageSid=_SIDS, SmsSid=_SIDS, ErrorCode=COUNTS, SmsStatus=ANYTHING,
    MessageStatus=st.sampled_from(("queued", "sending", "sent", "delivered", "undelivered", "failed")) | ANYTHING,
)  # fmt: skip
_SMS = values(
    MessageSid=_SIDS, From=PHONES, To=NUMBERS, Body=inputs.REPLIES | inputs.COMMANDS, NumMedia=COUNTS,
    NumSegments=COUNTS, OptOutType=ANYTHING, MediaUrl0=ANYTHING,
)  # fmt: skip
_SPOIL = st.builds(_spoil, st.integers(0, 300), st.text(max_size=6).map(inputs.of_bytes), st.integers(0, 4))
_NUMBER = st.integers(0, 5)

ALL = (
    Target("owners' texts", st.lists(inputs.COMMANDS, min_size=1, max_size=3), _texts(OWNER)),
    Target("customers' texts", st.lists(inputs.REPLIES, min_size=1, max_size=3), _texts(ANN)),
    Target("texts as posted", _SMS, _sms),
    Target("reports of texts", st.tuples(_NUMBER, _REPORT), _sms_status),
    Target("calls to the number", st.tuples(_CALLER, _STEPS), _call),
    Target("calls of ours", st.tuples(_NUMBER, _OUT, _STEPS), _our_call),
    Target("reports of recordings", _INPUT, _recording),
    Target("reports of calls", _OUT, _call_status),
    Target("payments", st.tuples(inputs.KINDS, inputs.ABOUT), _payment),
    Target("payments as bytes", st.binary(max_size=200), _payment_bytes),
    Target("links", st.tuples(st.sampled_from(("feed", "unsubscribe", "media")), _SPOIL), _link),
    Target("files", st.tuples(inputs.FILES, inputs.FILE_NAMES), _file),
)
