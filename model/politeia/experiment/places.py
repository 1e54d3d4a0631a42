"""Which folder a study may be lived in: an empty one, or one that holds runs of the same model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from politeia.errors import BadInput
from politeia.experiment import store
from politeia.experiment.files import plain

ANEW = "--fresh begins anew in a folder beside it, --out names another one"
PARTS = {
    "model": "the code of the model",
    "world": "the world",
    "history": "the history",
    "filter": "what pasts must come close to",
}
"""What rows stand on, in words; a study that stands on something else gets a folder of its own."""


def choose_folder(
    wanted: Path, identity: Mapping[str, Any], runs: set[str], fresh: bool = False
) -> Path:
    """Return the folder to write in: ``wanted``, or beside it with a number where it is taken.

    A folder that holds, or was to hold, some of the same ``runs`` is gone on with.

    Raises:
        BadInput: when the folder holds something else and no fresh one is asked for.
    """
    if fresh:
        return next(folder for folder in _numbered(wanted) if not _is_taken(folder))
    if _is_taken(wanted):
        _check(wanted, plain(identity), runs)
    return wanted


def _numbered(folder: Path) -> Iterator[Path]:
    """Yield the folder, then the same name with 2, 3, ... behind it."""
    yield folder
    number = 2
    while True:
        yield folder.with_name(f"{folder.name}-{number}")
        number += 1


def _is_taken(folder: Path) -> bool:
    """Return whether something is in the folder, be it only the beginning of a run."""
    if not folder.exists():
        return False
    if not folder.is_dir():
        return True
    begun = {store.ROWS, store.PASTS}
    named = [part for part in folder.iterdir() if not part.name.startswith(".")]
    return any(part.name not in begun or any(part.iterdir()) for part in named)


def _check(folder: Path, identity: Mapping[str, Any], runs: set[str]) -> None:
    """Raise unless runs of the same model, some of them the same, belong in the folder."""
    if not (folder / store.MANIFEST).is_file():
        raise BadInput(f"{folder} is not empty and holds no results of Politeia; {ANEW}")
    found = store.read_manifest(folder)
    if found["format"] != store.FORMAT:
        told = f"{folder} holds results in format {found['format']}, which are read, not gone on"
        raise BadInput(f"{told} with; {ANEW}")
    changed = changes(found, identity)
    if changed:
        raise BadInput(f"{folder} was lived by another model: {', '.join(changed)}; {ANEW}")
    known = known_runs(folder)
    if known and not known & runs:
        different = ", ".join(_different(found, identity))
        raise BadInput(f"{folder} holds other runs: the study differs in {different}; {ANEW}")


def changes(found: Mapping[str, Any], identity: Mapping[str, Any]) -> list[str]:
    """Return in words what has changed of all that rows stand on."""
    before, now = found.get("digest") or {}, identity["digest"]
    parts = [
        f"{told} has changed" for key, told in PARTS.items() if before.get(key) != now.get(key)
    ]
    had, have = found.get("versions") or {}, identity["versions"]
    return parts + [
        f"{name} was {had.get(name)} and is {have.get(name)}"
        for name in sorted({*had, *have})
        if had.get(name) != have.get(name)
    ]


def known_runs(folder: Path) -> set[str]:
    """Return the runs that a folder holds or was to hold."""
    design = store.read_design(folder)
    asked = set() if design is None else set(design["run"].to_pylist())
    return asked.union(*(receipt.runs for receipt in store.receipts(folder)))


def _different(found: Mapping[str, Any], identity: Mapping[str, Any]) -> list[str]:
    """Return the parts of a study that differ, and the ledger where that does."""
    before, now = found.get("study") or {}, identity["study"]
    parts = [key for key in now if before.get(key) != now[key]]
    ledger = [found.get("digest", {}).get("parameters"), identity["digest"].get("parameters")]
    return parts + (["the ledger of parameters"] if ledger[0] != ledger[1] else [])
