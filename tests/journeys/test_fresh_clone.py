"""`make run` in a fresh clone: it comes up, the demo business answers a text, Ctrl-C ends all of it, the data stay."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from bot.settings import read_generated
from tests.harness.clones import ASSETS, clone_into
from tests.harness.ports import free_port
from tests.harness.waiting import eventually
from tests.journeys.carrier import Carrier

CUSTOMER = "+12125550123"
READY = "Ctrl-C stops everything"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a newcomer has."""
    return clone_into(tmp_path / "clone")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """`make run` until the end of the block; yields what it printed. Fails when a process outlives it.

    The libraries are those of this test run: make is told that both installs are done.
    """
    ports = [f"{name}={free_port()}" for name in ("PORT", "SIMULATOR_PORT", "SIMULATOR_SMTP_PORT")]
    installed = [f"--assume-old={sys.prefix}/bin/.runtime", f"--assume-old={ASSETS}/.installed"]
    command = ["make", f"VENV={sys.prefix}", *installed, "run", *ports]
    log = folder.parent / "make.log"
    with log.open("w") as output:
        make = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    children: list[psutil.Process] = []
    try:
        eventually(lambda: READY in log.read_text() or make.poll() is not None, timeout=120)
        children = psutil.Process(make.pid).children(recursive=True) if make.poll() is None else []
        assert make.poll() is None, log.read_text()
        yield log.read_text()
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGINT)
        make.wait(timeout=30)
    assert psutil.wait_procs(children, timeout=5)[1] == [], log.read_text()
    assert "Traceback" not in log.read_text()


def answers(folder: Path, words: str) -> list[str]:
    """What the demo business answers to a customer's text."""
    generated = read_generated(folder / "var" / "settings.env")
    return Carrier(generated["TWILIO_API_URL"], generated["DEMO_NUMBER"]).text(CUSTOMER, words)


def test_two_commands_are_all_it_takes(clone: Path) -> None:
    with running(clone) as printed:
        assert "Panel" in printed
        assert "Phones" in printed
        [goodbye] = answers(clone, "STOP")
        assert "START" in goodbye
    with running(clone):
        assert answers(clone, "STOP") == [], "the second run has forgotten who opted out in the first"
