"""Every mechanism can be switched off alone, and the rest of the world goes on."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from lakes import WITHOUT, Outcomes, at_branch, differing, hasten_talks, lived, study, units
from politeia.arms import BASELINE
from politeia.levers_table import MECHANISMS
from politeia.outcomes import COUNTRIES
from politeia.record import OF_COUNTRY

WEEKS = 28
"""Long enough for the election of June, the first shock that is sure to fall after the branch."""
POLICIES = (BASELINE, "sectors", "talks")
SHOCK = 1.6


@cache
def rows(case: str) -> Outcomes:
    """Return what is recorded of countries and others in a case, with a large shock at the start.

    Sanctions, aid and talks begin with the shock, lest a mechanism be off only
    where it had nothing to do.
    """
    told = study().model_copy(update={"horizon": WEEKS})
    model = at_branch(told, units(POLICIES, case))
    hasten_talks(model)
    model.p.intervention.request_base = 3.0  # a sponsor that often refuses is asked every week
    for place, country in enumerate(model.countries):
        every = np.ones(model.runs)
        country.people.take_shock_next(SHOCK * every, (1.0 - place) * every, 2.0 * every)
    countries, actors = lived(told, model)
    return countries | actors


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_world_goes_on_without_a_mechanism(mechanism: str) -> None:
    """A run stops at a quantity out of its bounds; what it records is a number."""
    found = rows(WITHOUT + mechanism)
    told = {outcome.name for outcome in COUNTRIES} & set(OF_COUNTRY)
    assert all(np.isfinite(found[name]).all() for name in told)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_something_is_missed_without_a_mechanism(mechanism: str) -> None:
    assert differing(rows("as_is"), rows(WITHOUT + mechanism))


def gone(mechanism: str, outcome: str) -> float:
    """Return the largest that an outcome of a country still is without a mechanism."""
    return float(np.abs(rows(WITHOUT + mechanism)[outcome]).max())


def test_without_police_nobody_is_detained_or_killed() -> None:
    assert gone("M11", "detentions") == gone("M11", "protest_deaths") == 0.0


def test_without_the_breakdown_of_rule_no_regime_ends() -> None:
    assert gone("M8", "broken") == 0.0


def test_without_evasion_nothing_is_evaded() -> None:
    assert gone("M4", "evasion") == 0.0


def test_without_observation_lists_are_complete() -> None:
    found = rows(WITHOUT + "M24")
    np.testing.assert_array_equal(found["prisoners_recognised"], found["prisoners_true"])


@pytest.mark.parametrize(
    ("mechanism", "outcomes"),
    [
        ("M2", ("dependence",)),
        ("M5", ("gdp", "hardship")),
        ("M6", ("repression_civic", "repression_information")),
        ("M9", ("turnout",)),
        ("M12", ("prisoners_true",)),
        ("M13", ("organisations", "campaign_infrastructure", "media_reach")),
        ("M14", ("tools",)),
        ("M16", ("exile",)),
        ("M20", ("attention", "support", "unity")),
        ("M23", ("populists", "arrivals")),
    ],
)
def test_what_only_one_mechanism_moves_stands_still_without_it(
    mechanism: str, outcomes: tuple[str, ...]
) -> None:
    found = rows(WITHOUT + mechanism)
    for outcome in outcomes:
        moved = found[outcome][1:] - found[outcome][:1]
        assert np.nan_to_num(moved).max() == 0.0, outcome
