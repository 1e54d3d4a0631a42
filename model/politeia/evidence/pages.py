"""The files of evidence, each read with its places, and the figures of the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from politeia.errors import BadInput, Fault
from politeia.evidence.schema import FactsFile
from politeia.scenario.marks import Mark, Step, Table, place, read
from politeia.scenario.validate import validated

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Page(Generic[Model]):
    """What a file says as a schema, and the places of its words."""

    path: Path
    file: Model
    table: Table

    def mark(self, *steps: Step) -> Mark:
        """Return the place that steps lead to."""
        return place(self.table, steps)[0]

    def fault(self, steps: Iterable[Step], told: str) -> Fault:
        """Return a fault at the place that steps lead to."""
        mark, key, _ = place(self.table, tuple(steps))
        return mark.fault(key, told)


def page(path: Path, kind: type[Model], faults: list[Fault]) -> Page[Model] | None:
    """Return what a file says, or None where nothing can be read; add its faults to ``faults``."""
    try:
        table = read(path)
    except BadInput as error:
        faults.extend(error.faults)
        return None
    found = validated(kind, table, faults)
    return None if found is None else Page(path, *found)


def fact_pages(calibration: Path, faults: list[Fault]) -> list[Page[FactsFile]]:
    """Return the files of facts in the order of their names, and add their faults to ``faults``."""
    found = [page(path, FactsFile, faults) for path in sorted(calibration.glob("facts/*.yaml"))]
    return [one for one in found if one is not None]


def gathered(
    pages: Iterable[Page[Any]], under: str, faults: list[Fault]
) -> tuple[dict[str, Any], dict[str, Mark]]:
    """Return all entries of files by id, with their places; an id has one owner."""
    entries: dict[str, Any] = {}
    marks: dict[str, Mark] = {}
    for one in pages:
        for name, entry in getattr(one.file, under).items():
            if name in entries:
                first = marks[name]
                told = f"stands twice: first in {first.file.name}, line {first.line}"
                faults.append(one.fault((under, name), told))
                continue
            entries[name], marks[name] = entry, one.mark(under, name)
    return entries, marks
