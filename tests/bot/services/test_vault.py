"""Secrets at rest and signed links, over a change of SECRET_KEY."""

import pytest

from bot.errors import ConfigurationError
from bot.services import audit
from bot.services.vault import Vault

OLD, NEW = "o" * 32, "n" * 32


def test_what_is_sealed_is_unreadable_and_comes_back() -> None:
    sealed = Vault(OLD).seal("a secret")
    assert "a secret" not in sealed
    assert sealed != Vault(OLD).seal("a secret")
    assert Vault(OLD).unseal(sealed) == "a secret"


def test_a_new_key_reads_what_an_older_one_sealed_while_that_one_is_named() -> None:
    sealed = Vault(OLD).seal("a secret")
    assert Vault(NEW, (OLD,)).unseal(sealed) == "a secret"
    with pytest.raises(ConfigurationError, match="OLDER_SECRET_KEYS"):
        Vault(NEW).unseal(sealed)


@pytest.mark.parametrize("broken", ["", "x", "é", "gAAAAAB"])
def test_what_nobody_sealed_is_refused(broken: str) -> None:
    with pytest.raises(ConfigurationError):
        Vault(OLD).unseal(broken)


def test_a_token_is_good_for_its_purpose_and_key_only() -> None:
    token = Vault(OLD).sign("join", "ann")
    assert Vault(OLD).signed("join", token) == "ann"
    assert Vault(NEW, (OLD,)).signed("join", token) == "ann"
    assert Vault(OLD).signed("reset", token) is None
    assert Vault(NEW).signed("join", token) is None
    assert Vault(OLD).signed("join", token[:-1]) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::77", "2001:db8:1::/48"),
        ("unix", None),
        (None, None),
    ],
)
def test_of_an_internet_address_the_network_is_kept(address: str | None, network: str | None) -> None:
    assert audit.network(address) == network
