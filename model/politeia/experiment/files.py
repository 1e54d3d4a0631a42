"""Files that are whole or not there: written under another name, synced, and renamed.

Every byte that a run keeps passes ``write_whole``. Whoever finds a file under its own name has the
whole of it, also after a run was killed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia.errors import MachineTrouble

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 1 << 20


@dataclass(frozen=True)
class Sum:
    """How large a file is, and the SHA-256 of what it holds."""

    bytes: int
    sha256: str


def write_whole(path: Path, content: bytes) -> Sum:
    """Write a file so that it is never half there; return its size and checksum."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        sync(part)
        part.replace(path)
        sync(path.parent)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return Sum(len(content), hashlib.sha256(content).hexdigest())


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, lie on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def adopt(path: Path, to: Path) -> Sum:
    """Sync a finished file, give it its name, and return its size and checksum."""
    found = sum_of(path)
    sync(path)
    path.replace(to)
    sync(to.parent)
    return found


def sum_of(path: Path) -> Sum:
    """Return the size and checksum of a file."""
    with path.open("rb") as file:
        return Sum(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())


def is_sound(path: Path, wanted: Sum) -> bool:
    """Return whether a file is there and is, bit for bit, what was written."""
    try:
        return path.stat().st_size == wanted.bytes and sum_of(path) == wanted
    except OSError:
        return False


def write_json(path: Path, content: object) -> Sum:
    """Write plain data as JSON; NaN and infinity are null, since JSON has neither."""
    text = json.dumps(plain(content), indent=1, ensure_ascii=False, allow_nan=False)
    return write_whole(path, (text + "\n").encode())


def plain(value: Any) -> Any:
    """Return data as JSON would give it back."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set) else value)]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, float):
        return value if value - value == 0 else None
    return str(value)


def write_signed(path: Path, content: Mapping[str, Any]) -> None:
    """Write plain data as JSON together with its own checksum, last."""
    told = plain(content)
    write_json(path, {**told, "checksum": _checksum(told)})


def read_signed(path: Path) -> dict[str, Any] | None:
    """Return what ``write_signed`` wrote, None where it is missing or damaged."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict):
        return None
    return told if told.pop("checksum", None) == _checksum(told) else None


def _checksum(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def write_table(path: Path, rows: pa.Table) -> Sum:
    """Write a table: numbers split by byte, which zstd packs best, and words as dictionaries."""
    import pyarrow as pa
    from pyarrow import parquet

    numbers = [field.name for field in rows.schema if pa.types.is_floating(field.type)]
    words = [name for name in rows.column_names if name not in numbers]
    packed = pa.BufferOutputStream()
    parquet.write_table(
        rows,
        packed,
        compression="zstd",
        use_dictionary=words,
        column_encoding=dict.fromkeys(numbers, "BYTE_STREAM_SPLIT") or None,
        write_page_checksum=True,
    )
    return write_whole(path, packed.getvalue().to_pybytes())


@contextlib.contextmanager
def held(folder: Path, share: str = "") -> Iterator[None]:
    """Hold a result folder, so that a second run does not write in it; let go at the end.

    Runs with a ``share`` of a study hold the folder together, each its own share.

    Raises:
        MachineTrouble: when another run holds it.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    with contextlib.ExitStack() as locks:
        try:
            _lock(locks, folder, fcntl.LOCK_SH if share else fcntl.LOCK_EX)
            if share:
                mark = folder / f".share-{share}"
                mark.touch()
                _lock(locks, mark, fcntl.LOCK_EX)
        except BlockingIOError:
            raise MachineTrouble(f"another run is writing in {folder}") from None
        yield


def _lock(locks: contextlib.ExitStack, path: Path, how: int) -> None:
    """Lock a file or folder until ``locks`` are undone; the system undoes those of the dead."""
    import fcntl

    handle = os.open(path, os.O_RDONLY)
    locks.callback(os.close, handle)
    fcntl.flock(handle, how | fcntl.LOCK_NB)


def is_held(folder: Path) -> bool:
    """Return whether a run is writing in a folder now."""
    try:
        with held(folder):
            return False
    except MachineTrouble:
        return True


def check_room(folder: Path, needed: int) -> None:
    """Raise unless the disk of ``folder`` has about ``needed`` bytes free.

    Raises:
        MachineTrouble: when it has not.
    """
    place = next(part for part in (folder, *folder.absolute().parents) if part.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise MachineTrouble(
            f"the results need about {needed / 1e9:.1f} GB and the disk of {folder} has "
            f"{free / 1e9:.1f} GB free; take fewer draws or another --out"
        )


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence that says how to go on.

    Raises:
        MachineTrouble: when something cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise refused(folder, error) from error


def refused(folder: Path, error: OSError) -> MachineTrouble:
    """Return the trouble of a disk that takes no more, in words."""
    return MachineTrouble(
        f"cannot write results in {folder}: {error.strerror or error}. "
        "What was finished is kept; the same command goes on from there"
    )


def is_disk_trouble(error: BaseException | None) -> bool:
    """Return whether an error means that no further job can be kept."""
    hopeless = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
    return isinstance(error, OSError) and error.errno in hopeless


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder, which need not exist."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
