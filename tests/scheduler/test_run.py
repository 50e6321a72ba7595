"""What `make run` says where it cannot run: one sentence, no traceback, nothing started."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.clones import clone_into
from tests.harness.ports import free_port


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own, since the one of the test run may be running already."""
    return clone_into(tmp_path / "clone")


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def refusal(folder: Path, **environ: str) -> str:
    """What the runner says to these settings."""
    ports = {name: str(free_port()) for name in ("PORT", "SIMULATOR_PORT", "SIMULATOR_SMTP_PORT")}
    command = [sys.executable, "-m", "scheduler.run"]
    env = {**os.environ, **ports, **environ}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    return done.stderr.strip()


def test_a_taken_port_is_named_and_another_proposed(folder: Path, taken_port: int) -> None:
    said = refusal(folder, PORT=str(taken_port))
    assert said.startswith(f"Port {taken_port} cannot be used")
    assert "make run PORT=" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("PUBLIC_URL", "example"), ("SIMULATOR_PORT", "x"), ("LOG_LEVEL", "loud"), ("REDIS_URL", "redis://127.0.0.1:1/0")],
)
def test_a_broken_setting_is_one_sentence(folder: Path, name: str, value: str) -> None:
    said = refusal(folder, **{name: value})
    assert name in said
    assert "\n" not in said
