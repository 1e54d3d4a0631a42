"""What a schema cannot see: whether names, codes, bounds and dates of a file fit one another.

Each check yields where a fault lies and what is wrong; the loader gives it file and line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import entry_points
from typing import TypeAlias

from politeia.actors.data import HubData, RegimeData, SenderData, SponsorData, WarData
from politeia.levers_table import BY_NAME as LEVERS
from politeia.levers_table import Lever
from politeia.outcomes import BY_NAME as OUTCOMES
from politeia.outcomes import COUNTRIES, IN_CONDITIONS
from politeia.quantity import Block, Columns, Quantity
from politeia.scenario.conditions import ConditionError, looks, observed, parse
from politeia.scenario.filter import LAST_SEEN, SUMMARIES, Filter, Record
from politeia.scenario.history import History
from politeia.scenario.marks import Step
from politeia.scenario.policy import GROUPS, Move, Policy
from politeia.scenario.schema import ASSUMPTION, EVIDENCE, Cited, Sourced
from politeia.scenario.words import meant
from politeia.scenario.world import Bloc, Regime, World

Found: TypeAlias = Iterator[tuple[tuple[Step, ...], str]]

ACTORS = "politeia.actors"
"""The group of entry points under which installed packages offer actors."""


def within(bounds: tuple[float, float]) -> str:
    """Return how a sentence names bounds."""
    low, high = bounds
    return f"at least {low:g}" if high == float("inf") else f"between {low:g} and {high:g}"


# Worlds


def world_faults(world: World) -> Found:
    """Yield what does not fit in a world."""
    if world.branch < world.start:
        yield ("branch",), f"lies before the start, {world.start}"
    if world.network.neighbours % 2:
        yield ("network", "neighbours"), "must be even: half of them on each side"
    for code, regime in world.regimes.items():
        yield from _under(("regimes", code), _regime_faults(world, regime))
    for group, kind in _GROUPS.items():
        for code, actor in getattr(world, group).items():
            yield from _under((group, code), _values_faults(world, actor.values, kind))
            yield from _under((group, code), _actor_faults(actor.actor))
    for code, sender in world.senders.items():
        institutions = [name for name, other in world.senders.items() if other.institution]
        if sender.bloc is not None and sender.bloc not in institutions:
            told = f"{sender.bloc} is no institution" + meant(sender.bloc, institutions)
            yield ("senders", code, "bloc"), told
    for code, bloc in world.blocs.items():
        yield from _under(("blocs", code), _bloc_faults(world, bloc))
    yield from _war_faults(world)
    yield from _aggregate_faults(world)


_GROUPS: dict[str, type[Columns]] = {
    "regimes": RegimeData,
    "sponsors": SponsorData,
    "senders": SenderData,
    "hubs": HubData,
}


def _under(steps: tuple[Step, ...], faults: Found) -> Found:
    for inner, told in faults:
        yield (*steps, *inner), told


def _regime_faults(world: World, regime: Regime) -> Found:
    ties = {"alignment": world.sponsors, "dependence": world.sponsors, "trade": world.codes}
    for tie, partners in ties.items():
        for partner, cited in getattr(regime, tie).items():
            if partner not in partners:
                told = "is no partner in this world" if tie == "trade" else "is no sponsor"
                yield (tie, partner), told + meant(partner, partners)
            yield from _under((tie, partner), source_faults(cited, world.sources))
    total = sum(cited.value for cited in regime.trade.values())
    if total > 1.0 + 1e-9:
        yield ("trade",), f"the shares add up to {total:.3g}, more than 1"
    for place, bloc in enumerate(regime.memberships):
        if bloc not in world.blocs:
            told = f"{bloc} is no bloc of this world" + meant(bloc, world.blocs)
            yield ("memberships", place), told


def _values_faults(world: World, values: Mapping[str, Sourced], kind: type[Columns]) -> Found:
    declared = {quantity.name: quantity for quantity in kind.quantities}
    for name, cited in values.items():
        if name not in declared:
            yield ("values", name), "is not known" + meant(name, declared)
            continue
        low, high = declared[name].bounds
        if not low <= cited.value <= high:
            told = f"must be {within((low, high))} {_unit(declared[name])}, not {cited.value:g}"
            yield ("values", name, "value"), told
        yield from _under(("values", name), source_faults(cited, world.sources))


def _unit(declared: Quantity) -> str:
    return "" if declared.unit == "1" else f"({declared.unit})"


def _actor_faults(actor: str | None) -> Found:
    if actor is None:
        return
    installed = {point.name for point in entry_points(group=ACTORS)}
    if actor not in installed:
        told = f"no installed package offers an actor {actor!r} in the group {ACTORS}"
        yield ("actor",), told + meant(actor, installed)


def _bloc_faults(world: World, bloc: Bloc) -> Found:
    for place, member in enumerate(bloc.members):
        if member not in world.codes:
            yield ("members", place), f"{member} is not in this world" + meant(member, world.codes)
    if bloc.sponsor is not None and bloc.sponsor not in world.sponsors:
        yield ("sponsor",), f"{bloc.sponsor} is no sponsor" + meant(bloc.sponsor, world.sponsors)


def _war_faults(world: World) -> Found:
    if world.war is None:
        return
    if world.war.attacker not in world.regimes:
        told = f"{world.war.attacker} is no regime" + meant(world.war.attacker, world.regimes)
        yield ("war", "attacker"), told
    if world.war.defender == world.war.attacker:
        yield ("war", "defender"), "must be another state than the attacker"
    yield from _under(("war",), _values_faults(world, world.war.values, WarData))


def _aggregate_faults(world: World) -> Found:
    actors = {*world.regimes, *world.sponsors, *world.hubs}
    for code in world.aggregates:
        if not code.startswith("X"):
            yield ("aggregates", code), "must start with X, so that it is no country's code"
        if code in actors:
            yield ("aggregates", code), "is the code of a country of this world"


def source_faults(cited: Cited, sources: Collection[str]) -> Found:
    """Yield sources that are no key of the file's ``sources``, and assumptions without a reason."""
    for source in cited.source:
        if source == ASSUMPTION:
            if cited.why is None:
                yield ("source",), "an assumption needs a why"
        elif source not in sources and not EVIDENCE.fullmatch(source):
            told = f"{source!r} is no key of this file's sources and no number of evidence"
            yield ("source",), told + meant(source, {*sources, ASSUMPTION})


# What happened


def history_faults(history: History, known: Collection[str] | None) -> Found:
    """Yield what does not fit in a history; ``known`` are the codes of all worlds, if asked."""
    for place, event in enumerate(history.events):
        for role in ("on", "by"):
            for code in getattr(event, role, ()):
                if known is not None and code not in known:
                    told = f"{code} is in no world" + meant(code, known)
                    yield ("events", place, role), told
        yield from _under(("events", place), source_faults(event, history.sources))
    for place, series in enumerate(history.series):
        for role in ("on", "by"):
            code = getattr(series, role)
            if known is not None and code is not None and code not in known:
                yield ("series", place, role), f"{code} is in no world" + meant(code, known)
        yield from _under(("series", place), source_faults(series, history.sources))


def filter_faults(table: Filter, known: Collection[str]) -> Found:
    """Yield what does not fit in a table of the filter."""
    for place, record in enumerate(table.records):
        yield from _under(("records", place), _record_faults(record, known))


def _record_faults(record: Record, known: Collection[str]) -> Found:
    allowed = {*(outcome.name for outcome in COUNTRIES), *SUMMARIES}
    if record.country not in known:
        yield ("country",), f"{record.country} is in no world" + meant(record.country, known)
    if record.observable not in allowed:
        yield (
            ("observable",),
            f"{record.observable!r} is not known" + meant(record.observable, allowed),
        )
    if record.date > LAST_SEEN:
        yield ("date",), f"the filter sees nothing after {LAST_SEEN}"
    if record.observable in SUMMARIES and record.since is None:
        yield ("since",), "is required: the first day of the span that is summed up"
    if record.since is not None and record.since > record.date:
        yield ("since",), "must not lie after the date"
    if record.scale == "log" and record.value <= 0:
        yield ("value",), "must be greater than 0 on a log scale"
    if record.scale == "logit" and not 0 < record.value < 1:
        yield ("value",), "must lie between 0 and 1 on a logit scale"
    if record.sd is None and record.scale != "at_most":
        yield ("sd",), "is required: the error of the observation on its scale"
    if record.source == (ASSUMPTION,) and record.why is None:
        yield ("source",), "an assumption needs a why"


# Policies


def policy_faults(policy: Policy, world: World, branch: date) -> Found:
    """Yield what does not fit between a policy, the world and the branch."""
    for place, move in enumerate(policy.levers):
        yield from _under(("levers", place), _move_faults(move, world, branch))


def _move_faults(move: Move, world: World, branch: date) -> Found:
    lever = LEVERS.get(move.moves)
    if lever is None:
        yield ("moves",), f"{move.moves!r} is no lever" + meant(move.moves, LEVERS)
    else:
        low, high = lever.bounds
        if not low <= move.to <= high:
            told = f"must be {within(lever.bounds)} ({lever.unit}), not {move.to:g}"
            yield ("to",), told
        yield from code_faults("by", move.by, lever.by, world)
        yield from _target_faults(move, lever, world)
    if move.start < branch:
        yield ("start",), f"lies before the branch, {branch}: what was done before is history"
    if move.until is not None and move.until <= move.start:
        yield ("until",), f"must lie after the start, {move.start}"
    if move.when is not None:
        yield from condition_faults(move.when, world)


def _target_faults(move: Move, lever: Lever, world: World) -> Found:
    kinds = [kind for kind in lever.on if kind != "itself"]
    if move.on and not kinds:
        yield ("on",), f"{lever.name} acts on the politics of those who move it: leave it out"
    elif move.on:
        yield from code_faults("on", move.on, kinds, world)
    elif "itself" not in lever.on:
        yield ("on",), f"is required: whom {lever.name} is done to, a {' or '.join(kinds)}"


def code_faults(role: str, words: Iterable[str], kinds: Iterable[str], world: World) -> Found:
    """Yield words that stand for no actor of a kind that is allowed."""
    kinds = tuple(kinds)
    allowed = {code for kind in kinds for code in world.of_kind(kind)}
    for place, word in enumerate(words):
        if word in GROUPS:
            if not allowed.intersection(world.of_kind(GROUPS[word])):
                yield (role, place), f"{word}: this world has none that is a {' or '.join(kinds)}"
        elif word not in allowed:
            groups = [group for group, kind in GROUPS.items() if kind in kinds]
            told = f"{word} is no {' or '.join(kinds)} of this world"
            yield (role, place), told + meant(word, {*allowed, *groups})


def resolved_codes(words: Iterable[str], kinds: Iterable[str], world: World) -> tuple[str, ...]:
    """Return the codes that words and codes stand for, each once, in order."""
    allowed = [code for kind in kinds for code in world.of_kind(kind)]
    found: list[str] = []
    for word in words:
        group = world.of_kind(GROUPS[word]) if word in GROUPS else (word,)
        found.extend(code for code in group if code in allowed)
    return tuple(dict.fromkeys(found))


def condition_faults(text: str, world: World) -> Found:
    """Yield what is wrong with a condition in this world."""
    try:
        tree = parse(text, IN_CONDITIONS)
    except ConditionError as error:
        yield ("when",), str(error)
        return
    if next(looks(tree), None) is None:
        yield ("when",), "looks at nothing, so it holds always or never: name an outcome or week"
    for seen in observed(tree):
        codes = _observable_codes(seen.outcome, world)
        if seen.code not in codes:
            told = f"{seen.outcome} is not recorded of {seen.code}" + meant(seen.code, codes)
            yield ("when",), f"{told} (column {seen.column} of the condition)"


def _observable_codes(outcome: str, world: World) -> set[str]:
    if OUTCOMES[outcome].table == "countries":
        return set(world.regimes)
    return {*world.senders, *world.sponsors, *world.aggregates, *world.of_kind("defender")}


# Parameters


def parameter_faults(
    given: Mapping[str, float],
    known: Mapping[str, tuple[type[Block], Quantity]],
    bounded: bool,
) -> Found:
    """Yield dotted names that are no parameter, and where ``bounded`` values out of bounds."""
    for name, value in given.items():
        if name not in known:
            yield (name,), "is no parameter" + meant(name, known, most=0)
            continue
        low, high = known[name][1].bounds
        if bounded and not low <= value <= high:
            unit = known[name][1].unit
            yield (name,), f"must be {within((low, high))} ({unit}), not {value:g}"
