"""What a study asks for, split into units and grouped into batches, before anything is lived.

The plan depends on the study alone: neither on the machine nor on the number of workers. A batch
has one case, since a case is a model of its own and a model of few histories costs nearly what one
of many does; within a case, units are in the order of their fields (draw first), so that a batch
needs the pasts of few draws. The rows of a study stand in one order whatever the size of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

from politeia.arms import BASELINE, OTHER_LUCK, PLACEBO
from politeia.experiment.jobs import Manifest, Unit

BATCH = 128
"""Histories that are lived together: their citizens fill the cache and no more."""
FIRST_LOOK = {"draws": 4, "replicates": 2, "particles": 4, "nodes": 500}
FIRST_POLICIES = 6
ALWAYS = (BASELINE, PLACEBO, OTHER_LUCK)
ENOUGH_DRAWS = 100
ENOUGH_REPLICATES = 8

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """The work of a study: draws of each block of pasts, units of each batch of futures."""

    pasts: tuple[tuple[int, ...], ...]
    batches: tuple[tuple[Unit, ...], ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return all futures, in order."""
        return tuple(sorted(unit for batch in self.batches for unit in batch))


def plan(study: Manifest, batch: int = BATCH) -> Plan:
    """Return the pasts and futures of a resolved study, in batches of at most ``batch``.

    A batch has one case, since its histories are one model.
    """
    draws, repeated = range(int(study["draws"])), range(int(study["replicates"]))
    batches = [
        part
        for case in sorted(cases(study))
        for part in even_parts(
            sorted(
                Unit(draw, case, policy, 0, replicate)
                for draw, policy, replicate in product(draws, policies(study), repeated)
            ),
            batch,
        )
    ]
    return Plan(
        pasts=tuple(even_parts(draws, max(1, batch // int(study["particles"])))),
        batches=tuple(batches),
    )


def policies(study: Manifest) -> tuple[str, ...]:
    """Return the policies to live: with any policy come the baseline, the placebo, the null arm."""
    asked = _names(study["policies"])
    always = ALWAYS if asked else (BASELINE,)
    return tuple(dict.fromkeys((*always, *asked)))


def cases(study: Manifest) -> tuple[str, ...]:
    """Return the cases to live."""
    return _names(study["cases"])


def _names(things: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(thing["name"]) for thing in things)


def even_parts(things: Sequence[T], most: int) -> Iterable[tuple[T, ...]]:
    """Yield ``things`` in order, in as few parts as ``most`` allows, of nearly the same size."""
    parts = -(-len(things) // most)
    for part in range(parts):
        first, last = part * len(things) // parts, (part + 1) * len(things) // parts
        yield tuple(things[first:last])


def is_preview(study: Manifest) -> bool:
    """Return whether a study has so few draws or replicates that its figures say preview."""
    return bool(study["draws"] < ENOUGH_DRAWS or study["replicates"] < ENOUGH_REPLICATES)


def first_look(study: Manifest) -> dict[str, int]:
    """Return the sizes of a study that is lived in seconds; none is larger than the study's own."""
    return {name: min(most, int(study[name])) for name, most in FIRST_LOOK.items()}


def first_policies(names: Iterable[str]) -> tuple[str, ...]:
    """Return the policies of a first look: what a study asks about, it names first."""
    asked = [name for name in names if name not in ALWAYS]
    return (*ALWAYS, *asked[:FIRST_POLICIES])
