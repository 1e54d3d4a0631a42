"""The one view through which results are read: the rows of exactly the designed runs.

It sees no half batch, since a batch counts from its receipt on; no run twice, since a run is read
from one batch alone; and no run that an earlier study has left in the folder. It reads every format
that was ever written, and knows no model.

    view = open_view(Path("results/the_lifeline"))
    view.table("countries", ["policy", "draw", "date", "repression"], {"country": ["BLR"]})
    for part in view.batches("countries", ["policy", "repression"]):
        ...                                     # in pieces, for what does not fit in memory
    view.table("summary"), view.design, view.uncertainties()

Kinds are ``countries``, ``actors`` and, from format 2 on, ``summary``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import store
from politeia.quantity import Integers

UNIT = ("policy", "case", "point", "draw", "replicate")
ORDER = ("draw", "case", "policy", "point", "replicate")
PLACES = ("country", "actor", "place", "date")
ROWS_AT_ONCE = 250_000
REMAKE = "run the study again into the same folder: it is found and lived anew"

Where = Mapping[str, Collection[Any]]
"""Which rows are wanted: of each column the values that count."""


@dataclass(frozen=True)
class File:
    """A file of rows of one batch; ``runs`` are those that are read from it, None for all."""

    path: Path
    runs: frozenset[str] | None = None


@dataclass(frozen=True)
class View:
    """A result folder as a reader sees it."""

    folder: Path
    manifest: Mapping[str, Any]
    files: Mapping[str, tuple[File, ...]] = field(repr=False)
    """The files of each kind, in the order of the design."""

    @property
    def format(self) -> int:
        """Return the format in which the folder was written."""
        return int(self.manifest["format"])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of rows that there are."""
        return tuple(kind for kind, files in self.files.items() if files)

    @cached_property
    def design(self) -> pa.Table:
        """Return the designed units in order; from format 2 on with run, past and batch.

        Raises:
            MachineTrouble: when it cannot be read.
        """
        return _design(self.folder)

    @cached_property
    def schemas(self) -> dict[str, pa.Schema]:
        """Return the columns of each kind, as readers see them.

        Raises:
            MachineTrouble: when a file of rows is damaged.
        """
        found = {}
        for kind, files in self.files.items():
            for file in files:
                with _reading(file.path):
                    found[kind] = _seen(pq.read_schema(file.path))
        return found

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the columns of a kind of rows."""
        return tuple(self.schemas[kind].names)

    @cached_property
    def missing(self) -> int:
        """Return how many designed runs have no rows yet; format 1 tells it of units."""
        if self.format == 1:
            return 0 if self.manifest.get("finished") else self.design.num_rows
        here: set[str] = set().union(*(file.runs or () for file in self.files["countries"]))
        return len(set(self.design["run"].to_pylist()) - here)

    def batches(
        self, kind: str, columns: Sequence[str] | None = None, where: Where | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a kind in pieces of at most a quarter of a million.

        Raises:
            MachineTrouble: when a file of rows is damaged.
        """
        if kind not in self.kinds:
            return
        wanted = list(columns) if columns is not None else list(self.names(kind))
        for file in self.files[kind]:
            with _reading(file.path):
                yield from self._read(file, wanted, dict(where or {}))

    def table(
        self, kind: str, columns: Sequence[str] | None = None, where: Where | None = None
    ) -> pa.Table:
        """Return the rows of a kind in the order of units, places and dates.

        Two folders of one study give equal tables, however they were lived.
        """
        wanted = list(columns) if columns is not None else list(self.names(kind))
        keys = [key for key in (*ORDER, *PLACES) if key in self.names(kind)]
        parts = list(self.batches(kind, list(dict.fromkeys([*wanted, *keys])), where))
        if not parts:
            return pa.schema([self.schemas[kind].field(name) for name in wanted]).empty_table()
        whole = pa.Table.from_batches(parts).sort_by([(key, "ascending") for key in keys])
        return whole.select(wanted).combine_chunks()

    def uncertainties(self) -> pa.Table:
        """Return what each draw is lived with, a row a case, point and draw.

        Raises:
            MachineTrouble: when the folder has no such table, as one of format 1.
        """
        path = self.folder / store.UNCERTAINTIES
        with _reading(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read()

    def failures(self) -> list[dict[str, Any]]:
        """Return the runs that failed, each with its message and traceback."""
        return store.read_failures(self.folder)

    def _read(self, file: File, wanted: list[str], where: dict[str, Collection[Any]]) -> Any:
        read = list(dict.fromkeys([*wanted, *where]))
        with pq.ParquetFile(file.path, page_checksum_verification=True) as opened:
            if file.runs is None:
                pieces = opened.iter_batches(ROWS_AT_ONCE, columns=read)
            else:
                named = _Names(self._units, file.runs)
                stored = ["run", *(name for name in read if name not in UNIT)]
                pieces = (
                    seen
                    for piece in opened.iter_batches(ROWS_AT_ONCE, columns=stored)
                    for seen in named.of(piece, read)
                )
            for piece in pieces:
                chosen = _chosen(piece, where)
                if chosen.num_rows:
                    yield chosen.select(wanted)

    @cached_property
    def _units(self) -> _Units:
        return _Units(self.design)


class _Units:
    """The designed units, found by the run that each is."""

    def __init__(self, design: pa.Table) -> None:
        self.columns = {name: design[name].combine_chunks() for name in UNIT}
        self.rows: dict[str, list[int]] = {}
        for row, run in enumerate(design["run"].to_pylist()):
            self.rows.setdefault(run, []).append(row)


@dataclass(frozen=True)
class _Names:
    """Puts the names of units in place of the ids of runs."""

    units: _Units
    runs: frozenset[str]

    def of(self, piece: pa.RecordBatch, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a piece under the name of each unit that is this run."""
        told = piece["run"] if _is_words(piece["run"].type) else piece["run"].dictionary_encode()
        rows = [self._rows(run) for run in told.dictionary.to_pylist()]
        codes = told.indices.to_numpy()
        for layer in range(max(map(len, rows), default=0)):
            units = np.array([found[layer] if layer < len(found) else -1 for found in rows])[codes]
            keep = np.flatnonzero(units >= 0)
            yield self._named(piece, units, keep, columns)

    def _rows(self, run: str) -> list[int]:
        return self.units.rows.get(run, []) if run in self.runs else []

    def _named(
        self, piece: pa.RecordBatch, units: Integers, keep: Integers, columns: Sequence[str]
    ) -> pa.RecordBatch:
        if len(keep) < piece.num_rows:
            piece, units = piece.take(pa.array(keep)), units[keep]
        place = pa.array(units)
        arrays = [
            self.units.columns[name].take(place) if name in UNIT else _plain(piece[name])
            for name in columns
        ]
        return pa.RecordBatch.from_arrays(arrays, list(columns))


def open_view(folder: Path) -> View:
    """Return the view of a result folder.

    Raises:
        BadInput: when it holds no results, or those of a newer Politeia.
        MachineTrouble: when the design or a file of rows is damaged, or a finished study lacks
            runs.
    """
    manifest = store.read_manifest(folder)
    if not (folder / store.ROWS).is_dir():
        raise BadInput(f"{folder} has no rows: the study has not run yet")
    for name in store.unsound_tables(folder, manifest):
        raise MachineTrouble(f"{folder / name} is missing or damaged; {REMAKE}")
    found = _files_of_1(folder) if manifest["format"] == 1 else _files(folder)
    view = View(folder, manifest, found)
    if manifest.get("finished") and view.missing:
        lost = f"{folder} was finished, but {view.missing} of its runs are damaged or gone"
        raise MachineTrouble(f"{lost}; {REMAKE}")
    return view


def _design(folder: Path) -> pa.Table:
    found = store.read_design(folder)
    if found is None:
        raise MachineTrouble(f"{folder / store.DESIGN} is missing or damaged; {REMAKE}")
    return found


def _files(folder: Path) -> dict[str, tuple[File, ...]]:
    """Return the files that hold designed runs, each run in one of them, in the design's order."""
    order: dict[str, int] = {}
    for place, run in enumerate(_design(folder)["run"].to_pylist()):
        order.setdefault(run, place)
    held: dict[str, store.Receipt] = {}
    for receipt in store.receipts(folder):
        for run in receipt.runs:
            if run in order:
                held.setdefault(run, receipt)
    runs: dict[str, list[str]] = {}
    for run, receipt in sorted(held.items(), key=lambda item: order[item[0]]):
        runs.setdefault(receipt.batch, []).append(run)
    known = {receipt.batch: receipt for receipt in held.values()}
    return {
        kind: tuple(
            File(_sized(folder, name, known[batch].files[name]), frozenset(told))
            for batch, told in runs.items()
            if (name := store.rows_name(kind, batch)) in known[batch].files
        )
        for kind in store.KINDS
    }


def _sized(folder: Path, name: str, entry: Mapping[str, Any]) -> Path:
    """Return the path of a file that has the size that its receipt tells."""
    path = folder / name
    if not path.is_file() or path.stat().st_size != entry["bytes"]:
        raise MachineTrouble(f"{path} is missing or damaged; {REMAKE}")
    return path


def _files_of_1(folder: Path) -> dict[str, tuple[File, ...]]:
    """Return the files of a folder in format 1: a batch is whole where its countries stand."""
    rows, design = folder / store.ROWS, store.read_design(folder)
    found = {kind: sorted(rows.glob(f"{kind}-*.parquet")) for kind in ("countries", "actors")}
    if design is not None:
        planned = {f"{batch:05d}" for batch in design["batch"].unique().to_pylist()}
        whole = planned & {path.stem.rpartition("-")[2] for path in found["countries"]}
        found = {
            kind: [path for path in paths if path.stem.rpartition("-")[2] in whole]
            for kind, paths in found.items()
        }
    return {kind: tuple(map(File, paths)) for kind, paths in found.items()}


def _seen(stored: pa.Schema) -> pa.Schema:
    """Return the columns of a file as readers see them: units by their names, words as text."""
    fields = [f.with_type(f.type.value_type) if _is_words(f.type) else f for f in stored]
    if "run" not in stored.names:
        return pa.schema(fields)
    kinds = {"policy": pa.string(), "case": pa.string()}
    units = [pa.field(name, kinds.get(name, pa.int64())) for name in UNIT]
    return pa.schema([*units, *(f for f in fields if f.name != "run")])


def _is_words(kind: Any) -> bool:
    return bool(pa.types.is_dictionary(kind))


def _plain(column: Any) -> Any:
    """Return a column without its dictionary."""
    return column.cast(column.type.value_type) if _is_words(column.type) else column


def _chosen(piece: pa.RecordBatch, where: Mapping[str, Collection[Any]]) -> pa.RecordBatch:
    """Return the rows that are wanted."""
    for name, values in where.items():
        column = _plain(piece[name])
        piece = piece.filter(pc.is_in(column, value_set=pa.array(list(values), type=column.type)))
    return piece


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what Arrow says of a damaged file into one sentence that names it."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise MachineTrouble(f"{path} is damaged and cannot be read ({told}); {REMAKE}") from error
