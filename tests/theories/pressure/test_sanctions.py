"""Claims about sanctions."""

from __future__ import annotations

import numpy as np
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import sanctions
from politeia.theories.pressure.sanctions import Sanctions

share = st.floats(0.0, 1.0)
NOT = np.array([False])
YES = np.array([True])
YEAR = 365.25 / 7


def test_a_second_step_covers_less_than_the_first() -> None:
    p = central(Sanctions)
    first = sanctions.coverage_after(p, a(0), a(1), a(0), 1)
    second = sanctions.coverage_after(p, first, a(1), a(0), 1)
    assert 0 < second[0] - first[0] < first[0] < 1


def test_a_policy_of_one_step_a_year_covers_in_a_year_what_one_step_covers() -> None:
    p = central(Sanctions)
    step = sanctions.coverage_after(p, a(0.1), a(1), a(0), 1)
    gradual = sanctions.coverage_after(p, a(0.1), a(0), a(1), YEAR)
    np.testing.assert_allclose(gradual, step)


@given(start=share, effort=share, weeks=st.floats(0.1, 500))
@settings(deadline=None)
def test_compliance_stays_a_share_and_half_steps_change_nothing(
    start: float, effort: float, weeks: float
) -> None:
    p = central(Sanctions)
    whole = sanctions.compliance_after(p, a(start), a(effort), weeks)
    half = sanctions.compliance_after(p, a(start), a(effort), weeks / 2)
    halves = sanctions.compliance_after(p, half, a(effort), weeks / 2)
    np.testing.assert_allclose(halves, whole, rtol=1e-9, atol=1e-12)
    assert 0 <= whole[0] <= 1


def test_compliance_without_effort_falls_back_by_its_half_life() -> None:
    p = central(Sanctions, compliance_rest=0.5, compliance_half_life=26)
    later = sanctions.compliance_after(p, a(0.9), a(0), 26)
    np.testing.assert_allclose(later, 0.7)


def gains(rest: float) -> tuple[float, float]:
    """Return the mean bite won over three years by enforcement and by one step."""
    p = central(Sanctions, compliance_rest=rest)
    coverage = a(0.5)
    wider = sanctions.coverage_after(p, coverage, a(1), a(0), 1)
    kept, kept_won, bite_won = a(rest), [], []
    for _ in range(156):
        kept = sanctions.compliance_after(p, kept, a(1), 1)
        kept_won.append(float((coverage * (kept - rest))[0]))
        bite_won.append(float(((wider - coverage) * rest)[0]))
    return float(np.mean(kept_won)), float(np.mean(bite_won))


def test_enforcement_beats_a_package_where_compliance_is_poor_and_not_where_it_is_good() -> None:
    enforced, packaged = gains(0.3)
    assert enforced > packaged
    enforced, packaged = gains(0.9)
    assert enforced < packaged


@given(memory=st.floats(0, 100), energy=share, gate=share)
@settings(deadline=None)
def test_a_package_is_never_likelier_than_the_pace_and_energy_mutes_it(
    memory: float, energy: float, gate: float
) -> None:
    p = central(Sanctions)
    hazard = sanctions.package_hazard(p, a(memory), a(energy), a(gate))[0]
    assert 0 <= hazard <= p.pace[0]
    assert hazard <= sanctions.package_hazard(p, a(memory), a(0), a(gate))[0]


def test_without_abuse_or_with_a_certain_veto_there_is_no_package() -> None:
    p = central(Sanctions)
    assert sanctions.package_hazard(p, a(0), a(0), a(1))[0] == 0
    assert sanctions.package_hazard(p, a(5), a(0), a(0))[0] == 0


def test_memory_of_abuse_does_not_depend_on_the_step() -> None:
    p = central(Sanctions)
    whole = sanctions.remembered_abuse(p, a(0.3), a(0.2), 1)
    days = a(0.3)
    for _ in range(7):
        days = sanctions.remembered_abuse(p, days, a(0.2), 1 / 7)
    np.testing.assert_allclose(days, whole)


def test_a_war_undoes_the_muting_by_energy() -> None:
    assert sanctions.leverage_felt(a(0.6), a(1))[0] == 0
    assert sanctions.leverage_felt(a(0.6), a(0))[0] == 0.6


def test_an_incident_is_remembered_like_abuse() -> None:
    assert sanctions.shocked(a(0.2), a(0.5))[0] == 0.7


def test_names_are_whole_persons_and_more_luck_is_never_fewer_names() -> None:
    names = sanctions.package_names(central(Sanctions, runs=5), a(-3, -1, 0, 1, 3))
    assert (names == np.rint(names)).all()
    assert (np.diff(names) >= 0).all()
    assert names[0] >= 1


def test_a_policy_lists_its_names_over_the_year() -> None:
    np.testing.assert_allclose(sanctions.listings_after(a(10), a(0), a(80), YEAR), 90)


def test_sectors_follow_only_many_names() -> None:
    p = central(Sanctions)
    assert not sanctions.reaches_sectors(p, a(88))[0]
    assert sanctions.reaches_sectors(p, a(166))[0]


def test_a_threat_to_hubs_is_made_at_once_held_by_policy_and_forgotten_without() -> None:
    p = central(Sanctions)
    made = sanctions.hub_pressure_after(p, a(0), NOT, a(0.8), 1)
    assert made[0] == 0.8
    assert sanctions.hub_pressure_after(p, made, NOT, a(0.8), 52)[0] == 0.8
    half_life = float(p.threat_half_life[0])
    np.testing.assert_allclose(sanctions.hub_pressure_after(p, made, NOT, a(0), half_life), 0.4)
    assert sanctions.hub_pressure_after(p, made, YES, a(0), 1)[0] > 0.8


def test_packages_list_hubs_only_once_trade_is_covered() -> None:
    p = central(Sanctions)
    assert not sanctions.lists_hubs(p, a(0), a(0))[0]
    assert sanctions.lists_hubs(p, a(0.9), a(0.01))[0]


@given(conditional=share, before=share, added=share, lever=share)
@settings(deadline=None)
def test_the_conditional_share_stays_a_share(
    conditional: float, before: float, added: float, lever: float
) -> None:
    after = before + (1 - before) * added
    m = sanctions.conditionality_after(
        central(Sanctions), a(conditional), a(before), a(after), a(lever), 1
    )
    assert -1e-12 <= m[0] <= 1 + 1e-12


def test_a_policy_of_conditions_recasts_old_sanctions() -> None:
    p = central(Sanctions)
    same = sanctions.conditionality_after(p, a(0.2), a(0.4), a(0.4), a(0), 52)
    recast = sanctions.conditionality_after(p, a(0.2), a(0.4), a(0.4), a(1), 52)
    assert same[0] == 0.2
    assert recast[0] > 0.8


def test_what_is_lifted_comes_back_when_lifting_ends() -> None:
    coverage = a(0.5)
    assert sanctions.in_force(coverage, a(1), a(0))[0] == 0
    assert sanctions.in_force(coverage, a(0), a(0))[0] == 0.5
    assert sanctions.in_force(coverage, a(0.5), a(0.5))[0] == 0.125


def test_bite_is_nothing_if_anything_is_missing_and_all_if_all_is_there() -> None:
    assert sanctions.bite(a(1), a(1), a(1), a(0))[0] == 1
    for arguments in [(0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 0, 0), (1, 1, 1, 1)]:
        assert sanctions.bite(*(a(value) for value in arguments))[0] == 0


def test_conditions_act_only_through_sanctions_that_bite() -> None:
    p = central(Sanctions)
    assert sanctions.conditional_effect(p, a(0), a(1))[0] == 0
    assert sanctions.conditional_effect(p, a(0.3), a(1))[0] < 0


def test_a_sponsor_is_bitten_for_its_client_only_under_pressure() -> None:
    p = central(Sanctions)
    assert sanctions.enabler_bite(p, a(0), a(0.5))[0] == 0
    assert 0 < sanctions.enabler_bite(p, a(1), a(0.5))[0] < 0.5


def test_many_targets_and_one_target_give_the_same_numbers() -> None:
    p = central(Sanctions, runs=3)
    many = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    together = sanctions.coverage_after(p, many, np.ones((2, 3)), np.zeros((2, 3)), 1)
    alone = sanctions.coverage_after(p, many[1], np.ones(3), np.zeros(3), 1)
    assert (together[1] == alone).all()
