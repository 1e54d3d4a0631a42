"""Claims about engagement, bargains over prisoners and openings."""

from __future__ import annotations

import numpy as np
import pytest
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import engagement
from politeia.theories.pressure.engagement import Engagement

share = st.floats(0.0, 1.0)
NOT, YES = np.array([False]), np.array([True])


@given(start=share, abuse=st.floats(0, 50), refused=share, lever=share, dt=st.floats(0.1, 52))
@settings(deadline=None)
def test_engagement_stays_a_share_and_refusal_never_raises_it(
    start: float, abuse: float, refused: float, lever: float, dt: float
) -> None:
    p = central(Engagement)

    def after(no: float) -> float:
        return float(engagement.engagement_after(p, a(start), a(abuse), a(no), a(lever), dt)[0])

    assert 0 <= after(refused) <= 1
    assert after(1) <= after(refused) + 1e-12


def test_senders_re_engage_as_abuse_fades_unless_they_refuse() -> None:
    p = central(Engagement)
    quiet = engagement.engagement_after(p, a(0), a(0), a(0), a(0), 104)
    assert quiet[0] > 0.3
    assert engagement.engagement_after(p, a(0), a(3), a(0), a(0), 104)[0] < 0.01
    assert engagement.engagement_after(p, a(0), a(0), a(1), a(0), 104)[0] == 0
    assert engagement.engagement_after(p, quiet, a(3), a(0), a(0), 17)[0] < 0.3 * quiet[0]


def test_seven_days_of_engagement_are_a_week() -> None:
    p = central(Engagement)
    week = engagement.engagement_after(p, a(0.1), a(0), a(0), a(0.5), 1)
    days = a(0.1)
    for _ in range(7):
        days = engagement.engagement_after(p, days, a(0), a(0), a(0.5), 1 / 7)
    np.testing.assert_allclose(days, week)


def test_there_is_no_deal_without_an_offer_and_no_offer_with_nothing_to_lift() -> None:
    p = central(Engagement)
    assert engagement.deal_hazard(p, a(0), a(1), a(1), a(0), a(0))[0] == 0
    assert engagement.relief_offered(p, a(1), a(0), a(0), a(0))[0] == 0
    assert engagement.relief_offered(p, a(1), a(1), a(1), a(0))[0] == 0
    assert engagement.relief_offered(p, a(1), a(1), a(0), a(0))[0] > 0


def test_bite_makes_a_deal_likelier_and_threat_or_feared_prisoners_make_it_less() -> None:
    p = central(Engagement)
    here = engagement.deal_hazard(p, a(1), a(0.2), a(0.3), a(0.3), a(0.1))[0]
    assert engagement.deal_hazard(p, a(1), a(0.6), a(0.3), a(0.3), a(0.1))[0] > here
    assert engagement.deal_hazard(p, a(1), a(0.2), a(0.3), a(0.9), a(0.1))[0] < here
    assert engagement.deal_hazard(p, a(1), a(0.2), a(0.3), a(0.3), a(0.9))[0] < here
    assert 0 < here <= p.deal_pace[0]


@given(offer=share, stock=st.integers(0, 3000), luck=st.floats(0, 0.999999))
@settings(deadline=None)
def test_a_deal_frees_whole_persons_and_never_more_than_its_share_of_the_stock(
    offer: float, stock: int, luck: float
) -> None:
    p = central(Engagement)
    freed = engagement.released(p, a(offer), a(stock), a(luck))[0]
    assert freed == np.floor(freed)
    assert 0 <= freed <= p.released_cap[0] * stock


def test_relief_comes_with_a_deal_and_goes_with_new_abuse() -> None:
    p = central(Engagement)
    relief = engagement.relief_after(p, a(0), YES, a(1), a(0), 1)
    assert 0 < relief[0] < 1
    assert engagement.relief_after(p, relief, NOT, a(1), a(0), 52)[0] == relief[0]
    assert engagement.relief_after(p, relief, NOT, a(1), a(5), 52)[0] < 0.1 * relief[0]


def test_a_deal_buys_quiet_for_some_weeks_only() -> None:
    p = central(Engagement, quiet_time=20)
    quiet = engagement.quiet_after(p, a(0), YES, 1)
    assert quiet[0] == 20
    assert engagement.quiet_after(p, quiet, NOT, 25)[0] == 0
    assert engagement.intake_factor(p, a(1), quiet, a(0))[0] < 1
    assert engagement.intake_factor(p, a(1), a(0), a(0))[0] == 1


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_deal_may_invite_hostage_taking_or_end_it(sign: int) -> None:
    p = central(Engagement, hostage_incentive=0.2 * sign)
    hostage = engagement.hostage_after(p, a(0), YES, a(1), 1)
    assert np.sign(hostage[0]) == sign
    assert np.sign(engagement.intake_factor(p, a(0), a(0), hostage)[0] - 1) == sign
    assert abs(engagement.hostage_after(p, hostage, NOT, a(1), 520)[0]) < 0.05


@given(quiet=st.floats(0, 52), hostage=st.floats(-0.9, 5), engaged=share)
@settings(deadline=None)
def test_intake_is_never_negative(quiet: float, hostage: float, engaged: float) -> None:
    for cut in (-2.0, 0.2, 0.99):
        p = central(Engagement, intake_cut=cut)
        assert engagement.intake_factor(p, a(engaged), a(quiet), a(hostage))[0] >= 0


@pytest.mark.parametrize("sign", [-1, 1])
def test_engagement_may_open_or_not(sign: int) -> None:
    p = central(Engagement, opening_effect=0.02 * sign)
    idle = engagement.opening_hazard(p, a(0), a(0))[0]
    engaged = engagement.opening_hazard(p, a(1), a(0))[0]
    assert engaged > idle
    assert engagement.opening_sign(p, a(1), a(0.999))[0] == sign
    assert engagement.opening_sign(p, a(1), a(0.0))[0] == 1
    assert engagement.opening_sign(p, a(0), a(0.999))[0] == 1
    assert engagement.opening_hazard(p, a(1), a(1))[0] == 0


def test_an_opening_lasts_for_years_and_is_lost_within_months_of_threat() -> None:
    p = central(Engagement)
    opened = engagement.opening_after(p, a(0), YES, a(1), a(0), a(0.5), 1)
    calm = engagement.opening_after(p, opened, NOT, a(1), a(0), a(0.5), 104)
    threatened = engagement.opening_after(p, opened, NOT, a(1), a(1), a(0.5), 17)
    assert calm[0] > 0.75 * opened[0]
    assert threatened[0] < 0.3 * opened[0]
