"""The user's cache: what can be made again, kept so that it need not be."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path | None:
    """Return the folder ``name`` of the user's cache, or None where none can be written."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    found = Path(base) / "politeia" / name
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return found if os.access(found, os.W_OK) else None
