"""How a command ends that a person can put right."""

import sys
from collections.abc import Callable
from typing import Any

from bot.errors import CustomerMessagingError


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """What a person can put right ends a command with one sentence."""

    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except CustomerMessagingError as error:
            sys.exit(str(error))

    run.__doc__ = command.__doc__
    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return run
