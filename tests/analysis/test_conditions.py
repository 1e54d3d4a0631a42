"""Claims about conditions: what each draw stands for is the same, stored or drawn again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from politeia import lives
from politeia.analysis import conditions as known
from politeia.analysis.reading import Results, StudyLine
from politeia.errors import BadInput
from politeia.experiment.view import View
from politeia.scenario.load import load_study

STUDY = Path(__file__).parents[1] / "studies" / "lakeland.yaml"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    study = load_study(STUDY).sized(draws=4, replicates=2)
    first = study.cases[0]
    off = {**first.mechanisms, "M16": False}
    other = first.model_copy(
        update={"name": "other", "set": {"support.offset": 0.25}, "mechanisms": off}
    )
    whole = study.model_copy(update={"cases": (first, other)})
    line = StudyLine(study.name, study.title, "", (), (first.name, "other"), (), (), 10.0)
    manifest = {"study": whole.to_manifest(), "seed": 3}
    folder = tmp_path_factory.mktemp("conditions")
    return Results(folder, manifest, line, View(folder, manifest, {}))


def test_conditions_are_the_values_that_runs_are_lived_with(results: Results) -> None:
    found = known.conditions(results)
    study = load_study(STUDY)
    parameters, switches = lives.drawn(study.sized(draws=4), study.cases[0], range(4), 3)
    own = found.loc[study.cases[0].name]
    entry = next(entry for entry in lives.ledger().entries if entry.stem == "protest")
    at = [parameter.name for parameter in entry.parameters].index("pull")
    np.testing.assert_array_equal(own["protest.pull"], parameters["protest"][at])
    np.testing.assert_array_equal(own["switches.rally_dominates"], switches["rally_dominates"])


def test_what_a_case_sets_or_switches_off_is_a_column(results: Results) -> None:
    found = known.conditions(results)
    assert (found.loc["other"]["support.offset"] == 0.25).all()
    assert (found.loc["other"]["mechanisms.M16"] == 0.0).all()
    assert found["mechanisms.M16"].nunique() == 2


def test_points_overlay_what_draws_say_and_days_are_numbers(results: Results) -> None:
    told = dict(results.manifest["study"])
    told["design"] = {"points": [{"protest.pull": 0.5}, {"levers.words.0.start": "1970-01-11"}]}
    moved = known.conditions(replace(results, manifest={"study": told, "seed": 3}))
    case = results.study.cases[0]
    assert (moved.xs((case, 0))["protest.pull"].to_numpy() == 0.5).all()
    assert (moved.xs((case, 1))["levers.words.0.start"].to_numpy() == 10.0).all()
    assert known.moves_levers(told)
    assert not known.moves_levers(results.manifest["study"])


def test_stored_conditions_are_believed(results: Results) -> None:
    found = known.conditions(results)
    stored = found.drop(columns="mechanisms.M16") + 1.0
    path = results.folder / known.FILE
    stored.reset_index().to_parquet(path, index=False)
    try:
        again = known.conditions(results)
        np.testing.assert_array_equal(again["protest.pull"], found["protest.pull"] + 1.0)
    finally:
        path.unlink()


def test_other_priors_than_those_of_the_run_are_refused(results: Results) -> None:
    changed = {**results.manifest, "digest": {"parameters": "another"}}
    with pytest.raises(BadInput, match="was run with other priors"):
        known.conditions(replace(results, manifest=changed))
