"""The one reader of the environment.

Environment variables win; beneath them lies `var/settings.env`, where `make run` keeps what it made up (secrets and
addresses of this machine), so that a command typed beside a running `make run` meets the same installation.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.domain import phone_numbers, retention
from bot.domain.rules import Rules
from bot.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
GENERATED = VAR / "settings.env"
"""`NAME=value` lines, readable by the owner of the file only."""

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("text", "json")
SHORTEST_SECRET = 32
DESK_NUMBER = "+14155550190"
"""Texts codes where the carrier is simulated and nothing else is said."""
_SHORTEST_TOKEN = 16


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next. Addresses have no slash at their end."""

    database_url: str
    redis_url: str
    public_url: str
    secret_key: str
    older_secret_keys: tuple[str, ...]
    twilio_account_sid: str
    twilio_auth_token: str
    older_auth_tokens: tuple[str, ...]
    """Sign webhooks while the carrier goes over to another token; nothing is asked with them."""
    twilio_api_url: str
    smtp_url: str
    stripe_api_key: str | None
    stripe_api_url: str
    stripe_webhook_secret: str | None
    metrics_token: str | None
    sign_up_number: str | None
    """From where codes are texted to people who sign a business up; None: this installation takes no sign-ups."""
    trusted_proxies: int
    """How many proxies of ours stand before the web process, each of which adds to X-Forwarded-For."""
    rules: Rules
    """What every business may do, and how long what is kept."""
    log_level: str
    log_format: str
    port: int

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Raises ConfigurationError, one sentence that says what to do, at the first setting that will not do."""
        read = _Reader(environ)
        port = read.port("PORT", 8000)
        return cls(
            database_url=read.checked("DATABASE_URL", _database, f"sqlite:///{VAR / 'messaging.db'}"),
            redis_url=read.checked("REDIS_URL", _redis, "redis://127.0.0.1:6379/0"),
            public_url=read.checked("PUBLIC_URL", _http, f"http://127.0.0.1:{port}"),
            secret_key=read.checked("SECRET_KEY", _secret),
            older_secret_keys=tuple((read.optional("OLDER_SECRET_KEYS", _secrets) or "").split()),
            twilio_account_sid=read.checked("TWILIO_ACCOUNT_SID", _account_sid),
            twilio_auth_token=read.checked("TWILIO_AUTH_TOKEN", _auth_token),
            older_auth_tokens=tuple((read.optional("OLDER_TWILIO_AUTH_TOKENS", _auth_tokens) or "").split()),
            twilio_api_url=read.checked("TWILIO_API_URL", _http, "http://127.0.0.1:8200"),
            smtp_url=read.checked("SMTP_URL", _smtp, "smtp://127.0.0.1:8225"),
            stripe_api_key=read.optional("STRIPE_API_KEY", _stripe_key),
            stripe_api_url=read.checked("STRIPE_API_URL", _http, "https://api.stripe.com"),
            stripe_webhook_secret=read.optional("STRIPE_WEBHOOK_SECRET", _stripe_secret),
            metrics_token=read.optional("METRICS_TOKEN", _token),
            sign_up_number=_sign_up_number(read),
            trusted_proxies=int(read.checked("TRUSTED_PROXIES", _few, "0")),
            rules=_rules(read),
            log_level=read.checked("LOG_LEVEL", _log_level, "INFO"),
            log_format=read.checked("LOG_FORMAT", _log_format, "text"),
            port=port,
        )


def load(environ: Mapping[str, str] = os.environ, generated: Path = GENERATED) -> Settings:
    """The settings of this installation: the environment, and beneath it what `make run` made up.

    Raises ConfigurationError.
    """
    return Settings.from_environment({**read_generated(generated), **environ})


def metrics_are_shared() -> bool:
    """Whether the processes of this host count together (prometheus_client's multiprocess mode)."""
    return bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))


def read_generated(path: Path) -> dict[str, str]:
    """The settings that `make run` keeps in a file; none where it never ran."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines())
    return {name: value for name, equals, value in pairs if equals}


class _Reader:
    """Reads settings and puts their name before what is wrong with them. A setting of blanks counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def optional(self, name: str, check: Callable[[str], str]) -> str | None:
        value = self._environ.get(name, "").strip()
        return self._check(name, check, value) if value else None

    def checked(self, name: str, check: Callable[[str], str], default: str | None = None) -> str:
        value = self._environ.get(name, "").strip() or default
        if value is None:
            raise ConfigurationError(f"{name} is not set: start with `make run`, which makes one up, or set it.")
        return self._check(name, check, value)

    def port(self, name: str, default: int) -> int:
        value = self.checked(name, _port, str(default))
        return int(value)

    def count(self, name: str, default: int, least: int = 0, most: int = 10_000_000) -> int:
        value = self.checked(name, lambda typed: _count(typed, least, most), str(default))
        return int(value)

    def _check(self, name: str, check: Callable[[str], str], value: str) -> str:
        try:
            return check(value)
        except ValueError as error:
            raise ConfigurationError(f"{name} {error}") from None


def _split(value: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    """Raises ValueError. The value itself is never shown: it may hold a password."""
    wrong = ValueError(f"is not an address that can be used; write it like {example}")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise wrong from None
    if parts.scheme not in schemes or not (parts.hostname or parts.scheme == "unix"):
        raise wrong
    return parts


def _kept(value: str) -> str:
    retention.parse(value)
    return value


def _http(value: str) -> str:
    parts = _split(value, ("http", "https"), "https://messages.example.com")
    if parts.query or parts.fragment:
        raise ValueError("must be a plain address without ? or #; write it like https://messages.example.com")
    return value.rstrip("/")


def _redis(value: str) -> str:
    _split(value, ("redis", "rediss", "unix"), "redis://127.0.0.1:6379/0")
    return value


def _smtp(value: str) -> str:
    _split(value, ("smtp", "smtps"), "smtp://user:password@mail.example.com:587")
    return value


def _database(value: str) -> str:
    """`postgres://` and `postgresql://`, as hosts hand them out, are understood as psycopg 3."""
    example = "postgresql://user:password@host/name or sqlite:////var/lib/messaging.db"
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError(f"is not a database address; write it like {example}") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError(f"names a database that is not supported; use PostgreSQL or SQLite, like {example}")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("must name a file, because several processes share it; write it like sqlite:////var/lib/m.db")
    return url.render_as_string(hide_password=False)


def _secret(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        how = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        raise ValueError(f"must have at least {SHORTEST_SECRET} characters; make one with: {how}")
    return value


def _secrets(value: str) -> str:
    """Keys that were SECRET_KEY before, the newest first, with blanks between."""
    if any(len(key) < SHORTEST_SECRET for key in value.split()):
        raise ValueError("holds what was SECRET_KEY before, with a blank between two of them")
    return value


def _token(value: str) -> str:
    if len(value) < _SHORTEST_TOKEN:
        raise ValueError(f"must have at least {_SHORTEST_TOKEN} characters, which nobody can guess")
    return value


def _account_sid(value: str) -> str:
    if not (value.startswith("AC") and len(value) == 34 and value[2:].isalnum()):
        raise ValueError("must be AC and 32 letters or digits, as the carrier's console shows it")
    return value


def _auth_token(value: str) -> str:
    if not (len(value) >= SHORTEST_SECRET and value.isalnum()):
        raise ValueError("must be the 32 letters and digits that the carrier's console shows as the auth token")
    return value


def _auth_tokens(value: str) -> str:
    for token in value.split():
        _auth_token(token)
    return value


def _stripe_key(value: str) -> str:
    if not value.startswith(("sk_", "rk_")):
        raise ValueError("must be a secret key, which starts with sk_ or rk_; copy it from the payment dashboard")
    return value


def _stripe_secret(value: str) -> str:
    if not value.startswith("whsec_"):
        raise ValueError("must be a webhook signing secret, which starts with whsec_, from the payment dashboard")
    return value


def _rules(read: _Reader) -> Rules:
    named = read.checked("ALLOWED_COUNTRIES", _countries, "US,CA")
    return Rules(
        countries=phone_numbers.countries(named.split(",")),
        a_day=read.count("OUTGOING_A_DAY", Rules.a_day),
        a_day_when_new=read.count("OUTGOING_A_DAY_WHEN_NEW", Rules.a_day_when_new),
        kept=retention.parse(read.optional("KEEP_DAYS", _kept) or ""),
    )


def _countries(value: str) -> str:
    codes = [code.strip().upper() for code in value.split(",") if code.strip()]
    phone_numbers.countries(codes)
    return ",".join(codes)


def _count(value: str, least: int, most: int) -> str:
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise ValueError(f"must be a number from {least} to {most}")
    return value


def _sign_up_number(read: _Reader) -> str | None:
    """On a desk, with the simulated carrier, sign-up is open; with a real one it is opened by naming a number."""
    at_desk = is_loopback(read.checked("TWILIO_API_URL", _http, "http://127.0.0.1:8200"))
    state = read.checked("SIGN_UP", _open_or_closed, "open" if at_desk else "closed")
    number = read.optional("SIGN_UP_NUMBER", _own_number)
    if state == "closed":
        return None
    if number is None and not at_desk:
        raise ConfigurationError(
            "SIGN_UP_NUMBER is not set: SIGN_UP=open needs a number of yours that texts codes, like +12125550199."
        )
    return number or DESK_NUMBER


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, as the simulator's is."""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _open_or_closed(value: str) -> str:
    if value not in ("open", "closed"):
        raise ValueError("must be open or closed")
    return value


def _own_number(value: str) -> str:
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", value):
        raise ValueError("must be a phone number with + and country code, like +12125550199")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
    return value.upper()


def _log_format(value: str) -> str:
    if value not in LOG_FORMATS:
        raise ValueError(f"must be one of {', '.join(LOG_FORMATS)}")
    return value


def _few(value: str) -> str:
    if not re.fullmatch("[0-9]", value):
        raise ValueError("must be how many proxies of yours stand before the web process, from 0 to 9")
    return value


def _port(value: str) -> str:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 65536):
        raise ValueError("must be a number from 1 to 65535, like 8000")
    return value
