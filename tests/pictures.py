"""`python -m tests.pictures`: the pictures in docs/pictures, of a salon with a month behind it; so they stay true."""

import random
import tempfile
import threading
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, ViewportSize
from werkzeug.serving import make_server

from bot.domain import local_time
from bot.services import agenda, contacts, deliveries
from models import migrations
from models.session import make_engine
from models.states import Answered, Channel, DeliveryKind, DeliveryStatus
from tests.factories import Shop
from tests.harness import browser
from web import create_app, demo

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DESK, PHONE = ViewportSize(width=1200, height=860), ViewportSize(width=390, height=844)
NOW = datetime(2026, 11, 24, 9, 20, tzinfo=ZoneInfo(demo.ZONE))
SCREENS = {
    "today": ("/", DESK),
    "today-phone": ("/", PHONE),
    "appointments": ("/appointments", DESK),
    "compose": ("/messages/new?body=Hi+%7Bfirst_name%7D%2C+your+color+appointment+is+coming+up%21", DESK),
    "thread": (f"/inbox/{demo.CUSTOMERS[1][1]}", PHONE),
    "customers": ("/customers", DESK),
}


class Scene(Shop):
    """The demo salon on a Tuesday morning, with a month of texts behind it."""

    def __init__(self, folder: Path) -> None:
        engine = make_engine(f"sqlite:///{folder / 'pictures.db'}")
        migrations.upgrade(engine)
        super().__init__(engine, "Elsewhere", "+14155550190", "+14155550191")
        self.clock.moment = NOW - timedelta(days=31)
        with self.app.work() as work:
            self.business_id = demo.fill(work)
        self.number, self.owner = demo.NUMBER, demo.OWNER
        self._month(random.Random(4))
        self._today()

    def _month(self, dice: random.Random) -> None:
        for day in range(31):
            self.clock.moment = NOW - timedelta(days=31 - day)
            weekend = local_time.to_local(self.clock.moment, demo.ZONE).weekday() == 6
            for _ in range(0 if weekend else dice.randint(5, 14)):
                self._sent(dice)

    def _sent(self, dice: random.Random) -> None:
        with self.app.work() as work:
            desk = self.desk(work)
            ann = contacts.find_customers(desk, "Ann Lee")[0]
            row = deliveries.outgoing(
                desk, DeliveryKind.REMINDER, Channel.TEXT, "+14155550111", "See you soon", customer_id=ann.id
            )
            row.status = dice.choices((DeliveryStatus.DELIVERED, DeliveryStatus.SENT), (9, 1))[0]
            row.answered = dice.choices((Answered.CONFIRMED, Answered.ASKED), (6, 4))[0]

    def _today(self) -> None:
        self.clock.moment = NOW
        for text in (
            "book Ann Lee today 3pm haircut with Maria",
            "book Carmen Diaz today 10am color with Maria",
            "book Bob Stone tomorrow 11:30 haircut with Jo",
            "book Grace Kim thursday 9am blow-dry with Maria",
            "book Mia Park friday 4pm haircut with Jo",
            "tomorrow 5pm text VIP our holiday hours are up, text us a day that suits you",
            "yes",
            "every monday 9am text Color club good morning! Two color chairs are free this week.",
            "yes",
        ):
            self.text(text)
        self._answered()
        self.text("do you have parking for a horse?", demo.CUSTOMERS[1][1] or "")
        with self.app.work() as work:
            desk = self.desk(work)
            row = deliveries.outgoing(desk, DeliveryKind.MESSAGE, Channel.TEXT, "+14155550114", "We miss you")
            row.status, row.reason = DeliveryStatus.FAILED, "the phone was switched off or out of reach"
        self.rules(mode="request")
        self.text("can I get a haircut friday at 2pm", demo.CUSTOMERS[4][1] or "")

    def _answered(self) -> None:
        said = (Answered.CONFIRMED, Answered.ASKED, Answered.CONFIRMED)
        with self.app.work() as work:
            desk = self.desk(work)
            today = local_time.to_local(desk.now, demo.ZONE).replace(hour=0, minute=0, second=0, tzinfo=None)
            for state, row in zip(said, agenda.between(desk, today, today + timedelta(days=2)), strict=False):
                for one in row.attendees:
                    one.answered = state


def take(page: Page, url: str, folder: Path) -> None:
    """Sign in and take one picture of each screen."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("Email").fill(demo.EMAIL)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    for name, (path, size) in SCREENS.items():
        page.set_viewport_size(size)
        page.goto(url + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")


def main() -> None:
    """Writes all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with ExitStack() as stack:
        scene = Scene(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        server = make_server("127.0.0.1", 0, create_app(scene.app), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        page = stack.enter_context(browser.open_page(browser.find_chromium() or "chromium"))
        take(page, f"http://127.0.0.1:{server.server_port}", FOLDER)


if __name__ == "__main__":
    main()
