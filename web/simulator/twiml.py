"""Reading TwiML: an answer's XML as verbs, or one sentence about what is wrong with it."""

from xml.etree.ElementTree import Element, ParseError, XMLParser

from web.simulator.webhooks import Answer


class TwimlError(Exception):
    """The document cannot be used; `code` is the carrier's own (11200 retrieval, 12100 parse, 12200 schema…)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def read(answer: Answer) -> list[Element]:
    """The verbs of an answer. Plain text counts as one Message, as at the carrier; an empty body as no verbs."""
    if not answer.ok:
        raise TwimlError(11200, f"HTTP retrieval failure: {answer.error or answer.status}")
    if not answer.body.strip():
        return []
    if answer.content_type == "text/plain":
        verb = Element("Message")
        verb.text = answer.body
        return [verb]
    return parse(answer.body)


def parse(document: str) -> list[Element]:
    """The verbs inside `<Response>`; raises TwimlError."""
    if "<!DOCTYPE" in document:  # entities could grow without bounds
        raise TwimlError(12100, "Document parse failure: a DOCTYPE is not allowed")
    try:
        parser = XMLParser()  # noqa: S314 - no DOCTYPE, so no entities
        parser.feed(document)
        root = parser.close()
    except ParseError as broken:
        raise TwimlError(12100, f"Document parse failure: {broken}") from broken
    if root.tag != "Response":
        raise TwimlError(12100, f"Document parse failure: <{root.tag}> instead of <Response>")
    return list(root)


def text(verb: Element) -> str:
    """The words directly inside a verb, trimmed."""
    return (verb.text or "").strip()


def number(verb: Element, name: str, default: float) -> float:
    """A numeric attribute; `auto` and what is no number count as the default."""
    try:
        return float(verb.get(name, default))
    except ValueError:
        return default
