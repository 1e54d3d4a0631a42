"""Claims about what brings people to the street and what keeps them at home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rows import row

from politeia.quantity import Floats
from politeia.theories.people import crowd, protest
from politeia.theories.people.protest import Protest

NOUGHT, ONE = row(0.0), row(1.0)
DRIVES = ("trigger", "mood", "grievance", "indignation")
BRAKES = ("fear", "severity_risk")


@pytest.fixture(scope="module")
def p(middles: Callable[..., Protest]) -> Protest:
    return middles(Protest)


def inclined(p: Protest, troops: float = 0.0, **moved: float) -> float:
    """Return what inclines the average citizen where nothing but ``moved`` differs from rest."""
    rest: dict[str, float] = dict.fromkeys((*DRIVES, *BRAKES, "hope"), 0.0)
    rows: dict[str, Any] = {name: row(value) for name, value in (rest | moved).items()}
    return float(protest.inclination(p, troops=np.array([troops]), **rows)[0])


def test_at_rest_people_are_as_reluctant_as_their_average(p: Protest) -> None:
    assert inclined(p) == -p.quiet[0]


@pytest.mark.parametrize("name", DRIVES)
def test_what_angers_people_brings_them_out(p: Protest, name: str) -> None:
    assert inclined(p, **{name: 0.5}) > inclined(p)


@pytest.mark.parametrize("name", BRAKES)
def test_what_frightens_people_keeps_them_at_home(p: Protest, name: str) -> None:
    assert inclined(p, **{name: 0.5}) < inclined(p)
    assert inclined(p, troops=2.7) < inclined(p)


def test_hope_may_work_either_way(middles: Callable[..., Protest]) -> None:
    assert inclined(middles(Protest, hope=0.5), hope=1.0) > inclined(middles(Protest))
    assert inclined(middles(Protest, hope=-0.5), hope=1.0) < inclined(middles(Protest))


def street(p: Protest, inclination: float, weeks: int, dt: float, media: float = 0.5) -> Floats:
    """Return the turnout of a ring of like-minded citizens after some weeks."""
    ring = (np.arange(16)[:, None] + np.array([-2, -1, 1, 2])) % 16
    active = np.full((16, 1), 1e-6, dtype=np.float32)
    ever = np.zeros_like(active)
    turnout: Floats = active.mean(axis=0).astype(np.float64)
    for _ in range(round(weeks / dt)):
        dials = protest.dials(p, row(inclination), row(media), turnout, dt).astype(np.float32)
        after = np.empty_like(active)
        leaning = np.zeros(16, dtype=np.float32)
        crowd.step(active, after, ever, ring.astype(np.int32), leaning, dials, turnout)
        active = after
    return turnout


def test_no_more_people_act_than_could_turn_out(p: Protest) -> None:
    assert street(p, 20.0, 20, 1.0)[0] == pytest.approx(float(p.most[0]), rel=1e-3)
    assert street(p, -20.0, 20, 1.0)[0] < 1e-6


def test_a_turnout_at_rest_does_not_depend_on_the_step(p: Protest) -> None:
    whole = street(p, -8.0, 40, 1.0)
    halves = street(p, -8.0, 40, 0.5)
    np.testing.assert_allclose(halves, whole, rtol=1e-3)


def test_seeing_others_act_brings_more_people_out(middles: Callable[..., Protest]) -> None:
    together, alone = middles(Protest), middles(Protest, pull=0.0)
    assert street(together, -5.0, 30, 1.0)[0] > 1.3 * street(alone, -5.0, 30, 1.0)[0]


def test_a_mood_passes_a_week_as_it_passes_seven_days(p: Protest) -> None:
    luck = np.linspace(-1.0, 1.5, 7)[:, None]
    by_days = row(0.3)
    for day in range(7):
        by_days = protest.mood_after(p, by_days, luck[day : day + 1])
    np.testing.assert_array_equal(by_days, protest.mood_after(p, row(0.3), luck))


def test_moods_keep_the_spread_that_they_are_said_to_have(
    middles: Callable[..., Protest],
) -> None:
    """The variance that a day adds is the one that a day forgets."""
    p = middles(Protest, noise=0.3)
    keep = protest.mood_after(p, ONE, np.zeros((1, 1)))
    kick = protest.mood_after(p, NOUGHT, np.ones((1, 1)))
    np.testing.assert_allclose(keep**2 * 0.3**2 + kick**2, 0.3**2)


def test_a_shock_is_forgotten_and_grievance_returns_to_what_feeds_it(p: Protest) -> None:
    assert protest.trigger_after(p, ONE, float(p.trigger_memory[0]))[0] == pytest.approx(np.exp(-1))
    settled = protest.grievance_after(p, row(3.0), row(0.2), row(0.1), row(0.05), 1e5)
    np.testing.assert_allclose(settled, 0.2 + 0.1 * p.hardship + 0.05)


def test_grievance_at_rest_stays_where_it_is(p: Protest) -> None:
    assert protest.grievance_after(p, row(0.2), row(0.2), NOUGHT, NOUGHT, 52.0)[0] == 0.2
