"""Texts that nobody wrote: auto-replies of phones, cars and mailboxes."""

import re

_AUTOMATIC = re.compile(
    r"\bauto(?:mated|matic|matically)?[- ]?(?:reply|replied|response|responded|responder|respuesta|message)\b|"
    r"\bthis is an auto|"
    r"\bi.?m driving (?:with|right now with|and (?:my phone|have)|right now[,.;!]? (?:i.?ll|and will|so i)|and "
    r"can.?t)|\bdo not disturb (?:while|is|mode)|\bdriving (?:mode|focus)\b|"
    r"\b(?:i.?ll|i will) (?:see|read|get) your message (?:when|once|after)\b|\bnotifications? (?:silenced|are "
    r"silenced)|\bsilenced notifications\b|\bfocus (?:mode|turned on|is on)\b|\bout of (?:the )?office\b|\bon "
    r"vacation until\b|"
    r"\bthank you for (?:contacting|your message|reaching out|texting|messaging)\b.*\b(?:will|shortly|hours|"
    r"respond|reply|back to you)\b|\b(?:mailbox|inbox|number|phone) (?:is )?(?:full|not monitored|unmonitored|no "
    r"longer in service|does not accept)|"
    r"\bunable to (?:receive|accept) (?:text|messages)|\bsent from my (?:car|android auto)|\bcan.?t talk right "
    r"now[.!]? *(?:what.?s up|call me later|i.?ll call you)|\bthe (?:person|customer|subscriber) you\b|"
    r"^(?:sorry,? )?(?:i )?can.?t (?:talk|answer|take your call|pick up)(?: right)? now[.! ]*$|"
    r"\brespuesta automatica\b|\bestoy (?:conduciendo|manejando)[,.] (?:le|te|respondo|contesto)|"
    r"^i.?m driving[.!]? *(?:i.?ll (?:call|text|get|reply|respond|message)|can.?t (?:text|talk)|talk|call|sent|"
    r"will)?.{0,40}$",
    re.I | re.S,
)


def is_automatic(text: str) -> bool:
    """Whether a machine wrote it."""
    return bool(_AUTOMATIC.search(text.strip()))
