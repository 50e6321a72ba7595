"""What a customer's text means.

The way of a text, a module each: what nobody wrote (`automatic`, `bot.domain.tapbacks`) and what the law decides
(`bot.domain.consent_words`) come first; then answers to a question of ours that need no guessing (`choice`, `exact`);
then the classifier (`text` → `features` → `model`), whose answer `settle` may overrule: by `sense` and `errands`
where the words rule it out, by `guards` where a wrong yes would do harm; then `slots` and `when`.
"""

from bot.nlu.customer.reader import model, understand

__all__ = ["model", "understand"]
