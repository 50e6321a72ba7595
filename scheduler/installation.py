"""What `make run` makes up for its folder: secrets, which are kept, and addresses, which follow the ports."""

import os
import secrets
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigurationError
from bot.settings import read_generated

PORTS = {"PORT": 8000, "SIMULATOR_PORT": 8200, "SIMULATOR_SMTP_PORT": 8225}


def made_up(environ: Mapping[str, str], var: Path) -> dict[str, str]:
    """Every setting that nobody set, beside those that somebody did; blank ones count as not set."""
    given = {name: value for name, value in environ.items() if value.strip()}
    ports = {name: str(_port(name, given.get(name, str(port)))) for name, port in PORTS.items()}
    addresses = {
        "PUBLIC_URL": f"http://127.0.0.1:{ports['PORT']}",
        "TWILIO_API_URL": f"http://127.0.0.1:{ports['SIMULATOR_PORT']}",
        "SMTP_URL": f"smtp://127.0.0.1:{ports['SIMULATOR_SMTP_PORT']}",
        "DATABASE_URL": f"sqlite:///{var / 'messaging.db'}",
        "SIMULATOR_STATE": str(var / "simulator.json"),
    }
    made = {**ports, **addresses, **_secrets(read_generated(var / "settings.env"))}
    return {name: value for name, value in made.items() if name not in given}


def keep(settings: Mapping[str, str], path: Path) -> None:
    """Write them where `bot.settings.load` finds them; nobody else on the machine may read the file."""
    path.touch(mode=0o600)
    lines = [f"{name}={value}\n" for name, value in sorted(settings.items())]
    path.write_text("".join(lines), encoding="utf-8")


def check_free(name: str, port: int) -> None:
    """Raises ConfigurationError where somebody else listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ConfigurationError(
                f"Port {port} cannot be used ({os.strerror(error.errno or 0).lower()}); "
                f"choose another with: make run {name}={_another(port)}"
            ) from None


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000 + port % 1000


def _port(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 65536):
        raise ConfigurationError(f"{name} must be a number from 1 to 65535, like: make run {name}={PORTS[name]}")
    return int(value)


def _secrets(known: Mapping[str, str]) -> dict[str, str]:
    new = {
        "SECRET_KEY": secrets.token_hex(32),
        "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
    }
    return {name: known.get(name) or value for name, value in new.items()}


def fresh_folder(path: Path) -> str:
    """An empty folder: what was counted before the processes began is not counted on."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return str(path)
