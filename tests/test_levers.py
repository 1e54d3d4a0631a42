"""Claims about policies at work: ramps, ends, conditions, and two moves of one lever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from politeia.calendar import week_of
from politeia.levers import Levers
from politeia.quantity import Floats
from politeia.scenario.policy import Move, Policy

MONDAY = date(2024, 6, 3)
FIRST = week_of(MONDAY)
PLACE = ("speech.shaming", "USA", "BLR")
RUNS = 3
EVERY = np.arange(RUNS)


def move(**said: object) -> Move:
    """Return a move of public criticism; ``said`` changes it."""
    usual = {"moves": PLACE[0], "by": ("USA",), "on": ("BLR",), "to": 1.0, "start": MONDAY}
    return Move.model_validate({**usual, "over": 4, **said})


def levers(*moves: Move, columns: Floats | None = None) -> Levers:
    """Return the levers of one policy in all histories, or in those of ``columns``."""
    where = EVERY if columns is None else np.asarray(columns, dtype=np.int64)
    return Levers(RUNS, [(Policy(name="one", levers=moves), where)])


def nothing(_outcome: str, _code: str) -> Floats:
    """Return what a condition sees where nothing happens."""
    return np.zeros(RUNS)


def path(
    moved: Levers, weeks: int, look: Callable[[int], Floats] = lambda _: np.zeros(RUNS)
) -> Floats:
    """Return the lever week by week, (week, run), when ``look`` tells all that is observed."""
    found = []
    for week in range(weeks):
        moved.advance(FIRST + week, lambda _name, _code, week=week: look(week))  # type: ignore[misc]
        found.append(moved.of(*PLACE).copy())
    return np.array(found)


def test_a_lever_that_nobody_moves_rests_at_nothing() -> None:
    rest = Levers(RUNS)
    rest.advance(FIRST, nothing)
    assert not rest.of(*PLACE).any()
    assert not rest.moved(PLACE[0])
    assert not rest.now


def test_a_ramp_rises_evenly_and_stays() -> None:
    risen = path(levers(move()), 8)[:, 0]
    np.testing.assert_allclose(risen, [0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0])


def test_without_a_ramp_a_lever_is_there_at_once() -> None:
    np.testing.assert_allclose(path(levers(move(over=0)), 2)[:, 0], [1.0, 1.0])


def test_before_its_start_a_move_rests_and_a_midweek_start_makes_part_of_a_week() -> None:
    late = levers(move(start=MONDAY + timedelta(days=7)))
    np.testing.assert_allclose(path(late, 2)[:, 0], [0.0, 0.25])
    thursday = levers(move(start=MONDAY + timedelta(days=3)))
    np.testing.assert_allclose(path(thursday, 2)[:, 0], [0.25 * 4 / 7, 0.25 * 11 / 7])


def test_a_move_ends_on_its_last_day() -> None:
    ended = path(levers(move(over=0, until=MONDAY + timedelta(weeks=3))), 5)[:, 0]
    np.testing.assert_allclose(ended, [1.0, 1.0, 1.0, 0.0, 0.0])


def test_a_condition_raises_a_lever_while_it_holds_and_lets_it_fall_by_the_ramp() -> None:
    told = levers(move(when="prisoners_recognised(BLR) > 10"))
    seen = [0.0, 20.0, 20.0, 20.0, 0.0, 0.0, 0.0, 0.0]
    risen = path(told, 8, lambda week: np.full(RUNS, seen[week]))[:, 0]
    np.testing.assert_allclose(risen, [0.0, 0.25, 0.5, 0.75, 0.5, 0.25, 0.0, 0.0])


def test_a_condition_holds_in_some_histories_and_not_in_others() -> None:
    told = levers(move(when="prisoners_recognised(BLR) > 10", over=0))
    np.testing.assert_array_equal(path(told, 1, lambda _: np.array([5.0, 50.0, 10.0])), [[0, 1, 0]])


def test_of_two_moves_by_the_same_on_the_same_the_larger_acts() -> None:
    two = path(levers(move(to=0.3, over=0), move(to=0.8)), 4)[:, 0]
    np.testing.assert_allclose(two, [0.3, 0.4, 0.6, 0.8])


def test_a_policy_moves_its_own_histories_alone() -> None:
    np.testing.assert_array_equal(
        path(levers(move(over=0), columns=np.array([2.0])), 1)[0], EVERY == 2
    )


def test_what_was_made_of_a_lever_is_made_anew_only_when_it_moves() -> None:
    told, made = levers(move()), []

    def make() -> int:
        made.append(1)
        return len(made)

    for week in range(8):
        told.advance(FIRST + week, nothing)
        told.memo("key", PLACE[0], make)
    assert len(made) == 4


def test_a_lever_begins_once_when_it_leaves_nothing() -> None:
    told, begun = levers(move()), []
    for week in range(6):
        told.advance(FIRST + week, nothing)
        begun.append(float(told.begun.get(PLACE, np.zeros(RUNS))[0]))
    assert begun == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("when", [None, "turnout(BLR) >= 0"])
def test_a_placebo_passes_the_whole_path_and_moves_by_nothing(when: str | None) -> None:
    placebo = levers(move(to=0.0, when=when))
    assert not path(placebo, 6).any()
    assert placebo.moved(PLACE[0])
    assert not placebo.begun
