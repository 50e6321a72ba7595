"""Recordings in the panel: sent as a file, and recorded in a real browser."""

import io

from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from bot.services import prompts
from tests.bot.domain.test_wav import sound
from tests.factories import Shop
from tests.web.panel.serving import sign_in


def kept(shop: Shop) -> list[tuple[int, str | None, int]]:
    with shop.app.reading() as work:
        return [(one.number, one.name, one.recording.seconds) for one in prompts.list_prompts(shop.desk(work))]


def test_a_file_is_kept_under_the_next_id_and_can_be_heard(shop: Shop, member: FlaskClient) -> None:
    page = member.post("/prompts", data={"audio": (io.BytesIO(sound(3)), "a.wav"), "name": "Holidays"})
    assert page.status_code == 302
    assert kept(shop) == [(1, "Holidays", 3)]
    link = member.get("/prompts").text.split('src="https://example.test')[1].split('"')[0]
    heard = member.get(link)
    assert heard.mimetype == "audio/wav"
    assert heard.data == sound(3)


def test_what_is_no_sound_is_refused_and_the_name_stays(shop: Shop, member: FlaskClient) -> None:
    page = member.post("/prompts", data={"audio": (io.BytesIO(b"MZ\x90"), "a.exe"), "name": "Holidays"})
    assert page.status_code == 422
    assert "no recording that can be played in a call" in page.text
    assert 'value="Holidays"' in page.text
    assert kept(shop) == []


def test_no_file_and_a_file_without_end_are_refused(shop: Shop, member: FlaskClient) -> None:
    assert member.post("/prompts", data={"name": "Holidays"}).status_code == 422
    assert member.post("/prompts", data={"audio": (io.BytesIO(b"0" * 11_000_000), "a.wav")}).status_code == 413


def test_a_voice_is_recorded_in_the_browser_heard_and_kept(shop: Shop, served: str, page: Page) -> None:
    sign_in(page, served)
    page.goto(f"{served}/prompts")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Speak now.")).to_be_visible()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Listen to it, then keep it.")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Holidays")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept as recording 1.")).to_be_visible()
    assert [(number, name) for number, name, _ in kept(shop)] == [(1, "Holidays")]
