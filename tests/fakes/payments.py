"""A payment company in memory: cards that are good, declined, or of which nothing is heard."""

from uuid import UUID

from bot.errors import Ambiguous, Rejected
from bot.ports import Card


class FakePayments:
    """`declines` and `silent` say what becomes of the next charges; `taken` is what it took, by key."""

    def __init__(self) -> None:
        self.taken: dict[str, tuple[str, int]] = {}
        self.declines = self.silent = 0
        self.cards: dict[str, Card] = {}

    def customer(self, business: str, business_id: UUID) -> str:
        return f"cus_{business_id.hex}"

    def card_page(self, customer: str, back_url: str) -> str:
        return f"https://pay.example.test/{customer}?back={back_url}"

    def card_of(self, session: str) -> Card | None:
        return self.cards.get(session)

    def charge(self, customer: str, cents: int, words: str, invoice_id: UUID, key: str) -> str:
        if self.declines:
            self.declines -= 1
            raise Rejected("your card was declined", "card_declined")
        self.taken.setdefault(key, (customer, cents))
        if self.silent:
            self.silent -= 1
            raise Ambiguous("the payment company did not answer")
        return f"pi_{key}"
