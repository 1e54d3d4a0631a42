"""``politeia compare``: read result folders, draw figures, write tables and a page, say the answer.

comparison = compare([Path("results/documents")], say=print)
write(comparison, say=print)
comparison.words
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from politeia.errors import BadInput, MachineTrouble
from politeia.figures import style

if TYPE_CHECKING:
    import pandas as pd

    from politeia.analysis.tables import Tables

Say = Callable[[str], None]
POLICIES_A_FAN, CURVES, MOST_IN_A_RESPONSE = 8, 7, 6
ROWS_OF_FANS_IN_CASES = 40
GAINS = (
    ("repression", "repression", "people", -1),
    ("prisoners_true", "prisoners", "people", -1),
    ("deaths_in_custody", "deaths in\ncustody", "people", -1),
    ("exile", "exile", "people", -1),
    ("growth", "growth", "people", 1),
    ("durability", "durability", "regime", 0),
    ("order", "order", "regime", 0),
    ("sponsor_support", "sponsor's\nsupport", "regime", 0),
    ("political_cost", "political\ncost (points)", "democracies", -1),
)


@dataclass(frozen=True)
class Beside:
    """What a second study adds: the table of both, and what to say of it."""

    other: str
    table: pd.DataFrame
    words: list[str]


@dataclass
class Comparison:
    """The compared studies and the answer in words."""

    studies: list[Tables]
    words: str
    beside: Beside | None = None
    written: list[Path] = field(default_factory=list)


def compare(folders: Sequence[Path], say: Say) -> Comparison:
    """Return the comparison of the policies of each folder, and of two studies where two are given.

    Raises:
        BadInput: when a folder holds no results, or more than two are given.
        MachineTrouble: when a stored file is damaged.
    """
    from politeia.analysis import reading, tables, words

    if not 1 <= len(folders) <= 2:
        raise BadInput(f"compare takes one or two result folders, got {len(folders)}")
    opened = [reading.open_results(Path(folder)) for folder in folders]
    for results in opened:
        if not results.study.policies:
            raise BadInput(f"{results.folder}: the study has no policies to compare")
    studies = [tables.build(results, say) for results in opened]
    beside = None
    if len(studies) == 2:
        table, sentences = words.two_studies(*studies)
        beside = Beside(studies[1].results.study.title, table, sentences)
    said = [_words(found) for found in studies]
    if beside is not None:
        said.append("\n".join(beside.words))
    return Comparison(studies, "\n\n".join(said), beside)


def _words(found: Tables) -> str:
    """Return what is said of one study in the terminal."""
    from politeia.analysis import words

    study = found.results.study
    lines = [study.title] + ([study.question] if study.question else [])
    for case in found.shown:
        lines += [f"[{words.case(found, case)}]"] if len(found.axes.cases) > 1 else []
        lines += [*words.answer(found, case), words.table(found, case)]
    return "\n".join([*lines, *words.caveats(found)])


def write(comparison: Comparison, say: Say) -> list[Path]:
    """Write figures, tables and the page of each study into its folder; return the pages.

    Raises:
        MachineTrouble: when a folder cannot be written in.
    """
    from politeia.report import page

    pages = []
    for place, found in enumerate(comparison.studies):
        beside = comparison.beside if place == 0 else None
        folder = found.results.folder
        _make(folder)
        _write_tables(found, beside, folder / "tables")
        shown = []
        for drawing in drawings(found, beside):
            say(f"drawing {drawing.name}")
            shown.append(page.Shown.of(drawing, *style.save(drawing, folder / "figures")))
        say("writing the page")
        html = page.render(found, shown, beside.words if beside else [])
        pages.append(page.write(html, folder / "page.html"))
    comparison.written = pages
    return pages


def _make(folder: Path) -> None:
    """Make the folders of figures and tables."""
    try:
        for name in ("figures", "tables"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineTrouble(f"cannot write in {folder}: {error.strerror}") from error


def _write_tables(found: Tables, beside: Beside | None, folder: Path) -> None:
    """Write every table as CSV with at most six digits."""
    import pandas as pd

    ranked = [
        pd.DataFrame([vars(line) for line in ranking.ranked]).assign(case=case)
        for case, ranking in found.rankings.items()
        if ranking.ranked
    ]
    points = found.results.points
    files = {
        "points": pd.DataFrame(points).rename_axis("point").reset_index(),
        "contrasts": found.contrasts,
        "pairs": found.pairs,
        "survival": found.survival,
        "gains": found.gains,
        "equal_cost": pd.concat(ranked) if ranked else pd.DataFrame(),
        **{f"fan_{name}": table for name, table in found.fans.items()},
    }
    if beside is not None:
        files["beside_another_study"] = beside.table
    try:
        for name, table in files.items():
            if len(table):
                table.to_csv(folder / f"{name}.csv", index=False, float_format="%.6g")
    except OSError as error:
        raise MachineTrouble(f"cannot write tables in {folder}: {error.strerror}") from error


def note_of(found: Tables) -> style.Note:
    """Return what every figure of a study says of it."""
    study = found.results.study
    families = {line.name: line.family for line in study.policies}
    return style.Note(
        digest=found.results.digest,
        preview=found.results.preview,
        draws=len(found.axes.draws),
        replicates=len(found.axes.replicates),
        titles={line.name: line.title for line in study.policies},
        colours=style.colours([(name, families.get(name, "")) for name in found.axes.policies]),
        families=families,
    )


def drawings(found: Tables, beside: Beside | None = None) -> Iterator[style.Drawing]:
    """Yield the figures of a study, case by case, the most telling first."""
    from politeia.analysis.reading import AT

    note = note_of(found)
    if not found.policies:
        return
    yield from _responses(found, note)
    for case in found.shown:
        tail = f"_{case.replace(AT, '_point_')}" if len(found.axes.cases) > 1 else ""
        yield from _forests(found, note, case, tail)
        yield from _gains(found, note, case, tail)
        yield from _equal_cost(found, note, case, tail)
        yield from _breakdowns(found, note, case, tail)
        if len(found.policies) * len(found.shown) <= ROWS_OF_FANS_IN_CASES or not tail:
            yield from _fans(found, note, case, tail)
    if beside is not None:
        yield from _beside(found, beside, note)


def _responses(found: Tables, note: style.Note) -> Iterator[style.Drawing]:
    """Yield, for a sweep, how the effects on each outcome depend on what its points move."""
    from politeia.analysis import tables, words
    from politeia.analysis.reading import AT
    from politeia.answers.answer import label
    from politeia.figures.response import response
    from politeia.outcomes import BY_NAME

    points = _moved(found)
    if not len(points.columns):
        return
    names = {name: label(name) for name in points.columns}
    cases = [one.rpartition(AT)[0] for one in found.axes.cases]
    for case in dict.fromkeys(cases):
        tail = f"_{case}" if len(set(cases)) > 1 else ""
        for outcome in found.outcomes:
            labels = {f"{case}{AT}{point}": point for point in points.index}
            table = found.contrasts[found.contrasts.case.isin(labels)]
            table = table[(table.outcome == outcome) & (table.years == found.years)]
            table = table[(table.pairs_among == tables.ALL) & (table.country == _place(found))]
            table = table[table.policy.isin(found.policies)]
            if len(table):
                yield response(
                    table.assign(point=table.case.map(labels)).join(points, on="point"),
                    BY_NAME[outcome],
                    note,
                    moved=names,
                    policies=found.policies[:MOST_IN_A_RESPONSE],
                    where=words.where(found),
                    years=found.years,
                    name=f"response_{outcome}{tail}",
                )


def _place(found: Tables) -> str:
    """Return whose effects stand for all: the mean over the countries in focus, or the one."""
    from politeia.analysis import tables

    return tables.FOCUS if len(found.focus) > 1 else found.focus[0]


def _moved(found: Tables) -> pd.DataFrame:
    """Return what the points of a sweep move, as numbers: a row a point, a column a quantity."""
    import pandas as pd

    from politeia.analysis.conditions import as_number

    points = pd.DataFrame(found.results.points).map(as_number)
    varied = [name for name in points.columns if points[name].nunique() > 1]
    return points[varied]


def _forests(found: Tables, note: style.Note, case: str, tail: str) -> Iterator[style.Drawing]:
    from politeia.analysis import tables
    from politeia.figures.forest import forest
    from politeia.outcomes import BY_NAME

    for outcome in found.outcomes:
        for pairs, ending in ((tables.ALL, ""), (tables.SURVIVORS, "_both_survive")):
            effects = found.effects(outcome, case=case, years=found.years, pairs=pairs)
            effects = effects[effects.country.isin(found.focus)]
            if len(effects):
                yield forest(
                    effects,
                    BY_NAME[outcome],
                    note,
                    countries=found.focus,
                    years=found.years,
                    name=f"forest_{outcome}{ending}{tail}",
                    pairs=pairs,
                )


def _gains(found: Tables, note: style.Note, case: str, tail: str) -> Iterator[style.Drawing]:
    from politeia.analysis import words
    from politeia.figures.gains import Column, gains

    table = found.gains[(found.gains.case == case) & found.gains.policy.isin(found.policies)]
    columns = [Column(*given) for given in GAINS if given[0] in set(table.outcome)]
    table = table[table.outcome.isin([column.outcome for column in columns])]
    if columns:
        yield gains(
            table, columns, note, years=found.years, where=words.where(found), name=f"gains{tail}"
        )


def _equal_cost(found: Tables, note: style.Note, case: str, tail: str) -> Iterator[style.Drawing]:
    import pandas as pd

    from politeia.analysis import tables, words
    from politeia.figures.equal_cost import equal_cost
    from politeia.outcomes import BY_NAME

    ranking = found.rankings.get(case)
    if ranking is None or not ranking.ranked:
        return
    listed = ", ".join(note.title(name) for name, _, _ in ranking.apart)
    yield equal_cost(
        pd.DataFrame([vars(line) for line in ranking.ranked]),
        BY_NAME[found.outcomes[0]],
        note,
        budget=ranking.budget,
        years=tables.ranking_years(found.horizons),
        where=words.where(found),
        apart=f"Not ranked, since they cost nothing or less than nothing: {listed}. "
        if listed
        else "",
        name=f"equal_cost{tail}",
    )


def _breakdowns(found: Tables, note: style.Note, case: str, tail: str) -> Iterator[style.Drawing]:
    """Yield the pairs and the survival curves."""
    from politeia.analysis import tables
    from politeia.figures.pairs import pairs
    from politeia.figures.survival import survival

    if not len(found.pairs):
        return
    chosen = found.pairs[
        (found.pairs.case == case)
        & found.pairs.policy.isin(found.policies)
        & (found.pairs.years == found.horizons[-1])
    ]
    years = found.horizons[-1]
    yield pairs(chosen, note, countries=found.focus, years=years, name=f"pairs{tail}")
    lived = found.contrasts[found.contrasts.outcome == tables.SURVIVAL.name]
    lived = lived[(lived.case == case) & (lived.country == tables.FOCUS)]
    order = lived[lived.policy.isin(found.policies)].set_index("policy")["mean"].abs()
    most = set(order.sort_values(ascending=False, kind="stable").index[:CURVES])
    rule = (
        f"Of {len(found.policies)} policies the {CURVES} are shown that change the mean survival "
        f"time most. "
        if len(found.policies) > CURVES
        else ""
    )
    yield survival(
        found.survival[found.survival.case == case],
        note,
        policies=[policy for policy in found.policies_in(case) if policy in most],
        countries=found.focus,
        name=f"survival{tail}",
        rule=rule,
    )


def _fans(found: Tables, note: style.Note, case: str, tail: str) -> Iterator[style.Drawing]:
    """Yield fans of eight policies a figure, those with the largest effects first."""
    from politeia.figures.fan import fan
    from politeia.outcomes import BY_NAME

    for outcome, table in found.fans.items():
        order = _by_size(found, outcome, case)
        parts = [order[at : at + POLICIES_A_FAN] for at in range(0, len(order), POLICIES_A_FAN)]
        for place, policies in enumerate(parts, start=1):
            rule = (
                f"Part {place} of {len(parts)}: policies by the size of their largest effect "
                f"after {found.years:g} years beside its error, largest first. "
                if len(parts) > 1
                else ""
            )
            yield fan(
                table[table.case == case],
                BY_NAME[outcome],
                note,
                policies=policies,
                countries=found.focus,
                name=f"fan_{outcome}{tail}" + (f"_{place}" if len(parts) > 1 else ""),
                rule=rule,
            )


def _by_size(found: Tables, outcome: str, case: str) -> list[str]:
    """Return policies by their largest effect over the focus, in errors, largest first."""
    effects = found.effects(outcome, case=case, years=found.years)
    effects = effects[effects.country.isin(found.focus)]
    error = effects[["null_band", "standard_error"]].max(axis=1).fillna(0.0)
    score = (effects["mean"].abs() / (error + 1e-12)).groupby(effects.policy).max()
    size = {policy: float(score.get(policy, 0.0)) for policy in found.policies}
    return sorted(found.policies_in(case), key=lambda policy: -size[policy])


def _beside(found: Tables, beside: Beside, note: style.Note) -> Iterator[style.Drawing]:
    """Yield one forest of the effects that two studies share."""
    import pandas as pd

    from politeia.analysis import tables
    from politeia.figures.forest import forest
    from politeia.outcomes import BY_NAME

    outcome, both = found.outcomes[0], beside.table
    shown = both[
        (both.outcome == outcome)
        & (both.country == tables.FOCUS)
        & (both.pairs_among == tables.ALL)
        & (both.years == found.years)
        & (both.case == found.shown[0])
        & both.policy.isin(found.policies)
    ]
    sides = {"A": found.results.study.title, "B": beside.other}
    parts = [
        pd.DataFrame(
            {
                "policy": shown.policy,
                "country": style.shorten(f"{side}: {title}", 34),
                "mean": shown[f"mean_{side.lower()}"],
                "q05": shown[f"q05_{side.lower()}"],
                "q25": shown[f"mean_{side.lower()}"],
                "q75": shown[f"mean_{side.lower()}"],
                "q95": shown[f"q95_{side.lower()}"],
                "null_band": 0.0,
                "verdict": shown[f"verdict_{side.lower()}"],
            }
        )
        for side, title in sides.items()
    ]
    if len(shown):
        names = [str(part.country.iloc[0]) for part in parts]
        yield forest(
            pd.concat(parts, ignore_index=True),
            BY_NAME[outcome],
            note,
            countries=names,
            years=found.years,
            name="beside_another_study",
        )
