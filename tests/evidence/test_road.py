"""From a figure of a document to a row of a run: whoever corrects the figure changes the run."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
import pytest

from politeia import lives
from politeia.errors import BadInput
from politeia.evidence.draws import draw_parameters, names_of_uncertain
from politeia.evidence.ledger import Ledger, load_ledger
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.experiment.provenance import believed_digest
from politeia.quantity import Floats
from politeia.scenario import places
from politeia.scenario.load import load_study
from politeia.scenario.study import Study

LAKELAND = Path(__file__).parents[1] / "studies" / "lakeland.yaml"
PINNED = {
    "support.peak_credit": "F24",
    "prisoners.death": "F13",
    "toolkit.listed_by_case": "F62",
    "propaganda.takedown": "F63",
}


@dataclass(frozen=True)
class Calibration:
    """A copy of the project's calibration that may be edited."""

    folder: Path

    def edit(self, fact: str, was: str, now: str) -> None:
        """Write another value for a fact."""
        for path in sorted(self.folder.glob("facts/*.yaml")):
            text = path.read_text(encoding="utf-8")
            old = f"  {fact}:\n    value: {was}\n"
            if old in text:
                new = f"  {fact}:\n    value: {now}\n"
                path.write_text(text.replace(old, new, 1), encoding="utf-8")
                return
        raise AssertionError(f"{fact} is not {was} in any file")

    @property
    def ledger(self) -> Ledger:
        """Return what is believed now."""
        return load_ledger(self.folder / "parameters")


@pytest.fixture
def calibration(tmp_path: Path) -> Calibration:
    """Return a copy of the calibration of the project."""
    return Calibration(Path(shutil.copytree(places.calibration(), tmp_path / "calibration")))


def study() -> Study:
    """Return a tiny study of an invented lake, where a vote in the past frightens a ruler."""
    sizes = {"draws": 2, "replicates": 1, "particles": 1}
    return load_study(LAKELAND).sized(**sizes, nodes=64, horizon=12)


def drawn(ledger: Ledger, told: Study) -> dict[str, Floats]:
    """Return each mechanism's parameters in a few draws with the same luck each time."""
    uncertain = len(names_of_uncertain(ledger))
    uniforms = np.linspace(0.1, 0.9, 5 * uncertain).reshape(5, uncertain)
    return draw_parameters(ledger, uniforms, told, told.cases[0])


def lived(ledger: Ledger, told: Study, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Return the rows of countries of a study lived with what a ledger believes."""
    monkeypatch.setattr(lives, "ledger", lambda: ledger)
    draws = tuple(range(told.draws))
    past = lives.live_pasts(PastJob(told.to_manifest(), draws, told.seed, mkdtemp()))
    units = tuple(Unit(draw, told.cases[0].name, "baseline", 0, 0) for draw in draws)
    states = dict(enumerate(past.paths))
    rows = lives.live_futures(FutureJob(told.to_manifest(), units, told.seed, states, ""))
    return pd.DataFrame(rows.countries)


def row_of(ledger: Ledger, name: str) -> int:
    """Return the row of a parameter in the draws of its mechanism."""
    stem, _, parameter = name.partition(".")
    (entry,) = [one for one in ledger.entries if one.stem == stem]
    return [one.name for one in entry.parameters].index(parameter)


@pytest.mark.parametrize(("name", "fact"), PINNED.items())
def test_a_parameter_that_a_figure_pins_says_so(name: str, fact: str) -> None:
    parameter = load_ledger().parameters[name]
    assert any(fact in formula.facts for formula in parameter.formulas)
    assert fact in parameter.source


def test_a_figure_moves_the_prior_that_it_pins_and_no_other(calibration: Calibration) -> None:
    before = calibration.ledger.parameters
    calibration.edit("F24", "1.5", "3.0")
    after = calibration.ledger.parameters
    assert [name for name in before if before[name].prior != after[name].prior] == [
        "support.peak_credit"
    ]
    credit = "support.peak_credit"
    assert after[credit].prior.first == pytest.approx(2 * before[credit].prior.first)


def test_a_figure_moves_the_draws_of_its_parameter_alone(calibration: Calibration) -> None:
    before = calibration.ledger
    first = drawn(before, study())
    calibration.edit("F24", "1.5", "3.0")
    second = drawn(calibration.ledger, study())
    row = row_of(before, "support.peak_credit")
    np.testing.assert_allclose(second["support"][row], 2 * first["support"][row], rtol=0.02)
    second["support"][row] = first["support"][row]
    for stem, rows in first.items():
        np.testing.assert_array_equal(rows, second[stem])


def test_a_figure_changes_a_run(calibration: Calibration, monkeypatch: pytest.MonkeyPatch) -> None:
    told = study()
    rows = lived(calibration.ledger, told, monkeypatch)
    again = lived(calibration.ledger, told, monkeypatch)
    pd.testing.assert_frame_equal(rows, again, check_exact=True)
    calibration.edit("F24", "1.5", "3.0")
    changed = lived(calibration.ledger, told, monkeypatch)
    assert len(rows) == len(changed)
    assert not np.array_equal(rows["sponsor_support"], changed["sponsor_support"])


def test_a_figure_changes_the_digest_of_what_a_run_believes(calibration: Calibration) -> None:
    before = believed_digest(calibration.folder), calibration.ledger.digest
    calibration.edit("F24", "1.5", "3.0")
    after = believed_digest(calibration.folder), calibration.ledger.digest
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_figure_that_becomes_a_word_is_told_at_the_prior_that_needs_it(
    calibration: Calibration,
) -> None:
    calibration.edit("F24", "1.5", "billions")
    with pytest.raises(BadInput) as refused:
        _ = calibration.ledger
    (fault,) = refused.value.faults
    assert fault.key == "parameters.peak_credit.prior.lognormal.median"
    assert "F24 has no number" in fault.message
