"""Claims about the queue of cases: files are kept, cases made of them, prisons fill and empty."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Floats
from politeia.theories.society import prisoners
from politeia.theories.society.prisoners import Prisoners

NOUGHT, ONE = row(0.0), row(1.0)
MILLIONS = row(9.4e6)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Prisoners]) -> Prisoners:
    return middles(Prisoners)


def test_a_mild_state_prosecutes_nobody_for_protest_and_the_harshest_all() -> None:
    assert prisoners.willingness(row(0.4))[0] == 0.0
    assert prisoners.willingness(NOUGHT)[0] == 0.0
    assert prisoners.willingness(ONE)[0] == 1.0
    assert 0.0 < prisoners.willingness(row(0.7))[0] < 0.5


def test_courts_build_their_capacity_and_let_it_go(p: Prisoners) -> None:
    built = prisoners.case_capacity_after(p, NOUGHT, ONE, 1e4)
    np.testing.assert_allclose(built, p.capacity)
    assert prisoners.case_capacity_after(p, built, NOUGHT, 1e4)[0] < 1e-9


def made(p: Prisoners, files: Floats, will: float = 1.0, people: Floats = MILLIONS) -> Floats:
    """Return the cases of one week by courts at full capacity."""
    return prisoners.cases(p, files, p.capacity * ONE, row(will), people, 1.0)


@given(files=st.floats(0.0, 1e6), will=st.floats(0.0, 1.0))
@settings(deadline=None)
def test_no_more_cases_are_made_than_there_are_files_or_courts_can_make(
    p: Prisoners, files: float, will: float
) -> None:
    cases = made(p, row(files), will)[0]
    most = min(p.conversion[0] * files, p.capacity[0] * MILLIONS[0] / 1e6)
    assert 0.0 <= cases <= most * (1.0 + 1e-9)


def test_files_are_conserved_until_they_are_used_or_forgotten(
    middles: Callable[..., Prisoners],
) -> None:
    p = middles(Prisoners, file_memory=1e12)
    files, used = NOUGHT, 0.0
    for detained in (500.0, 2_000.0, 0.0, 30.0):
        files = prisoners.files_after(p, files, row(detained), 1.0)
        cases = made(p, files)
        used += float(cases[0] / p.conversion[0])
        files = files - cases / p.conversion
    np.testing.assert_allclose(files + used, 2_530.0)


def test_files_outlive_the_protest(p: Prisoners) -> None:
    """A year after the last detention courts still make cases of it."""
    files = row(10_000.0)
    for _ in range(52):
        files = prisoners.files_after(p, files, NOUGHT, 1.0)
        cases = made(p, files)
        files = files - cases / p.conversion
    assert cases[0] > 1.0


def test_without_will_no_case_is_made(p: Prisoners) -> None:
    assert made(p, row(1e4), will=0.0)[0] == 0.0
    assert made(p, row(1e4), will=0.5)[0] < made(p, row(1e4), will=1.0)[0]


def inflow(p: Prisoners, people: Floats = MILLIONS, **moved: float) -> tuple[Floats, Floats]:
    """Return the means of a week's inflow by case and by violence."""
    usual = {"cases": 0.0, "detained": 0.0, "violent": 0.0, "quiet_level": 0.0, "watchlist": 0.0}
    now = {name: row(value) for name, value in (usual | {"relief": 0.0} | moved).items()}
    return prisoners.expected_inflow(p, population=people, dt=1.0, **now)


def test_where_nothing_happens_nobody_is_imprisoned(p: Prisoners) -> None:
    by_case, violent = inflow(p)
    assert by_case[0] == violent[0] == 0.0


def test_the_two_channels_are_apart(p: Prisoners) -> None:
    by_case, violent = inflow(p, detained=1_000.0, violent=0.5)
    assert by_case[0] == 0.0
    np.testing.assert_allclose(violent, 500.0 * p.violent_conversion)


def test_a_relief_lowers_cases_and_one_that_invites_hostages_raises_them(p: Prisoners) -> None:
    usual = inflow(p, cases=100.0)[0]
    assert inflow(p, cases=100.0, relief=0.4)[0] < usual < inflow(p, cases=100.0, relief=-0.4)[0]
    assert inflow(p, cases=100.0, relief=1.0)[0] == 0.0


def test_twice_the_people_give_twice_the_cases(p: Prisoners) -> None:
    one = made(p, row(2_000.0))
    two = made(p, row(4_000.0), people=2.0 * MILLIONS)
    np.testing.assert_allclose(two, 2.0 * one)
    listed = inflow(p, watchlist=0.5)[0]
    np.testing.assert_allclose(inflow(p, people=2.0 * MILLIONS, watchlist=0.5)[0], 2.0 * listed)
    quiet = inflow(p, quiet_level=0.6)[0]
    np.testing.assert_allclose(inflow(p, people=2.0 * MILLIONS, quiet_level=0.6)[0], 2.0 * quiet)


def test_those_who_leave_and_die_are_shares_by_the_rates_of_a_year(p: Prisoners) -> None:
    year = float(WEEKS_PER_YEAR)
    stay = -np.log1p(-prisoners.leaving_share(p, NOUGHT, year))
    np.testing.assert_allclose(stay, p.release + p.clemency)
    assert prisoners.leaving_share(p, ONE, year)[0] > prisoners.leaving_share(p, NOUGHT, year)[0]
    np.testing.assert_allclose(-np.log1p(-prisoners.dying_share(p, ONE, year)), p.death)
    assert prisoners.dying_share(p, NOUGHT, year)[0] == 0.0


def test_no_time_changes_nothing(p: Prisoners) -> None:
    assert prisoners.leaving_share(p, ONE, 0.0)[0] == 0.0
    assert prisoners.dying_share(p, ONE, 0.0)[0] == 0.0
    assert prisoners.files_after(p, row(70.0), NOUGHT, 0.0)[0] == 70.0
