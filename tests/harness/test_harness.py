"""The harness does what the tests that lean on it believe."""

import smtplib
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Page
from sqlalchemy import Engine, text

from models import migrations
from tests.harness.network_guard import NetworkGuard, OffMachine
from tests.harness.smtp_server import SmtpServer
from tests.harness.waiting import eventually


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_database_is_migrated_and_empty_every_time(engine: Engine, time: str) -> None:
    assert migrations.is_current(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))


def test_redis_is_real_and_empty(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("name", "value")


def test_mail_arrives_as_it_was_sent(smtp_server: SmtpServer) -> None:
    message = EmailMessage()
    message["Subject"] = "Your appointment"
    message.set_content("See you at 3 – ¡hasta luego!")
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        client.send_message(message, "salon@example.com", ["ana@example.com"])
    [received] = smtp_server.wait_for(1)
    assert received.recipients == ("ana@example.com",)
    assert received.message.get_content().strip() == "See you at 3 – ¡hasta luego!"


def test_a_mail_server_can_refuse_an_address(smtp_server: SmtpServer) -> None:
    smtp_server.refuse["gone@example.com"] = "550 5.1.1 no such mailbox"
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
        client.sendmail("salon@example.com", ["gone@example.com"], "Hello")
    assert smtp_server.received == []


def test_leaving_the_machine_is_noticed_even_when_the_error_is_swallowed(network_guard: NetworkGuard) -> None:
    with network_guard.watching() as attempts:
        with pytest.raises(OffMachine):
            socket.create_connection(("192.0.2.1", 80), timeout=1)
        with pytest.raises(OffMachine):
            socket.getaddrinfo("example.com", 80)
    assert attempts == ["socket.getaddrinfo 192.0.2.1", "socket.getaddrinfo example.com"]


def test_waiting_gives_up_with_the_name_of_the_condition() -> None:
    def never() -> bool:
        return False

    with pytest.raises(AssertionError, match="never stayed False"):
        eventually(never, timeout=0.05)


def test_a_page_shows_what_a_file_says(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<h1>Hello</h1>")
    page.goto(file.as_uri())
    assert page.inner_text("h1") == "Hello"
