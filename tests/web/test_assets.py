"""Front-end libraries are locked by hash, and the lock names no address."""

import json

from tests.harness.clones import ROOT
from web.assets import FILES


def test_every_library_is_locked_by_its_hash_and_without_an_address() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    libraries = {name: facts for name, facts in locked.items() if name}
    assert [name for name, facts in libraries.items() if not facts["integrity"].startswith("sha512-")] == []
    assert [name for name, facts in libraries.items() if "resolved" in facts] == []


def test_every_file_belongs_to_a_library_with_an_exact_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    owners = [name for file in FILES for name in wanted if file.startswith(f"{name}/")]
    assert len(owners) == len(FILES)
    assert set(owners) == set(wanted)
    assert [version for version in wanted.values() if not version[0].isdigit()] == []
