"""What one sender has in force against each target: names, sectors, compliance, threats to hubs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.country import Country
from politeia.quantity import INFINITY, Bools, Floats, Integers, quantity
from politeia.theories.pressure import sanctions

if TYPE_CHECKING:
    from politeia.actors.democracy import Democracy
    from politeia.model import Politeia


class Measures(Actor):
    """Rows of shape (target, run), in the order of the model's countries.

    Those of a chorus of senders are (target, sender, run).
    """

    abuse_memory = quantity(
        "abuse that the sender remembers", unit="detained/1,000", bounds=(0, INFINITY)
    )
    listings = quantity("persons listed", unit="persons", bounds=(0, INFINITY))
    coverage = quantity("coverage of trade", unit="1", bounds=(0, 1), symbol="Z")
    compliance = quantity("compliance", unit="1", bounds=(0, 1), symbol="kap")
    hub_pressure = quantity("threat to hubs", unit="1", bounds=(0, 1), symbol="q")
    conditional = quantity("share of coverage tied to rights", unit="1", bounds=(0, 1), symbol="m")
    effort_recorded = quantity("effort to enforce, by record", unit="1", bounds=(0, 1))
    weight = quantity(
        "share of the target's trade with the sender", unit="1", bounds=(0, 1), symbol="w"
    )
    lifted = quantity("share lifted by policy or for releases", unit="1", bounds=(0, 1))
    listings_start = quantity("persons listed at the branch", unit="persons", bounds=(0, INFINITY))
    coverage_start = quantity("coverage at the branch", unit="1", bounds=(0, 1))
    cut_by_policy = quantity("coverage that a policy has added", unit="1", bounds=(0, 1))
    names_fell = quantity("names of this week", unit="persons", bounds=(0, INFINITY))
    step_fell = quantity("coverage added this week", unit="1", bounds=(0, 1))

    def __init__(self, model: Politeia, code: str, name: str, targets: Sequence[str]) -> None:
        self.clocks = tuple(targets)  # type: ignore[misc]
        super().__init__(model, code, name)
        self.found_rows(len(targets), model.runs)

    def told(self, seen: Floats) -> Floats:
        """Return what is seen of each target, (target, run), as every sender of a chorus has it."""
        return seen if self.rows.ndim == 3 else seen[:, None]

    def by_sender(self, held: Floats) -> Sequence[Floats]:
        """Return what is held against targets, sender by sender, each of shape (target, run)."""
        return [held] if self.rows.ndim == 3 else list(np.moveaxis(held, -2, 0))

    def remember(self, visible: Floats) -> None:
        """Remember what was seen of each target, (target, run)."""
        self.abuse_memory = sanctions.remembered_abuse(
            self.p.sanctions, self.abuse_memory, self.told(visible), 1.0
        )

    def impose(self, place: int, listings: float, coverage: float) -> None:
        """Add what the record says that the sender added to the target at ``place``."""
        if listings:
            self.listings[place] = np.maximum(self.listings[place] + listings, 0.0)
            self.names_fell[place] += max(listings, 0.0)
        before = self.coverage[place].copy()
        if coverage > 0.0:
            self.coverage[place] = before + coverage * (1.0 - before)
            self.step_fell[place] += self.coverage[place] - before
        elif coverage < 0.0:
            self.coverage[place] = before * (1.0 + coverage)

    def begin_week(self) -> None:
        """Set what fell this week to nothing."""
        self.names_fell, self.step_fell = 0.0, 0.0

    def take_measures(
        self, sender: Democracy, week: int, countries: Sequence[Country], packages: Bools
    ) -> None:
        """Let packages and levers add to what is in force; let compliance and threats fade."""
        p = self.p.sanctions

        def lever(name: str) -> Floats:
            return sender.lever_on_all(name, countries)

        luck = self.luck.normals("names", week, len(countries))
        names = np.where(packages, sanctions.package_names(p, luck), 0.0)
        steps = (packages & sanctions.reaches_sectors(p, self.listings)).astype(np.float64)
        hubs = self.luck.uniforms("hubs", week, len(countries))
        listed = (steps > 0.0) & sanctions.lists_hubs(p, self.coverage, hubs)
        named, packed = lever("sanctions.listings"), lever("sanctions.coverage")
        before = self.coverage.copy()
        self.listings = sanctions.listings_after(self.listings, names, named, 1.0)
        self.coverage = sanctions.coverage_after(p, before, steps, packed, 1.0)
        added = sanctions.coverage_after(p, self.cut_by_policy, np.zeros_like(packed), packed, 1.0)
        self.cut_by_policy = np.where(packed > 0.0, added, self.cut_by_policy)
        effort = np.maximum(lever("sanctions.enforcement"), self.effort_recorded)
        self.compliance = sanctions.compliance_after(p, self.compliance, effort, 1.0)
        pressed = lever("sanctions.hub_pressure")
        self.hub_pressure = sanctions.hub_pressure_after(p, self.hub_pressure, listed, pressed, 1.0)
        tied = lever("sanctions.conditionality")
        self.conditional = sanctions.conditionality_after(
            p, self.conditional, before, self.coverage, tied, 1.0
        )
        relief = self.told(self.model.every("regime", "relief"))
        self.lifted = 1.0 - (1.0 - lever("sanctions.lifting")) * (1.0 - relief)
        self.names_fell = self.names_fell + names + named * (7.0 / 365.25)
        self.step_fell = np.minimum(self.step_fell + self.coverage - before, 1.0)

    @property
    def standing(self) -> Floats:
        """Return the coverage that is in force and not lifted, (target, run)."""
        return sanctions.in_force(self.coverage, self.lifted, self.model.levers.rest)

    def keep_target(self, place: int, ancestors: Integers) -> None:
        """Let what is held against one target follow its resampled histories."""
        for part in (self.rows, self.left, self.spell):
            part[..., place, :] = part[..., place, :][..., ancestors]
