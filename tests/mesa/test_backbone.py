"""Politeia is a Mesa model: what Mesa's own tools do with it, and that it is its unit's run."""

from __future__ import annotations

import copy
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.agent import AgentSet

from politeia import lives
from politeia.actors.population import Population
from politeia.actors.regime import Regime
from politeia.errors import BadInput
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.scenario.load import load_study
from politeia.scenario.study import Study
from politeia.single import OneHistory

POLICIES = ("baseline", "sectors", "baseline_other_luck")


@pytest.fixture(scope="module")
def study() -> Study:
    """The tutorial study, made small."""
    return load_study("tutorial").sized(draws=2, replicates=2, particles=2, nodes=100, horizon=56)


@pytest.fixture(scope="module")
def past(study: Study, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The state files of both draws."""
    folder = str(tmp_path_factory.mktemp("pasts"))
    return list(lives.live_pasts(PastJob(study.to_manifest(), (0, 1), study.seed, folder)).paths)


@pytest.fixture(scope="module")
def rows(study: Study, past: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of a batch of all units, as a worker returns them."""
    case = study.cases[0].name
    units = tuple(
        Unit(draw, case, policy, 0, replicate)
        for draw in (0, 1)
        for policy in POLICIES
        for replicate in (0, 1)
    )
    job = FutureJob(study.to_manifest(), units, study.seed, dict(enumerate(past)), "")
    lived = lives.live_futures(job)
    return pd.DataFrame(lived.countries), pd.DataFrame(lived.actors)


@pytest.fixture(scope="module")
def lived(study: Study, past: list[str]) -> OneHistory:
    """One history that has been lived to its end."""
    model = OneHistory(study, policy="sectors", draw=1, replicate=1, past=past[1])
    model.run_model()
    return model


def of_unit(rows: pd.DataFrame, policy: str, draw: int, replicate: int) -> pd.DataFrame:
    """Return the rows of one unit."""
    mine = (rows.policy == policy) & (rows.draw == draw) & (rows.replicate == replicate)
    return rows[mine].reset_index(drop=True)


@pytest.mark.parametrize("policy", POLICIES)
def test_one_history_gives_the_rows_of_its_unit_bit_for_bit(
    study: Study, past: list[str], rows: tuple[pd.DataFrame, pd.DataFrame], policy: str
) -> None:
    model = OneHistory(study, policy=policy, draw=1, replicate=0, past=past[1])
    model.run_model()
    pd.testing.assert_frame_equal(model.rows(), of_unit(rows[0], policy, 1, 0), check_exact=True)
    pd.testing.assert_frame_equal(
        model.actor_rows(), of_unit(rows[1], policy, 1, 0), check_exact=True
    )


def test_without_a_stored_past_the_same_past_is_lived(
    study: Study, rows: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    model = OneHistory(study, policy="sectors", draw=0, replicate=1)
    model.run_model()
    expected = of_unit(rows[0], "sectors", 0, 1)
    pd.testing.assert_frame_equal(model.rows(), expected, check_exact=True)


def test_a_history_ends_at_its_horizon(study: Study, past: list[str]) -> None:
    model = OneHistory(study, horizon=3, past=past[0])
    model.run_model()
    assert (model.steps, model.running) == (3, False)
    assert model.week == study.branch_week + 3


def test_actors_are_agents_by_type_and_answer_as_a_set(lived: OneHistory) -> None:
    regimes = lived.agents_by_type[Regime]
    assert isinstance(regimes, AgentSet)
    assert regimes.get("code") == ["ZZA"]
    assert set(lived.agents.get("code")) == {"ZZA", "ZZS", "ZZD", "XWM"}
    harsh = regimes.select(lambda a: isinstance(a, Regime) and bool(a.repression_civic[0] > 0.0))
    assert len(harsh) == 1
    people = lived.agents_by_type[Population]
    assert people.agg("resident", sum)[0] == people.get("resident")[0][0] > 1e6
    assert lived.agents.select(agent_type=Regime).get("name") == ["Arland"]


def test_the_data_collector_keeps_what_conditions_see(lived: OneHistory) -> None:
    collected = lived.datacollector.get_model_vars_dataframe()
    assert len(collected) == lived.steps == 56
    weekly = collected["prisoners_true(ZZA)"].to_numpy()
    recorded = lived.rows()["prisoners_true"].to_numpy()
    np.testing.assert_allclose(weekly.reshape(-1, 4).mean(axis=1), recorded, rtol=1e-6)
    assert not collected.isna().any().any()


def test_a_collector_of_ones_own_reads_agents_by_type(study: Study, past: list[str]) -> None:
    model = OneHistory(study, past=past[0])
    collector = mesa.DataCollector(
        agenttype_reporters={Regime: {"effort": lambda regime: float(regime.effort[0])}}
    )
    for _ in range(2):
        model.step()
        collector.collect(model)
    assert collector.get_agenttype_vars_dataframe(Regime)["effort"].between(0, 1).all()


def test_mesa_batch_run_sweeps_policies_and_replicates(study: Study, past: list[str]) -> None:
    found = mesa.batch_run(
        OneHistory,
        {
            "study": [study],
            "policy": ["baseline", "sectors"],
            "replicate": [0, 1],
            "past": past[0],
            "horizon": 8,
        },
        data_collection_period=4,
        display_progress=False,
    )
    table = pd.DataFrame(found)
    assert len(table) == 2 * 2 * 3
    assert set(table.Step) == {0, 4, 7}
    direct = OneHistory(study, policy="sectors", replicate=1, past=past[0], horizon=8)
    direct.run_model()
    collected = direct.datacollector.get_model_vars_dataframe().iloc[-1]
    swept = table[(table.Step == 7) & (table.policy == "sectors") & (table.replicate == 1)]
    assert swept[collected.index].iloc[0].tolist() == collected.tolist()


def test_a_copy_of_the_mesa_model_goes_on_like_the_original(study: Study, past: list[str]) -> None:
    model = OneHistory(study, policy="sectors", past=past[0], horizon=24)
    for _ in range(11):
        model.step()
    other = copy.deepcopy(model)
    assert set(other.agents).isdisjoint(model.agents)
    model.run_model()
    other.run_model()
    pd.testing.assert_frame_equal(model.rows(), other.rows(), check_exact=True)
    assert other.steps == 24


def test_mesas_seed_changes_nothing(study: Study, past: list[str]) -> None:
    seeded = OneHistory(study, horizon=4, past=past[0], seed=7)
    other = OneHistory(study, horizon=4, past=past[0], rng=8)
    seeded.run_model()
    other.run_model()
    pd.testing.assert_frame_equal(seeded.rows(), other.rows(), check_exact=True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"policy": "sectos"}, "did you mean 'sectors'"),
        ({"case": "asis"}, "did you mean 'as_is'"),
        ({"replicate": 2}, "from 0 to 1"),
        ({"draw": -1}, "from 0"),
    ],
)
def test_what_a_study_does_not_have_is_bad_input(
    study: Study, wrong: dict[str, object], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        OneHistory(study, **wrong)  # type: ignore[arg-type]


def test_a_study_may_be_named_by_its_file(tmp_path: Path, past: list[str]) -> None:
    written = tmp_path / "mine.yaml"
    written.write_text("kind: study\nname: mine\nworld: tutorial\nnodes: 100\nhorizon: 4\n")
    model = OneHistory(written, past=past[0])
    model.run_model()
    assert model.rows().shape[0] == 1
