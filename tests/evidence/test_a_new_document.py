"""A sixth document goes the road of docs/evidence.md, from its text to the rows of a run."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from politeia import lives
from politeia.errors import BadInput
from politeia.evidence.book import load_book
from politeia.evidence.check import check_documents
from politeia.evidence.trace import chain
from politeia.evidence.weave import woven
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.experiment.provenance import digests
from politeia.quantity import Floats
from politeia.scenario import places
from politeia.scenario.load import load_study

TEXT = "Minsk and Moscow\n\nA year of talks.\n\nMoscow lent Minsk $2 billion in the year.\n"
DOCUMENT = """\
  D5:
    author: [A. Author]
    outlet: A Newspaper
    kind: news
    date: "2023-05"
    about: "an invented report on an invented loan"
    file: sixth.txt
    sha256: "{digest}"
    paragraphs: 3
    cite: author2023
"""
REFERENCE = """\
  - id: author2023
    type: article-newspaper
    author: [{family: Author, given: A.}]
    issued: {date-parts: [[2023]]}
    custom: {verified: "yes"}
    note: "invented for a test"
"""
FACT = """\
facts:
  F71:
    value: 2
    relation: about
    unit: "bn USD"
    date: "2023"
    who: RUS
    to: BLR
    certainty: reported
    says: "an invented loan"
    paragraphs: {D5: [3]}
    written: {D5: {3: ["$2 billion"]}}
"""
PINNED = """\
  pull:
    unit: "{unit}"
    meaning: "{meaning}"
    prior: {{lognormal: {{median: "F71 * 1.5", sigma: 0.3}}}}
    source: [F71]
    why: "an invented pin"
    known_from: 2023-05-31
    blind: {{lognormal: {{median: 3, sigma: 0.6}}}}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the project's data that the model reads in the place of its own."""
    for folder in ("calibration", "scenarios", "history"):
        shutil.copytree(places.root() / folder, tmp_path / folder)
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    lives.ledger.cache_clear()
    yield tmp_path
    lives.ledger.cache_clear()


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _register(project: Path) -> Path:
    """Register the sixth document and its fact, and return the folder of its text."""
    texts = project / "texts"
    texts.mkdir()
    (texts / "sixth.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    _add(project / "calibration" / "documents.yaml", DOCUMENT.format(digest=digest))
    _add(project / "calibration" / "bibliography.yaml", REFERENCE)
    (project / "calibration" / "facts" / "D5.yaml").write_text(FACT, encoding="utf-8")
    return texts


def _pin(project: Path) -> None:
    """Let a parameter of protest rest on the new fact."""
    path = project / "calibration" / "parameters" / "protest.yaml"
    known = load_book(project / "calibration").parameters["protest.pull"]
    before, rest = path.read_text(encoding="utf-8").split("  pull:\n", 1)
    lines = rest.splitlines(keepends=True)
    after = next(at for at, line in enumerate(lines) if not line.startswith("    "))
    pinned = PINNED.format(unit=known.unit, meaning=known.meaning)
    path.write_text(before + pinned + "".join(lines[after:]), encoding="utf-8")


def _turnout(folder: Path) -> Floats:
    study = load_study("tutorial").sized(draws=1, replicates=1, particles=1, nodes=64, horizon=52)
    manifest = study.to_manifest()
    folder.mkdir()
    report = lives.live_pasts(PastJob(manifest, (0,), 1, str(folder)))
    unit = Unit(0, study.cases[0].name, "baseline", 0, 0)
    rows = lives.live_futures(FutureJob(manifest, (unit,), 1, {0: report.paths[0]}, str(folder)))
    return np.asarray(rows.countries["turnout"])


def test_a_sixth_document_changes_a_prior_and_through_it_a_run(project: Path) -> None:
    study = load_study("tutorial").to_manifest()
    before, rows, digest = load_book(), _turnout(project / "before"), digests(study)
    texts = _register(project)
    _pin(project)
    lives.ledger.cache_clear()
    after = load_book()

    assert before.parameters["protest.pull"].prior != after.parameters["protest.pull"].prior
    assert after.parameters["protest.pull"].prior.first == pytest.approx(3.0)
    assert digests(study)["parameters"] != digest["parameters"]
    assert not np.array_equal(rows, _turnout(project / "after"))

    web = woven()
    above = {branch.node.name for branch in chain(web, web.named("F71")[0]).used_by}
    assert "protest.pull" in above
    with pytest.raises(BadInput, match=r"documents\.D0\.sha256"):
        check_documents(texts)


def test_a_figure_that_does_not_stand_in_the_new_text_is_told(project: Path) -> None:
    texts = _register(project)
    facts = project / "calibration" / "facts" / "D5.yaml"
    facts.write_text(FACT.replace("$2 billion", "$3 billion"), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        check_documents(texts)
    told = {fault.key: fault.message for fault in refused.value.faults if "F71" in fault.key}
    assert told, "the figure is named by file, line and key"
