"""The price of a sweep is told before it is paid, and its counts are those of the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from politeia.experiment import design
from politeia.experiment.order import asked_for
from politeia.experiment.price import price
from politeia.scenario.study import Study


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Study:
    path = tmp_path_factory.mktemp("studies") / "swept.yaml"
    path.write_text(
        "kind: study\nextends: tutorial\ndraws: 2\nreplicates: 2\nparticles: 2\nnodes: 64\n"
        "horizon: 60\ndesign:\n  method: grid\n  levers: {sectors.0.to: [0, 3]}\n"
        "  world: {regimes.ZZA.media_reach: [0.1, 0.5]}\n"
    )
    return asked_for(path, preview=False)


def test_the_price_counts_what_the_plan_has(swept: Study) -> None:
    told = price(swept, workers=2)
    plan = design.plan(swept.to_manifest())
    assert told.runs == len(plan.units) == 4 * 5 * 2 * 2
    assert (told.points, told.worlds, told.pasts) == (4, 2, 2 * 2 * 2)
    assert told.bytes > 0


def test_the_price_is_told_in_words_with_time_and_disk(swept: Study) -> None:
    words = price(swept, workers=1).told()
    assert "80 runs of 60 weeks, after 8 pasts of 104 weeks" in words
    assert "4 points in 2 worlds" in words
    assert "on 1 worker (" in words
    assert "disk: about 1 MB" in words


def test_more_runs_take_more_time_by_the_same_pace(swept: Study) -> None:
    one, four = price(swept, 1), price(swept.sized(replicates=8), 1)
    assert four.runs == 4 * one.runs
    assert four.pace.week > 0.0
    assert four.pace.look > 0.0
    assert four.seconds > 0.0


def test_a_first_look_keeps_policies_whose_levers_a_design_moves(tmp_path: Path) -> None:
    moves = "{moves: speech.shaming, by: ZZD, on: ZZA, to: 0.5, start: 2022-03-07}"
    policies = [f"p{number}" for number in range(9)]
    path = tmp_path / "many.yaml"
    written = "\n".join(f"  {name}: {{levers: [{moves}]}}" for name in policies)
    path.write_text(
        f"kind: study\nworld: tutorial\npolicies: [{', '.join(policies)}]\n"
        f"policy_files:\n{written}\ndesign: {{method: grid, levers: {{p8.0.to: [0, 1]}}}}\n"
    )
    kept = {policy.name for policy in asked_for(path, preview=True).policies}
    assert {"baseline", "p0", "p8"} <= kept
    assert "p7" not in kept
