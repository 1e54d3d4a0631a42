"""A file of points of one's own: CSV or Parquet, a column a dotted name, a row a point."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from politeia.designs.names import Thing
from politeia.errors import BadInput, Fault, MachineTrouble
from politeia.scenario.design import Point, read_value
from politeia.scenario.words import meant

MOST = 100_000
EMPTY = ("", "nan", "na", "none", "null")


@dataclass(frozen=True)
class Cells:
    """What a file holds: its columns, and rows with the line of each, 0 where there are none."""

    path: Path
    columns: list[str]
    rows: list[tuple[int, list[Any]]]

    def fault(self, row: int, column: str, message: str) -> Fault:
        """Return the fault of a cell; ``row`` counts from 0."""
        line = self.rows[row][0]
        return Fault(self.path, line, column, message if line else f"in row {row + 1} {message}")


def points_of(path: Path, things: Mapping[str, Thing]) -> tuple[Point, ...]:
    """Return the points of a file.

    Raises:
        BadInput: with all faults of the file: unknown or doubled columns, empty cells, cells that
            are no number or date or lie out of bounds.
        MachineTrouble: when the disk does not give the file.
    """
    cells = _read(path)
    faults = list(_column_faults(cells, things))
    if not cells.rows:
        faults.append(Fault(path, 0, "", "holds no point: a row a point below the names"))
    if len(cells.rows) > MOST:
        faults.append(Fault(path, 0, "", f"holds more than {MOST} points"))
    points: list[Point] = []
    for row in range(len(cells.rows)):
        point, wrong = _point(cells, row, things)
        points.append(point)
        faults.extend(wrong)
    if faults:
        raise BadInput(faults)
    return tuple(points)


def _column_faults(cells: Cells, things: Mapping[str, Thing]) -> Iterator[Fault]:
    first = 1 if cells.path.suffix == ".csv" else 0
    for place, name in enumerate(cells.columns):
        if name not in things:
            told = "is nothing that a design can move" + meant(name, things, most=0)
            yield Fault(cells.path, first, name or f"column {place + 1}", told)
        elif name in cells.columns[:place]:
            yield Fault(cells.path, first, name, "stands twice")


def _point(cells: Cells, row: int, things: Mapping[str, Thing]) -> tuple[Point, list[Fault]]:
    """Return the point of a row, with what is wrong in it."""
    point: Point = {}
    faults = []
    given = cells.rows[row][1]
    if len(given) != len(cells.columns):
        told = f"has {len(given)} cells where the file has {len(cells.columns)} columns"
        return point, [cells.fault(row, "", told)]
    for name, cell in zip(cells.columns, given, strict=True):
        value, told = _value(cell)
        if not told and name in things:
            told = things[name].fault(value) or ""
        if told:
            faults.append(cells.fault(row, name, told))
        point[name] = value
    return point, faults


def _value(cell: Any) -> tuple[float | date, str]:
    """Return the value of a cell, and what is wrong with it or nothing."""
    if str(cell).strip().lower() in EMPTY:
        return 0.0, "is empty: every point has a value in every column"
    try:
        return read_value(cell.date() if isinstance(cell, datetime) else cell), ""
    except PydanticCustomError as error:
        return 0.0, str(error)


def _read(path: Path) -> Cells:
    try:
        if path.suffix == ".csv":
            return _read_csv(path)
        if path.suffix == ".parquet":
            return _read_parquet(path)
    except (FileNotFoundError, IsADirectoryError):
        raise BadInput([Fault(path, 0, "", "there is no such file")]) from None
    except OSError as error:
        raise MachineTrouble(f"{path} cannot be read: {error.strerror or error}") from error
    raise BadInput([Fault(path, 0, "", "must end in .csv or .parquet")])


def _read_csv(path: Path) -> Cells:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            columns = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, list(row)) for row in reader if any(map(str.strip, row))]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput([Fault(path, 0, "", f"is no CSV in UTF-8: {error}")]) from None
    return Cells(path, columns, rows)


def _read_parquet(path: Path) -> Cells:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_table(path)
    except pa.ArrowException as error:
        told = f"is no Parquet: {str(error).splitlines()[0]}"
        raise BadInput([Fault(path, 0, "", told)]) from None
    columns = [list(column.to_pylist()) for column in found.columns]
    rows = [(0, list(row)) for row in zip(*columns, strict=True)]
    return Cells(path, list(found.column_names), rows)
