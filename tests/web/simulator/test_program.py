"""The simulator as a program: started, asked, stopped, started again."""

import ast
import json
import signal
import smtplib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.web.simulator.conftest import ANN, NUMBER

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def program(*arguments: str) -> Iterator[list[str]]:
    """Runs the program and gives the addresses it prints: its own, the account, the mailbox."""
    command = [sys.executable, "-m", "web.simulator", "--port", "0", "--speed", "100", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        lines = 3 if "--smtp-port" in arguments else 2
        try:
            yield [process.stdout.readline().split()[1] for _ in range(lines)]
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def ask(url: str, path: str, **wish: Any) -> Any:
    data = json.dumps(wish).encode() if wish else None
    with urllib.request.urlopen(urllib.request.Request(f"{url}/sim/{path}", data=data), timeout=10) as answer:
        return json.load(answer)


def test_phones_threads_and_numbers_survive_a_restart(tmp_path: Path) -> None:
    state = str(tmp_path / "simulator.json")
    with program("--state", state, "--number", NUMBER) as (url, _):
        ask(url, "phones", number=ANN, name="Ann", shown=True)
        ask(url, "messages", **{"from": ANN, "to": NUMBER, "body": "Hello"})
    with program("--state", state, "--number", NUMBER) as (url, _):
        assert [item["phone_number"] for item in ask(url, "state")["numbers"]] == [NUMBER]
        assert [(item["name"], item["shown"]) for item in ask(url, "phones")["phones"]] == [("Ann", True)]
        assert [item["body"] for item in ask(url, f"messages?phone={ANN.replace('+', '%2B')}")["messages"]] == ["Hello"]


def test_a_broken_state_file_is_put_aside(tmp_path: Path) -> None:
    state = tmp_path / "simulator.json"
    state.write_text('{"numbers": 3')
    with program("--state", str(state)) as (url, _):
        assert ask(url, "state")["numbers"] == []
    assert (tmp_path / "simulator.broken").read_text() == '{"numbers": 3'


def test_emails_arrive_in_the_mailbox() -> None:
    with program("--smtp-port", "0") as (url, _, mailbox):
        email = EmailMessage()
        email["From"], email["To"], email["Subject"] = "Salon <salon@example.com>", "ann@example.com", "Tomorrow at 4"
        email.set_content("See you.")
        email.add_alternative("<p>See you.</p>", subtype="html")
        host, port = mailbox.removeprefix("smtp://").split(":")
        with smtplib.SMTP(host, int(port), timeout=10) as client:
            client.send_message(email)
        found = ask(url, "emails?to=ann@example.com&contains=tomorrow")["emails"]
        assert [(item["text"].strip(), item["html"].strip()) for item in found] == [("See you.", "<p>See you.</p>")]


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with program() as (url, _):
        port = url.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "web.simulator", "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=20, check=False)
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {port} cannot be used")
    assert "Traceback" not in second.stderr


def test_the_simulator_imports_nothing_of_ours() -> None:
    modules = {name for file in (ROOT / "web" / "simulator").rglob("*.py") for name in imports(file)}
    ours = {name for name in modules if name.split(".")[0] in ("bot", "models", "scheduler", "web", "tests")}
    assert {name for name in ours if not name.startswith("web.simulator")} == set()


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_bad_control_requests_are_explained() -> None:
    with program() as (url, _):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            ask(url, "messages", **{"from": "Ann", "to": NUMBER, "body": "x"})
        assert refusal.value.code == 400
        assert "+14155550101" in json.load(refusal.value)["error"]
