"""Claims about a sponsor's support."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.quantity import Floats
from politeia.theories.sponsorship import support
from politeia.theories.sponsorship.support import Support

NOUGHT, ONE = row(0.0), row(1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Support]) -> Support:
    return middles(Support)


def crisis(p: Support, alignment: float, weeks: int, dt: float, threat: float = 0.8) -> Floats:
    """Return the credit at the end of ``weeks`` of threat, at steps of ``dt``."""
    wish, credit = NOUGHT, NOUGHT
    for _ in range(round(weeks / dt)):
        wish = support.wish_after(p, wish, row(threat), row(alignment), dt)
        offered = support.offer(p, wish, ONE, NOUGHT, ONE)
        credit = support.credit_after(p, credit, support.taken(p, offered, NOUGHT), dt)
    return credit


def test_an_aligned_client_in_danger_gets_one_to_five_percent_within_a_season(p: Support) -> None:
    assert 0.01 < crisis(p, 0.7, 12, 1.0)[0] < 0.05


def test_a_client_that_is_not_aligned_gets_no_credit(p: Support) -> None:
    assert crisis(p, 0.1, 26, 1.0)[0] == 0.0


def test_days_and_weeks_give_the_same_credit(p: Support) -> None:
    assert crisis(p, 0.7, 14, 1.0) == pytest.approx(crisis(p, 0.7, 14, 1 / 7), rel=0.12)
    assert crisis(p, 0.7, 14, 0.5) == pytest.approx(crisis(p, 0.7, 14, 1 / 7), rel=0.06)


def test_credit_halves_in_half_a_year_once_the_danger_is_over(p: Support) -> None:
    later = support.credit_after(p, row(0.02), NOUGHT, 26.0)
    assert later[0] == pytest.approx(0.01)


def test_an_offer_dearer_than_sovereignty_is_refused(p: Support) -> None:
    small = p.sovereignty_cost * 0.5
    assert support.taken(p, small, ONE)[0] == 0.0
    assert support.taken(p, small, NOUGHT)[0] == small[0]


def test_pressure_on_the_sponsor_may_end_or_tighten_the_tie(
    middles: Callable[..., Support],
) -> None:
    free, held = NOUGHT, ONE
    for need, sign in ((-1.0, -1.0), (1.0, 1.0)):
        p = middles(Support, need=need)
        change = support.offer(p, ONE, ONE, held, ONE) - support.offer(p, ONE, ONE, free, ONE)
        assert np.sign(change[0]) == sign


@settings(deadline=None, max_examples=50)
@given(
    capacity=st.floats(0, 3),
    revenue=st.floats(-3, 3),
    war=st.floats(0, 0.5),
    pressure=st.floats(0, 2),
    outlay=st.floats(0, 0.1),
)
def test_capacity_stays_in_its_bounds_for_ever(
    middles: Callable[..., Support],
    capacity: float,
    revenue: float,
    war: float,
    pressure: float,
    outlay: float,
) -> None:
    now = row(capacity)
    for _ in range(20):
        now = support.capacity_after(
            middles(Support),
            now,
            row(revenue),
            row(war),
            row(pressure),
            row(outlay),
            26.0,
        )
    assert 0.0 <= now[0] <= 3.0


def test_a_sponsor_at_rest_keeps_its_capacity(p: Support) -> None:
    assert support.capacity_after(p, ONE, NOUGHT, NOUGHT, NOUGHT, NOUGHT, 52.0)[0] == 1.0


@settings(deadline=None, max_examples=50)
@given(wants=st.lists(st.floats(0, 200), min_size=1, max_size=5), gdp=st.floats(10, 5e3))
def test_what_sponsors_pay_is_what_clients_receive_and_fits_the_purse(
    middles: Callable[..., Support], wants: list[float], gdp: float
) -> None:
    p = middles(Support)
    part = support.ration(p, row(sum(wants)), ONE, row(gdp))
    received = [want * part[0] for want in wants]
    assert sum(received) <= p.purse[0] * gdp * (1 + 1e-9)
    assert part[0] == 1.0 or sum(received) == pytest.approx(p.purse[0] * gdp)


def test_most_sectoral_steps_are_answered_within_eight_weeks(p: Support) -> None:
    weeks_left, silent = support.window_after(p, NOUGHT, ONE, 1.0), 1.0
    for _ in range(20):
        hazard = support.counter_pledge_hazard(p, weeks_left, row(0.7))
        silent *= float(np.exp(-hazard[0] / 52.18))
        weeks_left = support.window_after(p, weeks_left, NOUGHT, 1.0)
    assert 1 - silent == pytest.approx(0.94, abs=0.02)


def test_without_the_offset_no_loss_is_made_good(p: Support) -> None:
    assert support.compensated(p, NOUGHT, ONE, ONE, ONE)[0] == 0.0
    assert 0.4 < support.compensated(p, ONE, row(0.7), ONE, ONE)[0] < 0.9


def test_troops_or_two_percent_of_gdp_are_full_backing(p: Support) -> None:
    assert support.backing(p, NOUGHT, ONE)[0] == 1.0
    assert support.backing(p, row(0.02), NOUGHT)[0] == 1.0
    assert support.backing(p, NOUGHT, NOUGHT)[0] == 0.0


def test_an_exporter_of_energy_gets_no_price_subsidy(p: Support) -> None:
    assert support.subsidy_wanted(p, ONE, NOUGHT, ONE)[0] == 0.0
    assert support.subsidy_after(p, NOUGHT, row(0.05), 520.0)[0] == pytest.approx(0.05, rel=0.05)


def test_recognition_follows_alignment(p: Support) -> None:
    luck = row(0.5)
    assert support.recognises(p, row(0.9), luck)[0] == 1.0
    assert support.recognises(p, row(0.1), luck)[0] == 0.0
    assert support.media_support(p, ONE, ONE)[0] > support.media_support(p, NOUGHT, ONE)[0]
