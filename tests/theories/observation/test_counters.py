"""Claims about what lists, indices and statistics see."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.chance import Luck
from politeia.theories.observation import counters
from politeia.theories.observation.counters import Counters

NOUGHT, ONE = row(0.0), row(1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Counters]) -> Counters:
    return middles(Counters)


def test_most_prisoners_are_recognised_where_organisations_are_open(p: Counters) -> None:
    assert counters.recognition_share(p, ONE, NOUGHT)[0] == pytest.approx(0.7, abs=0.02)


def test_closure_hides_prisoners_and_exile_brings_them_back(p: Counters) -> None:
    opened = counters.recognition_share(p, ONE, NOUGHT)[0]
    closed = counters.recognition_share(p, NOUGHT, NOUGHT)[0]
    exiled = counters.recognition_share(p, NOUGHT, ONE)[0]
    assert opened > closed > 0.0
    assert exiled > closed


def test_violent_cases_are_hardly_recognised(p: Counters) -> None:
    share = row(0.7)
    assert counters.mixed_share(p, share, row(766.0), row(766.0))[0] == pytest.approx(0.1)
    assert counters.mixed_share(p, share, row(766.0), NOUGHT)[0] == 0.7
    assert counters.mixed_share(p, share, NOUGHT, NOUGHT)[0] == 0.7


def test_lists_lag_behind_prisons_and_catch_up(p: Counters) -> None:
    seen = counters.seen_after(p, NOUGHT, row(1000.0), 4.0)
    assert 100.0 < seen[0] < 600.0
    assert counters.seen_after(p, seen, row(1000.0), 520.0)[0] == pytest.approx(1000.0)


def test_the_lag_is_the_same_by_one_step_or_two(p: Counters) -> None:
    stock = row(1000.0)
    whole = counters.seen_after(p, NOUGHT, stock, 1.0)
    half = counters.seen_after(p, counters.seen_after(p, NOUGHT, stock, 0.5), stock, 0.5)
    assert whole[0] == pytest.approx(half[0], rel=1e-12)


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), st.floats(0, 1))
def test_effort_adds_to_the_level_within_zero_and_one(level: float, effort: float) -> None:
    seen = counters.rated(row(level), row(effort))
    assert level - 1e-12 <= seen[0] <= 1.0 + 1e-12


def test_a_year_mean_weighs_days_and_weeks_by_their_length() -> None:
    mean = counters.year_mean_after(NOUGHT, NOUGHT, ONE, 1.0)
    for day in range(7):
        mean = counters.year_mean_after(mean, row(1.0 + day / 7), NOUGHT, 1 / 7)
    assert mean[0] == pytest.approx(0.5)


def test_coders_agree_on_the_extremes_and_differ_in_the_middle(p: Counters) -> None:
    assert counters.coder_sd(p, row(0.5))[0] > counters.coder_sd(p, row(0.95))[0]
    assert counters.coded(p, row(0.5), NOUGHT)[0] == pytest.approx(0.5)
    near = counters.coded(p, row(0.5), ONE)[0] - 0.5
    assert near == pytest.approx(counters.coder_sd(p, row(0.5))[0], rel=0.05)
    assert 0.0 < counters.coded(p, ONE, ONE * 8.0)[0] < 1.0


def test_coders_who_rate_on_keep_their_error_and_its_spread(p: Counters) -> None:
    normals = Luck(np.arange(2000, dtype=np.uint64)).normals("coders", 0, 400)
    error, errors = normals[0], []
    for normal in normals:
        error = counters.error_after(p, error, normal)
        errors.append(error)
    assert np.std(errors) == pytest.approx(1.0, abs=0.03)
    kept = np.corrcoef(errors[-2], errors[-1])[0, 1]
    assert kept == pytest.approx(float(p.coder_memory[0]), abs=0.02)


def test_coders_without_memory_err_anew_and_with_all_of_it_never_change(
    middles: Callable[..., Counters],
) -> None:
    anew, forever = (middles(Counters, coder_memory=memory) for memory in (0.0, 1.0))
    assert counters.error_after(anew, ONE, ONE * 3.0) == pytest.approx(3.0)
    assert counters.error_after(forever, ONE, ONE * 3.0) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("civic", "information", "total"),
    [(0.49, 0.69, 19), (0.68, 0.69, 20), (0.01, 0.13, 53), (0.87, 0.89, 9), (0.29, 0.31, 39)],
)
def test_freedom_house_totals_of_2019_are_met_within_eight_points(
    p: Counters, civic: float, information: float, total: float
) -> None:
    made = counters.freedom_house(p, row(civic), row(information), NOUGHT)
    assert made[0] == pytest.approx(total, abs=8)


def test_the_terror_scale_has_five_steps(p: Counters) -> None:
    levels = [counters.terror_scale(p, row(x), NOUGHT)[0] for x in np.linspace(0, 1, 101)]
    assert sorted(set(levels)) == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert levels == sorted(levels)


def test_the_index_weighs_the_three_parts_to_one() -> None:
    assert counters.repression_index(ONE, ONE, ONE)[0] == pytest.approx(1.0)
    assert counters.repression_index(NOUGHT, NOUGHT, NOUGHT)[0] == 0.0


def test_fewer_persons_than_detentions_and_fewer_deaths_than_died(p: Counters) -> None:
    assert 0.0 < counters.persons_detained(p, row(1000.0))[0] < 1000.0
    assert 0.5 <= counters.deaths_reported_share(p)[0] <= 1.0
    assert 0.0 <= p.detentions_seen[0] <= 1.0


def test_official_growth_errs_by_about_a_point(p: Counters) -> None:
    off = counters.official_growth(p, row(0.02), ONE * 1.645)[0] - 0.02
    assert 0.005 < off < 0.015


def test_person_days_add_up_over_the_days_of_a_week(p: Counters) -> None:
    week = counters.person_days(p, row(0.01), row(1e7), 1.0)
    day = counters.person_days(p, row(0.01), row(1e7), 1 / 7)
    assert week[0] == pytest.approx(7 * day[0])
    assert week[0] == pytest.approx(150_000)
    assert counters.protest_events(p, week)[0] == pytest.approx(500)
