"""Claims about membership and hosted events."""

from __future__ import annotations

import numpy as np
import pytest
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import membership
from politeia.theories.pressure.membership import Membership


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_condition_binds_members_only_and_may_do_harm(sign: int) -> None:
    p = central(Membership, condition_effect=0.02 * sign)
    assert np.sign(membership.condition(p, a(1), a(0), a(1))[0]) == sign
    assert membership.condition(p, a(0), a(0), a(1))[0] == 0
    assert membership.condition(p, a(1), a(1), a(1))[0] == 0
    assert membership.condition(p, a(1), a(0), a(0))[0] == 0


def test_without_an_event_nothing_happens() -> None:
    p = central(Membership)
    assert membership.event_factor(p, a(np.inf), a(2), a(0))[0] == 1


def test_before_during_and_after_an_event_differ() -> None:
    p = central(Membership, pulse=0.5, dip=0.2, spike=0.3, lead_time=26, spike_time=8)
    weeks = a(30, 20, 0, -1, -3, -20)
    factor = membership.event_factor(p, weeks, a(2), a(0))
    np.testing.assert_allclose(factor, [1, 1.5, 0.8, 0.8, 1.3, 1])


def test_an_event_that_is_not_granted_changes_nothing() -> None:
    p = central(Membership, pulse=0.5)
    assert membership.event_factor(p, a(10), a(2), a(1))[0] == 1


@given(weeks=st.floats(-100, 100), pulse=st.floats(-0.9, 3), declined=st.floats(0, 1))
@settings(deadline=None)
def test_the_factor_is_positive(weeks: float, pulse: float, declined: float) -> None:
    p = central(Membership, pulse=pulse)
    assert membership.event_factor(p, a(weeks), a(2), a(declined))[0] > 0


def test_abroad_sees_less_of_the_hunt_before_an_event_than_of_what_follows() -> None:
    p = central(Membership)
    assert 1 < membership.seen_factor(p, a(1.5), a(10))[0] < 1.5
    assert membership.seen_factor(p, a(1.5), a(-4))[0] == 1.5
