"""What every page of a mechanism owes its reader, for those that stand and those to come.

A page says what it is, where it comes from, where it holds and where it departs; its parameters
have units, bounds and one address; its functions say what they return; and what advances in time
gives nearly the same when two half steps replace one.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import numpy as np
import pytest
import yaml

from politeia import lives, theories
from politeia.levers_table import MECHANISMS
from politeia.quantity import Block, Floats, Quantity

LEDGERS = Path(__file__).parents[2] / "calibration" / "parameters"
PAGES = [
    module.name.removeprefix(f"{theories.__name__}.")
    for module in pkgutil.walk_packages(theories.__path__, f"{theories.__name__}.")
    if not module.ispkg
]
PARTS = ("Source", "Holds", "Departs")


@cache
def page(name: str) -> ModuleType:
    """Return the module of a page."""
    return importlib.import_module(f"{theories.__name__}.{name}")


def title(name: str) -> str:
    """Return the first line of a page."""
    return (page(name).__doc__ or "").splitlines()[0]


def number(name: str) -> str:
    """Return the mechanism that a page's title names."""
    found = re.match(r"(M\d+) [A-Z][\w' ,-]+: .+\.$", title(name))
    assert found, f"{name}: a title reads 'M11 Policing: what it is about.', not {title(name)!r}"
    return found.group(1)


def block(name: str) -> type[Block] | None:
    """Return the block of parameters of a page, if it has one of its own."""
    return theories.blocks().get(name.rpartition(".")[2])


def functions(name: str) -> dict[str, Callable[..., Any]]:
    """Return the public functions of a page."""
    own = vars(page(name)).items()
    return {
        called: function
        for called, function in own
        if not called.startswith("_")
        and callable(function)
        and not inspect.isclass(function)
        and getattr(function, "__module__", "") == page(name).__name__
    }


def quantities() -> list[tuple[str, Quantity]]:
    """Return every parameter with the page that it stands on."""
    return [(name, one) for name in PAGES for one in getattr(block(name), "quantities", ())]


# Headers


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_its_mechanism(name: str) -> None:
    assert number(name) in MECHANISMS


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_where_it_comes_from_where_it_holds_and_where_it_departs(name: str) -> None:
    text = page(name).__doc__ or ""
    said = {part: re.search(rf"^{part} +\S.{{10,}}", text, re.M) for part in PARTS}
    assert all(said.values()), f"{name} does not say: {[k for k, v in said.items() if not v]}"
    places = [text.index(f"\n{part} ") for part in PARTS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_its_equations(name: str) -> None:
    lines = (page(name).__doc__ or "").splitlines()
    assert any(re.match(r" {4}\S.*", line) for line in lines), f"{name} shows no equation"


def test_all_mechanisms_are_there_and_each_has_parameters() -> None:
    assert {number(name) for name in PAGES} == set(MECHANISMS)
    assert {kind.mechanism for kind in theories.blocks().values()} == set(MECHANISMS)


# Parameters


@pytest.mark.parametrize("name", [name for name in PAGES if block(name)])
def test_a_block_belongs_to_the_mechanism_of_its_page(name: str) -> None:
    kind = block(name)
    assert kind is not None
    assert kind.mechanism == number(name)
    assert kind.quantities
    assert kind.__doc__


@pytest.mark.parametrize(
    ("name", "one"), quantities(), ids=lambda held: getattr(held, "name", held)
)
def test_a_parameter_has_a_unit_a_meaning_and_finite_bounds(name: str, one: Quantity) -> None:
    low, high = one.bounds
    assert one.unit.strip(), name
    assert len(one.meaning) > 5, name
    assert np.isfinite([low, high]).all(), f"{name}.{one.name}: a prior is cut at its bounds"
    assert low < high


@cache
def ledger(name: str) -> dict[str, Any]:
    """Return the ledger of a page."""
    file = LEDGERS / f"{name.rpartition('.')[2]}.yaml"
    assert file.exists(), f"{name} has parameters and no ledger {file.name}"
    held: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return held


@pytest.mark.parametrize("name", [name for name in PAGES if block(name)])
def test_a_ledger_has_each_parameter_of_its_page_and_no_other(name: str) -> None:
    kind = block(name)
    assert kind is not None
    assert ledger(name)["mechanism"] == kind.mechanism
    assert ledger(name)["block"] == f"{kind.__module__}.{kind.__name__}"
    units = {one.name: one.unit for one in kind.quantities}
    assert {key: entry["unit"] for key, entry in ledger(name)["parameters"].items()} == units


def test_every_ledger_belongs_to_a_page() -> None:
    assert {file.stem for file in LEDGERS.glob("*.yaml")} == set(theories.blocks())


# Functions


@pytest.mark.parametrize("name", PAGES)
def test_every_function_says_what_it_returns(name: str) -> None:
    for called, function in functions(name).items():
        told = inspect.getdoc(function) or ""
        gives = inspect.signature(function).return_annotation not in (None, "None")
        verb = "(Return|Draw|Advance)" if gives else "[A-Z][a-z]+"
        assert re.match(rf"{verb} .+\.", told), f"{name}.{called}: {told!r}"


@pytest.mark.parametrize("name", PAGES)
def test_what_takes_a_step_takes_it_last_and_in_weeks(name: str) -> None:
    for called, function in functions(name).items():
        if "dt" in inspect.signature(function).parameters:
            assert list(inspect.signature(function).parameters)[-1] == "dt", called
            assert get_type_hints(function)["dt"] is float, called


UNCALLED: dict[str, str] = {
    **dict.fromkeys(
        (
            "year_mean_after", "coded", "coder_sd", "freedom_house", "terror_scale",
            "persons_detained", "deaths_reported_share", "official_growth", "protest_events",
        ),
        "turns outcomes into published series when parameters are fitted, not in a week",
    ),
    "total": "the parts of a cost are kept apart in a week and summed by the sender",
    "shocked": "news moves attention (M20): none is told with a target to remember it by",
    "discounted": "costs are discounted over years when policies are compared",
}  # fmt: skip
"""Functions that no week calls, each with the reason."""


def everything_written() -> str:
    """Return the whole code of the model."""
    root = Path(theories.__file__).parents[1]
    return "\n".join(file.read_text("utf-8") for file in sorted(root.rglob("*.py")))


@pytest.mark.parametrize("name", PAGES)
def test_every_function_of_a_page_is_called_or_has_a_reason_why_not(name: str) -> None:
    """A function that nobody calls is an equation without a wire."""
    written, own = everything_written(), inspect.getsource(page(name))
    stem = name.rpartition(".")[2]
    idle = [
        called
        for called in functions(name)
        if called not in UNCALLED
        and not re.search(rf"\b{stem}\.{called}\b", written)
        and len(re.findall(rf"\b{called}\(", own)) < 2
    ]
    assert not idle, f"{name}: these act on nothing: {idle}"


# Two half steps for one

AMOUNTS = {
    "counters.person_days", "policing.detained", "treasury.revenue", "treasury.support_received",
    "treasury.budget", "treasury.spending", "organisations.founding_mean", "prisoners.cases",
}  # fmt: skip
"""What is counted over the step: half of it in half the time."""
AMOUNTS_OF: dict[str, tuple[str, ...]] = {
    "policing.expected_deaths": ("detained",),
    "prisoners.expected_inflow": ("cases", "detained"),
}
"""What is counted over the step together with what is counted in the same step."""
RATES: dict[str, tuple[str, ...]] = {
    "policing.abuse": ("detained", "dead"),
    "organisations.arrests_hazard": ("detained",),
    "treasury.relative_spending": ("heads",),
}
"""Rates made of what is counted in the step: half of that in half the time is the same rate."""
SHARES = {"prisoners.leaving_share", "prisoners.dying_share"}
"""Shares of those who are left: what stays in two half steps is what stays in one."""
ALONE = {"aid.given", "protest.dials", "shocks.next_election"}
"""Functions of another form, each with a test of its own below."""
ONCE: dict[str, float] = {
    "committed": 0.01, "congratulations": 1.0, "dead": 5.0, "deal": 1.0, "exposed": 1.0,
    "incident": 0.3, "listed": 1.0, "names": 20.0, "opens": 1.0, "rang": 1.0, "sent": 1.0,
    "shock": 0.2, "step": 0.3, "steps": 1.0,
}  # fmt: skip
"""Events: what happens in the first half does not happen again in the second."""
COUNTED = {"detained", "cases"}
"""Counts of the step: half of them fall in each half."""
USUAL: dict[str, float] = {
    "age": 60.0, "arriving": 4e4, "audience": 1.0, "capacity": 2e3, "cases": 12.0, "crowd": 3e4,
    "detained": 900.0, "dead": 2.0, "files": 3e3, "first": 0.3, "founded_at_start": 900.0,
    "gdp_log": 0.1, "growth": 0.02, "highest": 0.7, "hostage": 0.2, "inside": 0.4, "interval": 5.0,
    "listings": 120.0, "luck": 0.5, "memory": 0.8, "normal": 0.0, "people": 9e6, "pledge": 0.3,
    "population": 9e6, "premium": 1.2, "quiet": 20.0, "rents": 1.0, "residents": 6e7,
    "still_open": 700.0, "stock": 800.0, "trend": 0.1, "troops": 5.0, "turnout": 0.004,
    "weeks": 20.0, "weeks_left": 20.0, "welfare": 1.0,
}  # fmt: skip
"""Ordinary values of what is no share; a share is .4."""
HALF = 0.5
NEARLY = 0.1
"""How far two half steps may end from one, as a share of how far the step went."""


def advancing() -> list[str]:
    """Return every function that takes a step, as page.function."""
    return [
        f"{name.rpartition('.')[2]}.{called}"
        for name in PAGES
        for called, function in functions(name).items()
        if "dt" in inspect.signature(function).parameters
    ]


def at_medians(kind: type[Block]) -> Block:
    """Return a block at the medians of its priors."""
    stem = kind.__module__.rpartition(".")[2]
    known = lives.ledger().parameters
    return kind.of(
        1, **{one.name: known[f"{stem}.{one.name}"].prior.median for one in kind.quantities}
    )


def found(path: str) -> Callable[..., Any]:
    """Return a function by page.function."""
    stem, called = path.split(".")
    (name,) = [name for name in PAGES if name.rpartition(".")[2] == stem]
    return functions(name)[called]


def usual(path: str) -> dict[str, Any]:
    """Return ordinary arguments of a function, all but the step."""
    function = found(path)
    kinds = get_type_hints(function)
    said: dict[str, Any] = {}
    for name in inspect.signature(function).parameters:
        if inspect.isclass(kinds[name]) and issubclass(kinds[name], Block):
            said[name] = at_medians(kinds[name])
        elif name != "dt":
            said[name] = np.array([ONCE.get(name, USUAL.get(name, 0.4))])
    if "heads" in said:
        said["heads"] = np.full((4, 1), 0.001)
    for name in FACTIONS.get(path, ()):
        said[name] = np.full((3, 1), said[name][0])
    if "tools" in said:
        said["tools"] = np.full((7, 1), 1.0)
    return said


STARTS = {
    "policing.indignation_after": {"indignation": 0.1},
    "toolkit.watchlist_after": {"listed": 0.0},
}
"""Where to begin, lest two terms that nearly cancel hide how far each of them went."""
FACTIONS = {
    "elites.loyalty_after": ("loyalty", "rents", "bound", "costs"),
    "elites.complicity_after": ("complicity",),
}
"""Arguments with a row for each faction."""


def halved(said: dict[str, Any], counted: set[str] | tuple[str, ...]) -> dict[str, Any]:
    """Return the arguments with half of what is counted over a step."""
    return {name: held * HALF if name in counted else held for name, held in said.items()}


def as_events(function: Callable[..., Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments with events as truths, where the function asks for them."""
    kinds = {name: str(kind) for name, kind in function.__annotations__.items()}
    return {name: held > 0.5 if kinds.get(name) == "Bools" else held for name, held in said.items()}


def states(said: dict[str, Any], count: int) -> list[str]:
    """Return the names of the arguments that a function gives back advanced."""
    return [name for name, held in said.items() if not isinstance(held, Block)][:count]


def many(result: Any) -> tuple[Floats, ...]:
    """Return the results of a function, one or several."""
    return result if isinstance(result, tuple) else (result,)


STATES = [
    path for path in advancing() if path not in {*AMOUNTS, *AMOUNTS_OF, *RATES, *SHARES, *ALONE}
]


def test_no_function_with_a_step_is_left_out() -> None:
    """What is not named ``..._after`` counts, is a rate or a share, and stands in a table above."""
    strange = [path for path in STATES if not path.endswith("_after") and path not in REMEMBERED]
    assert not strange, f"say how two half steps of these make one: {strange}"
    gone = {*AMOUNTS, *AMOUNTS_OF, *RATES, *SHARES, *ALONE, *REMEMBERED} - set(advancing())
    assert not gone


REMEMBERED = {"sanctions.remembered_abuse"}
"""States by another name."""


@pytest.mark.parametrize("path", STATES)
def test_two_half_steps_of_a_state_end_nearly_where_one_does(path: str) -> None:
    function, said = found(path), usual(path)
    said |= {name: np.array([value]) for name, value in STARTS.get(path, {}).items()}
    whole = many(function(**as_events(function, said), dt=1.0))
    carried = states(said, len(whole))
    first = halved(said, COUNTED - set(carried))
    middle = many(function(**as_events(function, first), dt=HALF))
    second = first | dict(zip(carried, middle, strict=True))
    over = set(ONCE) - set(carried)
    second |= {name: np.zeros_like(second[name]) for name in over if name in second}
    second = _between(second, said)
    last = many(function(**as_events(function, second), dt=HALF))
    for name, one, two in zip(carried, whole, last, strict=True):
        went = np.abs(one - said[name])
        assert (np.abs(two - one) <= NEARLY * went + 1e-9).all(), (name, said[name], one, two)


def _between(second: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of the second half where the first saw what went from one to another."""
    if {"before", "after"} <= second.keys():
        second = second | {"before": said["after"]}
    return second


@pytest.mark.parametrize("path", STATES)
def test_no_time_and_no_event_change_no_state(path: str) -> None:
    function, said = found(path), usual(path)
    quiet = said | {name: np.zeros_like(said[name]) for name in {*ONCE, *COUNTED} if name in said}
    count = len(many(function(**as_events(function, quiet), dt=0.0)))
    carried = states(quiet, count)
    quiet |= {name: said[name] for name in carried}
    quiet = _between(quiet, quiet)
    after = many(function(**as_events(function, quiet), dt=0.0))
    for name, held in zip(carried, after, strict=True):
        np.testing.assert_allclose(held, said[name], atol=1e-12, err_msg=name)


@pytest.mark.parametrize("path", sorted({*AMOUNTS, *AMOUNTS_OF}))
def test_half_the_time_counts_half_as_much(path: str) -> None:
    function, said = found(path), usual(path)
    whole = many(function(**said, dt=1.0))
    half = many(function(**halved(said, AMOUNTS_OF.get(path, ())), dt=HALF))
    for one, part in zip(whole, half, strict=True):
        np.testing.assert_allclose(2.0 * part, one, rtol=5e-3)


@pytest.mark.parametrize("path", sorted(RATES))
def test_a_rate_does_not_know_over_how_long_it_was_counted(path: str) -> None:
    function, said = found(path), usual(path)
    half = function(**halved(said, RATES[path]), dt=HALF)
    np.testing.assert_allclose(half, function(**said, dt=1.0), rtol=1e-9)


@pytest.mark.parametrize("path", sorted(SHARES))
def test_those_who_stay_two_half_steps_are_those_who_stay_one(path: str) -> None:
    function, said = found(path), usual(path)
    half, whole = function(**said, dt=HALF), function(**said, dt=1.0)
    np.testing.assert_allclose((1.0 - half) ** 2, 1.0 - whole, rtol=1e-12)


def test_aid_given_in_two_half_steps_is_that_of_one() -> None:
    after, given = found("aid.pipeline_after"), found("aid.given")
    p = usual("aid.pipeline_after")["p"]
    stock, flow, none = np.array([0.01]), np.array([0.002]), np.zeros(1)
    whole = given(stock, none, flow, after(p, stock, none, flow, 1.0), 1.0)
    middle = after(p, stock, none, flow, HALF)
    last = after(p, middle, none, flow, HALF)
    halves = given(stock, none, flow, middle, HALF), given(middle, none, flow, last, HALF)
    np.testing.assert_allclose(0.5 * (halves[0] + halves[1]), whole)


def test_citizens_dials_move_as_far_in_two_half_steps() -> None:
    from politeia.theories.people.crowd import DIALS

    function, said = found("protest.dials"), usual("protest.dials")
    whole, half = function(**said, dt=1.0), function(**said, dt=HALF)
    switch, entry = DIALS.index("switch"), DIALS.index("entry")
    np.testing.assert_allclose((1.0 - half[switch]) ** 2, 1.0 - whole[switch])
    np.testing.assert_allclose(2.0 * half[entry], whole[entry])
    others = [row for row in range(len(DIALS)) if row not in (switch, entry)]
    np.testing.assert_array_equal(half[others], whole[others])


def test_an_election_comes_after_as_many_weeks_in_half_steps() -> None:
    function = found("shocks.next_election")
    for left in (0.2, 0.8, 3.0):
        due, ahead = function(np.array([left]), np.array([5.0]), 1.0)
        early, middle = function(np.array([left]), np.array([5.0]), HALF)
        late, last = function(middle, np.array([5.0]), HALF)
        assert (early | late) == due
        np.testing.assert_allclose(last, ahead)
