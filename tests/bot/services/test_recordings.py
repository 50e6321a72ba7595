"""Recordings at rest: unreadable in the database, played all the same, and sealed anew when the key changes."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from bot.services import recordings
from bot.services.vault import Vault
from models import Recording
from scheduler.clock import Ticker
from tests.factories import Shop
from tests.factories.shop import URL
from web import create_app
from web.hooks.media import signed_url

WORDS = b"RIFF: your appointment, Ms Lee"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


@pytest.fixture
def client(shop: Shop) -> FlaskClient:
    return create_app(shop.app).test_client()


def record(shop: Shop, sid: str = "RE1", kind: str = "audio/x-wav", audio: bytes = WORDS) -> UUID:
    with shop.app.work() as work:
        row = Recording(business_id=shop.business_id, carrier_sid=sid, call_sid="CA1", created_at=work.now)
        work.session.add(row)
        work.session.flush()
        recordings.keep_audio(work, row.id, audio, kind, shop.app.vault)
        return row.id


def stored(shop: Shop, row_id: UUID) -> tuple[bytes, str | None]:
    with shop.app.reading() as work:
        row = work.session.get_one(Recording, row_id)
        return row.audio or b"", row.sealed_with


def played(client: FlaskClient, row_id: UUID) -> bytes | None:
    with client.application.app_context():
        path = signed_url(row_id).removeprefix(URL)
    answer = client.get(path)
    return answer.data if answer.status_code == 200 else None


def change_key(shop: Shop, newest: str, *older: str) -> None:
    shop.app.vault = Vault(newest, older)


def a_minute_later(shop: Shop) -> None:
    """What the clock does meanwhile."""
    with shop.app.work() as work:
        recordings.seal_anew(work, shop.app.vault)


def test_what_was_said_is_unreadable_in_the_database_and_played_as_it_was(shop: Shop, client: FlaskClient) -> None:
    row_id = record(shop)
    assert b"appointment" not in stored(shop, row_id)[0]
    assert played(client, row_id) == WORDS


def test_what_was_stored_before_is_played_and_sealed_by_the_clock(shop: Shop, client: FlaskClient) -> None:
    row_id = record(shop)
    with shop.app.work() as work:
        work.session.execute(update(Recording).values(audio=WORDS, sealed_with=None))
    assert played(client, row_id) == WORDS
    Ticker(shop.app)._seal()
    assert b"appointment" not in stored(shop, row_id)[0]
    assert played(client, row_id) == WORDS


def test_a_new_key_reads_at_once_and_the_older_one_can_go_once_all_is_sealed_anew(
    shop: Shop, client: FlaskClient
) -> None:
    rows = [record(shop, f"RE{number}") for number in range(recordings.AT_A_TIME + 1)]
    change_key(shop, "a new key", "secret")
    assert played(client, rows[0]) == WORDS
    for _ in range(2):
        a_minute_later(shop)
    change_key(shop, "a new key")
    assert {played(client, row) for row in rows} == {WORDS}


def test_what_a_lost_key_sealed_is_not_there_and_stays_as_it_is(shop: Shop, client: FlaskClient) -> None:
    row_id = record(shop)
    before = stored(shop, row_id)
    change_key(shop, "a new key")
    a_minute_later(shop)
    assert played(client, row_id) is None
    assert stored(shop, row_id) == before
    change_key(shop, "a new key", "secret")
    assert played(client, row_id) == WORDS


@pytest.mark.parametrize("kind", ["text/html", "audio/" + "x" * 80, ""])
def test_what_is_fetched_is_shown_as_audio_whatever_it_is_called(shop: Shop, client: FlaskClient, kind: str) -> None:
    row_id = record(shop, kind=kind, audio=b"<script>alert(1)</script>")
    with client.application.app_context():
        path = signed_url(row_id).removeprefix(URL)
    answer = client.get(path)
    assert answer.mimetype == "audio/wav"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
