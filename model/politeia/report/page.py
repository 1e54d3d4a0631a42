"""One page that holds all of a comparison: text, tables and figures in a single HTML file."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, select_autoescape

from politeia.analysis import contrast, reading, tables, words
from politeia.errors import MachineTrouble
from politeia.evidence import kept
from politeia.evidence.weave import with_policies
from politeia.figures import style
from politeia.figures.style import Drawing
from politeia.outcomes import BY_NAME
from politeia.report import chains

HEAVIER = 1.5
LIMITS = (
    "This is not a forecast. Numbers say what the model's rules imply under stated assumptions, "
    "not what will happen, and no probability here is that of a named ruler's fall.",
    "An effect is an effect in the model: levers are set from outside, and in the world they come "
    "with much that the model does not hold.",
    "The mechanisms come from texts, and the authors of those texts hope for some answers rather "
    "than others; signs that the literature leaves open are left open in the priors.",
    "“No detectable effect” means that the mean difference is no larger than luck alone would "
    "make, or than its own error: it is an answer, not a failure, and not proof of no effect.",
    "Of a hundred comparisons of nothing with nothing about five would be called an effect by the "
    "rule used here; a table of many cells holds some of them.",
    "Political cost rests on assumed prices of decisions, trade and retaliation; read a ranking "
    "at equal cost together with the ratio at which it flips.",
    "Averages hide that some histories break down and others do not; breakdowns are therefore "
    "shown apart, and effects among pairs where both survive are called so.",
    "Sanctions, engagement and silence all have victims. Effects on people stand beside effects "
    "on regimes for that reason, and nobody's suffering is in a mean.",
)


@dataclass(frozen=True)
class Shown:
    """A figure as it stands in the page: its picture inside the address of the image."""

    name: str
    title: str
    caption: str
    alt: str
    source: str
    width: int

    @classmethod
    def of(cls, drawing: Drawing, png: Path, svg: Path) -> Shown:
        """Return a drawn figure with its picture inlined: SVG where it is not much the heavier."""
        light = svg.stat().st_size <= HEAVIER * png.stat().st_size
        path, kind = (svg, "svg+xml") if light else (png, "png")
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        width = round(drawing.figure.get_size_inches()[0] * 96)
        source = f"data:image/{kind};base64,{data}"
        return cls(drawing.name, drawing.title, drawing.caption, drawing.alt, source, width)


@dataclass(frozen=True)
class TableOf:
    """A table of effects: a heading, the columns' names and the rows."""

    heading: str
    outcome: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    policies: tuple[str, ...]
    """The policy of each row, by its name."""


def render(found: tables.Tables, shown: Sequence[Shown], beside: Sequence[str]) -> str:
    """Return the page of a study as HTML."""
    environment = Environment(
        loader=PackageLoader("politeia.report", "templates"),
        autoescape=select_autoescape(["html", "j2"], default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.j2")
    return template.render(**_content(found, shown, beside))


def write(html: str, path: Path) -> Path:
    """Write the page whole or not at all.

    Raises:
        MachineTrouble: when the folder cannot be written in.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(html, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise MachineTrouble(f"cannot write {path}: {error.strerror}") from error
    return path


def _content(found: tables.Tables, shown: Sequence[Shown], beside: Sequence[str]) -> dict[str, Any]:
    """Return what the template shows."""
    study, results = found.results.study, found.results
    first = [figure for figure in shown if not _secondary(figure.name)]
    return {
        "title": study.title,
        "question": study.question,
        "preview": results.preview,
        "cases": [(words.case(found, case), words.answer(found, case)) for case in found.shown],
        "caveats": words.caveats(found),
        "beside": beside,
        "checks": _checks(found),
        "figures": first,
        "further": [figure for figure in shown if _secondary(figure.name)],
        "tables": list(_tables(found)),
        "chains": chains.shown(
            with_policies(kept.web(), results.manifest["study"]["policies"]),
            [
                *(("policy", name) for name in found.policies),
                *(("outcome", name) for name in found.outcomes),
            ],
        ),
        "families": _families(found),
        "limits": LIMITS,
        "pasts": _pasts(results.manifest.get("pasts")),
        "command": _command(results),
        "folder": f"results/{results.folder.name}",
        "digest": results.digest,
        "numbers": _numbers(found),
        "versions": results.manifest.get("versions") or {},
        "rule": _rule(),
    }


def _secondary(name: str) -> bool:
    """Return whether a figure stands folded: what survivors do, and the later parts of a fan."""
    return "both_survive" in name or (name.startswith("fan_") and name[-1] in "23456789")


def _rule() -> str:
    return (
        "An effect is called detectable when its mean over draws exceeds both 1.96 standard "
        "errors and the null arm's band, the range in which the mean would lie if only luck after "
        "the branch differed."
    )


def _checks(found: tables.Tables) -> list[tuple[str, str]]:
    """Return what was checked and how it came out."""
    answer = "yes" if found.placebo.exact else "no" if found.placebo.present else "no placebo"
    ratio = found.variance_ratio
    paired = f"{ratio:.2f}" if ratio == ratio else "not known"
    return [
        ("The placebo differs by exactly nothing", f"{answer} ({found.placebo.rows:,} rows)"),
        ("A null arm (the baseline with other luck) is there", _yes(found.has_null_arm)),
        ("The run is finished", _yes(found.results.finished)),
        ("Variance of a paired difference over an unpaired one (median)", paired),
    ]


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _numbers(found: tables.Tables) -> str:
    axes = found.axes
    return (
        f"{_count(found.policies, 'policy', 'policies')}, {_count(axes.cases, 'case', 'cases')}, "
        f"{_count(axes.draws, 'draw', 'draws')} of the parameters ({found.results.parameters}), "
        f"{_count(axes.replicates, 'replicate', 'replicates')} of each, "
        f"{_count(axes.places, 'country', 'countries')}"
    )


def _count(things: Sequence[object], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"


def _tables(found: tables.Tables) -> list[TableOf]:
    """Return one table for each outcome in focus and each case, over all pairs and survivors."""
    made = []
    for case in found.shown:
        for outcome in found.outcomes:
            for pairs in (tables.ALL, tables.SURVIVORS):
                effects = found.effects(outcome, case=case, years=found.years, pairs=pairs)
                if len(effects):
                    made.append(_table(found, effects, outcome, case, pairs))
    return made


def _table(
    found: tables.Tables, effects: pd.DataFrame, outcome: str, case: str, pairs: str
) -> TableOf:
    """Return the effects on one outcome by policy and country, with the draws' middle 90 %."""
    places = (tables.FOCUS, *found.focus) if len(found.focus) > 1 else found.focus
    cells = {(line.policy, line.country): line for line in style.records(effects)}
    titles = {line.name: line.title for line in found.results.study.policies}
    rows = tuple(
        (titles.get(policy, policy), *(_cell(cells.get((policy, place))) for place in places))
        for policy in found.policies
    )
    named = tuple("mean" if place == tables.FOCUS else place for place in places)
    where = f", case {case}" if len(found.axes.cases) > 1 else ""
    heading = f"{style.label(BY_NAME[outcome])} after {found.years:g} years, {pairs}{where}"
    return TableOf(heading, outcome, ("policy", *named), rows, tuple(found.policies))


def _cell(line: Any) -> str:
    """Return mean, middle 90 % and probabilities of one effect."""
    if line is None or line.mean != line.mean:
        return "–"
    if line.verdict == contrast.NOTHING:
        return "0 in every pair"
    mean, low, high = (style.number(x, signed=True) for x in (line.mean, line.q05, line.q95))
    verdict = "" if line.verdict in (contrast.LOWER, contrast.HIGHER) else " (not detectable)"
    return (
        f"{mean} [{low} to {high}]; lowers {line.p_lowers:.0%}, raises {line.p_raises:.0%}{verdict}"
    )


def _families(found: tables.Tables) -> list[tuple[str, str]]:
    """Return the colour of each family where colours stand for families."""
    if len(found.policies) <= style.MOST_COLOURS:
        return []
    lines = [line for line in found.results.study.policies if line.name in found.policies]
    colours = style.colours([(line.name, line.family) for line in lines])
    return list({line.family or "other": colours[line.name] for line in lines}.items())


def _pasts(block: Any) -> dict[str, Any]:
    """Return how close the pasts came to the record, from the manifest, in a few numbers."""
    if not isinstance(block, dict):
        return {}
    rows = pd.DataFrame(block.get("draws") or [])
    parts: list[tuple[str, str]] = []
    for key, name in (
        ("inside", "Share of particles inside every tolerance"),
        ("effective_number", "Smallest effective number of particles"),
        ("log_likelihood", "Log-likelihood of the draw"),
    ):
        if key in rows and rows[key].notna().any():
            low, middle, high = rows[key].astype(float).quantile([0.05, 0.5, 0.95])
            parts.append((name, f"{middle:.3g} (middle 90 % of draws {low:.3g} to {high:.3g})"))
    problems = [str(problem) for problem in block.get("problems") or []]
    return {"numbers": parts, "targets": block.get("seen_targets") or [], "problems": problems}


def _command(results: reading.Results) -> str:
    """Return the command that made the results."""
    command = results.manifest.get("command")
    if isinstance(command, list):
        return shlex.join(map(str, command))
    if command:
        return str(command)
    study = results.manifest["study"]
    sizes = [f"--{key} {study[key]}" for key in ("draws", "replicates", "seed") if key in study]
    return " ".join(["politeia", "run", results.study.name, *sizes])
