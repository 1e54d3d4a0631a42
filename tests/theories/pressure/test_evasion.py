"""Claims about evasion."""

from __future__ import annotations

import numpy as np
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.quantity import Floats
from politeia.theories.pressure import evasion
from politeia.theories.pressure.evasion import Evasion

share = st.floats(0.0, 1.0)


def evaded(p: Evasion, ceiling: Floats, kept: float, weeks: int, dt: float = 1.0) -> Floats:
    """Return evasion after some weeks of sanctions that would stop the share ``kept``."""
    premium, evading = a(1), a(0)
    for _ in range(round(weeks / dt)):
        premium = evasion.premium_after(p, premium, kept * (1 - evading), dt)
        top = evasion.reachable(p, ceiling, a(0), premium)
        evading = evasion.evasion_after(p, evading, top, dt)
    return evading


def test_without_sanctions_there_is_no_premium_and_no_evasion() -> None:
    p = central(Evasion)
    assert evasion.premium_after(p, a(1), a(0), 52)[0] == 1
    assert evaded(p, p.ceiling_priority, 0.0, 104)[0] == 0


def test_priority_goods_come_back_and_the_aggregate_hardly() -> None:
    p = central(Evasion)
    assert evaded(p, p.ceiling_priority, 0.6, 91)[0] > 0.4
    assert evaded(p, p.ceiling, 0.3, 91)[0] < 0.15


def test_imports_of_priority_goods_collapse_and_return_within_two_years() -> None:
    p = central(Evasion)
    early = evasion.goods_arriving(a(0.6), evaded(p, p.ceiling_priority, 0.6, 4))
    late = evasion.goods_arriving(a(0.6), evaded(p, p.ceiling_priority, 0.6, 91))
    assert early[0] < 0.5
    assert late[0] > 0.7


def test_half_a_step_gives_the_same_path() -> None:
    p = central(Evasion)
    whole = evaded(p, p.ceiling_priority, 0.6, 26)
    half = evaded(p, p.ceiling_priority, 0.6, 26, dt=0.5)
    np.testing.assert_allclose(half, whole, rtol=0.03)


@given(start=share, closed=share, premium=st.floats(1, 5), weeks=st.floats(0.1, 1e4))
@settings(deadline=None)
def test_a_standing_threat_never_drives_evasion_out_of_its_bounds(
    start: float, closed: float, premium: float, weeks: float
) -> None:
    p = central(Evasion)
    top = evasion.reachable(p, p.ceiling_priority, a(closed), a(premium))
    assert 0 <= evasion.evasion_after(p, a(start), top, weeks)[0] <= 1


@given(pressure=share, margin=share)
@settings(deadline=None)
def test_firms_stop_only_under_threat_and_never_more_than_it_reaches(
    pressure: float, margin: float
) -> None:
    p = central(Evasion)
    stopping = evasion.firms_stopping(p, a(pressure), a(margin), a(1.2))[0]
    assert 0 <= stopping <= p.reach[0]
    assert evasion.firms_stopping(p, a(0), a(margin), a(1.2))[0] == 0


def test_a_higher_premium_keeps_more_firms_in_the_trade() -> None:
    p = central(Evasion)
    cheap = evasion.firms_stopping(p, a(0.5), a(0.2), a(1.0))
    dear = evasion.firms_stopping(p, a(0.5), a(0.2), a(2.0))
    assert dear[0] < cheap[0]


def test_a_bank_threat_cuts_hub_flows_within_a_quarter_and_detours_give_them_back() -> None:
    p = central(Evasion)
    exposure, start, detour, lost_by_week = a(0.8), a(0.8), a(0), []
    for _ in range(260):
        stopping = evasion.firms_stopping(p, a(1), a(0.2), a(1.2))
        exposure = evasion.exposure_after(p, exposure, start, stopping, 1)
        detour = evasion.detour_after(p, detour, start - exposure, 1)
        lost_by_week.append(evasion.routes_lost(start - exposure, detour)[0])
    assert 0.05 < max(lost_by_week[:13]) / 0.8 < 0.6
    assert lost_by_week[-1] < 0.2 * max(lost_by_week)


def test_evasion_is_lost_faster_than_it_is_found() -> None:
    p = central(Evasion)
    found = evasion.evasion_after(p, a(0.2), a(0.6), 4) - 0.2
    lost = 0.6 - evasion.evasion_after(p, a(0.6), a(0.2), 4)
    assert lost[0] > found[0] > 0


def test_full_evasion_lets_everything_in() -> None:
    assert evasion.goods_arriving(a(1), a(1))[0] == 1
    assert evasion.goods_arriving(a(1), a(0))[0] == 0
