"""Claims about organisations and independent media."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.theories.society import organisations
from politeia.theories.society.organisations import Organisations

NOUGHT, ONE = row(0.0), row(1.0)
HARSH = row(0.77)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Organisations]) -> Organisations:
    return middles(Organisations)


def crackdown(p: Organisations, weeks: int, dt: float = 1.0) -> float:
    """Return the share of organisations still open after ``weeks`` of Belarus after 2020."""
    first, second, still_open = NOUGHT, NOUGHT, 1.0
    for _ in range(round(weeks / dt)):
        first, second = organisations.ramp_after(p, first, second, HARSH, dt)
        hazard = organisations.closure_hazard(p, second, NOUGHT)[0]
        still_open *= float(np.exp(-hazard * dt / 52.18))
    return still_open


def test_closures_come_late_and_then_in_numbers(p: Organisations) -> None:
    end_2021, end_2022 = (3750 * (1 - crackdown(p, weeks)) for weeks in (66, 118))
    assert 190 < end_2021 < 430
    assert 850 < end_2022 < 1400


def test_halving_the_step_leaves_closures_as_they_are(p: Organisations) -> None:
    assert 1 - crackdown(p, 104) == pytest.approx(1 - crackdown(p, 104, 0.5), rel=0.02)


def test_a_country_at_its_own_level_stands_still(p: Organisations) -> None:
    on = organisations.pressure(row(0.48), row(0.48))
    assert on[0] == 0.0
    kept = organisations.infrastructure_after(
        p, row(0.3), row(0.3), NOUGHT, on, p.home_funds, row(0.8), 520.0
    )
    inside, exiled = organisations.media_after(p, row(0.2), NOUGHT, row(0.2), on, 520.0)
    assert kept[0] == pytest.approx(0.3)
    assert (inside[0], exiled[0]) == (0.2, 0.0)


def test_media_in_the_country_fall_by_half_in_a_year_of_crackdown(p: Organisations) -> None:
    inside, exiled = row(0.45), NOUGHT
    for _ in range(52):
        inside, exiled = organisations.media_after(p, inside, exiled, row(0.45), HARSH, 1.0)
    assert 0.2 < inside[0] / 0.45 < 0.6
    assert exiled[0] > 0.05


def test_a_block_hides_media_in_exile_but_for_those_who_get_round_it(p: Organisations) -> None:
    free = organisations.media_reach(p, NOUGHT, ONE * 0.3, NOUGHT)
    blocked = organisations.media_reach(p, NOUGHT, ONE * 0.3, ONE)
    assert free[0] == pytest.approx(0.3)
    assert blocked[0] == pytest.approx(0.3 * p.vpn[0])


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 5000), st.integers(0, 900), st.integers(0, 900), st.floats(0, 1), st.floats(0, 1)
)
def test_organisations_are_open_closed_or_in_exile_and_none_is_lost(
    still_open: int, closed: int, exiled: int, fate: float, gone: float
) -> None:
    closing = float(round(fate * still_open))
    leaving = float(round(gone * closing))
    before = [row(float(count)) for count in (still_open, closed, exiled)]
    after = organisations.counted(
        before[0], before[1], before[2], row(3.0), row(closing), row(leaving)
    )
    assert after[0] + after[1] + after[2] == still_open + closed + exiled + 3
    assert min(float(part[0]) for part in after) >= 0


def test_aid_builds_where_space_is_open_and_nothing_where_it_is_closed(p: Organisations) -> None:
    grown = {}
    for civic in (0.2, 0.95):
        start = row(0.2)
        received = p.home_funds + 5.0
        after = organisations.infrastructure_after(
            p, start, start, NOUGHT, NOUGHT, received, row(civic), 52.0
        )
        grown[civic] = after[0] - 0.2
    assert grown[0.2] > 0.01
    assert grown[0.95] < 0.02 * grown[0.2]


def test_a_restrictive_law_cuts_foreign_funds_by_a_third(p: Organisations) -> None:
    people = row(1e7)
    open_, cut = (
        organisations.funds(p, row(50.0), law, NOUGHT, people) - p.home_funds
        for law in (NOUGHT, ONE)
    )
    assert cut[0] / open_[0] == pytest.approx(0.68)
    assert organisations.foreign_part(p, NOUGHT, ONE, NOUGHT, people)[0] == 0.0


def test_foreign_money_may_draw_closure_or_protect(middles: Callable[..., Organisations]) -> None:
    for sign in (-1.0, 1.0):
        p = middles(Organisations, visibility=sign)
        seen = organisations.closure_hazard(p, ONE, ONE) - organisations.closure_hazard(
            p, ONE, NOUGHT
        )
        assert np.sign(seen[0]) == sign


def test_a_thaw_restores_what_a_crackdown_took(p: Organisations) -> None:
    def mend(on: float) -> float:
        args = (p, row(0.1), row(0.4), NOUGHT, row(on), p.home_funds, NOUGHT, 104.0)
        return float(organisations.infrastructure_after(*args)[0])

    assert mend(0.0) > 0.2 > mend(0.77) > 0.1
    assert organisations.top(p, row(0.3), NOUGHT, row(0.3))[0] > 0.3
    assert organisations.founding_mean(p, ONE * 1000.0, ONE * 500.0, NOUGHT, 52.0)[0] > 20.0


def test_arrests_take_infrastructure_at_the_same_yearly_rate_by_day_or_week(
    p: Organisations,
) -> None:
    people = row(9.4e6)
    week = organisations.arrests_hazard(p, row(700.0), people, 1.0)
    day = organisations.arrests_hazard(p, row(100.0), people, 1 / 7)
    assert week[0] == pytest.approx(day[0])


def test_few_restrictions_raise_the_alarm_and_many_lower_it(p: Organisations) -> None:
    none, few, many = (
        organisations.alarm(p, ONE, restrictions)[0] for restrictions in (NOUGHT, p.alarm_peak, ONE)
    )
    assert none == 0.0
    assert few == pytest.approx(1.0)
    assert many < few
