"""Claims about those who leave and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.quantity import Floats
from politeia.theories.people import exit as leaving
from politeia.theories.people.exit import Exit

NOUGHT, ONE = row(0.0), row(1.0)
HALF = row(0.5)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Exit]) -> Exit:
    return middles(Exit)


def hazard(p: Exit, will: float, routes: float = 0.5, ban: float = 0.0) -> Floats:
    """Return the exit hazard of a country with Belarus's diaspora and no hardship."""
    risk = leaving.danger(row(will), NOUGHT)
    network = leaving.pull(p, row(1e6), row(1.5e5))
    return leaving.exit_hazard(
        p, risk, NOUGHT, NOUGHT, leaving.route(p, row(routes)), network, row(ban)
    )


def test_one_to_two_percent_leave_in_two_years_of_crackdown_and_war(p: Exit) -> None:
    pulse, left = leaving.pulse_after(p, NOUGHT, ONE, 1.0), 0.0
    for week in range(104):
        now = leaving.exit_hazard(
            p,
            leaving.danger(row(0.77), NOUGHT),
            pulse * (week > 52),
            NOUGHT,
            ONE,
            ONE,
            NOUGHT,
        )
        pulse = leaving.pulse_after(p, pulse, NOUGHT, 1.0 * (week > 52))
        left += now[0] / 52.18
    assert 0.012 < left < 0.023


def test_open_routes_let_more_people_out_than_closed_ones(p: Exit) -> None:
    assert hazard(p, 0.8, 1.0)[0] > hazard(p, 0.8)[0] > hazard(p, 0.8, 0.0)[0] > 0.0
    assert leaving.route(p, HALF)[0] == pytest.approx(1.0)


def test_exit_bans_stop_some_but_not_all(p: Exit) -> None:
    assert 0.0 < hazard(p, 0.8, ban=1.0)[0] < hazard(p, 0.8)[0]


def test_activists_leave_several_times_as_often(p: Exit) -> None:
    quiet = hazard(p, 0.0)
    assert leaving.activist_exit_hazard(p, quiet)[0] == pytest.approx(7.0 * quiet[0])


def test_a_quiet_country_keeps_its_people(p: Exit) -> None:
    out, back = hazard(p, 0.0)[0] * 1.0, leaving.return_hazard(p, NOUGHT)[0] * 0.15
    assert abs(out - back) < 0.003
    assert leaving.return_hazard(p, ONE)[0] == 0.0


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**7), st.integers(0, 10**6), st.floats(0, 1), st.floats(0, 1))
def test_every_person_is_at_home_or_abroad(home: int, away: int, out: float, back: float) -> None:
    gone, returned = float(round(out * home)), float(round(back * away))
    resident, abroad = leaving.moved(row(float(home)), row(float(away)), row(gone), row(returned))
    assert resident[0] + abroad[0] == home + away
    assert min(resident[0], abroad[0]) >= 0


def test_the_rival_switch_decides_whether_exit_relieves_or_strengthens(p: Exit) -> None:
    rate = hazard(p, 0.8)
    assert leaving.movement_loss(p, rate, ONE)[0] > 0.0
    assert leaving.movement_loss(p, rate, NOUGHT)[0] == 0.0
    few = row(0.02)
    assert leaving.voice(p, few, HALF, NOUGHT, NOUGHT)[0] > 0.0
    assert leaving.voice(p, few, HALF, NOUGHT, ONE)[0] == 0.0


def test_a_diaspora_may_raise_or_lower_hope(middles: Callable[..., Exit]) -> None:
    for sign in (-1.0, 1.0):
        p = middles(Exit, destination=sign)
        assert np.sign(leaving.voice(p, ONE * 0.02, HALF, NOUGHT, ONE)[0]) == sign


def test_watchlists_abroad_silence_a_part_of_the_voice(p: Exit) -> None:
    few = row(0.02)
    loud = leaving.voice(p, few, HALF, NOUGHT, NOUGHT)
    assert 0.0 < leaving.voice(p, few, HALF, ONE, NOUGHT)[0] < loud[0]
    assert leaving.voice(p, few, NOUGHT, NOUGHT, NOUGHT)[0] == 0.0


def test_the_war_pulse_fades_alike_at_any_step(p: Exit) -> None:
    whole = leaving.pulse_after(p, ONE, NOUGHT, 1.0)
    half = leaving.pulse_after(p, leaving.pulse_after(p, ONE, NOUGHT, 0.5), NOUGHT, 0.5)
    assert whole[0] == pytest.approx(half[0], rel=1e-12)


def test_remittances_grow_with_the_diaspora_and_their_sign_is_free(
    middles: Callable[..., Exit],
) -> None:
    start = row(0.02)
    received = leaving.remittances(start, row(2e5), row(1e5))
    assert received[0] == pytest.approx(0.04)
    for sign in (-1.0, 1.0):
        p = middles(Exit, remittances=sign)
        assert np.sign(leaving.relief(p, received, start)[0]) == sign
        assert leaving.relief(p, start, start)[0] == 0.0
