"""Policies at work: what each lever is this week, by whom, on whom, in every history.

A policy is a list of dated moves. A batch may hold histories of several policies; each move acts in
the columns of its own, which may begin it on days and take it to intensities of their own, as the
points of a design say. A move rises by its ramp while its condition holds and falls back by it
where it does not; two moves of one lever by the same on the same do not add, the larger acts.
A placebo passes all of this and moves by zero.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias, TypeVar

import numpy as np

from politeia.calendar import day_in_week, week_of
from politeia.levers_table import ITSELF
from politeia.outcomes import IN_CONDITIONS
from politeia.quantity import Floats, Integers, clip
from politeia.scenario.conditions import Truth, parse
from politeia.scenario.policy import Move, Policy

Look = Callable[[str, str], Floats]
Place: TypeAlias = tuple[str, str, str]
"""A lever, who moves it, on whom."""
T = TypeVar("T")


@dataclass
class Motion:
    """One move in the histories of its policy: ``progress`` of its ramp is (run of policy,).

    ``to`` and ``started`` are its intensity and the week in which it begins, of the same shape.
    """

    move: Move
    columns: Integers
    condition: Truth | None
    to: Floats
    started: Floats
    progress: Floats = field(init=False)
    ends: float = field(init=False)

    def __post_init__(self) -> None:
        self.progress = np.zeros(len(self.columns))
        self.ends = np.inf if self.move.until is None else moment(self.move.until)

    def advance(self, week: int, holds: Floats | None) -> Floats:
        """Live the ramp for this week; return the intensity, of the columns of this motion."""
        share = clip(week + 1.0 - self.started, 0.0, 1.0)
        if week >= self.ends or not share.any():
            self.progress[:] = 0.0
            return self.progress
        ramp = max(float(self.move.over), 1e-9)
        pace = share / ramp
        up = np.ones(len(self.columns)) if holds is None else holds
        risen = clip(self.progress + np.where(up > 0.5, pace, -pace), 0.0, 1.0)
        self.progress = np.where(share > 0.0, risen, 0.0)
        return self.progress * self.to


def moment(day: date) -> float:
    """Return a day as a week and a part of it."""
    return week_of(day) + day_in_week(day) / 7.0


class Levers:
    """Every lever of this week; what no policy moves rests at 0.

    Most weeks nothing moves: a lever is put together anew only when one of its motions has changed,
    and what others make of it is kept by ``memo`` until then.
    """

    def __init__(
        self,
        runs: int,
        policies: Sequence[tuple[Policy, Integers]] = (),
        points: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Found the levers of a batch; ``points`` has what moves them otherwise in each history."""
        self.runs = runs
        self.rest = np.zeros(runs)
        self.motions = [
            _motion(policy, place, columns, points)
            for policy, columns in policies
            for place in range(len(policy.levers))
        ]
        self.used = frozenset(motion.move.moves for motion in self.motions)
        self.intensities = [np.zeros(len(motion.columns)) for motion in self.motions]
        self.now: dict[Place, Floats] = {}
        self.begun: dict[Place, Floats] = {}
        self.version = dict.fromkeys(self.used, 0)
        self.kept: dict[Hashable, tuple[int, Any]] = {}

    def advance(self, week: int, look: Look) -> None:
        """Set every lever to its intensity of ``week``; conditions see what ``look`` tells."""
        self.begun = {}
        changed = set()
        for number, motion in enumerate(self.motions):
            intensity = motion.advance(week, self._holds(motion, look))
            if not np.array_equal(intensity, self.intensities[number]):
                self.intensities[number] = intensity.copy()
                changed.add(motion.move.moves)
        for lever in sorted(changed):
            self._compose(lever)

    def _holds(self, motion: Motion, look: Look) -> Floats | None:
        if motion.condition is None:
            return None
        told = np.broadcast_to(motion.condition.evaluate(look), (self.runs,))
        return np.asarray(told, dtype=np.float64)[motion.columns]

    def _compose(self, lever: str) -> None:
        """Put a lever together from its motions: of two by one on one the larger acts."""
        before = {place: held for place, held in self.now.items() if place[0] == lever}
        for place in before:
            self.now[place] = np.zeros(self.runs)
        for motion, intensity in zip(self.motions, self.intensities, strict=True):
            if motion.move.moves == lever:
                for by in motion.move.by:
                    for on in motion.move.on or (ITSELF,):
                        held = self.now.setdefault((lever, by, on), np.zeros(self.runs))
                        columns = motion.columns
                        held[columns] = np.maximum(held[columns], intensity)
        for place in [place for place in self.now if place[0] == lever]:
            leaves = (self.now[place] > 0.0) & (before.get(place, self.rest) <= 0.0)
            if leaves.any():
                self.begun[place] = leaves.astype(np.float64)
        self.version[lever] += 1

    def of(self, lever: str, by: str, on: str = ITSELF) -> Floats:
        """Return the intensity of a lever by one on one, in the lever's own unit."""
        return self.now.get((lever, by, on), self.rest)

    def moved(self, lever: str) -> bool:
        """Return whether any policy of the batch moves the lever; its size is not read."""
        return lever in self.used

    def memo(self, key: Hashable, lever: str, make: Callable[[], T]) -> T:
        """Return what ``make`` made of a lever, made anew only when the lever has changed.

        The lever "" stands for all of them together.
        """
        stamp = self.version[lever] if lever else sum(self.version.values())
        held = self.kept.get((key, lever))
        if held is None or held[0] != stamp:
            held = (stamp, make())
            self.kept[key, lever] = held
        made: T = held[1]
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "kept": {}}


def _motion(
    policy: Policy, place: int, columns: Integers, points: Sequence[Mapping[str, Any]]
) -> Motion:
    """Return a move of a policy, as the points of its histories change it."""
    move = policy.levers[place]
    mine = [points[column] for column in columns] if points else [{}] * len(columns)
    stem = f"levers.{policy.name}.{place}"
    to = [float(point.get(f"{stem}.to", move.to)) for point in mine]
    started = [moment(point.get(f"{stem}.start", move.start)) for point in mine]
    condition = parse(move.when, IN_CONDITIONS) if move.when else None
    return Motion(move, columns, condition, np.array(to), np.array(started))
