"""The rows of a batch as they are stored: checked, in order, with the run that each is of.

A row names its run by the run's id alone; which policy, case, point, draw and replicate that is,
the design says, so that a run that several studies ask for has one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.experiment.jobs import FutureRows, Table, Unit
from politeia.quantity import Bools, Floats, Integers

if TYPE_CHECKING:
    import pyarrow as pa

ORDER = ("draw", "case", "policy", "point", "replicate")
PLACES = {"countries": "country", "actors": "actor"}
LAST, MEAN = "_last", "_mean"


def tables(rows: FutureRows, runs: Mapping[Unit, str]) -> dict[str, pa.Table]:
    """Return the tables of a batch by kind, ready to be stored.

    Raises:
        ValueError: when rows of a unit are missing, doubled or of a unit that was not asked for.
    """
    found = {"actors": rows.actors, "countries": rows.countries}
    told = {kind: table(part) for kind, part in found.items() if part is not None}
    kept = {kind: _named(part, runs, kind) for kind, part in told.items() if part.num_rows}
    return {"summary": summary(kept), **kept}


def table(columns: Table) -> pa.Table:
    """Return rows as an Arrow table in the order of units, places and dates; floats are float32."""
    import pyarrow as pa

    found = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    single = pa.schema(
        field.with_type(pa.float32()) if pa.types.is_floating(field.type) else field
        for field in found.schema
    )
    places = [name for name in (*PLACES.values(), "date") if name in found.column_names]
    return found.cast(single).sort_by([(key, "ascending") for key in (*ORDER, *places)])


def _named(rows: pa.Table, runs: Mapping[Unit, str], kind: str) -> pa.Table:
    """Return rows in order with the id of their run in place of the names of their unit."""
    import pyarrow as pa

    first = _changes(rows, ORDER)
    units = [
        Unit(**row) for row in rows.select(list(ORDER)).take(np.flatnonzero(first)).to_pylist()
    ]
    if units != sorted(runs):
        raise ValueError(f"{kind}: rows of {len(units)} units where {len(runs)} were asked for")
    doubled = ~(first | _changes(rows, (PLACES[kind], "date")))
    if doubled.any():
        raise ValueError(f"{kind}: {int(doubled.sum())} rows stand twice")
    codes = pa.array(np.cumsum(first, dtype=np.int32) - np.int32(1))
    names = pa.DictionaryArray.from_arrays(codes, pa.array([runs[unit] for unit in units]))
    return rows.drop_columns(list(ORDER)).add_column(0, "run", names)


def _changes(rows: pa.Table, names: tuple[str, ...]) -> Bools:
    """Return where a row differs from the one before it in any of some columns."""
    changed = np.zeros(rows.num_rows, dtype=bool)
    changed[:1] = True
    for name in names:
        codes = _codes(rows[name])
        changed[1:] |= codes[1:] != codes[:-1]
    return changed


def _codes(column: Any) -> Any:
    """Return a column as numbers that are equal where its values are."""
    return column.combine_chunks().dictionary_encode().indices.to_numpy()


def summary(found: Mapping[str, pa.Table]) -> pa.Table:
    """Return, a row a run and place, the last value and the mean of each outcome.

    Both are of what was recorded: an outcome that is asked for at some dates only has its last
    value there.
    """
    import pyarrow as pa

    parts = [_summary(part, PLACES[kind]) for kind, part in sorted(found.items())]
    return pa.concat_tables(parts, promote_options="default").combine_chunks()


def _summary(rows: pa.Table, place: str) -> pa.Table:
    import pyarrow as pa

    starts = np.flatnonzero(_changes(rows, ("run", place)))
    heads = rows.select(["run", place]).take(starts).rename_columns(["run", "place"])
    columns = {name: heads[name].cast(pa.string()) for name in ("run", "place")}
    for field in rows.schema:
        if pa.types.is_floating(field.type):
            last, mean = _last_and_mean(rows[field.name].to_numpy(), starts)
            columns[field.name + LAST], columns[field.name + MEAN] = last, mean
    return pa.table(columns)


def _last_and_mean(values: Any, starts: Integers) -> tuple[Any, Any]:
    """Return the last number and the mean of each stretch of values; NaN is no record."""
    sound: Bools = np.isfinite(values)
    wide: Floats = np.where(sound, values, 0.0).astype(np.float64)
    places = np.where(sound, np.arange(len(values)), -1)
    last = np.maximum.reduceat(places, starts)
    many = np.add.reduceat(sound.astype(np.int64), starts)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (np.add.reduceat(wide, starts) / many).astype(np.float32)
    return np.where(last < 0, np.float32(np.nan), values[last]).astype(np.float32), mean
