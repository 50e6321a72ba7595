"""`python -m web.simulator`: serves until it is interrupted."""

import asyncio
import contextlib
import signal
import sys

from aiohttp import web

from web.simulator import config as configuration
from web.simulator.app import create_app
from web.simulator.records import Number
from web.simulator.rest.numbers import add
from web.simulator.rest.shared import CARRIER


async def serve(config: configuration.Config, first: configuration.FirstNumber | None) -> None:
    """Listens, prints the URL and the account on one line each, and returns when interrupted."""
    app = create_app(config)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, config.host, config.port)
    await site.start()
    carrier = app[CARRIER]
    carrier.url = carrier.url or f"http://{config.host}:{runner.addresses[0][1]}"
    if first is not None and carrier.owned(first.phone_number) is None:
        urls = {"sms_url": first.sms_url, "voice_url": first.voice_url}
        add(carrier, Number(first.phone_number, urls=urls))
    _say(f"simulator {carrier.url}")
    _say(f"account {config.account_sid}")
    if carrier.smtp_port is not None:
        _say(f"mailbox smtp://{config.host}:{carrier.smtp_port}")
    await _interrupted()
    await runner.cleanup()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _interrupted() -> None:
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    await stop.wait()


def main() -> None:
    """The command line."""
    config, first = configuration.parse(sys.argv[1:])
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(serve(config, first))
        except OSError as taken:
            sys.exit(f"Port {config.port} cannot be used ({taken.strerror}); try another, such as --port 8201.")


if __name__ == "__main__":
    main()
