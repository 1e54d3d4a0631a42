"""Policies at work: what each lever is this week, by whom, on whom, in every history.

A policy is a list of dated moves. A batch may hold histories of several policies; each move acts in
the columns of its own. A move rises by its ramp while its condition holds and falls back by it
where it does not; two moves of one lever by the same on the same do not add, the larger acts.
A placebo passes all of this and moves by zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from politeia.calendar import day_in_week, week_of
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats, Integers, clip
from politeia.scenario.conditions import Truth, parse
from politeia.scenario.policy import Move, Policy

Look = Callable[[str, str], Floats]
ITSELF = ""
"""Target of a lever on a sender's own politics."""


@dataclass
class Motion:
    """One move in the histories of its policy: ``progress`` of its ramp is (run of policy,)."""

    move: Move
    columns: Integers
    condition: Truth | None
    progress: Floats = field(init=False)
    started: float = field(init=False)
    ends: float = field(init=False)

    def __post_init__(self) -> None:
        self.progress = np.zeros(len(self.columns))
        self.started = week_of(self.move.start) + day_in_week(self.move.start) / 7.0
        until = self.move.until
        self.ends = np.inf if until is None else week_of(until) + day_in_week(until) / 7.0

    def advance(self, week: int, holds: Floats | None) -> Floats:
        """Live the ramp for this week; return the intensity, of the columns of this motion."""
        share = min(max(week + 1.0 - self.started, 0.0), 1.0) if week < self.ends else 0.0
        if share <= 0.0:
            self.progress[:] = 0.0
            return self.progress
        ramp = max(float(self.move.over), 1e-9)
        pace = share / ramp
        up = np.ones(len(self.columns)) if holds is None else holds
        self.progress = clip(self.progress + np.where(up > 0.5, pace, -pace), 0.0, 1.0)
        return self.progress * self.move.to


class Levers:
    """Every lever of this week; what no policy moves rests at 0."""

    def __init__(self, runs: int, policies: Sequence[tuple[Policy, Integers]] = ()) -> None:
        self.runs = runs
        self.rest = np.zeros(runs)
        self.motions = [
            Motion(move, columns, parse(move.when, BY_NAME) if move.when else None)
            for policy, columns in policies
            for move in policy.levers
        ]
        self.used = frozenset(motion.move.moves for motion in self.motions)
        self.now: dict[tuple[str, str, str], Floats] = {}
        self.before: dict[tuple[str, str, str], Floats] = {}

    def advance(self, week: int, look: Look) -> None:
        """Set every lever to its intensity of ``week``; conditions see what ``look`` tells."""
        self.before, self.now = self.now, {}
        for motion in self.motions:
            holds = None
            if motion.condition is not None:
                told = np.broadcast_to(motion.condition.evaluate(look), (self.runs,))
                holds = np.asarray(told, dtype=np.float64)[motion.columns]
            intensity = motion.advance(week, holds)
            for by in motion.move.by:
                for on in motion.move.on or (ITSELF,):
                    self._set(motion.move.moves, by, on, motion.columns, intensity)

    def _set(self, lever: str, by: str, on: str, columns: Integers, intensity: Floats) -> None:
        place = (lever, by, on)
        if place not in self.now:
            self.now[place] = np.zeros(self.runs)
        values = self.now[place]
        values[columns] = np.maximum(values[columns], intensity)

    def of(self, lever: str, by: str, on: str = ITSELF) -> Floats:
        """Return the intensity of a lever by one on one, in the lever's own unit."""
        return self.now.get((lever, by, on), self.rest)

    def began(self, lever: str, by: str, on: str = ITSELF) -> Floats:
        """Return 1 in the week in which a lever leaves its rest, else 0; a move by zero is none."""
        place = (lever, by, on)
        before = self.before.get(place, self.rest)
        return ((self.of(*place) > 0.0) & (before <= 0.0)).astype(np.float64)

    def moved(self, lever: str) -> bool:
        """Return whether any policy of the batch moves the lever; its size is not read."""
        return lever in self.used
