"""Claims about robustness: a table worked by hand."""

import numpy as np

from politeia.analysis.robustness import dominated, measures, regrets

NAMES = ("nothing", "bold", "careful", "worse")
GAINS = np.array(
    [
        [0.0, 0.0, 0.0, 0.0],
        [9.0, -5.0, 3.0, 1.0],
        [4.0, 2.0, 3.0, 2.0],
        [4.0, 1.0, 3.0, 2.0],
    ]
)
REGRET = np.array(
    [
        [9.0, 2.0, 3.0, 2.0],
        [0.0, 7.0, 0.0, 1.0],
        [5.0, 0.0, 0.0, 0.0],
        [5.0, 1.0, 0.0, 0.0],
    ]
)


def test_regret_is_what_the_best_of_each_state_gains_more() -> None:
    np.testing.assert_array_equal(regrets(GAINS), REGRET)


def test_the_measures_are_those_worked_by_hand() -> None:
    found = measures(GAINS)
    np.testing.assert_allclose(found.mean, [0.0, 2.0, 2.75, 2.5])
    np.testing.assert_allclose(found.worst, [0.0, -5.0, 2.0, 1.0])
    np.testing.assert_allclose(found.largest_regret, [9.0, 7.0, 5.0, 5.0])
    np.testing.assert_allclose(found.mean_regret, [4.0, 2.0, 1.25, 1.5])
    # Of four states the 90th percentile lies 0.7 of the way from the third to the fourth.
    np.testing.assert_allclose(found.regret_90, [7.2, 5.2, 3.5, 3.8])
    np.testing.assert_allclose(found.satisfied, [1.0, 0.75, 1.0, 1.0])
    np.testing.assert_allclose(found.best_in.sum(), 1.0)
    np.testing.assert_allclose(
        found.best_in, [0.0, (1 + 1 / 3) / 4, (1 + 1 / 3 + 0.5) / 4, (1 / 3 + 0.5) / 4]
    )


def test_maximin_and_minimax_regret_choose_the_careful_policy_and_one_state_the_bold_one() -> None:
    found = measures(GAINS)
    assert NAMES[int(found.worst.argmax())] == "careful"
    assert NAMES[int(found.regret_90.argmin())] == "careful"
    assert NAMES[int(GAINS[:, 0].argmax())] == "bold"


def test_more_is_asked_and_fewer_states_satisfy() -> None:
    np.testing.assert_allclose(measures(GAINS, enough=3.0).satisfied, [0.0, 0.5, 0.5, 0.5])


def test_only_what_is_nowhere_better_is_dominated() -> None:
    assert dominated(GAINS, NAMES) == {"nothing": "careful", "worse": "careful"}


def test_two_equal_policies_do_not_dominate_each_other() -> None:
    assert dominated(np.array([[1.0, 2.0], [1.0, 2.0]]), ("a", "b")) == {}


def test_a_state_that_was_not_lived_by_all_is_left_out() -> None:
    with_gap = np.concatenate([GAINS, [[np.nan], [9.0], [9.0], [9.0]]], axis=1)
    np.testing.assert_array_equal(measures(with_gap).largest_regret, measures(GAINS).largest_regret)
