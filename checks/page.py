"""The plausibility report as a readable page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Report = dict[str, Any]
BASES = {
    "table": "table",
    "rerun": "48 new runs of the same core",
    "judged": "assumed about the table's one number",
}


def written(told: Report) -> str:
    """Return the page, in Markdown."""
    size = told["size"]
    head = [
        "# Plausibility",
        "",
        f"{size['draws']} prior draws, seed {told['seed']['free']}; written by `make plausible`; "
        "what each line asks: `docs/plausibility.md`.",
    ]
    if told["preview"]:
        head += ["", "**Preview**: too few draws to conclude from."]
    parts = [
        _lines(told),
        _reference(told),
        _hazards(told),
        _knockouts(told),
        _signs(told),
        _shadow(told),
        _medians(told),
    ]
    return "\n".join([*head, "", *(line for part in parts for line in [*part, ""])])


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(_told(cell) for cell in row) + " |" for row in rows]


def _told(cell: Any) -> str:
    if isinstance(cell, bool):
        return "pass" if cell else "**FAIL**"
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def _lines(told: Report) -> list[str]:
    rows = [(x["name"], x["asked"], x["found"], x["passed"]) for x in told["lines"]]
    return ["## Lines", "", *table(("line", "asked", "found", ""), rows)]


def _reference(told: Report) -> list[str]:
    rows = []
    for here, full in zip(told["reference"], told["reference_full"], strict=True):
        low, middle, high = here["model"]
        other = f"{here['passes_on_other_seeds']} of {here['other_seeds']}"
        rows.append(
            (
                here["name"],
                f"{here['core'][0]:g} to {here['core'][1]:g}",
                BASES[here["basis"]],
                here["observed"],
                f"{low:.4g} / {middle:.4g} / {high:.4g}",
                here["passed"],
                other,
                float(full["model"][1]),
            )
        )
    head = (
        "row",
        "asked of the median",
        "from",
        "observed",
        "5 / 50 / 95 %",
        "",
        "other seeds",
        "median with all mechanisms",
    )
    lists = [
        (day, seen, value, full)
        for (day, value, seen), (_, full, _) in zip(
            told["recognised"]["core"], told["recognised"]["full"], strict=True
        )
    ]
    return [
        "## The tried core's table, on `prototype.yaml`",
        "",
        "Median parameters, 96 runs, days, 2015 to 2023, nothing imposed but events. Prisoners are "
        "counted as the core did: political ones times .7, violent ones whole.",
        "",
        *table(head, rows),
        "",
        "What lists show of Belarus (`prisoners_recognised`, with their lag), which is no row:",
        "",
        *table(("date", "record", "core mechanisms", "all mechanisms"), lists),
    ]


def _hazards(told: Report) -> list[str]:
    rows = [
        (code, v["integrated"], v["counted"], v.get("broken_in_past", ""))
        for code, v in told["hazards"].items()
    ]
    head = ("country", "integrated, % a year", "counted, % a year", "share broken 2012-24")
    edge = [(part, v["below"], v["above"]) for part, v in told["edges"].items()]
    return [
        "## Hazards and edges, free draws",
        "",
        *table(head, rows),
        "",
        *table(("part", "share of country-years below .01", "above .99"), edge),
    ]


def _knockouts(told: Report) -> list[str]:
    rows = [
        (
            x["mechanism"],
            f"{x['outcome']} {x['country']}",
            x["difference"],
            x["errors"],
            "yes" if x["switchable"] else "no",
            x["passed"],
        )
        for x in told["knockouts"]
    ]
    head = (
        "mechanism",
        "own outcome",
        "sum of weeks without it",
        "Monte Carlo errors",
        "can be switched off",
        "",
    )
    return ["## Knock-outs of tier 1", "", *table(head, rows)]


def _signs(told: Report) -> list[str]:
    rows = [
        (
            x["claim"]["row"],
            f"{x['claim']['moved']} against {x['claim']['against']}",
            f"{x['claim']['outcome']} {x['claim']['country']}",
            x["positive"],
            x["negative"],
            x["passed"],
        )
        for x in told["signs"]
    ]
    head = ("row of core 6", "moved", "read", "share positive", "share negative", "")
    return ["## Signs", "", *table(head, rows)]


def _shadow(told: Report) -> list[str]:
    better = {True: "better", False: "worse", None: "-"}
    rows = [
        (
            x["rule"],
            x["measure"],
            x["value"],
            x["baseline"],
            x["count"],
            better[x["better"]],
            x["note"],
        )
        for x in told["shadow"]
    ]
    head = ("rule", "measure", "rule's score", "baseline", "events", "than the baseline", "note")
    return [
        "## Rules in shadow of the record",
        "",
        "A score says that a rule was asked, not that it is good.",
        "",
        *table(head, rows),
        "",
        "Without a score:",
        "",
        *table(("rule", "why"), told["unscored"].items()),
    ]


def _medians(told: Report) -> list[str]:
    days = [day[:7] for day in told["dates"]]
    made = ["## Medians of free draws", ""]
    for name, by_country in told["medians"].items():
        rows = [(code, *values) for code, values in by_country.items()]
        made += [f"### {name}", "", *table(("country", *days), rows), ""]
    return made
