"""The book of evidence: documents, facts, claims, options, events, tensions, works, parameters.

All of ``calibration`` is read through the one door of bad input; what does not fit between files is
told together with what is wrong inside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from politeia.errors import BadInput, Fault
from politeia.evidence.bibliography import BibliographyFile, Work
from politeia.evidence.crosschecks import Pages, faults_between
from politeia.evidence.ledger import Ledger, Parameter, figures_of, ledger_of
from politeia.evidence.pages import Page, fact_pages, gathered, page
from politeia.evidence.references import Known, named_in, parameters_named_in
from politeia.evidence.schema import (
    Claim,
    ClaimsFile,
    Document,
    DocumentsFile,
    Event,
    EventsFile,
    Fact,
    Option,
    OptionsFile,
    Tension,
    TensionsFile,
)
from politeia.evidence.sheets import sheets_in
from politeia.evidence.targets import Target, load_targets
from politeia.quantity import Block
from politeia.scenario import places
from politeia.scenario.marks import Mark
from politeia.scenario.schema import Closed

_FILES: dict[str, type[Closed]] = {
    "documents": DocumentsFile,
    "claims": ClaimsFile,
    "options": OptionsFile,
    "events": EventsFile,
    "tensions": TensionsFile,
}


@dataclass(frozen=True)
class Book:
    """All that is believed and why: entries by id, works by key, parameters by dotted name.

    ``marks`` has the file and line of each entry, work and parameter by the same name.
    """

    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    claims: Mapping[str, Claim]
    options: Mapping[str, Option]
    events: Mapping[str, Event]
    tensions: Mapping[str, Tension]
    works: Mapping[str, Work]
    targets: Mapping[str, Target]
    ledger: Ledger
    marks: Mapping[str, Mark] = field(repr=False)

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Return every parameter by its dotted name, such as ``support.peak_credit``."""
        return self.ledger.parameters


def load_book(
    calibration: Path | None = None, found: Mapping[str, type[Block]] | None = None
) -> Book:
    """Return the book of a folder, the project's by default, for blocks found in the code.

    Raises:
        BadInput: with all faults of all files.
    """
    book, faults = read_book(calibration, found)
    if faults:
        raise BadInput(faults)
    return book


def read_book(
    calibration: Path | None = None, found: Mapping[str, type[Block]] | None = None
) -> tuple[Book, list[Fault]]:
    """Return what can be read of a folder of evidence, and all that is wrong with it."""
    folder = places.calibration() if calibration is None else calibration
    faults: list[Fault] = []
    pages = _pages(folder, found, faults)
    marks: dict[str, Mark] = {}
    entries = {}
    for kind, many in pages.entries.items():
        entries[kind], places_of_kind = gathered(many, kind, faults)
        marks |= places_of_kind
    works = _works(pages.bibliography, marks, faults)
    targets = _targets(folder / "targets", faults)
    ledger = ledger_of(pages.sheets, figures_of(entries["facts"]), faults)
    for sheet in pages.sheets:
        for name in sheet.page.file.parameters:
            marks[f"{sheet.page.path.stem}.{name}"] = sheet.page.mark("parameters", name)
    book = Book(works=works, targets=targets, ledger=ledger, marks=marks, **entries)
    known, parameters = Known({**entries, "targets": targets}, works), set(ledger.parameters)
    if faults:
        known, parameters = known.joined(named_in(folder)), parameters | parameters_named_in(folder)
    faults.extend(faults_between(pages, entries, works, known, parameters))
    faults.extend(_unknown_sources(targets, known))
    return book, sorted(set(faults))


def _pages(folder: Path, found: Mapping[str, type[Block]] | None, faults: list[Fault]) -> Pages:
    """Return all files of a folder that can be read, and add their faults to ``faults``."""
    entries: dict[str, list[Page[Any]]] = {"facts": fact_pages(folder, faults)}
    for kind, schema in _FILES.items():
        one = page(folder / f"{kind}.yaml", schema, faults)
        entries[kind] = [] if one is None else [one]
    return Pages(
        entries=entries,
        bibliography=page(folder / "bibliography.yaml", BibliographyFile, faults),
        sheets=sheets_in(folder / "parameters", found, faults),
    )


def _works(
    one: Page[BibliographyFile] | None, marks: dict[str, Mark], faults: list[Fault]
) -> dict[str, Work]:
    """Return works by key; a key that stands twice is a fault."""
    works: dict[str, Work] = {}
    for order, work in enumerate(one.file.references if one else ()):
        assert one is not None
        steps = ("references", order, "id")
        if work.id in works:
            told = f"{work.id} stands twice: first in line {marks[work.id].line}"
            faults.append(one.fault(steps, told))
            continue
        works[work.id], marks[work.id] = work, one.mark(*steps)
    return works


def _unknown_sources(targets: Mapping[str, Target], known: Known) -> Iterator[Fault]:
    """Yield sources of targets that resolve to nothing."""
    for name, target in targets.items():
        for word in target.file.source:
            told = known.fault_of(word)
            if told is not None:
                yield target.mark.fault(f"targets.{name}.source", told)


def _targets(folder: Path, faults: list[Fault]) -> dict[str, Target]:
    """Return the targets of a folder, and add their faults to ``faults``."""
    try:
        return load_targets(folder)
    except BadInput as error:
        faults.extend(error.faults)
        return {}
