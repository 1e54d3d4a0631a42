"""A design in the making: what it moves, and over which values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np

from politeia.arms import ALWAYS
from politeia.designs import samples
from politeia.designs.names import Thing, day, number, things
from politeia.evidence.draws import prior_of
from politeia.evidence.ledger import Ledger, load_ledger
from politeia.evidence.priors import Prior
from politeia.quantity import Floats
from politeia.scenario.design import MIDDLE, WORLD, DesignFile, Factor
from politeia.scenario.marks import Step
from politeia.scenario.policy import Policy
from politeia.scenario.world import World

SECTIONS = {"uncertainties": "", "levers": "levers.", "switches": "switches.", "world": WORLD}
"""Where things are moved, and how their dotted names begin; that of a parameter is its own."""
STEPS = 3
"""Steps of a range in a grid and one at a time."""

Steps: TypeAlias = tuple[Step, ...]


@dataclass
class Plan:
    """What a design says, beside all that it could move in its study."""

    file: DesignFile
    world: World
    branch: date
    policies: Sequence[Policy]

    @cached_property
    def things(self) -> dict[str, Thing]:
        """Return everything that can be moved, by dotted name."""
        return things(self.world, self.policies, self.branch)

    @property
    def compared(self) -> tuple[str, ...]:
        """Return the policies that are compared with the baseline."""
        return tuple(policy.name for policy in self.policies if policy.name not in ALWAYS)

    @cached_property
    def factors(self) -> list[tuple[Steps, str, Factor]]:
        """Return what is moved: where it stands, its dotted name, and how."""
        return [
            ((section, key), stem + key, factor)
            for section, stem in SECTIONS.items()
            for key, factor in getattr(self.file, section).items()
        ]

    @property
    def steps(self) -> int:
        """Return the steps of a range that says none itself."""
        usual = samples.MORRIS_LEVELS if self.file.method == "morris" else STEPS
        return self.file.levels or usual

    @property
    def asked(self) -> int:
        """Return the points, base samples or trajectories that are asked for; 0 where none are."""
        return self.file.points if isinstance(self.file.points, int) else 0

    @property
    def size(self) -> int:
        """Return how many points the design makes of its factors."""
        counts = [len(f.values) or f.levels or self.steps for _, _, f in self.factors]
        if self.file.method == "grid":
            return math.prod(counts)
        if self.file.method == "one_at_a_time":
            return 1 + sum(counts)
        pairs = self.file.second_order
        return samples.count(self.file.method, self.asked, len(counts), second_order=pairs)

    def prior(self, name: str) -> Prior | None:
        """Return the prior of a parameter in this study, None of what is no parameter."""
        known = self._ledger.parameters.get(name)
        return None if known is None else prior_of(known, self.branch, self.world.branch)

    @cached_property
    def _ledger(self) -> Ledger:
        return load_ledger()

    def values(self, name: str, factor: Factor) -> Sequence[float | date]:
        """Return the steps of a thing in a grid: its values, or even steps of its range."""
        if factor.values:
            return factor.values
        return self.spread(name, factor, np.linspace(0.0, 1.0, factor.levels or self.steps))

    def spread(self, name: str, factor: Factor, unit: Floats) -> list[float | date]:
        """Return the values at places in [0, 1]; each of a list of values has an equal part."""
        if factor.values:
            places = np.minimum((unit * len(factor.values)).astype(int), len(factor.values) - 1)
            return [factor.values[place] for place in places]
        prior = self.prior(name) if factor.prior else None
        if prior is not None:
            first, last = MIDDLE
            return [float(value) for value in prior.quantile(first + (last - first) * unit)]
        low, high = number(factor.low or 0.0), number(factor.high or 0.0)
        spread = np.clip(low + (high - low) * unit, low, high)
        if self.things[name].kind == "date":
            return [day(value) for value in spread]
        return [float(value) for value in spread]
