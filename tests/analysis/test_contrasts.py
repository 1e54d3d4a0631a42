"""Claims about paired contrasts, breakdown pairs and rankings at equal cost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from politeia.analysis import contrast, cost, survival
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats

GRID = st.integers(-50, 50).map(lambda whole: whole / 64)
RUNS = arrays(np.float64, (2, 6, 4), elements=GRID)


def luck(*shape: int) -> Floats:
    """Return numbers that look like noise, with mean near zero."""
    numbers: Floats = np.sin(np.arange(1, np.prod(shape) + 1) ** 2.0).reshape(shape)
    return numbers


@settings(deadline=None, max_examples=40)
@given(RUNS)
def test_a_policy_that_changes_nothing_does_exactly_nothing(baseline: np.ndarray) -> None:
    found = contrast.paired(baseline.copy(), baseline)
    assert (found.mean == 0).all()
    assert (found.verdict == contrast.NOTHING).all()
    assert not found.p_lowers.any()
    assert not found.p_raises.any()


@settings(deadline=None, max_examples=40)
@given(RUNS, RUNS)
def test_luck_that_policy_and_baseline_share_does_not_touch_the_contrast(
    effect: np.ndarray, shared: np.ndarray
) -> None:
    alone = contrast.paired(effect, np.zeros_like(effect))
    beside = contrast.paired(effect + shared, shared)
    np.testing.assert_array_equal(alone.mean, beside.mean)
    np.testing.assert_array_equal(alone.quantiles, beside.quantiles)


def test_shared_luck_makes_paired_differences_vary_less_than_unpaired_ones() -> None:
    shared, own = luck(20, 8), 0.1 * luck(20, 8)[::-1]
    assert contrast.paired(shared + own, shared).variance_ratio < 0.1


def test_an_effect_as_large_as_luck_makes_it_is_not_detectable() -> None:
    baseline, null = np.zeros((30, 8)), luck(30, 8)
    small = contrast.paired(baseline + 0.01, baseline, null)
    large = contrast.paired(baseline - 0.5, baseline, null)
    assert small.verdict == contrast.UNDETECTED
    assert large.verdict == contrast.LOWER


def test_an_effect_that_draws_disagree_about_is_not_detectable() -> None:
    by_draw = np.where(np.arange(30) % 2 == 0, 1.0, -0.9)[:, None] * np.ones(8)
    assert contrast.paired(by_draw, np.zeros((30, 8))).verdict == contrast.UNDETECTED


def test_probabilities_count_only_draws_outside_the_null_band() -> None:
    change = np.repeat([-1.0, -0.001, 0.001, 1.0, 1.0], 2).reshape(5, 2)
    null = np.full((5, 2), 0.01)
    found = contrast.paired(change, np.zeros((5, 2)), null)
    assert found.p_lowers == pytest.approx(0.2)
    assert found.p_raises == pytest.approx(0.4)


def test_noise_within_draws_is_monte_carlo_error_and_not_spread_between_draws() -> None:
    noise = luck(400, 8)
    found = contrast.paired(noise - noise.mean(axis=-1, keepdims=True), np.zeros((400, 8)))
    assert found.sd_between_draws == 0.0
    assert found.monte_carlo_error == pytest.approx(noise.std() / np.sqrt(3200), rel=0.15)


def test_pairs_that_are_missing_are_left_out_and_counted() -> None:
    policy = np.ones((3, 2))
    policy[0] = np.nan
    policy[1, 0] = np.nan
    found = contrast.paired(policy, np.zeros((3, 2)))
    assert found.draws == 2
    assert found.pairs == 3
    assert found.mean == 1.0


def test_jumps_are_shares_of_single_pairs() -> None:
    change = np.array([[0.0, 0.2], [-0.1, 0.0]])
    found = contrast.paired(change, np.zeros((2, 2)), jump=0.05)
    assert found.p_jump_up == 0.25
    assert found.p_jump_down == 0.25


@settings(deadline=None, max_examples=40)
@given(arrays(np.float64, (3, 11), elements=st.one_of(GRID, st.just(np.nan))))
def test_quantiles_are_those_of_the_numbers_that_are_there(values: np.ndarray) -> None:
    found = contrast.quantiles(values, contrast.LEVELS)
    for row in range(3):
        there = values[row][np.isfinite(values[row])]
        if len(there):
            np.testing.assert_allclose(found[:, row], np.quantile(there, contrast.LEVELS))
        else:
            assert np.isnan(found[:, row]).all()


def test_a_step_near_the_ceiling_counts_more_on_the_logit_scale() -> None:
    repression = BY_NAME["repression"]
    high = contrast.scaled_means(np.array([[0.95]]), np.array([[0.90]]), repression)
    middle = contrast.scaled_means(np.array([[0.55]]), np.array([[0.50]]), repression)
    assert high > 3 * middle


@settings(deadline=None, max_examples=40)
@given(arrays(np.bool_, (7, 4)), arrays(np.bool_, (7, 4)))
def test_four_kinds_of_pairs_are_all_pairs(policy: np.ndarray, baseline: np.ndarray) -> None:
    found = survival.four_cells(policy, baseline)
    assert found.share.sum() == pytest.approx(1.0)
    assert (found.low <= found.share + 1e-12).all()
    assert (found.share <= found.high + 1e-12).all()


def test_replicates_that_repeat_their_draw_add_no_certainty() -> None:
    by_draw = np.arange(20)[:, None] % 2 == 0
    alike = survival.share_with_interval(np.repeat(by_draw, 8, axis=1))
    single = survival.share_with_interval(by_draw)
    assert alike[2] - alike[1] == pytest.approx(single[2] - single[1], rel=0.05)


def test_survival_falls_only_and_ends_at_the_share_that_never_broke() -> None:
    alive = np.array([[0, 3], [5, 5]])
    curve = survival.curves(alive, 5)
    assert list(curve) == [0.75, 0.75, 0.75, 0.5, 0.5]


def test_the_ranking_flips_exactly_at_the_flip_ratio() -> None:
    effects = {"a": np.array([-4.0, -4.0]), "b": np.array([-3.0, -3.0])}
    costs = {"a": np.array([2.0, 2.0]), "b": np.array([3.0, 3.0])}
    known = {"a": True, "b": True}
    ranking = cost.rank(effects, costs, known, budget=10, wanted=-1)
    assert [line.policy for line in ranking.ranked] == ["a", "b"]
    ratio = ranking.ranked[0].flip_ratio
    for factor, first in ((0.99, "a"), (1.01, "b")):
        dearer = costs | {"a": costs["a"] * ratio * factor}
        assert cost.rank(effects, dearer, known, budget=10, wanted=-1).ranked[0].policy == first


def test_a_policy_that_saves_money_is_listed_apart() -> None:
    effects = {"free": np.array([-1.0]), "paid": np.array([-1.0])}
    costs = {"free": np.array([-2.0]), "paid": np.array([1.0])}
    ranking = cost.rank(effects, costs, {"free": True, "paid": True}, budget=10, wanted=-1)
    assert [line.policy for line in ranking.ranked] == ["paid"]
    assert [name for name, _, _ in ranking.apart] == ["free"]
