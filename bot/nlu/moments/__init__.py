"""Moments in a text: when, until when, how often.

`find` lists every expression of time with its place in the text; `read` gives the one reading of a whole text.

The way of a text, a module each:

1. `text`      canonical words: case, accents, slips, numbers in words, Spanish; phone numbers and prices blanked out
2. `clocks`, `dayparts`, `weekdays`, `dates`, `periods`, `lengths`, `repeats`, `monthly`
              rules read atoms ("3p", "in half an hour");
   `lexicon` holds the words, `rules` says how a rule is written
3. `chart`     neighbours are joined (`join`, `unite`) into whole expressions; the best cover of the text wins
4. `settle`, `resolve`, `recur`   constraints (`partial`) become the next day and time that satisfy them, or a rule
5. `foreign`   other languages go to dateparser

Conventions, and where they come from (`moment` is local wall time; weeks start on Monday, ISO 8601):

- a bare weekday or date is the next one to come; a weekday that is today's is next week's, a date may be today
  (Duckling, Recognizers-Text);
- "next Friday" is the Friday of next week, "this Friday" the coming one (Recognizers-Text);
- numeric dates are month first unless that is impossible (en-US), with dots too;
- a time with no day is its next occurrence; without am or pm it is looked for between 7 and 21 o'clock first, and on a
  named day 8 to 11 are the morning and 12 to 7 noon and after; a business's hours decide before that (`hours`);
- "half 4" is 4:30; "12 in the afternoon" is noon;
- a wall time that the spring change skips is an hour later (RFC 5545 3.3.5); recurrences are RFC 5545 rules;
- "until friday" is a range that starts now, "by 5" is 5 o'clock; "not tuesday" names no moment;
- "the last friday of the month" is one day, "… of every month" a rule; three weekdays in a row with a time are a rule
  ("mon wed fri at 6"), two are not, nor are days offered to choose from;
- a rule ends with UNTIL ("until june" with the last of May, "through june" with the last of June, "until june 3" on
  that day) or COUNT ("10 times", "for 5 days": as many as fill the length).

Two likely readings: `Moment.also` holds the others, best first, as long as they are still to come, and `confidence`
says whether to ask. It is below 0.7 only where a person would ask back:

- a weekday that is today's ("tuesday 3pm" on a Tuesday before 3): next week's, also today's; 0.6
- "next friday" while this week's is two days away or more, and "next weekend" on a weekday: next week's, also this
  week's; 0.6
- numbers that may be day and month ("5/6") in a zone outside North America, or with dots: month first, also day
  first; 0.6
- an hour of a named day that is as good in the morning as in the evening ("friday at 7"): evening, also morning; 0.65

It is 0.7 or more where one reading is usual: "friday at 2" (0.9, also 2 AM), "at 7" with no day while that is still
ahead today (0.8), and whenever only one of them lies within the business's hours (0.95).
"""

from bot.nlu.moments.reader import find, read
from bot.nlu.moments.settle import Hours

__all__ = ["Hours", "find", "read"]
