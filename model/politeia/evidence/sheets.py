"""The files of parameters as they are written, each laid beside the block of its mechanism.

A ``block:`` in a file is compared with the blocks that were found among the theories, and never
imported. An argument of a prior may be a formula over facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from politeia.errors import Fault
from politeia.evidence.ids import Amount
from politeia.evidence.pages import Page, page
from politeia.evidence.priors import ARGUMENTS
from politeia.quantity import Block
from politeia.scenario.marks import Step, Table
from politeia.scenario.schema import Closed, Day, Text, Texts
from politeia.scenario.words import meant
from politeia.theories import blocks


class NormalFile(Closed):
    """A normal prior as it is written."""

    mean: Amount = Field(description="mean")
    sd: Amount = Field(description="standard deviation")


class LognormalFile(Closed):
    """A lognormal prior as it is written."""

    median: Amount = Field(description="median")
    sigma: Amount = Field(description="standard deviation of the logarithm")


class UniformFile(Closed):
    """A uniform prior as it is written."""

    low: Amount = Field(description="lowest value")
    high: Amount = Field(description="highest value")


class BetaFile(Closed):
    """A beta prior as it is written."""

    a: Amount = Field(description="first shape")
    b: Amount = Field(description="second shape")


class PriorFile(Closed):
    """A prior as it is written: exactly one kind; an argument is a number or a formula."""

    normal: NormalFile | None = Field(None, description="{mean, sd}")
    lognormal: LognormalFile | None = Field(None, description="{median, sigma}")
    uniform: UniformFile | None = Field(None, description="{low, high}")
    beta: BetaFile | None = Field(None, description="{a, b}")
    fixed: Amount | None = Field(None, description="the value")

    def arguments(self) -> dict[tuple[Step, ...], float | str]:
        """Return the arguments of all kinds that are written, by the steps to each."""
        found: dict[tuple[Step, ...], float | str] = {}
        for kind in ARGUMENTS:
            value = getattr(self, kind)
            if isinstance(value, Closed):
                found |= {(kind, name): given for name, given in value}
            elif value is not None:
                found[(kind,)] = value
        return found


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


class BlockFile(Closed):
    """The parameters of one mechanism as they are written."""

    mechanism: Text = Field(description="the mechanism, such as M11")
    block: Text = Field(description="the class that declares the parameters")
    parameters: dict[str, ParameterFile] = Field(description="parameters by name")


@dataclass(frozen=True)
class Sheet:
    """The file of one mechanism with the block that it belongs to."""

    page: Page[BlockFile]
    block: type[Block]


def sheets_in(
    folder: Path, found: Mapping[str, type[Block]] | None, faults: list[Fault]
) -> list[Sheet]:
    """Return the files of mechanisms that can be read, and add what is wrong with any of them.

    ``found`` are the blocks by the names of their modules, those of all theories where None.
    """
    found = blocks() if found is None else found
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    pages = {stem: page(path, BlockFile, faults) for stem, path in files.items()}
    readable = {stem: one for stem, one in pages.items() if one is not None}
    faults.extend(_without_file(folder, files, found))
    faults.extend(_without_block(files, readable, found))
    sheets = [Sheet(readable[stem], found[stem]) for stem in sorted(found) if stem in readable]
    for sheet in sheets:
        faults.extend(_sheet_faults(sheet, faults))
    return sheets


def _without_file(
    folder: Path, files: Mapping[str, Path], found: Mapping[str, type[Block]]
) -> Iterator[Fault]:
    """Yield blocks without a file."""
    for stem in sorted(set(found) - set(files)):
        told = f"there is no file for the parameters of {_path(found[stem])}"
        yield Fault(folder / f"{stem}.yaml", 0, "", told)


def _without_block(
    files: Mapping[str, Path],
    pages: Mapping[str, Page[BlockFile]],
    found: Mapping[str, type[Block]],
) -> Iterator[Fault]:
    """Yield files without a block, and each parameter in them that another file owns."""
    owners = {_path(block): stem for stem, block in found.items()}
    for stem in sorted(set(files) - set(found)):
        yield Fault(files[stem], 0, "", f"no mechanism has a module {stem}" + meant(stem, found))
        if stem in pages:
            owner = pages.get(owners.get(pages[stem].file.block, ""))
            yield from _owned_twice(pages[stem], owner)


def _owned_twice(extra: Page[BlockFile], owner: Page[BlockFile] | None) -> Iterator[Fault]:
    """Yield the parameters of a file that stand in another file too."""
    for name in extra.file.parameters if owner else ():
        if owner and name in owner.file.parameters:
            line = owner.mark("parameters", name).line
            told = f"has two owners: it stands in {owner.path.name}, line {line}, too"
            yield extra.fault(("parameters", name), told)


def _path(block: type[Block]) -> str:
    return f"{block.__module__}.{block.__qualname__}"


def _sheet_faults(sheet: Sheet, known: list[Fault]) -> list[Fault]:
    """Return what does not fit between a file and its block and is not known yet."""
    one, block = sheet.page, sheet.block
    found = [*_file_faults(one.file, block), *_missing(one.table, block)]
    told = [one.fault(*fault) for fault in found]
    return [fault for fault in told if fault not in known]


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
