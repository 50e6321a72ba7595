"""A stand-in for Stripe over HTTP, as much of it as the official client is used for: customers, Checkout in its set-up
mode, payment intents with idempotency keys; cards that are good, that are declined, and answers that get lost.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Sent = dict[str, str]
GOOD, DECLINED = "pm_good", "pm_declined"


@dataclass
class Company:
    """Its books: customers, pages, and payments by idempotency key."""

    url: str = ""
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    payments: list[dict[str, Any]] = field(default_factory=list)
    loses_answers: int = 0

    def enter_card(self, page_url: str, method: str = GOOD) -> str:
        """Somebody types a card on the page; the session's id, as it comes back to us."""
        session = page_url.rsplit("/", 1)[1]
        card = {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2028}
        entered = {"id": method, "object": "payment_method", "card": card}
        self.pages[session]["setup_intent"] = {"id": "seti_1", "object": "setup_intent", "payment_method": entered}
        return session

    def answer(self, method: str, path: str, sent: Sent, key: str) -> tuple[int, dict[str, Any]]:
        """What it says to a request; the same to the same key."""
        if key and key in self.kept:
            return self.kept[key]
        said = self._do(method, path, sent)
        if key:
            self.kept[key] = said
        return said

    def _do(self, method: str, path: str, sent: Sent) -> tuple[int, dict[str, Any]]:
        name, _, one = path.removeprefix("/v1/").rpartition("/")
        if path == "/v1/customers":
            return 200, self._customer(sent)
        if name == "customers" and one in self.customers:
            if method == "POST":
                self.customers[one]["invoice_settings"] = {
                    "default_payment_method": sent["invoice_settings[default_payment_method]"]
                }
            return 200, self.customers[one]
        if path == "/v1/checkout/sessions":
            return 200, self._page(sent)
        if name == "checkout/sessions" and one in self.pages:
            return 200, self.pages[one]
        if path == "/v1/payment_intents":
            return self._payment(sent)
        return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such thing"}}

    def _customer(self, sent: Sent) -> dict[str, Any]:
        made = f"cus_{len(self.customers) + 1}"
        settings: dict[str, Any] = {"default_payment_method": None}
        self.customers[made] = {"id": made, "object": "customer", "name": sent["name"], "invoice_settings": settings}
        return self.customers[made]

    def _page(self, sent: Sent) -> dict[str, Any]:
        made = f"cs_{len(self.pages) + 1}"
        facts = {"customer": sent["customer"], "mode": sent["mode"], "setup_intent": None}
        self.pages[made] = {"id": made, "object": "checkout.session", "url": f"{self.url}/pay/{made}", **facts}
        return self.pages[made]

    def _payment(self, sent: Sent) -> tuple[int, dict[str, Any]]:
        if sent["payment_method"] == DECLINED:
            no = {"type": "card_error", "code": "card_declined", "message": "Your card was declined."}
            return 402, {"error": no}
        facts = {"amount": int(sent["amount"]), "customer": sent["customer"], "status": "succeeded"}
        made = {"id": f"pi_{len(self.payments) + 1}", "object": "payment_intent", **facts}
        self.payments.append(made)
        return 200, made


@contextmanager
def payment_company() -> Iterator[Company]:
    """It serves on this machine as long as this is open."""
    company = Company()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = dict(parse_qsl(self.rfile.read(length).decode()))
            key = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
            status, said = company.answer(method, urlsplit(self.path).path, sent, key)
            if method == "POST" and self.path.endswith("payment_intents") and company.loses_answers:
                company.loses_answers -= 1
                self.close_connection = True
                return
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        company.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield company
        server.shutdown()
