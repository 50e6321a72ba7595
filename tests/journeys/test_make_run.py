"""Journey 5: `make run` in a fresh clone, in an empty folder, texted through the phones on the page."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.harness.ports import free_port
from tests.harness.waiting import eventually
from tests.journeys.carrier import Carrier

ROOT = Path(__file__).resolve().parent.parent.parent
INSTALLING = 600
PRIVATE = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY", "TWILIO_API_URL", "SMTP_URL")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a new user gets: a clone of what is committed."""
    if not (ROOT / ".git").exists() or not shutil.which("make") or not shutil.which("git"):
        pytest.skip("a fresh clone needs git, make and the repository's history")
    folder = tmp_path / "fresh"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", str(folder)], check=True)
    return folder


@contextmanager
def running(folder: Path, ports: dict[str, int]) -> Iterator[Path]:
    """`make run` until it greets; Ctrl-C at the end. Yields the file that it prints to."""
    kept = {name: value for name, value in os.environ.items() if name not in PRIVATE}
    said = folder.parent / f"said-{free_port()}.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run", *(f"{name}={port}" for name, port in ports.items())],
            cwd=folder,
            env=kept,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        eventually(lambda: "is running" in said.read_text() or process.poll() is not None, timeout=INSTALLING)
        assert process.poll() is None, said.read_text()
        yield said
    finally:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        if family:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        _, orphans = psutil.wait_procs(family, timeout=15)
    assert not orphans


def test_a_fresh_clone_runs_answers_stops_and_keeps_its_data(clone: Path) -> None:
    ports = {name: free_port() for name in ("PORT", "SIMULATOR_PORT", "SIMULATOR_SMTP_PORT")}
    with running(clone, ports) as said:
        greeting = said.read_text()
        number, owner = _demo(greeting)
        carrier = Carrier(f"http://127.0.0.1:{ports['SIMULATOR_PORT']}", number)
        assert len(carrier.text(owner, "add customer Zelda Quick 212-555-0177")) == 1
        assert "Zelda Quick" in carrier.text(owner, "find Zelda")[0]
    with running(clone, ports):
        assert "Zelda Quick" in carrier.text(owner, "find Zelda")[0]


def _demo(greeting: str) -> tuple[str, str]:
    """The business's number and the owner's phone, as the greeting tells them."""
    phones = re.findall(r"(number|phone)[^\n(+]*(\+?[\d(][\d() -]{8,}\d)", greeting, re.IGNORECASE)
    told = {kind.lower(): "+1" + re.sub(r"\D", "", shown)[-10:] for kind, shown in reversed(phones)}
    return told["number"], told["phone"]
