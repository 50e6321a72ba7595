"""What SECRET_KEY protects: secrets at rest, and links that nobody else can make.

A new SECRET_KEY is rolled in by naming the one before in OLDER_SECRET_KEYS: what it sealed or signed stays good, what
is new is sealed and signed with the new one.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeSerializer

from bot.errors import ConfigurationError

_AT_REST = b"customer messaging: sealed at rest"
_NAME = b"customer messaging: the name of a key"

_OTHER_KEY = "a secret was sealed with another key: name it in OLDER_SECRET_KEYS."


class Vault:
    """Made once per process, of the key and the older ones, the newest first."""

    def __init__(self, secret_key: str, older_keys: Sequence[str] = ()) -> None:
        self._keys = [secret_key, *older_keys]

    def seal(self, words: str) -> str:
        """The words, unreadable without the key."""
        return self._fernet.encrypt(words.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """The words again. Raises ConfigurationError where none of the keys sealed them."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise ConfigurationError(_OTHER_KEY) from None

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key sealed it."""
        try:
            Fernet(_derived(self._keys[0])).decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def is_readable(self, sealed: str) -> bool:
        """Whether one of the keys sealed it."""
        try:
            self.unseal(sealed)
        except ConfigurationError:
            return False
        return True

    def seal_bytes(self, data: bytes) -> tuple[bytes, str]:
        """The data, unreadable without the key, and the name of the key, which says nothing of it."""
        return self._fernet.encrypt(data), self.key_names[0]

    def unseal_bytes(self, sealed: bytes) -> bytes:
        """The data again. Raises ConfigurationError like `unseal`."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise ConfigurationError(_OTHER_KEY) from None

    @cached_property
    def key_names(self) -> list[str]:
        """What the keys are known by beside what they sealed, the newest first."""
        return [HKDF(SHA256(), 6, None, _NAME).derive(key.encode()).hex() for key in self._keys]

    def sign(self, purpose: str, facts: Any) -> str:
        """A piece of an address that says `facts` and that nobody else can make. It can be read by anybody."""
        return str(self._signer(purpose).dumps(facts))

    def signed(self, purpose: str, token: str) -> Any:
        """The facts; None for a token that is not ours or was made for another purpose."""
        try:
            return self._signer(purpose).loads(token)
        except (BadData, UnicodeError):
            return None

    @cached_property
    def _fernet(self) -> MultiFernet:
        return MultiFernet([Fernet(_derived(key)) for key in self._keys])

    def _signer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys[::-1], salt=purpose)  # it signs with the last one


def _derived(key: str) -> bytes:
    """A key of its own for this use, so that nothing that is signed with the other one helps here."""
    return urlsafe_b64encode(HKDF(SHA256(), 32, None, _AT_REST).derive(key.encode()))
