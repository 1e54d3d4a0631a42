"""The ledger of parameters: value, prior, source and reason of each, checked against the code.

The folder ``calibration/parameters`` is the one address of what is believed of a parameter; the
block of its mechanism declares name, unit and bounds. A ``block:`` in a file is compared with the
blocks that were found among the theories, and never imported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from politeia.errors import BadInput, Fault
from politeia.evidence.priors import ARGUMENTS, Kind, Prior, wrong
from politeia.quantity import Block, Quantity
from politeia.scenario import places
from politeia.scenario.marks import Step, Table, place, read
from politeia.scenario.schema import Closed, Day, Number, Text, Texts
from politeia.scenario.validate import validated
from politeia.scenario.words import meant
from politeia.theories import blocks

MOST_OUTSIDE = 0.1
"""Share of a prior that bounds may cut off before they are said not to contain it."""


class NormalFile(Closed):
    """A normal prior as it is written."""

    mean: Number = Field(description="mean")
    sd: Number = Field(description="standard deviation")


class LognormalFile(Closed):
    """A lognormal prior as it is written."""

    median: Number = Field(description="median")
    sigma: Number = Field(description="standard deviation of the logarithm")


class UniformFile(Closed):
    """A uniform prior as it is written."""

    low: Number = Field(description="lowest value")
    high: Number = Field(description="highest value")


class BetaFile(Closed):
    """A beta prior as it is written."""

    a: Number = Field(description="first shape")
    b: Number = Field(description="second shape")


class PriorFile(Closed):
    """A prior as it is written: exactly one kind."""

    normal: NormalFile | None = Field(None, description="{mean, sd}")
    lognormal: LognormalFile | None = Field(None, description="{median, sigma}")
    uniform: UniformFile | None = Field(None, description="{low, high}")
    beta: BetaFile | None = Field(None, description="{a, b}")
    fixed: Number | None = Field(None, description="the value")


class ParameterFile(Closed):
    """A parameter as it is written."""

    unit: Text = Field(description="the unit, the same as in the code")
    meaning: Text = Field(description="what the number is")
    prior: PriorFile = Field(description="what is believed of it, such as {normal: {mean, sd}}")
    source: Texts = Field(min_length=1, description="where it comes from, or assumption")
    why: Text = Field(description="how the prior follows from the source, in one sentence")
    known_from: Day | None = Field(None, description="the day from which the source was known")
    blind: PriorFile | None = Field(
        None, description="prior where a study branches before that day"
    )
    pin: Text | None = Field(None, description="the fact or pattern that it is pinned to")


class BlockFile(Closed):
    """The parameters of one mechanism as they are written."""

    mechanism: Text = Field(description="the mechanism, such as M11")
    block: Text = Field(description="the class that declares the parameters")
    sources: dict[str, Text] = Field({}, description="works that the parameters cite, by key")
    parameters: dict[str, ParameterFile] = Field(description="parameters by name")


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
    pin: str | None = None

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
    folder: Path | None = None, found: Mapping[str, type[Block]] | None = None
) -> Ledger:
    """Return the ledger of a folder, the project's by default, for blocks found in the code.

    Raises:
        BadInput: with all faults of all files, a missing file and an extra file among them.
    """
    folder = places.calibration() / "parameters" if folder is None else folder
    found = blocks() if found is None else found
    faults: list[Fault] = []
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    faults.extend(_unpaired(folder, files, found))
    pairs = [(files[stem], found[stem]) for stem in sorted(found) if stem in files]
    entries = [_entry(path, block, faults) for path, block in pairs]
    if faults:
        raise BadInput(faults)
    return Ledger(tuple(entry for entry in entries if entry is not None))


def _unpaired(
    folder: Path, files: Mapping[str, Path], found: Mapping[str, type[Block]]
) -> Iterator[Fault]:
    """Yield blocks without a file and files without a block."""
    for stem in sorted(set(found) - set(files)):
        told = f"there is no file for the parameters of {_path(found[stem])}"
        yield Fault(folder / f"{stem}.yaml", 0, "", told)
    for stem in sorted(set(files) - set(found)):
        told = f"no mechanism has a module {stem}" + meant(stem, found)
        yield Fault(files[stem], 0, "", told)


def _path(block: type[Block]) -> str:
    return f"{block.__module__}.{block.__qualname__}"


def _entry(path: Path, block: type[Block], faults: list[Fault]) -> Entry | None:
    """Return the parameters of one file, and add its faults to ``faults``."""
    try:
        table = read(path)
    except BadInput as error:
        faults.extend(error.faults)
        return None
    understood = validated(BlockFile, table, faults)
    if understood is None:
        return None
    file, rest = understood
    faults.extend(_mark(rest, found) for found in _file_faults(file, block))
    faults.extend(
        fault
        for fault in (_mark(table, found) for found in _missing(table, block))
        if fault not in faults
    )
    parameters = [
        _parameter(rest, file, declared, faults)
        for declared in block.quantities
        if declared.name in file.parameters
    ]
    kept = tuple(parameter for parameter in parameters if parameter is not None)
    return Entry(path.stem, block.mechanism, block, kept)


def _mark(table: Table, found: tuple[tuple[Step, ...], str]) -> Fault:
    """Return a fault at its place in a file."""
    mark, key, _ = place(table, found[0])
    return mark.fault(key, found[1])


def _file_faults(file: BlockFile, block: type[Block]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield what does not fit between a file and its block."""
    if file.block != _path(block):
        yield ("block",), f"must be {_path(block)}"
    if file.mechanism != block.mechanism:
        yield ("mechanism",), f"must be {block.mechanism}, as in the code, not {file.mechanism}"
    declared = {quantity.name: quantity for quantity in block.quantities}
    for name, given in file.parameters.items():
        if name not in declared:
            told = f"is no parameter of {block.__name__}" + meant(name, declared)
            yield ("parameters", name), told
        elif given.unit != declared[name].unit:
            told = f"must be {declared[name].unit!r}, as in the code, not {given.unit!r}"
            yield ("parameters", name, "unit"), told


def _missing(table: Table, block: type[Block]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield parameters of the code that a file does not name at all."""
    node = table.nodes.get("parameters")
    given = node.nodes if isinstance(node, Table) else {}
    for declared in block.quantities:
        if declared.name not in given:
            yield ("parameters", declared.name), f"is required: {declared.meaning}"


def _parameter(
    table: Table, file: BlockFile, declared: Quantity, faults: list[Fault]
) -> Parameter | None:
    """Return one parameter, and add what is wrong with its priors to ``faults``."""
    given = file.parameters[declared.name]
    priors: dict[str, Prior | None] = {"prior": None, "blind": None}
    for which in priors:
        written: PriorFile | None = getattr(given, which)
        if written is None:
            continue
        made, told = _prior(written, declared.bounds)
        priors[which] = made
        if told is not None:
            faults.append(_mark(table, (("parameters", declared.name, which), told)))
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
        pin=given.pin,
    )


def _prior(written: PriorFile, bounds: tuple[float, float]) -> tuple[Prior | None, str | None]:
    """Return a prior that fits its bounds, or what is wrong with it."""
    kinds: dict[Kind, Any] = {
        kind: getattr(written, kind) for kind in ARGUMENTS if getattr(written, kind) is not None
    }
    if len(kinds) != 1:
        return None, f"must have exactly one kind: {', '.join(ARGUMENTS)}"
    ((kind, value),) = kinds.items()
    first, second = (value, 0.0) if kind == "fixed" else value.model_dump().values()
    told = wrong(kind, first, second)
    if told is not None:
        return None, told
    prior = Prior(kind, first, second, bounds)
    if prior.outside > MOST_OUTSIDE:
        low, high = bounds
        told = f"lies outside the bounds [{low:g}, {high:g}] of the code by {prior.outside:.0%}"
        return None, told
    return prior, None
