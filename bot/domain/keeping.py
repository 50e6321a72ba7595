"""How long what is kept. Consent stays five years (16 CFR 310.5(a)(8)) and is not in the table: none may shorten it."""

DAYS = {
    "messages": 730,
    "inbox": 730,
    "voicemail": 365,
    "calls": 365,
    "conversations": 90,
    "sessions": 30,
    "sign_ups": 30,
    "audit": 1095,
}
"""Days by kind. `messages`: the words of what was sent, and to whom; `inbox`: of what came in; `conversations`: what a
number remembers of a phone that is silent; `sign_ups`: those that were not finished; usage and invoices are kept."""
CONSENT_DAYS = 5 * 366
LEAST = 1
MOST = 36_500


def named(kind: str) -> str:
    """The setting that changes a time."""
    return f"KEEP_{kind.upper()}_DAYS"
