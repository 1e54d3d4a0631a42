"""The result folder of a study: manifest, design, rows as Parquet by batch, pasts, failures.

A batch has a receipt that is written last and holds the checksums of its files: where it stands,
the batch is whole. Runs and pasts are found by their ids, whatever study has asked for them. The
layout is described in ``docs/results-format.md``.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia.errors import BadInput, MachineTrouble
from politeia.experiment.files import (
    Sum,
    adopt,
    is_sound,
    read_signed,
    sum_of,
    write_json,
    write_signed,
    write_table,
)
from politeia.experiment.jobs import Failure, PastReport, Unit
from politeia.experiment.lived import digest_of

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 2
READABLE = (1, 2)
MANIFEST = "manifest.json"
DESIGN = "design.parquet"
UNCERTAINTIES = "uncertainties.parquet"
FAILURES = "failures.parquet"
ROWS = "rows"
PASTS = "pasts"
KINDS = ("countries", "actors", "summary")
LETTERS = 16
"""Hexadecimal digits of a batch's name."""
READERS = 4
"""Files whose checksums are verified at the same time."""


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
    told = manifest.get("format") if isinstance(manifest, dict) else None
    if told not in READABLE:
        known = f"this Politeia reads formats 1 to {FORMAT}"
        newer = isinstance(told, int) and told > FORMAT
        advice = "a newer Politeia has written it: take that one" if newer else "it is none of ours"
        raise BadInput(f"{path} is in format {told}; {known}; {advice}")
    return dict(manifest)


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


def sweep(folder: Path) -> None:
    """Remove what killed runs have left half done; only for who holds the folder alone."""
    for part in (folder, folder / ROWS, folder / PASTS):
        for left in part.glob(".*"):
            if left.suffix == ".part" or left.name.startswith((".trial.", ".living-")):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    known = {(folder / ROWS / f"{receipt.batch}.json").stem for receipt in receipts(folder)}
    for file in (folder / ROWS).glob("*.parquet"):
        if file.stem.rpartition("-")[2] not in known:
            file.unlink()


@dataclass(frozen=True)
class Receipt:
    """A batch that is whole: the ids of its runs, and the files that hold them."""

    batch: str
    runs: tuple[str, ...]
    files: Mapping[str, Mapping[str, Any]]
    """Of each file, by its name in the result folder: rows, bytes, sha256."""

    def size(self) -> int:
        """Return the bytes of all its files."""
        return sum(int(entry["bytes"]) for entry in self.files.values())

    def rows(self, kind: str) -> int:
        """Return how many rows of a kind it has."""
        entry = self.files.get(rows_name(kind, self.batch))
        return int(entry["rows"]) if entry else 0

    def unsound(self, folder: Path) -> list[str]:
        """Return which files are missing or not, bit for bit, what was written."""
        return [
            name
            for name, entry in self.files.items()
            if not is_sound(folder / name, Sum(entry["bytes"], entry["sha256"]))
        ]


def batch_name(runs: Sequence[str]) -> str:
    """Return what a batch of some runs is called."""
    return digest_of(list(runs))[:LETTERS]


def rows_name(kind: str, batch: str) -> str:
    """Return the name of a file of rows, relative to the result folder."""
    return f"{ROWS}/{kind}-{batch}.parquet"


def keep_batch(folder: Path, runs: Sequence[str], tables: Mapping[str, pa.Table]) -> Receipt:
    """Write the tables of a batch by kind, then its receipt, and return that."""
    batch = batch_name(runs)
    files = {}
    for kind, table in tables.items():
        name = rows_name(kind, batch)
        files[name] = {"rows": table.num_rows, **asdict(write_table(folder / name, table))}
    receipt = Receipt(batch, tuple(runs), files)
    keep_receipt(folder, receipt)
    return receipt


def keep_receipt(folder: Path, receipt: Receipt) -> None:
    """Write the receipt of a batch whose files stand."""
    write_signed(folder / ROWS / f"{receipt.batch}.json", asdict(receipt))


def receipts(folder: Path) -> Iterator[Receipt]:
    """Yield the receipts that can be read, in the order of their names."""
    for path in sorted((folder / ROWS).glob("*.json")):
        receipt = _receipt(path)
        if receipt is not None:
            yield receipt


def _receipt(path: Path) -> Receipt | None:
    """Return a receipt, None where it is damaged."""
    told = read_signed(path)
    if told is None:
        return None
    try:
        receipt = Receipt(told["batch"], tuple(told["runs"]), told["files"])
    except (KeyError, TypeError):
        return None
    return receipt if path.stem == receipt.batch == batch_name(receipt.runs) else None


@dataclass
class Stock:
    """What lies in a folder: whole batches, the batch of each run, and what is damaged."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    batches: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)

    def add(self, receipt: Receipt) -> None:
        """Take a batch into stock; a run that is there already stays where it is."""
        self.receipts[receipt.batch] = receipt
        for run in receipt.runs:
            self.batches.setdefault(run, receipt.batch)


def take_stock(folder: Path) -> Stock:
    """Return what lies in a folder, every checksum verified."""
    stock = Stock()
    paths = sorted((folder / ROWS).glob("*.json"))
    with ThreadPoolExecutor(READERS) as readers:
        found = list(readers.map(lambda path: _verified(folder, path), paths))
    for receipt, unsound in found:
        stock.damaged += unsound
        if receipt is not None and not unsound:
            stock.add(receipt)
    return stock


def _verified(folder: Path, path: Path) -> tuple[Receipt | None, list[str]]:
    receipt = _receipt(path)
    if receipt is None:
        return None, [f"{ROWS}/{path.name}"]
    return receipt, receipt.unsound(folder)


def discard(folder: Path, damaged: Iterable[str]) -> None:
    """Remove the batches of damaged files, the receipt first, so that they are lived again."""
    for batch in sorted({Path(name).stem.rpartition("-")[2] for name in damaged}):
        for name in (f"{ROWS}/{batch}.json", *(rows_name(kind, batch) for kind in KINDS)):
            (folder / name).unlink(missing_ok=True)


@dataclass(frozen=True)
class Past:
    """The past of a draw as it lies in the folder; ``id`` names its state file."""

    id: str
    draw: int
    log_likelihood: float
    effective_number: float
    inside: float
    seen_targets: tuple[str, ...]
    problem: str
    bytes: int
    sha256: str

    def state(self, folder: Path) -> Path:
        """Return the state file, which is absolute if the folder is."""
        return folder / PASTS / f"{self.id}.npz"


def keep_pasts(folder: Path, report: PastReport, ids: Mapping[int, str]) -> list[Past]:
    """Give the state file of each draw the name of its past, and keep what became of it."""
    kept = []
    for place, draw in enumerate(report.draws):
        state = folder / PASTS / f"{ids[draw]}.npz"
        found = adopt(Path(report.paths[place]), state)
        problem = report.problems[place] if report.problems else ""
        past = Past(
            id=ids[draw],
            draw=draw,
            log_likelihood=report.log_likelihood[place],
            effective_number=report.effective_number[place],
            inside=report.inside[place],
            seen_targets=report.seen_targets,
            problem=problem,
            bytes=found.bytes,
            sha256=found.sha256,
        )
        keep_past(folder, past)
        kept.append(past)
    return kept


def keep_past(folder: Path, past: Past) -> None:
    """Write what became of a past whose state stands."""
    write_signed(folder / PASTS / f"{past.id}.json", asdict(past))


def read_past(folder: Path, id: str) -> Past | None:
    """Return what became of a past, None where it was not lived or its record is damaged."""
    told = read_signed(folder / PASTS / f"{id}.json")
    if told is None or told.get("id") != id:
        return None
    none = {name: float("nan") for name, value in told.items() if value is None}
    return Past(**{**told, **none, "seen_targets": tuple(told["seen_targets"])})


def is_whole(folder: Path, past: Past) -> bool:
    """Return whether the state of a past is there, bit for bit."""
    return is_sound(past.state(folder), Sum(past.bytes, past.sha256))


def pasts_block(folder: Path, ids: Iterable[str]) -> dict[str, Any]:
    """Return how close some pasts came to the record, in the order of ``ids``, for the manifest."""
    found = [past for id in ids if (past := read_past(folder, id)) is not None]
    rows = [
        {
            "draw": past.draw,
            "state": f"{PASTS}/{past.id}.npz",
            "log_likelihood": past.log_likelihood,
            "effective_number": past.effective_number,
            "inside": past.inside,
        }
        for past in found
    ]
    return {
        "draws": rows,
        "seen_targets": sorted({target for past in found for target in past.seen_targets}),
        "problems": [past.problem for past in found if past.problem],
    }


def write_design(folder: Path, rows: Sequence[tuple[Unit, str, str, str]]) -> None:
    """Write each unit with the id of its run, the id of its past and the name of its batch."""
    import pyarrow as pa

    units = [unit for unit, _, _, _ in rows]
    columns: dict[str, Any] = {"unit": pa.array(range(len(rows)), pa.int64())}
    for place, name in enumerate(("run", "past", "batch"), start=1):
        columns[name] = pa.array([row[place] for row in rows], pa.string())
    for name in ("policy", "case"):
        columns[name] = pa.array([getattr(unit, name) for unit in units], pa.string())
    for name in ("point", "draw", "replicate"):
        columns[name] = pa.array([getattr(unit, name) for unit in units], pa.int64())
    write_table(folder / DESIGN, pa.table(columns))


def sums_of_tables(folder: Path) -> dict[str, dict[str, Any]]:
    """Return size and checksum of design and uncertainties, for the manifest."""
    return {name: asdict(sum_of(folder / name)) for name in (DESIGN, UNCERTAINTIES)}


def unsound_tables(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return which tables of a finished run are missing or not what was written."""
    told = manifest.get("tables") or {}
    return [name for name, found in told.items() if not is_sound(folder / name, Sum(**found))]


def read_design(folder: Path) -> pa.Table | None:
    """Return the design of a folder, None where it is missing or damaged."""
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(folder / DESIGN, page_checksum_verification=True) as file:
            return file.read()
    except (OSError, ArrowException):
        return None


def unit_of(row: Mapping[str, Any]) -> Unit:
    """Return the unit of a row of the design."""
    return Unit(row["draw"], row["case"], row["policy"], row["point"], row["replicate"])


def write_uncertainties(folder: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """Write what each draw is lived with in each case at each point."""
    import pyarrow as pa

    kinds = {"case": pa.string(), "point": pa.int64(), "draw": pa.int64()}
    arrays = {
        name: pa.array(values, kinds.get(name, pa.float64())) for name, values in columns.items()
    }
    write_table(folder / UNCERTAINTIES, pa.table(arrays))


def write_failures(folder: Path, failures: Sequence[Failure]) -> None:
    """Write the runs that failed, a row a run, and remove what an earlier try has left."""
    import pyarrow as pa

    if not failures:
        (folder / FAILURES).unlink(missing_ok=True)
        return
    rows = [
        {"run": failure.run, **asdict(failure.unit), "job": failure.job,
         "message": failure.message, "traceback": failure.traceback}
        for failure in failures
    ]  # fmt: skip
    write_table(folder / FAILURES, pa.Table.from_pylist(rows))


def read_failures(folder: Path) -> list[dict[str, Any]]:
    """Return the runs that failed, a mapping each; of format 1, the jobs that failed."""
    from pyarrow import parquet

    if (folder / FAILURES).is_file():
        found: list[dict[str, Any]] = parquet.read_table(folder / FAILURES).to_pylist()
        return found
    try:
        return list(json.loads((folder / "failures.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, whole or not at all."""
    write_json(folder / MANIFEST, manifest)
