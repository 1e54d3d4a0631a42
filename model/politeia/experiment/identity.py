"""What a past or a future is called: a digest of all that decides its rows, and of nothing else.

Names of policies, cases and points are not part of it, nor the study that asks for a future. So a
future that two studies ask for is lived once, and two policies with the same levers are one. What
is part of it: the code of the model and the versions that run it, history, world and filter, every
parameter and switch as the future is lived with, the levers as they move, the luck, the size, and
what is recorded when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from politeia.arms import BASELINE, OTHER_LUCK
from politeia.experiment.jobs import Manifest, Unit
from politeia.experiment.lived import Lived, digest_of, points, short
from politeia.outcomes import ACTORS, COUNTRIES
from politeia.scenario.design import of_world

SIZES = ("nodes", "branch", "particles", "replicates")
"""What a past depends on beside its world; the replicates choose the particles that are kept."""
RECORDED = ("horizon", "record_every")
APART = ("study", "parameters")
"""Digests of files that say more than decides rows: what they decide stands in the ids itself."""

PastKey: TypeAlias = tuple[int, int]
"""A past: its draw, and the first point of the design that lives in the same world."""


@dataclass(frozen=True)
class Ids:
    """The ids of the futures of a study, and of the pasts that they go on from."""

    runs: Mapping[Unit, str]
    pasts: Mapping[PastKey, str]

    def past_of(self, study: Manifest, unit: Unit) -> str:
        """Return the id of the past that a unit goes on from."""
        return self.pasts[past_key(study, unit)]


def past_key(study: Manifest, unit: Unit) -> PastKey:
    """Return the past of a unit: points that leave the world alone share theirs."""
    return unit.draw, past_point(study, unit.point)


def past_point(study: Manifest, point: int) -> int:
    """Return the point whose world a point's futures live in: the first that has the same."""
    asked = points(study)
    world = of_world(asked[point])
    return next(number for number, one in enumerate(asked) if of_world(one) == world)


def ids_of(study: Manifest, units: Iterable[Unit], ground: Mapping[str, Any], values: Lived) -> Ids:
    """Return the ids of some units of a study; ``ground`` is what all of them stand on."""
    told = {name: digest for name, digest in ground.items() if name not in APART}
    past_ground = {"ground": told, **{name: study[name] for name in SIZES}}
    recorded = [outcome.name for outcome in (*COUNTRIES, *ACTORS)]
    run_ground = digest_of({"recorded": recorded, **{name: study[name] for name in RECORDED}})
    runs: dict[Unit, str] = {}
    pasts: dict[PastKey, str] = {}
    levers = _Levers(study)
    for unit in units:
        key = past_key(study, unit)
        if key not in pasts:
            usual = values.digest(str(study["cases"][0]["name"]), None, key[0])
            world = of_world(points(study)[key[1]])
            pasts[key] = digest_of([past_ground, world, usual, study["seed"], key[0]])
        luck = "other" if unit.policy == OTHER_LUCK else "future"
        lived = values.digest(unit.case, unit.point, unit.draw)
        moved = levers.digest(unit.policy, unit.point)
        runs[unit] = short(f"{run_ground} {pasts[key]} {lived} {moved} {unit.replicate} {luck}")
    return Ids(runs, pasts)


class _Levers:
    """The resolved levers of each policy at each point, as digests."""

    def __init__(self, study: Manifest) -> None:
        self.moves = {
            str(policy["name"]): list(policy.get("levers") or ()) for policy in study["policies"]
        }
        self.points = points(study)
        self.known: dict[tuple[str, int], str] = {}

    def digest(self, policy: str, point: int) -> str:
        """Return the digest of what a policy moves, with what the point changes of it."""
        key = (BASELINE if policy == OTHER_LUCK else policy, point)
        if key not in self.known:
            self.known[key] = digest_of(self._moved(*key))
        return self.known[key]

    def _moved(self, policy: str, point: int) -> list[Any]:
        moves = [dict(move) for move in self.moves.get(policy, ())]
        for name, value in self.points[point].items():
            whole, _, part = name.rpartition(".")
            owner, _, index = whole.removeprefix("levers.").rpartition(".")
            if name.startswith("levers.") and owner == policy:
                moves[int(index)][part] = value
        return moves
