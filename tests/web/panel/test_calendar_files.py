"""Files of other calendars: what is in them is brought in, and none of them keeps anybody waiting."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import contained
from models.states import AppointmentStatus
from tests.factories import Shop

ONE = """BEGIN:VEVENT
UID:{uid}
SUMMARY:Team
DTSTART:{start:%Y%m%dT%H%M%S}
DURATION:PT1H
{more}
END:VEVENT
"""


def file_of(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *"".join(events).splitlines(), "END:VCALENDAR", ""]).encode()


def upload(shop: Shop, member: FlaskClient, data: bytes) -> TestResponse:
    form = {"calendar": str(shop.calendar()), "file": (io.BytesIO(data), "old.ics")}
    return member.post("/calendars/import", data=form, follow_redirects=True)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY"])
def test_a_file_that_never_ends_is_refused_in_a_sentence(
    shop: Shop, member: FlaskClient, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contained, "SECONDS", 3)
    always = ONE.format(uid="1", start=shop.clock.now(), more=f"RRULE:{rule}")
    refused = upload(shop, member, file_of(always, always))
    assert refused.status_code == 422
    assert "There is too much in that file to be read." in refused.text
    assert shop.appointments() == []


def test_several_hundred_appointments_are_brought_in_once(shop: Shop, member: FlaskClient) -> None:
    begin = shop.clock.now() + timedelta(days=1)
    events = [ONE.format(uid=n, start=begin + timedelta(hours=n), more="") for n in range(250)]
    assert "250 appointments and 0 days off are taken over." in upload(shop, member, file_of(*events)).text
    assert len([one for one in shop.appointments() if one.status is AppointmentStatus.BOOKED]) == 250
