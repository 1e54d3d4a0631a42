"""What a worker does with a job: it lives it, and lays the outcome on the disk.

The model is imported here, when the first job comes, so that whoever only gives out work never
loads it. Paths travel back, not rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from politeia.experiment.jobs import (
    FutureJob,
    FutureRows,
    Lives,
    PastJob,
    PastReport,
    Receipt,
    Unit,
)

if TYPE_CHECKING:
    import pyarrow as pa


def _live_pasts(job: PastJob) -> PastReport:
    from politeia.lives import live_pasts

    return live_pasts(job)


def _live_futures(job: FutureJob) -> FutureRows:
    from politeia.lives import live_futures

    return live_futures(job)


MODEL = Lives(pasts=_live_pasts, futures=_live_futures)
"""The model of this package."""


def live_pasts(lives: Lives, job: PastJob, number: int) -> PastReport:
    """Live the pasts of a job and keep their report beside the state files, as a last act."""
    from politeia.experiment import store

    report = lives.pasts(job)
    store.keep_report(Path(job.folder), number, report)
    return report


def live_futures(lives: Lives, job: FutureJob) -> Receipt:
    """Live the futures of a job and keep their rows.

    The file of the countries is written last: where it stands, the batch is whole.

    Raises:
        ValueError: when rows of a unit are missing, doubled or of a unit that was not asked for.
    """
    from politeia.experiment import store

    rows = lives.futures(job)
    tables = {
        "actors": None if rows.actors is None else store.table(rows.actors),
        "countries": store.table(rows.countries),
    }
    for kind, table in tables.items():
        if table is not None:
            _check_units(table, job.units, kind)
    folder = Path(job.folder)
    return Receipt(job.batch, _keep(folder, job.batch, tables))


def _keep(folder: Path, batch: int, tables: Mapping[str, pa.Table | None]) -> dict[str, int]:
    """Write the tables of a batch and return the rows of each file by its name."""
    from politeia.experiment import store

    return {
        store.write_rows(folder, kind, batch, table): table.num_rows
        for kind, table in tables.items()
        if table is not None and table.num_rows
    }


def _check_units(table: pa.Table, asked: tuple[Unit, ...], kind: str) -> None:
    """Raise where the rows are not those of the units asked for, each record once."""
    place = "actor" if "actor" in table.column_names else "country"
    keys = ["draw", "case", "policy", "point", "replicate"]
    found = table.select(keys).group_by(keys).aggregate([]).to_pylist()
    units = {Unit(**key) for key in found}
    if table.num_rows and units != set(asked):
        raise ValueError(f"{kind}: rows of {len(units)} units where {len(asked)} were asked for")
    records = table.select([*keys, place, "date"]).group_by([*keys, place, "date"]).aggregate([])
    if records.num_rows != table.num_rows:
        raise ValueError(f"{kind}: {table.num_rows - records.num_rows} rows stand twice")
