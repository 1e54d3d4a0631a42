"""The evidence is one book: all of it is read, and all that is wrong in it is told at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from politeia.errors import BadInput, Fault
from politeia.evidence.book import Book, load_book, read_book
from politeia.evidence.references import known_in, unresolved
from politeia.quantity import Block, quantity


class Tides(Block):
    """Parameters of an invented mechanism."""

    mechanism = "M3"

    height = quantity("height of the tide", unit="m", bounds=(0, 20))
    lag = quantity("lag of the moon", unit="week", bounds=(-1, 1))


class Winds(Block):
    """Parameters of another."""

    mechanism = "M4"

    speed = quantity("speed of the wind", unit="m/s", bounds=(0, 90))


BLOCKS: dict[str, type[Block]] = {"tides": Tides, "winds": Winds}

FILES = {
    "documents": """\
documents:
  D0:
    author: [Ada Harbour]
    outlet: Harbour News
    kind: opinion
    date: 2022-03
    about: the tide at the pier
    file: harbour.txt
    sha256: 76a3b5e1dcbe6d2e8b1b4d6b8a5c16b1ab8c0f2f6a1d6a54d7b9a1e2c3d4e5f6
    paragraphs: 3
    cite: harbour2022
  D1:
    outlet: Moon Weekly
    kind: news
    date: 2023-01-02
    about: the moon
    file: moon.txt
    sha256: 16a3b5e1dcbe6d2e8b1b4d6b8a5c16b1ab8c0f2f6a1d6a54d7b9a1e2c3d4e5f6
    paragraphs: 4
    cite: moon2023
""",
    "facts/D0": """\
facts:
  F1:
    value: 8
    unit: m
    certainty: reported
    says: the tide rises eight metres
    paragraphs: {D0: [2], D1: [1]}
    written: {D0: {2: ["8 m"]}}
    tension: [X1]
  F2:
    value: dozens
    unit: boats
    certainty: claimed
    says: many boats lie dry
    paragraphs: {D0: [3]}
  F3:
    value: 2
    unit: "1"
    certainty: computed
    says: a tide is two boats high
    computed: F1 / 4
    paragraphs: {D0: [3]}
""",
    "facts/D1": """\
facts:
  F4:
    value: 1
    relation: about
    unit: moons
    certainty: reported
    says: one moon
    paragraphs: {D1: [4]}
""",
    "claims": """\
claims:
  C1:
    cause: the moon
    effect: the tide
    sign: "+"
    paragraphs: {D1: [2]}
    verdict: supported
    finding: it does
    citations: [moon2023]
    mechanisms: [M3]
    decides: [tides.height, switches.patron_offset]
    contrast: {policy: enforcement, outcome: repression, actor: BLR, year: 2}
""",
    "options": """\
options:
  P1:
    who: [harbours]
    what: build higher piers
    stance: proposed
    paragraphs: {D0: [1]}
    policies: [enforcement]
""",
    "events": """\
events:
  E1:
    date: 2022-02
    precision: month
    what: a spring tide
    paragraphs: {D0: [1]}
    role: emerges
    why: tides make it
""",
    "tensions": """\
tensions:
  X1:
    what: another gauge says nine
    facts: [F1]
    claims: [C1]
    treated: the prior is wide
    where: [tides.height, enforcement, SD1, M3]
    citations: [harbour2022]
""",
    "bibliography": """\
references:
  - id: harbour2022
    type: article-newspaper
    author: [{family: Harbour, given: Ada}]
    title: The tide
    container-title: Harbour News
    issued: {date-parts: [[2022, 3]]}
    custom: {verified: "yes"}
  - id: moon2023
    type: book
    title: The moon
    issued: {date-parts: [[2023]]}
    DOI: 10.1234/moon
    custom: {verified: memory}
  - id: gauge1999
    type: dataset
    title: Gauges
    issued: {date-parts: [[1999]]}
    custom: {verified: abstract}
""",
    "targets/patterns": """\
targets:
  SD1:
    statement: the tide comes twice a day
    use: checking
    reason: nothing was set by it
    source: [F1]
    known_from: 2022-03-31
    cannot: no outcome is a tide
""",
    "parameters/tides": f"""\
mechanism: M3
block: {Tides.__module__}.Tides
parameters:
  height:
    unit: m
    meaning: height of the tide
    prior: {{lognormal: {{median: "F1 / F3", sigma: 0.1}}}}
    source: [F1, F3, SD1, harbour2022]
    why: measured at the pier
    known_from: 2022-03-31
    blind: {{lognormal: {{median: 4, sigma: 0.5}}}}
  lag:
    unit: week
    meaning: lag of the moon
    prior: {{normal: {{mean: 0, sd: 0.5}}}}
    source: assumption
    why: the sign is open
""",
    "parameters/winds": f"""\
mechanism: M4
block: {Winds.__module__}.Winds
parameters:
  speed:
    unit: m/s
    meaning: speed of the wind
    prior: {{uniform: {{low: 0, high: 40}}}}
    source: gauge1999
    why: the range of the gauges
""",
}

Written = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of evidence of an invented harbour."""
    for name, text in FILES.items():
        (tmp_path / f"{name}.yaml").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def changed(folder: Path, name: str, was: str, now: str) -> list[Fault]:
    """Return the faults of a folder in which one line of one file is another."""
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    return faults_of(folder)


def faults_of(folder: Path) -> list[Fault]:
    """Return all faults of a folder."""
    with pytest.raises(BadInput) as refused:
        load_book(folder, BLOCKS)
    return refused.value.faults


def line_of(name: str, word: str) -> int:
    """Return the line of a file as it is given here in which a word first stands."""
    return next(n for n, line in enumerate(FILES[name].splitlines(), 1) if word in line)


def test_all_of_the_evidence_is_read_and_each_entry_has_its_place(folder: Path) -> None:
    book = load_book(folder, BLOCKS)
    assert (list(book.facts), list(book.claims)) == (["F1", "F2", "F3", "F4"], ["C1"])
    assert (list(book.options), list(book.events), list(book.tensions)) == (["P1"], ["E1"], ["X1"])
    assert set(book.works) == {"harbour2022", "moon2023", "gauge1999"}
    assert list(book.targets) == ["SD1"]
    assert book.marks["F4"].file.name == "D1.yaml"
    assert book.marks["tides.lag"].line == line_of("parameters/tides", "  lag:")


def test_a_formula_makes_a_prior_of_figures(folder: Path) -> None:
    height = load_book(folder, BLOCKS).parameters["tides.height"]
    assert height.prior.first == pytest.approx(8 / 2)
    (formula,) = height.formulas
    assert (formula.argument, formula.facts) == ("prior.lognormal.median", ("F1", "F3"))


WRONG = [
    ("documents", "76a3b5", "76A3", "documents.D0.sha256", "64 digits"),
    ("documents", "harbour.txt", "../harbour.txt", "documents.D0.file", "without a folder"),
    ("documents", "cite: moon2023", "cite: moon2024", "documents.D1.cite", "'moon2023'"),
    ("documents", "2022-03", "2022-13", "documents.D0.date", "year-month"),
    ("documents", "kind: opinion", "kind: opinions", "documents.D0.kind", "did you mean 'opinion'"),
    ("documents", "  D1:", "  Dx:", "documents.Dx", "D and a number"),
    ("facts/D0", "    paragraphs: {D0: [3]}\n", "", "facts.F2.paragraphs", "is required"),
    ("facts/D0", "{D0: [3]}", "{D0: []}", "facts.F2.paragraphs.D0", "at least 1"),
    ("facts/D0", "{D0: [3]}", "{}", "facts.F2.paragraphs", "at least 1"),
    ("facts/D0", "{D0: [3]}", "{D0: [0]}", "facts.F2.paragraphs.D0[0]", "at least 1"),
    ("facts/D0", "{D0: [3]}", "{D0: [4]}", "facts.F2.paragraphs.D0[0]", "D0 has 3 paragraphs"),
    ("facts/D0", "{D0: [3]}", "{D0: [3], D7: [1]}", "facts.F2.paragraphs.D7", "is no document"),
    ("facts/D0", "{D0: {2:", "{D0: {1:", "facts.F1.written.D0.1", "none of its paragraphs"),
    ("facts/D0", "tension: [X1]", "tension: [X2]", "facts.F1.tension[0]", "no tension"),
    ("facts/D0", "F1 / 4", "F9 / 4", "facts.F3.computed", "'F9' is not known (allowed: F1"),
    ("facts/D0", "F1 / 4", "F2 / 4", "facts.F3.computed", "F2 has no number"),
    ("facts/D0", "F1 / 4", "F1 / 0", "facts.F3.computed", "divides by 0"),
    ("facts/D0", "F1 / 4", "F1 / (F4 - 1)", "facts.F3.computed", "no finite value"),
    ("facts/D0", "F1 / 4", "F1 > 4", "facts.F3.computed", "not a comparison"),
    ("facts/D0", "F1 / 4", "F1 / 5", "facts.F3.value", "must be about 1.6"),
    ("facts/D0", "certainty: claimed", "certainty: sure", "facts.F2.certainty", "allowed: claimed"),
    ("facts/D1", "  F4:", "  F2:", "facts.F2", "stands twice: first in D0.yaml, line 10"),
    ("facts/D1", "{D1: [4]}", "{D0: [2]}", "facts.F4.paragraphs", "that of its first document, D0"),
    ("claims", "[moon2023]", "[moon2032]", "claims.C1.citations[0]", "did you mean 'moon2023'"),
    ("claims", "[M3]", "[M33]", "claims.C1.mechanisms[0]", "no mechanism"),
    ("claims", "tides.height", "tides.hight", "claims.C1.decides[0]", "'tides.height'"),
    ("claims", "patron_offset", "patron_ofset", "claims.C1.decides[1]", "'switches.patron_offset'"),
    (
        "claims",
        "policy: enforcement",
        "policy: enforcemnt",
        "claims.C1.contrast.policy",
        "'enforce",
    ),
    ("claims", "repression", "represion", "claims.C1.contrast.outcome", "'repression'"),
    ("claims", "    decides:", "    undecided: no\n    decides:", "claims.C1", "exactly one of"),
    ("options", "[enforcement]", "[enforcements]", "options.P1.policies[0]", "'enforcement'"),
    ("options", "    policies: [enforcement]\n", "", "options.P1", "exactly one of policies"),
    ("events", "role: emerges", "role: imposed", "events.E1.history", "exactly where"),
    ("tensions", "facts: [F1]", "facts: [F11]", "tensions.X1.facts[0]", "'F11' is no fact"),
    ("tensions", "SD1", "SD2", "tensions.X1.where[2]", "did you mean 'SD1'"),
    ("bibliography", "id: gauge1999", "id: moon2023", "references[2].id", "stands twice"),
    ("bibliography", "10.1234/moon", "doi:moon", "references[1].DOI", ""),
    ("bibliography", "container-title", "container", "references[0].container", "container-title"),
    ("bibliography", "    custom: {verified: memory}\n", "", "references[1].custom", "is required"),
    ("parameters/tides", "F1 / F3", "F1 / F5", "parameters.height.prior.lognormal.median", "F5"),
    ("parameters/tides", "F1 / F3", "F2", "parameters.height.prior.lognormal.median", "no number"),
    ("parameters/tides", "F1 / F3", "F4", "parameters.height.prior.lognormal.median", "uses F4"),
    ("parameters/tides", "F1 / F3", "F1 * 10", "parameters.height.prior", "outside the bounds"),
    ("parameters/tides", "[F1, F3,", "[F1, F3, F77,", "parameters.height.source[2]", "F77 is none"),
    ("parameters/tides", "SD1", "SL1", "parameters.height.source[2]", "none of the targets"),
    ("parameters/tides", "harbour2022]", "harbor2022]", "parameters.height.source[3]", "'harbour2"),
    ("parameters/tides", "SD1,", "assumption,", "parameters.height.source[2]", "stands alone"),
    ("parameters/tides", "    source: assumption\n", "", "parameters.lag.source", "is required"),
    ("parameters/tides", "source: assumption", "source: []", "parameters.lag.source", "at least 1"),
    ("parameters/tides", "    known_from: 2022-03-31\n", "", "parameters.height.known_from", "F1"),
    (
        "parameters/tides",
        "    blind: {",
        "    pin: F1 #{",
        "parameters.height.blind",
        "before that",
    ),
    (
        "parameters/tides",
        "    source: assumption\n",
        "    source: assumption\n    blind: {fixed: 3}\n",
        "parameters.lag.known_from",
        "before which the blind prior holds",
    ),
    ("targets/patterns", "  SD1:", "  SD:", "targets.SD", "no id of a pattern"),
    ("targets/patterns", "source: [", "source: [F99, ", "targets.SD1.source", "F99 is none of"),
]


@pytest.mark.parametrize(("name", "was", "now", "key", "told"), WRONG)
def test_a_wrong_line_is_told_with_its_file_and_key(
    folder: Path, name: str, was: str, now: str, key: str, told: str
) -> None:
    found = changed(folder, name, was, now)
    (fault,) = [fault for fault in found if fault.key == key and told in fault.message]
    assert fault.file == folder / f"{name}.yaml"
    assert fault.line > 0


def test_a_fact_that_nothing_uses_is_no_source(folder: Path) -> None:
    (fault,) = changed(folder, "facts/D0", "    tension: [X1]", "    unused: it is only told")
    assert fault.key == "parameters.height.source[0]"
    assert "nothing uses it" in fault.message


def test_a_fault_has_the_line_of_the_word_that_is_wrong(folder: Path) -> None:
    (fault,) = changed(folder, "claims", "[M3]", "[M33]")
    assert fault.line == line_of("claims", "mechanisms")


def test_faults_of_many_files_are_told_at_once(folder: Path) -> None:
    for name, was, now in [
        ("documents", "paragraphs: 3", "paragraphs: 2"),
        ("facts/D1", "D1: [4]", "D1: [5]"),
        ("bibliography", "id: gauge1999", "id: moon2023"),
        ("parameters/winds", "high: 40", "high: 400"),
    ]:
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace(was, now, 1), encoding="utf-8")
    (folder / "events.yaml").unlink()
    keys = {(fault.file.name, fault.key) for fault in faults_of(folder)}
    assert keys == {
        ("D0.yaml", "facts.F2.paragraphs.D0[0]"),
        ("D0.yaml", "facts.F3.paragraphs.D0[0]"),
        ("D1.yaml", "facts.F4.paragraphs.D1[0]"),
        ("bibliography.yaml", "references[2].id"),
        ("events.yaml", ""),
        ("winds.yaml", "parameters.speed.prior"),
        ("winds.yaml", "parameters.speed.source"),
    }


def test_two_files_cannot_own_one_parameter(folder: Path) -> None:
    (folder / "parameters" / "gales.yaml").write_text(FILES["parameters/winds"], encoding="utf-8")
    found = {fault.key: fault for fault in faults_of(folder)}
    assert "no mechanism has a module gales" in found[""].message
    assert "two owners: it stands in winds.yaml, line 4" in found["parameters.speed"].message


def test_what_can_be_read_is_read_beside_the_faults(folder: Path) -> None:
    path = folder / "claims.yaml"
    path.write_text(FILES["claims"].replace("[M3]", "[M33]"), encoding="utf-8")
    book, faults = read_book(folder, BLOCKS)
    assert isinstance(book, Book)
    assert book.claims["C1"].cause == "the moon"
    assert len(faults) == 1


def test_a_reference_resolves_or_is_told(folder: Path) -> None:
    known = known_in(folder)
    good = ["assumption", "F1", "C1", "P1", "E1", "X1", "SD1", "moon2023"]
    assert unresolved(good, known) == {}
    bad = unresolved(["F99", "moon2022", "core 2.3", "D0", "M3"], known)
    assert set(bad) == {"F99", "moon2022", "core 2.3", "D0", "M3"}
    assert "did you mean 'moon2023'" in bad["moon2022"]


def test_the_evidence_of_the_project_is_whole() -> None:
    book = load_book()
    assert len(book.facts) == 70
    assert len(book.claims) == 52
    assert len(book.options) == 30
    assert len(book.events) == 51
    assert len(book.tensions) == 15
    assert book.parameters["support.peak_credit"].formulas
