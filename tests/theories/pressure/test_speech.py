"""Claims about speech: nothing said does nothing, and what is said may work either way."""

from __future__ import annotations

import numpy as np
import pytest
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import speech
from politeia.theories.pressure.speech import Speech

share = st.floats(0.0, 1.0)


@given(abuse=st.floats(0, 50), energy=share, lever=share)
@settings(deadline=None)
def test_speech_is_a_share_that_energy_mutes_and_policy_raises(
    abuse: float, energy: float, lever: float
) -> None:
    p = central(Speech)
    said = speech.said(p, a(abuse), a(energy), a(lever))[0]
    assert lever - 1e-12 <= said <= 1
    assert said <= speech.said(p, a(abuse), a(0), a(lever))[0] + 1e-12
    assert said >= speech.said(p, a(abuse), a(energy), a(0))[0] - 1e-12


def test_nobody_speaks_of_a_regime_that_does_nothing() -> None:
    assert speech.said(central(Speech), a(0), a(0), a(0))[0] == 0


@pytest.mark.parametrize("sign", [-1, 1])
def test_shaming_may_restrain_or_provoke_and_only_where_somebody_can_carry_it(sign: int) -> None:
    p = central(Speech, shaming_effect=0.05 * sign)
    assert np.sign(speech.shaming(p, a(1), a(0.5))[0]) == sign
    assert speech.shaming(p, a(1), a(0))[0] == 0
    assert speech.shaming(p, a(0), a(1))[0] == 0


def test_silence_makes_no_hope_no_retaliation_and_no_warning() -> None:
    p = central(Speech, hope_effect=0.1, retaliation_effect=0.1, warning_effect=0.1)
    assert speech.hope(p, a(0), a(1))[0] == 0
    assert speech.hope(p, a(1), a(0))[0] == 0
    assert speech.retaliation(p, a(0))[0] == 0
    assert speech.troops_criticised(p, a(0))[0] == 0
    assert speech.recognition(p, a(0))[0] == 0


def test_recognition_that_is_withheld_is_not_counted() -> None:
    assert speech.recognitions(a(0.3), a(1))[0] == 0
    assert speech.recognitions(a(0.3), a(0))[0] == 0.3


def test_undermined_courts_are_felt_only_by_a_ruler_who_may_fall() -> None:
    p = central(Speech)
    assert speech.courts(p, a(1), a(0))[0] == 0
    assert speech.courts(p, a(0), a(1))[0] == 0
    assert speech.courts(p, a(1), a(1))[0] > 0


def test_coordination_pulls_the_slow_partner_and_never_holds_back_the_fast_one() -> None:
    p = central(Speech)
    assert 1 < speech.joint_hazard(p, a(1), a(5), a(1))[0] <= 5
    assert speech.joint_hazard(p, a(5), a(1), a(1))[0] == 5
    assert speech.joint_hazard(p, a(1), a(5), a(0))[0] == 1
    assert speech.joint_weight(p, a(0))[0] == 1


@given(one=share, other=share)
@settings(deadline=None)
def test_two_voices_are_heard_at_least_as_well_as_one(one: float, other: float) -> None:
    heard = speech.joined(a(one), a(other))[0]
    assert max(one, other) - 1e-12 <= heard <= 1
