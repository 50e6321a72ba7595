"""What the simulator is started with: command line first, then environment, then a default."""

import argparse
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """Settings of one simulator.

    `speed` divides every duration (100 makes a second last 10 ms). With `manual_timeouts` a Gather, a Record or a
    ringing phone waits for ever, until a control call says that time passes.
    """

    account_sid: str = field(default_factory=lambda: "AC" + secrets.token_hex(16))
    auth_token: str = field(default_factory=lambda: secrets.token_hex(16))
    host: str = "127.0.0.1"
    port: int = 8200
    public_url: str = ""
    smtp_port: int | None = None
    state: Path | None = None
    recordings_dir: Path | None = None
    speed: float = 1.0
    manual_timeouts: bool = False


@dataclass(frozen=True)
class FirstNumber:
    """A number to own from the start, for those who do not register one through the REST interface."""

    phone_number: str
    sms_url: str = ""
    voice_url: str = ""


def parse(arguments: list[str]) -> tuple[Config, FirstNumber | None]:
    """Reads the command line; raises SystemExit with a sentence for what cannot be read."""
    args = _parser().parse_args(arguments)
    known = {"account_sid": args.account_sid, "auth_token": args.auth_token}
    config = Config(
        host=args.host,
        port=args.port,
        public_url=args.public_url.rstrip("/"),
        smtp_port=args.smtp_port,
        state=args.state,
        recordings_dir=args.recordings_dir,
        speed=args.speed,
        manual_timeouts=args.manual_timeouts,
        **{name: value for name, value in known.items() if value},
    )
    return config, FirstNumber(args.number, args.sms_url, args.voice_url) if args.number else None


def _parser() -> argparse.ArgumentParser:
    env = os.environ.get
    parser = argparse.ArgumentParser(prog="python -m web.simulator", description="A Twilio-compatible carrier")
    parser.add_argument("--host", default=env("SIMULATOR_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(env("SIMULATOR_PORT", "8200")), help="0 takes a free one")
    parser.add_argument("--public-url", default=env("SIMULATOR_URL", ""), help="its own address in the links it gives")
    parser.add_argument("--account-sid", default=env("TWILIO_ACCOUNT_SID", ""), help="made up and printed if missing")
    parser.add_argument("--auth-token", default=env("TWILIO_AUTH_TOKEN", ""), help="made up and printed if missing")
    parser.add_argument("--number", default="", help="own this number from the start, such as +14155550100")
    parser.add_argument("--sms-url", default="", help="where that number's texts are posted")
    parser.add_argument("--voice-url", default="", help="where that number's calls are posted")
    parser.add_argument(
        "--smtp-port", type=int, default=_optional_int(env("SIMULATOR_SMTP_PORT")), help="0: a free one"
    )
    parser.add_argument(
        "--state", type=Path, default=_optional_path(env("SIMULATOR_STATE")), help="a JSON file to keep"
    )
    parser.add_argument("--recordings-dir", type=Path, help="where recordings are kept; beside --state by default")
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster than life time passes")
    parser.add_argument("--manual-timeouts", action="store_true", help="silence only when a control call says so")
    return parser


def _optional_int(text: str | None) -> int | None:
    return int(text) if text else None


def _optional_path(text: str | None) -> Path | None:
    return Path(text) if text else None
