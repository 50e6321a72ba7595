"""What a text can not mean, however likely the classifier finds it: errands of other trades, a day that is past, a
change that names none, a fee that is asked about."""

import re

from bot.nlu.customer import guards
from bot.nlu.customer.text import Seen
from bot.nlu.frames import Heard

_OTHER_TRADE = re.compile(
    r"\b(?:flights?|fly (?:to|from|out)|airlines?|plane|airfare|hotels?|motel|hostel|air ?bnb|uber|lyft|tax[iy]|cab|"
    r"(?:rental|hire) cars?|car rental|rent (?:me |us )?a|movies?|films?|theat(?:er|re)s?|cinema|showtimes?|concerts?|"
    r"songs?|music|albums?|playlists?|tracks? by|(?:bus|train|plane|concert|game|movie|event) tickets?|"
    r"tickets? (?:to|for|from)|a (?:bus|train|ride)|buses|trains|round trip|one way|apartments?|flats?|"
    r"(?:place|house|home) (?:to (?:rent|stay|live|buy)|for rent)|bedrooms?|museums?|attractions?|sightseeing|"
    r"(?:savings|checking|bank) (?:account|balance)|account balance|alarms?|timer|playing (?:at|in|near)|"
    r"bus|events?|(?:book|rent|find|need|buy|want) (?:me )?a house|a (?:transaction|payment) (?:to|for|please)|"
    r"restaurants?|"
    r"places? (?:to|i can) (?:visit|go|eat|dine|see|reside)|location to|wildlife|sightseeing|theme park|"
    r"vuelos?|pelicula|cancion|hoteles|boletos?)\b"
)
_ASKS_FOR = re.compile(
    r"\b(?:find|get|book|reserve|order|call|need|want|wanna|look(?:ing)?|search\w*|buy|buying|purchase|rent|show|"
    r"watch|see|listen|hear|play|check|set|add|interested|recommend|suggest|help|like to|plan\w*|any|what|which|"
    r"quiero|busc\w+|necesito|pon\w*)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:is it|will it|gonna|going to|supposed to) (?:be )?(?:rain|snow|storm|freez|sunny|hot|cold|warm|cloudy|"
    r"windy|humid)\w*|\b(?:what|how) is the (?:weather|temperature|forecast|traffic)|\bwhat will the (?:weather|"
    r"temperature)|\bweather (?:in|for|like|today|xday|forecast)|\bque tiempo hace\b|\bva a llover\b|"
    r"\bplay (?:me |some |the |a )|\bturn (?:on|off|up|down) the (?:lights?|heat|volume|tv|ac|music)|"
    r"\b(?:tell|know|got) (?:me )?(?:a|any|some) (?:good )?(?:jokes?|story|stories)|\bremind me to\b|"
    r"\b(?:wake me|set an? (?:alarm|timer|reminder))\b|\b(?:transfer|send|wire|venmo|zelle|pay|request) "
    r"(?:\w+ )?(?:money|funds|xmoney|xnum (?:dollars|bucks)|\w+ xmoney|a payment)|\bmake a (?:\w+ )?(?:transfer|"
    r"payment "
    r"to)|\bwho (?:won|is playing)\b|\bthe (?:game|match|score) (?:xday|last|yesterday|tonight|xtime|on)\b|"
    r"\bwhat is (?:xnum|\d+) (?:plus|times|minus|divided)|\bcapital of\b|\b(?:am i|when am i|do i have|my schedule|"
    r"i am) (?:\w+ )?free (?:time|on|xday)?\b|\b(?:do|am) i (?:have any availability|available)\b|\bwhen i (?:have|"
    r"am) free\b|"
    r"\b(?:we|i) (?:help|offer|work with|specialize|can get|fund|buy)\b.*\b(?:business\w*|salons|shops|companies|"
    r"owners|google|"
    r"seo|leads|websites?|marketing|rank\w*|loans?|funding|houses)\b|\b(?:more leads|seo|page one of google|"
    r"merchant services|"
    r"business loan|line of credit|crypto|bitcoin)\b|\b(?:wanna|want to|let us|are we|do you want to|"
    r"can we) (?:still )?(?:hang|grab|get (?:lunch|dinner|drinks|coffee)|"
    r"go (?:to the|out|see)|meet up)\b|\bmy (?:events|calendar|alarms)\b|\bsomething (?:fun|"
    r"interesting|cool) "
    r"to (?:do|watch|see)|\bthings to do\b|\bdirections to\b|\bpick up (?:some )?(?:milk|bread|eggs|the kids)\b"
)
_OURS = re.compile(
    r"\b(?:appointment|appointments|cita|visit|your (?:place|shop|office|salon|store)|xservice|xstaff|table|"
    r"reschedule|sick|late|make it|estimate)\b"
)
_ERRANDS = frozenset(("book", "order", "mine", "ask", "inform", "alternatives", "affirm", "select", "person", "help"))
_CHANGES = re.compile(
    r"\b(?:instead|resched\w*|reprogram\w*|re ?book|move|moved|moving|change|changed|changing|switch\w*|swap\w*|push"
    r"\w*|shift\w*|bump\w*|postpone\w*|delay\w*|rain ?check|earlier|later|sooner|another|different|other|rather|"
    r"better|but|actually|adjust\w*|slide|rearrange|mover\w*|cambi\w*|otr[ao]|mejor|tarde|temprano|r|"
    r"prefer\w*|can not|will not|does not|not|no|unable|meant|make it|put (?:me|it|us)|up|back|forward|new "
    r"(?:time|day|date)|out|extend|bring|hold|skip|miss|missed|conflict\w*|came up|sick|running|available|fit|"
    r"would|possible|how about|what about|mine|my)\b"
)
_FEE = re.compile(r"\b(?:fees?|charged?|policy|penalt\w+|refund\w*|deposit|notice|money back)\b")
_ASKS = re.compile(r"\?|\b(?:do you|is there|are there|what|how|will i|would i|can i get|am i|when)\b")
_WAITLIST = re.compile(r"\b(?:wait(?:ing)?|stand ?by|cancellation|cancel) ?list\b|\bwaitlist\w*\b|\blista de espera\b")
_LEAVES_LIST = re.compile(r"\b(?:off|remove|cancel my|from)\b")
_OTHER_CANCEL = re.compile(
    r"\bcancel(?:led|ed|s)? (?:my |the |our |his |her |this |all |of )*(?:other |own )?(?:gym|flights?|uber|lyft|"
    r"netflix|card|credit|meetings?|trip|vacation|insurance|hotel|party|plans|date|dinner|cable|phone|plane|"
    r"cruise|internet|culture|wedding|subscription|membership|school|plan)\b|\b(?:school|game|flight|trip|meeting|"
    r"practice) (?:is|was|got|has been) cancel"
)
_NOT_A_VISIT = frozenset(("move", "alternatives", "other", "cancel", "opt_out", "affirm"))
_VISIT = re.compile(r"\b(?:stop|come|swing|drop|pop|roll|run|pass|walk|head) (?:by|in|over|through)\b|\bpasar\b")
_PARTLY = re.compile(
    r"^(?:yes|ok|sure|si)\b(?: \w+){0,2} (?:for|to|on|with)\b.*\b(?:not|but no|no|except|minus)\b(?: \w+){0,3} "
    r"?|^(?:only|just) (?:one|some|half) of (?:us|them|the)\b|\b(?:he|she|one of us|xstaff) can(?: come| make it)? but "
    r"(?:\w+ ){0,3}can not\b"
)
_COMES_NOT = re.compile(
    r"\b(?:can not|will not(?: be able to)?|not (?:able|going|gonna) to|unable to|could not) (?:\w+ )?(?:make|come|be "
    r"there|attend|keep|get (?:there|in)|do) ?(?:it|in|the appointment|my appointment|our appointment)?(?: on| for|"
    r" at)?"
    r"(?: xday| xtime| anymore| after all| sorry| please| thanks)*$"
)
_ABOUT_TEXTS = re.compile(
    r"\b(?:te?xt\w*|txt\w*|messag\w*|msgs?|sms|spam\w*|list|lists|stop\w*|unsub\w*|quit|cease|remov\w*|delet\w*|"
    r"numbers?|"
    r"contact\w*|alone|consent|sign(?:ed)? up|subscri\w*|opt\w*|promo\w*|ads?|notif\w*|alerts?|reminders?|emails?|"
    r"bother\w*|harass\w*|annoy\w*|bugging|block\w*|off|out|end|enough|no more|done|go away|interested|dont want|"
    r"do not want|why am i getting|mensajes?|textos?|baja|lista|escrib\w*|numero|molest\w*|basta|paz)\b"
)
_RESCHEDULES = re.compile(
    r"(?<!need to )(?<!not )(?<!have to )\b(?:resched\w*|re ?book|reprogram\w*)\b|\b(?:need|have|got|want|like|"
    r"can i|can we) (?:to )?"
    r"(?:resched\w*|re ?book|(?:push|move|bump|shift|postpone|switch|change) (?:this|it|that|mine|us|me|my \w+|the "
    r"(?:appointment|time|day|date)))\b"
)
_NO_NEED = re.compile(
    r"\b(?:no need|not need|not have|do not|without|not|instead of) (?:to )?(?:resched\w*|rebook|moving|move)\b"
)
_GIVES_AWAY = re.compile(
    r"\b(?:give|gave|offer|let) (?:that|the|my|our|this|someone|somebody|it)(?: \w+){0,3} (?:to|away|have)\b"
)
_REFUSES = re.compile(
    r"\b(?:not|never) (?:\w+ ){0,3}?(?:work|works|happen|happening|possible|do it|good|great|ideal|fit)\b|\bso no\b|"
    r"\bdo not think so\b|"
    r"\bno can do\b|\b(?:is|are) (?:out|a no|bad|terrible)\b"
)
_YES_FIRST = re.compile(
    r"^(?:yes|sure|perfect|confirmed|definitely|absolutely|of course|sounds (?:good|great)|great|si|that works|"
    r"works for me|ok great|ok perfect)\b"
)
_SEEKS = re.compile(
    r"\b(?:any ?thing|any (?:openings?|spots?|availability|slots?|times?|chance)|can (?:i|we|you|u|someone|somebody|"
    r"he|she|they) "
    r"(?:come|get in|be seen|see|fit|squeeze|take|do|help|look)|see (?:me|us|her|him)|available|algo|espacio|lugar)\b"
)
_WANTS_APPOINTMENT = re.compile(
    r"(?<!not )(?<!never )(?<!did not )\b(?:make|get|getting|schedule|set up|set|book|need|want|have) (?:me )?(?:an|"
    r"another|a new) "
    r"(?:appointment|reservation|booking)\b|\bget on (?:your|the) (?:schedule|calendar|books)\b|\buna cita\b"
)
_QUANTITY = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|ten|half|couple|another|some|un|una|dos|"
    r"tres)(?: of)?(?: a)? (?:\w+ ){0,2}?(?:dozen|doz|"
    r"lbs?|pounds?|loa(?:f|ves)|box(?:es)?|trays?|slices?|bottles?|cases?|gallons?|pizzas?|sandwich(?:es)?|burgers?|"
    r"cupcakes?|bagels?|donuts?|doughnuts?|muffins?|cookies?|pies?|coffees?|lattes?|bouquets?|roses|burritos?|tacos|"
    r"wings|salads?|soups?|combos?|cakes?|docena|tortas?|pasteles?)\b"
)
_PROPOSES = re.compile(
    r"\b(?:remind\w*|reply|your (?:appointment|visit)|you have|see you|recordatorio|confirm)\b", re.I
)


def impossible(heard: Heard, seen: Seen) -> frozenset[str]:
    """The intents that the text can not have."""
    out: set[str] = set()
    moments = [m.when for m in seen.moments if m.when]
    if moments and all((w.end or w.start).date() < heard.reference.date() for w in moments):
        out |= {"book", "move", "inform", "select"}
    free = heard.context.awaiting in (None, "anything_else")
    if free and not _CHANGES.search(seen.masked):
        out.add("move")
    if not _ABOUT_TEXTS.search(seen.plain):
        out.add("opt_out")
    if _WAITLIST.search(seen.plain) and not _LEAVES_LIST.search(seen.plain):
        out |= {"opt_in", "opt_out", "cancel"}
    if _OTHER_CANCEL.search(seen.plain) and not _OURS.search(seen.masked):
        out |= {"cancel", "opt_out"}
    return frozenset(out)


def certain(heard: Heard, seen: Seen, label: str) -> str | None:
    """The label that a text has whatever the classifier says; None mostly."""
    intent = label.partition("/")[0]
    free = heard.context.awaiting in (None, "anything_else")
    if free and intent in _ERRANDS and _elsewhere(seen, heard):
        return "other"
    if _FEE.search(seen.plain) and "cancel" in seen.plain and _ASKS.search(seen.plain) and intent in ("cancel", "ask"):
        return "ask/other"
    if free and _WAITLIST.search(seen.plain) and intent in ("other", "ask", "affirm", "inform", "alternatives"):
        return None if _LEAVES_LIST.search(seen.plain) else "book"
    if free and _VISIT.search(seen.plain) and any(m.when for m in seen.moments) and intent in _NOT_A_VISIT:
        return None if _CHANGES.search(_VISIT.sub(" ", seen.masked)) else "book"
    if free and intent == "other" and _SEEKS.search(seen.plain) and any(m.when for m in seen.moments):
        return None if _elsewhere(seen, heard) else "book"
    if free and intent == "other" and _WANTS_APPOINTMENT.search(seen.plain):
        return "book"
    if free and intent in ("book", "other") and _QUANTITY.search(seen.plain) and "xservice" not in seen.masked:
        return "order" if not re.search(r"\b(?:xstaff|table|appointment|cold|best ever)\b", seen.masked) else None
    if intent in ("cancel", "negate", "other", "affirm") and _RESCHEDULES.search(seen.plain):
        return None if _NO_NEED.search(seen.plain) else "move"
    if heard.context.awaiting == "confirmation":
        return _answered(heard, seen, label)
    return None


def _answered(heard: Heard, seen: Seen, label: str) -> str | None:
    intent = label.partition("/")[0]
    if intent == "ask" and _YES_FIRST.search(seen.plain) and not guards.says_no(seen.plain):
        return "affirm"
    if intent in ("other", "alternatives", "negate") and _GIVES_AWAY.search(seen.plain):
        return "cancel"
    if intent == "other" and _REFUSES.search(guards.without_kind_no(seen.plain)):
        return "negate"
    if intent in ("affirm", "select", "negate", "cancel") and _PARTLY.search(seen.masked):
        return "other"
    if intent == "move" and _COMES_NOT.search(seen.masked):
        return "cancel"
    if intent == "cancel" and "cancel" not in seen.plain and not _PROPOSES.search(heard.context.last_text or "Reply"):
        return "negate"
    return None


def _elsewhere(seen: Seen, heard: Heard) -> bool:
    if _OURS.search(seen.masked):
        return False
    if _ELSEWHERE.search(seen.masked):
        return True
    found = _OTHER_TRADE.search(seen.plain)
    known = " ".join((*heard.directory.services, *heard.directory.calendars)).lower()
    return bool(found and _ASKS_FOR.search(seen.plain) and found[0].split()[-1].rstrip("s") not in known)
