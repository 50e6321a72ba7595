"""Errands that are none of this business: flights, films, the weather, small talk, other people's offers."""

import re

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
    r"places? (?:to|i can) (?:visit|go|eat|dine|see)|sightseeing|theme park|"
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
    r"\bwhat is (?:xnum|\d+) (?:plus|times|minus|divided)|\bcapital of\b|\bwho is the (?:mayor|president|governor|"
    r"king|queen|pope)\b|\b(?:am i|when am i|do i have|my schedule|"
    r"is my day) (?:\w+ )?free (?:time|on|xday)?\b|\b(?:do|am) i (?:have any availability|available)\b|\b"
    r"when i (?:have|am) free\b|"
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
OURS = re.compile(
    r"\b(?:appointment|appointments|cita|visit|your (?:place|shop|office|salon|store)|xservice|xstaff|table|"
    r"reschedule|sick|late|make it|estimate)\b"
)


def elsewhere(heard: Heard, seen: Seen) -> bool:
    """Whether a text asks for what another trade sells, or nobody does."""
    if OURS.search(seen.masked):
        return False
    if _ELSEWHERE.search(seen.masked):
        return True
    found = _OTHER_TRADE.search(seen.plain)
    known = " ".join((*heard.directory.services, *heard.directory.calendars)).lower()
    return bool(found and _ASKS_FOR.search(seen.plain) and found[0].split()[-1].rstrip("s") not in known)
