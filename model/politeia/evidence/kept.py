"""The web of evidence as it was last woven, kept while nothing that it is woven from has changed.

To check the ledger and to weave takes more than a second, to read what was woven a tenth of that.
The web is kept in the user's cache under a digest of every file of the ledger, the scenarios and
the history, and of all code; with one byte changed it is woven anew, through the door of the
ledger. A web with a fault is never kept, since none is woven. What is kept is a convenience: where
it cannot be written, or is not whole, the web is woven.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from politeia import usercache
from politeia.errors import MachineTrouble
from politeia.evidence.trace import Web
from politeia.scenario import places

PACKAGE = Path(__file__).resolve().parents[1]


def web() -> Web:
    """Return the web of everything that has a name in the project's own files.

    Raises:
        BadInput: with all faults of the ledger, or when a scenario or history cannot be read.
        MachineTrouble: when the disk does not give a file.
    """
    folder = usercache.folder("evidence")
    if folder is None:
        return _woven()
    seal, path = digest(), folder / "web.json"
    kept = _read(path, seal)
    if kept is None:
        kept = _woven()
        _keep(path, seal, kept)
    return kept


def digest() -> str:
    """Return the digest of all that a web is woven from, and of the code that weaves.

    Raises:
        MachineTrouble: when a file cannot be read.
    """
    seal = hashlib.sha256()
    for path in _sources():
        try:
            content = path.read_bytes()
        except OSError as error:
            raise MachineTrouble(f"{path} cannot be read: {error.strerror}") from error
        seal.update(f"{path}\n{len(content)}\n".encode())
        seal.update(content)
    return seal.hexdigest()


def _sources() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))
    for folder in (places.calibration(), places.root() / "scenarios", places.folder_of("history")):
        yield from sorted(folder.rglob("*.yaml"))


def _woven() -> Web:
    """Weave; only then is needed what reads and checks the ledger."""
    from politeia.evidence.weave import woven

    return woven()


def _read(path: Path, seal: str) -> Web | None:
    """Return the web that was kept under this seal; None where there is none, or not the whole."""
    try:
        head, _, said = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace") != _head(seal, said):
        return None
    return Web.of_data(json.loads(said))


def _keep(path: Path, seal: str, web: Web) -> None:
    """Write the web so that another process never reads half of it; trouble of a cache is none."""
    said = json.dumps(web.as_data(), ensure_ascii=False).encode()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with suppress(OSError):
        try:
            part.write_bytes(_head(seal, said).encode() + b"\n" + said)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _head(seal: str, said: bytes) -> str:
    """Return the first line of the file: what it was woven from, and what it must hold."""
    return f"{seal} {hashlib.sha256(said).hexdigest()}"
