"""Texts that look like commands and are none: questions about sending, what is done already, the owner's own to-dos."""

import re

from bot.nlu.frames import Understanding
from bot.nlu.owner.scene import Scene, plain

_MSG = r"(?:texts?|messages?|msgs?|reminders?|blasts?|e-?mails?|calls?|sms)"
_NEAR = [
    (re.compile(p, re.I | re.S), why)
    for p, why in (
        (
            rf"(?!do (?:you|we|i) have|did (?:i|we) get|is there|are there)(?:did|has|have|was|were|is|are|does|do"
            rf"|didn'?t|hasn'?t|when did|why did|why didn'?t|what time did) (?:you |i |we |the |my |that |it |our "
            rf"|all |any )*.{{0,40}}\b(?:{_MSG}|it|that|you|i|we) .{{0,20}}\b(?:go(?:ne)?(?: out)?|went(?: out)?"
            rf"|sent|send|deliver\w*|get sent|been sent|work|fail\w*|go through|text|remind|tell|email"
            rf"|message)\b(?! me\b).{{0,60}}",
            "asks about a message that was",
        ),
        (
            r"(?:should|shall|must|would it|is it|do you think|think|ought|wonder\w*|maybe i should|what if|can i"
            r"|may i|am i allowed|do i (?:have|need) to|why|would you|is there a way)\b(?! (?:fit|squeeze|see|take"
            r"|do|get (?:some|any)|work|slot)).{0,12}\b(?:i|we|to|it|way|ok|legal|better|that|can'?t"
            r"|not)\b.{0,30}\b(?:text|tell|message|send|email|remind|call|msg|contact)\b.*",
            "asks whether to send",
        ),
        (
            r"(?:i|we|she|he|they|it|you|maria|somebody|someone)(?:'ve|'ll| have| had| already| just| will| also"
            r"| was| can| might| should| could|ll|'d| would)* (?:already |just |also |personally )*(?:text(?:ed)?"
            r"|told|tell|call(?:ed)?|email(?:ed)?|e-mailed|messaged?|message|remind(?:ed)?|sent|spoke|talked"
            r"|notified)\b.*",
            "tells what was or will be done",
        ),
        (
            r"(?:please |pls |can you |could you |don'?t forget to |hey )*(?:remind|text|tell|message|msg|call|email"
            r"|ping|alert|wake|ask|notify|nudge)(?: out)? (?:me|us|myself)\b(?! (?:know (?:who|when|if)|who|what"
            r"|when|how many|if|which|(?:the |my |today|tomorrow|our |all )+.{0,20}(?:schedule|appointments?|agenda"
            r"|calendar|templates|groups|prompts|number|inbox|queue|scheduled)|everyone|everybody|about my)).*",
            "the owner's own to-do",
        ),
        (
            r"(?:note to self|todo|to do|to-do|reminder to self|memo|remember to (?:order|buy|call|pick|pay|get"
            r"|check))\b.*",
            "the owner's own to-do",
        ),
        (
            r"(?:never|don'?t(?: ever)?|do not(?: ever)?) (?:text|send|message|call|remind|email)\b.*\b(?:on|before"
            r"|after|at|during|past|late|early|until|till|yet)\b.*",
            "a wish about all sending",
        ),
        (r"(?:liked|loved|laughed at|emphasi[sz]ed|questioned|disliked|removed a \w+ from) [\"].*", "a tapback"),
        (
            r"(?:you(?:'ve| have)? won|congrat\w+[,! ]+(?:you|your)|claim your|click (?:here|the link)|act now"
            r"|dear (?:customer|user|sir)|your (?:account|package|parcel|bank)|final notice|limited time offer"
            r"|we noticed your website|urgent:)\b.*",
            "advertising",
        ),
        (
            r"(?:what happens if|what would happen|is it ok (?:to|if)|how come|how long does).*",
            "a question about how things work",
        ),
        (
            r"(?:please |pls )?stop all (?:messages|texts|texting|sending)\b.*\b(?:until|while)\b.*",
            "a wish about all sending",
        ),
        (
            r"(?:haha|lol|lmao|omg|wow|ugh|thanks|thank you|thx|ty|good morning|good night|hi|hello|hey|test|testing"
            r"|cool|nice|great job|love it|brb|sorry|good evening|good afternoon|awesome|nice work|you rock"
            r"|gm)[\s.!?😊👍❤️🙏\w]{0,12}",
            "small talk",
        ),
    )
]
_HOW = re.compile(r"how (?:do|can|would|should) (?:i|we|you)\b|what can (?:i|you)|how to\b", re.I)


def no_command(scene: Scene) -> Understanding | None:
    """`other` for a text that only looks like a command; None otherwise."""
    text = plain(scene.text).strip()
    if _HOW.match(text):
        return None
    for regex, why in _NEAR:
        if regex.fullmatch(text):
            return Understanding("other", 0.85, why=(why,))
    return None
