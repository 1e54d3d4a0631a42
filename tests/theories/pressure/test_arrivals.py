"""Claims about arrivals and the politics of hosts."""

from __future__ import annotations

import numpy as np
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import arrivals
from politeia.theories.pressure.arrivals import Arrivals

share = st.floats(0.0, 1.0)


def voted(p: Arrivals, salience: float, integration: float, weeks: float = 52.0) -> float:
    """Return the populists' share of a host that began at 15 %."""
    state = (a(0.15), a(0.15), a(1.0), a(salience), a(integration))
    return float(arrivals.populists_after(p, *state, dt=weeks)[0])


def test_arrivals_raise_populists_less_where_hosts_integrate() -> None:
    p = central(Arrivals)
    assert voted(p, 1.0, 0.0) > voted(p, 1.0, 1.0)
    assert voted(p, 1.0, 0.0) > 0.15
    assert voted(p, 0.0, 0.0) == 0.15


def test_the_shock_is_transient() -> None:
    p = central(Arrivals)
    salience, populists, peak = a(2.0), a(0.15), 0.0
    for _ in range(520):
        salience = arrivals.salience_after(p, salience, a(0), a(1e6), 1)
        state = (populists, a(0.15), a(1.0), salience, a(0.0))
        populists = arrivals.populists_after(p, *state, dt=1)
        peak = max(peak, float(populists[0]))
    assert peak > 0.16
    assert abs(populists[0] - 0.15) < 1e-3


@given(populists=share, start=share, salience=st.floats(0, 100), integration=share)
@settings(deadline=None)
def test_votes_stay_a_share_and_loss_of_unity_is_bounded(
    populists: float, start: float, salience: float, integration: float
) -> None:
    p = central(Arrivals)
    state = (a(populists), a(start), a(1.0), a(salience), a(integration))
    after = arrivals.populists_after(p, *state, dt=4)
    assert 0 <= after[0] <= 1
    assert -1 <= arrivals.unity_loss(p, after, a(start))[0] <= 1


def test_unity_does_not_fall_without_a_rise_of_populists() -> None:
    assert arrivals.unity_loss(central(Arrivals), a(0.15), a(0.15))[0] == 0


def test_salience_does_not_depend_on_the_step() -> None:
    p = central(Arrivals)
    week = arrivals.salience_after(p, a(0.1), a(20_000), a(4e7), 1)
    days = a(0.1)
    for _ in range(7):
        days = arrivals.salience_after(p, days, a(20_000), a(4e7), 1 / 7)
    np.testing.assert_allclose(days, week)


def test_a_regime_that_opens_a_route_adds_arrivals_and_may_win_a_concession() -> None:
    p = central(Arrivals)
    assert arrivals.flow(p, a(1000), a(1))[0] > arrivals.flow(p, a(1000), a(0))[0]
    assert arrivals.flow(p, a(1000), a(0))[0] == 1000 * p.share_here[0]
    assert arrivals.concession_hazard(p, a(1), a(0))[0] == 0
    assert arrivals.concession_hazard(p, a(0), a(1))[0] == 0
    assert arrivals.concession_hazard(p, a(1), a(1))[0] > 0
