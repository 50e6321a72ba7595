"""Work on a file from outside, in a process of its own that ends where it takes too long or too much memory."""

import multiprocessing
import resource
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from bot.errors import InputError

SECONDS = 10
"""Of the processor. A year of a busy calendar takes less than one."""
MOST_BYTES = 1 << 30
_one_at_a_time = threading.Lock()
P = ParamSpec("P")
T = TypeVar("T")


def contained(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of ours makes of somebody's file. Raises InputError where that takes too much."""
    if not _one_at_a_time.acquire(blocking=False):
        raise InputError("Another file is just being read.", "the same file again in a minute")
    try:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _limit, (SECONDS, MOST_BYTES)) as pool:
            return pool.submit(work, *args, **kwargs).result()
    except (BrokenProcessPool, MemoryError):
        raise InputError("There is too much in that file to be read.", "an export of the next months only") from None
    finally:
        _one_at_a_time.release()


def _limit(seconds: int, most_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
