"""Every lever reaches the world: raised to its bound it changes a recorded row of its own.

All levers are raised in one batch, each in histories of its own, in a world where none of them
costs anything: what changes, changes by the lever's wires and not by its price. A lever that
only undoes another is raised with it, and compared with that other alone.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from lakes import (
    AFTER,
    Outcomes,
    at_branch,
    differing,
    every_lever,
    hasten_talks,
    lived,
    of_policy,
    units,
)
from politeia.arms import BASELINE
from politeia.levers_table import LEVERS

NAMES = [lever.name for lever in LEVERS]
OWN: dict[str, set[str]] = {
    "sanctions.listings": {"sanction_listings"},
    "sanctions.coverage": {"sanction_coverage"},
    "sanctions.enforcement": {"enforcement", "effective_sanctions"},
    "sanctions.hub_pressure": {"evasion", "effective_sanctions"},
    "sanctions.lifting": {"sanction_coverage", "sanction_listings", "effective_sanctions"},
    "sanctions.conditionality": {"repression_civic", "repression_physical", "turnout"},
    "sanctions.enabler": {"sponsor_capacity"},
    "aid.military": {"force_ratio", "front"},
    "aid.financial": {"force_ratio", "front"},
    "speech.shaming": {"repression_civic", "repression_physical", "turnout"},
    "recognition.withheld": {"repression_civic", "repression_physical"},
    "engagement.dialogue": {"prisoner_outflow", "repression_civic", "prisoner_inflow"},
    "engagement.deals": {"prisoner_outflow"},
    "engagement.refused": {"prisoner_outflow"},
    "enabling.cut": {"gdp", "campaign_infrastructure"},
    "fuel.cut": {"gdp"},
    "organisations.funding": {"campaign_infrastructure", "organisations"},
    "membership.conditional": {"repression_civic", "repression_physical"},
    "membership.suspended": {"repression_civic", "repression_physical"},
    "events.declined": {"detentions", "prisoner_inflow"},
    "courts.undermined": {"repression_civic", "repression_physical"},
    "capture.exposed": {"capture"},
    "unity.effort": {"unity"},
    "coordination.joint": {"effective_sanctions", "sanction_coverage"},
    "routes.open": {"exile"},
    "arrivals.integration": {"populists"},
}
"""The outcomes of which each lever must change one: those that its mechanism's equations move."""


@cache
def rows() -> dict[str, Outcomes]:
    """Return the rows of every policy of the batch, of countries and of others together."""
    told, names = every_lever()
    model = at_branch(told, units(names))
    model.p.cost.rows[:] = 0.0
    hasten_talks(model)
    countries, actors = lived(told, model)
    return {
        name: of_policy(countries, place) | of_policy(actors, place)
        for place, name in enumerate(names)
    }


def test_every_lever_is_asked_for() -> None:
    assert set(OWN) == set(NAMES)


@pytest.mark.parametrize("lever", NAMES)
def test_a_lever_at_its_bound_changes_an_outcome_of_its_own(lever: str) -> None:
    before = rows()[AFTER.get(lever, BASELINE)]
    assert OWN[lever] & differing(before, rows()[lever])


@pytest.mark.parametrize("lever", NAMES)
def test_a_lever_that_moves_by_zero_on_the_same_path_changes_nothing(lever: str) -> None:
    assert not differing(rows()[BASELINE], rows()[f"{lever} by zero"])


def test_no_row_of_this_batch_was_moved_by_a_cost() -> None:
    assert not any(np.nan_to_num(held["political_cost"]).any() for held in rows().values())
