"""What travels between the main process and its workers: small frozen objects, paths, no data.

A *past* belongs to a draw and is lived once, from the start of the world to the branch. A *future*
(policy, case, point, draw, replicate) goes on from the past of its draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

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

    ``case`` is None where the settings of the study's first case rule, which is so for every past
    that cases share; ``point`` is the point of the design whose world they live in; state files
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
    """What became of the pasts of some draws; every tuple but ``seen_targets`` has a value a draw.

    ``paths`` are the state files, ``effective_number`` the smallest over countries and dates,
    ``inside`` the share of particles inside every tolerance, ``seen_targets`` the targets that the
    filter has used, ``problems`` a sentence for a draw that cannot reach the record, else "".
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

    All units of a job live in one world: points that move it are never mixed with others.
    """

    study: Manifest
    units: tuple[Unit, ...]
    seed: int
    pasts: Mapping[int, str]
    folder: str


@dataclass(frozen=True)
class FutureRows:
    """The rows of a batch, by country and, where a world has other actors, by actor.

    ``countries`` has the columns policy, case, point, draw, replicate, country, date, and one a
    recorded outcome; ``actors`` has ``actor`` for ``country``. The order of rows is free.
    """

    countries: Table
    actors: Table | None = None


@dataclass(frozen=True)
class Values:
    """What futures are lived with: each parameter and rival switch by dotted name, (draw,) each.

    ``uncertain`` names those that differ, or could differ, between draws.
    """

    held: Mapping[str, npt.NDArray[np.float64]]
    uncertain: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return all names, sorted."""
        return tuple(sorted(self.held))

    def moved(self, point: Mapping[str, Any]) -> Values:
        """Return the values with what a point of a design sets of them."""
        new = {
            name: self.held[name] * 0.0 + float(value)
            for name, value in point.items()
            if name in self.held
        }
        return Values({**self.held, **new}, self.uncertain)

    def by_draw(self) -> npt.NDArray[np.float64]:
        """Return the values as (draw, name), names sorted."""
        import numpy as np

        return np.ascontiguousarray(np.array([self.held[name] for name in self.names]).T)


@dataclass(frozen=True)
class Failure:
    """A future that could not be lived: who it is, in which job, and what was raised."""

    unit: Unit
    run: str
    job: str
    message: str
    traceback: str


@dataclass(frozen=True)
class Lives:
    """The functions that live histories; importable by name, so that workers find them.

    ``values`` tells with which parameters and switches the draws of a case are lived.
    """

    pasts: Callable[[PastJob], PastReport]
    futures: Callable[[FutureJob], FutureRows]
    values: Callable[[Manifest, str, Sequence[int]], Values]
