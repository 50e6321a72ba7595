"""A salon whose owner writes, for the tests of owners' commands."""

from datetime import datetime

from bot.nlu.frames import Context, Directory, Heard, Understanding
from bot.nlu.understand import understand

SALON = Directory(
    customers=(
        "Jane Miller", "Jane Okafor", "Bob Carter", "Ann Lee", "Maria Gonzalez-Ruiz", "Tom Becker", "Linh Nguyen",
        "Zoë Dupont", "Siobhan O'Neill", "Kenji Tanaka", "Priya Raman", "Anneliese Vogt-Hansen", "Marcus Webb",
        "Dee Jackson", "Lucía Fernández", "Grace Kim", "Hannah Stone", "Olga Petrova", "Chris Doyle", "Chris Abara",
        "Mei Lin", "Lorna Finch", "Rachel Adams", "Joy Park", "Will Turner", "April Hayes", "Nadia Rossi", "Beth Cole",
        "Carmen Diaz", "Tess Moreau",
    ),
    groups=("VIP", "Color Club", "Bridal party", "Lapsed 90 days"),
    calendars=("Maria", "Jo", "Chair 3"),
    services=("Haircut", "Color", "Highlights", "Blowout", "Trim", "Updo"),
    templates=("Birthday", "We miss you", "Color due"),
    prompts=("7", "12", "15"),
)  # fmt: skip
WEDNESDAY = datetime(2026, 3, 4, 9, 30)


def heard(text: str, context: Context | None = None, directory: Directory = SALON) -> Heard:
    """The owner's text on Wednesday, 4 March 2026, half past nine."""
    return Heard(text, "owner", WEDNESDAY, "America/New_York", directory, context or Context())


def owner(text: str, context: Context | None = None, directory: Directory = SALON) -> Understanding:
    """What it means."""
    return understand(heard(text, context, directory))
