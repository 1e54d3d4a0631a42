"""What travels between the main process and its workers: small frozen objects, paths, no data.

A *past* belongs to a draw and is lived once, from the start of the world to the branch. A *future*
(policy, case, point, draw, replicate) goes on from the past of its draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Manifest: TypeAlias = Mapping[str, Any]
"""A resolved study as plain data: what ``Study.to_manifest`` returns."""
Table: TypeAlias = Any
"""A ``pyarrow.Table``, or a mapping of a column's name to its array; one row a record."""


@dataclass(frozen=True, order=True)
class Unit:
    """One future: its fields in this order are the order of units in a study."""

    draw: int
    case: str
    policy: str
    point: int
    replicate: int


@dataclass(frozen=True)
class PastJob:
    """Live all particles of some draws from the start of the world to the branch.

    ``case`` is None where the study's own settings rule, which is so for every past that cases
    share; ``point`` is the point of the study's design in whose world they are lived. State files
    are written into ``folder``.
    """

    study: Manifest
    draws: tuple[int, ...]
    seed: int
    folder: str
    case: str | None = None
    point: int = 0


@dataclass(frozen=True)
class PastReport:
    """What became of the pasts of some draws; every tuple but the last two has a value a draw.

    ``paths`` are the state files, ``effective_number`` the smallest over countries and dates,
    ``inside`` the share of particles inside every tolerance, ``seen_targets`` the targets that the
    filter has used, ``problems`` a sentence for each draw that cannot reach the record.
    """

    draws: tuple[int, ...]
    paths: tuple[str, ...]
    log_likelihood: tuple[float, ...]
    effective_number: tuple[float, ...]
    inside: tuple[float, ...]
    seen_targets: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class FutureJob:
    """Live some futures from stored pasts; ``pasts`` gives the state file of each draw.

    All units have one world: points that move the world otherwise are lived in another job.
    """

    study: Manifest
    units: tuple[Unit, ...]
    seed: int
    pasts: Mapping[int, str]
    folder: str
    batch: int = 0


@dataclass(frozen=True)
class FutureRows:
    """The rows of a batch, by country and, where a world has other actors, by actor.

    ``countries`` has the columns policy, case, point, draw, replicate, country, date, and one a
    recorded outcome; ``actors`` has ``actor`` for ``country``. The order of rows is free.
    """

    countries: Table
    actors: Table | None = None


@dataclass(frozen=True)
class Receipt:
    """What a worker sends back when the rows of a batch lie on the disk."""

    batch: int
    files: Mapping[str, int] = field(default_factory=dict)
    """Rows by the name of the file, which is relative to the result folder."""


@dataclass(frozen=True)
class Failure:
    """A job that did not end well, as it stands in ``failures.json``."""

    job: str
    draws: tuple[int, ...]
    units: tuple[Unit, ...]
    message: str
    traceback: str


@dataclass(frozen=True)
class Lives:
    """The two functions that live histories; importable by name, so that workers find them."""

    pasts: Callable[[PastJob], PastReport]
    futures: Callable[[FutureJob], FutureRows]
