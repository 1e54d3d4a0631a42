"""Each statistic of a target, against a case worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from politeia.evidence import statistics
from politeia.quantity import Floats

NAN = float("nan")


def runs(*rows: list[float]) -> Floats:
    """Return one place whose runs have these rows of dates, (1, date, run)."""
    return np.array(rows).T[None]


def test_forms_turn_repression_into_freedom_and_onto_the_scale_of_experts() -> None:
    given = np.array([0.5, 0.841344746, 2.0])
    assert statistics.rest(given)[0] == 0.5
    assert statistics.probit_of_rest(given)[:2] == pytest.approx([0.0, -1.0])
    assert statistics.probit_of_rest(given)[2] == pytest.approx(-3.0902, abs=1e-4)
    assert statistics.logarithm(np.array([np.e]))[0] == pytest.approx(1.0)
    assert np.isnan(statistics.logarithm(np.array([0.0]))[0])


def test_statistics_over_time_follow_each_run() -> None:
    series = runs([1.0, 2.0, 6.0], [4.0, 4.0, 4.0])
    assert statistics.mean(series).tolist() == [[3.0, 4.0]]
    assert statistics.total(series, 4.0).tolist() == [[36.0, 48.0]]
    assert statistics.peak(series).tolist() == [[6.0, 4.0]]
    assert statistics.lowest(series).tolist() == [[1.0, 4.0]]
    assert statistics.last(series).tolist() == [[6.0, 4.0]]
    assert statistics.quantile(series, 0.5).tolist() == [[2.0, 4.0]]
    assert statistics.spread(series)[0] == pytest.approx([np.sqrt(14 / 3), 0.0])
    assert statistics.differences(series)[0].tolist() == [[1.0, 0.0], [4.0, 0.0]]


def test_what_is_not_known_counts_nowhere() -> None:
    assert statistics.mean(runs([1.0, NAN, 3.0])).tolist() == [[2.0]]
    assert np.isnan(statistics.total(runs([NAN, NAN]), 1.0)).all()
    assert np.isnan(statistics.peak(runs([NAN, NAN]))).all()


def test_change_and_ratio_compare_late_with_early() -> None:
    late, early = np.array([3.0, 1.0]), np.array([2.0, 0.0])
    assert statistics.change(late, early).tolist() == [1.0, 1.0]
    assert statistics.ratio(late, early)[0] == 1.5
    assert np.isnan(statistics.ratio(late, early)[1])


def test_shares_of_time_and_weeks_until_a_level_is_passed() -> None:
    series = runs([0.0, 1.0, 3.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    assert statistics.share_of_time(series, series >= 1.0).tolist() == [[0.75, 0.0]]
    found = statistics.weeks_until(series, np.array([10, 14, 18, 22]), 2.0)
    assert found[0, 0] == 8.0
    assert np.isnan(found[0, 1])


def test_kurtosis_is_minus_two_for_a_coin_and_high_for_one_jump() -> None:
    coin = runs([1.0, -1.0, 1.0, -1.0])
    assert statistics.excess_kurtosis(coin)[0] == pytest.approx(-2.0)
    jump = runs([0.0] * 9 + [10.0])
    assert statistics.excess_kurtosis(jump)[0] == pytest.approx(
        (9 * 1.0 + 9.0**4) / 10 / 9.0**2 - 3.0
    )


def test_autoregression_finds_the_memory_of_a_series_without_noise() -> None:
    decay = 0.5 ** np.arange(12.0)
    assert statistics.autoregression(runs(list(decay)))[0] == pytest.approx(0.5)
    both = np.concatenate([runs(list(decay)), runs(list(7 + 3 * decay))])
    assert statistics.autoregression(both)[0] == pytest.approx(0.5)


def test_correlation_is_one_on_a_line_and_minus_one_against_it() -> None:
    series = runs([1.0, 2.0, 4.0])
    assert statistics.correlation(series, 2 * series + 1)[0] == pytest.approx(1.0)
    assert statistics.correlation(series, -series)[0] == pytest.approx(-1.0)
    assert statistics.correlation(runs([1.0, 2.0, 3.0]), runs([1.0, 3.0, 2.0]))[0] == pytest.approx(
        0.5
    )


def test_a_slope_is_that_of_least_squares_with_its_error() -> None:
    x, y = runs([1.0, 2.0, 2.0]), runs([0.0, 1.0, 2.0])
    assert statistics.slope(x, y)[0] == pytest.approx(0.5)
    assert statistics.t_of_slope(x, y)[0] == pytest.approx(0.5 / np.sqrt(1 / 12))


def test_a_lagged_slope_looks_at_what_came_before() -> None:
    first = np.array([1.0, 5.0, 2.0, 8.0])
    x = runs([0.0, *(3 * first[:-1])])
    assert statistics.slope(x, runs(list(first)), lag=1)[0] == pytest.approx(3.0)


def test_a_hazard_counts_ends_by_years_at_risk() -> None:
    ended = runs([0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0])
    assert statistics.hazard_per_year(ended, dates_a_year=1.0) == pytest.approx(1 / 5)
    assert statistics.hazard_per_year(ended, dates_a_year=2.0) == pytest.approx(2 / 5)


def test_onsets_are_years_above_after_a_year_below() -> None:
    yearly = runs([0.0, 1.0, 1.0, 0.0, 1.0])
    assert statistics.onsets_per_100_years(yearly, 0.5) == pytest.approx(50.0)


def test_a_fall_is_half_undone_where_half_of_it_has_come_back() -> None:
    back = runs([1.0, 0.8, 0.8, 0.95], [1.0, 0.8, 0.8, 0.85])
    assert statistics.share_undone(back, size=-0.2 + 1e-9, years=2) == pytest.approx(0.5)
    assert statistics.share_undone(-back, size=0.2 - 1e-9, years=2) == pytest.approx(0.5)
    assert np.isnan(statistics.share_undone(back, size=0.2, years=2))


def test_a_share_of_runs_leaves_out_what_is_not_known() -> None:
    values = np.array([0.1, 0.2, 0.3, NAN])
    assert statistics.share_where(values, 0.2, None) == pytest.approx(2 / 3)
    assert statistics.share_where(values, 0.15, 0.25) == pytest.approx(1 / 3)
    assert np.isnan(statistics.share_where(np.array([NAN]), 0.0, None))
