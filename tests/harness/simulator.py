"""The stand-in carrier on a free port, in a thread of the test process."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from web.simulator.app import create_app

ACCOUNT, TOKEN = "AC" + "5" * 32, "7" * 32
_PATIENCE = 10


@contextmanager
def running_simulator(speed: float = 200.0) -> Iterator[str]:
    """Its address, until the end of the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = web.AppRunner(create_app(account_sid=ACCOUNT, auth_token=TOKEN, speed=speed), shutdown_timeout=0.1)
    try:
        yield asyncio.run_coroutine_threadsafe(_serve(runner), loop).result(_PATIENCE)
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(_PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)


async def _serve(runner: web.AppRunner) -> str:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"
