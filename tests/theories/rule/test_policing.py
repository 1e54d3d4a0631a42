"""Claims about police and street: risk, control, the dead, and what stays in people's minds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from politeia.quantity import Floats
from politeia.theories.rule import policing
from politeia.theories.rule.policing import Policing

NOUGHT, ONE = row(0.0), row(1.0)
MILLIONS = row(9.4e6)
shares = st.floats(0.0, 1.0)
crowds = st.floats(0.0, 1e7)


@pytest.fixture(scope="module")
def p(middles: Callable[..., Policing]) -> Policing:
    return middles(Policing)


def able(p: Policing, people: Floats = MILLIONS) -> Floats:
    """Return the capacity of police without foreign troops."""
    return policing.capacity(p, people, NOUGHT)


def test_a_larger_crowd_lowers_the_risk_of_each_protester(p: Policing) -> None:
    risks = [
        policing.detention_risk(p, row(crowd), able(p))[0]
        for crowd in (10, 1_000, 10_000, 50_000, 200_000)
    ]
    assert risks == sorted(risks, reverse=True)
    assert risks[-1] < risks[0] / 5.0


def test_one_alone_meets_the_whole_risk(p: Policing) -> None:
    np.testing.assert_allclose(policing.detention_risk(p, ONE, able(p)), p.risk_alone, rtol=1e-3)


def test_police_without_limit_meet_every_crowd_with_the_whole_risk(p: Policing) -> None:
    risk = policing.detention_risk(p, row(1e6), row(1e15))
    np.testing.assert_allclose(risk, p.risk_alone, rtol=1e-6)


def test_without_a_risk_of_detention_nobody_is_detained(middles: Callable[..., Policing]) -> None:
    p = middles(Policing, risk_alone=0.0)
    assert policing.detention_risk(p, row(1e5), able(p))[0] == 0.0
    assert policing.detained(p, row(1e5), able(p), ONE, 1.0)[0] == 0.0


def test_an_empty_street_costs_nobody_anything(p: Policing) -> None:
    taken = policing.detained(p, NOUGHT, able(p), ONE, 1.0)
    lost = policing.loss_of_control(p, NOUGHT, ONE, able(p))
    dead = policing.expected_deaths(p, MILLIONS, lost, ONE, taken, 1.0)
    assert taken[0] == lost[0] == dead[0] == 0.0


@given(crowd=crowds, effort=shares)
@settings(deadline=None)
def test_no_more_are_detained_than_police_can_take_or_than_there_are(
    p: Policing, crowd: float, effort: float
) -> None:
    taken = policing.detained(p, row(crowd), able(p), row(effort), 1.0)[0]
    assert 0.0 <= taken <= min(able(p)[0], p.risk_alone[0] * crowd) * (1.0 + 1e-9)


def test_effort_and_foreign_troops_detain_more(p: Policing) -> None:
    crowd = row(5e4)
    idle = policing.detained(p, crowd, able(p), NOUGHT, 1.0)
    busy = policing.detained(p, crowd, able(p), ONE, 1.0)
    helped = policing.detained(p, crowd, policing.capacity(p, MILLIONS, row(0.5)), ONE, 1.0)
    assert idle[0] < busy[0] < helped[0]


def test_effort_goes_to_the_threat_and_severity_from_the_level_to_one(p: Policing) -> None:
    assert policing.effort_after(p, NOUGHT, row(0.7), 1e3)[0] == pytest.approx(0.7)
    assert policing.severity(row(0.3), NOUGHT)[0] == 0.3
    assert policing.severity(row(0.3), ONE)[0] == 1.0


def test_twice_the_people_with_twice_the_crowd_is_the_same_country(p: Policing) -> None:
    """Every constant of the street is per million people, so shares do not know the size."""
    told = []
    for size in (1.0, 2.0):
        people, crowd = size * MILLIONS, size * row(3e4)
        capacity = able(p, people)
        taken = policing.detained(p, crowd, capacity, row(0.5), 1.0)
        lost = policing.loss_of_control(p, crowd, row(0.3), capacity)
        dead = policing.expected_deaths(p, people, lost, row(0.6), taken, 1.0)
        seen = policing.abuse(taken, dead, row(0.6), people, 1.0)
        feared = policing.fear_after(p, ONE, taken, dead, row(0.6), people, 1.0)
        risk = policing.detention_risk(p, crowd, capacity)
        told.append(np.concatenate([taken / people, lost, dead / people, seen, feared, risk]))
    np.testing.assert_allclose(told[0], told[1], rtol=1e-12)


def test_only_an_economic_street_without_organisation_turns_violent(p: Policing) -> None:
    assert policing.violent_share(p, NOUGHT, NOUGHT)[0] == 0.0
    assert policing.violent_share(p, ONE, ONE)[0] < 1e-9
    assert policing.violent_share(p, ONE, NOUGHT)[0] == 1.0
    assert policing.violent_share(p, ONE, row(0.6))[0] < policing.violent_share(p, ONE, row(0.2))[0]


def test_a_peaceful_crowd_does_not_overwhelm_the_police(p: Policing) -> None:
    assert policing.loss_of_control(p, row(5e6), NOUGHT, able(p))[0] == 0.0
    assert policing.loss_of_control(p, row(5e6), ONE, able(p))[0] > 0.99


def test_people_die_of_shooting_where_control_is_lost_and_of_beating_elsewhere(
    p: Policing,
) -> None:
    beaten = policing.expected_deaths(p, MILLIONS, NOUGHT, ONE, row(7e3), 1.0)
    shot = policing.expected_deaths(p, MILLIONS, ONE, ONE, row(7e3), 1.0)
    assert 0.0 < beaten[0] < shot[0]
    assert policing.expected_deaths(p, MILLIONS, ONE, NOUGHT, row(7e3), 1.0)[0] == 0.0


def indignant(p: Policing, media: float, infrastructure: float) -> float:
    """Return the indignation at a week of abuse of one who had none."""
    after = policing.indignation_after(p, NOUGHT, row(0.5), row(media), row(infrastructure), 1.0)
    return float(after[0])


def test_abuse_that_nobody_sees_or_carries_makes_nobody_indignant(p: Policing) -> None:
    assert indignant(p, 0.0, 0.8) == 0.0
    assert indignant(p, 0.8, 0.0) == 0.0
    assert indignant(p, 0.0, 0.0) == 0.0
    assert 0.0 < indignant(p, 0.4, 0.4) < indignant(p, 0.8, 0.8)


def test_indignation_and_fear_fade_and_the_dead_frighten(p: Policing) -> None:
    later = float(p.fear_memory[0])
    assert policing.indignation_after(p, ONE, NOUGHT, ONE, ONE, 1e3)[0] < 1e-9
    faded = policing.fear_after(p, ONE, NOUGHT, NOUGHT, ONE, MILLIONS, later)
    np.testing.assert_allclose(faded, np.exp(-1.0))
    struck = policing.fear_after(p, ONE, NOUGHT, row(50.0), ONE, MILLIONS, 1.0)
    assert struck[0] > policing.fear_after(p, ONE, NOUGHT, NOUGHT, ONE, MILLIONS, 1.0)[0]


def test_a_full_street_turns_political_and_an_empty_one_forgets(p: Policing) -> None:
    assert policing.politicised_after(p, row(0.1), row(0.01), 52.0)[0] > 0.99
    assert policing.politicised_after(p, row(0.9), NOUGHT, 520.0)[0] < 1e-9


def test_a_stolen_election_is_political_and_a_price_leap_is_not(p: Policing) -> None:
    politics, bread = policing.marked_by_shock(row(0.5), row(0.5), np.array([True]), ONE)
    assert politics[0] == 0.9
    assert bread[0] == 0.15
    politics, bread = policing.marked_by_shock(row(0.5), row(0.5), np.array([False]), ONE)
    assert politics[0] == 0.1
    assert bread[0] == 1.0
    assert policing.economic_after(p, ONE, 520.0)[0] < 1e-9


@given(turnout=shares, politicised=shares, lost=shares)
@settings(deadline=None)
def test_threat_is_a_share_that_grows_with_all_that_makes_it(
    p: Policing, turnout: float, politicised: float, lost: float
) -> None:
    threat = policing.threat(p, row(turnout), row(politicised), row(lost))[0]
    assert lost - 1e-12 <= threat <= 1.0
    assert policing.threat(p, row(turnout), ONE, row(lost))[0] >= threat


def test_a_quiet_street_under_control_is_no_threat(p: Policing) -> None:
    assert policing.threat(p, NOUGHT, ONE, NOUGHT)[0] == 0.0
    assert policing.threat(p, NOUGHT, NOUGHT, ONE)[0] == 1.0
