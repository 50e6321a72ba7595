"""Style sheets and scripts: sent compressed, and kept by the browser until they change.

Pages themselves are not compressed: they hold secrets beside what a stranger may have typed (BREACH).
"""

import zlib
from functools import cache
from pathlib import Path

from flask import Flask
from flask_compress import Compress

A_YEAR = 365 * 24 * 3600
COMPRESSED = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"]


def register(app: Flask) -> None:
    """Each file's address says which version it is, so that a new one is fetched at once."""
    folder = Path(app.static_folder or "")
    app.config.update(SEND_FILE_MAX_AGE_DEFAULT=A_YEAR, COMPRESS_MIMETYPES=COMPRESSED)
    Compress(app)

    @app.url_defaults
    def versioned(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = _version(folder / str(values.get("filename", "")))


@cache
def _version(file: Path) -> str:
    return f"{zlib.crc32(file.read_bytes()):08x}" if file.is_file() else "0"
