"""Pages of papers as pictures, kept on disk once drawn. Drawing itself is `page_picture`; nothing here is lost by losing it."""

import contextlib
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

WIDTH = 1000  # pixels
MOST_BYTES = 300_000_000
AT_ONCE = threading.BoundedSemaphore(2)


def kept_picture(folder: Path, document: str, number: int, draw: Callable[[], bytes]) -> bytes:
    """The picture of a page: from the disk, or drawn, a few at a time, and kept. What `draw` raises comes through."""
    place = folder / document / f"{number}-{WIDTH}.png"
    with contextlib.suppress(OSError):
        return place.read_bytes()
    with AT_ONCE:
        with contextlib.suppress(OSError):  # somebody else may have drawn it meanwhile
            return place.read_bytes()
        picture = draw()
    with contextlib.suppress(OSError):  # a full disk must not keep anybody from seeing the page
        _keep(place, picture)
    return picture


def trim(folder: Path, most_bytes: int = MOST_BYTES) -> int:
    """Remove the oldest pictures until the rest takes no more than this; returns how many files went."""
    found = []
    for path in folder.glob("*/*.p*"):
        with contextlib.suppress(FileNotFoundError):
            seen = path.stat()
            found.append((seen.st_mtime, seen.st_size, path))
    total = sum(size for _, size, _ in found)
    removed = 0
    for _, size, path in sorted(found):
        if total <= most_bytes:
            break
        path.unlink(missing_ok=True)
        total -= size
        removed += 1
    return removed


def _keep(place: Path, picture: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_suffix(f".part-{secrets.token_hex(6)}")
    try:
        with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(picture)
        part.rename(place)
    finally:
        part.unlink(missing_ok=True)
