"""Importing and exporting customers in the panel."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bot.domain import phone_numbers
from bot.domain.rules import Rules
from bot.services import consent, importing
from models import Consent, Customer, ImportJob
from models.states import ImportStatus
from tests.bot.domain.test_contact_files import HOSTILE
from tests.factories import Shop
from tests.web.panel.serving import EMAIL, PASSWORD

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
    assert "No groups yet" in member.get("/groups").text


def test_a_second_import_changes_nothing(shop: Shop, member: FlaskClient) -> None:
    for _ in range(2):
        where = uploaded(member, HEADER + ANN)
        member.post(f"{where}/start")
    assert "<strong>1</strong> row with nothing new" in member.get(where).text
    assert len(shop.customers()) == 1


def test_columns_are_matched_by_hand_where_their_names_say_nothing(shop: Shop, member: FlaskClient) -> None:
    where = uploaded(member, "A,B,C\nAnn,Lee,2125550111\n")
    assert "<strong>1</strong> row that cannot be taken" in member.get(where).text
    refused = member.post(f"{where}/match", data={"field-0": "first_name", "field-1": "last_name"})
    assert refused.status_code == 422
    assert "Please say which column holds the mobile phone or the email" in refused.text
    assert refused.text.count('value="first_name" selected') == 1
    member.post(f"{where}/match", data={"field-0": "first_name", "field-1": "last_name", "field-2": "mobile"})
    member.post(f"{where}/start")
    assert [(one.name, one.phone) for one in shop.customers()] == [("Ann Lee", "+12125550111")]


def test_rows_that_cannot_be_taken_are_shown_and_downloaded_as_they_were(shop: Shop, member: FlaskClient) -> None:
    where = uploaded(member, HEADER + ANN + "Bo,Li,12345,,\n=cmd(),Ox,,,\n")
    page = member.get(where).text
    assert "&#34;12345&#34; is not a phone number that exists. Example: (212) 555-0123" in page
    answer = member.get(f"{where}/problems.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][3:] == HEADER.strip().split(",")
    assert [(row[0], row[2], row[3], row[5]) for row in rows[1:]] == [
        ("3", "no", "Bo", "12345"),
        ("4", "no", "'=cmd()", ""),
    ]


def test_progress_is_shown_with_and_without_scripts(shop: Shop, member: FlaskClient) -> None:
    where = uploaded(member, HEADER + "".join(f"Ann{n},Lee,212200{n:04d},,\n" for n in range(1200)))
    page = member.get(where).text
    assert '<progress value="500" max="1200"' in page
    assert 'hx-trigger="every 1s"' in page
    assert f'href="{where}">See how far it is' in page
    refused = member.post(f"{where}/start")
    assert refused.status_code == 422
    assert "please wait a moment" in refused.text


def test_a_file_can_be_thrown_away(shop: Shop, member: FlaskClient) -> None:
    where = uploaded(member, HEADER + ANN)
    member.post(f"{where}/forget")
    gone = member.get(where)
    assert gone.status_code == 404
    assert "kept for a day" in gone.text


@pytest.mark.parametrize("action", ["", "/match", "/start", "/forget", "/problems.csv"])
def test_a_file_of_another_business_is_not_there(
    shop: Shop, other_shop: Shop, member: FlaskClient, action: str
) -> None:
    with other_shop.app.work() as work:
        job_id = importing.begin(other_shop.desk(work), "a.csv", (HEADER + ANN).encode()).id
    where = f"/customers/import/{job_id}{action}"
    answer = member.get(where) if action in ("", "/problems.csv") else member.post(where, data={"field-0": "name"})
    assert answer.status_code == 404
    with other_shop.app.reading() as work:
        assert work.session.get_one(ImportJob, job_id).status is ImportStatus.READY


def test_larger_files_are_taken_here_and_nowhere_else_and_of_members_only(shop: Shop, visitor: FlaskClient) -> None:
    three_megabytes = HEADER + ANN.replace("VIP", "x" * 900_000) * 3
    assert "/sign-in" in upload(visitor, three_megabytes).headers["Location"]
    visitor.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert upload(visitor, three_megabytes).status_code == 302
    assert visitor.post("/customers/new", data={"first_name": "x" * 3_000_000}).status_code == 413
    visitor.application.config["WTF_CSRF_ENABLED"] = True  # who looks for a token reads the form first of all
    assert "open for too long" in upload(visitor, three_megabytes).text
    refused = upload(visitor, b"x" * 21 * 1024 * 1024)
    assert refused.status_code == 413
    assert "A file can have up to 20 MB" in refused.text


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_list_of_contacts_is_refused_on_the_page(member: FlaskClient, name: str) -> None:
    member.application.config["PROPAGATE_EXCEPTIONS"] = False
    refused = upload(member, HOSTILE[name])
    assert refused.status_code == 422
    assert len(re.findall('role="alert"', refused.text)) == 1


def test_no_file_at_all_is_refused(member: FlaskClient) -> None:
    assert member.post("/customers/import", data={}).status_code == 422
    assert upload(member, b"", name="").status_code == 422


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=600), st.text(alphabet="\"',;\t\r\n=+@a1.", max_size=300).map(str.encode)))
def test_any_bytes_give_a_page(member: FlaskClient, data: bytes) -> None:
    member.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = upload(member, data, name="x\ud800\x01.csv".encode("utf-8", "replace").decode())
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        where = answer.headers["Location"]
        assert member.get(where).status_code == 200
        assert member.get(f"{where}/problems.csv").status_code == 200
        assert member.post(f"{where}/start").status_code in (302, 422)
        assert member.get("/customers").status_code == 200


def exported(member: FlaskClient) -> list[dict[str, str]]:
    answer = member.get("/customers/export.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_everybody_is_exported_with_groups_and_consent(shop: Shop, other_shop: Shop, member: FlaskClient) -> None:
    other_shop.customer("Somebody Else", "+12125550115")
    shop.customer("Ann Lee", "+12125550111", "ann@example.com", group="VIP")
    shop.app.rules = Rules(countries=phone_numbers.HOME | {"GB"})
    shop.customer("José Núñez", "+442071838750")
    with shop.app.work() as work:
        consent.opt_out(shop.desk(work), "+12125550111", "text", "STOP")
    ann, jose = exported(member)
    assert ann == {
        "First Name": "Ann", "Last Name": "Lee", "Mobile Phone": "(212) 555-0111", "Other Phone": "",
        "E-mail Address": "ann@example.com", "E-mail 2 Address": "", "Notes": "", "Categories": "VIP", "Time Zone": "",
        "Phone Consent": "opted out", "E-mail Consent": "",
    }  # fmt: skip
    assert (jose["First Name"], jose["Mobile Phone"]) == ("José", "'+44 20 7183 8750")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_formulas_are_made_harmless_and_come_back_as_they_were(shop: Shop, member: FlaskClient, cell: str) -> None:
    shop.customer(f"{cell} Lee".replace(" /C", "/C"), "+12125550111")
    before = shop.customers()[0].name
    (row,) = exported(member)
    assert row["First Name"].startswith("'")
    file = member.get("/customers/export.csv").data
    with shop.app.work() as work:
        work.session.execute(update(Customer).values(removed_at=work.now))
    member.post(f"{uploaded(member, file)}/start")
    assert [one.name for one in shop.customers()] == [before]


def test_many_customers_are_exported_page_by_page(shop: Shop, member: FlaskClient) -> None:
    with shop.app.work() as work:
        work.session.add_all(
            Customer(business_id=shop.business_id, first_name=f"Ann{n}", created_at=work.now) for n in range(1001)
        )
    assert len({row["First Name"] for row in exported(member)}) == 1001


def test_an_opt_out_that_was_told_is_recorded_with_its_words(shop: Shop, member: FlaskClient) -> None:
    ann = shop.customer("Ann Lee", "+12125550111")
    page = member.post(
        f"/customers/{ann}/opt-out", data={"address": "+12125550111", "words": "no more texts"}, follow_redirects=True
    ).text
    assert "(212) 555-0111 opted out of messages." in page
    assert "no more texts (recorded by Maria)" in page
    assert "recorded here" in page
    with shop.app.reading() as work:
        (row,) = work.session.scalars(select(Consent))
    assert (row.source, row.state) == ("panel", "out")


def test_an_opt_out_of_somebody_elses_phone_is_refused(shop: Shop, other_shop: Shop, member: FlaskClient) -> None:
    ann, other = shop.customer("Ann Lee", "+12125550111"), other_shop.customer("Bo Li", "+12125550112")
    for customer_id, address in ((ann, "+12125550112"), (other, "+12125550112")):
        assert member.post(f"/customers/{customer_id}/opt-out", data={"address": address}).status_code == 404
    with shop.app.reading() as work:
        assert not work.session.scalars(select(Consent)).all()


def test_an_imported_customer_shows_that_a_list_is_no_consent(shop: Shop, member: FlaskClient) -> None:
    member.post(f"{uploaded(member, HEADER + ANN)}/start")
    (ann,) = shop.customers()
    page = member.get(f"/customers/{ann.id}").text
    assert "Came from an imported list" in page
    assert "Nothing on record: no opt-in, and no opt-out." in page
