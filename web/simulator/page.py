"""The page with the phones, and the files it is made of."""

from pathlib import Path

from aiohttp import web

_STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; frame-src 'self' data:; object-src 'none'"


async def index(request: web.Request) -> web.FileResponse:
    """The page itself."""
    return web.FileResponse(_STATIC / "index.html", headers={"Content-Security-Policy": _POLICY})


def add_to(app: web.Application) -> None:
    """Serves the page at / and its files under /static."""
    app.router.add_get("/", index)
    app.router.add_static("/static", _STATIC)
