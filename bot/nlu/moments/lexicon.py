"""The words of time, as data: what people write, and the canonical word that the rules are written in.

A canonical word is capitalised (`Monday`, `May`, `Tomorrow`); what the grammar has not recognised as a word of time
stays in small letters, so that no rule can mistake the verb "may" for the month.
"""

import re
from collections.abc import Callable

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

PLAIN = {
    **{name.lower(): name for name in WEEKDAYS},
    **{name.lower() + "s": name + "s" for name in WEEKDAYS},
    "monday's": "Monday", "tuesday's": "Tuesday", "wednesday's": "Wednesday", "thursday's": "Thursday",
    "friday's": "Friday", "saturday's": "Saturday", "sunday's": "Sunday",
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "weds": "Wednesday",
    "wednes": "Wednesday", "thu": "Thursday", "thur": "Thursday", "thurs": "Thursday", "thrs": "Thursday",
    "fri": "Friday", "frid": "Friday", "satur": "Saturday", "wensday": "Wednesday", "wendsday": "Wednesday",
    "wednsday": "Wednesday", "weds'": "Wednesday",
    "today": "Today", "todays": "Today", "today's": "Today", "2day": "Today", "tdy": "Today", "2nite": "Tonight",
    "tonight": "Tonight", "tonite": "Tonight", "2night": "Tonight", "tonights": "Tonight", "tonight's": "Tonight",
    "tn": "Tonight", "2nt": "Tonight",
    "tomorrow": "Tomorrow", "tomorrows": "Tomorrow", "tomorrow's": "Tomorrow", "tmrw": "Tomorrow", "tmr": "Tomorrow",
    "tmw": "Tomorrow", "tmrow": "Tomorrow", "tmmrw": "Tomorrow", "2morrow": "Tomorrow", "2moro": "Tomorrow",
    "2mrw": "Tomorrow", "tomoz": "Tomorrow", "tomo": "Tomorrow", "tmro": "Tomorrow", "tommorow": "Tomorrow",
    "tommorrow": "Tomorrow", "tomorow": "Tomorrow", "tommorw": "Tomorrow", "morrow": "Tomorrow",
    "2morow": "Tomorrow", "tomm": "Tomorrow",
    "morn": "morning",
    "mornin": "morning",
    "aftn": "afternoon",
    "arvo": "afternoon",
    "evng": "evening",
    "nite": "night",
    "nites": "nights",
    "ltr": "later",
    "yesterday": "Yesterday", "yesterdays": "Yesterday", "yesterday's": "Yesterday",
    "january": "January", "february": "February", "september": "September", "october": "October",
    "november": "November", "december": "December", "july": "July",
}  # fmt: skip
"""Words that mean a day or a month wherever they stand."""

SHORT_MONTHS = {
    "jan": "January", "feb": "February", "febr": "February", "mar": "March", "apr": "April", "jun": "June",
    "jul": "July", "aug": "August", "sep": "September", "sept": "September", "oct": "October", "nov": "November",
    "dec": "December", "march": "March", "april": "April", "may": "May", "june": "June", "august": "August",
}  # fmt: skip
"""Words that are a month only beside a number, a year or "in", "next", "of" (April and June are also customers)."""

SHORT_DAYS = {"sat": "Saturday", "sun": "Sunday", "sats": "Saturdays", "suns": "Sundays"}
"""Words that are a day only where nobody sat down and no sun shines."""

FUZZY = (*tuple(name.lower() for name in (*WEEKDAYS, *MONTHS) if len(name) >= 6), "tomorrow", "tonight", "yesterday")
"""Long names that are recognised with a typing slip."""

_NEAR = """
sundry sundae workday midday payday marched remember member members membership dismember someday faraday
holiday holidays everyday weekday weekdays birthday birthdays mayday doomsday mundane
augusta augustus auguste augustine december's monday's sunday's september's october's
"""
NOT_A_SLIP = frozenset(_NEAR.split())
"""Words that are near a name of time and are none."""

UNITS = {
    "sec": "Second", "secs": "Second", "second": "Second", "seconds": "Second",
    "m": "Minute", "min": "Minute", "mins": "Minute", "minute": "Minute", "minutes": "Minute", "minuts": "Minute",
    "h": "Hour", "hr": "Hour", "hrs": "Hour", "hour": "Hour", "hours": "Hour",
    "d": "Day", "day": "Day", "days": "Day", "wk": "Week", "wks": "Week", "week": "Week", "weeks": "Week",
    "fortnight": "Fortnight", "fortnights": "Fortnight", "mo": "Month", "mos": "Month", "month": "Month",
    "months": "Month", "quarter": "Quarter", "quarters": "Quarter", "yr": "Year", "yrs": "Year", "year": "Year",
    "years": "Year",
}  # fmt: skip
"""Units of time; the rules ask for a number before them."""

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

PARTS: dict[str, tuple[int, int]] = {
    "morning": (6, 12), "breakfast": (7, 10), "afternoon": (12, 17), "evening": (17, 21), "night": (20, 24),
    "tonight": (18, 23), "lunch": (12, 13), "dinner": (18, 21), "early morning": (6, 9), "late morning": (10, 12),
    "early afternoon": (12, 15), "late afternoon": (15, 18), "early evening": (17, 19), "late evening": (19, 22),
    "late night": (21, 24), "end of day": (16, 18), "after work": (17, 21), "after school": (15, 18),
    "after lunch": (13, 17), "before lunch": (9, 12), "before work": (6, 9), "day": (8, 18), "early": (6, 10),
    "late": (16, 20), "brunch": (10, 13),
}  # fmt: skip
"""Parts of the day: first hour and the hour at which it is over (24 is midnight)."""

# A feast is "month day", "nth weekday of month" (n, weekday, month), days from Easter, or days from another feast.
FEASTS: dict[str, tuple[str, tuple[int, ...]]] = {
    r"new year'?s? eve|nye": ("date", (12, 31)),
    r"new year'?s?(?: day)?": ("date", (1, 1)),
    r"(?:martin luther king|mlk)(?:'?s)?(?: jr\.?)?(?: day)?": ("nth", (3, 0, 1)),
    r"groundhogs? day": ("date", (2, 2)),
    r"(?:st\.?|saint) ?valentine'?s?(?: day)?|valentine'?s?(?: day)?|v-day": ("date", (2, 14)),
    r"president'?s'? day|washington'?s birthday": ("nth", (3, 0, 2)),
    r"(?:st\.?|saint) ?(?:patrick|paddy|patty)'?s?(?: day)?": ("date", (3, 17)),
    r"april fool'?s?'?(?: day)?": ("date", (4, 1)),
    r"tax day": ("date", (4, 15)),
    r"earth day": ("date", (4, 22)),
    r"ash wednesday": ("easter", (-46,)),
    r"mardi gras|shrove tuesday|fat tuesday|pancake (?:day|tuesday)": ("easter", (-47,)),
    r"palm sunday": ("easter", (-7,)),
    r"maundy thursday|holy thursday": ("easter", (-3,)),
    r"good friday": ("easter", (-2,)),
    r"easter monday": ("easter", (1,)),
    r"easter(?: sunday| day)?": ("easter", (0,)),
    r"ascension day": ("easter", (39,)),
    r"pentecost|whit sunday": ("easter", (49,)),
    r"whit monday": ("easter", (50,)),
    r"cinco de mayo": ("date", (5, 5)),
    r"mother'?s'? day": ("nth", (2, 6, 5)),
    r"memorial day": ("nth", (-1, 0, 5)),
    r"juneteenth": ("date", (6, 19)),
    r"father'?s'? day": ("nth", (3, 6, 6)),
    r"canada day": ("date", (7, 1)),
    r"independence day|(?:the )?4th of july|(?:the )?fourth of july|july 4th": ("date", (7, 4)),
    r"labou?r day": ("nth", (1, 0, 9)),
    r"columbus day|indigenous peoples'? day": ("nth", (2, 0, 10)),
    r"boss'?s'? day": ("date", (10, 16)),
    r"halloween|hallowe'en": ("date", (10, 31)),
    r"all saints'? day": ("date", (11, 1)),
    r"election day": ("election", ()),
    r"veteran'?s'? day|remembrance day|armistice day": ("date", (11, 11)),
    r"black friday": ("thanksgiving", (1,)),
    r"small business saturday": ("thanksgiving", (2,)),
    r"cyber monday": ("thanksgiving", (4,)),
    r"giving tuesday": ("thanksgiving", (5,)),
    r"thanksgiving eve": ("thanksgiving", (-1,)),
    r"thanksgiving(?: day)?|turkey day": ("thanksgiving", (0,)),
    r"(?:christmas|xmas|x-mas) eve": ("date", (12, 24)),
    r"christmas(?: day)?|xmas(?: day)?|x-mas(?: day)?": ("date", (12, 25)),
    r"boxing day": ("date", (12, 26)),
    r"kwanzaa": ("date", (12, 26)),
    r"(?:super ?bowl)(?: sunday)?": ("nth", (2, 6, 2)),
    r"daylight savings?(?: time)? (?:starts|begins)": ("nth", (2, 6, 3)),
    r"daylight savings?(?: time)? ends": ("nth", (1, 6, 11)),
}
"""Feasts of the United States and what else people here name, by the words for them."""

SPANISH_WORDS = {
    "lunes": "Monday", "martes": "Tuesday", "miercoles": "Wednesday", "jueves": "Thursday", "viernes": "Friday",
    "sabado": "Saturday", "domingo": "Sunday", "sabados": "Saturdays", "domingos": "Sundays", "hoy": "Today",
    "ayer": "Yesterday", "enero": "January", "febrero": "February", "marzo": "March", "abril": "April",
    "mayo": "May", "junio": "June", "julio": "July", "agosto": "August", "septiembre": "September",
    "setiembre": "September", "octubre": "October", "noviembre": "November", "diciembre": "December",
    "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9",
    "diez": "10", "once": "11", "doce": "12", "quince": "15", "veinte": "20", "treinta": "30", "mediodia": "noon",
    "medianoche": "midnight", "semana": "week", "semanas": "weeks", "mes": "month", "meses": "months",
    "dia": "day", "dias": "days", "hora": "hour", "horas": "hours", "minuto": "minute", "minutos": "minutes",
    "ano": "year", "anos": "years", "navidad": "christmas", "nochebuena": "christmas eve", "pascua": "easter",
}  # fmt: skip

SPANISH_PHRASES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (
        r"\b(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta)(?= de [a-z]{4,10}\b)",
        lambda m: SPANISH_WORDS[m[0]],
    ),
    (
        r"\b(lunes|martes|miercoles|jueves|viernes|sabado|domingo) a "
        r"(?=lunes|martes|miercoles|jueves|viernes|sabado|domingo)",
        r"\1 to ",
    ),
    (r"\bpasado manana\b", "day after Tomorrow"),
    (r"\bmanana (?:por|en|a) la manana\b", "Tomorrow morning"),
    (r"\b(?:de|por|en|a) la manana\b", "in the morning"),
    (r"\b(?:de|por|en|a) la (?:tarde|tardecita)\b", "in the afternoon"),
    (r"\b(?:de|por|en|a) la noche\b", "in the evening"),
    (r"\besta manana\b", "this morning"),
    (r"\besta tarde\b", "this afternoon"),
    (r"\besta noche\b", "Tonight"),
    (r"\bal mediodia\b", "at noon"),
    (r"\bmanana\b", "Tomorrow"),
    (r"\bla (?:proxima semana|semana que viene|semana proxima)\b", "next week"),
    (r"\besta semana\b", "this week"),
    (r"\b(?:el )?fin de semana\b", "the weekend"),
    (r"\b(?:el )?(?:proximo mes|mes que viene)\b", "next month"),
    (r"\btodos los dias\b", "every day"),
    (r"\btodas las semanas\b", "every week"),
    (r"\btodos los meses\b", "every month"),
    (r"\b(?:todos los|cada|los) (?=lunes|martes|miercoles|jueves|viernes|sabado|domingo)", "every "),
    (r"\bcada (?=dia|semana|mes|ano|\d|dos|tres|cuatro|seis)", "every "),
    (r"\b(?:el )?(lunes|martes|miercoles|jueves|viernes|sabado|domingo) (?:que viene|proximo)\b", r"next \1"),
    (r"\b(?:el )?proximo (?=lunes|martes|miercoles|jueves|viernes|sabado|domingo)", "next "),
    (r"\beste (?=lunes|martes|miercoles|jueves|viernes|sabado|domingo)", "this "),
    (r"\b(?:el )?dia (?=\d)", "the "),
    (r"\b(?:el )?primero? de (?=[a-z]{4,10}\b)", "1st of "),
    (r"\b(?:dentro de|en) una hora\b", "in 1 hour"),
    (r"\b(?:dentro de|en) media hora\b", "in half an hour"),
    (r"\b(?:dentro de|en) un(?:a)? (?=dia|semana|mes)", "in 1 "),
    (
        r"\b(?:dentro de|en) (?=(?:\d+|dos|tres|cuatro|cinco|seis|diez|quince|veinte|treinta) (?:dia|hora|min|sem|mes))",  # noqa: E501
        "in ",
    ),
    (r"\ba? ?la una\b", "at 1"),
    (r"\b(?:a|hacia|sobre|para) las (?=\w)", "at "),
    (r"\b(?:antes|despues) de las?\b", lambda m: "before" if m[0].startswith("a") else "after"),
    (r"\bentre las (\w+) y (?:las )?(?=\w)", r"between \1 and "),
    (r"\bde (\d+) a (?=\d)", r"from \1 to "),
    (r"\b(?:desde )?las (\w+) (?:a|hasta) las (?=\w)", r"from \1 to "),
    (r"(?<=\w) y media\b", ":30"),
    (r"(?<=\w) y cuarto\b", ":15"),
    (r"\b(\w+) menos cuarto\b", r"quarter to \1"),
    (r"\bnoventa\b", "90"),
    (r"\bde(?:l)? (?=\d{4}\b)", ""),
    (r"(?<=\d) de (?=[a-z]{4,10}\b)", " of "),
    (r"\bel (?=lunes|martes|miercoles|jueves|viernes|sabado|domingo)", "on "),
    (r"\bel (\d+)(?=\b(?![:.]\d))", r"the \1th"),
)
"""Spanish, put into the words that the rules know; in order, accents removed."""

SPANISH_CUES = (
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|hoy|manana|pasado manana|enero|febrero|marzo|abril|"
    r"mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|mediodia|medianoche"
    r"|las \w+ (?:de|y|en|por)"
    r"|a las? \w+|semanas?"
    r"|cada (?:dia|mes|ano|\w+ (?:dias|meses))|todos los \w+|esta (?:tarde|noche)|dentro de|navidad|media hora"
    r"|en \w+ (?:horas?|minutos?"
    r"|dias?|semanas?)|de la (?:tarde|noche))\b"
)
