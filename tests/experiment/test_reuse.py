"""A run is called by what decides its rows: what two studies share is lived once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_lives
import pytest
from fake_lives import FAKE, policy, study
from folders import everything, marks, rows

from politeia.errors import BadInput
from politeia.experiment import design, provenance, store
from politeia.experiment.identity import ids_of
from politeia.experiment.jobs import Unit
from politeia.experiment.lived import Lived
from politeia.experiment.run import Wishes, run
from politeia.experiment.view import open_view

SMALL = Wishes(lives=FAKE, batch=10)


@pytest.fixture(autouse=True)
def _same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "0"})


def ids(**changes: Any) -> dict[Unit, str]:
    told = study(**changes)
    units = design.plan(told).units
    lived = Lived(told, FAKE, sorted({unit.draw for unit in units}))
    return dict(ids_of(told, units, {"model": "0"}, lived).runs)


def test_no_two_futures_that_differ_are_called_alike() -> None:
    found = ids()
    assert len(set(found.values())) == len(found) == 48


def test_two_policies_of_the_same_levers_are_one_whatever_they_are_called() -> None:
    lines = [policy("baseline"), policy("placebo", 0.0), policy("speech", 0.5)]
    found = ids(policies=[*lines, policy("words", 0.5), policy("more", 0.6)])
    alike = found[Unit(1, "as_is", "words", 0, 2)]
    assert alike == found[Unit(1, "as_is", "speech", 0, 2)]
    assert alike != found[Unit(1, "as_is", "more", 0, 2)]


@pytest.mark.parametrize("arm", ["placebo", "baseline_other_luck"])
def test_placebo_and_null_arm_are_not_the_baseline(arm: str) -> None:
    found = ids()
    assert found[Unit(0, "as_is", "baseline", 0, 0)] != found[Unit(0, "as_is", arm, 0, 0)]


def test_names_of_cases_and_studies_decide_nothing() -> None:
    renamed = ids(name="other", cases=[{"name": "usual"}])
    assert set(renamed.values()) == set(ids().values())


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 6},
        {"nodes": 11},
        {"horizon": 12},
        {"record_every": 8},
        {"branch": "2024-04-08"},
        {"particles": 3},
        {"replicates": 4},
        {"cases": [{"name": "as_is", "mechanisms": {"M1": False}}]},
    ],
)
def test_whatever_decides_rows_is_part_of_the_name(changes: dict[str, Any]) -> None:
    assert not set(ids(**changes).values()) & set(ids().values())


def points(*moved: dict[str, Any]) -> dict[str, Any]:
    return {"design": {"points": list(moved)}}


def test_a_point_is_what_it_moves_and_not_its_number() -> None:
    narrow = points({"weather.mood": 1.0}, {"weather.mood": 3.0})
    wide = points({"weather.mood": 1.0}, {"weather.mood": 2.0}, {"weather.mood": 3.0})
    units = [Unit(0, "as_is", "speech", point, 0) for point in range(3)]
    few, many = (_ids_at(told, units[: len(told["design"]["points"])]) for told in (narrow, wide))
    assert (few[0], few[1]) == (many[0], many[2])
    assert len(set(many)) == 3


@pytest.mark.parametrize(
    "name", ["levers.speech.0.to", "levers.speech.0.start", "switches.rain", "world.gdp"]
)
def test_every_sort_of_thing_that_a_point_moves_makes_another_run(name: str) -> None:
    unit = [Unit(0, "as_is", "speech", point, 0) for point in range(2)]
    value = "2025-01-06" if name.endswith("start") else 7.0
    same, other = _ids_at(points({}, {name: value}), unit)
    assert same != other


def test_a_point_that_moves_a_lever_leaves_other_policies_alone() -> None:
    units = [Unit(0, "as_is", "baseline", point, 0) for point in range(2)]
    first, second = _ids_at(points({}, {"levers.speech.0.to": 0.9}), units)
    assert first == second


def test_points_share_their_pasts_unless_they_move_the_world() -> None:
    told = study(**points({}, {"weather.mood": 2.0}, {"world.gdp": 3.0}, {"world.gdp": 3.0}))
    units = [Unit(0, "as_is", "baseline", point, 0) for point in range(4)]
    found = ids_of(told, units, {"model": "0"}, Lived(told, FAKE, [0]))
    pasts = [found.past_of(told, unit) for unit in units]
    assert pasts[0] == pasts[1] != pasts[2] == pasts[3]


def _ids_at(changes: dict[str, Any], units: list[Unit]) -> list[str]:
    told = study(**changes)
    found = ids_of(told, units, {"model": "0"}, Lived(told, FAKE, [0]))
    return [found.runs[unit] for unit in units]


def test_more_draws_live_only_what_is_new(tmp_path: Path) -> None:
    counted = study(folder=str(tmp_path))
    out = run(counted, tmp_path / "out", SMALL)
    pasts, before = marks(tmp_path, "past"), set(out.rglob("rows/*"))
    run(study(folder=str(tmp_path), draws=6), out, SMALL)
    assert marks(tmp_path, "past") == pasts + 1
    assert before < set(out.rglob("rows/*"))
    alone = run(study(draws=6), tmp_path / "alone", SMALL)
    assert everything(out) == everything(alone)


def test_a_further_policy_lives_only_its_own_runs(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    more = study(policies=[*study()["policies"], policy("aid", 0.75)], folder=str(tmp_path))
    run(more, out, replace(SMALL, batch=128))
    assert (marks(tmp_path, "past"), marks(tmp_path, "future")) == (0, 1)
    assert everything(out) == everything(run(more, tmp_path / "alone", SMALL))


def test_a_study_of_other_names_reuses_all_and_is_read_under_its_own(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    lines = [policy("baseline"), policy("placebo", 0.0), policy("words", 0.5)]
    renamed = study(policies=lines, folder=str(tmp_path))
    run(renamed, out, SMALL)
    assert marks(tmp_path, "future") == 0
    assert set(rows(out)["policy"].to_pylist()) == {
        "baseline", "placebo", "baseline_other_luck", "words",
    }  # fmt: skip


def test_a_smaller_study_sees_its_own_runs_alone_and_takes_none_away(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    run(study(draws=2), out, SMALL)
    assert set(rows(out)["draw"].to_pylist()) == {0, 1}
    again = study(folder=str(tmp_path))
    run(again, out, SMALL)
    assert marks(tmp_path, "future") == 0
    assert open_view(out).missing == 0


def test_two_names_of_one_run_are_read_twice_and_lived_once(tmp_path: Path) -> None:
    lines = [*study()["policies"], policy("words", 0.5)]
    told = study(policies=lines, folder=str(tmp_path))
    out = run(told, tmp_path / "out", replace(SMALL, batch=128))
    found = rows(out).to_pandas()
    speech, words = (
        found[found.policy == name].drop(columns="policy") for name in ("speech", "words")
    )
    assert speech.to_numpy().tolist() == words.to_numpy().tolist()
    assert sum(len(receipt.runs) for receipt in store.receipts(out)) == 48


def test_a_changed_model_is_refused_by_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "1"})
    with pytest.raises(BadInput, match="the code of the model has changed; --fresh"):
        run(study(draws=5), out, SMALL)
    assert run(study(draws=5), out, replace(SMALL, fresh=True)).name == "out-2"


def test_another_version_of_a_library_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    had = provenance.versions()
    monkeypatch.setattr(provenance, "versions", lambda: {**had, "numpy": "9.9"})
    with pytest.raises(BadInput, match=rf"numpy was {had['numpy']} and is 9\.9"):
        run(study(), out, SMALL)


def test_uncertainties_are_what_each_draw_is_lived_with() -> None:
    told = study(
        draws=2, **points({"weather.mood": 2.0, "levers.speech.0.start": "1970-01-11"}, {})
    )
    units = [Unit(draw, "as_is", "speech", point, 0) for draw in (0, 1) for point in (0, 1)]
    found = Lived(told, FAKE, [0, 1]).uncertainties(units)
    assert found == {
        "case": ["as_is"] * 4,
        "point": [0, 0, 1, 1],
        "draw": [0, 1, 0, 1],
        "levers.speech.0.start": [10.0, 10.0, 19877.0, 19877.0],
        "switches.rain": [0.0, 1.0, 0.0, 1.0],
        "weather.mood": [2.0, 2.0, 5.0, 5.0 + 1 / 7.0],
    }
    assert fake_lives.values(told, "as_is", [0]).held["weather.mood"][0] == 5.0
