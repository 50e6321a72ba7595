"""Words by which somebody stops our texts, wants them again, or asks for help.

`read` knows the keywords that carriers and the FCC (47 CFR 64.1200(a)(10)) count, alone and in any case. `wants_out`
finds an opt-out in free words, which counts as well: consent is revoked "in any reasonable manner". A missed opt-out is
the worst error here, a false one the second worst: "cancel my appointment" and "stop by at 3" are none.
"""

import re
import unicodedata
from typing import Literal

from bot.domain import tapbacks

Keyword = Literal["opt_out", "opt_in", "help"]

_KEYWORDS: dict[str, Keyword] = {
    **dict.fromkeys(
        ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "block"], "opt_out"
    ),
    **dict.fromkeys(["baja", "alto", "parar", "pare", "detener"], "opt_out"),
    **dict.fromkeys(["start", "yes", "unstop", "alta", "comenzar", "empezar", "iniciar"], "opt_in"),
    **dict.fromkeys(["help", "info", "ayuda", "informacion"], "help"),
}
_MESSAGE = (
    r"(?:t[e]?xts?(?: msgs?| messages?)?|txting|texting|messages?|mess?ages?|msgs?|mssgs?|messaging|"
    r"notifications?|alerts?|promos?|"
    r"promotions?|promotional \w+|marketing \w+|updates?|sms|spam\w*|advertisements|adverts?|advertis\w+|"
    r"subscriptions?|newsletters?|blasts?|"
    r"emails?|coupons?|offers?|communications?|solicitations?|junk|reminders?)"
)
_ABOUT = rf"(?:\w+ ){{0,3}}?{_MESSAGE}"
_REPEATED = re.sub(r"\|(?:offers|coupons|emails)\?", "", _MESSAGE)
"""What only comes again and again; an offer or an email may be a single thing."""
_SENDING = (
    r"(?:text\w*|txt\w*|messag\w*|msg\w*|messing with|spam\w*|contact\w*|bug(?:ging)?|bother\w*|harass\w*|"
    r"pester\w*|email\w*|"
    r"blowing (?:me|my phone|us) up|blowing up my phone|hitting me up|writing|pinging|reaching out|soliciting)"
)
_WHOM = (
    r"(?:me|us|my (?:phone|cell|number|mom|dad|wife|husband|son|daughter)|this (?:number|phone|cell|line)|here|"
    r"him|her|them|at this number)"
)
_ME = (
    r"(?:me|us|my (?:\w+ )?(?:number|name|phone|cell|info|information|contact)s?|this (?:number|phone|cell)|"
    r"\d{7,11}|her|him|them)"
)
_LIST = (
    r"(?:(?:\w+ ){0,4}?(?:list|lists|database|data base|system|records|contacts|contact list|distro|distribution|"
    r"rotation|thread|"
    r"program|campaign|mailing|blast|text group|group text|subscription|here|thing|crap|shit)"
    rf"|(?:\w+ ){{0,3}}?{_MESSAGE})"
)
_OTHER_LIST = r"(?! (?:for (?!good|ever|now)|of (?:people|patients)))"
_OWN_MISTAKE = (
    r"\b(?:i (?:\w+ )?(?:gave|put|have|had|wrote|typed|called|dialed|dialled|texted|entered|sent)|on file|update|"
    r"updated|correct|right (?:number|one)|my (?:number|phone|new)|you have my|(?:is|was) it|is this|did i|do i)\b"
)
"""Whose number is wrong: not that of the phone that writes."""
_NOT_OURS = (
    r"(?<!wont )(?<!will not )(?<!cant )(?<!can not )(?<!dont )(?<!do not )(?<!never )(?<!not )(?<!didnt "
    r")(?<!doesnt )(?<!couldnt )"
)

_THREAT = r"(?:lawyer|attorney|sue|suing|police|fcc|ftc|bbb|report(?:ing)?|block(?:ing)?)"
_ANOTHER = r"(?:another|one more|1 more|any more|keep|continue) (?:\w+ )?(?:te?xt\w*|messag\w*|msgs?)"

_OUT = [
    rf"{_NOT_OURS}\b(?:stop|quit|cease|discontinue|refrain from|knock off|cut out|lay off|enough with|done with|halt)"
    rf"(?: (?:it|this|all|please|pls|with|from|the|fucking|freaking|damn|these|your|ur|any|to|sending|"
    rf"being)){{0,4}} {_SENDING}\b"
    r"(?! (?:and|while|n) driv| back and forth)",
    rf"{_NOT_OURS}\b(?:stop|quit|cease|discontinue|turn off|shut off|cut off|end|halt|disable|deactivate|kill|"
    rf"cancel|terminate|pause|block)"
    rf"(?: (?:it|this|all|please|pls|with|the|my|these|those|your|ur|any|more|further|future|of|sending|getting|"
    rf"receiving|me|us|out|to|those|"
    rf"automated|automatic|annoying|stupid|dumb|damn|fucking|constant|daily|weekly|text|sms|promo|marketing|"
    rf"unwanted)){{0,5}} {_REPEATED}\b(?! about (?:the|my) )",
    rf"{_NOT_OURS}\b(?:stop|quit|cease) sending(?: (?:me|us|him|her|them|mail|this|these|that|your|ur|all|any|more|"
    rf"the|stuff|crap|"
    rf"shit|things?|anything|"
    r"garbage|to|my|phone|number|here|please|pls|now|already))*$",
    rf"{_NOT_OURS}\b(?:stop|quit|cease) (?:calling|phoning)(?: {_WHOM})?(?= (?:please|pls|and|or|at|from|now|"
    rf"already|so|every|all|about|again|anymore)\b|$)",
    rf"\b(?:do not|dont|never|no need to|dont ever|do not ever|please no|plz no)(?: (?:please|ever|want you to|"
    rf"want u to|want yall to|call or|call and|"
    rf"call)){{0,2}} (?:text|txt|message|msg|contact|spam|email|sms|reach out to|bother (?=me|us|this)|bug (?=me|"
    rf"us)|write (?=me|us))(?: or (?:call|text|contact|message))?"
    rf"(?: {_WHOM}| \d{{7,11}})?(?= (?:again|anymore|any more|ever|anything|please|pls|thanks|thank you|or call|"
    rf"or text|period|further|from|no more|more|"
    rf"nothing|unsolicited|w |with|i |im |you|u |this is)\b|$)(?!.*\bcall (?:me|instead|my|"
    rf"us)\b)(?!.*\b(?:instead|before|until|till|after \d|while|at night|so (?:early|late))\b)",
    rf"\b(?:no more|no mas|enough of|enough with|enuf w|enuf|enough|sick of|tired of|fed up with|done w|done with|"
    rf"over) "
    rf"(?:of |with |w )?(?:the |these |this |your |ur |all |getting |receiving |those |any )*(?:\w+ )?{_MESSAGE}\b",
    rf"\b(?:do not|dont|no longer|doesnt|does not|didnt|did not|not|never) (?:really |even |ever |actually "
    rf")?(?:want|wanna|wish|need|care for|care to|interested in|interested to|agree to|"
    rf"sign up for|signed up for|sign up to|ask for|asked for|subscribe to|subscribed to|authorize|request|"
    rf"requested|consent)"
    rf"(?: (?:to|get|getting|receive|receiving|recieve|be|being|have|having|hear|see|any|more|of|your|ur|these|"
    rf"those|this|the|all|further|future|or|calls?))* "
    rf"(?:(?:text|promo\w*|marketing|spam|sms|weekly|daily|annoying|automated) )?{_REPEATED}\b(?! (?:but|about|"
    rf"thanks ill))",
    r"\b(?:never|didnt|did not|dont remember) (?:sign(?:ed|ing)? up|ask(?:ed|ing)?(?! for that$)|subscribed?|"
    r"opt(?:ed)? in|"
    r"agreed?|consented) (?:for|to|in to) (?:this|these|any of this|that|be texted|get texted)$",
    r"\b(?:do not|dont|no longer|never) (?:want|wanna|wish|care|need|like)(?: to)? (?:get|getting|receive|"
    r"receiving|recieve|be getting|hear|hearing)"
    r"(?: (?:any|more|of|from|about|back))* ?(?:these|this|those|them|you|u|yall|you guys|your company|your "
    r"business|anything|stuff)\b(?! (?:bill|invoice|order|service))",
    r"\b(?:do not|dont|no longer|never) (?:want|wish|care)(?: to be| being)? (?:on|part of|in|contacted|texted|"
    r"messaged|bothered|reached|solicited|called)"
    r"(?! (?:at|on) (?:\d|mon|tue|wed|thu|fri|sat|sun))(?: (?:this|your|the|ur|any|a|by|again|anymore|you|list|"
    r"\w+))*$",
    rf"\b(?:take|remove|delete|drop|get|cross|scratch|pull|erase|leave|kick|strike|wipe|removed?|purge|exclude|"
    rf"yank)(?: (?:out|please))? {_ME}(?: please)? "
    rf"(?:off|from|out of|out|of)(?: of)? {_LIST}\b{_OTHER_LIST}",
    rf"\b(?:take|get|remove|delete) {_ME} off(?: of)?(?: please| pls| now| this| it| asap)*$",
    r"\b(?:please |pls |plz )?(?:remove|unenroll|unlist|delist|deregister|unregister|unsign|unjoin) (?:me|us|my "
    r"number|this number|my phone number|my cell)"
    r"(?: (?:please|pls|now|asap|thanks|thank you|immediately|already|today))*$",
    r"\b(?:lose|delete|forget|erase|remove|block|trash|scrub) (?:my|this) (?:\w+ )?(?:number|digits|phone|contact|"
    r"info|cell)\b(?! (?:and|for the) )",
    r"\bopt(?:ing|ed|s)?[ -]?(?:me |us |my number |this number )?out\b",
    r"\bun[ -]?s[ua]?[bs]+c?[a-z]*r[ie][a-z]*b?\w*\b|\bunsub\b|\bunsuscri\w*",
    r"\b(?:leave|left) (?:me|us) (?:the \w+ )?alone\b|\bf+(?:u+c*k)? ?off\b|\bpiss off\b|\bbuzz off\b|\bget "
    r"lost\b|^go away\b|\bbug off\b|\bscrew off\b",
    r"\b(?:revoke|revoking|withdraw|withdrawing|rescind|rescinding|retract)(?: \w+){0,3} (?:consent|permission|"
    r"authorization|opt in)\b|\b(?:do not|dont|no longer|never) (?:\w+ )?consent\b",
    r"\b(?:cancel|end|stop|quit|terminate|leave)(?: \w+){0,2} (?:subscription|sub|texting program|text list|text "
    r"club|alerts|text alerts)\b",
    r"\b(?:reporting|report|reported)(?: \w+){0,3} (?:as |for )?(?:spam|harassment)\b|\b(?:report|reporting|"
    r"reported) (?:you|u|this)(?: \w+)? to (?:the )?(?:fcc|ftc|carrier|att|verizon)\b",
    r"\b(?:im|am|i am|ill be|going to be|i will be) blocking (?:you|u|this|ur|your)\b|\bblock(?:ed|ing)? (?:this "
    r"number|you|u|me from)(?: now)?\b$",
    r"\b(?:get|getting|want|take me|let me|want to be|how do i get|wanna|wants) off (?:of )?(?:this|your|the|ur) "
    r"(?:\w+ )?(?:list|thing|texts?|messages?|text list)\b(?! for (?!good|ever))",
    r"\bhow (?:do|can|to|does)(?: \w+){0,3} (?:stop|end|quit|turn off|get rid of|make) (?:getting |receiving "
    r")?(?:these|this|those|it stop|it end|them)$",
    r"\b(?:make|want|need|get) (?:it|this|these|them|u guys|you guys|yall|you)(?: all| people)? (?:to )?(?:stop|"
    r"quit)(?! by| in|ping)(?: (?:now|please|already|this|it|w|with))*$",
    r"\bdo not contact\b|\bdnc\b|\bdo not (?:call|text) list\b|\bcease and desist\b|\bstop contact\b|\bno contact\b",
    r"^(?:wrong (?:number|person|#)\b.*\b(?:stop|quit|remove|delete|dont|do not|take)|(?:stop|quit|remove|"
    r"delete).*\bwrong (?:number|person|#))\b",
    r"\bno (?:more )?(?:texts|texting|txts|messages|msgs|promos|spam|ads)(?: (?:please|pls|plz|thanks|thank you|"
    r"anymore|ever|to|from|for))",
    r"^(?:no more|no (?:texts|texting|txts|messages|msgs)|enough|no more please|please no more|no more thanks|no "
    r"more thank you|no mas(?: por favor| gracias)?)$",
    r"\b(?:these|those|your|ur|the) (?:\w+ )?(?:texts|messages|msgs|promos|reminders|notifications) (?:need|needs|"
    r"have|has|gotta|got|must|should|better) (?:to )?(?:stop|end|cease)\b",
    r"^(?:please )?(?:discontinue|cease|enough already|enough is enough|i want out|i want off|let me out|turn "
    r"(?:these|this|them|it) off|do not want this|do not want these|no more of (?:these|this)|no more of this "
    r"please)(?: (?:please|now|immediately|already|thanks))*$",
    r"\b(?:want|would like|id like|like|asking|ask|asked|need|wish|request) (?:to be|being|u to be) (?:removed|"
    r"taken off|unenrolled|deleted|dropped)\b(?! (?:the|from the) (?:schedule|waitlist|appointment))",
    r"(?:^|[a-z] )(?:please )?(?:remove|stop)$(?<!to stop)(?<!\bi stop)(?<!we stop)(?<!he stop)(?<!they "
    r"stop)(?<!car stop)(?<!cant stop)(?<!bus stop)(?<!not stop)(?<!dont "
    r"stop)(?<!wont stop)(?<!next stop)(?<!last stop)(?<!never stop)(?<!pit stop)(?<!quick stop)(?<!a "
    r"stop)(?<!the stop)(?<!you stop)(?<!u stop)(?<!it stop)(?<!that stop)(?<!didnt stop)",
    r"\bpull my (?:number|info|name)\b(?! up)|\bstop this (?:madness|nonsense|crap|shit|bs)\b|\bstop (?:it )?with "
    r"(?:this|these|all)\b",
    r"\b(?:did not|didnt|never|do not|dont) (?:give|gave|have) (?:you |u |yall )?(?:my )?(?:permission|consent)\b",
    r"\b(?:please|you|u|to) not (?:text|message|msg|contact) (?:me|us|this number)(?: (?:again|anymore|please))*$",
    rf"\b(?:(?:rather|prefer) not(?: to)?|(?:not|dont|no longer|never|doesnt)(?: (?:really|even|actually|ever|would|"
    rf"to)){{0,2}} (?:want|wish|care|like|interested in|interested|need|agree|looking)(?: to| for| in)?) (?:get|"
    rf"getting|"
    rf"receive|receiving|recieve|recieving|being sent|hear from|hearing from)(?: (?:any|more|of|these|this|those|"
    rf"your|ur|"
    rf"the|such|all|random|business|marketing|from|anymore))* (?:{_REPEATED}|offers|emails|these|those|you|u|yall)\b"
    r"(?! (?:bill|invoice|order|service|yet|until|till|but|so i|to|about my))",
    r"\b(?:sick|tired|fed up|annoyed|done|over|had enough|had it)(?: and tired)? (?:of |with |by )?(?:getting|"
    r"receiving|"
    r"seeing|all) (?:of )?(?:these|this|those|them|your|ur)\b",
    r"\b(?:not|never) to (?:text|txt|message|msg|contact|call|bother|sms)(?: or (?:text|call|message))?(?: (?:me|us|"
    r"this "
    r"number|my \w+|him|her|here))(?! (?:before|until|till|after|at night|during|while|so (?:early|late)|back|when))\b",
    r"\b(?:no longer have|do not have|dont have|lost|without|not have)(?: my| our| any)? (?:permission|consent|"
    r"authorization)\b|\b(?:permission|consent|authorization)(?: to \w+(?: me| us)?)? (?:is|has been|"
    r"was) (?:\w+ )?(?:revoked|"
    r"withdrawn|rescinded|denied|gone)\b",
    r"\b(?:get|take|remove|delete|erase|wipe|clear) (?:my|this) (?:\w+ )?(?:number|name|info|contact|cell|"
    r"phone)(?: \w+){0,2} "
    r"(?:out of|off|off of|from) (?:your|ur|the|this|that) (?:\w+ )?(?:phone|phones|crm|file|files|computer|directory|"
    r"address book|rolodex|books?)\b|\bget rid of (?:me|my number|this number)\b",
    r"^(?:please )?stop(?: now| this| it| these)? or (?:i|ill|im|else|we|my)\b",
    r"\bno more (?:ads?|advertis\w+|junk|sales|deals|specials|blasts|spam|marketing|texting|txting)\b",
    r"\b(?:take|get) (?:me|us|this number|my number|this phone) off (?:we|i|im|ive|please|pls|now|immediately|"
    r"whatever|all|"
    r"everything|it|this|these)\b(?! (?:the|your|for|at|at all) (?:schedule|calendar|book|\d))",
    rf"\bno (?:further|other|additional|future) (?:\w+ )?{_REPEATED}\b",
    r"\bi (?:already )?(?:said|texted|replied|sent|wrote|put|typed)(?: you| u| back)? stop\b(?! (?:by|in|it|at)\b)",
    r"\b(?:told|asked) (?:you|u|yall|them|you people)(?: \w+){0,3} stop\b(?! (?:by|in|at|and))",
    rf"\b(?:knock|cut) it (?:off|out)\b(?: \w+){{0,3}} {_MESSAGE}\b|\b(?:wish|hope) (?:you|u|yall) (?:would|"
    rf"d) (?:just )?stop\b"
    r"(?! (?:by|in|at|and))",
    r"^(?:please |pls |just |ok |and |kindly )*(?:remove|delete|erase|drop|clear) (?:my |this |the )?(?:phone |"
    r"cell |mobile |contact )?"
    r"(?:number|info|information|contact)(?: (?:please|now|asap|thanks|immediately|today))*$",
    r"\btake (?:my|this) (?:\w+ )?(?:info|information|number|name|phone) (?:down|off|out)\b(?! (?:the )?(?:schedule|"
    r"calendar))",
    r"\b(?:do not|dont|never|please no|quit|stop) send(?:ing)?(?: me| us)? (?:any ?more|anything|these|those|"
    r"this)(?: else| more| of "
    r"(?:these|this|those)| again| anymore| please)*$",
    r"\b(?:can|could|would|will|may)(?: (?:you|u|yall|ya|we|all|guys|people|please|pls|kindly|just))+ not (?:text|txt|"
    r"message|msg|contact|send|spam)(?:ing)?(?: (?:me|us|this|my|number|phone|cell|these|those|any|more|texts|messages|"
    r"msgs|anymore|again|ever|please|pls|thanks|stuff|anything))*$",
    rf"\b{_THREAT}\b.*\b{_ANOTHER}\b|\b{_ANOTHER}\b.*\b{_THREAT}\b",
    r"^(?:ok|okay|please|just|pls|kindly|now)? ?end (?:it|this|these|all|them)(?: (?:please|now|all|already))*$",
    r"\b(?:you|your|youre|u r|ur|u|yall)(?: are| keep| guys)* (?:harassing|spamming|stalking)(?: me| us)?\b",
    rf"\b(?:quit|stop|cut|knock|drop|cool|chill|lay off|ease up|enough|give) (?:it |this )?(?:off |out |a rest )?"
    rf"(?:with |on )(?:all )?(?:the|these|those|your|ur|this|that)(?: \w+)? (?:{_MESSAGE}|deals|sales|ads)\b",
    rf"\bspare (?:me|us) (?:the|your|ur|these|those|all)(?: \w+)? (?:{_MESSAGE}|deals|sales|ads)\b",
    rf"\bcan (?:you|u) not (?:with |send |keep sending )?(?:me )?(?:the|these|those|your|ur)(?: \w+)? {_REPEATED}\b",
    r"^(?:ok |please |just |hey )*(?:knock it off|cut it out|quit it|give it a rest|cut that out|knock that off)"
    r"(?: (?:please|already|now|with (?:it|this|these|those|that|them)|jeez|omg|ffs))*$",
    rf"\b(?:do not|dont|no longer) (?:\w+ )?(?:need|want|like) (?:any (?:more )?)?(?:of )?(?:your|ur|these|those) "
    rf"(?:\w+ )?(?:{_MESSAGE}|deals)\b(?! (?:but|about|thanks ill|for (?:my|this|the)))",
    # Whoever has the phone now never agreed to anything.
    rf"^(?!.*{_OWN_MISTAKE})(?:\w+ ){{0,8}}?(?:wrong (?:number\b|phone\b|#)|(?:^|have |got |texting |"
    r"reached |contacting |texted )(?:the )?wrong person\b)(?! (?:of|on file|in|for (?:my|the)))",
    rf"^(?!.*{_OWN_MISTAKE})(?:\w+ ){{0,4}}?(?:this is|its|it is|im|i am)(?: not|nt)? (?:no longer |"
    rf"not )+(?!my\b|our\b|your\b|"
    rf"the\b|a\b)\w+ (?:\w+ )?(?:phone|number|cell)\b",
    r"\b(?:this is|its|it is)(?:nt| not| no longer)(?: no longer)? (?!my\b|our\b|your\b|the\b|an?\b)\w+s? (?:\w+ )?"
    r"(?:phone|number|cell)\b|\bthis(?: is)?(?:nt| not| no longer) (?!my\b|the\b|it\b|working\b)\w{2,} any ?more\b"
    r"(?=.*\b(?:number|phone|wrong)\b)|\b(?:does not|doesnt|no longer|dont|do not) (?:\w+ )?(?:has|have|own|"
    r"owns|uses?) "
    r"this (?:\w+ )?(?:number|phone)\b",
    r"\b(?:theres |there is )?no ?(?:one|body) (?:here )?(?:named|called(?! (?:me|us|back|you|to|in|and|about|"
    r"the|my))|by that name|by the "
    r"name)\b",
    r"\bnumero equivocado\b|\bequivoc\w+ (?:de|el) numero\b|\beste (?:ya )?no es (?:el )?(?:numero|telefono) de\b",
    r"\bleave (?:my|this) (?:phone|number|inbox) alone\b|\bget out of my (?:phone|inbox|texts)\b|\bmute me\b",
    # Spanish
    r"\bno (?:me|nos) (?:mand|escrib|envi|text|mensaj|molest|contact|llam)\w*(?: \w+){0,2} ?(?:mas|nunca|por "
    r"favor|mensajes|textos|nada)?\b(?! (?:el|la|a las|antes|despues|hasta)\b)",
    r"\b(?:ya )?no (?:quiero|deseo|queremos|necesito)(?: \w+){0,3} (?:mensajes?|textos?|notificaciones|"
    r"promociones|publicidad|sms|avisos)\b",
    r"\b(?:deje|dejen|deja|paren|pare|para)(?:me|nos)? (?:de )?(?:mand|escrib|envi|molest|textear|contact|mensaj|"
    r"llam)\w*",
    r"\b(?:darme|denme|deme|dame|dar|quiero la|me doy|me da|me den|date) de baja\b|\bquiero (?:la )?baja\b",
    r"\b(?:quit|saqu|sac|borr|elimin|remuev|retir)\w*(?:me|nos|mi numero)? (?:mi (?:numero|nombre) )?(?:de|"
    r"del) (?:la|su|"
    r"esta|tu|el|sus|los)? ?(?:lista|sistema|mensajes|contactos|grupo)\b",
    r"\b(?:quiteme|quitenme|saqueme|saquenme|borreme|borrenme|eliminenme|quitame|sacame|borrame)(?: (?:por favor|"
    r"ya))*$",
    r"\bno mas (?:mensajes|textos|sms|promociones|spam|publicidad)\b|\bdej[ae]n?me en paz\b|\b(?:cancelar?|"
    r"cancelen|cancele|detener|detengan|parar|paren) (?:la |mi |los |sus |estos |esta )?(?:suscripcion|mensajes|"
    r"textos|notificaciones)\b",
    r"\bborr\w+ mi numero\b|\bno autorizo\b|\bbasta de (?:mensajes|textos)\b",
]
_OUT_RE = re.compile("|".join(f"(?:{p})" for p in _OUT))

_NOT_OUT = re.compile(
    r"\b(?:by|on) (?:accident|mistake|error)\b|\baccidentally\b|\bdid(?: not|nt) mean to\b|\b(?:do not|dont|"
    r"please dont|never|didnt|did not) (?:ever |want to )?"
    r"(?:opt(?: me)? out|unsubscribe|stop (?:texting|sending|messaging|the|these|my|reminding)|take me off|remove "
    r"me|block|turn off|cancel (?:the |my )?(?:texts|reminders|alerts))"
    r"|\bwhy (?:did|have|do)(?: \w+){1,2} stop|\byou(?: guys)? stopped\b|\b(?:put|add|sign|opt|subscribe) (?:me|"
    r"us) (?:back|again|in|up)\b|\bre ?subscribe\b|\bopt(?:ing)? (?:me )?(?:back )?in\b"
    r"|\b(?:wait|waiting|waitlist|cancellation|guest|standby)[ -]?list\b|\boff (?:the|your|ur) (?:schedule|"
    r"calendar|books?|waitlist|table|reservation|menu|card|bill|tab|order|invoice|lease|policy|account)\b"
    r"|\b(?:cancel|ignore|disregard|forget|scratch|delete) (?:that|my|the) (?:last |previous |other )?(?:text|"
    r"message|msg)\b(?! (?:alert|message|reminder|notif|list|sub|update|club|program|promo))"
    r"|\bnot (?:an? )?(?:opt|unsubscri)"
)
_VISITS = re.compile(
    r"\b(?:stop(?:ping|ped|s)? (?:by|in|over|off|at|light|sign|lights|signs|watch|for (?:gas|coffee|lunch|food|a)|"
    r"and (?:say|go|get|"
    r"pick|see|grab))|(?:bus|truck|pit|non|full|next|last|first|one|short|door|back|quick|rest) stop(?: shop)?)\b"
    r"(?! (?:text|messag|send|spam))"
)
"""Stops that stop nothing."""
_KEEPS = re.compile(
    r"\b(?:but|and|just|still|only)(?: please| pls| do| to)? (?:keep|leave|still (?:want|send|get)|send|"
    r"want)(?: \w+){0,3} "
    r"(?:texts?|messages?|reminders?|updates|them|coming)\b|\bunsubscribe from (?:the |your |my )?(?:paper|printed|"
    r"mailed|postal)\b|\bunsubscribed from (?!you(?!r (?:compet|rival))|this\b|"
    r"these\b|the list|all)"
)
"""One thing goes, the texts stay."""
_FILLERS = frozenset(
    """
    please pls plz plse now it this that all already ok okay k thanks thank you thx ty hey hi hello yo just i
    said say says saying can could would u omg seriously ffs asking im am to me us guys people yall right
    immediately asap stop end quit them these those again wtf jeez jesus damn fucking freaking goddamn
    everything totally forever for good the we told already sir maam mam lol bro man dude sos fin full no and
    por favor ya gracias
    """.split()  # noqa: SIM905
)
_ENDERS = frozenset(
    """
    stop stopp stoppp stahp sto stpo stopall stp quit unsubscribe revoke optout block baja alto parar pare basta
    """.split()  # noqa: SIM905
)
_AT_END = frozenset(["end", "cancel"])
_WITH_END = frozenset(["please", "pls", "plz", "now", "all", "thanks", "thx", "stop", "quit"])
_STOP_FIRST = re.compile(r"^\s*stop\s*[.!]+\s+(?!by\b|in\b|haha|lol|you\b|youre|you're)", re.I)
_SIGNS = re.compile(r"^\s*(?:🛑|⛔️?|🚫|✋🏻?|🖕\S?)+\s*$")


def read(text: str) -> Keyword | None:
    """The keyword that a text is, with nothing beside it but punctuation: `opt_out`, `opt_in`, `help`, or None."""
    return _KEYWORDS.get(re.sub(r"[\W_]+", "", _folded(text))) if len(text) < 40 else None


def wants_out(text: str) -> bool:
    """Whether a text asks for no more messages, by a keyword or in any words. Reactions that quote ours do not."""
    if read(text) == "opt_out" or _SIGNS.match(text) or _STOP_FIRST.match(text):
        return True
    if tapbacks.read(text):
        return False
    plain = _VISITS.sub("visit", _words(text))
    if not plain or _NOT_OUT.search(plain) or _KEEPS.search(plain):
        return False
    return _stop_and_fillers(plain.split()) or bool(_OUT_RE.search(plain))


def _stop_and_fillers(words: list[str]) -> bool:
    """ "STOP PLEASE", "i said stop", "please stop it now"."""
    if len(words) > 9:
        return False
    if any(w in _ENDERS for w in words):
        return all(w in _FILLERS or w in _ENDERS for w in words) and words[:1] != ["no"]
    return bool(words) and words[0] == "end" and all(w in _AT_END or w in _WITH_END for w in words)


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))


def _words(text: str) -> str:
    """Lower-case words with single blanks; apostrophes go, long runs of a letter shortened, digits together."""
    plain = re.sub(r"['’‘`´]", "", _folded(text[:1600]))
    plain = re.sub(r"(?<=\d)[-. ()]+(?=\d)", "", plain)
    plain = re.sub(r"([a-z])\1{2,}", r"\1", plain)
    plain = re.sub(r"[^a-z0-9#]+", " ", plain)
    plain = re.sub(r"\b(?:u|ya|yall|you all) (?:guys|people|all|folks)\b", "you", plain)
    return re.sub(r"\b(?:pls|plz|plss|plse)\b", "please", plain).strip()
