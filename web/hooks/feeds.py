"""`/feeds/<token>.ics`: a calendar's secret iCalendar feed, for Google, Apple and Outlook to subscribe to."""

from flask import Blueprint, Response, request

from bot.services import feeds
from web.context import application

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feeds/<token>.ics")
def feed(token: str) -> Response:
    """The calendar; 304 where the program has it already; 404 for an address that is no more."""
    with application().reading() as work:
        found = feeds.calendar_of(work, token)
        if found is None:
            return Response("There is no such calendar.\n", 404, mimetype="text/plain")
        response = Response(mimetype="text/calendar")
        response.set_etag(feeds.version(*found), weak=True)
        response.headers["Cache-Control"] = "private, max-age=300"
        if request.if_none_match.contains_weak(feeds.version(*found)):
            response.status_code = 304
        else:
            response.set_data(feeds.feed(*found))
        return response
