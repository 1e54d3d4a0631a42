"""People, organisations, prisoners and money add up in every week of random worlds."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_worlds import study

from politeia import lives
from politeia.chance import key_of_life
from politeia.errors import BrokenHistory
from politeia.model import Politeia
from politeia.quantity import Floats
from politeia.scenario.study import Study
from politeia.scenario.world import World
from politeia.theories.society import organisations

WEEKS = 16
HISTORIES = 3


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return an invented world with other values: tutorial or lake, harsh or mild, poor or rich."""
    given_world = study(draw(st.sampled_from(["tutorial", "lakeland"]))).world
    changed = given_world.model_dump()
    for regime in changed["regimes"].values():
        for name, values in RANGES.items():
            value = draw(values)
            regime["values"][name] = {"value": value, "source": ["assumption"], "why": "random"}
    return World.model_validate(changed)


RANGES = {
    "population": st.floats(2e5, 1.5e8),
    "repression_physical_start": st.floats(0.02, 0.98),
    "repression_physical_base": st.floats(0.02, 0.98),
    "repression_civic_start": st.floats(0.02, 0.98),
    "repression_civic_base": st.floats(0.02, 0.98),
    "media_reach": st.floats(0, 1),
    "campaign_infrastructure": st.floats(0, 1),
    "elite_split": st.floats(0, 1),
    "gdp": st.floats(1, 3000),
    "grievance": st.floats(-2, 2),
    "prisoners_start": st.integers(0, 2000),
    "organisations_start": st.integers(0, 5000),
    "diaspora": st.floats(0, 0.4),
    "routes_open": st.floats(0, 1),
}


def unrest(world: World, first_draw: int, seed: int) -> Politeia:
    """Return a model of three draws of parameters in which a large shock is about to fall."""
    told: Study = study("tutorial").model_copy(update={"world": world})
    draws = [first_draw + number for number in range(HISTORIES)]
    keys = [key_of_life(seed, draw, 0, "past") for draw in draws]
    model = lives.founded(told, told.cases[0], draws, keys, seed)
    for place, country in enumerate(model.countries):
        size = np.full(HISTORIES, 1.5)
        country.people.take_shock_next(
            size, np.full(HISTORIES, 1.0 - place), np.full(HISTORIES, 2.0)
        )
    return model


some_lives = st.builds(unrest, worlds(), st.integers(0, 40), st.integers(1, 9))
check = settings(
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def lived(model: Politeia) -> Iterator[None]:
    """Live week by week."""
    for _ in range(WEEKS):
        model.step()
        yield


def whole(values: Floats) -> bool:
    """Return whether values are whole numbers and none is negative."""
    return bool((values == np.rint(values)).all() and (values >= 0.0).all())


@check
@given(model=some_lives)
def test_people_are_resident_abroad_or_dead_and_none_is_lost_or_made(model: Politeia) -> None:
    people = [country.people for country in model.countries]
    start = [one.resident + one.abroad for one in people]
    for _ in lived(model):
        for one, all_of_them in zip(people, start, strict=True):
            np.testing.assert_array_equal(one.resident + one.abroad + one.lost, all_of_them)
            counts = (one.resident, one.abroad, one.lost, one.leaving, one.returning)
            assert all(whole(count) for count in counts)
            assert (one.country.courts.prisoners <= one.resident).all()


@check
@given(model=some_lives)
def test_the_dead_are_those_of_the_street_and_of_custody(model: Politeia) -> None:
    counted = [np.zeros(HISTORIES) for _ in model.countries]
    for _ in lived(model):
        for place, country in enumerate(model.countries):
            assert whole(country.regime.killed)
            counted[place] = counted[place] + country.regime.killed + country.courts.died
            np.testing.assert_array_equal(country.people.lost, counted[place])


@check
@given(model=some_lives)
def test_prisoners_change_by_those_who_enter_leave_and_die(model: Politeia) -> None:
    before = [country.courts.prisoners.copy() for country in model.countries]
    for _ in lived(model):
        for place, country in enumerate(model.countries):
            courts = country.courts
            expected = before[place] + courts.inflow - courts.outflow - courts.died
            np.testing.assert_array_equal(courts.prisoners, expected)
            counts = (courts.prisoners, courts.inflow, courts.outflow, courts.died)
            assert all(whole(count) for count in (*counts, courts.recognised))
            assert (courts.recognised <= courts.prisoners).all()
            before[place] = courts.prisoners.copy()


@check
@given(model=some_lives)
def test_organisations_are_open_closed_or_in_exile(model: Politeia) -> None:
    ever = sum(float(country.organisations.open.sum()) for country in model.countries)
    for _ in range(WEEKS):
        with patch.object(organisations, "counted", wraps=organisations.counted) as counted:
            model.step()
        ever += sum(float(call.args[3].sum()) for call in counted.call_args_list)
        now = [country.organisations for country in model.countries]
        counts = [count for one in now for count in (one.open, one.closed, one.exiled)]
        assert all(whole(count) for count in counts)
        assert sum(float(count.sum()) for count in counts) == ever


@check
@given(model=some_lives)
def test_fiscal_room_changes_by_what_comes_in_and_what_is_spent(model: Politeia) -> None:
    before = [country.treasury.room.copy() for country in model.countries]
    for _ in lived(model):
        for place, country in enumerate(model.countries):
            money = country.treasury
            heads = (money.spent_security, money.spent_patronage, money.spent_welfare)
            spent = sum(heads, money.spent_war)
            room = before[place] + money.revenue + money.received - spent
            np.testing.assert_allclose(money.room, room, rtol=0, atol=1e-12)
            before[place] = money.room.copy()


@check
@given(model=some_lives)
def test_a_sponsors_outlay_is_what_its_clients_receive(model: Politeia) -> None:
    for _ in lived(model):
        for sponsor in model.sponsors:
            clients = sponsor.clients
            received = sum(
                (c.treasury.support * c.regime.gdp * np.exp(c.treasury.gdp_log) for c in clients),
                np.zeros(HISTORIES),
            )
            np.testing.assert_allclose(sponsor.outlay, received, rtol=1e-12)
            assert all((c.treasury.support >= 0.0).all() for c in clients)


# What must stop a run


def founded() -> Politeia:
    """Return the lake with its war, three histories."""
    return unrest(study("lakeland").world, 0, 1)


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0])
def test_a_broken_number_stops_the_run_and_is_named(value: float) -> None:
    model = founded()
    model.step()
    model.countries[1].courts.case_capacity[2] = value
    with pytest.raises(BrokenHistory) as told:
        model.check()
    said = str(told.value)
    assert "case_capacity" in said
    assert "QLB" in said
    assert "2018-01-08" in said
    assert "history 2 of 3" in said


def test_a_number_that_breaks_in_a_week_names_that_week() -> None:
    model = founded()
    for _ in range(5):
        model.step()
    model.countries[0].regime.growth_trend[1] = np.nan
    with pytest.raises(BrokenHistory, match=r"QLA is nan in the week of 2018-02-05 .history 1"):
        model.step()


def test_a_level_above_one_is_out_of_bounds() -> None:
    model = founded()
    model.countries[0].regime.repression_civic[0] = 1.01
    with pytest.raises(BrokenHistory, match=r"repression_civic of regime QLA is 1.01"):
        model.check()


def test_citizens_who_are_no_number_stop_the_run() -> None:
    model = founded()
    model.countries[0].people.active[5, 1] = np.nan
    with pytest.raises(BrokenHistory, match="QLA is nan"):
        model.step()
