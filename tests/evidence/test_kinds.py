"""What a parameter rests on follows from its sources, and every source can be looked up."""

from __future__ import annotations

import re
from datetime import date

import pytest

from politeia.evidence.kinds import Kind, kind_of
from politeia.evidence.ledger import Parameter, load_ledger
from politeia.evidence.priors import Prior
from politeia.evidence.targets import load_targets
from politeia.scenario import places
from politeia.scenario.load import load_filter
from politeia.scenario.marks import plain, read

DATA = {"vdem2024"}
ID = re.compile(r"[CEFPX][1-9]\d?")
FIRST_DAY = date(2012, 1, 2)


def bibliography() -> dict[str, dict[str, object]]:
    """Return every entry of the bibliography, as written, by its key."""
    found: dict[str, dict[str, object]] = {}
    for path in sorted(places.calibration().glob("bibliography*.yaml")):
        written = plain(read(path))
        assert isinstance(written, dict)
        entries = written["references"]
        assert isinstance(entries, list)
        for entry in entries:
            assert isinstance(entry, dict)
            found[str(entry["id"])] = dict(entry)
    return found


@pytest.mark.parametrize(
    ("sources", "kind"),
    [
        (["assumption"], "assumption"),
        (["peksen2012"], "research"),
        (["peksen2012", "vdem2024"], "data"),
        (["SL17"], "data"),
        (["vdem2024", "F24"], "documents"),
        (["E9"], "documents"),
    ],
)
def test_the_kind_follows_from_the_sources(sources: list[str], kind: Kind) -> None:
    assert kind_of(sources, DATA) == kind


def test_nothing_rests_on_nothing() -> None:
    with pytest.raises(ValueError, match="without a source"):
        kind_of([], DATA)


def cited() -> set[str]:
    """Return every source of parameters, targets and records of the filter."""
    sources = {source for one in load_ledger().parameters.values() for source in one.source}
    sources |= {source for target in load_targets().values() for source in target.file.source}
    return sources | {source for record in load_filter() for source in record.source}


def test_every_source_is_an_id_a_key_of_the_bibliography_or_an_assumption() -> None:
    known = bibliography()
    assert "peksen2012" in known
    named = {source for source in cited() if not ID.fullmatch(source)}
    assert named - set(known) - set(load_targets()) - {"assumption"} == set()


def test_an_assumption_stands_alone() -> None:
    for name, parameter in load_ledger().parameters.items():
        assert "assumption" not in parameter.source or len(parameter.source) == 1, name


def test_a_pin_with_a_date_has_a_blind_prior_and_a_blind_prior_a_date() -> None:
    for name, parameter in load_ledger().parameters.items():
        assert (parameter.known_from is None) == (parameter.blind is None), name


def test_what_documents_or_patterns_pin_was_not_known_from_the_start() -> None:
    targets = load_targets()
    for name, parameter in load_ledger().parameters.items():
        late = any(ID.fullmatch(source) or source in targets for source in parameter.source)
        assert not late or known_late(parameter), name


def known_late(parameter: Parameter) -> bool:
    """Return whether a parameter says from when it was known, after the first week."""
    return parameter.known_from is not None and parameter.known_from > FIRST_DAY


def width(prior: Prior) -> float:
    """Return how wide a prior is: the spread of the logarithm where it is lognormal."""
    low, high = prior.interval()
    return prior.second if prior.kind == "lognormal" else high - low


def test_a_blind_prior_is_at_least_as_wide_as_the_one_that_knows() -> None:
    for name, parameter in load_ledger().parameters.items():
        if parameter.blind is not None and parameter.blind.kind == parameter.prior.kind:
            assert width(parameter.blind) >= width(parameter.prior), name
