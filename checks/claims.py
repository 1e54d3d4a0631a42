"""Whether a parameter decides a claim: its contrast with the parameter at both ends of its prior.

For every claim of ``calibration/claims.yaml`` that has a contrast, each parameter that is said to
decide it, and each that was tried, is set to the 2.5 and the 97.5 % point of its prior (a rival
hypothesis to off and on) from the branch on, in both arms; all others stay at their medians. What a
study's cases fix, they fix, save that parameter. Means are taken on the scale on which the outcome
is compared (logits of shares, logs of counts), so that a few outliers do not rule them. Two
policies are compared by their effect a point of political cost, since one is not asked for at the
price of the other.

An end's sign is sure where the mean lies more than two errors from nought, and nought where no
history moves. The contrast of a parameter is

    open               one sign at one end and the other at the other, both sure
    open within error  opposite signs, not both sure, but one is, or the ends differ by two errors
    there or not       nought at one end, sure at the other
    structural         else: the sign is the same at both ends, or not told from chance at either

``make signs`` writes ``results/checks/claims.json`` (to compute with) and ``claims.md`` (to read);
``--page`` writes the page alone, from what was found before and the claims as they now stand.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import ends
import numpy as np
from ends import Arm, Asked, Look, Size
from knock_outs import on_scale
from page import table

from politeia.arms import BASELINE
from politeia.evidence.book import load_book
from politeia.evidence.schema import Claim
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats

FOLDER = Path(__file__).parents[1] / "results" / "checks"
SIZE = Size(nodes=200, seed=20240401)
TOGETHER = 2
"""Arms that are lived in one batch: more are no faster an arm."""
SURE = 2.0
ROUNDING = 1e-6
"""Part of a level below which a difference is that of recorded single precision."""
Verdict = Literal["open", "open within error", "there or not", "structural"]
ORDER: tuple[Verdict, ...] = ("open", "open within error", "there or not", "structural")
Found: TypeAlias = dict[Arm, dict[Look, Floats]]
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class End:
    """A contrast at one end: the parameter's value, the mean, its error and whether any moved."""

    at: float
    mean: float
    error: float
    moved: float

    @property
    def sign(self) -> str:
        """Return +, - or 0, the last where no history moves."""
        return "0" if self.moved == 0.0 else "+" if self.mean > 0.0 else "-"

    @property
    def sure(self) -> bool:
        """Return whether the mean lies more than two errors from nought."""
        return abs(self.mean) > SURE * self.error


@dataclass(frozen=True)
class Turn:
    """A contrast at both ends of one parameter, and what lies between them."""

    asked: Asked
    low: End
    high: End
    shift: End

    @property
    def verdict(self) -> Verdict:
        """Return what the two ends say of the claim's sign."""
        signs = {self.low.sign, self.high.sign}
        if signs == {"+", "-"}:
            if self.low.sure and self.high.sure:
                return "open"
            told = self.low.sure or self.high.sure or self.shift.sure
            return "open within error" if told else "structural"
        there = self.low.sure or self.high.sure
        return "there or not" if "0" in signs and there else "structural"


def asked_of(claims: Mapping[str, Claim]) -> list[Asked]:
    """Return each claim that has a contrast with each parameter that decides it or was tried."""
    return [
        Asked(name, parameter, claim.contrast)
        for name, claim in claims.items()
        if claim.contrast is not None
        for parameter in (*claim.decides, *claim.tried)
    ]


def lived(asked: Sequence[Asked], size: Size, workers: int) -> Found:
    """Return what is looked at in each arm; pasts first, then what goes on from them."""
    found: Found = {}
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(workers) as pool:
        names = sorted({one.study for one in asked})
        paths = {name: Path(folder) / f"{name}.npz" for name in names}
        list(pool.map(ends.live_past, names, [size] * len(names), paths.values()))
        print(f"{len(names)} pasts lived", file=sys.stderr)
        parts = ends.batches(asked, TOGETHER)
        jobs = [
            pool.submit(ends.live_arms, arms, looks, size, paths[arms[0].study])
            for arms, looks in parts
        ]
        for number, ((arms, _), job) in enumerate(zip(parts, jobs, strict=True), 1):
            found.update(zip(arms, job.result(), strict=True))
            print(f"{number} of {len(parts)} batches lived", file=sys.stderr)
    return found


def turned(one: Asked, found: Found) -> Turn:
    """Return the contrast at both ends."""
    gaps = [contrast(one, end, found) for end in (0, 1)]
    low, high = (0.0, 1.0)
    if not one.parameter.startswith(ends.SWITCH):
        low, high = ends.ends_of(ends.study_named(one.study), one.parameter)
    return Turn(one, told(low, gaps[0]), told(high, gaps[1]), told(high - low, gaps[1] - gaps[0]))


def contrast(one: Asked, end: int, found: Found) -> Floats:
    """Return one side less the other, (run,); a difference within rounding is none."""
    look = one.looks[0]
    left, right = (found[arm] for arm in one.sides(end))
    if not one.by_cost:
        return difference(look.outcome, left[look], right[look])
    bare, paid = found[one.baseline(end)][look], one.looks[1]
    effects = [
        difference(look.outcome, side[look], bare) / side[paid].mean() for side in (left, right)
    ]
    per_point: Floats = effects[0] - effects[1]
    return per_point


def difference(outcome: str, left: Floats, right: Floats) -> Floats:
    """Return left less right on the outcome's scale, 0 within the rounding of what is recorded."""
    gap = on_scale(outcome, left) - on_scale(outcome, right)
    return np.where(np.abs(left - right) <= ROUNDING * np.abs(right), 0.0, gap)


def told(at: float, gap: Floats) -> End:
    """Return the mean of a contrast and its error, the pasts being what is independent."""
    pasts = gap.reshape(ends.PASTS, ends.PARTICLES).mean(axis=1)
    error = pasts.std(ddof=1) / np.sqrt(len(pasts))
    return End(at, float(gap.mean()), float(error), float((gap != 0.0).mean()))


def rows(turns: Sequence[Turn]) -> list[Row]:
    """Return the turns as they are written, in the order of the claims."""
    return [
        {
            "claim": turn.asked.claim,
            "parameter": turn.asked.parameter,
            "contrast": turn.asked.contrast.model_dump(exclude_none=True),
            "per_point_of_cost": turn.asked.by_cost,
            "low": written(turn.low),
            "high": written(turn.high),
            "shift": {"mean": turn.shift.mean, "error": turn.shift.error},
            "verdict": turn.verdict,
        }
        for turn in turns
    ]


def written(end: End) -> dict[str, Any]:
    """Return one end as it is written."""
    return {**vars(end), "sign": end.sign, "sure": end.sure}


def by_claim(told: Sequence[Row]) -> dict[str, Verdict]:
    """Return the best verdict of each claim over its parameters."""
    found: dict[str, Verdict] = {}
    for row in told:
        now = found.get(row["claim"], ORDER[-1])
        found[row["claim"]] = min(now, row["verdict"], key=ORDER.index)
    return found


def page(report: Mapping[str, Any], claims: Mapping[str, Claim]) -> str:
    """Return the page, in Markdown."""
    size, verdicts = report["size"], report["claims"]
    counts = [f"{list(verdicts.values()).count(verdict)} {verdict}" for verdict in ORDER]
    lines = [
        "# What decides the claims",
        "",
        f"Written by `make signs`: {size['histories']} histories an arm ({size['pasts']} pasts at "
        f"the medians of all priors), {size['nodes']} communities a country, seed {size['seed']}. "
        "A parameter stands at the 2.5 and the 97.5 % point of its prior from the branch on, a "
        "rival hypothesis off and on; all others stay at their medians and the other rivals are on "
        "in half of the pasts. Means are of the year named, one side less the other under common "
        "luck, on the scale named, with their errors; a sign in brackets lies within two errors of "
        "nought. *Tried* stands at what is not said to decide the claim. More: `docs/claims.md`.",
        "",
        f"{len(verdicts)} claims were run: {', '.join(counts)}.",
    ]
    head = ("claim", "contrast", "outcome", "parameter", "2.5 %", "97.5 %", "difference", "verdict")
    found = table(head, [_row(row, claims[row["claim"]]) for row in report["rows"]])
    doubts = [(name, one.doubt) for name, one in claims.items() if one.doubt]
    why = [(name, one.undecided) for name, one in claims.items() if one.undecided]
    parts = [
        [*lines, "", *found],
        ["## Decided, with a doubt", "", *table(("claim", "what the run leaves open"), doubts)],
        ["## Decided by no parameter", "", *table(("claim", "why"), why)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _row(row: Row, claim: Claim) -> tuple[str, ...]:
    one = row["contrast"]
    against = one.get("against", BASELINE)
    sides = f"{one.get('case') or one.get('policy', BASELINE)} less {against}"
    where = f", {one['study']}" if "study" in one else ""
    scale, unit = BY_NAME[one["outcome"]].scale, BY_NAME[one["outcome"]].unit
    unit = (unit if scale == "linear" else scale) + (" a point" * row["per_point_of_cost"])
    seen = f"{one['outcome']} of {one['actor']}, year {one['year']} ({unit})"
    tried = "" if row["parameter"] in claim.decides else ", *tried*"
    low, high = (_end(row[end]) for end in ("low", "high"))
    shift = f"{row['shift']['mean']:+.2g} ± {row['shift']['error']:.1g}"
    name = f"{row['claim']} ({claim.sign})"
    return name, sides + where, seen, row["parameter"] + tried, low, high, shift, row["verdict"]


def _end(end: Mapping[str, Any]) -> str:
    sign = end["sign"] if end["sure"] or end["sign"] == "0" else f"({end['sign']})"
    return f"at {end['at']:.3g}: {sign} {end['mean']:+.2g} ± {end['error']:.1g}"


def main() -> int:
    """Live all contrasts, write what was found, and say what turns."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--only", nargs="*", help="claims to run anew; the others stay")
    given.add_argument("--page", action="store_true", help="write the page from what was found")
    given.add_argument("--nodes", type=int, default=SIZE.nodes, help="communities a country")
    given.add_argument("--workers", type=int, default=os.cpu_count(), help="processes")
    given.add_argument("--out", type=Path, default=FOLDER, help="folder of the two files")
    options = given.parse_args()
    claims, kept = load_book().claims, options.out / "claims.json"
    if not options.page:
        chosen = [one for one in asked_of(claims) if not options.only or one.claim in options.only]
        told = lived_rows(chosen, Size(options.nodes, SIZE.seed), options.workers)
        if options.only:
            told = joined(told, json.loads(kept.read_text("utf-8"))["rows"], asked_of(claims))
        report = reported(told, Size(options.nodes, SIZE.seed))
        kept.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    report = json.loads(kept.read_text("utf-8"))
    (options.out / "claims.md").write_text(page(report, claims), "utf-8")
    for name, verdict in report["claims"].items():
        print(f"{name:4} {verdict}")
    return 0


def lived_rows(asked: Sequence[Asked], size: Size, workers: int) -> list[Row]:
    """Return what is found of each contrast, and tell how long it took."""
    started = time.monotonic()
    found = lived(asked, size, workers)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    return rows([turned(one, found) for one in asked])


def joined(anew: Sequence[Row], before: Sequence[Row], asked: Sequence[Asked]) -> list[Row]:
    """Return what was found anew and, of what else is asked, what was found before."""
    found = {(row["claim"], row["parameter"]): row for row in (*before, *anew)}
    keys = [(one.claim, one.parameter) for one in asked]
    return [found[key] for key in keys if key in found]


def reported(told: list[Row], size: Size) -> dict[str, Any]:
    """Return the whole report: size, the verdict of each claim and each contrast."""
    counted = {"histories": ends.RUNS, "pasts": ends.PASTS, **vars(size)}
    return {"command": "make signs", "size": counted, "claims": by_claim(told), "rows": told}


if __name__ == "__main__":
    sys.exit(main())
