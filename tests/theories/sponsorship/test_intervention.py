"""Claims about troops that a ruler invites."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from rows import row

from politeia.theories.sponsorship import intervention
from politeia.theories.sponsorship.intervention import Intervention

NOUGHT, ONE = row(0.0), row(1.0)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Intervention]) -> Intervention:
    return middles(Intervention)


def test_kazakhstan_asks_within_days_and_belarus_does_not(p: Intervention) -> None:
    kazakhstan = intervention.request_hazard_per_week(p, ONE, row(0.9), row(0.6), row(0.6))
    belarus = intervention.request_hazard_per_week(p, ONE, NOUGHT, row(0.1), row(0.7))
    assert kazakhstan[0] > 2.0
    assert belarus[0] * 12 < 0.05


def test_nobody_asks_below_the_threshold_of_threat(p: Intervention) -> None:
    threat = p.request_threshold
    assert intervention.request_hazard_per_week(p, threat, ONE, ONE, ONE)[0] == 0.0


def test_requests_never_overflow(p: Intervention) -> None:
    many = np.full(1, 1e6)
    assert intervention.request_hazard_per_week(p, ONE, many, ONE, ONE)[0] < np.exp(3.0)


def test_a_sponsor_that_gives_no_troops_sends_none() -> None:
    assert intervention.acceptance_chance(ONE, ONE, NOUGHT)[0] == 0.0
    assert intervention.acceptance_chance(row(0.7), ONE, ONE)[0] == pytest.approx(0.7)


def test_troops_stay_while_control_is_lost_and_then_leave(p: Intervention) -> None:
    troops = intervention.troops_after(p, NOUGHT, ONE, ONE, 1.0)
    for _ in range(10):
        troops = intervention.troops_after(p, troops, NOUGHT, ONE, 1.0)
    assert troops[0] == p.stay[0]
    for _ in range(3):
        troops = intervention.troops_after(p, troops, NOUGHT, NOUGHT, 1.0)
    assert troops[0] == 0.0


def test_the_stay_does_not_depend_on_the_step(p: Intervention) -> None:
    troops = p.stay
    for _ in range(7):
        troops = intervention.troops_after(p, troops, NOUGHT, NOUGHT, 1 / 7)
    assert troops[0] == pytest.approx(p.stay[0] - 1.0)


def test_troops_add_capacity_fear_and_belief_only_while_they_stay(p: Intervention) -> None:
    assert intervention.capacity_multiplier(p, NOUGHT)[0] == 1.0
    assert intervention.fear_of_troops(p, NOUGHT)[0] == 0.0
    assert intervention.belief_of_troops(p, NOUGHT)[0] == 0.0
    assert intervention.capacity_multiplier(p, ONE)[0] > 1.0
    assert intervention.fear_of_troops(p, ONE)[0] > 0.0


def test_grievance_comes_when_troops_leave_and_fades(p: Intervention) -> None:
    assert intervention.resentment_after(p, NOUGHT, ONE, ONE, 1.0)[0] == 0.0
    left = intervention.resentment_after(p, NOUGHT, ONE, NOUGHT, 1.0)
    assert left[0] == p.legitimacy_loss[0]
    assert intervention.resentment_after(p, left, NOUGHT, NOUGHT, 520.0)[0] < 0.1 * left[0]
