"""Importing and exporting customers in the panel."""

import io
import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.services import consent, importing
from models import Consent, ImportJob
from models.states import ImportStatus
from tests.factories import Shop

HEADER = "First Name,Last Name,Mobile Phone,E-mail Address,Labels\n"
ANN = "Ann,Lee,(212) 555-0111,ann@example.com,VIP ::: Friends\n"


def upload(member: FlaskClient, data: bytes | str, name: str = "contacts.csv") -> TestResponse:
    data = data.encode() if isinstance(data, str) else data
    return member.post("/customers/import", data={"file": (io.BytesIO(data), name)})


def uploaded(member: FlaskClient, data: bytes | str) -> str:
    """The address of the preview."""
    answer = upload(member, data)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_a_file_is_looked_at_first_and_then_imported(shop: Shop, member: FlaskClient) -> None:
    where = uploaded(member, HEADER + ANN)
    preview = member.get(where).text
    assert "<strong>1</strong> new customer" in preview
    assert "Friends" in preview
    assert not shop.customers()
    member.post(f"{where}/start", data={"with_groups": "on", "group_name": "Spring"})
    (ann,) = shop.customers()
    assert (ann.name, ann.phone, ann.email) == ("Ann Lee", "+12125550111", "ann@example.com")
    groups = member.get("/groups").text
    assert all(name in groups for name in ("VIP", "Friends", "Spring"))
    assert "Done" in member.get(where).text


def test_labels_become_groups_only_where_that_is_ticked(shop: Shop, member: FlaskClient) -> None:
    member.post(f"{uploaded(member, HEADER + ANN)}/start")
    assert shop.customers()
    assert "VIP" not in member.get("/groups").text


def test_a_second_import_changes_nothing(shop: Shop, member: FlaskClient) -> None:
    for _ in range(2):
        where = uploaded(member, HEADER + ANN)
        member.post(f"{where}/start")
    assert "<strong>1</strong> row with nothing new" in member.get(where).text
    assert len(shop.customers()) == 1
