"""The repository as a newcomer gets it: what git tracks, as it stands now, and nothing else."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ASSETS = Path("web/static/vendor")


def tracked_files() -> list[str]:
    """Every file that git knows, without those that were just deleted."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def clone_into(folder: Path) -> Path:
    """Fills a new folder; front-end libraries that were fetched here are brought along. Returns the folder."""
    for name in tracked_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    if (ROOT / ASSETS).is_dir():
        shutil.copytree(ROOT / ASSETS, folder / ASSETS)
    return folder
