"""Commands that are one pattern each: customers, groups, the inbox, what waits, requests, templates, settings.

The first pattern that fits a text decides. Named groups of a pattern become slots (`_FILL`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.nlu.frames import Slots, Understanding
from bot.nlu.owner.scene import Scene, pattern

_GROUP = r"(?:the |my |our )?(?:group |list )?[\"']?(?P<group>{group})[\"']?(?: (?:group|list|customers|clients))?"
_NEW_GROUP = r"[\"']?(?P<newgroup>[^\"\n]{1,60}?)[\"']?"
_NEWBIE = r"(?:customer|client|patient|contact|guest|member|student|person|number|cust)"
_OF = r"(?:from|of|off|out of|outta)"
_WAITING = r"(?:scheduled|queued|pending|waiting|upcoming|planned|outgoing|unsent|recurring|future)"
_MSG = r"(?:texts?|messages?|msgs?|reminders?|sends?|blasts?|e-?mails?|announcements?|calls?|sms|stuff|sending)"
_SO = r"(?:please |pls |plz |go ahead and |just |can you |could you )*"

RULES: list[tuple[str, str]] = [
    # what we do and how
    ("help", r"(?:help|help me|info|commands?|menu|\?+|options|instructions|how (?:do|can|would|should) (?:i|you|we) .*|how does (?:this|it) .*|how to .*|what can (?:you|i|we) (?:do|say|text|ask|type).*"
             r"|what (?:are|r) (?:the|my) (?:commands|options).*|what do i (?:text|say|type|write) .*|show me how .*|(?:i )?(?:need|want) (?:some )?help.*|(?:list|show) (?:me )?(?:the |all )?commands.*|what commands .*|what else can you do.*|how'?s this work.*|help (?:with|on|please).*|i('?m| am) (?:lost|stuck|confused).*)"),
    ("undo", r"(?:undo(?: that| it| this| the last(?: one| thing| change)?| last| please| my last.*)*|take (?:that|it) back|revert(?: that| it| the last.*)?|oops,? (?:undo|take (?:that|it) back|go back).*|put (?:it|that) back(?: the way it was| how it was)?|go back|roll (?:that|it) back|reverse (?:that|it|the last.*)|(?:no )?undo .{0,30}|i didn'?t mean (?:that|to do that).*|that was a mistake,? (?:undo|take).*)"),
    ("usage", r"(?:usage|(?:my |show |account |message |text |texting |current |check |this months? )*usage(?: .*)?|balance|(?:what'?s|whats|what is|how much is|show|see) (?:me )?(?:my|our|the) (?:current |phone |text |texting |monthly )*(?:bill|balance|usage|invoice|plan usage|spend|cost|total|charges?)\b.*"
              r"|how (?:many|much) (?:{msg}|credits?|minutes?|segments?|parts)\b.{0,60}|how much (?:have|did|do|does|am|will|is|are|has) (?:i|we|it|this|texting|my|the) (?:used?|spen[dt]|spending|owe|sent|cost|pay|paying|use|texts|phone|bill|messaging|be charged|run|account).*|(?:my |current |the )?(?:bill|invoice)(?: so far| this month| please| to date| for .*)?|what do i owe.*|what(?:'?s| is| does) (?:this|it|all this) (?:cost|costing|running)\b.*|what have (?:i|we) (?:spent|used).*|how close am i to (?:my|the) limit.*|am i (?:over|near|close to) (?:my|the) (?:limit|plan).*|(?:message|text|msg) count.*|how many have (?:i|we) (?:sent|used).*|(?:stats|statistics)(?: .*)?)".replace("{msg}", _MSG)),
    ("prompts", r"(?:(?:list|show|what|which|see|display|give|hear|view)\b.{0,24}\b(?:prompts?|recordings?|recorded messages?|voice (?:messages?|prompts?|recordings?)|voicemails?)\b.{0,40}|(?:my |the |all )*(?:prompts?|recordings|voice (?:messages|prompts|recordings)|recorded messages)(?: list| please)?|do i have any (?:prompts|recordings|voice messages).*)"),
    # templates
    ("save_template", r"(?:save|create|make|add|new|store|set up|keep|start|define|write)(?: (?:a|the|this|new|as|my|up))* (?:text |message |msg |email |reminder )?templ?ate?s?[,:]? *(?:called |named |for |as |titled )*[\"'](?P<name>[^\"']{1,60})[\"'](?: (?:that says|saying|with|that reads|to say|as))?[\s:,\-–—=]*(?P<body>.+)"),
    ("save_template", r"(?:save|create|make|add|new|store|set up|keep|start|define|write)(?: (?:a|the|this|new|as|my|up))* (?:text |message |msg |email |reminder )?templ?ate?s?[,:]? *(?:called |named |for |as |titled )*(?P<name>[^\"':\n]{1,60}?)(?:\s*[:=\n]\s*|\s+[\-–—]+\s+| that says:? | saying:? | with the text:? | that reads:? |,\s+|\s+(?=\"))(?P<body>.+)"),
    ("save_template", r"(?:save|keep|store|add|remember|make|turn) (?:this|that|the following)?(?: into)? ?(?:as |to |into )(?:a |my |the )*(?:new )?(?:template|templates)(?: called| named| as)? [\"']?(?P<name>[^\"':\n]{1,40}?)[\"']?\s*[:\n]\s*(?P<body>.+)"),
    ("save_template", r"(?:save|keep|store|add|remember) (?:this |that )?[\"'](?P<body>.+)[\"'] (?:as|to|under) (?:a |the |my |new )*(?:templates? )?(?:called |named |as )?[\"']?(?P<name>[^\"'\n]{1,40}?)[\"']?(?: template)?"),
    ("save_template", r"(?:save|keep|store|remember) (?P<body>.{5,}) as (?:a |the |my |new )*template (?:called |named )?[\"']?(?P<name>[^\"'\n]{1,40}?)[\"']?"),
    ("save_template", r"(?:save|keep|store) (?:this )?(?:as|under) [\"']?(?P<name>[^\"':\n]{1,40}?)[\"']?(?: template)?\s*:\s*(?P<body>.+)"),
    ("save_template", r"(?:new |save )?template[,:]? (?P<name>[^:\n\"']{1,40}?)\s*(?::|\s[\-–—]\s|=|\n)\s*(?P<body>.+)"),
    ("templates", r"(?:(?:list|show|what|which|see|display|give me|view|do i have|got)\b.{0,24}\b(?:templates?|saved (?:messages?|texts?|replies|msgs?)|canned (?:messages|texts|replies))\b.{0,40}|(?:my |the |all |message |saved )*(?:templates|saved (?:messages|texts))(?: list| please)?)"),
    # requests
    ("approve", r"{so}(?:approved?|accept(?:ed)?|ok|okay|okays?|confirm(?:ed)?|yes|yep|yeah|y|sure|aprove|allow|green ?light|let|take)(?: to| on| for)?,? *(?:the |request |appointment |booking |appt |req |number |no\.? )*(?P<id>{id})(?!\w)(?! ?(?:am|pm|:|o'?clock))(?: (?:in|through))?.*"),
    ("decline", r"{so}(?:declined?|rejecte?d?|deny|denied|refuse|turn down|no|nope|nah|n|pass|say no)(?: to| on| for)?,? *(?:the |request |appointment |booking |appt |req |number |no\.? )*(?P<id>{id})(?!\w)(?! ?(?:am|pm|:|o'?clock|people|texts?)).*"),
    ("approve", r"(?P<id>{id})(?: is|'s|:|,| -)? *(?:approved?|ok|okay|yes|accept(?:ed)?|fine|good|is good|works|sounds good)(?: .*)?"),
    ("decline", r"(?P<id>{id})(?: is|'s|:|,| -)? *(?:declined?|no|reject(?:ed)?|denied|deny|no good|doesn'?t work|won'?t work|not ok(?:ay)?)(?: .*)?"),
    ("approve", r"(?:approve|accept)(?: (?:the|that|this|it|his|her|their|last|request|appointment|booking|one|all|both|{who}(?:'?s)?))*(?: request)?"),
    ("decline", r"(?:decline|reject|deny|refuse|turn down)(?: (?:the|that|this|it|his|her|their|last|request|appointment|booking|one|all|both|{who}(?:'?s)?))*(?: request)?"),
    # what waits
    ("unschedule", r"{so}(?:cancel|stop|unschedule|kill|delete|remove|pull|scrap|drop|hold|don'?t send|do not send|nix|scratch|call off|undo|abort|hold off on)(?: (?:the|that|my|this|scheduled|send|queued|pending|recurring|{msg}))*(?: (?:number|no\.?|id))? ?(?P<id>#\s?\d+|{idmark}.|(?<=[a-z.] )\d{1,6}(?! ?(?:am|pm|:|customers|people|days?|weeks?))(?=\s|$))(?!\w).*"),
    ("unschedule", r"{so}(?:cancel|stop|unschedule|kill|delete|remove|pull|scrap|drop|hold|nix|scratch|call off|end|turn off|abort|hold off on|take back|quit|discontinue|get rid of|forget)(?: sending)?(?: (?:the|that|my|our|this|all|every|a))* ?(?P<w1>[^\ue001-\ue008]{0,45}?)(?:(?P<to>{who}|{group}|everyone|everybody|all)(?:'?s)?(?: (?:group|list))?) (?:the )?(?P<w2>[^\ue001-\ue008]{0,40}?\b(?:{waiting} )?{msg})(?P<w3>(?: [^\ue001-\ue008]{0,60})?)"),
    ("unschedule", r"{so}(?:cancel|stop|unschedule|kill|delete|remove|pull|scrap|drop|hold|nix|scratch|call off|end|turn off|abort|hold off on|take back|quit|discontinue|get rid of|forget|no more|never ?mind)(?: sending)?(?: (?:the|that|my|our|this|all|every|a|any))*(?P<w1> ?[^\ue001-\ue008]{0,45}?)\b{msg}\b(?P<w2>[^\ue001-\ue008]{0,30}?) (?:to|for|going to|going out to|scheduled for|of) (?:the |my |our )*(?P<to>{who}|{group}|everyone|everybody|all)(?:'?s)?(?: (?:group|list|customers|clients))?(?P<w3>(?:[ ,][^\ue001-\ue008]{0,60})?)"),
    ("unschedule", r"{so}(?:unschedule|don'?t send|do not send|cancel sending|stop sending)(?: (?:the|that|my|our|this|it|out|anything|{msg}))*(?: (?:to|for))? ?(?:the )?(?:(?P<to>{who}|{group}|everyone|all)(?:'?s)?(?: group| list)?)?(?: {msg})?(?P<w3>[^\ue001-\ue008]{0,60})"),
    ("unschedule", r"{so}(?:cancel|stop|unschedule|kill|delete|remove|pull|scrap|nix|scratch|call off|abort|end|turn off|hold)(?: (?:the|that|my|our|this|all|every))*(?P<w1>[^\ue001-\ue008]{0,30}?) ?(?:{waiting} )?\b(?:text|message|msg|reminder|send|blast|texts|messages|announcement)s?(?P<w3>(?: (?:for|at|on|going out|scheduled|that'?s|set for|from|due|tomorrow|tonight|today|this|next|every)\b[^\ue001-\ue008]{0,50})?)"),
    ("scheduled", r"(?:(?:list|show|what|which|what'?s|whats|any|see|view|anything|is there|are there|do i have|got|check|display|tell me)\b[^\ue001-\ue008]{0,30}\b{waiting}\b(?!.*\b(?:appointments?|appts?|bookings?|clients?|customers?|patients?|in for|slots?)\b)(?:.{0,60}\b(?:{msg}|out|go(?:ing)?|send|sent)\b.{0,40}|[^\ue001-\ue008]{0,24})"
                  r"|(?:(?:my|the|all) )*{waiting} {msg}.{0,40}|(?:my |the |message |send |text )*(?:queue|outbox)(?: please)?|scheduled|what'?s? (?:is |are )?(?:in |on )?(?:the |my )?(?:queue|outbox).*|(?:show|list|see|check) (?:me )?(?:the |my )?(?:message |text |send )?(?:queue|outbox).*|(?:what|which) {msg}? ?(?:am i|are we|is|are|will|i am|do i have) ?(?:being |be )?(?:sending|going out|waiting|scheduled|set to go|set|lined up|queued).{0,40}"
                  r"|what(?:'s|s| is| are)? (?:going|set to go|about to go|due to go|supposed to go|lined up to go|scheduled to go|left to send|still to send|still going) ?(?:out)?.{0,40}|(?:what|which) {msg} (?:are|is|do i have|have i|did i|will|go|went)? ?(?:scheduled|going|waiting|queued|lined up|set|planned|pending|go out|coming up|still|left|up next).{0,40}|(?:show|list|see|give) (?:me )?(?:all |the |my |our )*(?:{waiting} )+.{0,12}{msg}.{0,40}|what have i (?:scheduled|queued|lined up|set up).{0,30}|any(?:thing)? {msg}? ?(?:going out|scheduled to send|waiting to go|lined up|queued).{0,30}|what am i sending.{0,30}|do (?:i|we) have any(?:thing)? ?(?:{msg} )?(?:going out|scheduled|waiting to go out|queued).{0,30}|when (?:is|does|will) (?:the |my )?.{0,30}{msg} (?:going|go|goes) ?(?:out)?.{0,20})"),
    # inbox
    ("inbox", r"(?:inbox|unread|(?:check |show |open |read |see |my |the |go to |view |me )*inbox(?: please)?(?: from (?P<who>{who}))?|(?:any|got any|do i have(?: any)?|have i got(?: any)?|are there(?: any)?|is there(?: any)?|show(?: me)?(?: the| my| any| all)?|read(?: me)?(?: the| my| any)?|check(?: for| my| the)?|see(?: my| the)?|what(?:'s|s| are)?(?: the| my)?|list(?: the| my)?|how many|give me|pull up)\s?(?:my )?(?:new|unread|latest|recent|incoming|last|customer|missed|unanswered)? ?(?:customer )?(?:texts?|messages?|msgs?|mail|replies|responses|answers|repl(?:y|ies))(?: (?:from|by) (?:my |our )?(?:the )?(?P<who>{who}|customers|clients|patients|anyone|anybody|last night|today|yesterday))?(?: (?:came in|come in|today|yet|for me|waiting|in my inbox|since .*|so far|overnight|this morning|do i have|last night|unread|i missed|back|are there|i haven'?t (?:read|seen|answered)|that came in.*))*)"),
    ("inbox", r"(?:did|has|have|hasn'?t|didn'?t) (?:anyone|anybody|any ?one|someone|somebody|the|any|(?P<who>{who})|customers?|clients?|they|she|he|{group}|people)(?: (?:of them|customers?|clients?|patients?))*(?: ever| already| just)? (?:text(?:ed)?|repl(?:y|ied)|answer(?:ed)?|writ(?:e|ten)|wrote|respond(?:ed)?|messaged?|get back|gotten back|got back|say anything|said anything|confirm(?:ed)?|send (?:me )?anything|come back)\b.{0,40}"),
    ("inbox", r"(?:what(?:'d| did|s| has|'s)|show me what|see what|read me what|tell me what) (?P<who>{who}|they|she|he|anyone) (?:say|said|write|wrote|text(?:ed)?|want(?:ed)?|repl(?:y|ied)|answer(?:ed)?|sent?|ask(?:ed)?)\b.{0,30}"),
    ("inbox", r"(?:who|anyone|anybody|has someone|any customers?)(?:'s| has| have| just)? (?:texted|messaged|wrote|written|replied|responded|answered|text|reply|replies|text(?:ed)? me|get back to me)\b.{0,40}|(?:what'?s|whats|anything|what is) (?:new|unread|in my inbox|in the inbox|come in|came in)(?: (?:from (?P<who>{who})|today|in the inbox|in my inbox|for me|in))*|(?:new|unread|latest|recent|missed) (?:texts?|messages?|msgs?|replies)(?: from (?P<who2>{who}))?(?: please)?|(?:texts?|messages?|msgs?|conversation|thread|chat|convo)s? (?:from|with) (?P<who3>{who})(?: please)?|(?:show|open|read|see|pull up|check)(?: me)?(?: the| my| all| any)* (?:texts?|messages?|msgs?|conversation|thread|chat|convo|reply|history)s? (?:from|with) (?P<who4>{who}).{0,20}|(?:show|read|see|check)(?: me)? (?P<who5>{who})(?:'?s)? (?:last |latest |new |recent )?(?:texts?|messages?|msgs?|reply|replies|conversation|thread).{0,20}|(?P<who6>{who})(?:'?s)? (?:last |latest |new )?(?:messages|replies|reply|conversation|thread|texts)|any word from (?P<who7>{who}).{0,20}|(?:have (?:i|we) )?(?:heard|hear) (?:anything |back )?from (?P<who8>{who}).{0,20}|anything (?:back )?from (?P<who9>{who}).{0,20}"),
    # opt-out
    ("opt_out", r"{so}(?:opt(?:ing)?[ \-]?out|optout|unsubscribe|unsub|stop (?:all )?(?:texting|messaging|messages? to|texts? to|text to|sending (?:texts|messages|anything) to|contacting|bothering)|do not (?:contact|text|message)|don'?t (?:contact|text|message|send (?:any(?:thing)?|texts?|messages?) (?:(?:texts?|messages?) )?to)|no more (?:texts?|messages?|reminders|msgs?) (?:to|for)|never (?:text|message|contact)|dnc|block (?:all )?(?:texts|messages) to|mark|put|blacklist)(?: (?:for|customer|client|the number|number))* (?P<who>{who})(?: (?:(?:as|on) )?(?:do not (?:text|contact|call)|dnc|opted[ \-]?out|unsubscribed|the (?:do not (?:text|contact|call)|dnc|opt[ \-]?out|stop|no text).*|no texts?))(?:.*)|"
                r"{so}(?:opt(?:ing)?[ \-]?out|optout|unsubscribe|unsub|stop (?:all )?(?:texting|messaging|messages? to|texts? to|sending (?:texts|messages|anything) to|contacting|bothering)|do not (?:contact|text|message)|no more (?:texts?|messages?|msgs?) (?:to|for)|dnc|block (?:all )?(?:texts|messages) to|blacklist)(?: (?:for|customer|client|the number|number))* (?P<who2>{who})(?! (?:about|that|on (?:mon|tue|wed|thu|fri|sat|sun)|until|tomorrow|tonight)).*|"
                r"{so}(?:don'?t|never|dont)(?: ever)? (?:contact|text|message|txt)(?: (?:customer|client))? (?P<who3>{who})(?: (?:any ?more|again|ever(?: again)?|at all|from now on|period))+.*|"
                r"(?:take|remove|pull|get) (?P<who4>{who}) (?:off|from)(?: of)? (?:the |my |our |all )*(?:texts?|texting|messages?|messaging|text list|texting list|message list|mailing list|messaging list|sms list|blasts|everything).*|"
                r"(?P<who5>{who}) (?:wants?|asked|wishes|said|told me|would like|requested|doesn'?t want|does not want|dont want|no longer wants|is asking|wanna|asks|called and asked|says)(?: \w+){0,5}? (?:(?:to )?(?:opt[ \-]?out|stop (?:getting|receiving|the|texting|all|our|these|sending|messages)|be (?:taken )?off|unsubscribe|be removed from (?:the )?(?:texts?|texting|messages|list))|no more (?:texts?|messages?|msgs)|(?:any )?(?:more )?(?:our |my |these |the |to (?:get|receive|be) )*(?:texts?|messages?|msgs|texted|messaged)(?: any ?more| from us| again| either)?).*|"
                r"(?P<who6>{who}) (?:opted out|unsubscribed|is opted out|wants out|said stop|texted stop|asked to stop)\b.*|{so}stop (?P<who7>{who})(?:'?s)? (?:texts|messages|from (?:getting|receiving) .*)|no (?:more )?(?:texts|messages) (?:to|for) (?P<who8>{who})(?: .*)?"),
    # settings
    ("setting:forward_calls", r"{so}(?:forward|send|route|divert|transfer|redirect|push|put|switch|set|point|fwd|change)(?: (?:my|our|all|the|incoming|inbound|any|business|shop|office|phone|voice))* (?:calls?|phone|ringing|call forward(?:ing)?|forwarded calls|forwarding(?: number)?)(?: (?:forward(?:ing)?|over|through|number))* (?:to|on to|onto|is|=) (?:my )?(?:cell |mobile |phone |number |home |wife'?s? )*(?P<value>{phone}|.{2,40})"),
    ("setting:forward_calls", r"{so}(?:(?:turn|switch|shut) )?(?P<off>off|stop|disable|no more|cancel|end|don'?t|quit|remove|unset|no)?(?: (?:forward(?:ing)?|diverting|sending|routing))(?: (?:of|my|our|all|the|any|incoming))* (?:phone )?calls?(?: forward(?:ing)?)?(?P<tail> off)?(?: (?:please|now|for now|any ?more))*|{so}(?:turn|switch|shut) (?:the |my |our )?call[ \-]?forward(?:ing|s)? (?P<state>on|off).*|{so}(?P<state2>disable|stop|enable|cancel|turn off|turn on|switch off|shut off|end)(?: (?:the|my|our))* call[ \-]?forward(?:ing|s)?.*|call[ \-]?forward(?:ing)?:? (?P<state3>on|off)"),
    ("setting:forward_calls", r"call[ \-]?forward(?:ing)?:? (?:to |is |= ?)?(?P<value>{phone})|(?:calls|call) (?:should |need to )?(?:go|ring|forward) to (?P<value2>{phone}).*|{so}(?:have|make) (?:the |my |all )*calls (?:go|ring|forwarded|come)(?: \w+)? (?P<value3>{phone}).*"),
    ("setting:forward_texts", r"{so}(?:forward|route|divert|redirect|copy|relay|push|fwd|also send|send|set|change)(?: (?:a copy of|my|our|all|the|incoming|inbound|new|any|customer|of))* (?:texts?|messages?|replies|msgs?|sms|inbox|text forward(?:ing)?|text replies)(?: (?:forward(?:ing)?|over|also|too|i get|that come in))* (?:to|on to|onto|=|is) (?:my )?(?:cell |mobile |phone |number |home )*(?P<value>{phone}|my .{2,30}|[^\ue001-\ue008]*{phone}.*|{email})"),
    ("setting:forward_texts", r"{so}(?:turn|switch|shut) (?:the |my |our )?(?:text|message|sms)[ \-]?forward(?:ing|s)? (?P<state>on|off).*|{so}(?P<state2>disable|stop|enable|cancel|turn off|turn on|switch off|shut off|end)(?: (?:the|my|our))* (?:text|message|sms)s?[ \-]?forward(?:ing|s)?.*|(?:text|message|sms)[ \-]?forward(?:ing)?:? (?P<state3>on|off)|{so}(?P<state4>stop|quit|don'?t|no more) forward(?:ing)?(?: (?:my|our|all|the|incoming))* (?:texts?|messages?|msgs?|sms).*|text[ \-]?forward(?:ing)?:? (?:to |is )?(?P<value>{phone})"),
    ("setting:timezone", r"{so}(?:set|change|switch|put|move|update|make|use)(?: (?:the|my|our|us|me|it|business|account))*(?: (?:to|on|time ?zone|timezone|tz|clock|zone|time))* ?(?:to |as |is |on |= ?|over to )?(?P<value>(?:us[/ ])?(?:eastern|central|mountain|pacific|alaska|hawaii|arizona|atlantic|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ct|mt|pt|utc|gmt|[a-z]+/[a-z_]+|new york|chicago|denver|los angeles|phoenix|la|ny)(?: (?:standard|daylight))?(?: time)?(?: ?zone)?)(?: (?:please|now))?"),
    ("setting:timezone", r"(?:(?:my|our|the|set|change|business) )*(?:time ?zone|tz)(?: (?:is|should be|to|needs to be|=|now|set to))*:? (?P<value>[a-z][a-z/_ ]{1,30})|(?:we'?re|we are|i'?m|i am|we)(?: (?:in|on|now|moved to|actually|switching to|switched to|go by))+ (?P<value2>(?:eastern|central|mountain|pacific|alaska|hawaii|arizona|est|cst|mst|pst|edt|cdt|mdt|pdt)(?: (?:standard|daylight))?(?: time)?(?: ?zone)?)(?: now| please)?"),
    ("setting:hours", r"{so}(?:set|change|update|make|edit|adjust|switch)(?: (?:my|our|the|business|shop|office|store|opening|working|salon|studio|clinic|regular|summer|winter|holiday|weekend|saturday|sunday|monday|friday|open|new))* hours(?: (?:to|as|are|=|is|for|on))*:? (?P<value>.{3,})|(?:(?:our|my|the|new|business|shop|office|store|opening|working|summer|winter|holiday|regular|salon|studio|clinic|weekend|saturday|sunday) )*hours(?: (?:are|is|now|will be|changed to|change to|should be|from now on|=))*:? (?P<value2>(?=.*(?:\d|noon|closed)).{3,})|(?:we'?re|we are|we|i'?m|i) (?:now )?open (?:from )?(?P<value3>(?:now |on )?(?:mon|tue|wed|thu|fri|sat|sun|week|every|daily|\d).{3,}\d.*)|(?:we|i)(?: now)? (?:open at|close at) (?P<value4>\d.*(?:now|from now on|every|daily|on (?:mon|tue|wed|thu|fri|sat|sun)|week).*)"),
    ("setting:away", r"{so}(?:turn|switch|set|put|shut|flip|leave|keep|make)(?: (?:the|my|our|on|off|me|us|up|an?))* (?:away|auto[ \-]?(?:reply|respon\w+|answer)|out of office|ooo|vacation|holiday)(?: (?:message|msg|mode|reply|text|status|responder|auto ?reply))*(?: (?:to|as|:|saying|that says|=|is))*:? *(?P<value>.*)|(?P<value2>enable|disable|start|stop|activate|cancel|deactivate|end)(?: (?:the|my|our))* (?:away|auto[ \-]?(?:reply|respon\w+|answer)|out of office|vacation)(?: (?:message|msg|mode|reply|text|status|responder))*.*|(?:away|auto[ \-]?reply|out of office|ooo|away (?:message|mode|msg)|auto[ \-]?respon\w+)(?: (?:message|mode|msg))*(?P<value3>:? *(?:is |to )?(?:on|off|[\"'].+)|: *.{6,})|(?:change|update|edit|new)(?: (?:the|my|our))* (?:away|auto[ \-]?(?:reply|respon\w+)|out of office|vacation)(?: (?:message|msg|reply|text))*(?: (?:to|as|saying|that says))*:? *(?P<value4>.+)|mark (?:me|us) (?:as )?away(?P<value5>.*)"),
    # customers
    ("add_customer", r"{so}(?:add|new|create|save|enter|register|input|put in|store|sign up|set up|ad|put)(?: (?:a|an|the|new|in|up|this|me))*(?: {newbie})?(?:,|:| -| named| called| is)? *(?P<name>[^\ue005-\ue008\n\"]{2,60}?)[\s,:;\-–(]*(?:\b(?:at|cell|phone|number|tel|mobile|ph|#|is|with|her|his|their|their number|and|email|num|no\.?)[\s:.,]*)*(?P<contact>(?:{phone}|{email}).*)"),
    ("add_customer", r"{so}(?:add|new|create|save|enter|register|put) (?P<contact>(?:{phone}|{email})) (?:as|for|under|named?|is|=|to (?:the )?contacts as)?\s*(?:a new {newbie}(?:,| named| called)? ?)?(?P<name>[^\ue003-\ue008\n]{2,60}?)(?P<contact2>(?:[ ,]+(?:to|in|into|email|and|,).*)?)"),
    ("add_customer", r"(?:new|add|create|add new|add a new|add a|register|sign up|save)(?: (?:new|a))* {newbie}(?:,|:| -| named| called)* (?P<name>[^\ue003-\ue008\n\d]{2,60}?)(?: (?:to|in|into) (?:the )?(?P<groupin>{group})(?: group| list)?)?"),
    ("add_customer", r"(?:add|put|save) (?P<name>[^\ue001-\ue008\n\d]{2,40}?) (?:to|in|as) (?:the |my |our |a |new )*(?:customers?|clients?|contacts?|customer list|client list|address book|directory)"),
    ("add_customer", r"(?P<name>(?:[A-Z][\w'’.\-]+ ){1,3})(?P<contact>{phone}(?: {email})?)(?: (?:new (?:customer|client|patient)|add (?:her|him|them).*))?"),
    # groups
    ("group_add", r"{so}(?:add|put) (?P<whos>{phone}) (?:to|in|into) {group1}"),
    ("group_create", r"{so}(?:create|make|start|set up|add|new|build|form|open)(?: (?:a|an|the|new|me|up|another|customer|client))* (?:group|list)(?: (?:called|named|for|as|titled|of|labeled))*[:,]? {newgroup}(?:(?:,)? (?:with|and (?:add|put)|including|containing|:|and put) (?P<rest>.*))?"),
    ("group_create", r"{so}(?:create|make|start|set up|build|add|new)(?: (?:a|an|the|new|me|up|another))* {newgroup} (?:customer |client )?(?:group|list)"),
    ("group_delete", r"{so}(?:delete|remove|get rid of|drop|kill|erase|trash|scrap|disband|dissolve|nuke|clear out|ditch|close|del|end)(?: (?:the|my|our|whole|entire|customer))* (?:(?:group|list)(?: called| named)? [\"']?(?P<group>{group})[\"']?|[\"']?(?P<group2>{group})[\"']?(?:'s)? (?:customer |client )?(?:group|list)|[\"']?(?P<group3>{group})[\"']?)(?: (?:completely|entirely|altogether|please|we don'?t .*|i don'?t .*|don'?t need it.*|forever|for good))*"),
    ("group_delete", r"{so}(?:delete|remove|get rid of|drop|erase|disband|dissolve)(?: (?:the|my|our|customer))* (?:(?:group|list)(?: called| named)? [\"']?(?P<newgroup>[^\"'\ue001-\ue008]{2,40}?)[\"']?|[\"']?(?P<newgroup2>[^\"'\ue001-\ue008]{2,40}?)[\"']? (?:group|list))(?: please)?"),
    ("group_remove", r"{so}(?:remove|take|drop|delete|pull|kick|get|cut|move|unadd|boot|scratch|erase)(?: (?:customer|client))? (?P<whos>{whos})(?: (?:off|out))? {of} {group1}(?: .*)?"),
    ("group_remove", r"{so}(?:remove|take|drop|delete|pull|kick|get|cut|boot)(?: (?:customer|client))? (?P<whom>{name}) {of} {group1}(?: .*)?"),
    ("group_remove", r"(?P<whos>{whos}) (?:is not|isn'?t|isnt|is no longer|no longer|are not|aren'?t|shouldn'?t be|should not be|does not belong|doesn'?t belong|left|quit|dropped(?: out of)?|is out of|is off|dropped out of|wants out of|wants off|is leaving|shouldnt be|cancelled)(?: (?:a|an|in|on|part of|longer|with|of|from|the|our|my|member|anymore))* {group1}(?: (?:any ?more|now|please|list|take .*))*"),
    ("group_add", r"{so}(?:add|put|include|stick|throw|move|ad|place|get|drop|enroll|sign|invite|also add|assign|tag|join)(?: (?:customer|client|both|up))* (?P<whos>{whos})(?: (?:up|both|back|also|too))* (?:to|in|into|on|onto|for|as|with|2)(?: (?:the|my|our|a|group|list))* ?{group1}(?: .*)?"),
    ("group_add", r"{so}(?:add|put|include|stick|throw|enroll)(?: (?:customer|client))? (?P<whom>{name}) (?:to|in|into|on|onto) {group1}"),
    ("group_add", r"{so}(?:add|put) (?:to|in) {group1}[:,]? (?P<whos>{whos})(?: please)?|{group2}[:,]? add (?P<whos2>{whos})|(?P<whos3>{whos}) (?:should be|belongs?|goes|go|joins?|is now|joined|needs? to be|wants? to be|is joining|wants in|is|are)(?: (?:in|on|a|an|part of|to|with|of|into|added|now|wants?))* {group3}(?: (?:now|too|as well|from now on|member))*"),
    ("group_add", r"(?:make|tag|mark|flag) (?P<whos>{whos}) (?:as )?(?:an? |in )?(?P<group>{group})(?: (?:member|customer|client|group))?(?: now)?"),
    ("groups", r"(?:(?:list|show|what|which|see|display|give me|view|what'?s)\b[^\ue001-\ue008]{0,20}\b(?:groups|lists)\b.{0,30}|(?:my |the |all |customer |our )*groups(?: list| please| do i have)?|(?:who|who'?s|whos|who is|who all(?: is)?|which (?:customers|clients) are|how many(?: (?:people|customers|clients|are|members))*(?: (?:are|is|in))*|what (?:customers|clients) are)(?: (?:all|is|are|in|on|belongs? (?:to|in)|part of|the|my|our|currently|group))* ?{group1}(?: (?:right now|currently|now|have|has))?"
               r"|(?:show|list|see|display|give|view|pull up|name|print|read|tell)(?: (?:me|us|everyone|everybody|all|the|my|our|members?|people|customers?|clients?|who is|who'?s|whos|names?|patients|of|in|on|from|group|list|who|is))* {group2}(?: members?| people| list)?(?: please)?|(?:members?|people|list|everyone) (?:of|in|on)(?: the| my)? {group3}|{group4} members?(?: list)?|(?:does|do) (?:the |my )?{group5} (?:group )?(?:have|include) .{0,30}|is {who} (?:in|on|part of) (?:the |my )?{group6}.{0,10})"),
    # customers, again
    ("change_customer", r"{so}(?:(?:change|update|correct|fix|edit|set|replace|switch|swap|new|make|put|its|modify)(?: the)? )?(?P<who>{who})(?:'?s)?(?: (?:has|got|have|changed|is|wants|using|moved|switched|with))*(?: (?:a|an|to|her|his|their|the))*(?: (?:new|current|right|correct|different|updated|main))* ?(?:cell ?phone|cell|phone|number|mobile|contact|no\.?|num|e-?mail|mail|#|tel|info|address)?(?: (?:number|address|no\.?|#|phone|addy))?(?: (?:is|to|are|has changed to|changed to|changed|now|:|=|should be|with|as|on file|for the future|use|its|it'?s|has|new|not))*[\s:,=\-]*(?P<contact>(?:{phone}|{email})(?:.*))"),
    ("change_customer", r"{so}(?:change|update|correct|fix|edit|set|new|make|replace|switch|save)(?: (?:the|a))*(?: (?:phone|cell|mobile|number|contact|email|e-mail|mail))*(?: (?:number|address|info|no\.?))* (?:for|of|on) (?P<who>{who})(?:'?s)?(?: (?:is|to|as|with|are|:|now|=|-|phone|number|email))*[\s:,=\-]*(?P<contact>(?:{phone}|{email})(?:.*))"),
    ("change_customer", r"{so}(?:change|rename|update|correct|fix|edit|set|make|spell)(?: (?:the))?(?: (?:name|spelling)(?: (?:of|for|on))?)? ?(?P<who>{who})(?:'?s)?(?: (?:last|first|full|sur))?(?: ?name)?(?: (?:in|on file|spelling))?,? (?:to|as|is now|should be|is|2|goes by|now) (?P<name>[^\ue003-\ue008\n\d]{2,40})"),
    ("change_customer", r"(?P<who>{who})(?:'?s)?(?: (?:last|first|full|new|sur|married))* ?(?:name)?(?: (?:is now|is|changed (?:her|his|their)(?: last)? name to|changed to|now goes by|goes by|should be|is spelled|is actually|got married,? (?:now|she'?s now|its now|it's now|new name)|is really|spelled|name (?:is|to)))+ (?P<name>(?!(?:in|on|not|here|late|coming|out|off|a|the|running|booked|next|free|ready|at)\b)[^\ue002-\ue008\n\d]{2,40})"),
    ("change_customer", r"(?:(?:correct|fix|change)(?: the| that)*(?: spelling| name)*[:,]?(?: of)? )?(?:(?:it'?s|its|to|should be|is|the name is|name'?s)(?: spelled| actually)? )+(?P<name>[^\ue003-\ue008\n\d,]{2,40}?),?(?: (?:not|instead of|and not)) (?P<lastname>.{2,30})"),
    ("remove_customer", r"{so}(?:delete|erase|get rid of|purge|wipe|trash|remove|del|forget|take out|drop)(?: (?:the|my|all|customer|client|patient|contact|record|info|data|of|for|everything|on|about|file|entry|duplicate|number))* (?P<who>{who})(?:'?s?)?(?:(?:,)? (?:record|info|data|file|card|contact|completely|entirely|altogether|please|from (?:the |my |our )*(?:system|customers?|clients?|contacts?|list|database|directory|book|customer list|client list|contact list|records|files|address book|phone book|patients?)|as a (?:customer|client|patient|contact)|for good|permanently|forever|from everything|they|she|he|we|moved|out|off|(?:he|she|they)'?(?:s|re)?)\b.*)*"),
    ("remove_customer", r"{so}(?:take|pull|get) (?P<who>{who}) (?:out of|off|off of|from) (?:the |my |our )*(?:system|customers?|clients?|contacts?|database|directory|customer list|client list|contact list|records|files|address book|phone book|patients?)(?: please)?"),
    ("remove_customer", r"{so}(?:delete|erase|remove|purge)(?: the)? (?:customer|client|patient|contact) (?P<whom>{name})(?: please)?"),
    ("find_customer", r"(?:{so}(?:find|look ?up|look for|search(?: for)?|pull up|lookup|open|get(?: me)?|show(?: me)?|see|view|give me|bring up|display|tell me|need|i need|whats|what'?s|what is|got|do (?:you|we|i) have|check)(?: (?:the|me|up|customer|client|patient|contact|record|info|details?|card|file|profile|number|phone|email|address|for|of|on|about|cell))* (?P<who>{who})(?:'?s?)?(?: (?:card|info|details?|file|record|number|phone|phone number|cell|email|e-?mail|address|contact|contact info|profile|entry|history|page|cell number|mobile|customer|please|notes?|account|in (?:the|my) (?:system|list|contacts)|again|on file))*)"),
    ("find_customer", r"(?:do|have) (?:you|we|i) (?:have |got )?(?:an? |any )?(?:customer|client|patient|contact|someone|somebody|anyone)(?: named| called| by the name of)? (?P<who>{who}).{0,20}"),
    ("find_customer", r"(?:who is|who'?s|whos|whose number is|whose is|who has(?: the number)?|who does|who owns|who belongs to|which (?:customer|client) (?:is|has)|do (?:i|we) (?:have|know)|do i have a|is there a|is there|who called from|who texted from)(?: (?:this|number|a|an|any|the))*:? (?P<who>{who})(?:'?s)?(?: (?:belong to|in (?:here|the system|my (?:contacts|list|customers))|on file|number|in there|saved).*)?|(?P<who2>{who})(?:'?s)? (?:phone|number|phone number|email|e-?mail|cell|info|contact|contact info|card|details|address|file|record|profile)(?: please)?|(?:find|look ?up|search(?: for)?|pull up|lookup)(?: (?:customer|client|patient))? (?P<whom>{name})|(?:(?:what'?s|whats|what is|do (?:you|we|i) have|got|find|get me|give me|need|i need) )?(?:the |an? )?(?:phone|number|phone number|email|e-?mail|cell|address|info|contact info|contact|card|details|mobile|cell number|record) (?:for|of) (?P<who3>{who}).{0,10}"),
]
"""Intent and pattern, in the order in which they are tried."""


@dataclass(frozen=True)
class _Rule:
    intent: str
    pattern: re.Pattern[str]
    name: str


_ORDER = {"help": 0, "undo": 0, "usage": 0, "prompts": 0, "save_template": 0, "templates": 0, "approve": 0, "decline": 0, "setting": 0, "opt_out": 0}
"""What is tried before the rest: texts that name themselves."""


def _compiled() -> tuple[_Rule, ...]:
    rules = []
    for n, (intent, text) in enumerate(RULES):
        for key, value in _numbered_groups(text).items():
            text = text.replace(key, value)
        for key, value in {"{newgroup}": _NEW_GROUP, "{newbie}": _NEWBIE, "{of}": _OF, "{waiting}": _WAITING, "{msg}": _MSG, "{so}": _SO, "{idmark}": "\ue008"}.items():
            text = text.replace(key, value)
        counter = count()
        text = re.sub(r"\(\?P<(\w+)>", lambda m, c=counter: f"(?P<{m[1]}__{next(c)}>", text)  # type: ignore[misc]
        rules.append(_Rule(intent, pattern(text), f"{intent} pattern {n}"))
    return tuple(sorted(rules, key=lambda rule: _ORDER.get(rule.intent.split(":")[0], 1)))


def _numbered_groups(text: str) -> dict[str, str]:
    return {f"{{group{n}}}": _GROUP.replace("(?P<group>", f"(?P<group_{n}>") for n in range(1, 9) if f"{{group{n}}}" in text}


_RULES = _compiled()
_KEPT = ("w1", "w2", "w3", "contact2")


def by_rules(scene: Scene, *, only: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> Understanding | None:
    """The first command whose pattern the text fits."""
    text = scene.masked.strip().rstrip(" .!?").strip() or scene.masked.strip()
    for rule in _RULES:
        if (only and rule.intent.split(":")[0] not in only) or rule.intent.split(":")[0] in but:
            continue
        match = rule.pattern.fullmatch(text)
        slots = _slots(scene, rule, match) if match else None
        if slots is not None:
            return Understanding(rule.intent.split(":")[0], 0.95, slots, (rule.name,))
    return None


def _slots(scene: Scene, rule: _Rule, match: re.Match[str]) -> Slots | None:
    """The slots of a match; None where it turns out to be no such command."""
    given = {_key(k): v for k, v in match.groupdict().items() if v is not None}
    build = _BUILD.get(rule.intent.split(":")[0], _plain)
    return build(scene, given, rule.intent)


def _key(group: str) -> str:
    """The slot of a named group: groups are numbered to be several in one pattern."""
    bare = group.split("__")[0]
    return bare if bare in _KEPT else re.sub(r"_?\d$", "", bare)


def _plain(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    slots: Slots = {}
    for key, written in given.items():
        if key in ("whos", "whom"):
            slots["who"] = scene.values(written) or [scene.raw(written)]
        elif key == "newgroup":
            slots["group"] = _group_name(scene.raw(written))
        elif key == "id":
            slots["id"] = re.sub(r"\D", "", scene.value(written))
        elif key in ("who", "group", "groupin"):
            if scene.values(written):
                slots["group" if key == "groupin" else key] = scene.value(written)
        elif key in ("name", "body"):
            slots[key] = scene.raw(written) if key == "name" else _body(scene, written)
    return slots


def _body(scene: Scene, written: str) -> str:
    """Words as written, their closing mark included."""
    raw = scene.raw(written + "\u2063")[:-1] if written else ""
    tail = scene.text.rstrip()
    at = tail.rfind(raw)
    if at >= 0 and at + len(raw) < len(tail) and not tail[at + len(raw) :].strip(".!?"):
        raw = tail[at:]
    return re.sub(r'^"(.*)"$', r"\1", raw, flags=re.S)


def _group_name(written: str) -> str:
    return re.sub(r"^(?:the|a|called|named)\s+|\s+(?:group|list|please)$", "", written, flags=re.I).strip("\"' ")


def _single(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    slots = _plain(scene, given, intent)
    if slots and isinstance(slots.get("who"), list):
        slots["who"] = slots["who"][0]
    return slots if slots and "who" in slots else None


def _grouped(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    if "whom" in given and re.match(r"(?:a|an|the|my|new|me|this|that|it|everyone|all|some)\b", given["whom"], re.I):
        return None
    return _plain(scene, given, intent)


def _created(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    slots = _plain(scene, {k: v for k, v in given.items() if k == "newgroup"}, intent)
    name = str((slots or {}).get("group", ""))
    return slots if name and len(name.split()) < 6 and not re.search(r" (?:to|into|from|out of|in the) ", name) else None


def _deleted(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    return _plain(scene, given, intent)


def _added(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    name = re.sub(r"^(?:a |an |new |customer |client |patient |contact |the )+|(?:'s)?(?:,? (?:number|phone|cell|email|as|is))*$", "", scene.raw(given.get("name", "")), flags=re.I).strip(" ,:-")
    contact = given.get("contact", "") + " " + given.get("groupin", "") + " " + given.get("contact2", "")
    slots: Slots = {"name": name, **_contact(scene, contact)}
    if len(name) < 2 or len(name.split()) > 5 or re.search(r"\d", name) or re.match(r"(?:to|group|list|template|reminder|appointment|who|what|whose|text|call|send|tell|email|book|reply|unsubscribe|find|is|did|remind|forward|move|cancel|opt|stop|block|ask|delete|remove|change|update|look|search|message|msg)\b", name, re.I):
        return None
    groups = scene.values("".join(re.findall("\ue003.", contact)))
    unknown = re.search(r"\b(?:to|in|into) (?:the )?([\w ]{2,30}?)(?: group| list)$", contact)
    if groups:
        slots["groups"] = groups
    elif unknown:
        slots["groups"] = [scene.raw(unknown[1])]
    return slots


def _contact(scene: Scene, written: str) -> Slots:
    slots: Slots = {}
    for key, mark in (("phone", "\ue006."), ("email", "\ue007.")):
        found = re.search(mark, written, re.S)
        if found:
            slots[key] = scene.value(found[0])
    return slots


def _changed(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    name = scene.raw(re.split(r",? (?:not|instead of|and not)\b|,", given["name"])[0]) if "name" in given else None
    slots: Slots = {"who": scene.value(given["who"])} if "who" in given else {}
    if name and "lastname" in given:
        old = scene.raw(given["lastname"])
        people = [c for c in scene.heard.directory.customers if old.lower() in c.lower()]
        if len(people) != 1:
            return None
        slots["who"] = people[0]
    if name:
        slots["name"] = re.sub(r"^(?:now|spelled|actually)\s+", "", name)
    slots |= _contact(scene, given.get("contact", ""))
    return slots if len(slots) > 1 and "who" in slots else None


def _unscheduled(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    if "id" in given:
        return {"id": re.sub(r"\D", "", scene.value(given["id"]))}
    slots: Slots = {}
    to = given.get("to", "")
    if scene.values(to):
        slots["to"] = scene.values(to)
    elif to:
        slots["to"] = ["all"]
    around = " , ".join(given.get(k, "").strip() for k in ("w", "w1", "w2", "w3"))
    if re.search(r"\bappoint|\bappt|\bbooking|until|sort out|\b(?:and|then) (?:text|tell|send|message|let)\b", around):
        return None
    when, _ = scene.when(re.sub(r"[\-]", " ", around))
    if when and not re.search(r"\b(?:daily|weekly|monthly|every)\b", around):
        slots["when"] = when
    return slots


def _set(scene: Scene, given: dict[str, str], intent: str) -> Slots | None:
    key = intent.split(":")[1]
    state = given.get("state") or given.get("off") or given.get("tail")
    value = scene.raw(given["value"]) if "value" in given else ""
    if state is not None:
        value = "off" if re.search(r"off|stop|disable|no|cancel|end|don|quit|remove", state, re.I) else "on"
    if key == "away":
        value = _away(scene, value.lstrip(": "))
    if key.startswith("forward") and "value" in given:
        phone = re.search("\ue006.", given["value"], re.S)
        value = scene.value(phone[0]) if phone else value
    return {"setting": key, "value": value} if value else {"setting": key, "value": "on"} if key == "away" else None


def _away(scene: Scene, value: str) -> str:
    """On, off, or the words to answer with."""
    if re.fullmatch(r"(?:on|enable|start|activate|until.*|now|please|)", value, re.I):
        off = re.search(r"\boff\b", scene.text, re.I) and not re.search(r"\bon\b", scene.text, re.I)
        return "off" if off else "on"
    if re.fullmatch(r"(?:off|disable|stop|deactivate|cancel|end)(?: .*)?", value, re.I):
        return "off"
    on = re.match(r"on(?:,| and| with| saying|:)+ *(?:say(?:ing)? )?(.*)", value, re.I)
    return on[1] if on and len(on[1]) > 6 else ("on" if on or value.lower().startswith("on ") else value)


_BUILD: dict[str, Callable[[Scene, dict[str, str], str], Any]] = {
    "opt_out": _single, "remove_customer": _single, "find_customer": _single, "group_add": _grouped, "group_remove": _grouped,
    "group_create": _created, "group_delete": _deleted, "add_customer": _added, "change_customer": _changed,
    "unschedule": _unscheduled, "setting": _set,
}
