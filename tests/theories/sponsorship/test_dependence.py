"""Claims about dependence, concessions and the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.theories.sponsorship import dependence
from politeia.theories.sponsorship.dependence import Dependence

NOUGHT, ONE = row(0.0), row(1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Dependence]) -> Dependence:
    return middles(Dependence)


def trade(p: Dependence, years: int, effective: float, start: tuple[float, float]) -> list[float]:
    """Return diversion and export share after ``years`` at constant sanctions, Belarus's base."""
    diverted, share = row(start[0]), row(start[1])
    for _ in range(years * 52):
        diverted = dependence.diversion_after(p, diverted, row(effective), row(0.75), 1.0)
        share = dependence.export_share_after(p, share, row(0.41), diverted, 1.0)
    return [float(diverted[0]), float(share[0])]


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), st.floats(0, 0.3), st.floats(0, 1), st.floats(0.1, 520))
def test_dependence_never_leaves_zero_and_one(
    middles: Callable[..., Dependence], start: float, support: float, share: float, dt: float
) -> None:
    p = middles(Dependence)
    after = dependence.dependence_after(p, row(start), row(support), row(share), dt)
    assert 0.0 <= after[0] <= 1.0


def test_belarus_depends_more_than_kazakhstan_at_rest(p: Dependence) -> None:
    belarus = dependence.dependence_after(p, NOUGHT, row(0.06), row(0.41), 5e3)
    kazakhstan = dependence.dependence_after(p, NOUGHT, row(0.01), row(0.1), 5e3)
    assert 0.6 < belarus[0] < 0.8
    assert 0.25 < kazakhstan[0] < 0.5


def test_sanctions_move_exports_to_the_sponsor_and_lifting_moves_them_back_slowly(
    p: Dependence,
) -> None:
    closed = trade(p, 2, 0.35, (0.0, 0.41))
    opened = trade(p, 3, 0.0, (closed[0], closed[1]))
    assert 0.5 < closed[1] < 0.68
    assert 0.05 < closed[1] - opened[1] < 0.25


def test_halving_the_step_changes_dependence_by_nothing(p: Dependence) -> None:
    state = (row(0.3), row(0.05), row(0.5))
    once = dependence.dependence_after(p, *state, 1.0)
    half = dependence.dependence_after(p, *state, 0.5)
    twice = dependence.dependence_after(p, half, *state[1:], 0.5)
    assert once[0] == pytest.approx(twice[0], rel=1e-12)


def test_markets_are_lost_sooner_than_won_back(p: Dependence) -> None:
    lost = 1.0 - dependence.outside_after(p, ONE, ONE, 26.0)[0]
    won = dependence.outside_after(p, NOUGHT, NOUGHT, 26.0)[0]
    assert lost > 0.7 > 0.2 > won > 0.05


def test_a_ruler_who_lives_on_his_sponsor_stops_hedging(p: Dependence) -> None:
    hedge = row(0.8)
    assert dependence.hedge_after(p, hedge, ONE, ONE, 520.0)[0] < 0.01
    assert dependence.hedge_after(p, hedge, NOUGHT, ONE, 520.0)[0] == pytest.approx(1.0, abs=1e-3)


def test_the_isolated_and_dependent_concede_most(p: Dependence) -> None:
    cornered = dependence.concession_drive(p, row(0.8), row(0.2), row(0.3))
    courted = dependence.concession_drive(p, row(0.3), ONE, ONE)
    assert cornered[0] > 5 * courted[0]
    security, economic, institutional = dependence.concession_hazards(p, cornered)
    assert security[0] > economic[0] > institutional[0]


def test_what_is_conceded_returns_only_where_a_way_out_is_open(p: Dependence) -> None:
    given_up = row(0.5)
    assert dependence.concession_after(p, given_up, NOUGHT, NOUGHT, 520.0)[0] == 0.5
    assert dependence.concession_after(p, given_up, NOUGHT, ONE, 520.0)[0] < 0.25
    assert dependence.concession_after(p, given_up, ONE, NOUGHT, 1.0)[0] > 0.5
    assert dependence.sovereignty_given(ONE, ONE, ONE)[0] == 1.0
