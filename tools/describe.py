"""Write ``docs/reference`` from the code and the ledger, so that the tables say what is there.

python tools/describe.py            writes the pages
python tools/describe.py --check    writes nothing; ends with 1 where a page is out of date
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel

from politeia import actors, theories
from politeia.actors.base import Actor
from politeia.actors.data import HubData, RegimeData, SenderData, SponsorData, WarData
from politeia.evidence.ledger import Entry, Parameter, load_ledger
from politeia.evidence.priors import ARGUMENTS, Prior
from politeia.levers_table import LEVERS, TIER_3
from politeia.outcomes import OUTCOMES, Outcome
from politeia.quantity import Columns, Quantity
from politeia.scenario import design, policy, study, world

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
PACKAGE = ROOT / "model" / "politeia"
TOLD = "Made by `tools/describe.py` from the code; not edited by hand."

Row = Iterable[object]


def table(head: Row, rows: Iterable[Row]) -> list[str]:
    """Return the lines of a table."""
    titles = [str(title) for title in head]
    lines = [_line(titles), _line(["---"] * len(titles))]
    return lines + [_line(row) for row in rows]


def _line(cells: Row) -> str:
    return (
        "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"
    )


def page(title: str, *parts: str | list[str]) -> str:
    """Return a page: a title and parts, each a paragraph or the lines of a table."""
    told = [part if isinstance(part, str) else "\n".join(part) for part in parts]
    return "\n\n".join([f"# {title}", TOLD, *told]) + "\n"


def link(path: Path, words: str | None = None) -> str:
    """Return a link from a page of the reference to a file of the project."""
    inside = path.relative_to(ROOT).as_posix()
    return f"[{words or f'`{inside}`'}](../../{inside})"


def number(value: float) -> str:
    """Return a number as short as it can be told."""
    return {float("inf"): "∞", float("-inf"): "-∞"}.get(value, f"{value:g}")


def span(bounds: tuple[float, float]) -> str:
    """Return a closed span."""
    return f"[{number(bounds[0])}, {number(bounds[1])}]"


def prior(given: Prior) -> str:
    """Return a prior with its arguments by name."""
    if given.is_fixed:
        return f"fixed {number(given.first)}"
    told = zip(ARGUMENTS[given.kind], (given.first, given.second), strict=True)
    return f"{given.kind}({', '.join(f'{name} {number(value)}' for name, value in told)})"


def parameters() -> str:
    """Return the page of parameters."""
    entries = sorted(load_ledger().entries, key=lambda one: (int(one.mechanism[1:]), one.stem))
    every = [parameter for entry in entries for parameter in entry.parameters]
    assumed = sum(parameter.source == ("assumption",) for parameter in every)
    uncertain = sum(parameter.is_uncertain for parameter in every)
    told = (
        f"{len(every)} parameters in {len(entries)} files; {uncertain} are uncertain and are drawn "
        f"from their priors, the rest are fixed. {assumed} of them rest on nothing but an "
        "assumption. How each prior follows from its source stands under `why` in the ledger. "
        "A study that branches before `known from` uses the blind prior where there is one."
    )
    parts: list[str | list[str]] = [told]
    for entry in entries:
        parts.extend(_entry(entry))
    return page("Parameters", *parts)


def _entry(entry: Entry) -> Iterator[str | list[str]]:
    code = ROOT / "model" / Path(*entry.block.__module__.split(".")).with_suffix(".py")
    ledger = ROOT / "calibration" / "parameters" / f"{entry.stem}.yaml"
    yield f"## {entry.mechanism} {entry.stem}"
    yield f"Equations: {link(code)}. Ledger: {link(ledger)}."
    head = ("name", "symbol", "unit", "bounds", "prior", "known from", "meaning", "source")
    symbols = {declared.name: declared.symbol for declared in entry.block.quantities}
    yield table(head, (_parameter(symbols, one) for one in entry.parameters))


def _parameter(symbols: dict[str, str], one: Parameter) -> Row:
    known = one.known_from or ""
    told = prior(one.prior) + (f"; blind {prior(one.blind)}" if one.blind else "")
    name, symbol = f"`{one.name}`", symbols[one.name]
    return name, symbol, one.unit, span(one.bounds), told, known, one.meaning, "; ".join(one.source)


def levers() -> str:
    """Return the page of levers."""
    head = ("lever", "unit", "bounds", "what it is", "by", "on", "felt by", "cost")
    rows = (
        (
            f"`{lever.name}`",
            lever.unit,
            span(lever.bounds),
            lever.meaning,
            ", ".join(lever.by),
            ", ".join(lever.on),
            ", ".join(lever.mechanisms),
            f"`{lever.cost}`",
        )
        for lever in LEVERS
    )
    told = (
        "What a policy can move. Every lever rests at 0: the rules alone. `by` and `on` are kinds "
        "of actors of the world; a lever `on` itself is moved without `on`. `cost` names the "
        "parameter that the political cost of the lever is made of."
    )
    return page("Levers", told, table(head, rows))


def outcomes() -> str:
    """Return the page of outcomes."""
    head = ("outcome", "unit", "what it is", "measured series", "higher is", "scale")
    parts: list[str | list[str]] = []
    for name, title in (("countries", "Of countries"), ("actors", "Of senders, sponsors, the war")):
        parts.append(f"## {title}")
        parts.append(table(head, (_outcome(o) for o in OUTCOMES if o.table == name)))
    told = (
        "What a run records, every four weeks unless the study says otherwise. The measured series "
        "is what the outcome corresponds to in the world; it is not what the model was fitted to."
    )
    return page("Outcomes", told, *parts)


def _outcome(one: Outcome) -> Row:
    return f"`{one.name}`", one.unit, one.meaning, one.series, one.higher_is, one.scale


def state() -> str:
    """Return the page of actors and their state."""
    told = (
        "Every actor is a `mesa.Agent` whose attributes are vectors over the histories of a batch, "
        "shape `(run,)`. A quantity that leaves its bounds or is no number stops the run. "
        "*world*: a world may say it; the start is used where it does not."
    )
    parts: list[str | list[str]] = [told]
    for kind in kinds_of_actors():
        source = Path(inspect.getfile(kind))
        parts.append(f"## {kind.__name__}")
        clocks = f" Its hazards: {', '.join(kind.clocks)}." if kind.clocks else ""
        parts.append(f"{first_line(kind)} {link(source)}.{clocks}")
        parts.append(_quantities(kind))
    return page("Actors and their state", *parts)


def kinds_of_actors() -> list[type[Actor]]:
    """Return every kind of actor that the package ships, by name."""
    found = {Actor}
    for module in pkgutil.iter_modules(actors.__path__, f"{actors.__name__}."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, Actor):
                found.add(kind)
    return sorted(found - {Actor}, key=lambda kind: kind.__name__)


def _quantities(kind: type[Columns]) -> list[str]:
    data = (RegimeData, SponsorData, SenderData, HubData, WarData)
    given = {one.name for base in data if issubclass(kind, base) for one in base.quantities}
    head = ("quantity", "symbol", "unit", "bounds", "start", "meaning")
    return table(head, (_quantity(one, one.name in given) for one in kind.quantities))


def _quantity(one: Quantity, told: bool) -> Row:
    start = number(one.start) + (" (world)" if told else "")
    return f"`{one.name}`", one.symbol, one.unit, span(one.bounds), start, one.meaning


def first_line(thing: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def mechanisms() -> str:
    """Return the page of mechanisms: number, title, file, levers."""
    head = ("mechanism", "what", "file", "parameters", "off", "levers of the mechanism")
    rows = sorted(_theories(), key=lambda row: (int(str(row[0])[1:].split()[0]), str(row[2])))
    told = (
        "Each file is a page: equations with symbols and units, Source, Holds (where it may be "
        "used) and Departs (where it differs from its source). Those marked * are on only where a "
        "policy or a case of the study moves them, or where the study says so. *off*: whether the "
        "code asks if the mechanism is switched on; where it does not, `off` in a study acts on "
        "nothing."
    )
    return page("Mechanisms", told, table(head, rows))


def _theories() -> Iterator[tuple[object, ...]]:
    blocks, asked = theories.blocks(), switched()
    for module in pkgutil.walk_packages(theories.__path__, f"{theories.__name__}."):
        if module.ispkg:
            continue
        stem = module.name.rpartition(".")[2]
        name, _, title = first_line(importlib.import_module(module.name)).partition(" ")
        path = ROOT / "model" / Path(*module.name.split(".")).with_suffix(".py")
        count = len(blocks[stem].quantities) if stem in blocks else 0
        moved = ", ".join(f"`{lever.name}`" for lever in LEVERS if name in lever.mechanisms)
        star = " *" if name in TIER_3 else ""
        file = link(path, f"`{path.relative_to(PACKAGE / 'theories')}`")
        off = "can be" if name in asked else "no switch"
        yield name + star, title, file, count, off, moved


def switched() -> set[str]:
    """Return the mechanisms of which the code asks whether they are on."""
    sources = (path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    return {name for text in sources for name in re.findall(r'plays\("(M\d+)"\)', text)}


def files() -> str:
    """Return the page of the keys of studies, policies and worlds."""
    shown: tuple[tuple[str, type[BaseModel]], ...] = (
        ("A study", study.StudyFile),
        ("A case of a study", study.CaseFile),
        ("A design of a study", design.DesignFile),
        ("A thing that a design moves", design.Factor),
        ("A policy", policy.Policy),
        ("A move of a lever", policy.Move),
        ("A world", world.World),
        ("A regime of a world", world.Regime),
        ("A sponsor of a world", world.Sponsor),
        ("A sender of a world", world.Sender),
        ("A hub of a world", world.Hub),
        ("A bloc of a world", world.Bloc),
        ("A war of a world", world.War),
    )
    parts: list[str | list[str]] = []
    for title, schema in shown:
        parts.append(f"## {title}")
        parts.append(table(("key", "needed", "what it is"), _keys(schema)))
    told = "The keys that a file may have. A wrong key is told with the nearest right one."
    return page("Studies, policies and worlds", told, *parts)


def _keys(schema: type[BaseModel]) -> Iterator[Row]:
    for name, field in schema.model_fields.items():
        yield f"`{name}`", "yes" if field.is_required() else "", field.description or ""


PAGES: dict[str, Callable[[], str]] = {
    "files.md": files,
    "levers.md": levers,
    "mechanisms.md": mechanisms,
    "outcomes.md": outcomes,
    "parameters.md": parameters,
    "state.md": state,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the pages that differ from what the code says now."""
    return [
        name
        for name, made in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != made()
    ]


def main(words: list[str]) -> int:
    """Write the pages, or tell which are out of date."""
    if words == ["--check"]:
        old = stale()
        for name in old:
            print(f"docs/reference/{name} is out of date: run tools/describe.py")
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (FOLDER / name).write_text(made(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
