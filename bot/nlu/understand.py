"""Text to intent and slots, whoever wrote it."""

from importlib import import_module

from bot.nlu.frames import Heard, Understanding


def understand(heard: Heard) -> Understanding:
    """What a text means. Pure: nothing is read or written; any string at all gets an answer."""
    if heard.role == "owner":
        from bot.nlu.owner import understand as owner

        return owner(heard)
    return _customer(heard)


def _customer(heard: Heard) -> Understanding:
    try:
        customer = import_module("bot.nlu.customer")
    except ModuleNotFoundError:
        return Understanding("other", 0.0, why=("customers' texts are not understood yet",))
    understood: Understanding = customer.understand(heard)
    return understood
