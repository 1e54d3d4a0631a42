"""The ledger of parameters: value, prior, source and reason of each, checked against the code.

The folder ``calibration/parameters`` is the one address of what is believed of a parameter; the
block of its mechanism declares name, unit and bounds. Where an argument of a prior is a formula,
the figures of the documents in it have their one address in ``calibration/facts``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from politeia.errors import BadInput, Fault, PoliteiaError
from politeia.evidence.formulas import Figures, facts_in, value_of
from politeia.evidence.pages import Page, fact_pages, gathered
from politeia.evidence.priors import ARGUMENTS, Kind, Prior, wrong
from politeia.evidence.schema import Fact
from politeia.evidence.sheets import BlockFile, PriorFile, Sheet, sheets_in
from politeia.quantity import Block, Quantity
from politeia.scenario import places
from politeia.scenario.conditions import ConditionError
from politeia.scenario.marks import Step

MOST_OUTSIDE = 0.1
"""Share of a prior that bounds may cut off before they are said not to contain it."""


@dataclass(frozen=True)
class Formula:
    """An argument of a prior that is computed from facts, such as ``prior.lognormal.median``."""

    argument: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it is, what is believed of it and on what grounds."""

    name: str
    unit: str
    bounds: tuple[float, float]
    meaning: str
    prior: Prior
    source: tuple[str, ...]
    why: str
    known_from: date | None = None
    blind: Prior | None = None
    formulas: tuple[Formula, ...] = ()

    def prior_at(self, branch: date) -> Prior:
        """Return the prior of a study that branches then: blind where the pin was not known."""
        unknown = self.known_from is not None and branch < self.known_from
        return self.blind if unknown and self.blind is not None else self.prior

    @property
    def is_uncertain(self) -> bool:
        """Return whether any prior of the parameter is more than one value."""
        return not (self.prior.is_fixed and (self.blind is None or self.blind.is_fixed))


@dataclass(frozen=True)
class Entry:
    """The parameters of one mechanism, in the order of the rows of its block."""

    stem: str
    mechanism: str
    block: type[Block]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Ledger:
    """All parameters of all mechanisms; entries are sorted by the names of their files."""

    entries: tuple[Entry, ...]

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Return every parameter by its dotted name, such as ``protest.pull``, sorted."""
        found = {
            f"{entry.stem}.{parameter.name}": parameter
            for entry in self.entries
            for parameter in entry.parameters
        }
        return dict(sorted(found.items()))

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all that is believed, the same on every machine."""
        plain = {name: asdict(parameter) for name, parameter in self.parameters.items()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def load_ledger(
    folder: Path | None = None,
    found: Mapping[str, type[Block]] | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Ledger:
    """Return the ledger of a folder, the project's by default, for blocks found in the code.

    Formulas take the facts of the folder beside it where none are handed.

    Raises:
        BadInput: with all faults of all files, a missing file and an extra file among them.
    """
    folder = places.calibration() / "parameters" if folder is None else folder
    faults: list[Fault] = []
    if facts is None:
        facts, _ = gathered(fact_pages(folder.parent, faults), "facts", faults)
    ledger = ledger_of(sheets_in(folder, found, faults), figures_of(facts), faults)
    if faults:
        raise BadInput(faults)
    return ledger


def figures_of(facts: Mapping[str, Fact]) -> dict[str, float | None]:
    """Return what formulas may use of facts."""
    return {name: fact.number for name, fact in facts.items()}


def ledger_of(sheets: Iterable[Sheet], figures: Figures, faults: list[Fault]) -> Ledger:
    """Return what is believed of all parameters, and add what is wrong with it to ``faults``."""
    return Ledger(tuple(_entry(sheet, figures, faults) for sheet in sheets))


def _entry(sheet: Sheet, figures: Figures, faults: list[Fault]) -> Entry:
    """Return the parameters of one file, and add its faults to ``faults``."""
    parameters = [
        _parameter(sheet.page, declared, figures, faults)
        for declared in sheet.block.quantities
        if declared.name in sheet.page.file.parameters
    ]
    kept = tuple(parameter for parameter in parameters if parameter is not None)
    return Entry(sheet.page.path.stem, sheet.block.mechanism, sheet.block, kept)


def _parameter(
    one: Page[BlockFile], declared: Quantity, figures: Figures, faults: list[Fault]
) -> Parameter | None:
    """Return one parameter, and add what is wrong with its priors to ``faults``."""
    given = one.file.parameters[declared.name]
    priors: dict[str, Prior | None] = {"prior": None, "blind": None}
    formulas: list[Formula] = []
    for which in priors:
        written: PriorFile | None = getattr(given, which)
        if written is None:
            continue
        try:
            priors[which] = _prior(written, declared.bounds, figures)
            formulas.extend(_formulas(written, which, figures))
        except WrongPrior as error:
            steps = ("parameters", declared.name, which, *error.steps)
            faults.append(one.fault(steps, str(error)))
    prior = priors["prior"]
    if prior is None:
        return None
    return Parameter(
        name=declared.name,
        unit=declared.unit,
        bounds=declared.bounds,
        meaning=given.meaning,
        prior=prior,
        source=given.source,
        why=given.why,
        known_from=given.known_from,
        blind=priors["blind"],
        formulas=tuple(formulas),
    )


class WrongPrior(PoliteiaError):
    """A prior cannot be as it is written; ``steps`` lead from it to what is wrong."""

    exit_code = 2

    def __init__(self, told: str, *steps: Step) -> None:
        self.steps = steps
        super().__init__(told)


def _formulas(written: PriorFile, which: str, figures: Figures) -> Iterator[Formula]:
    """Yield the arguments of a prior that are formulas."""
    for steps, given in written.arguments().items():
        if isinstance(given, str):
            yield Formula(".".join(map(str, (which, *steps))), given, facts_in(given, figures))


def _prior(written: PriorFile, bounds: tuple[float, float], figures: Figures) -> Prior:
    """Return a prior that fits its bounds.

    Raises:
        WrongPrior: when it does not, or a formula has no value.
    """
    kinds: list[Kind] = [kind for kind in ARGUMENTS if getattr(written, kind) is not None]
    if len(kinds) != 1:
        raise WrongPrior(f"must have exactly one kind: {', '.join(ARGUMENTS)}")
    first, second = [*_numbers(written, figures), 0.0][:2]
    told = wrong(kinds[0], first, second)
    if told is not None:
        raise WrongPrior(told)
    prior = Prior(kinds[0], first, second, bounds)
    if prior.outside > MOST_OUTSIDE:
        low, high = bounds
        told = f"lies outside the bounds [{low:g}, {high:g}] of the code by {prior.outside:.0%}"
        raise WrongPrior(told)
    return prior


def _numbers(written: PriorFile, figures: Figures) -> Iterator[float]:
    """Yield the arguments of a prior as numbers.

    Raises:
        WrongPrior: when a formula has no value.
    """
    for steps, given in written.arguments().items():
        try:
            yield value_of(given, figures) if isinstance(given, str) else given
        except ConditionError as error:
            raise WrongPrior(str(error), *steps) from None
