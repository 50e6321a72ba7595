"""Fakes, each behind a port of `bot.ports`."""
