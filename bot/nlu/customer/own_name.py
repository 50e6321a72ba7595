"""The customer's own name: as the answer to a question for it, or as somebody introduces themselves.

What is not plausibly a name is none: an appointment under "can squeeze in as" is worse than one more question.
"""

import re

from bot.nlu.names import ALSO_WORDS, EVERYDAY

_MOST_WORDS = 4
_SAYS_WHO = re.compile(
    r"\b(?:my (?:first |last |full |whole )?name(?: is|'?s)|(?:the )?name(?: is|'s|s)?(?: under)?|it'?s(?: for|"
    r" under)?|"
    r"it is(?: for)?|this is|here is|i am|i'?m|im|(?:put|book)(?: it| me| us| that)? (?:under|down as|as)|under(?: the "
    r"name)?(?: of)?|for|call me|called|me llamo|mi nombre(?: completo)? es|soy|a nombre de|bajo|es)\s*:?\s+(.+)$",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:my (?:first |full )?name(?: is|'?s)|name(?:'s| is|:)|me llamo|mi nombre es)\s*:?\s+(?P<sure>[^\d].*)$",
    re.IGNORECASE,
)
_THIS_IS = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hola|yo|good (?:morning|afternoon|evening)|buen[oa]s (?:dias|días|tardes))"
    r"(?: there| guys| maria)?\W+)*(?P<opens>this is|it'?s|it is|i'?m|i am|im|soy|habla|aqui|aquí) (?P<name>.+)$",
    re.IGNORECASE,
)
_HERE = re.compile(r"^\W*(?:(?:hi|hello|hey|hola)\W+)?(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}) here\b")
_CLAUSE = re.compile(r"[,.!?;:(\n]| - |–")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*(?:['’.-][^\W\d_]+)*\.?|\d+")
_BEFORE = frozenset(
    """
    yes yeah yep ya yup sure ok okay no nope hi hello hey hola sorry please pls um uh oh well so thanks thank
    you lol haha omg ahh just it's its it is put use make the a my our me us i for under name names first last
    full and that would be go by to stop asking told already said mr mrs ms miss dr si sí claro gracias perdon
    perdón a nombre de el la es daughter daughter's son son's wife husband mom mother dad father sister brother
    kid friend girlfriend boyfriend hija hijo esposa esposo mama papa mi spell spelled spelling with
    """.split()  # noqa: SIM905
)
"""What may stand before a name."""
_NEVER = frozenset(
    """
    am are was were be been do does did done have has had can could may might shall should would must need needs
    want wants wanna like likes love get gets got give gave gives take takes make makes go goes going come comes
    squeeze fit bring know knows think thought say says said tell told ask asked see saw let put use using try
    tried call calls called texted not n't never nothing nobody none neither either both any anything anybody
    anyone whoever whatever someone something i i'm im i'd i'll you you're your u ur he she they we us me my
    mine our it its it's this that these those there here what what's whats who who's why when where which how
    if but or so because as well too also again already yet only than then still really very much many more most
    less at in on off out up down by from with without about into over after before until please thanks thank
    thx ty sorry lol haha omg wtf idk nvm asap ok okay yes yeah yep yup ya no nope nah nay sure maybe k kk y n c
    r hm hmm hmmm um uh wait actually instead mind forget stop cancel booked booking book change move
    appointment appt appts slot spot time day today tomorrow tonight morning afternoon evening noon night week
    month hour hours minute minutes monday tuesday wednesday thursday friday saturday sunday mon tue tues wed
    thu thur thurs fri sat haircut hair cut trim color colour nails kids kid people person sister brother son
    daughter mom dad wife husband friend boyfriend girlfriend family baby dog cat same different other another
    one two three four five six seven eight nine ten first second third last next a an the and correct right
    wrong good great fine perfect cool nice late early interested available open closed free busy ready back
    running coming looking trying calling texting wondering hoping happy glad confused new old customer client
    regular secret private none business dude bro man guys sir maam ma'am mister anonymous nothing everything
    name names number phone email address price prices cost parking question questions whichever whenever
    wherever stupid annoying hate dumb duh seriously obviously same usual above below nevermind spam hi hello
    hey ridiculous crazy awesome annoying insane nuts bs scam bot robot real human serious guess matter matters
    does doesn't isn't don't dont cant can't won't wont didn't didnt isnt aint que no ni si sí porque cuando
    donde quiero puedo cita hoy mañana manana gracias favor nada nadie usted ustedes ella yo ya tengo cuanto
    cuánto hay para con sin pero también tambien otra otro hora dia día lo
    """.split()  # noqa: SIM905
)
"""What is no name, however it stands."""
_AFTER = frozenset(
    """
    for by and at but from with on please thanks thank lol here is again y por para gracias btw pls if or so in
    as the a it's its it my sir to you
    """.split()  # noqa: SIM905
)
"""What may follow a name in the same breath."""
_RARELY = (EVERYDAY - ALSO_WORDS) | _NEVER


def name_of(text: str) -> str | None:
    """The customer's own name, as answered to a question for it; None where the words are not plausibly one."""
    match = _SAYS_WHO.search(text)
    told = _said(match[1], opened=True) if match else None
    return told or _said(_without_opening(text), opened=False)


def introduced(text: str) -> str | None:
    """The name by which somebody introduces themselves in a text about anything: "this is Joe Kerr"."""
    if match := _INTRODUCES.search(text):
        return _said(match["sure"], opened=True)
    if match := _HERE.search(text):
        return _said(match["name"], opened=True)
    match = _THIS_IS.search(text)
    if match is None:
        return None
    found = _said(match["name"], opened=True)
    careful = match["opens"].casefold() not in ("this is", "habla", "soy")
    capital = found is not None and all(word[0].isupper() for word in found.split())
    several = found is not None and len(found.split()) > 1
    return found if found and capital and (several or not careful) else found if capital and not careful else None


def _without_opening(text: str) -> str:
    """ "Sure, Zoe Park": the clause with the name in it."""
    clauses = [one for one in _CLAUSE.split(text) if one and one.strip()]
    bare = [one for one in clauses if any(word.casefold().removesuffix("'s") not in _BEFORE for word in _words(one))]
    return bare[0] if bare and not (len(clauses) == 1 and text.rstrip().endswith("?")) else ""


def _words(clause: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(clause.replace("’", "'"))]


def _said(rest: str, *, opened: bool) -> str | None:
    words = _words(_CLAUSE.split(rest.strip(), maxsplit=1)[0])
    while words and words[0].casefold().rstrip(".") in _BEFORE:
        words.pop(0)
    name: list[str] = []
    for word in words:
        surname = name and len(words) < _MOST_WORDS and word.casefold() in EVERYDAY - _NEVER - _AFTER
        if not surname and not _may_be(word, words):
            break
        name.append(word)
    left = words[len(name) :]
    if not 1 <= len(name) <= _MOST_WORDS or (left and left[0].casefold() not in _AFTER):
        return None
    if not opened and len(left) > _MOST_WORDS:
        return None
    return " ".join(name).removesuffix("'s").rstrip(".") or None


def _may_be(word: str, words: list[str]) -> bool:
    """Whether a word may be part of a name; "Will" and "Young" are where they are written as one, beside another."""
    plain = word.casefold().rstrip(".")
    if word.isdigit() or plain in _AFTER or "n't" in plain:
        return False
    if plain not in _RARELY:
        return True
    titled = word[0].isupper() and sum(one[0].isupper() for one in words) > 1
    return titled and plain not in _NEVER
