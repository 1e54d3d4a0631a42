"""Claims about loyalty, breakdown and succession."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row
from rule_medians import at_medians

from politeia.quantity import Floats
from politeia.theories.rule import elites
from politeia.theories.rule.elites import Elites

share = st.floats(0.0, 1.0)
none = row(0.0)
three = np.zeros((3, 1))


def loyalty_after_a_year(p: Elites, **moved: Floats) -> Floats:
    """Return the loyalty of the factions after a year at rest, but for what is ``moved``."""
    settings_of = {
        "rents": np.ones((3, 1)),
        "belief": elites.resting_belief(p),
        "bound": three,
        "costs": three,
        "compensation": none,
        "personalist": row(1.0),
    } | moved
    loyalty = np.tile(elites.resting_loyalty(p), (3, 1))
    for _ in range(52):
        loyalty = elites.loyalty_after(p, loyalty, dt=1.0, **settings_of)
    return loyalty


def a_coup(p: Elites, **moved: float) -> float:
    """Return the rate of coups at rest with loyalty at rest, but for what is ``moved``."""
    rest = {"split": 0.0, "threat": 0.0, "backing": 0.0, "war_loss": 0.0, "personalist": 1.0}
    rest["loyalty"] = float(elites.resting_loyalty(p)[0])
    return float(elites.coup_hazard(p, **{k: row(v) for k, v in (rest | moved).items()})[0])


def test_an_elite_that_nothing_moves_stays_as_loyal_as_it_is() -> None:
    p = at_medians(Elites)
    assert loyalty_after_a_year(p) == pytest.approx(np.tile(elites.resting_loyalty(p), (3, 1)))


def test_the_base_rate_of_coups_is_that_of_an_undivided_elite_at_rest() -> None:
    p = at_medians(Elites)
    assert a_coup(p) == pytest.approx(float(p.coup[0]))


def test_quiet_belarus_and_kazakhstan_break_down_at_one_to_three_per_cent_a_year() -> None:
    p = at_medians(Elites)
    for split, physical in ((0.10, 0.22), (0.60, 0.47)):
        risen = elites.uprising_hazard(p, none, none, none, none, row(physical))
        assert 0.01 < a_coup(p, split=split) + float(risen[0]) < 0.03


@given(split=share, threat=share, backing=share, loyalty=share, war=share)
@settings(deadline=None)
def test_threat_and_a_lost_war_and_lost_loyalty_bring_coups_nearer(
    split: float, threat: float, backing: float, loyalty: float, war: float
) -> None:
    p = at_medians(Elites)
    here = {"split": split, "threat": threat, "backing": backing, "loyalty": loyalty}
    now = a_coup(p, **here, war_loss=war)
    assert a_coup(p, **(here | {"threat": 1.0}), war_loss=war) >= now
    assert a_coup(p, **here, war_loss=1.0) >= now
    assert a_coup(p, **(here | {"loyalty": 0.0}), war_loss=war) >= now
    assert a_coup(p, **(here | {"backing": 1.0}), war_loss=war) <= now


def test_a_ruling_party_shelters_from_coups() -> None:
    p = at_medians(Elites)
    assert a_coup(p, personalist=0.0) < a_coup(p)


def test_severity_holds_off_uprisings_and_talks() -> None:
    p = at_medians(Elites)
    hot, all_political = row(0.8), row(1.0)
    soft = elites.uprising_hazard(p, hot, all_political, none, none, row(0.1))
    hard = elites.uprising_hazard(p, hot, all_political, none, none, row(0.9))
    assert hard < soft
    assert elites.negotiated_hazard(p, hot, all_political, row(0.9)) < elites.negotiated_hazard(
        p, hot, all_political, row(0.1)
    )


def test_an_economic_street_topples_nobody_until_control_is_lost() -> None:
    p = at_medians(Elites)
    held = elites.uprising_hazard(p, row(0.8), none, none, none, none)
    assert held == pytest.approx(p.uprising)
    assert elites.uprising_hazard(p, row(0.8), none, row(1.0), none, none) > 5.0 * held


def test_an_election_doubles_hazards_for_three_months_but_hardly_the_average_of_its_cycle() -> None:
    p = at_medians(Elites)
    cycle = elites.election_pulse(p, np.arange(261.0)[None, :].repeat(1, axis=0)[0])
    assert cycle[0] == cycle[12] == p.election[0]
    assert cycle[13] == 1.0
    assert cycle.mean() <= 1.2


def test_personal_rulers_lose_more_by_a_cut_in_rents() -> None:
    p = at_medians(Elites)
    cut = np.full((3, 1), 0.7)
    person = loyalty_after_a_year(p, rents=cut)
    party = loyalty_after_a_year(p, rents=cut, personalist=none)
    assert (person < party).all()
    assert (party < elites.resting_loyalty(p)).all()


def test_sanctions_cost_loyalty_unless_the_sponsor_makes_them_good() -> None:
    p = at_medians(Elites)
    costs = elites.sanction_costs(p, row(0.4), row(100.0))
    alone = loyalty_after_a_year(p, costs=costs)
    sheltered = loyalty_after_a_year(p, costs=costs, compensation=row(1.0))
    assert (alone < sheltered).all()
    assert sheltered == pytest.approx(loyalty_after_a_year(p))


def test_business_pays_most_for_sectoral_sanctions() -> None:
    costs = elites.sanction_costs(at_medians(Elites), row(0.4), none)
    assert costs[elites.ECONOMIC] > costs[elites.SECURITY]
    assert costs[elites.ECONOMIC] > costs[elites.BUREAUCRATIC]


def test_a_listing_binds_and_costs_at_once_so_its_sign_is_open() -> None:
    def moved(binding: float) -> float:
        p = at_medians(Elites, complicity=binding)
        bound = three
        for _ in range(104):
            bound = elites.complicity_after(p, bound, three, row(100.0), 1.0)
        costs = elites.sanction_costs(p, none, row(100.0))
        after = elites.mean_loyalty(loyalty_after_a_year(p, bound=bound, costs=costs))
        return float((after - elites.resting_loyalty(p))[0])

    assert moved(1.5) > 0.0 > moved(-0.5)


def test_a_hundred_listings_alone_cause_no_mass_defection() -> None:
    p = at_medians(Elites)
    costs = elites.sanction_costs(p, none, row(100.0))
    lost = elites.resting_loyalty(p) - elites.mean_loyalty(loyalty_after_a_year(p, costs=costs))
    assert 0.0 < lost < 0.05


def test_defection_spreads_once_others_are_seen_to_go() -> None:
    p = at_medians(Elites)
    rest = float(elites.resting_loyalty(p)[0])
    seen = elites.defection_seen(p, np.array([[rest], [0.0], [0.0]]))
    assert seen[:, 0] == pytest.approx([1.0, 0.5, 0.5])
    assert elites.defection_seen(p, np.full((3, 1), rest)) == pytest.approx(0.0)


def test_threat_shakes_belief_and_a_signal_restores_it() -> None:
    p = at_medians(Elites)
    rest = elites.resting_belief(p)
    shaken = elites.belief_after(p, rest, row(1.0), none, none, 4.0)
    helped = elites.belief_after(p, rest, row(1.0), none, row(2.0), 4.0)
    assert shaken < helped < rest
    assert elites.belief_after(p, rest, none, none, none, 4.0) == pytest.approx(rest)


def test_splitting_by_listings_may_divide_or_heal_and_never_leaves_its_bounds() -> None:
    for sign in (-0.5, 0.5):
        p = at_medians(Elites, listed_split=sign)
        now = elites.split_now(p, row(0.5), row(50.0))
        assert np.sign(now - 0.5) == np.sign(sign)
        assert 0.0 <= elites.split_now(p, row(0.5), row(1e6)) <= 1.0


def test_ten_year_survival_of_old_rulers_lies_between_a_half_and_five_sixths() -> None:
    p = at_medians(Elites)
    for born_at in (62.0, 71.5):
        ages = born_at + np.arange(0.0, 10.0, 0.1)
        rates = [float(elites.death_hazard(p, row(age))[0]) for age in ages]
        assert 0.5 < np.exp(-0.1 * sum(rates)) < 0.85


def test_durability_counts_only_deaths_that_the_regime_does_not_outlive() -> None:
    p = at_medians(Elites)
    age = row(70.0)
    assert elites.death_break_hazard(p, elites.death_hazard(p, age)) == pytest.approx(
        elites.death_hazard(p, age) * p.death_breaks
    )
    assert elites.regime_dies_too(p, none).all()
    assert not elites.regime_dies_too(p, row(1.0)).any()


def test_successors_come_in_the_shares_that_their_breakdown_gives() -> None:
    runs = 4000
    p = at_medians(Elites, runs)
    luck = (np.arange(runs) + 0.5) / runs

    def fates(breakdown: int) -> list[float]:
        kinds = elites.successor_kind(p, np.full(runs, breakdown), luck)
        return [float((kinds == kind).mean()) for kind in range(3)]

    dem, aut, war = fates(elites.UPRISING)
    assert dem == pytest.approx(float(p.uprising_democracy[0]), abs=1e-3)
    assert war == pytest.approx((1 - dem) * float(p.uprising_conflict[0]), abs=1e-3)
    assert dem + aut + war == pytest.approx(1.0)
    assert fates(elites.COUP)[elites.AUTOCRACY] == pytest.approx(
        float(p.coup_autocracy[0]), abs=1e-3
    )
    assert fates(elites.REVERSAL) == [0.0, 1.0, 0.0]


def test_a_coup_keeps_the_apparatus_and_a_democracy_lets_go() -> None:
    p = at_medians(Elites)
    base, normals = np.full((3, 1), 0.7), np.zeros((3, 1))
    coup = np.array([elites.COUP])
    same = elites.successor_base(p, np.array([elites.AUTOCRACY]), coup, base, normals)
    free = elites.successor_base(p, np.array([elites.DEMOCRACY]), coup, base, normals)
    assert same == pytest.approx(base)
    assert (free < 0.3).all()


def test_an_autocracy_that_ends_a_democracy_does_not_inherit_its_freedom() -> None:
    p = at_medians(Elites)
    free, normals = np.full((3, 1), 0.1), np.zeros((3, 1))
    kinds = np.array([elites.AUTOCRACY]), np.array([elites.REVERSAL])
    assert (elites.successor_base(p, *kinds, free, normals) > 0.4).all()


def test_successions_open_and_close_alike_and_the_parts_go_together() -> None:
    p = at_medians(Elites, 4)
    common = row(-1.0, 1.0, 0.0, 0.0)
    z = elites.opening(p, common, np.zeros((3, 4)))
    assert (z[:, 0] == -z[:, 1]).all()
    assert (z[:, 2] == 0.0).all()
    spread = np.sqrt(p.opening_common + (1.0 - p.opening_common)) * p.opening_spread
    assert spread == pytest.approx(p.opening_spread)


def test_new_rulers_are_between_fifty_and_sixty() -> None:
    p = at_medians(Elites, 2)
    assert elites.successor_age(p, row(0.0, 1.0)) == pytest.approx([50.0, 60.0])


def test_half_of_the_tools_outlive_a_regime() -> None:
    p = at_medians(Elites)
    assert elites.successor_tools(p, np.ones((7, 1))) == pytest.approx(0.5)


def test_the_first_clock_that_rings_names_the_breakdown() -> None:
    yes, no = np.array([True]), np.array([False])
    assert elites.first_kind(no, yes, yes, no, no) == elites.UPRISING
    assert elites.first_kind(no, no, no, no, no) == elites.NONE


def test_halving_the_step_changes_neither_loyalty_nor_belief() -> None:
    p = at_medians(Elites)
    whole = elites.belief_after(p, row(0.5), row(0.3), none, none, 1.0)
    half = elites.belief_after(p, row(0.5), row(0.3), none, none, 0.5)
    half = elites.belief_after(p, half, row(0.3), none, none, 0.5)
    assert half == pytest.approx(whole, rel=1e-12)


@given(loyal=share, believed=share, rents=st.floats(0.0, 3.0), cost=st.floats(0.0, 2.0))
@settings(deadline=None)
def test_loyalty_never_leaves_its_bounds(
    loyal: float, believed: float, rents: float, cost: float
) -> None:
    after = elites.loyalty_after(
        at_medians(Elites),
        np.full((3, 1), loyal),
        np.full((3, 1), rents),
        row(believed),
        three,
        np.full((3, 1), cost),
        none,
        row(1.0),
        1.0,
    )
    assert ((after >= 0.0) & (after <= 1.0)).all()
