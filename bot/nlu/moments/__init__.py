"""Moments in a text: when, until when, how often.

`find` lists every expression of time with its place in the text; `read` gives the one reading of a whole text.

The way of a text, a module each:

1. `text`      canonical words: case, accents, slips, numbers in words, Spanish; phone numbers and prices blanked out
2. `clocks`, `weekdays`, `dates`, `periods`, `lengths`, `repeats`   rules read atoms ("3p", "in half an hour");
   `lexicon` holds the words, `rules` says how a rule is written
3. `chart`     neighbours are joined (`join`, `unite`) into whole expressions; the best cover of the text wins
4. `settle`, `resolve`   constraints (`partial`) become the next day and time that satisfy them
5. `foreign`   other languages go to dateparser

Conventions, and where they come from (`moment` is local wall time; weeks start on Monday, ISO 8601):

- a bare weekday or date is the next one to come; a weekday that is today's is next week's, a date may be today
  (Duckling, Recognizers-Text);
- "next Friday" is the Friday of next week, "this Friday" the coming one (Recognizers-Text);
- numeric dates are month first unless that is impossible (en-US);
- a time with no day is its next occurrence; without am or pm it is looked for between 7 and 21 o'clock first, and on a
  named day 8 to 11 are the morning and 12 to 7 noon and after; a business's hours decide before that (`hours`);
- "half 4" is 4:30; "12 in the afternoon" is noon;
- a wall time that the spring change skips is an hour later (RFC 5545 3.3.5); recurrences are RFC 5545 rules;
- "until friday" is a range that starts now, "by 5" is 5 o'clock; "not tuesday" names no moment.
"""

from bot.nlu.moments.reader import find, read
from bot.nlu.moments.settle import Hours

__all__ = ["Hours", "find", "read"]
