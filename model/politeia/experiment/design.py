"""What a study asks for, split into units and grouped into batches, before anything is lived.

The plan depends on the study alone: neither on the machine nor on the number of workers. A batch
has one case, since a case is a model of its own and a model of few histories costs nearly what one
of many does; within a case, units are in the order of their fields (draw first), so that a batch
needs the pasts of few draws. The rows of a study stand in one order whatever the size of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any, TypeVar

from politeia.arms import BASELINE, OTHER_LUCK, PLACEBO
from politeia.experiment.jobs import Manifest, Unit
from politeia.scenario.design import pasts_of

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
    """The work of a study: draws of each block of pasts, units of each batch of futures.

    ``worlds`` has for each block the point in whose world it is lived, and ``past_of`` for each
    point the one whose pasts it goes on from: 0 where no point moves the world.
    """

    pasts: tuple[tuple[int, ...], ...]
    batches: tuple[tuple[Unit, ...], ...]
    worlds: tuple[int, ...]
    past_of: tuple[int, ...] = (0,)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return all futures, in order."""
        return tuple(sorted(unit for batch in self.batches for unit in batch))


def plan(study: Manifest, batch: int = BATCH) -> Plan:
    """Return the pasts and futures of a resolved study, in batches of at most ``batch``.

    A batch has one case and one world, since its histories are one model.
    """
    draws = range(int(study["draws"]))
    past_of = pasts_of(points(study))
    blocks = even_parts(draws, max(1, batch // int(study["particles"])))
    models: dict[tuple[str, int], list[Unit]] = {}
    for unit in sorted(_units(study)):
        models.setdefault((unit.case, past_of[unit.point]), []).append(unit)
    worlds = tuple(dict.fromkeys(past_of))
    return Plan(
        pasts=tuple(block for _ in worlds for block in blocks),
        batches=tuple(
            part for _, units in sorted(models.items()) for part in even_parts(units, batch)
        ),
        worlds=tuple(world for world in worlds for _ in blocks),
        past_of=past_of,
    )


def _units(study: Manifest) -> Iterator[Unit]:
    """Yield every future that a study asks for."""
    for point in range(len(points(study))):
        for draw, case, policy, replicate in product(
            range(int(study["draws"])),
            cases(study),
            policies_at(study, point),
            range(int(study["replicates"])),
        ):
            yield Unit(draw, case, policy, point, replicate)


def points(study: Manifest) -> Sequence[Mapping[str, Any]]:
    """Return the points of a study; one that says nothing where it has no design."""
    return (study.get("design") or {}).get("points") or ({},)


def policies_at(study: Manifest, point: int) -> tuple[str, ...]:
    """Return the policies that are lived at a point: all, or where they take turns its own."""
    turns = (study.get("design") or {}).get("turns") or ()
    found = policies(study)
    return tuple(name for name in found if not turns or name in (*ALWAYS, turns[point]))


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


def even_parts(things: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """Return ``things`` in order, in as few parts as ``most`` allows, of nearly the same size."""
    parts = -(-len(things) // most)
    ends = [part * len(things) // parts for part in range(parts + 1)]
    return [tuple(things[first:last]) for first, last in pairwise(ends)]


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
