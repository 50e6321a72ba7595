"""Pages for what cannot be shown, in the product's voice. Webhooks get plain words."""

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from bot.errors import Forbidden, NotFound

PLAIN = ("/hooks/", "/media/", "/healthz", "/readyz", "/metrics")
SENTENCES = {
    400: "That could not be understood. Please go back and try again.",
    403: "You may not see this.",
    404: "There is nothing here. It may have been deleted.",
    405: "That cannot be done here.",
    413: "That is too large to be taken. Please send something smaller.",
    429: "That was a little too often. Please wait a minute and try again.",
    500: "Something went wrong on our side. Nothing you entered was sent; please try again.",
}


def register(app: Flask) -> None:
    """Handle what views raise."""
    app.register_error_handler(NotFound, lambda error: _page(404, str(error)))
    app.register_error_handler(Forbidden, lambda error: _page(403, str(error)))
    app.register_error_handler(CSRFError, lambda _: _page(400, "This page was open for too long. Please try again."))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    return _page(error.code or 500)


def _broken(_: Exception) -> ResponseReturnValue:
    """Without the frame of the panel where the database is what broke: the frame asks it who is signed in."""
    try:
        return _page(500)
    except SQLAlchemyError:
        return Response(f"{SENTENCES[500]}\n", 500, mimetype="text/plain")


def _page(code: int, sentence: str | None = None) -> ResponseReturnValue:
    words = sentence or SENTENCES.get(code, SENTENCES[400])
    if request.path.startswith(PLAIN):
        return Response(f"{words}\n", code, mimetype="text/plain")
    return render_template("panel/failure.html", code=code, sentence=words), code
