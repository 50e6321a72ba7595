"""Emails on a real SMTP server."""

import asyncio
import socket
from dataclasses import replace

import pytest

from bot.errors import NotTaken, Rejected
from bot.ports import OutgoingEmail
from bot.providers.smtp_email import SmtpEmail, as_message
from models import new_id
from tests.harness.ports import free_port
from tests.harness.smtp_server import SmtpServer

LETTER = OutgoingEmail(new_id(), "hello@bella.example", "Bella", "ann@example.com", "Hi", "plain", "<p>html</p>")


def send(sender: SmtpEmail, *letters: OutgoingEmail) -> None:
    async def all_at_once() -> None:
        await asyncio.gather(*(sender.send(letter) for letter in letters))

    asyncio.run(all_at_once())


def test_a_batch_arrives_whole(smtp_server: SmtpServer) -> None:
    letters = [replace(LETTER, delivery_id=new_id(), to=f"c{n}@example.com") for n in range(20)]
    send(SmtpEmail(smtp_server.url), *letters)
    assert sorted(got.recipients[0] for got in smtp_server.wait_for(20)) == sorted(one.to for one in letters)
    assert len({str(got.message["Message-ID"]) for got in smtp_server.received}) == 20


def test_the_unsubscribe_link_is_readable_to_mail_programs_however_long_it_is(smtp_server: SmtpServer) -> None:
    link = f"https://messages.example.com/unsubscribe/{'x' * 120}"
    wire = as_message(replace(LETTER, unsubscribe_url=link)).as_bytes().decode()
    assert f"List-Unsubscribe: <{link}>" in wire.splitlines()
    send(SmtpEmail(smtp_server.url), replace(LETTER, unsubscribe_url=link))
    assert smtp_server.wait_for(1)[0].message["List-Unsubscribe"] == f"<{link}>"


@pytest.mark.parametrize(("answer", "means"), [("554 spam", Rejected), ("451 later", NotTaken)])
def test_the_servers_answer_says_whether_to_try_again(
    smtp_server: SmtpServer, answer: str, means: type[Exception]
) -> None:
    smtp_server.answer = answer
    sender = SmtpEmail(smtp_server.url)
    with pytest.raises(means):
        send(sender, LETTER)
    smtp_server.answer = "250 OK"
    send(sender, LETTER)
    assert len(smtp_server.wait_for(1)) == 1


def test_a_server_that_is_not_there_took_nothing() -> None:
    with pytest.raises(NotTaken):
        send(SmtpEmail(f"smtp://127.0.0.1:{free_port()}"), LETTER)


def test_a_connection_that_the_server_left_is_opened_anew(smtp_server: SmtpServer) -> None:
    sender = SmtpEmail(smtp_server.url)
    send(sender, LETTER)
    assert sender._connection is not None
    assert sender._connection.sock is not None
    sender._connection.sock.shutdown(socket.SHUT_RDWR)
    send(sender, LETTER)
    assert len(smtp_server.wait_for(2)) == 2


@pytest.mark.parametrize("address", ["", "a@b\r\nRCPT TO:<c@d>", "no at sign", "@", "a@"])
def test_an_address_that_is_none_is_refused(smtp_server: SmtpServer, address: str) -> None:
    with pytest.raises(Rejected):
        send(SmtpEmail(smtp_server.url), replace(LETTER, to=address))


def test_a_name_cannot_add_headers(smtp_server: SmtpServer) -> None:
    letter = replace(LETTER, sender_name="Bella\r\nBcc: all@example.com", subject="a\nX-Evil: 1")
    send(SmtpEmail(smtp_server.url), letter)
    message = smtp_server.wait_for(1)[0].message
    assert "Bcc" not in message
    assert "X-Evil" not in message
