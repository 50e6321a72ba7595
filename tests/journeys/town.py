"""The whole product as real processes: carrier, web, worker and clock, around a fresh database."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.harness.ports import free_port
from tests.harness.waiting import eventually
from tests.journeys.carrier import Carrier

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBER, OWNER = "+12125550199", "+12125550100"
PIN, EMAIL, PASSWORD = "4711", "owner@example.com", "a long enough password"
SPEED = 20


class Town:
    """One business on one installation, and the phones around it."""

    def __init__(self, carrier: Carrier, panel_url: str, environment: Mapping[str, str]) -> None:
        self.carrier, self.panel_url, self.environment = carrier, panel_url, environment

    def owner(self, body: str) -> str:
        """The owner texts the number; its answer."""
        answers = self.carrier.text(OWNER, body)
        assert len(answers) == 1, answers
        return answers[0]

    def at_carrier(self, what: str) -> list[Any]:
        """What the carrier lists of a kind, such as "Recordings"."""
        account = self.environment["TWILIO_ACCOUNT_SID"], self.environment["TWILIO_AUTH_TOKEN"]
        address = f"{self.carrier.url}/2010-04-01/Accounts/{account[0]}/{what}.json"
        listed: list[Any] = requests.get(address, auth=account, timeout=5).json()[what.lower()]
        return listed


@contextmanager
def a_town(folder: Path, database_url: str, redis_url: str, smtp_url: str) -> Iterator[Town]:
    """Start everything, make the business, stop everything."""
    environment = _environment(folder, database_url, redis_url, smtp_url)
    with ExitStack() as stack:
        _start(stack, environment, _simulator(environment), folder / "simulator.log")
        carrier = Carrier(environment["TWILIO_API_URL"], NUMBER)
        eventually(lambda: _answers(f"{carrier.url}/sim/state"), timeout=90)
        for name in ("web", "worker", "bulk", "clock"):
            _start(stack, environment, _procfile()[name], folder / f"{name}.log")
        eventually(lambda: _answers(f"{environment['PUBLIC_URL']}/readyz"), timeout=180)
        _create_business(environment)
        requests.post(f"{carrier.url}/sim/settings", json={"speed": SPEED}, timeout=5).raise_for_status()
        yield Town(carrier, environment["PUBLIC_URL"], environment)


def _environment(folder: Path, database_url: str, redis_url: str, smtp_url: str) -> dict[str, str]:
    web, simulator = free_port(), free_port()
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        "PORT": str(web),
        "PUBLIC_URL": f"http://127.0.0.1:{web}",
        "SECRET_KEY": "s" * 40,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "1" * 32,
        "TWILIO_API_URL": f"http://127.0.0.1:{simulator}",
        "SIMULATOR_PORT": str(simulator),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(folder),
    }


def _simulator(environment: Mapping[str, str]) -> str:
    return f"{sys.executable} -m web.simulator --port {environment['SIMULATOR_PORT']}"


def _procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
    return {name.strip(): command.strip() for name, command in pairs}


def _start(stack: ExitStack, environment: Mapping[str, str], command: str, log: Path) -> None:
    output = stack.enter_context(log.open("wb"))
    shell = ["/bin/sh", "-c", command if command.startswith("exec ") else f"exec {command}"]
    process = subprocess.Popen(shell, cwd=ROOT, env=dict(environment), stdout=output, stderr=subprocess.STDOUT)
    stack.callback(_stop, process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


def _create_business(environment: Mapping[str, str]) -> None:
    command = f"{sys.executable} -m flask --app web business create --name 'Bella Salon' --number {NUMBER}"
    more = f" --timezone America/New_York --owner-phone {OWNER} --pin {PIN} --email {EMAIL} --password '{PASSWORD}'"
    made = subprocess.run(
        shlex.split(command + more), check=False, cwd=ROOT, env=dict(environment), capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
