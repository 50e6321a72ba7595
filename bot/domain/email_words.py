"""The words around the words of an email."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Letter:
    """An email's subject and its two parts."""

    subject: str
    plain: str
    html: str


def letter(
    business: str, body: str, subject: str | None, unsubscribe_url: str | None = None, postal_address: str | None = None
) -> Letter:
    """An email from a business. `postal_address` belongs into promotions (15 USC 7704(a)(5)).

    Who gets it as a member of the business cannot unsubscribe.
    """
    title = one_line(subject or "") or f"A message from {one_line(business)}"
    foot = [business, *(postal_address or "").splitlines()]
    way_out = [f"Unsubscribe: {unsubscribe_url}"] if unsubscribe_url else []
    plain = "\n".join([body, "", "-- ", *foot, *way_out, ""])
    return Letter(title, plain, _html(body, foot, unsubscribe_url))


def one_line(text: str) -> str:
    """The text without line ends and other control characters: fit for a header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _html(body: str, foot: list[str], unsubscribe_url: str | None) -> str:
    paragraphs = [f"<p>{_lines(piece)}</p>" for piece in body.split("\n\n") if piece.strip()]
    link = f'<br><a href="{escape(unsubscribe_url)}">Unsubscribe</a>' if unsubscribe_url else ""
    small = f'<p style="color:#666;font-size:small">{_lines(chr(10).join(foot))}{link}</p>'
    return "".join(["<!doctype html><html><body>", *paragraphs, "<hr>", small, "</body></html>"])


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
