"""What can be wrong with a design: each fault with where it stands and what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from politeia.designs import worlds
from politeia.designs.names import number
from politeia.designs.plan import SECTIONS, Plan, Steps
from politeia.designs.table import MOST
from politeia.scenario import checks
from politeia.scenario.design import SAMPLED, Design, Factor, Point, pasts_of
from politeia.scenario.study import Case
from politeia.scenario.words import nearest
from politeia.scenario.world import World

IN_TURN = ("list", "file", "latin_hypercube")
"""Methods whose points may be shared out among policies: their order has no structure."""
NO_LIST = "a list of points, each a mapping of dotted names to values"


def written_faults(plan: Plan) -> checks.Found:
    """Yield what is wrong with a design as it is written."""
    yield from _method_faults(plan)
    yield from _section_faults(plan)
    yield from _named_faults(plan, ("constants",), plan.file.constants)
    yield from _point_faults(plan)
    seen = set(plan.file.constants)
    for steps, name, factor in plan.factors:
        if name in seen:
            yield steps, "is moved twice, or held among the constants"
        seen.add(name)
        if told := _name_fault(plan, name, str(steps[0])):
            yield steps, told
        else:
            yield from _factor_faults(plan, steps, name, factor)


def _method_faults(plan: Plan) -> checks.Found:
    """Yield keys that a method needs and has not, or has and does not need."""
    method, points = plan.file.method, plan.file.points
    if method in SAMPLED and not plan.asked:
        yield ("points",), f"is required: how many for {method}"
    if method in ("sobol", "saltelli") and plan.asked & (plan.asked - 1):
        below = 1 << (plan.asked.bit_length() - 1)
        yield ("points",), f"must be a power of two, such as {below} or {2 * below}"
    if method == "list" and not points:
        yield ("points",), f"is required: {NO_LIST}"
    if method == "list" and plan.asked:
        yield ("points",), f"must be {NO_LIST}"
    if method in ("grid", "one_at_a_time", "file") and points is not None:
        yield ("points",), f"says nothing to {method}, which makes its own"
    if method == "file" and plan.file.file is None:
        yield ("file",), "is required: a CSV or Parquet beside the study"
    if method != "file" and plan.file.file is not None:
        yield ("file",), f"says nothing to {method}: write method: file"
    if method == "morris" and plan.steps % 2:
        yield ("levels",), "must be even for morris"
    if plan.file.policies == "zipped" and method not in IN_TURN:
        told = f"zipped is for {', '.join(IN_TURN)}: in the order of {method}'s points"
        yield ("policies",), f"{told} policies that take turns would be mixed up with what is moved"


def _section_faults(plan: Plan) -> checks.Found:
    """Yield sections that say nothing to the method, and designs that are empty or too large."""
    method = plan.file.method
    if method in ("list", "file"):
        told = f"says nothing to {method}, whose points name what they move"
        yield from ((steps, told) for steps, _, _ in plan.factors)
    elif not plan.factors:
        yield (), "moves nothing: name uncertainties, levers, switches or values of the world"
    elif plan.size > MOST:
        yield (), f"has {plan.size} points; a design has {MOST} at most"


def _point_faults(plan: Plan) -> checks.Found:
    """Yield what is wrong with points that are listed."""
    listed = plan.file.points if isinstance(plan.file.points, tuple) else ()
    for place, point in enumerate(listed):
        yield from _named_faults(plan, ("points", place), point)
        for name in sorted(point.keys() & plan.file.constants.keys()):
            yield ("points", place, name), "is held among the constants"


def _named_faults(plan: Plan, under: Steps, point: Point) -> checks.Found:
    for name, value in point.items():
        if told := _name_fault(plan, name, "") or plan.things[name].fault(value):
            yield (*under, name), told


def _name_fault(plan: Plan, name: str, section: str) -> str | None:
    """Return what is wrong with a dotted name, with the nearest right one of its section."""
    stem = SECTIONS.get(section, "")
    lever = f"levers.{name.removeprefix('levers.')}"
    if section == "uncertainties" and lever in plan.things:
        return f"is a lever: move {lever.removeprefix('levers.')} under levers"
    if name in plan.things:
        return None
    close = nearest(name, [known for known in plan.things if known.startswith(stem)])
    question = f"; did you mean {close.removeprefix(stem)!r}?" if close else ""
    return f"is nothing that a design can move{question}"


def _factor_faults(plan: Plan, steps: Steps, name: str, factor: Factor) -> checks.Found:
    """Yield what is wrong with how a thing is moved."""
    ways = [factor.prior, bool(factor.values), factor.low is not None]
    if sum(ways) != 1 or (factor.low is None) is not (factor.high is None):
        yield steps, "needs exactly one of: prior, low and high, a list of values"
    elif factor.levels is not None and (
        factor.values or plan.file.method not in ("grid", "one_at_a_time")
    ):
        yield (*steps, "levels"), "says nothing but to a range in a grid or one at a time"
    elif factor.prior:
        yield from _prior_faults(plan, steps, name)
    elif factor.values:
        for place, value in enumerate(factor.values):
            if told := plan.things[name].fault(value):
                yield (*steps, "values", place), told
    else:
        yield from _range_faults(plan, steps, name, factor)


def _prior_faults(plan: Plan, steps: Steps, name: str) -> checks.Found:
    prior = plan.prior(name)
    if prior is None:
        yield steps, "has no prior, which parameters have: write low and high, or values"
    elif prior.is_fixed:
        yield steps, "is fixed by its prior: write low and high, or values"


def _range_faults(plan: Plan, steps: Steps, name: str, factor: Factor) -> checks.Found:
    thing, low, high = plan.things[name], factor.low, factor.high
    assert low is not None
    assert high is not None
    if thing.kind == "switch":
        yield steps, "is off or on, with nothing between: write [off, on]"
        return
    wrong = [(end, told) for end, v in (("low", low), ("high", high)) if (told := thing.fault(v))]
    yield from (((*steps, end), told) for end, told in wrong)
    if not wrong and number(low) >= number(high):
        yield (*steps, "low"), "must lie below high"


def made_faults(design: Design, world: World, policies: Sequence[str]) -> checks.Found:
    """Yield what is wrong with points that are made: worlds that do not fit, turns that fail."""
    for place, past in enumerate(pasts_of(design.points)):
        if place == past:
            for steps, told in checks.world_faults(worlds.moved(world, design.points[past])):
                yield ("world",), f"at point {past}, {'.'.join(map(str, steps))}: {told}"
    if design.policies == "zipped" and (not policies or len(design.points) % len(policies)):
        yield (
            ("policies",),
            f"zipped: {len(design.points)} points cannot be shared out evenly among "
            f"{len(policies)} policies; take a multiple, or crossed",
        )


def case_faults(design: Design, cases: Sequence[Case], plan: Plan) -> checks.Found:
    """Yield what the points move and a case holds still, or what belongs to a mechanism off."""
    for name, case in product(dict.fromkeys(n for p in design.points for n in p), cases):
        held: dict[str, str] = {f"switches.{n}": on for n, on in case.switches.items()}
        if name in case.set or name in case.scale or held.get(name, "draw") != "draw":
            yield (), f"moves {name}, which case {case.name} holds: leave it out of one of them"
        mechanism = plan.things[name].mechanism
        if mechanism and not case.mechanisms.get(mechanism, True):
            yield (), f"moves {name}, but its mechanism {mechanism} is off in case {case.name}"
