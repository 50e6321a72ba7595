"""Putting the simulator together: `create_app` for tests and the command line."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import aiohttp
from aiohttp import web

from web.simulator import control, control_calls, control_events, mailbox, page, persistence
from web.simulator.carrier import Carrier
from web.simulator.config import Config
from web.simulator.rest import routes as rest
from web.simulator.rest.errors import RestError
from web.simulator.rest.shared import CARRIER

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST = 64 * 1024 * 1024  # bytes of one request: a long recording


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    carrier = request.app[CARRIER]
    carrier.url = carrier.url or str(request.url.origin())  # served on a port it was not told of
    try:
        return await handler(request)
    except RestError as refusal:
        return refusal.response()
    except control.BadRequest as wrong:
        return web.json_response({"error": str(wrong)}, status=wrong.status)
    except ValueError as wrong:
        return _not_understood(request, wrong)
    except web.HTTPNotFound:
        if request.path.startswith("/sim/"):
            return web.json_response(
                {"error": "There is no such control call; docs/simulator.md lists them."}, status=404
            )
        return RestError(20404, request.path).response()


def _not_understood(request: web.Request, wrong: ValueError) -> web.Response:
    """A query such as `limit=many`."""
    if request.path.startswith("/sim/"):
        return web.json_response({"error": f"A number was expected: {wrong}."}, status=400)
    return RestError(20001).response()


async def _running(app: web.Application) -> AsyncIterator[None]:
    carrier = app[CARRIER]
    config = carrier.config
    carrier.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200))
    if config.state is not None:
        persistence.load(carrier, config.state)
        saving = asyncio.create_task(persistence.keep_saving(carrier, config.state))
    smtp = None
    if config.smtp_port is not None:
        smtp = await mailbox.open_for(carrier, config.host, config.smtp_port)
    yield
    if smtp is not None:
        smtp.close()
    if config.state is not None:
        saving.cancel()
        persistence.save(carrier, config.state)
    await carrier.stop()


def create_app(config: Config | None = None, **settings: object) -> web.Application:
    """The simulator as an aiohttp application; settings are the fields of Config."""
    base = config or Config()
    app = web.Application(middlewares=[_errors], client_max_size=LARGEST)
    app[CARRIER] = Carrier(replace(base, **settings) if settings else base)  # type: ignore[arg-type]
    app.add_routes(rest.routes())
    app.add_routes(control.routes())
    app.add_routes(control_calls.routes())
    app.add_routes(control_events.routes())
    app.add_routes(mailbox.routes())
    page.add_to(app)
    app.cleanup_ctx.append(_running)
    return app
