"""The compiled citizens' week against the same rule played by objects, bit for bit."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia import lives
from politeia.chance import key_of_life
from politeia.citizens import (
    QUIET,
    Citizen,
    CitizensModel,
    Dials,
    citizens_of,
    dials_of,
    graph_of,
    logistic,
)
from politeia.model import Politeia
from politeia.network import KINDS, Network, draw_network
from politeia.scenario.load import load_study
from politeia.theories.people import crowd

QUIET_LIFE = Dials.of(
    inclination=-6.0,
    spread=1.54,
    pull=3.7,
    half=0.0028,
    reach=0.4,
    mean=1e-6,
    most=0.058,
    switch=0.97,
    entry=3.5,
    ever=4.3,
)

dials = st.builds(
    Dials.of,
    inclination=st.floats(-30, 30),
    spread=st.floats(0, 4),
    pull=st.floats(0, 10),
    half=st.floats(1e-4, 0.05),
    reach=st.floats(0, 1),
    mean=st.floats(0, 1),
    most=st.floats(0.01, 1),
    switch=st.floats(0, 1),
    entry=st.floats(0, 0.05),
    ever=st.floats(0.1, 20),
)
networks = st.builds(
    draw_network,
    citizens=st.integers(9, 50),
    neighbours=st.integers(1, 8),
    kind=st.sampled_from(KINDS),
    seed=st.integers(1, 1000),
)


class Compiled:
    """The kernel over several histories at once, driven as a population drives it."""

    def __init__(self, network: Network, histories: list[Dials]) -> None:
        self.network = network
        self.dials = np.array(histories, dtype=np.float32).T.copy()
        self.active = np.full((len(network.leaning), len(histories)), QUIET)
        self.ever = np.zeros_like(self.active)
        self.turnout = np.zeros(len(histories))

    def step(self) -> None:
        after = np.empty_like(self.active)
        sees, leaning = self.network.sees, self.network.leaning
        crowd.step(self.active, after, self.ever, sees, leaning, self.dials, self.turnout)
        self.active = after
        self.dials[crowd.DIALS.index("mean")] = self.turnout.astype(np.float32)


@pytest.fixture(scope="module")
def model() -> Politeia:
    """Two histories of the tutorial world, a few weeks after its start, in unrest."""
    study = load_study("tutorial").sized(nodes=100)
    keys = [key_of_life(1, 0, life, "past") for life in (0, 1)]
    founded = lives.founded(study, study.cases[0], [0, 1], keys, 1)
    one = np.ones(2)
    founded.countries[0].people.take_shock_next(one, one, one)
    for _ in range(3):
        founded.step()
    return founded


@settings(deadline=None, max_examples=60)
@given(network=networks, histories=st.lists(dials, min_size=1, max_size=3))
def test_objects_and_kernel_give_the_same_bits(network: Network, histories: list[Dials]) -> None:
    compiled = Compiled(network, histories)
    one_by_one = [CitizensModel(network, told) for told in histories]
    for _ in range(3):
        compiled.step()
        for place, model in enumerate(one_by_one):
            model.step()
            assert [c.active for c in model.citizens] == compiled.active[:, place].tolist()
            assert [c.ever for c in model.citizens] == compiled.ever[:, place].tolist()
            assert model.turnout == compiled.turnout[place]


@pytest.mark.parametrize("runs", [2, 16, 37, 128])
def test_a_history_is_the_same_in_vectors_of_any_width(runs: int) -> None:
    network = draw_network(60)
    told = [
        QUIET_LIFE._replace(
            inclination=np.float32(-9 + 0.1 * run), reach=np.float32(run / (runs - 1))
        )
        for run in range(runs)
    ]
    batch, last = Compiled(network, told), CitizensModel(network, told[-1])
    for _ in range(4):
        batch.step()
        last.step()
    for run in (0, 1, runs // 2, runs - 1):
        alone = Compiled(network, [told[run]])
        for _ in range(4):
            alone.step()
        assert alone.active[:, 0].tolist() == batch.active[:, run].tolist()
        assert alone.ever[:, 0].tolist() == batch.ever[:, run].tolist()
        assert alone.turnout[0] == batch.turnout[run]
    assert [citizen.active for citizen in last.citizens] == batch.active[:, -1].tolist()


@pytest.mark.parametrize(("citizens", "runs"), [(1, 1), (60, 128), (33, 37)])
def test_new_columns_begin_on_a_cache_line_and_share_no_memory(citizens: int, runs: int) -> None:
    one, other = crowd.columns(citizens, runs), crowd.columns(citizens, runs)
    assert one.shape == (citizens, runs)
    assert one.dtype == np.float32
    assert one.flags.c_contiguous
    assert one.ctypes.data % crowd.LINE == 0
    assert not np.shares_memory(one, other)


def test_the_mean_that_ever_took_part_is_the_kernels() -> None:
    network = draw_network(100)
    compiled, model = Compiled(network, [QUIET_LIFE]), CitizensModel(network, QUIET_LIFE)
    compiled.step()
    model.step()
    ever = np.empty(1)
    crowd.mean_of(compiled.ever, ever)
    assert model.ever == ever[0]


def test_the_dials_stand_in_the_kernels_order() -> None:
    assert Dials._fields == crowd.DIALS


def test_a_living_country_turns_out_as_its_citizens_one_by_one_do(model: Politeia) -> None:
    model = copy.deepcopy(model)
    people = model.countries[0].people
    for dt in (1.0, 1.0 / 7.0):
        copies = [CitizensModel.of(people, history, dt) for history in range(model.runs)]
        expected, _ = people.country.regime.face_street()
        regime = people.country.regime
        people.turn_out(expected, regime.fear_of_troops, regime.media_reach, dt)
        for history, one in enumerate(copies):
            one.step()
            assert [c.active for c in one.citizens] == people.active[:, history].tolist()
            assert [c.ever for c in one.citizens] == people.ever_active[:, history].tolist()
            assert one.turnout == people.turnout[history]


@settings(deadline=None, max_examples=300)
@given(u=st.floats(-20, 20))
def test_sigma_errs_by_less_than_two_in_a_hundred_thousand(u: float) -> None:
    single = np.float32(u)
    exact = 1.0 / (1.0 + math.exp(-float(single)))
    assert abs(float(logistic(single)) - exact) < 2e-5 * exact
    assert logistic(single) == crowd.logistic(single)


@settings(deadline=None)
@given(u=st.floats(20, 1e30))
def test_sigma_is_flat_far_out_and_never_leaves_0_and_1(u: float) -> None:
    assert logistic(np.float32(u)) == 1.0
    assert 0.0 < logistic(np.float32(-u)) < 3e-9


@settings(deadline=None)
@given(u=st.floats(-25, 25), v=st.floats(-25, 25))
def test_sigma_rises_but_for_the_error_of_float32(u: float, v: float) -> None:
    low, high = sorted((np.float32(u), np.float32(v)))
    assert logistic(low) <= logistic(high) * np.float32(1 + 4e-5)


def epstein(grievance: np.ndarray[Any, Any], risk_weight: float, crowd_share: float) -> Any:
    """Return who is active by Epstein (2002): grievance less risk of arrest over a threshold."""
    arrest = -math.expm1(-2.3 * 0.02 / max(crowd_share, 1e-6))
    return grievance - risk_weight * arrest > 0.0


@settings(deadline=None, max_examples=25)
@given(weight=st.floats(0.5, 4), seed=st.integers(1, 100), mean=st.floats(-2, 1))
def test_without_social_pull_and_ceiling_citizens_are_those_of_epstein(
    weight: float, seed: int, mean: float
) -> None:
    """Dock with Epstein: sh large, mu = 1, a steep sigma, and each acts alone on its risk."""
    network = draw_network(120, seed=seed)
    grievance = mean + network.leaning.astype(np.float64)
    free = QUIET_LIFE._replace(
        most=np.float32(1), half=np.float32(1e9), switch=np.float32(1), ever=np.float32(1)
    )
    steep = 2000.0
    model, binary, share = CitizensModel(network, free), np.zeros(120, dtype=bool), 0.0
    for _ in range(8):
        arrest = -math.expm1(-2.3 * 0.02 / max(share, 1e-6))
        common = steep * (mean - weight * arrest)
        model.dials = model.dials._replace(inclination=np.float32(common), spread=np.float32(steep))
        model.step()
        binary = epstein(grievance, weight, share)
        undecided = np.abs(grievance - weight * arrest) < 5e-3
        active = np.array([float(citizen.active) for citizen in model.citizens])
        assert np.abs(active - binary)[~undecided].max(initial=0.0) < 1e-3
        share = float(binary.mean())


def test_with_the_social_pull_a_larger_crowd_draws_more_people() -> None:
    network = draw_network(100)
    pulled = QUIET_LIFE._replace(inclination=np.float32(-4), reach=np.float32(1))
    alone, among = (
        CitizensModel(network, pulled._replace(mean=np.float32(mean))) for mean in (1e-6, 0.02)
    )
    alone.step()
    among.step()
    assert among.turnout > 2.0 * alone.turnout


def test_citizens_of_a_living_country_are_mesa_agents(model: Politeia) -> None:
    people = model.countries[0].people
    citizens = citizens_of(people, 1)
    assert len(citizens) == people.active.shape[0]
    assert citizens.get("active") == people.active[:, 1].tolist()
    assert citizens.agg("leaning", max) == people.network.leaning.max()
    busy = citizens.select(lambda one: isinstance(one, Citizen) and bool(one.leaning > 1.0))
    assert 0 < len(busy) == int((people.network.leaning > 1.0).sum())
    first = next(iter(citizens))
    assert isinstance(first, Citizen)
    assert [other.place for other in first.neighbours] == people.network.sees[0].tolist()


def test_views_follow_the_country_and_are_in_no_ones_way(model: Politeia) -> None:
    model = copy.deepcopy(model)
    people = model.countries[0].people
    citizens, before = citizens_of(people), len(model.agents)
    model.step()
    assert citizens.get("ever") == people.ever_active[:, 0].tolist()
    assert citizens_of(people) is citizens
    assert len(model.agents) == before
    with pytest.raises(TypeError, match="views"):
        next(iter(citizens)).model.step()


def test_views_of_a_copy_show_the_copy(model: Politeia) -> None:
    citizens_of(model.countries[0].people)
    other = copy.deepcopy(model)
    people = other.countries[0].people
    people.active[:] = 0.5
    assert set(citizens_of(people).get("active")) == {0.5}


def test_the_network_is_a_graph_of_who_sees_whom() -> None:
    network = draw_network(40, neighbours=4)
    graph = graph_of(network)
    assert sum(weight for *_, weight in graph.edges(data="weight")) == 40 * 4
    assert set(graph.successors(0)) == set(network.sees[0].tolist())
    assert CitizensModel(network, QUIET_LIFE).graph.nodes[3]["leaning"] == network.leaning[3]


def test_the_dials_of_a_living_country_are_single_precision(model: Politeia) -> None:
    assert {type(dial) for dial in dials_of(model.countries[0].people)} == {np.float32}
