"""`python -m scheduler.run`: everything on one machine, until Ctrl-C.

1. Make up what nobody set, and check every setting and port before anything starts.
2. Start Redis where no REDIS_URL names one, and bring the database to the newest migration.
3. Start the processes of the Procfile; when they answer, fill in the demo business and say where everything is.
4. At the end stop the processes first and Redis last.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager
from redis import Redis, RedisError

from bot.errors import ConfigurationError
from bot.settings import GENERATED, ROOT, VAR, Settings, read_generated
from scheduler import greeting, installation
from scheduler.embedded_redis import embedded_redis

INTERRUPTED = (130, 143)
"""What honcho returns after Ctrl-C and after SIGTERM: the end that was asked for."""


def main() -> None:
    """The command. What a person can put right ends it with one sentence."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    with suppress(KeyboardInterrupt):
        try:
            with _alone():
                run(os.environ)
        except ConfigurationError as wrong:
            sys.exit(str(wrong))


def run(environ: Mapping[str, str]) -> None:
    """Returns when it was stopped. Raises ConfigurationError for what has to be put right first."""
    made = installation.made_up(environ, VAR)
    simulating = "TWILIO_API_URL" in made
    env = {**environ, **made, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', '')}"}
    Settings.from_environment(env)
    for name in installation.PORTS if simulating else ["PORT"]:
        installation.check_free(name, int(env[name]))
    with _redis(environ.get("REDIS_URL", "")) as redis_url:
        installation.keep({**made, "REDIS_URL": redis_url}, GENERATED)
        env["REDIS_URL"] = redis_url
        env["PROMETHEUS_MULTIPROC_DIR"] = installation.fresh_folder(VAR / "metrics")
        flask(env, "db", "upgrade")
        _supervise(env, simulating)


def flask(env: Mapping[str, str], *command: str) -> str:
    """What `flask --app web …` printed. Raises ConfigurationError with its last line where it failed."""
    arguments = [sys.executable, "-m", "flask", "--app", "web", *command]
    done = subprocess.run(arguments, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise ConfigurationError(f"`flask --app web {' '.join(command)}` failed; its own words are above.")
    return done.stdout


@contextmanager
def _alone() -> Iterator[None]:
    """Raises ConfigurationError where this folder runs already: two clocks would be harmless, two Redis would not."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with (VAR / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigurationError(
                "It runs in this folder already; stop it with Ctrl-C where it runs, or use another clone."
            ) from None
        yield


@contextmanager
def _redis(url: str) -> Iterator[str]:
    """The URL of the Redis that is named, or of one of our own."""
    if not url.strip():
        with embedded_redis(VAR / "redis", read_generated(GENERATED).get("REDIS_URL")) as own:
            yield own
        return
    try:
        with Redis.from_url(url, socket_timeout=5) as client:
            client.ping()
    except RedisError:
        raise ConfigurationError(
            "No Redis answers at REDIS_URL; start it, or leave REDIS_URL unset to have one started for you."
        ) from None
    yield url


def _supervise(env: dict[str, str], simulating: bool) -> None:
    """Raises ConfigurationError where a process ended by itself."""
    manager = Manager()
    commands = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    for name, command in commands.items():
        if simulating or name != "simulator":
            manager.add_process(name, command, env={**env, "PYTHONUNBUFFERED": "1"}, cwd=str(ROOT))
    threading.Thread(target=_greet, args=(env, simulating), daemon=True).start()
    manager.loop()
    if manager.returncode not in INTERRUPTED:
        raise ConfigurationError("A process ended by itself and everything was stopped; its last lines above say why.")


def _greet(env: Mapping[str, str], simulating: bool) -> None:
    """Once everything answers."""
    panel, phones = f"http://127.0.0.1:{env['PORT']}", env["TWILIO_API_URL"]
    addresses = [f"{panel}/healthz", phones] if simulating else [f"{panel}/healthz"]
    try:
        greeting.wait_until_answering(addresses)
        demo = flask(env, "demo") if simulating else ""
    except ConfigurationError as wrong:
        sys.stderr.write(f"{wrong}\n")
        os.kill(os.getpid(), signal.SIGTERM)
    else:
        sys.stdout.write(greeting.text(panel, phones if simulating else None, demo, VAR))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
