"""Claims about propaganda and censorship."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row
from rule_medians import at_medians

from politeia.theories.rule import propaganda
from politeia.theories.rule.propaganda import Propaganda

share = st.floats(0.0, 1.0)
none, whole = row(0.0), row(1.0)


def test_a_regime_looks_more_popular_the_less_free_media_reach() -> None:
    p = at_medians(Propaganda)
    biases = [propaganda.support_bias(p, row(reach), none, none)[0] for reach in (0.0, 0.5, 1.0)]
    assert biases[0] > biases[1] > biases[2] == 0.0


@given(reach=share, states=st.floats(0.0, 100.0), overt=share)
@settings(deadline=None)
def test_bias_is_a_share_of_people(reach: float, states: float, overt: float) -> None:
    p = at_medians(Propaganda)
    bias = propaganda.support_bias(p, row(reach), row(states), row(overt))
    assert ((bias >= 0.0) & (bias <= 1.0)).all()


def test_congratulations_make_a_ruler_look_loved_for_a_season() -> None:
    p = at_medians(Propaganda)
    fresh = propaganda.recognition_after(p, none, row(4.0), 1.0)
    assert propaganda.support_bias(p, row(0.3), fresh, none) > (
        propaganda.support_bias(p, row(0.3), none, none)
    )
    half = propaganda.recognition_after(p, fresh, none, float(p.recognition_half_life[0]))
    assert half == pytest.approx(2.0)


def test_open_repression_shows_that_the_regime_is_not_loved() -> None:
    p = at_medians(Propaganda)
    assert propaganda.support_bias(p, row(0.3), none, whole) < (
        propaganda.support_bias(p, row(0.3), none, none)
    )


def test_support_moves_less_than_one_for_one_with_censorship() -> None:
    p = at_medians(Propaganda)
    shift = propaganda.grievance_shift(p, row(0.2), row(0.1))
    assert -0.1 * propaganda.SD_PER_SHARE < shift < 0.0
    assert propaganda.grievance_shift(p, row(0.1), row(0.1)) == 0.0


def test_a_close_ally_silences_sooner_and_a_large_outlet_holds_out() -> None:
    p = at_medians(Propaganda)
    ally = propaganda.takedown_hazard(p, whole, row(0.1))
    assert ally > propaganda.takedown_hazard(p, none, row(0.1))
    assert ally > propaganda.takedown_hazard(p, whole, row(0.9))


def test_a_takedown_costs_a_part_of_the_outlets_reach() -> None:
    p = at_medians(Propaganda, 2)
    rang = np.array([True, False])
    after = propaganda.reach_after_takedown(p, row(0.4, 0.4), row(0.5, 0.5), rang)
    assert 0.2 < after[0] < 0.4
    assert after[1] == 0.4


def test_the_mask_falls_where_free_media_meet_a_full_street_and_only_once() -> None:
    p = at_medians(Propaganda)
    calm = propaganda.overt_hazard(p, row(0.4), none, none)
    hot = propaganda.overt_hazard(p, row(0.4), whole, none)
    assert hot > 50.0 * calm
    assert propaganda.overt_hazard(p, none, whole, none) == pytest.approx(calm)
    assert propaganda.overt_hazard(p, row(0.4), whole, whole) == 0.0


def test_overt_rule_raises_the_levels_it_is_known_for() -> None:
    p = at_medians(Propaganda)
    assert propaganda.overt_levels(p, whole) > propaganda.overt_levels(p, none) == 0.0
