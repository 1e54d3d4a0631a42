"""Claims about attention, support, unity and capture."""

from __future__ import annotations

import numpy as np
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import attention
from politeia.theories.pressure.attention import Attention

share = st.floats(0.0, 1.0)
NOT, YES = np.array([False]), np.array([True])


@given(start=share, visible=st.floats(0, 50), incident=st.floats(0, 10), dt=st.floats(0.1, 52))
@settings(deadline=None)
def test_attention_stays_a_share_and_more_abuse_never_lowers_it(
    start: float, visible: float, incident: float, dt: float
) -> None:
    p = central(Attention)
    seen = attention.attention_after(p, a(start), a(visible), a(incident), dt)[0]
    unseen = attention.attention_after(p, a(start), a(0), a(incident), dt)[0]
    assert 0 <= seen <= 1
    assert seen >= unseen - 1e-12


def test_attention_without_news_halves_in_its_half_life() -> None:
    p = central(Attention)
    later = attention.attention_after(p, a(0.8), a(0), a(0), float(p.half_life[0]))
    np.testing.assert_allclose(later, 0.4)


def test_seven_days_of_attention_and_support_are_a_week() -> None:
    p = central(Attention)
    week = attention.attention_after(p, a(0.2), a(0.3), a(0), 1)
    support_week = attention.support_after(p, a(0.6), a(0.2), a(5), a(0), 1)
    days, support = a(0.2), a(0.6)
    for _ in range(7):
        days = attention.attention_after(p, days, a(0.3), a(0), 1 / 7)
        support = attention.support_after(p, support, a(0.2), a(5), a(0), 1 / 7)
    np.testing.assert_allclose(days, week)
    np.testing.assert_allclose(support, support_week)


def test_violence_and_silence_hide_abuse_while_prisoners_and_war_are_seen() -> None:
    p = central(Attention)
    peaceful = attention.visibility(p, a(0.2), a(0), a(0), a(0))[0]
    assert attention.visibility(p, a(0.2), a(1), a(0), a(0))[0] < peaceful
    assert attention.visibility(p, a(0.2), a(0), a(2), a(0))[0] > peaceful
    assert attention.visibility(p, a(0.2), a(0), a(0), a(1))[0] > peaceful


def test_support_tires_within_sixteen_months_and_an_escalation_wins_some_back() -> None:
    p = central(Attention, half_life=17.4)
    support, attending = a(0.67), a(0.9)
    for _ in range(70):
        attending = attention.attention_after(p, attending, a(0.04), a(0), 1)
        support = attention.support_after(p, support, attending, a(10), a(0), 1)
    assert 0.08 <= 0.67 - support[0] <= 0.20
    again = attention.support_after(p, support, attending, a(10), a(1), 1)
    assert again[0] - support[0] >= 0.05


def test_cost_lowers_support() -> None:
    p = central(Attention)
    cheap = attention.support_after(p, a(0.6), a(0.5), a(0), a(0), 52)
    dear = attention.support_after(p, a(0.6), a(0.5), a(20), a(0), 52)
    assert dear[0] < cheap[0]


@given(unity=share, support=share, capture=share, loss=st.floats(-1, 1), effort=share)
@settings(deadline=None)
def test_unity_stays_a_share_falls_with_capture_and_rises_with_effort(
    unity: float, support: float, capture: float, loss: float, effort: float
) -> None:
    p = central(Attention)

    def after(bought: float, tried: float) -> float:
        willing = attention.unity_after(p, a(unity), a(support), a(bought), a(loss), a(tried), 4.0)
        return float(willing[0])

    here = after(capture, effort)
    assert 0 <= here <= 1
    assert after(1, effort) <= here + 1e-12
    assert after(capture, 1) >= here - 1e-12


def test_capture_grows_with_leverage_and_falls_when_exposed() -> None:
    p = central(Attention)
    np.testing.assert_allclose(attention.capture_after(p, a(0.1), a(0), NOT, 52), 0.1)
    grown = attention.capture_after(p, a(0.1), a(1), NOT, 52)[0]
    assert 0.1 < grown < 1
    assert attention.capture_after(p, a(0.1), a(1), YES, 52)[0] < grown
    assert attention.exposure_hazard(p, a(1))[0] > attention.exposure_hazard(p, a(0))[0]


def test_one_certain_veto_stops_an_act_of_all() -> None:
    assert attention.passes([a(0.1), a(1.0), a(0.0)])[0] == 0
    assert attention.passes([a(0.0), a(0.0)])[0] == 1
    np.testing.assert_allclose(attention.passes([a(0.1), a(0.2)]), 0.8)


@given(veto=share, capture=share, populists=share, effort=share)
@settings(deadline=None)
def test_veto_populists_and_capture_each_make_a_veto_likelier(
    veto: float, capture: float, populists: float, effort: float
) -> None:
    p = central(Attention)

    def chance(v: float, c: float, pop: float, e: float) -> float:
        return float(attention.veto_chance(p, a(v), a(c), a(pop), a(e))[0])

    here = chance(veto, capture, populists, effort)
    assert 0 <= here <= 1
    assert chance(1, capture, populists, effort) >= here - 1e-12
    assert chance(veto, 1, populists, effort) >= here - 1e-12
    assert chance(veto, capture, 1, effort) >= here - 1e-12
    assert chance(veto, capture, populists, 1) <= here + 1e-12


def test_an_election_far_away_changes_no_pace_and_a_near_one_may_go_either_way() -> None:
    slow, fast = central(Attention, campaign_effect=0.3), central(Attention, campaign_effect=-0.3)
    assert attention.decision_pace(slow, a(0.5), a(np.inf))[0] == 0.5
    assert attention.decision_pace(slow, a(0.5), a(1))[0] < 0.5
    assert attention.decision_pace(fast, a(0.5), a(1))[0] > 0.5


def test_only_votes_for_populists_bring_a_vetoing_government() -> None:
    p = central(Attention)
    assert attention.veto_elected(p, a(0.1), a(0), a(0.0))[0] == 0.1
    assert attention.veto_elected(p, a(0.1), a(0.4), a(0.01))[0] > 0.1
    assert attention.veto_elected(p, a(0.1), a(0.4), a(0.99))[0] == 0.1
