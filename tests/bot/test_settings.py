"""Settings are read once, and a wrong one is refused with a sentence that says what to do."""

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import DESK_NUMBER, Settings, load

NEEDED = {"SECRET_KEY": "s" * 32, "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "t" * 32}


def test_three_secrets_are_enough_on_one_machine() -> None:
    settings = Settings.from_environment(NEEDED)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.stripe_api_key is None


def test_the_public_address_follows_the_port_unless_it_is_given() -> None:
    assert Settings.from_environment({**NEEDED, "PORT": "9000"}).public_url == "http://127.0.0.1:9000"
    given = Settings.from_environment({**NEEDED, "PORT": "9000", "PUBLIC_URL": "https://texts.example.com/"})
    assert given.public_url == "https://texts.example.com"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_driver_that_is_installed(scheme: str) -> None:
    settings = Settings.from_environment({**NEEDED, "DATABASE_URL": f"{scheme}://me:p%40ss@db/texts"})
    assert settings.database_url == "postgresql+psycopg://me:p%40ss@db/texts"


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_missing_secret_is_named(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name} is not set"):
        Settings.from_environment({key: value for key, value in NEEDED.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://me:hunter2@db/texts"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "hunter2"),
        ("REDIS_URL", "http://hunter2"),
        ("REDIS_URL", "redis://:hunter2@host:99999/0"),
        ("PUBLIC_URL", "messages.example.com"),
        ("PUBLIC_URL", "https://messages.example.com/?a=hunter2"),
        ("SECRET_KEY", "hunter2"),
        ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32),
        ("TWILIO_AUTH_TOKEN", "hunter2"),
        ("TWILIO_API_URL", "api"),
        ("SMTP_URL", "mail.example.com:25"),
        ("STRIPE_API_KEY", "pk_hunter2"),
        ("STRIPE_WEBHOOK_SECRET", "hunter2"),
        ("LOG_LEVEL", "chatty"),
        ("PORT", "80000"),
        ("PORT", "eighty"),
        ("PORT", "²"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_starts_with_its_name_and_keeps_its_secret(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Settings.from_environment({**NEEDED, name: value})
    sentence = str(refused.value)
    assert sentence.startswith(f"{name} ")
    assert "\n" not in sentence
    assert "hunter2" not in sentence


def test_what_make_run_made_up_lies_beneath_the_environment(tmp_path: Path) -> None:
    generated = tmp_path / "settings.env"
    generated.write_text("".join(f"{name}={value}\n" for name, value in NEEDED.items()) + "LOG_LEVEL=DEBUG\n")
    assert load({}, generated).log_level == "DEBUG"
    assert load({"LOG_LEVEL": "error"}, generated).log_level == "ERROR"


def test_sign_up_is_open_on_a_desk_and_closed_where_a_real_carrier_is() -> None:
    assert Settings.from_environment(NEEDED).sign_up_number == DESK_NUMBER
    assert Settings.from_environment({**NEEDED, "SIGN_UP": "closed"}).sign_up_number is None
    real = {**NEEDED, "TWILIO_API_URL": "https://api.twilio.com"}
    assert Settings.from_environment({**real, "SIGN_UP_NUMBER": "+12125550199"}).sign_up_number is None
    opened = {**real, "SIGN_UP": "open", "SIGN_UP_NUMBER": "+12125550199"}
    assert Settings.from_environment(opened).sign_up_number == "+12125550199"


@pytest.mark.parametrize(("name", "value"), [("SIGN_UP", "maybe"), ("SIGN_UP_NUMBER", "212-555-0199")])
def test_what_sign_up_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"^{name} must be"):
        Settings.from_environment({**NEEDED, name: value})


def test_an_open_sign_up_needs_a_number_to_text_from() -> None:
    with pytest.raises(ConfigurationError, match=r"^SIGN_UP_NUMBER is not set"):
        Settings.from_environment({**NEEDED, "TWILIO_API_URL": "https://api.twilio.com", "SIGN_UP": "open"})
