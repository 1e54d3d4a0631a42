"""The result folder of a study: one manifest, the design, the rows as Parquet, the pasts.

Every file is written under a name that no reader looks for, synced, and renamed: whoever finds a
file under its own name has the whole of it, also after a run was killed. The layout is described in
``docs/results-format.md``.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia.errors import BadInput, MachineTrouble
from politeia.experiment.jobs import Failure, PastReport, Table, Unit

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
MANIFEST = "manifest.json"
DESIGN = "design.parquet"
FAILURES = "failures.json"
ROWS = "rows"
PASTS = "pasts"
ORDER = ("draw", "case", "policy", "point", "replicate")


def choose_folder(wanted: Path, identity: Mapping[str, Any], fresh: bool) -> Path:
    """Return the folder to write in: ``wanted``, or beside it with a number where it is taken.

    A folder with an unfinished run of the same identity is gone on with.

    Raises:
        BadInput: when the folder holds something else and no fresh one is asked for.
    """
    if fresh:
        return next(folder for folder in _numbered(wanted) if not _is_taken(folder))
    if _is_taken(wanted):
        _check_continuable(wanted, identity)
    return wanted


def _numbered(folder: Path) -> Iterator[Path]:
    """Yield the folder, then the same name with 2, 3, ... behind it."""
    yield folder
    number = 2
    while True:
        yield folder.with_name(f"{folder.name}-{number}")
        number += 1


def _is_taken(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _check_continuable(folder: Path, identity: Mapping[str, Any]) -> None:
    """Raise unless ``folder`` holds an unfinished run of the same study by the same model."""
    anew = "--fresh begins anew in a folder beside it, --out names another one"
    if not (folder / MANIFEST).is_file():
        raise BadInput(f"{folder} is not empty and holds no results of Politeia; {anew}")
    found = read_manifest(folder)
    if found.get("finished"):
        raise BadInput(f"{folder} holds a finished run, which is never overwritten; {anew}")
    different = [key for key in identity if found.get(key) != _plain(identity[key])]
    if different:
        what = ", ".join(different)
        raise BadInput(f"{folder} holds an unfinished run that differs in {what}; {anew}")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a result folder.

    Raises:
        BadInput: when there is none, it cannot be read, or a newer Politeia has written it.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(f"{folder} holds no results: it has no {MANIFEST}") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadInput(f"{path} is not in format {FORMAT}, the one that this Politeia reads")
    return manifest


def found_folder(folder: Path) -> None:
    """Make the result folder and try that it can be written in.

    Raises:
        MachineTrouble: when it cannot.
    """
    try:
        for part in (folder, folder / ROWS, folder / PASTS):
            part.mkdir(parents=True, exist_ok=True)
        trial = folder / f".trial.{os.getpid()}"
        trial.write_bytes(bytes(4096))
        trial.unlink()
    except OSError as error:
        raise MachineTrouble(f"cannot write results in {folder}: {error.strerror}") from None


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
def held(folder: Path) -> Iterator[None]:
    """Hold a result folder, so that a second run does not write in it; let go at the end.

    Raises:
        MachineTrouble: when another run holds it.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise MachineTrouble(f"another run is writing in {folder}") from None
    finally:
        os.close(handle)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file under another name, sync it, and give it its name."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(part)
        _sync(part)
        part.replace(path)
        _sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, content: object) -> None:
    """Write plain data as JSON; NaN and infinity are null, since JSON has neither."""
    text = json.dumps(_plain(content), indent=1, ensure_ascii=False, allow_nan=False)
    write_whole(path, lambda part: part.write_text(text + "\n", encoding="utf-8"))


def _plain(value: Any) -> Any:
    """Return data as JSON would give it back."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in (sorted(value) if isinstance(value, set) else value)]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "item"):
        return _plain(value.item())
    if isinstance(value, float):
        return value if value - value == 0 else None
    return str(value)


def write_design(folder: Path, batches: Sequence[Sequence[Unit]]) -> None:
    """Write which unit is lived in which batch."""
    rows = [
        {"batch": batch, **asdict(unit)} for batch, units in enumerate(batches) for unit in units
    ]
    _write_table(folder / DESIGN, table({key: [row[key] for row in rows] for key in rows[0]}))


def table(columns: Table) -> pa.Table:
    """Return rows as an Arrow table in the order of units, places and dates; floats are float32."""
    import pyarrow as pa

    found = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    single = pa.schema(
        field.with_type(pa.float32()) if pa.types.is_floating(field.type) else field
        for field in found.schema
    )
    places = [name for name in ("country", "actor", "date") if name in found.column_names]
    return found.cast(single).sort_by([(key, "ascending") for key in (*ORDER, *places)])


def rows_name(kind: str, batch: int) -> str:
    """Return the name of a file of rows, relative to the result folder."""
    return f"{ROWS}/{kind}-{batch:05d}.parquet"


def write_rows(folder: Path, kind: str, batch: int, rows: pa.Table) -> str:
    """Write the rows of a batch and return the name of the file, relative to ``folder``."""
    name = rows_name(kind, batch)
    _write_table(folder / name, rows)
    return name


def _write_table(path: Path, rows: pa.Table) -> None:
    """Write a table: numbers split by byte, which zstd packs best, and words as dictionaries."""
    import pyarrow as pa
    from pyarrow import parquet

    numbers = [f.name for f in rows.schema if pa.types.is_floating(f.type)]
    words = [name for name in rows.column_names if name not in numbers]
    write_whole(
        path,
        lambda part: parquet.write_table(
            rows,
            part,
            compression="zstd",
            use_dictionary=words,
            column_encoding=dict.fromkeys(numbers, "BYTE_STREAM_SPLIT") or None,
        ),
    )


def keep_report(folder: Path, number: int, report: PastReport) -> None:
    """Write what became of a block of pasts; where it stands, its state files are whole."""
    write_json(folder / f"report-{number:05d}.json", asdict(report))


def read_report(folder: Path, number: int, draws: tuple[int, ...]) -> PastReport | None:
    """Return the report of a block of pasts that was lived before, None where it was not."""
    path = folder / f"report-{number:05d}.json"
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    # The folder may have been moved since: only the names of the state files count.
    found["paths"] = [str(folder / Path(state).name) for state in found["paths"]]
    report = PastReport(**{key: tuple(value) for key, value in found.items()})
    whole = report.draws == draws and all(Path(state).is_file() for state in report.paths)
    return report if whole else None


def rows_of(folder: Path, batch: int) -> dict[str, int] | None:
    """Return the rows by file of a batch that stands on the disk, None where it does not."""
    from pyarrow import parquet

    if not (folder / rows_name("countries", batch)).is_file():
        return None
    names = [rows_name(kind, batch) for kind in ("actors", "countries")]
    return {
        name: parquet.read_metadata(folder / name).num_rows
        for name in names
        if (folder / name).is_file()
    }


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_failures(folder: Path, failures: Sequence[Failure]) -> None:
    """Write the jobs that failed, a row a job, and remove what an earlier try has left."""
    if failures:
        write_json(folder / FAILURES, [asdict(failure) for failure in failures])
    else:
        (folder / FAILURES).unlink(missing_ok=True)


def is_disk_trouble(error: BaseException | None) -> bool:
    """Return whether an error means that no further job can be kept."""
    hopeless = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO)
    return isinstance(error, OSError) and error.errno in hopeless
