"""What keeps a wrong yes from being heard. A yes has to be one beyond doubt; anything else costs one short question."""

import re

from bot.nlu.frames import When

_KIND_NO = re.compile(
    r"\b(?:no|not an?|without an?|nessun) (?:problem|prob|worries|worry|doubt|question|issue|issues|changes|"
    r"change|biggie|big deal|sweat|trouble|conflict|complaints)s?\b|"
    r"\b(?:would not|will not|not going to|could not|can not|do not want to) (?:ever )?(?:miss|be missing|dream "
    r"of missing|wait|be more)(?: (?:it|this|that|for|to))?\b|\bnever (?:miss|been|better)\w*\b|"
    r"\bwhy not\b|\bdo not (?:mind|worry|see why not)\b|\bnot (?:at all )?a (?:problem|bother|worry)\b|\bno "
    r"longer have a conflict\b|\bnothing (?:has )?change[ds]?|\bno changes?(?: needed)?\b(?! (?:it|that|the|my|"
    r"this|me|us|to)\b)|\b(?:is|are|am) not "
    r"(?:moving|going anywhere|changing)\b|"
    r"\bdoes not (?:matter|bother me)\b|\bcan not complain\b|\bno need to (?:change|move|worry|reschedule|"
    r"cancel)\b|\bdo not (?:cancel|change|move|forget me|give (?:it|my \w+) away)\b|\bnot (?:cancel|moving)\w*\b|"
    r"\bnot (?:too )?bad\b|\bno objections?\b|\bif i am not too late\b|\b(?:is|that is) not too (?:early|late|far|"
    r"soon)\b|"
    r"\bno tengo problema\b|\bno hay problema\b|\bsin problema\b|\bno falto\b|\bno me lo pierdo\b"
)
_KIND_TOO = re.compile(
    r"\b(?:will|would|should|does|do|is|can|could) not (?:be|look like|see|foresee|have|present|pose|cause)"
    r"(?: (?:an?|any|much of an?|me|us|for me|at all))* (?:problem|issue|conflict|trouble|bother|hassle|concern|"
    r"objection|reason (?:not|to (?:cancel|move|change|miss)))s?\b(?: at all)?|"
    r"\b(?:will|would|should) not be (?:running )?late\b|"
    r"\bwhy (?:would|will|should) (?:not )?(?:i|we|he|she|they) (?:not )?(?:not )?(?:come|be|go|make|show|cancel|miss|"
    r"change|move)?\b(?= (?:it|there|that|lol)|$| \?| emo)|\bwhy (?:would|will|should) (?:i|we) not\b|"
    r"\bwould not (?:cancel|skip|bail|flake|stand|ghost)(?: on)?\b|\bnothing (?:is |will be |will |would |can "
    r"|could )?(?:stop|stopping|keep|keeping) (?:me|us)(?: away)?\b|\bnever (?:cancel|skip)\b|"
    r"^(?:oh |ah )?no (?=yes\b(?! (?:no\b|but\b)))|"
    r"\bnothing (?:is )?(?:different|new)\b"
)
"""The same in words that the classifier was not trained to see as one."""
_NO = re.compile(
    r"\b(?:no|not|never|nope|none|neither|nor|nothing|nobody|can not|without|unable|decline|refuse|wrong|"
    r"incorrect|emono|cancel|unfortunately|skip|pass|stop|sold|sick|ni|nunca|tampoco|bad|worse|worst|terrible|"
    r"horrible|awful|inconvenient|impossible|imposible|difficult|tough|rough|unavailable|unfortunate|busy|"
    r"changed (?:my|our) minds?|already (?:got|had|did|booked)|forget it|"
    r"against it|hold off|drop it|leave it|negative|para nada|remove|delete|"
    r"undo|erase|void|refund|scratch|sadly|"
    r"doubt\w*|doubtful|hate|dislike|declin\w*|reject\w*|pointless|useless|overbooked|clash\w*|overlap\w*|"
    r"too (?:early|late|soon|far|expensive|much|busy|long|pricey|sick|tired)|(?:is|am|are|was) (?:busy|away|gone|"
    r"booked|over|off)|"
    r"(?:we|i) (?:have|got) (?:class|plans|a (?:meeting|game|thing|wedding|funeral|conflict|class|trip)|school|"
    r"practice))\b"
)
_CLOSERS = re.compile(r"(?: (?:thanks|thank|you|please|lol|xfine|emo\w+|thing|so|much|sir|maam))+$")
_AM_GOOD = re.compile(
    r"^(?:\w+ ){0,2}i am (?:good|all set|okay?|fine)(?! (?:with|to|for|on|at|then|that|xday|xtime|and|see))\b"
)
"""A polite no; after a yes it is none."""
_DOUBT = re.compile(
    r"\b(?:but|except|unless|maybe|might|perhaps|possibly|probably|depends?|depending|not sure|unsure|if|until|"
    r"unless|however|though|although|wait|hold on|let me (?:check|see|ask|think|look)|"
    r"i think so|should be able|get back to you|let you know|(?:are )?you (?:sure|certain|positive)|as long as|"
    r"provided|will try|trying|try to|i try|"
    r"already (?:told|called|said|talked)|pero|tal vez|quizas?|depende|creo que)\b|\bwhat\?|\bhmm\b"
)
_HARMLESS_BUT = re.compile(
    r"\b(?:can not wait|no problem|nothing but|last but not least|if you (?:do not mind|"
    r"please|want|would|like)|if there (?:is|are) (?:an? |any |still )*(?:slot|opening|room|space|spot|time)s?|"
    r"(?:but|however|though|although) (?:what|where|who|how (?:do|much|long)|(?:can|could|"
    r"would) you (?:also )?(?:give|tell|"
    r"send|text|share)|do i need|is there parking|i (?:need|want|would like) (?:the|their|your) (?:address|number|"
    r"phone))|if (?:that|it) is (?:ok|fine|good|all right)|if possible|if (?:it is )?still "
    r"(?:open|available|free|there))\b"
)
_YES = re.compile(
    r"\b(?:yes\w*|ya|yas|si|sip|simon|claro|ok|sure|surely|confirm\w*|correcto?|right|exact\w*|good|great|"
    r"perfect\w*|fine|cool|awesome|excellente?|wonderful|lovely|fantastic\w*|fab|ideal|sweet|nice|works?|will do|"
    r"be there|"
    r"you know it|can do|make (?:it|that|this) work|super|superb|done|splendid|grand|brilliant|"
    r"(?:see|c) (?:you|ya|u)|coming|come|make it|do it|do that|do this|do so|let us|go ahead|go for|proceed|book|"
    r"please|emoyes|emosmile|emolove|absolutely|definitely|certainly|totally|indeed|of course|for sure|you bet|in|"
    r"down|count me in|count on|"
    r"looking forward|xfine|will|i do|i am|we are|it is|it does|i would|agreed?|accept(?:ed)?|approved?|"
    r"affirmative|roger|copy|got it|got you|gotcha|still on|all set|all correct|alright|very well|deal|bet|word|"
    r"say less|mhm|uh huh|"
    r"mm+hm+|aye|oui|ja|thanks|thank|yay|happy to|pleasure|gladly|by all means|love|like|take it|that one|put me|"
    r"sign me|bueno|bien|perfecto|listo|vale|dale|adelante|de acuerdo|asi es|por supuesto|voy|estare|estaremos|"
    r"nos vemos|puedo|supongo|hundred|10 ?4|ten four|guess|suppose|here|try|wish|want|desire|xtime|xday|c|y|"
    r"planning|plan|same|everything|that|up for|attend\w*|assent|consent)\b"
)
_SURELY = re.compile(
    r"\b(?:yes\w*|ya|yas|si|sip|simon|claro|ok|sure|surely|confirm\w*|correcto?|right|exact\w*|great|perfect\w*|"
    r"fine|cool|"
    r"awesome|excellente?|wonderful|lovely|fantastic\w*|fab|ideal|super|sweet|works?|will do|be there|(?:see|"
    r"c) (?:you|ya|u)|"
    r"still (?:on|coming|good)|do it|go ahead|go for|proceed|emoyes|absolutely|definitely|certainly|totally|indeed|"
    r"of course|"
    r"you bet|count me in|xfine|agreed?|accept|approved?|affirmative|roger|copy|got it|gotcha|all set|alright|deal|bet|"
    r"say less|mhm|perfecto|listo|vale|dale|adelante|de acuerdo|asi es|por supuesto|estare|estaremos|nos vemos|"
    r"(?:sounds?|seems?|looks?) (?:\w+ )?(?:good|great|nice|fine|right|correct|suitable|like a plan)|suits?|suitable|"
    r"(?:am|are|is|all|were) (?:good|set|down) (?:for (?:it|xday|xtime|tomorrow|then|the|tm\w*)|to go)|"
    r"you know it|can do|make (?:it|that|this) work|happy (?:with|to)|go with|let us|"
    r"that is (?:good|nice)|looking forward|i (?:can|"
    r"will) (?:make|be|come)|"
    r"we (?:can|will) (?:make|be|"
    r"come))\b"
)
_YES_OPENING = re.compile(
    r"^(?:(?:yes|ok|sure|oh|um|well|so|hey|hi|thanks|thank you|great|cool|right|good|si|ya|alright|perfect|fine|xfine|"
    r"sorry|actually) )+"
)
_EXCUSE = re.compile(
    r"\bthat is (?:my|our) (?!favou?rite|pick|choice|preference|first|preferred)|"
    r"\bi (?:pick up|drop off|teach|coach|babysit)\b|"
    r"\bduring (?:my|his|her|our|their|the) (?!lunch)|\b(?:is|that is|are) (?:when|where|while|during)\b|"
    r"\bmy (?:shift|day off)\b|"
    r"\b(?:conflict\w*|wish i|i wish|flu|fever|covid|sick|ill (?:today|now)|hospital|surgery|died|broke\w*|"
    r"vacation|out of (?:town|state|the country)|away|mexico|raincheck|rain check|tentative\w*|emergency|funeral|"
    r"count (?:me|us) out|"
    r"i am out|stuck|forgot|double booked|will be (?:in|at|on|away|out|working|traveling|travelling|gone) "
    r"(?!there|time|my way)|have to work|has to work|working|came up|quarantine|strep|enfermo|enferma|ocupad[oa])\b"
)
_DIFFERENT = re.compile(
    r"\b(?:resched\w*|cancel\w*|postpone\w*|push|move (?:it|me|my|to)|switch|(?:works?|be|is|are) (?:much |way |"
    r"a lot )?better|another (?:day|"
    r"time)|different (?:day|time)|some other (?:day|time)|instead|reprogramar|cambiar|cancelar)\b"
)
_ASKS_BACK = re.compile(
    r"^(?:ok |so |and |wait |hi |hey |sorry )*(?:what|when|where|who|whose|which|how|why|is "
    r"it|do i|does it|am i)\b|\bgood (?:morning|afternoon|evening)$|^(?:hi|hello|hey)$"
)
_CANCEL_OTHER = re.compile(
    r"\b(?:cancel|ignore|disregard|forget|scratch|never mind) (?:that|my|the) (?:last |"
    r"previous |other |earlier )?(?:text|message|msg|one)\b(?! (?:alert|message|reminder|notif|list|sub|update))"
)


def without_kind_no(plain: str) -> str:
    """The words without what only sounds like a no: "no problem", "wouldn't miss it", "can't wait"."""
    return _CANCEL_OTHER.sub(" ", _KIND_TOO.sub(" ", _KIND_NO.sub(" ", plain)))


def kindly(plain: str) -> str:
    """The same, with a mark in its place: as the classifier was trained."""
    return _KIND_NO.sub("xfine", plain)


def kindlier(plain: str) -> str:
    """With a mark in the place of all that only sounds like a no."""
    return _KIND_TOO.sub("xfine ", kindly(plain)).strip()


def says_no(plain: str) -> bool:
    """Whether there is any no in it."""
    return bool(_NO.search(without_kind_no(plain))) or (bool(_AM_GOOD.search(plain)) and "yes" not in plain)


def doubts(plain: str) -> bool:
    """Whether it hedges or adds a condition."""
    return bool(_DOUBT.search(without_kind_no(_HARMLESS_BUT.sub(" ", plain))))


def only_kind_no(plain: str) -> bool:
    """Whether all that sounds like a no is none: "we won't be late this time"."""
    rest = without_kind_no(plain)
    return rest != plain and not (_NO.search(rest) or _EXCUSE.search(rest) or _DIFFERENT.search(rest) or doubts(plain))


def without_harmless(plain: str) -> str:
    """The words without conditions that are mere politeness: "if that's ok"."""
    return _HARMLESS_BUT.sub(" ", plain)


def refuses(plain: str) -> bool:
    """Whether some word of it refuses or excuses."""
    return says_no(plain) or bool(_EXCUSE.search(plain) or _DIFFERENT.search(plain))


def sounds_like_yes(plain: str) -> bool:
    """Whether some word of it agrees: what a classifier takes for a yes without any such word is none."""
    return bool(_YES.search(kindlier(plain))) and not _EXCUSE.search(plain)


def after_yes(words: str) -> str:
    """What follows the yes that a text begins with."""
    return _CLOSERS.sub("", " " + _YES_OPENING.sub("", words + " ")).strip()


def surely_yes(plain: str) -> bool:
    """Whether a word of it can hardly mean anything but a yes."""
    return sounds_like_yes(plain) and bool(_SURELY.search(kindlier(plain)))


def wants_change(plain: str) -> bool:
    """Whether something is to be different, or asked back, however friendly the beginning."""
    return bool(_DIFFERENT.search(kindlier(plain))) or bool(_ASKS_BACK.search(kindlier(plain)))


def agrees(said: When, asked: list[When]) -> bool:
    """Whether a moment in the answer is the one that was asked about; true where none was."""
    return not asked or any(_same(said, other) for other in asked)


def _same(a: When, b: When) -> bool:
    day = a.start.date() == b.start.date() if "day" in a.said and "day" in b.said else True
    if "day" in a.said and "time" not in a.said and a.end:
        day = a.start.date() <= b.start.date() <= a.end.date()
    return day and (_same_time(a, b) if "time" in a.said and "time" in b.said else True)


def _same_time(a: When, b: When) -> bool:
    if a.grain == "minute":
        return (a.start.hour % 12, a.start.minute) == (b.start.hour % 12, b.start.minute)
    return a.start.time() <= b.start.time() and (a.end is None or b.start <= a.end or a.end.date() > a.start.date())


def without_recalled(masked: str) -> str:
    """The words without those that take back an earlier text: "cancel that last text"."""
    return _CANCEL_OTHER.sub(" ", masked)
