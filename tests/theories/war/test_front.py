"""Claims about the war and its front."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from rows import row

from politeia.quantity import Floats
from politeia.theories.war import front
from politeia.theories.war.front import Front

NOUGHT, ONE = row(0.0), row(1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Front]) -> Front:
    return middles(Front)


def ratio(p: Front, aid: float, inputs: float = 5.0, supply: float = 1.0) -> Floats:
    """Return the ratio of forces near that of 2023."""
    return front.force_ratio(
        p,
        row(60.0),
        row(aid),
        row(3.0),
        row(100.0),
        row(12.0),
        row(inputs),
        row(supply),
    )


def test_aid_moves_the_ratio_to_the_defender_and_sponsors_move_it_back(p: Front) -> None:
    assert ratio(p, 43.0)[0] > ratio(p, 0.0)[0]
    assert ratio(p, 43.0, inputs=30.0)[0] < ratio(p, 43.0)[0]


def test_without_aid_the_defender_is_outspent(p: Front) -> None:
    assert ratio(p, 0.0)[0] < 0.0


def test_a_cut_supply_of_priority_goods_weakens_the_attacker_by_its_share(p: Front) -> None:
    assert ratio(p, 43.0, supply=0.0)[0] > ratio(p, 43.0)[0]


def test_equal_forces_stand_still(p: Front) -> None:
    assert front.front_after(p, NOUGHT, NOUGHT, NOUGHT, 1.0)[0] == 0.0


def test_the_front_is_the_same_by_one_step_or_two(p: Front) -> None:
    whole = front.front_after(p, row(0.1), row(0.5), NOUGHT, 1.0)
    half = front.front_after(p, row(0.1), row(0.5), NOUGHT, 0.5)
    again = front.front_after(p, half, row(0.5), NOUGHT, 0.5)
    assert whole[0] == pytest.approx(again[0], rel=1e-12)


def test_the_spread_of_a_year_does_not_depend_on_the_step(p: Front) -> None:
    variances = []
    for dt in (1.0, 0.5):
        one = front.front_after(p, NOUGHT, NOUGHT, ONE, dt)[0]
        kept = front.front_after(p, ONE * 0.01, NOUGHT, NOUGHT, dt)[0] / 0.01
        variances.append(one**2 * (1 - kept ** (104 / dt)) / (1 - kept**2))
    assert variances[0] == pytest.approx(variances[1], rel=1e-9)
    assert 0.05 < np.sqrt(variances[0]) < 0.1


def test_the_front_stays_on_the_map(p: Front) -> None:
    assert front.front_after(p, ONE, ONE * 50.0, ONE * 9.0, 520.0)[0] == 1.0


def test_most_wars_of_attrition_go_on_after_two_years(p: Front) -> None:
    hazard = front.end_hazard(p, row(0.05), row(0.06), row(0.35))
    assert 0.05 < 1 - np.exp(-2 * hazard[0]) < 0.3
    assert front.end_hazard(p, ONE, NOUGHT, NOUGHT)[0] > hazard[0]


def test_stocks_run_down_and_budgets_climb_to_their_ceiling(p: Front) -> None:
    stock = p.stock_attacker
    assert front.stock_after(p, stock, 520.0)[0] < 0.1 * stock[0]
    assert front.drawn(p, NOUGHT)[0] == 0.0
    share = front.mobilised_after(p, row(0.041), p.top_attacker, 104.0)
    assert 0.05 < share[0] < p.top_attacker[0]
    assert front.mobilised_after(p, row(0.5), p.top_attacker, 52.0)[0] == 0.5
