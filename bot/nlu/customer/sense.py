"""What a text can not mean, and what it has to mean, however likely the classifier finds it: a day that is past, a
change that names none, a fee that is asked about, a place on the waiting list."""

import re

from bot.nlu.customer import guards
from bot.nlu.customer.errands import OURS, elsewhere
from bot.nlu.customer.text import Seen
from bot.nlu.frames import Heard

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
_FREES = re.compile(r"\b(?:free up|release|give up|open up) (?:my|our|that|the) (?:slot|spot|time|appointment)\b")
_POSTPONES = re.compile(r"\b(?:need|have|got|want|like|can i|can we) (?:to )?postpone\b")
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
    r"(?:appointment|reservation|booking)\b|\b(?:need|want|get) (?:him|her|it|them|this|that|my \w+) "
    r"(?:seen|looked at|checked|fixed|done|cleaned|serviced|repaired|examined)\b|\bget on (?:your|the) (?:schedule|"
    r"calendar|books)\b|\buna cita\b"
)
_QUANTITY = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|ten|half|couple|another|some|un|una|dos|"
    r"tres)(?: of)?(?: a)? (?:\w+ ){0,2}?(?:dozen|doz|"
    r"lbs?|pounds?|loa(?:f|ves)|box(?:es)?|trays?|slices?|bottles?|cases?|gallons?|pizzas?|sandwich(?:es)?|burgers?|"
    r"cupcakes?|bagels?|donuts?|doughnuts?|muffins?|cookies?|pies?|coffees?|lattes?|bouquets?|roses|burritos?|tacos|"
    r"wings|salads?|soups?|combos?|cakes?|docena|tortas?|pasteles?)\b"
)
_CAN_NOT = re.compile(
    r"^(?:(?:i|we|no|sorry|unfortunately) )*(?:can not|will not)\b(?! (?:wait|tell|say|remember|talk|text|answer|call|"
    r"hear|open|see|find|promise|complain|stop|help (?:it|but|laugh|smil)|believe|thank|get over|even|imagine|figure|"
    r"log|download|reply|decide|ever|sleep|recall|recommend|describe|express|lie))|\bdo not think so\b"
)
_IF_CANCELLED = re.compile(
    r"\b(?:next|first) (?:available )?cancellation\b|\bif (?:you|u|any ?one|any ?body|some ?one|some ?body|there is|"
    r"they) "
    r"(?:\w+ )?(?:an? )?cancel\w*"
)
_SIGNS_UP = re.compile(r"\b(?:sign|put|add|enroll?) (?:me|us|my \w+) (?:\w+ )?(?:up|on|to|back|for)\b|\bsubscribe me\b")
_SPOTS = re.compile(r"\b(?:any|got|get|have|had) (?:\w+ )?cancellations?\b(?! (?:fee|policy|list))")
_COMPARES = re.compile(r"\b(?:hours?|min|bit|little|while|days?|weeks?|xmin) (?:later|earlier|sooner|after)\b")
_HAS_ONE = re.compile(
    r"\b(?:my|our|the) (?:appointment|visit|booking|reservation|slot|cita) (?:is|was)\b.*\b(?:but|can|could|need|"
    r"rather)\b"
)
_SWITCHES = re.compile(r"\b(?:switch|change|move|push|bump|swap)(?: (?:it|me|us|mine|that|this|my \w+))? (?:to|for)\b")
_ALSO = re.compile(r"\b(?:book|schedule|an appointment for) (?:me|us|him|her|them|my|our|one|another|the)\b")
_KEEPS_IT = re.compile(
    r"\b(?:not|never|no need to)(?: (?:want|wanna|need|going|plan|planning|have|trying|"
    r"mean)(?: to)?)?(?: ever)? cancel\w*\b(?! the)"
)
_OTHER_CHANGE = re.compile(
    r"\b(?:change|update|changed|updated|switch|fix|correct) (?:my|the|our|his|her) (?:\w+ )?(?:number|phone|"
    r"address|email|"
    r"e ?mail|name|card|insurance|password|account|billing)\b"
)
_WANTS_IN = re.compile(
    r"\b(?:start\w*|resume\w*|again|(?:put|add|turn\w*|get|want|texts|reminders) (?:\w+ ){0,3}(?:back|on)|add me|"
    r"sign|signed|subscrib\w*|resubscrib\w*|list|turn|unstop|accident\w*|"
    r"mistake|error|"
    r"keep|opt\w*|join|yes|want|alta|reactiv\w*|otra vez|agreg\w*|suscri\w*|mean)\b"
)
_NEVER_STOPS = re.compile(r"\b(?:never|not|always|non) (?:ever )?(?:stop\w*|quit\w*)\b|\bnonstop\b")
_TEXTING = re.compile(r"\b(?:te?xt\w*|messag\w*|msgs?|spam\w*|promos?|ads|emails?|contact\w*|remov\w*|unsub\w*)\b")
_IN_TIME = re.compile(r"\b(?:on time|not (?:going to )?(?:be |running )?late|early)\b(?!.*\b(?:behind|xmin)\b)")
_STAYS_AWAY = re.compile(r"\b(?:can not|will not|not (?:be|able|going|coming)|unable)\b")
_SKIPS = re.compile(
    r"\b(?:need|have|got|going|will|must|gotta) (?:to )?(?:skip|miss)\b(?! (?:the|a|my) (?:turn|exit|call|bus|train))"
)
_LATER_ON = re.compile(r"\b(?:will|going to|later|call|try)\b.*\b(?:re ?book|resched\w*)\b")
_CLOSING = re.compile(
    r"\b(?:do|does|are|r|is) (?:you|u|yall|the (?:shop|store|salon|office|place)) (?:\w+ )?(?:end|close|closes|"
    r"closed|closing|quit|"
    r"finish|shut|wrap up)\b"
)
_NO_ORDER = re.compile(
    r"\b(?:xservice|xstaff|table|appointment|cold|best ever|broken|wrong|missing|stale|burnt|was|were|had)\b"
)
_PROPOSES = re.compile(
    r"\b(?:remind\w*|reply|your (?:appointment|visit)|you have|see you|recordatorio|confirm)\b", re.I
)


_SECOND_THOUGHTS = re.compile(
    r"\b(?:actually|instead|rather|meant|mean|better|change|second thought|oops|wait(?! ?list|ing)|hmm+|"
    r"make (?:it|that|this|mine)|"
    r"sorry|switch|prefer|bump it|mejor|mas bien|perdon|digo)\b|^no\b"
)
_FAILED = re.compile(r"\b(?:sorry|unfortunately|could ?n[o']t|unable|failed|error|not (?:able|free|available))\b", re.I)
"""Words by which we said that nothing was booked."""
_BOOKS = re.compile(r"\b(?:book\w*|appointment|schedul\w*|reserv\w*|cita)\b")
_AS_WELL = re.compile(r"\b(?:also|another|too|as well|second one|one more|otra|tambien)\b")
_ASKS_WHETHER_BOOKED = re.compile(
    r"\b(?:is|are|am) (?:it|that|this|i|we|my (?:\w+ )?(?:appointment|booking|reservation|spot|slot|time)|"
    r"the appointment|everything|xday|xtime) (?:all |now |still |officially |for sure |already )*(?:confirmed|booked|"
    r"scheduled|approved|set|in the book|on the books|official|a go)\b(?! (?:up|for someone))|"
    r"\b(?:esta|quedo|queda) (?:ya )?(?:confirmad|reservad|agendad)[oa]\b"
)

_NO_REFUSAL = re.compile(
    r"\b(?:do not|dont|never) (?:ever )?(?:forget|let me forget|worry)\b|\b(?:no|not) (?:more|less|longer|later|"
    r"earlier) than\b|\b(?:hold|hang) on\b|\b(?:one|a|1) (?:sec|second|moment|minute|min)\b|"
    r"\bnot? (?:to )?(?:rush|hurry)\b|\b(?:can|could) not (?:even |ever )*(?:believe|get over|"
    r"stop (?:laughing|smiling|thinking|looking|staring|crying|talking|admiring)|thank (?:you|u)|help (?:it|but)|"
    r"imagine)\b"
)
"""A reminder, a limit, a moment to look, amazement: none of them refuses."""
_KEEPS = re.compile(
    r"\b(?:keep|keeping|stay with|stick with|leave) (?:it|my|the|at|\d|xtime|xday|mon|tue|wed|thu|fri|sat|sun)"
)
_TEXTS_ON = re.compile(
    r"\b(?:jok\w+|kidding|mistake|accident\w*|oops|sorry|take it back|did not mean|didnt mean|changed my mind|wait)\b.*"
    r"\b(?:keep|continue|still want|want|please do) (?:on |to |getting |receiving |sending |me |us |the |your |all )*"
    r"(?:te?xt\w*|messag\w*|msgs?|reminders?|notifications?|coming)\b"
)
"""Takes an opt-out back in free words."""
_NO_TEXTS = re.compile(r"\b(?:not|no|stop|quit|never|but|why)\b(?! mean)")
_WAS_CANCELLED = re.compile(
    r"^(?:so |wait |hey |hi |um )*(?:did|was|is|has|have|why|were|are|am|fue|esta)\b(?: \w+){1,6} "
    r"(?:cancel(?:l?ed)|cancelad[oa])\b|"
    r"\b(?:did|have) (?:you|u|yall|they|someone|somebody) (?:\w+ )?cancel(?:l?ed)? (?:my|our|me|us|it)\b"
)
"""Asks whether it still stands."""
_CANCELS_PART = re.compile(
    r"\bcancel\b.*\b(?:and|but) (?:(?:just|only|still) )+(?:do|get|want|have|need|keep|book|come)\b|"
    r"\bcancel (?:just |only )?(?:the|my) (?!(?:whole|appointment|visit|booking|session|slot)\b)\w+ (?:part|portion|"
    r"add ?on|but|and keep)\b|\bcancel part\b"
)
"""Only something of what an appointment is for."""
_CHECKS_TIME = re.compile(
    r"^(?:so|wait|hey|hi|ok|and|um|sorry|just checking|just to confirm|quick question| )*(?:(?:it|that|this|my \w+|the "
    r"\w+|mine) is |(?:i|we) am |(?:i|we|you) (?:have|got|said) )?(?:still |again |booked |scheduled |coming )*"
    r"(?:(?:for|on|at|it|me|down|in) )*(?:xday|xtime)(?: (?:at|on|and))?(?: (?:xday|xtime))* (?:right|correct|yes|no|"
    r"yeah|is not it|not it|verdad|cierto) ?\??$|"
    r"\bi (?:thought|believed|could have sworn|was told|had) (?:\w+ ){0,4}(?:(?:was|were|is|had|written|down|said) )"
    r"(?:\w+ ){0,3}(?:xday|xtime)\b|\bcrei(?:a)? que (?:era|es|tenia)\b"
)
_WISHES = re.compile(r"\b(?:can|could|may|instead|rather|better|move|change|want|need|would|book)\b")

_RULES_OUT = (
    (_KEEPS_IT, frozenset(("cancel",))),
    (_OTHER_CHANGE, frozenset(("move", "book", "cancel"))),
    (_IN_TIME, frozenset(("late",))),
)
"""What some words rule out."""


def impossible(heard: Heard, seen: Seen) -> frozenset[str]:
    """The intents that the text can not have."""
    out = {intent for pattern, intents in _RULES_OUT if pattern.search(seen.masked) for intent in intents}
    moments = [m.when for m in seen.moments if m.when]
    if moments and all((w.end or w.start).date() < heard.reference.date() for w in moments):
        out |= {"book", "move", "inform", "select"}
    if heard.context.awaiting in (None, "anything_else") and not _CHANGES.search(seen.masked):
        out.add("move")
    if _waits(seen):
        out |= {"opt_in", "opt_out", "cancel"}
    if _OTHER_CANCEL.search(seen.plain) and not OURS.search(seen.masked) and not _STAYS_AWAY.search(seen.plain):
        out |= {"cancel", "opt_out"}
    return frozenset(out | _about_no_texts(seen.plain))


def _about_no_texts(plain: str) -> set[str]:
    """Nobody stops texts, or wants them again, without a word about them."""
    joins = _SIGNS_UP.search(plain) and not guards.says_no(plain)
    stops = _ABOUT_TEXTS.search(plain) and not joins and not (_NEVER_STOPS.search(plain) and not _TEXTING.search(plain))
    return ({"opt_out"} if not stops else set()) | ({"opt_in"} if not _WANTS_IN.search(plain) else set())


def certain(heard: Heard, seen: Seen, label: str) -> str | None:
    """The label that a text has whatever the classifier says; None mostly."""
    intent = label.partition("/")[0]
    if intent in ("opt_in", "opt_out") and _NO_ADS.search(seen.plain) and _KEEPS_SOME.search(seen.plain):
        return "other"
    if found := _whatever_was_asked(seen, intent):
        return found
    if heard.context.awaiting == "anything_else" and _thinks_again(heard, seen, intent):
        return "move"
    if heard.context.awaiting in (None, "anything_else"):
        return _unasked(heard, seen, intent)
    return _answered(heard, seen, intent) if heard.context.awaiting == "confirmation" else None


def _thinks_again(heard: Heard, seen: Seen, intent: str) -> bool:
    """ "Actually make it 3", a moment after it was booked for 2."""
    timed = any(m.when and "time" in m.when.said for m in seen.moments)
    named = timed or (intent in ("negate", "other", "alternatives") and any(m.when for m in seen.moments))
    if (intent == "book" and _BOOKS.search(seen.plain)) or _FAILED.search(heard.context.last_text or ""):
        return False
    changes = intent in ("negate", "book", "other", "inform", "alternatives", "affirm", "select")
    return changes and named and bool(_SECOND_THOUGHTS.search(seen.plain)) and not _AS_WELL.search(seen.plain)


_KEEPS_SOME = re.compile(r"\b(?:keep|but|still|just|only)\b.*\b(?:reminders?|appointments?|texts?|messages?)\b")
_NO_ADS = re.compile(
    r"\bno (?:more )?(?:ads?|adverts?|promos?|promotions?|marketing|specials|sales? (?:texts?|messages?))\b"
)
""" "No ads please but keep the reminders": for the owner's eyes."""


def _whatever_was_asked(seen: Seen, intent: str) -> str | None:
    if intent not in ("opt_out", "cancel", "late") and _checks_time(seen):
        return "mine"
    if intent in ("opt_in", "other", "negate") and _TEXTS_ON.search(seen.plain) and not _NO_TEXTS.search(seen.plain):
        return "opt_in"
    if intent in ("cancel", "negate", "ask", "other") and _WAS_CANCELLED.search(seen.plain):
        return "mine"
    if intent == "cancel" and _CANCELS_PART.search(seen.plain) and not seen.moments:
        return "other"
    if intent in ("cancel", "ask") and "cancel" in seen.plain and _FEE.search(seen.plain) and _ASKS.search(seen.plain):
        return "ask/other"
    if intent in ("book", "other", "mine", "move") and _CLOSING.search(seen.plain):
        return "ask/hours"
    if intent in ("book", "other", "move", "negate", "affirm") and _FREES.search(seen.plain):
        return "cancel"
    if intent == "other" and _POSTPONES.search(seen.plain):
        return "move"
    renames = _OTHER_CHANGE.search(seen.masked)
    if intent in ("cancel", "negate", "other", "affirm") and _RESCHEDULES.search(seen.plain) and not renames:
        later = intent == "cancel" and _LATER_ON.search(seen.plain)
        return None if later or _NO_NEED.search(seen.plain) else "move"
    return None


def _unasked(heard: Heard, seen: Seen, intent: str) -> str | None:
    if intent in _ERRANDS and elsewhere(heard, seen):
        return "other"
    if intent in ("affirm", "thanks", "other", "ask", "inform", "book") and _asks_whether_booked(seen):
        return "mine"
    if intent in ("other", "ask", "affirm", "inform", "alternatives", "move") and _waits(seen):
        return "book"
    if intent in ("alternatives", "other") and heard.context.awaiting and _ALSO.search(seen.plain):
        return "book"
    if intent == "book" and (
        _SWITCHES.search(seen.plain) or _COMPARES.search(seen.plain) or _HAS_ONE.search(seen.plain)
    ):
        return "move"
    if intent == "order" and "xservice" in seen.masked and any(m.when for m in seen.moments):
        return "book"
    if intent in ("book", "other") and _QUANTITY.search(seen.plain) and not _NO_ORDER.search(seen.masked):
        return "order"
    if intent == "other" and _WANTS_APPOINTMENT.search(seen.plain):
        return "book"
    return _visits(heard, seen, intent) if any(m.when for m in seen.moments) else None


def _checks_time(seen: Seen) -> bool:
    """ "It's Thursday, right?", "I thought it was at 4": about what is booked, and no wish."""
    return bool(_CHECKS_TIME.search(seen.masked)) and not _WISHES.search(seen.plain)


def _asks_whether_booked(seen: Seen) -> bool:
    return bool(_ASKS_WHETHER_BOOKED.search(seen.masked)) and (
        "?" in seen.plain or bool(re.match(r"(?:is|are|am)\b", seen.plain))
    )


def _visits(heard: Heard, seen: Seen, intent: str) -> str | None:
    """A day or time at which somebody would come."""
    if intent in _NOT_A_VISIT and _VISIT.search(seen.plain):
        return None if _CHANGES.search(_VISIT.sub(" ", seen.masked)) else "book"
    if intent == "other" and _SEEKS.search(seen.plain):
        return None if elsewhere(heard, seen) else "book"
    return None


def _waits(seen: Seen) -> bool:
    """Whether somebody wants a place that may become free."""
    listed = _WAITLIST.search(seen.plain) and not _LEAVES_LIST.search(seen.plain)
    return bool(listed or _SPOTS.search(seen.plain) or _IF_CANCELLED.search(seen.plain)) and not _FEE.search(seen.plain)


def _answered(heard: Heard, seen: Seen, intent: str) -> str | None:
    if intent == "ask" and _YES_FIRST.search(seen.plain) and not guards.says_no(seen.plain):
        return "affirm"
    if intent in ("other", "alternatives", "negate", "move") and (
        _GIVES_AWAY.search(seen.plain) or (_SKIPS.search(seen.plain) and not seen.moments)
    ):
        return "cancel"
    if intent == "other" and (_CAN_NOT.search(seen.plain) or _REFUSES.search(guards.without_kind_no(seen.plain))):
        return "negate"
    if intent in ("affirm", "select", "negate", "cancel") and _PARTLY.search(seen.masked):
        return "other"
    if intent in ("negate", "cancel") and _NO_REFUSAL.search(seen.plain):
        return None if guards.refuses(_NO_REFUSAL.sub(" ", seen.plain)) else "other"
    if intent in ("negate", "cancel") and _KEEPS.search(seen.plain) and not guards.refuses(seen.plain):
        return "other"
    if intent in ("negate", "cancel") and not seen.moments and guards.only_kind_no(seen.plain):
        return "other"
    if intent == "move" and _COMES_NOT.search(seen.masked):
        return "cancel"
    if intent == "cancel" and "cancel" not in seen.plain and not _PROPOSES.search(heard.context.last_text or "Reply"):
        return "negate"
    return None
