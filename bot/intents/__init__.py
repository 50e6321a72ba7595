"""One module per capability: its rasa_sdk actions, its example texts beside it."""

from bot.dialogue.capability import Capability
from bot.intents import consent, contacts, customer, groups, inbox, library, scheduled, send, settings, talk, undo

APPOINTMENTS = ("book", "move", "cancel", "agenda", "free", "block", "approve", "decline")
WITHOUT_QUESTION = ("affirm", "negate", "select", "correct")


def all_actions() -> list[Capability]:
    """Every action that a text can lead to."""
    return [*_owner_actions(), *_customer_actions()]


def _owner_actions() -> list[Capability]:
    return [
        send.Send(),
        contacts.AddCustomer(),
        contacts.ChangeCustomer(),
        contacts.RemoveCustomer(),
        contacts.FindCustomer(),
        contacts.OptOutCustomer(),
        groups.CreateGroup(),
        groups.DeleteGroup(),
        groups.AddToGroup(),
        groups.RemoveFromGroup(),
        groups.Groups(),
        scheduled.Scheduled(),
        scheduled.Unschedule(),
        inbox.Inbox(),
        inbox.Answer(),
        library.SaveTemplate(),
        library.Templates(),
        library.Prompts(),
        library.Usage(),
        settings.Setting(),
        undo.Undo(),
        talk.Help(),
        talk.Unsure(),
        talk.Drop(),
        talk.Again(),
        talk.Other(),
        *(talk.NotYet(intent) for intent in APPOINTMENTS),
        *(talk.Nothing(intent) for intent in WITHOUT_QUESTION),
    ]


def _customer_actions() -> list[Capability]:
    return [
        customer.Confirm(),
        customer.Decline(),
        customer.Ask(),
        consent.OptOut(),
        consent.OptIn(),
        consent.HelpForCustomer(),
        *(customer.Acknowledge(intent, key) for intent, key in customer.ACKNOWLEDGED.items()),
        *(customer.BePolite(intent, key) for intent, key in customer.POLITE.items()),
    ]
