"""Every exception of ours. Each says whether trying again helps.

CustomerMessagingError
├── ConfigurationError        a setting is missing or wrong; the sentence says what to do
├── InputError                what a person typed cannot be done; the sentence says why, `example` what works
│   └── NotFound              nothing of that name or number in this business
├── Forbidden                 the person may not
└── CarrierError              somebody who carries for us (texts, calls, email) did not take it
    ├── Rejected              a final no; never retried
    │   └── OptedOut          the carrier blocks this number (21610): record it
    ├── NotTaken              certainly not taken (429, connection refused); trying again is safe
    └── Ambiguous             nobody knows (time-out, 5xx); never posted again blindly
"""


class CustomerMessagingError(Exception):
    """The root. `retry` says whether the same call may be made again."""

    retry = False


class ConfigurationError(CustomerMessagingError):
    """A setting is missing or wrong. The message is one sentence that says what to do."""


class InputError(CustomerMessagingError):
    """What a person asked for cannot be done as it was typed."""

    def __init__(self, sentence: str, example: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.example = example

    def __str__(self) -> str:
        """The sentence and, where there is one, an example that works: fit to be shown."""
        return f"{self.sentence} Example: {self.example}" if self.example else self.sentence


class NotFound(InputError):
    """Nothing of that name, number or id belongs to this business."""


class Forbidden(CustomerMessagingError):
    """The person may not do that."""


class CarrierError(CustomerMessagingError):
    """A carrier or mail server did not take something. `code` is its own code, where it gave one."""

    def __init__(self, reason: str, code: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Rejected(CarrierError):
    """A final no."""


class OptedOut(Rejected):
    """The carrier blocks this number because it opted out there."""


class NotTaken(CarrierError):
    """Certainly not taken: trying again later is safe."""

    retry = True


class Ambiguous(CarrierError):
    """It may have been taken or not; only a callback or the carrier's list can tell."""
