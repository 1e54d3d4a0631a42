"""Claims about what a war's end does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.theories.war import outcome
from politeia.theories.war.outcome import LOSS, STALEMATE, WIN, Outcome

NOUGHT, ONE = row(0.0), row(1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Outcome]) -> Outcome:
    return middles(Outcome)


def test_the_front_at_the_end_decides_who_won(p: Outcome) -> None:
    assert outcome.verdict(p, row(-0.9))[0] == WIN
    assert outcome.verdict(p, row(0.9))[0] == LOSS
    assert outcome.verdict(p, NOUGHT)[0] == STALEMATE


@settings(deadline=None, max_examples=50)
@given(st.sampled_from([WIN, STALEMATE, LOSS]), st.floats(0, 30))
def test_a_client_that_does_not_depend_on_the_patron_feels_nothing(
    middles: Callable[..., Outcome], end: float, years: float
) -> None:
    p = middles(Outcome, belief_win=0.3, belief_loss=-0.3)
    assert outcome.belief_shift(p, row(end), row(years), NOUGHT)[0] == 0.0


def test_win_and_loss_have_signs_of_their_own(middles: Callable[..., Outcome]) -> None:
    p = middles(Outcome, belief_win=0.2, belief_loss=0.1)
    won = outcome.belief_shift(p, ONE * WIN, NOUGHT, ONE)
    lost = outcome.belief_shift(p, ONE * LOSS, NOUGHT, ONE)
    assert (won[0], lost[0]) == (0.2, 0.1)
    assert outcome.belief_shift(p, NOUGHT, NOUGHT, ONE)[0] == 0.0


def test_a_lost_war_weakens_the_patron_and_endangers_its_ruler_for_three_years(
    p: Outcome,
) -> None:
    lost = ONE * LOSS
    assert outcome.capacity_scale(p, lost, ONE)[0] == pytest.approx(0.5)
    assert outcome.hazard_multiplier(p, lost, ONE)[0] > 1.5
    assert outcome.capacity_scale(p, lost, ONE * 4.0)[0] == 1.0
    assert outcome.hazard_multiplier(p, lost, ONE * 4.0)[0] == 1.0


def test_a_win_helps_the_patron_and_a_stalemate_changes_nothing(p: Outcome) -> None:
    assert outcome.capacity_scale(p, ONE * WIN, ONE)[0] > 1.0
    assert outcome.hazard_multiplier(p, ONE * WIN, ONE)[0] < 1.0
    assert outcome.capacity_scale(p, NOUGHT, ONE)[0] == 1.0
    assert outcome.hazard_multiplier(p, NOUGHT, ONE)[0] == 1.0
