"""Claims about the levels of repression: what is remembered, when it is decided, what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Floats
from politeia.theories.rule import coercion
from politeia.theories.rule.coercion import Coercion

NOUGHT, ONE = row(0.0), row(1.0)
PARTS = ("physical", "civic", "information")
shares = st.floats(0.0, 1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Coercion]) -> Coercion:
    return middles(Coercion)


def wanted(p: Coercion, part: str = "civic", **moved: float) -> float:
    """Return the level that a ruler wants where nothing but ``moved`` differs from rest."""
    quiet: dict[str, Any] = {"base": 0.4, "latent": 0.0, "tools": 0.0, "backing": 0.0}
    quiet |= {"room": 0.0, "effective": 0.0, "shift": 0.0, "contagion": 0.0, "normal": 0.0}
    given_rows = {name: row(value) for name, value in (quiet | moved).items()}
    return float(coercion.wanted(p, part, **given_rows)[0])


def test_memory_of_threat_is_solved_exactly_whatever_the_steps(p: Coercion) -> None:
    at_once = coercion.latent_threat_after(p, row(0.2), row(0.6), 3.0)
    by_days = row(0.2)
    for _ in range(21):
        by_days = coercion.latent_threat_after(p, by_days, row(0.6), 1.0 / 7.0)
    np.testing.assert_allclose(by_days, at_once, rtol=1e-12)


def test_memory_without_threat_halves_in_its_half_life(p: Coercion) -> None:
    years = p.memory_half_life[0] * WEEKS_PER_YEAR
    half = coercion.latent_threat_after(p, row(0.8), NOUGHT, float(years))
    assert half == pytest.approx(0.4)


def test_memory_of_a_lasting_threat_rests_where_build_up_and_decay_balance(p: Coercion) -> None:
    rest = coercion.latent_threat_after(p, NOUGHT, ONE, 1e5)
    gain = 1.0 / p.memory_build
    loss = np.log(2.0) / (p.memory_half_life * WEEKS_PER_YEAR)
    np.testing.assert_allclose(rest, gain / (gain + loss))


@given(latent=shares, threat=shares, dt=st.floats(1e-3, 520.0))
@settings(deadline=None)
def test_memory_of_threat_stays_a_share(
    p: Coercion, latent: float, threat: float, dt: float
) -> None:
    after = coercion.latent_threat_after(p, row(latent), row(threat), dt)
    assert 0.0 <= after[0] <= 1.0


def test_threat_brings_occasions_to_decide_and_quiet_leaves_a_few(p: Coercion) -> None:
    quiet = coercion.occasion_hazard(p, NOUGHT)
    alarmed = coercion.occasion_hazard(p, ONE)
    np.testing.assert_allclose(quiet, p.occasions_quiet)
    np.testing.assert_allclose(alarmed - quiet, p.occasions_threat * WEEKS_PER_YEAR)
    assert (alarmed > quiet).all()


@pytest.mark.parametrize("part", PARTS)
def test_a_ruler_at_rest_wants_his_base(p: Coercion, part: str) -> None:
    assert wanted(p, part, base=0.4) == pytest.approx(0.4)


@pytest.mark.parametrize("part", PARTS)
def test_a_remembered_threat_raises_every_part(p: Coercion, part: str) -> None:
    assert wanted(p, part, latent=0.2) > wanted(p, part, latent=0.1) > wanted(p, part)


def test_full_tools_of_full_prevention_end_the_response_to_threat(
    middles: Callable[..., Coercion],
) -> None:
    p = middles(Coercion, prevention=1.0, tools=0.0)
    assert wanted(p, latent=0.5, tools=1.0) == pytest.approx(wanted(p))


def test_an_external_cost_may_lower_or_raise_a_level(middles: Callable[..., Coercion]) -> None:
    meek, defiant = middles(Coercion, cost_civic=-0.5), middles(Coercion, cost_civic=0.5)
    assert wanted(meek, effective=1.0) < wanted(meek)
    assert wanted(defiant, effective=1.0) > wanted(defiant)
    assert wanted(defiant, "physical", effective=1.0) == pytest.approx(
        wanted(meek, "physical", effective=1.0)
    )


def test_what_speaks_in_logits_adds_in_logits(p: Coercion) -> None:
    base = coercion.logit(row(0.4))
    moved = coercion.logit(row(wanted(p, shift=0.7)))
    np.testing.assert_allclose(moved - base, 0.7)


def test_contagion_adds_to_the_level_itself(p: Coercion) -> None:
    assert wanted(p, contagion=0.1) - wanted(p) == pytest.approx(0.1)


@given(
    base=shares,
    latent=shares,
    shift=st.floats(-10.0, 10.0),
    normal=st.floats(-6.0, 6.0),
    contagion=st.floats(-1.0, 1.0),
)
@settings(deadline=None)
def test_a_wanted_level_never_reaches_nothing_or_everything(
    p: Coercion, base: float, latent: float, shift: float, normal: float, contagion: float
) -> None:
    level = wanted(p, base=base, latent=latent, shift=shift, normal=normal, contagion=contagion)
    assert 1e-3 <= level <= 1.0 - 1e-3


def levels(p: Coercion, target: float, occasion: bool) -> Floats:
    """Return what becomes of a level of .5."""
    return coercion.decided(p, row(0.5), row(target), np.array([occasion]))


def test_a_level_jumps_to_its_target_only_on_an_occasion(p: Coercion) -> None:
    assert levels(p, 0.9, True)[0] == 0.9
    assert levels(p, 0.9, False)[0] == 0.5


def test_a_change_within_the_band_is_not_worth_making_up_or_down(p: Coercion) -> None:
    band = float(p.band[0])
    assert levels(p, 0.5 + 0.9 * band, True)[0] == 0.5
    assert levels(p, 0.5 - 0.9 * band, True)[0] == 0.5
    assert levels(p, 0.5 - 1.1 * band, True)[0] < 0.5
