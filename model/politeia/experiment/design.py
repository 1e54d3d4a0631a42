"""What a study asks for, split into units and grouped into batches, before anything is lived.

The plan depends on the study alone: neither on the machine nor on the number of workers. Units are
in the order of their fields (draw first), so that a batch needs the pasts of few draws, and the
rows of a study stand in one order whatever the size of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

from politeia.experiment.jobs import BASELINE, OTHER_LUCK, PLACEBO, Manifest, Unit

BATCH = 128
"""Histories that are lived together: their citizens fill the cache and no more."""
AS_IS = "as_is"
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
        return tuple(unit for batch in self.batches for unit in batch)


def plan(study: Manifest, batch: int = BATCH) -> Plan:
    """Return the pasts and futures of a resolved study, in batches of at most ``batch``."""
    draws = range(int(study["draws"]))
    units = sorted(
        Unit(draw, case, policy, 0, replicate)
        for draw, case, policy, replicate in product(
            draws, cases(study), policies(study), range(int(study["replicates"]))
        )
    )
    return Plan(
        pasts=tuple(even_parts(draws, max(1, batch // int(study["particles"])))),
        batches=tuple(even_parts(units, batch)),
    )


def policies(study: Manifest) -> tuple[str, ...]:
    """Return the policies to live: with any policy come the baseline, the placebo, the null arm."""
    asked = names(study.get("policies", ()))
    always = (BASELINE, PLACEBO, OTHER_LUCK) if asked else (BASELINE,)
    return tuple(dict.fromkeys((*always, *asked)))


def cases(study: Manifest) -> tuple[str, ...]:
    """Return the cases to live, ``as_is`` where the study names none."""
    return names(study.get("cases", ())) or (AS_IS,)


def names(things: Mapping[str, Any] | Iterable[Any] | None) -> tuple[str, ...]:
    """Return the names of policies or cases given as a mapping, as names, or as named mappings."""
    return tuple(
        str(thing["name"]) if isinstance(thing, Mapping) else str(thing) for thing in things or ()
    )


def even_parts(things: Sequence[T], most: int) -> Iterable[tuple[T, ...]]:
    """Yield ``things`` in order, in as few parts as ``most`` allows, their sizes at most 1 apart."""
    parts = -(-len(things) // most)
    for part in range(parts):
        first, last = part * len(things) // parts, (part + 1) * len(things) // parts
        yield tuple(things[first:last])


def is_preview(study: Manifest) -> bool:
    """Return whether a study has too few draws or replicates for its figures to be shown as done."""
    return study["draws"] < ENOUGH_DRAWS or study["replicates"] < ENOUGH_REPLICATES


def first_look(study: Manifest) -> dict[str, Any]:
    """Return the study cut down to what is lived in seconds: few draws, small networks, few policies.

    The first policies of the list stay, since a study names first what it asks about.
    """
    asked = study.get("policies") or ()
    keep = [name for name in names(asked) if name not in (BASELINE, PLACEBO, OTHER_LUCK)][:6]
    keep += [name for name in (BASELINE, PLACEBO) if name in names(asked)]
    return {
        **study,
        "draws": min(8, study["draws"]),
        "replicates": min(2, study["replicates"]),
        "particles": min(8, study["particles"]),
        "nodes": min(500, study["nodes"]),
        "policies": _only(asked, keep),
    }


def _only(things: Mapping[str, Any] | Iterable[Any], keep: Sequence[str]) -> Any:
    """Return policies in the form in which they came, without those that are not in ``keep``."""
    if isinstance(things, Mapping):
        return {name: thing for name, thing in things.items() if name in keep}
    return [thing for thing in things if names([thing])[0] in keep]
