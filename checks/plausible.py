"""Is the model plausible? Every line of the plausibility check, with numbers, pass or fail.

    python checks/plausible.py [--quick] [--out results/checks]

Writes ``plausible.json`` and ``plausible.md``. It ends with 0 whether lines pass or fail, since a
failed line is a finding and not an error; ``docs/plausibility.md`` tells what each line asks.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import free
import knockouts
import numpy as np
import page
import signs

import reference
from politeia.errors import BrokenHistory
from politeia.shadow import UNSCORED

SEED = 4711
HAZARD = (0.5, 10.0)
EDGE = 0.20
IGNITED = 0.10
TAILS = 5.0
DATES = [
    date(year, 12, 15) for year in (2013, 2016, 2019, 2020, 2021, 2022, 2023, 2025, 2027, 2028)
]


@dataclass(frozen=True)
class Size:
    """How much is lived."""

    draws: int = 200
    lot: int = 25
    knockout_draws: int = 48
    sign_draws: int = 48
    sign_lot: int = 8
    replicates: int = 4
    seeds: tuple[int, ...] = reference.OTHER_SEEDS


QUICK = Size(draws=16, lot=8, knockout_draws=6, sign_draws=4, sign_lot=2, replicates=2, seeds=(1,))


@dataclass(frozen=True)
class Line:
    """One line of the check."""

    name: str
    asked: str
    found: str
    passed: bool


@dataclass(frozen=True)
class Broken:
    """A job that stopped at a quantity out of its bounds: a fault of the model, told as one."""

    message: str


Job = tuple[str, Callable[..., Any], tuple[Any, ...]]


def jobs(size: Size) -> list[Job]:
    """Return everything that is lived, in pieces that two processes share."""
    made: list[Job] = []
    off = reference.ALL - reference.CORE
    for seed in (reference.SEED, *size.seeds):
        made.append((f"reference core {seed}", _reference, (off, seed)))
    made.append((f"reference full {reference.SEED}", _reference, (frozenset(), reference.SEED)))
    for start in range(0, size.draws, size.lot):
        draws = range(start, min(start + size.lot, size.draws))
        made.append((f"free {start}", free.live, (draws, SEED)))
    chosen = range(size.knockout_draws)
    made.append(("knockout nothing", knockouts.live, (chosen, frozenset(), SEED)))
    for mechanism in knockouts.OWN:
        made.append(
            (f"knockout {mechanism}", knockouts.live, (chosen, frozenset({mechanism}), SEED))
        )
    for group in signs.STUDIES:
        for start in range(0, size.sign_draws, size.sign_lot):
            lot = range(start, start + size.sign_lot)
            made.append(
                (f"signs {group} {start}", signs.contrasts, (group, lot, size.replicates, SEED))
            )
    return made


def _reference(off: frozenset[str], seed: int) -> tuple[list[reference.Row], list[Any]]:
    trace, days = reference.live(off, seed=seed)
    return reference.rows(trace, days), reference.recognised(trace)


def _done(job: Job) -> tuple[str, Any]:
    name, act, told = job
    try:
        return name, act(*told)
    except BrokenHistory as broken:
        return name, Broken(str(broken))


def live(size: Size, workers: int) -> dict[str, Any]:
    """Return what every job found, by name, telling on the way how far it is."""
    todo, found = jobs(size), {}
    begun = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for number, (name, value) in enumerate(pool.imap_unordered(_done, todo), 1):
            found[name] = value
            print(f"{number:3d}/{len(todo)} {time.monotonic() - begun:6.0f} s  {name}", flush=True)
    return found


def lines_of_free(lived: free.Lived) -> list[Line]:
    """Return the lines that free draws answer."""
    hazard, edge = free.hazards(lived), free.edges(lived)
    share, peak = free.ignited(lived)
    tails = free.kurtosis(lived)
    worst = max((v, p, s) for p, both in edge.items() for s, v in both.items())
    whole = hazard["all"]
    return [
        Line(
            "breakdown hazard of autocracies",
            f"{HAZARD[0]} to {HAZARD[1]} % a year, integrated and counted",
            f"{whole['integrated']:.2f} integrated, {whole['counted']:.2f} counted",
            all(HAZARD[0] <= whole[k] <= HAZARD[1] for k in ("integrated", "counted")),
        ),
        Line(
            "levels off their edges",
            "no part below .01 or above .99 in over 20 % of country-years",
            f"worst: {worst[1]} {worst[2]} in {100 * worst[0]:.1f} %",
            worst[0] <= EDGE,
        ),
        Line(
            "Belarus 2020 can ignite",
            "peak of at least 1 % of people in at least 10 % of draws",
            f"in {100 * share:.0f} % of draws; median peak {peak:.2f} %",
            share >= IGNITED,
        ),
        Line(
            "heavy tails",
            "excess kurtosis of yearly physical changes over 5",
            f"{tails:.1f}",
            tails > TAILS,
        ),
    ]


def report(found: dict[str, Any], size: Size) -> dict[str, Any]:
    """Return the whole report as plain data."""
    broken = {name: value.message for name, value in found.items() if isinstance(value, Broken)}
    found = {name: value for name, value in found.items() if name not in broken}
    lived = free.joined([v for k, v in sorted(found.items()) if k.startswith("free")])
    rows, lists = found[f"reference core {reference.SEED}"]
    full, full_lists = found[f"reference full {reference.SEED}"]
    others = [found[f"reference core {seed}"][0] for seed in size.seeds]
    held = {k.removeprefix("knockout "): v for k, v in found.items() if k.startswith("knockout")}
    earned = knockouts.compare(held["nothing"], held)
    done = {row.mechanism: row.passed for row in earned}
    contrasts: dict[str, Any] = {}
    for name in sorted(k for k in found if k.startswith("signs")):
        for row, gap in found[name].items():
            contrasts.setdefault(row, []).append(gap)
    both = signs.signs({row: np.concatenate(gaps) for row, gaps in contrasts.items()})
    opened = sum(sign.passed for sign in both)
    scored = [score for score in lived.scores if np.isfinite(score.value)]
    lines = [
        *lines_of_free(lived),
        _all("the tried core's table", "every median inside", [(r.name, r.passed) for r in rows]),
        _all(
            "knock-outs of tier 1",
            "every own outcome moves by over two Monte Carlo errors",
            [(name, name in done and done[name]) for name in knockouts.OWN],
        ),
        Line(
            "claims open in sign",
            "at least half of the rows both ways in over 20 % of draws",
            f"{opened} of {len(both)}",
            2 * opened >= len(both),
        ),
        _all(
            "shadow rules scored",
            "every rule has a score",
            [
                *((s.rule, bool(np.isfinite(s.value))) for s in lived.scores),
                *((rule, False) for rule in UNSCORED),
            ],
        ),
    ]
    told = "; ".join(f"{name}: {message}" for name, message in broken.items())
    lines.append(
        Line("no history breaks", "every quantity within its bounds", told or "none", not broken)
    )
    return {
        "size": asdict(size),
        "seed": {"free": SEED, "reference": reference.SEED},
        "lines": [asdict(line) for line in lines],
        "hazards": free.hazards(lived),
        "edges": free.edges(lived),
        "reference": [_row(r, [o[n].passed for o in others]) for n, r in enumerate(rows)],
        "reference_full": [_row(r, []) for r in full],
        "recognised": {"core": lists, "full": full_lists},
        "knockouts": [{**asdict(e), "passed": e.passed} for e in earned],
        "signs": [{**asdict(s), "passed": s.passed} for s in both],
        "shadow": [{**asdict(s), "better": s.better} for s in lived.scores],
        "unscored": UNSCORED,
        "shadow_better": sum(bool(s.better) for s in scored),
        "dates": [day.isoformat() for day in DATES],
        "medians": free.medians(lived, DATES),
    }


def _row(row: reference.Row, others: Sequence[bool]) -> dict[str, Any]:
    return {
        **asdict(row),
        "passed": row.passed,
        "passes_on_other_seeds": sum(others),
        "other_seeds": len(others),
    }


def _all(name: str, asked: str, parts: Sequence[tuple[str, bool]]) -> Line:
    """Return a line that passes where all its parts do."""
    failed = [part for part, passed in parts if not passed]
    told = f"{len(parts) - len(failed)} of {len(parts)}"
    return Line(name, asked, told + (f"; not: {', '.join(failed)}" if failed else ""), not failed)


def main() -> None:
    """Live, report and write."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--quick", action="store_true", help="a small look, minutes shorter")
    asked.add_argument("--out", type=Path, default=Path("results/checks"))
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    size = QUICK if given.quick else Size()
    begun = time.monotonic()
    told = report(live(size, given.workers), size)
    told["preview"] = given.quick
    given.out.mkdir(parents=True, exist_ok=True)
    name = "plausible_quick" if given.quick else "plausible"
    text = json.dumps(told, indent=1, default=float)
    (given.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    (given.out / f"{name}.md").write_text(page.written(told), encoding="utf-8")
    for line in told["lines"]:
        print("pass" if line["passed"] else "FAIL", line["name"], "-", line["found"])
    print(f"{time.monotonic() - begun:.0f} s; {given.out / name}.md")


if __name__ == "__main__":
    main()
