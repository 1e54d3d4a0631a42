"""From a study in YAML to a result folder, with a model in which nothing happens."""

from __future__ import annotations

import sys
from pathlib import Path

import fake_lives
import pytest

import politeia
from politeia.errors import BadInput
from politeia.experiment import order, store
from politeia.experiment.run import Wishes
from politeia.scenario.load import load_study

WORLD = """
kind: world
name: island
title: An island
start: 2023-01-02
branch: 2024-04-01
horizon: 8
nodes: 50
regimes:
  BLR:
    name: Belarus
    type: electoral_autocracy
    values: {population: {value: 9.4e6, source: assumption, why: invented}}
"""
STUDY = """
kind: study
name: first
title: A first study
world: island
draws: 3
replicates: 2
particles: 2
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a study's file in a folder of its own, lived by the model in which nothing happens."""
    monkeypatch.setitem(sys.modules, "politeia.lives", fake_lives)
    monkeypatch.setattr(fake_lives, "_count", lambda *_: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "worlds").mkdir()
    (tmp_path / "worlds" / "island.yaml").write_text(WORLD)
    (tmp_path / "first.yaml").write_text(STUDY)
    return tmp_path / "first.yaml"


def test_the_front_door_runs_a_study_into_a_folder_of_its_name(study: Path) -> None:
    folder = politeia.run(study)
    assert folder == Path("results/first")
    manifest = store.read_manifest(folder)
    assert manifest["finished"]
    assert manifest["units"] == 6
    assert set(manifest["digest"]) == {
        "model", "study", "world", "history", "filter", "parameters",
    }  # fmt: skip


def test_the_study_of_a_manifest_is_the_study_that_was_run(study: Path) -> None:
    folder = politeia.run(study, draws=1)
    told = type(load_study(study)).from_manifest(store.read_manifest(folder)["study"])
    assert told == load_study(study).sized(draws=1)


def test_first_looks_lie_beside_each_other(study: Path) -> None:
    folders = [politeia.run(study, preview=True).name for _ in range(2)]
    assert folders == ["first_preview", "first_preview-2"]


def test_a_size_out_of_bounds_is_bad_input_and_nothing_is_written(study: Path) -> None:
    with pytest.raises(BadInput, match="draws"):
        order.run_study(study, wishes=Wishes(), draws=0)
    assert not Path("results").exists()


def test_the_same_study_gives_the_same_digest_whoever_runs_it(study: Path) -> None:
    first, second = (store.read_manifest(politeia.run(study, out=name)) for name in "ab")
    assert first["digest"] == second["digest"]
