"""Putting the simulator together: `create_app` for tests and the command line."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import aiohttp
from aiohttp import web

from web.simulator import control, control_calls
from web.simulator.carrier import Carrier
from web.simulator.config import Config
from web.simulator.rest import routes as rest
from web.simulator.rest.errors import RestError
from web.simulator.rest.shared import CARRIER

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST = 64 * 1024 * 1024  # bytes of one request: a long recording


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except RestError as refusal:
        return refusal.response()
    except control.BadRequest as wrong:
        return web.json_response({"error": str(wrong)}, status=wrong.status)
    except web.HTTPNotFound:
        return RestError(20404, request.path).response()


async def _running(app: web.Application) -> AsyncIterator[None]:
    carrier = app[CARRIER]
    carrier.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200))
    yield
    await carrier.stop()


def create_app(config: Config | None = None, **settings: object) -> web.Application:
    """The simulator as an aiohttp application; settings are the fields of Config."""
    base = config or Config()
    app = web.Application(middlewares=[_errors], client_max_size=LARGEST)
    app[CARRIER] = Carrier(replace(base, **settings) if settings else base)  # type: ignore[arg-type]
    app.add_routes(rest.routes())
    app.add_routes(control.routes())
    app.add_routes(control_calls.routes())
    app.cleanup_ctx.append(_running)
    return app
