"""Claims about what common luck is worth: the ratio of variances of correlated pairs."""

import numpy as np
import pytest

from politeia.analysis.luck import jackknife, ratios, worth
from politeia.chance import Luck
from politeia.quantity import Floats


def normals(rows: int, draws: int, replicates: int, purpose: str) -> Floats:
    luck = Luck(np.arange(rows, dtype=np.uint64))
    drawn = luck.normals(purpose, 0, draws * replicates)
    return np.ascontiguousarray(drawn.T).reshape(rows, draws, replicates)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_the_ratio_of_correlated_pairs_is_one_over_one_minus_their_correlation(
    correlation: float,
) -> None:
    # Var(p - b) = 2 - 2 rho against 2 of independent runs; n = 200 draws of 8 runs, seed fixed,
    # the log ratio has a standard error of about 0.035, four of which are allowed.
    baseline, other = normals(1, 200, 8, "b"), normals(1, 200, 8, "o")
    policy = correlation * baseline + np.sqrt(1 - correlation**2) * other
    whole, left = ratios(policy, baseline)
    assert np.exp(whole[0]) == pytest.approx(1 / (1 - correlation), rel=0.14)
    assert jackknife(left)[0] < 0.06


def test_luck_that_works_against_a_contrast_is_seen_below_one() -> None:
    baseline = normals(1, 100, 4, "b")
    found = worth(-baseline, baseline)
    assert found is not None
    assert found.median == pytest.approx(0.5, rel=1e-6)
    assert found.below == 1


def test_independent_runs_are_not_below_one_beyond_error() -> None:
    found = worth(normals(20, 50, 4, "p"), normals(20, 50, 4, "b"))
    assert found is not None
    assert found.low < 1 < found.high * 1.1
    # At 95 % one of forty contrasts lies below by chance; of twenty, three would be too many.
    assert found.below <= 2


def test_differences_within_the_rounding_of_rows_are_exact() -> None:
    baseline = (0.5 + 0.1 * normals(1, 20, 4, "b")).astype(np.float32).astype(np.float64)
    policy = np.nextafter(np.float32(baseline), np.float32(2)).astype(np.float64)
    assert worth(policy, baseline) is None


def test_one_replicate_has_no_variance_within_draws() -> None:
    assert worth(normals(1, 20, 1, "p"), normals(1, 20, 1, "b")) is None


def test_a_contrast_that_differs_in_one_draw_alone_has_an_error_without_bound() -> None:
    baseline = normals(1, 20, 4, "b")
    policy = baseline.copy()
    policy[0, 3] = -policy[0, 3]
    found = worth(policy, baseline)
    assert found is not None
    assert found.median > 1
    assert (found.low, found.high, found.below) == (0.0, np.inf, 0)
