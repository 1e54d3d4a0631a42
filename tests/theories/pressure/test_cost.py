"""Claims about political cost."""

from __future__ import annotations

import numpy as np
import pytest
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import cost
from politeia.theories.pressure.cost import PARTS, Cost

LEVERS = [
    "sanctions.listings",
    "sanctions.enforcement",
    "sanctions.hub_pressure",
    "sanctions.conditionality",
    "sanctions.enabler",
    "aid.military",
    "aid.financial",
    "speech.shaming",
    "recognition.withheld",
    "engagement.dialogue",
    "engagement.deals",
    "engagement.refused",
    "enabling.cut",
    "fuel.cut",
    "organisations.funding",
    "membership.conditional",
    "membership.suspended",
    "events.declined",
    "courts.undermined",
    "capture.exposed",
    "unity.effort",
    "coordination.joint",
    "routes.open",
    "arrivals.integration",
]


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_at_rest_costs_nothing_and_all_its_cost_lies_in_one_part(lever: str) -> None:
    p = central(Cost)
    assert (cost.standing(p, lever, a(0)) == 0).all()
    spent = cost.standing(p, lever, a(0.5))
    assert spent.shape == (len(PARTS), 1)
    assert np.count_nonzero(spent) <= 1


def test_the_table_holds_at_one_unit_of_intensity() -> None:
    p = central(Cost)
    assert cost.total(cost.standing(p, "sanctions.listings", a(40)))[0] == pytest.approx(0.2)
    assert cost.total(cost.standing(p, "aid.military", a(1e-3)))[0] == pytest.approx(10)
    assert cost.total(cost.standing(p, "speech.shaming", a(1)))[0] == pytest.approx(0.05)


@given(u=st.floats(0.01, 10))
@settings(deadline=None)
def test_twice_the_intensity_costs_more_than_twice(u: float) -> None:
    assert cost.burden(a(1), a(2 * u))[0] > 2 * cost.burden(a(1), a(u))[0]


def test_a_step_on_a_large_partner_costs_more_than_one_on_a_small() -> None:
    p = central(Cost)
    small = cost.total(cost.lost_trade(p, a(0.2), a(0.0005)))[0]
    large = cost.total(cost.lost_trade(p, a(0.2), a(0.015)))[0]
    assert 0.5 < small < 4
    assert 10 < large < 60


def test_lifting_saves_trade_and_lists_but_costs_a_decision() -> None:
    p = central(Cost)
    saved = cost.lifted(p, a(1), a(160), a(0.4), a(0.0005))
    assert saved[0, 0] < 0
    assert saved[1, 0] < 0
    assert cost.total(cost.decision(p, a(1.5), a(1)))[0] > 0
    assert (cost.lifted(p, a(0), a(160), a(0.4), a(0.0005)) == 0).all()


def test_decisions_cost_in_proportion_to_holdouts() -> None:
    p = central(Cost)
    one = cost.total(cost.decision(p, a(1), a(1)))
    np.testing.assert_allclose(cost.total(cost.decision(p, a(3), a(1))), 3 * one)


def test_retaliation_is_expected_of_steps_and_of_nothing_else() -> None:
    p = central(Cost)
    assert cost.total(cost.retaliation(p, a(0)))[0] == 0
    assert cost.retaliation(p, a(1))[PARTS.index("retaliation"), 0] > 0


def test_later_points_weigh_less() -> None:
    np.testing.assert_allclose(cost.discounted(a(1.03), 1), 1)


@pytest.mark.parametrize("lever", ["sanctions.coverage", "elasticity", "sanctions.listing"])
def test_a_lever_without_a_cost_of_its_own_is_refused(lever: str) -> None:
    with pytest.raises(ValueError, match="no cost of its own"):
        cost.standing(central(Cost), lever, a(1))
