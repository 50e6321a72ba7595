"""What `make run` makes up: secrets stay, addresses follow the ports, what somebody set is left alone."""

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings, load
from scheduler.installation import keep, made_up


def test_what_is_made_up_is_all_that_is_needed(tmp_path: Path) -> None:
    assert Settings.from_environment(made_up({}, tmp_path)).public_url == "http://127.0.0.1:8000"


def test_secrets_are_the_same_in_the_next_run(tmp_path: Path) -> None:
    first = made_up({}, tmp_path)
    keep(first, tmp_path / "settings.env")
    assert made_up({}, tmp_path) == first


def test_two_folders_have_different_secrets(tmp_path: Path) -> None:
    assert made_up({}, tmp_path)["SECRET_KEY"] != made_up({}, tmp_path)["SECRET_KEY"]


def test_addresses_follow_the_ports_of_this_run(tmp_path: Path) -> None:
    keep(made_up({"PORT": "8001"}, tmp_path), tmp_path / "settings.env")
    assert made_up({"PORT": "8002", "SIMULATOR_PORT": "8202"}, tmp_path)["PUBLIC_URL"] == "http://127.0.0.1:8002"
    assert made_up({"SIMULATOR_PORT": "8202"}, tmp_path)["TWILIO_API_URL"] == "http://127.0.0.1:8202"


def test_what_somebody_set_is_left_alone_and_blank_counts_as_not_set(tmp_path: Path) -> None:
    made = made_up({"TWILIO_API_URL": "https://api.example.com", "SMTP_URL": " "}, tmp_path)
    assert "TWILIO_API_URL" not in made
    assert made["SMTP_URL"] == "smtp://127.0.0.1:8225"


def test_commands_beside_a_running_installation_find_it_and_others_cannot_read_it(tmp_path: Path) -> None:
    made, kept = made_up({}, tmp_path), tmp_path / "settings.env"
    keep({**made, "REDIS_URL": "redis://:secret@127.0.0.1:7000/0"}, kept)
    assert load({}, kept).redis_url == "redis://:secret@127.0.0.1:7000/0"
    assert kept.stat().st_mode & 0o077 == 0


def test_a_port_that_is_none_is_refused_with_an_example(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="like: make run SIMULATOR_PORT=8200"):
        made_up({"SIMULATOR_PORT": "99999"}, tmp_path)
