"""Sending, in four steps: claim → send → record → callback.

1. `due` finds in the database what is due and marks it queued; RQ only wakes a worker up.
2. `claim` takes deliveries by a conditional update, reads consent, quiet hours and expiry again, and commits `sending`
   before anybody is asked to send.
3. `send` lets the session go and asks carrier and mail server, many at once.
4. `record` writes what they answered, all of a batch in one transaction. Nobody knows → `unknown`: never sent blindly
   again, resolved by the carrier's callback (`callback`) or by its list (`resolve`).
"""

from bot.delivery.callback import apply_call_report, apply_report
from bot.delivery.due import AT_ONCE, queue_due, release, sweep
from bot.delivery.reconcile import compare, is_time, stretch
from bot.delivery.send import Dispatch, send_batch

__all__ = [
    "AT_ONCE",
    "Dispatch",
    "apply_call_report",
    "apply_report",
    "compare",
    "is_time",
    "queue_due",
    "release",
    "send_batch",
    "stretch",
    "sweep",
]
