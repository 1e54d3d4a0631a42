"""Claims about the generator of shocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row
from rule_medians import at_medians

from politeia.calendar import WEEKS_PER_YEAR
from politeia.theories.rule import shocks
from politeia.theories.rule.shocks import Shocks

none, whole = row(0.0), row(1.0)


def test_belarus_2020_is_the_reference_and_kazakhstan_2022_a_quarter_larger() -> None:
    p = at_medians(Shocks)
    assert shocks.political_size(row(0.5)) == pytest.approx(1.0)
    assert shocks.economic_size(p, row(2.0)) == pytest.approx(1.25, abs=0.04)


def test_a_fall_of_prices_is_no_shock() -> None:
    assert shocks.economic_size(at_medians(Shocks), row(0.5)) == 0.0


def test_a_recorded_size_with_average_luck_is_the_coded_one() -> None:
    p = at_medians(Shocks)
    assert shocks.latent_size(p, row(0.45), none) == pytest.approx(0.45)
    assert shocks.latent_size(p, row(0.45), whole) > 0.45


def test_a_democracy_claims_what_it_counts() -> None:
    p = at_medians(Shocks, 2)
    assert (shocks.election_gap(p, row(0.0, 0.0), row(0.1, 0.9)) == 0.0).all()
    assert shocks.election_gap(p, row(1.0, 1.0), row(0.0, 1.0)) == pytest.approx([0.05, 0.3])


@given(dt=st.sampled_from([1.0, 0.5, 1.0 / 7.0]), first=st.floats(0.0, 200.0))
@settings(deadline=None, max_examples=20)
def test_elections_come_once_in_their_interval_whatever_the_step(dt: float, first: float) -> None:
    left, held = row(first), 0
    for _ in range(round(420.0 / dt)):
        due, left = shocks.next_election(left, row(4.0), dt)
        held += int(due[0])
    assert held == int((420.0 - first) // (4.0 * WEEKS_PER_YEAR)) + 1


def test_where_nobody_votes_no_election_falls() -> None:
    due, left = shocks.next_election(row(0.0), none, 1.0)
    assert not due.any()
    assert left == 0.0


def test_a_leap_of_fuel_prices_matters_where_the_state_fixes_them_and_not_elsewhere() -> None:
    p = at_medians(Shocks)
    leap = row(np.log(1.75))
    fixed = shocks.economic_hazard(p, shocks.price_pressure(p, leap, whole))
    market = shocks.economic_hazard(p, shocks.price_pressure(p, leap, none))
    assert 3.0 <= fixed / market <= 10.0
    assert market == pytest.approx(p.economic_rate)


def test_quiet_weeks_bring_shocks_at_the_base_rate() -> None:
    p = at_medians(Shocks)
    quiet = shocks.politics_pressure(p, none, none, none)
    assert shocks.political_hazard(p, quiet) == pytest.approx(p.political_rate)


def test_a_stolen_election_is_news_for_a_month() -> None:
    felt = shocks.fraud_felt(row(0.5, 0.5), row(2.0, 6.0))
    assert felt == pytest.approx([1.0, 0.0])


def test_abuse_that_nobody_sees_is_not_viral() -> None:
    assert shocks.viral_abuse(row(3.0), none) == 0.0
    assert shocks.viral_abuse(row(3.0), row(0.5)) < 1.0


def test_circumstances_make_shocks_larger_too_but_less_than_in_proportion() -> None:
    p = at_medians(Shocks)
    usual = shocks.drawn_size(p, whole, none)
    pressed = shocks.drawn_size(p, row(4.0), none)
    assert usual == pytest.approx(p.size_median)
    assert usual < pressed < 4.0 * usual


def test_the_world_price_keeps_its_spread_whatever_the_step() -> None:
    p = at_medians(Shocks)
    for dt in (1.0, 0.5):
        keep = shocks.price_after(p, whole, none, dt)
        kick = shocks.price_after(p, none, whole, dt)
        assert kick**2 / (1.0 - keep**2) == pytest.approx(p.price_spread**2)


def test_people_get_used_to_a_price() -> None:
    p = at_medians(Shocks)
    habit = shocks.price_habit_after(p, none, whole, 520.0)
    assert habit == pytest.approx(1.0, abs=1e-3)


def test_a_rulers_fall_is_a_shock_like_kazakhstan_2019() -> None:
    assert shocks.succession_shock(at_medians(Shocks), none) == pytest.approx(0.45)
