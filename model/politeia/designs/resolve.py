"""From a design as it is written to its points, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

import numpy as np

from politeia.designs import faults, samples, table
from politeia.designs.names import number
from politeia.designs.plan import Plan
from politeia.quantity import Floats
from politeia.scenario.checks import Found
from politeia.scenario.design import SAMPLED, Design, DesignFile, Factor, Moved, Point
from politeia.scenario.desk import Desk
from politeia.scenario.marks import Table, place
from politeia.scenario.policy import Policy
from politeia.scenario.study import Case
from politeia.scenario.world import World

UNDER = ("design",)


class Resolving:
    """The design of one study: its points first, then whether the cases go with them."""

    def __init__(self, desk: Desk, file: DesignFile, source: Table) -> None:
        self.desk, self.file, self.source = desk, file, source
        self.plan: Plan | None = None

    def design(self, world: World, branch: date, policies: Sequence[Policy]) -> Design | None:
        """Return the design for a world, a branch and policies, or None and its faults."""
        self.plan = Plan(self.file, world, branch, policies)
        before = len(self.desk.faults)
        self._add(faults.written_faults(self.plan))
        own = self._own_points(self.plan) if self.file.method == "file" else None
        if len(self.desk.faults) > before or self._told():
            return None
        design = made(self.plan, own)
        self._add(faults.made_faults(design, world, self.plan.compared))
        return design

    def check_cases(self, design: Design, cases: Sequence[Case]) -> None:
        """Add what the points move and a case holds."""
        assert self.plan is not None
        self._add(faults.case_faults(design, cases, self.plan))

    def _told(self) -> set[str]:
        """Return the keys of the design that are known to be at fault."""
        return {f.key for f in self.desk.faults if f.key.split(".")[0] == UNDER[0]}

    def _add(self, found: Found) -> None:
        """Add faults, but those of what was at fault already when it was read."""
        told = self._told()
        whole = [((*UNDER, *steps), sentence) for steps, sentence in found]
        kept = [
            (steps, sentence)
            for steps, sentence in whole
            if not any(_same(place(self.source, steps)[1], key) for key in told)
        ]
        self.desk.add(self.source, iter(kept))

    def _own_points(self, plan: Plan) -> tuple[Point, ...] | None:
        """Return the points of the file that the design names, beside the file that names it."""
        mark, key, _ = place(self.source, (*UNDER, "file"))
        if self.file.file is not None:
            with self.desk.at(mark, key):
                return table.points_of(mark.file.parent / self.file.file, plan.things)
        return None


def _same(key: str, told: str) -> bool:
    """Return whether one of two keys stands at or below the other."""
    short, long = sorted((key, told), key=len)
    return long.startswith(short) and long[len(short) : len(short) + 1] in ("", ".", "[")


def made(plan: Plan, own: Sequence[Point] | None) -> Design:
    """Return the design of a plan without faults; ``own`` are the points of a file."""
    file = plan.file
    unit, points = _points(plan, own)
    turns = plan.compared if file.policies == "zipped" else ()
    stepped = file.method in ("grid", "one_at_a_time", "morris")
    return Design(
        method=file.method,
        policies=file.policies,
        moved=tuple(_moved(plan, name, f) for _, name, f in plan.factors) or _columns(points),
        constants=file.constants,
        size=plan.asked or None,
        levels=plan.steps if stepped else None,
        second_order=file.second_order if file.method == "saltelli" else None,
        seed=file.seed if file.method in SAMPLED else None,
        file=file.file,
        points=tuple({**file.constants, **point} for point in points),
        unit=tuple(tuple(map(float, row)) for row in unit),
        turns=tuple(turns[at % len(turns)] for at in range(len(points))) if turns else (),
    )


def _points(plan: Plan, own: Sequence[Point] | None) -> tuple[Floats, Sequence[Point]]:
    """Return the points, with their places in the unit cube where they are drawn."""
    none = np.zeros((0, 0))
    if own is not None:
        return none, own
    if isinstance(plan.file.points, tuple):
        return none, plan.file.points
    steps = {name: f for _, name, f in plan.factors}
    if plan.file.method == "grid":
        rows = product(*(plan.values(name, f) for name, f in steps.items()))
        return none, [dict(zip(steps, row, strict=True)) for row in rows]
    if plan.file.method == "one_at_a_time":
        moved = [{name: v} for name, f in steps.items() for v in plan.values(name, f)]
        return none, [{}, *moved]
    return _drawn(plan, steps)


def _drawn(plan: Plan, steps: dict[str, Factor]) -> tuple[Floats, Sequence[Point]]:
    file = plan.file
    unit = samples.unit_points(
        file.method,
        plan.asked,
        list(steps),
        file.seed,
        levels=plan.steps,
        second_order=file.second_order,
    )
    columns = [plan.spread(name, f, unit[:, at]) for at, (name, f) in enumerate(steps.items())]
    return unit, [dict(zip(steps, row, strict=True)) for row in zip(*columns, strict=True)]


def _moved(plan: Plan, name: str, factor: Factor) -> Moved:
    low, high = factor.low, factor.high
    if factor.prior:
        low, high = plan.spread(name, factor, np.array([0.0, 1.0]))
    return Moved(name=name, low=low, high=high, values=factor.values, prior=factor.prior)


def _columns(points: Sequence[Point]) -> tuple[Moved, ...]:
    """Return what given points move, each over the values that occur, in order."""
    names = dict.fromkeys(name for point in points for name in point)
    return tuple(
        Moved(name=name, values=tuple(sorted({p[name] for p in points if name in p}, key=number)))
        for name in names
    )
