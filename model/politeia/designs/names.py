"""What a design can move, by dotted name: kind, unit and bounds of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from politeia.actors.data import HubData, RegimeData, SenderData, SponsorData, WarData
from politeia.arms import ALWAYS
from politeia.levers_table import BY_NAME as LEVERS
from politeia.quantity import Columns
from politeia.scenario.checks import within
from politeia.scenario.parameters import parameters_of
from politeia.scenario.policy import Policy
from politeia.scenario.study import SWITCHES
from politeia.scenario.world import World

Kind: TypeAlias = Literal["number", "switch", "date"]
GROUPS: dict[str, type[Columns]] = {
    "regimes": RegimeData,
    "sponsors": SponsorData,
    "senders": SenderData,
    "hubs": HubData,
}
TIES = ("alignment", "trade", "dependence")


@dataclass(frozen=True)
class Thing:
    """Something that a design can move; bounds of a date are days."""

    name: str
    kind: Kind
    low: float
    high: float
    unit: str = "1"
    mechanism: str = ""

    def fault(self, value: float | date) -> str | None:
        """Return what is wrong with a value, if anything is."""
        if (self.kind == "date") is not isinstance(value, date):
            return "must be a date such as 2024-06-03" if self.kind == "date" else "is no date"
        if self.kind == "switch" and value not in (0.0, 1.0):
            return f"a switch is 0 (off) or 1 (on), not {value:g}"
        if self.low <= number(value) <= self.high:
            return None
        return f"must be {self._span()}, not {told(value)}"

    def _span(self) -> str:
        if self.kind == "date":
            last = "" if self.high == LAST else f" and {day(self.high)}, the last before its end"
            return f"between the branch, {day(self.low)},{last or ' and any later day'}"
        unit = "" if self.unit == "1" else f" ({self.unit})"
        return within((self.low, self.high)) + unit


LAST = float(date.max.toordinal())


def number(value: float | date) -> float:
    """Return a value as a number; of a date the day, as ``date.toordinal`` counts."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def day(ordinal: float) -> date:
    """Return the day of a number, the nearest where it lies between two."""
    return date.fromordinal(round(ordinal))


def told(value: float | date) -> str:
    """Return a value as a sentence names it."""
    return value.isoformat() if isinstance(value, date) else f"{value:g}"


def things(world: World, policies: Sequence[Policy], branch: date) -> dict[str, Thing]:
    """Return everything that a design of a study can move, by dotted name."""
    found = (*_parameters(), *_switches(), *_levers(policies, branch), *_values(world))
    return {thing.name: thing for thing in found}


def _parameters() -> Iterator[Thing]:
    for name, (block, declared) in parameters_of().items():
        yield Thing(name, "number", *declared.bounds, declared.unit, block.mechanism)


def _switches() -> Iterator[Thing]:
    for name in SWITCHES:
        yield Thing(f"switches.{name}", "switch", 0.0, 1.0)


def _levers(policies: Sequence[Policy], branch: date) -> Iterator[Thing]:
    """Yield the moves of policies, in the order of their lists, what they include first."""
    for policy in policies:
        for place, move in enumerate(policy.levers if policy.name not in ALWAYS else ()):
            lever, stem = LEVERS[move.moves], f"levers.{policy.name}.{place}"
            yield Thing(f"{stem}.to", "number", *lever.bounds, lever.unit)
            last = date.max if move.until is None else move.until - timedelta(days=1)
            yield Thing(f"{stem}.start", "date", number(branch), number(last), "day")


def _values(world: World) -> Iterator[Thing]:
    """Yield the values of the actors of a world, ties of regimes, the war and the network."""
    for group, kind in GROUPS.items():
        for code in getattr(world, group):
            yield from _of(kind, f"world.{group}.{code}")
    if world.war is not None:
        yield from _of(WarData, "world.war")
    for code, regime in world.regimes.items():
        for tie in TIES:
            for partner in getattr(regime, tie):
                yield Thing(f"world.regimes.{code}.{tie}.{partner}", "number", 0.0, 1.0)
    yield Thing("world.network.rewired", "number", 0.0, 1.0)


def _of(kind: type[Columns], stem: str) -> Iterator[Thing]:
    for declared in kind.quantities:
        yield Thing(f"{stem}.{declared.name}", "number", *declared.bounds, declared.unit)
