"""Files of contacts as address books write them."""

import csv
import io
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contact_files import columns, open_table
from bot.domain.contact_files.cells import clean, harmless
from bot.domain.contact_files.merging import Merge, merge
from bot.domain.contact_files.people import Person, Reading, read_person
from bot.errors import InputError

ANN = Person("Ann", "Núñez", ("+12125550111",), ("ann@example.com",))


def readings(data: bytes) -> list[Reading]:
    table = open_table(data)
    table.count()
    rows = [cells for _, cells in table.rows()]
    found = columns.guess(table.header) if table.has_header else columns.guess_by_content(rows, len(table.header))
    return [read_person(cells, found) for cells in rows]


def people(data: bytes | str) -> list[Person | None]:
    return [one.person for one in readings(data.encode() if isinstance(data, str) else data)]


def written(header: str, cells: dict[str, str], separator: str = ",") -> str:
    """A file as a program exports it: every column, most of them empty."""
    names = header.split(",")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([names, [cells.get(name, "") for name in names]])
    return text.getvalue()


OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,"
    "Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,"
    "Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,"
    "Telex,Account,Anniversary,Birthday,Categories,Children,E-mail Address,E-mail Type,E-mail Display Name,"
    "E-mail 2 Address,E-mail 2 Type,E-mail 3 Address,Notes,Spouse,Web Page"
)
GMAIL_AS_OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,Initials,Web Page,Gender,Birthday,Anniversary,Location,Language,"
    "Internet Free Busy,Notes,E-mail Address,E-mail 2 Address,E-mail 3 Address,Primary Phone,Home Phone,Home Phone 2,"
    "Mobile Phone,Pager,Home Fax,Home Address,Spouse,Company,Categories"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Last Name,Nickname,File As,Organization Name,"
    "Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,"
    "Phone 2 - Value,Website 1 - Value"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Birthday,Notes,Language,Photo,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name"
)


def test_outlook_exports_are_read_and_faxes_are_no_phones() -> None:
    cells = {
        "First Name": "Ann", "Last Name": "Núñez", "Business Phone": "(212) 555-0112", "Mobile Phone": "(212) 555-0111",
        "Business Fax": "(212) 555-0119", "Pager": "(212) 555-0118", "Assistant's Phone": "(212) 555-0117",
        "E-mail Address": "Ann@Example.com", "E-mail Type": "SMTP", "Categories": "VIP;Friends", "Notes": "likes\ntea",
    }  # fmt: skip
    expected = Person(
        "Ann", "Núñez", ("+12125550111", "+12125550112"), ("ann@example.com",), "likes\ntea", ("VIP", "Friends")
    )
    assert people(written(OUTLOOK, cells)) == [expected]


def test_what_gmail_calls_an_outlook_csv_is_read() -> None:
    cells = {"First Name": "Ann", "Last Name": "Núñez", "Primary Phone": "2125550112", "Mobile Phone": "2125550111",
             "E-mail Address": "ann@example.com", "Location": "Paris"}  # fmt: skip
    (read,) = people(written(GMAIL_AS_OUTLOOK, cells))
    assert read == Person("Ann", "Núñez", ("+12125550111", "+12125550112"), ("ann@example.com",))


def test_google_exports_name_the_kind_of_each_phone_beside_it() -> None:
    cells = {
        "First Name": "Ann", "Last Name": "Núñez", "Labels": "* myContacts ::: VIP", "E-mail 1 - Label": "* Home",
        "E-mail 1 - Value": "ann@example.com", "Phone 1 - Label": "Home", "Phone 1 - Value": "(212) 555-0112",
        "Phone 2 - Label": "Mobile", "Phone 2 - Value": "(212) 555-0111 ::: (212) 555-0113",
    }  # fmt: skip
    phones = ("+12125550111", "+12125550113", "+12125550112")
    assert people(written(GOOGLE, cells)) == [Person("Ann", "Núñez", phones, ("ann@example.com",), "", ("VIP",))]


def test_old_google_exports_are_read_and_a_fax_is_left_out() -> None:
    cells = {
        "Name": "Ann Núñez", "Given Name": "Ann", "Family Name": "Núñez", "E-mail 1 - Value": "ann@example.com",
        "Group Membership": "Friends ::: * starred", "Phone 1 - Type": "Work Fax", "Phone 1 - Value": "2125550119",
    }  # fmt: skip
    assert people(written(GOOGLE_OLD, cells)) == [Person("Ann", "Núñez", (), ("ann@example.com",), "", ("Friends",))]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Phone,Email\nAnn Núñez,212-555-0111,ann@example.com\n",
        'Customer Name,Cell #,E-Mail\n"Núñez, Ann",212.555.0111,ann@example.com\n',
        "Nombre,Apellidos,Teléfono,Correo electrónico\nAnn,Núñez,+1 212 555 0111,ann@example.com\n",
        "Ann,Núñez,2125550111,ann@example.com\n",
        "sep=,\r\nFirst,Last,Mobile,Email\r\nAnn,Núñez,2125550111,ann@example.com\r\n",
        "First,Last,Mobile,Email\n\n,,,\nAnn,Núñez,'+12125550111,mailto,\n".replace("mailto", "ann@example.com"),
    ],
    ids=["whole name", "comma in name", "Spanish", "no header", "sep line", "blank rows"],
)
def test_other_files_are_read_by_what_their_columns_are_called_or_hold(text: str) -> None:
    assert people(text) == [ANN]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_encoding_and_separator_is_found_out(encoding: str, separator: str) -> None:
    row = ["Ann", "Núñez", "(212) 555-0111", "ann@example.com", "a, b; c"]
    text = io.StringIO()
    header = ["First Name", "Last Name", "Mobile Phone", "E-mail Address", "Notes"]
    csv.writer(text, delimiter=separator).writerows([header, row])
    (read,) = people(text.getvalue().encode(encoding))
    assert read == Person("Ann", "Núñez", ("+12125550111",), ("ann@example.com",), "a, b; c")


def test_one_broken_letter_does_not_turn_utf_8_into_something_else() -> None:
    rows = "".join(f"José,Núñez,21255501{n:02d}\n" for n in range(20))
    data = f"First Name,Last Name,Mobile\n{rows}".encode().replace("José".encode(), b"Jos\xff", 1)
    read = people(data)
    assert read[1] == Person("José", "Núñez", ("+12125550101",))


def test_a_field_of_200_kilobytes_is_survived_and_said_to_be_cut() -> None:
    (reading,) = readings(f'Name,Phone,Notes\nAnn,2125550111,"{"x" * 200_000}"\n'.encode())
    assert reading.person is not None
    assert len(reading.person.notes) == 10_000
    assert "cut" in reading.problems[0]


CARDS = {
    "2.1": (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Ann;;;\r\n"
        "TEL;HOME;FAX:2125550119\r\nTEL;HOME:2125550112\r\nTEL;CELL;PREF:(212) 555-0111\r\n"
        "EMAIL;INTERNET:ann@example.com\r\nNOTE;ENCODING=QUOTED-PRINTABLE:likes=0D=0A=\r\ntea\r\nEND:VCARD\r\n"
    ),
    "3.0": (
        "BEGIN:VCARD\nVERSION:3.0\nN:Núñez;Ann;;;\nFN:Ann Núñez\nTEL;TYPE=HOME:2125550112\n"
        "item1.TEL:2125550111\nitem1.X-ABLabel:mobile\nEMAIL;TYPE=INTERNET:ann@example.com\nNOTE:likes\\ntea\n"
        "PHOTO;ENCODING=b;TYPE=JPEG:AAAA\n AAAA\nEND:VCARD\n"
    ),
    "4.0": (
        'BEGIN:VCARD\nVERSION:4.0\nFN:Ann Núñez\nN:Núñez;Ann;;;\nTEL;VALUE=uri;TYPE="home,voice":tel:+1-212-555-0112\n'
        'TEL;VALUE=uri;TYPE="cell,voice":tel:+1-212-555-0111;ext=5\nEMAIL:ann@example.com\nNOTE:likes\\ntea\nEND:VCARD\n'
    ),
}


@pytest.mark.parametrize("version", CARDS)
def test_vcards_of_every_version_are_read(version: str) -> None:
    (read,) = people(CARDS[version])
    assert read is not None
    assert (read.name, read.phones, read.emails) == ("Ann Núñez", ("+12125550111", "+12125550112"), ANN.emails)
    assert read.notes.split() == ["likes", "tea"]


def test_a_broken_card_is_said_and_the_next_one_is_read() -> None:
    broken = "BEGIN:VCARD\nVERSION:3.0\n;;;nonsense\nTEL;=:\nEND:VCARD\n"
    assert people(broken + CARDS["3.0"].replace("TYPE=HOME", "TYPE=WORK"))[1] is not None
    assert people(broken + CARDS["4.0"])[0] is None


def test_a_phone_that_is_none_is_said_with_an_example_and_the_rest_is_taken() -> None:
    (reading,) = readings(b"Name,Phone,Email\nAnn,12345,ann@example.com\n")
    assert reading.person == Person("Ann", "", (), ("ann@example.com",))
    assert reading.problems == ('"12345" is not a phone number that exists. Example: (212) 555-0123',)


@pytest.mark.parametrize(
    "row",
    ["Ann,,", "Ann,555,", "Ann,1-900-555-0123,", "Ann,,ann at example"],
    ids=["none", "short", "premium", "at"],
)
def test_who_cannot_be_written_to_is_not_taken(row: str) -> None:
    (reading,) = readings(f"Name,Phone,Email\n{row}\n".encode())
    assert reading.person is None
    assert "Example:" in reading.problems[0]


HOSTILE = {
    "empty": b"",
    "blank": b"\n \n",
    "only a header": b"First Name,Mobile Phone\n",
    "zip": b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)),
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
    "program": b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 500,
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200)),
    "pdf": b"%PDF-1.7\n1 0 obj",
    "web page": b"<!DOCTYPE html><html><body>Sign in</body></html>",
    "NUL bytes": b"\x00" * 1000,
    "a million commas": b"," * 1_000_000,
    "a million commas later": b"Name,Phone\nAnn,2125550111\n" + b"," * 1_000_000,
    "a quotation mark never closed": b'Name,Phone\nAnn,2125550111\n"Bo,2125550112\n' + b"Cy,2125550113\n" * 9,
    "a field of two megabytes": b'Name,Phone\n"' + b"x" * 2_000_000 + b'",2125550111\n',
    "one line": b"x" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_list_of_contacts_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(InputError) as refused:
        people(HOSTILE[name])
    assert re.fullmatch(r"[A-Z][^.]+\.", refused.value.sentence)


def test_lone_surrogates_and_nul_letters_are_taken_out() -> None:
    text = "Name,Phone\nAn\ud800n\x00,2125550111\n"
    (read,) = people(b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
    assert read is not None
    assert "\x00" not in read.name
    read.name.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])).map(str.strip))
def test_what_is_made_harmless_is_no_formula_and_comes_back_as_it_was(text: str) -> None:
    shown = harmless(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t"))
    if not text.startswith("'") and "\ufeff" not in text:
        assert clean(shown) == text


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        assert people(data)


KNOWN = Person("Ann", "", ("+12125550111",), ("ann@example.com",), "", ())


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (KNOWN, Merge()),
        (Person("Ann", "Lee", KNOWN.phones), Merge(names=("Ann", "Lee"))),
        (Person("Tim", "Lee", KNOWN.phones), Merge()),
        (Person("Ann", "", ("+12125550112",), KNOWN.emails), Merge(phones=("+12125550112",))),
        (Person("", "", KNOWN.phones, (), "tea"), Merge(notes="tea")),
    ],
    ids=["the same", "last name missing", "another name", "another phone", "notes missing"],
)
def test_gaps_are_filled_and_what_is_there_stays(person: Person, expected: Merge) -> None:
    assert merge(KNOWN, set(KNOWN.phones), set(KNOWN.emails), person) == expected


def test_a_name_that_is_not_taken_over_is_said() -> None:
    (said,) = merge(KNOWN, set(KNOWN.phones), set(), Person("Tim", "Lee", KNOWN.phones)).kept
    assert "Ann" in said
    assert "Tim Lee" in said
