"""What each of the 24 mechanisms earns in ``documents``: its knock-out against the world as it is.

All cases branch from the same pasts and share parameters and luck; from the branch on one mechanism
is off. A mechanism passes where one of its own outcomes, named here before the run, moves by more
than two Monte Carlo errors, on the scale on which it is compared: the mean over all pairs, or,
where the sign of an effect is open between draws, its mean size within draws beyond chance.

``make knock-outs`` writes ``results/checks/knock_outs.json`` and fails where a mechanism does.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from politeia import lives
from politeia.arms import BASELINE
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.levers_table import MECHANISMS
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats
from politeia.scenario.load import load_study
from politeia.scenario.study import Case, Study

OUT = Path(__file__).parents[1] / "results" / "checks" / "knock_outs.json"
SIZE = {"draws": 16, "replicates": 8, "particles": 8, "nodes": 500, "horizon": 156}
RARE = ("M17", "M19", "M21")
"""Mechanisms of what seldom happens (troops, the end of a war, deals): they need more histories."""
RARE_SIZE = {**SIZE, "draws": 48}
NEEDED = 2.0
TINY = 1e-9
Means: TypeAlias = dict[tuple[str, str], Floats]
"""The mean of an outcome over the horizon, (draw, replicate), by code and outcome."""
USUAL = "as_is"
OWN: dict[str, tuple[tuple[str, str], ...]] = {
    "M1": (("BLR", "sponsor_support"), ("TJK", "sponsor_support"), ("RUS", "sponsor_capacity")),
    "M2": (("BLR", "dependence"), ("KAZ", "dependence"), ("RUS", "dependence")),
    "M3": (("RUS", "sanction_coverage"), ("BLR", "sanction_listings"), ("BLR", "enforcement")),
    "M4": (("RUS", "evasion"), ("RUS", "effective_sanctions"), ("BLR", "effective_sanctions")),
    "M5": (("RUS", "gdp"), ("BLR", "hardship"), ("KAZ", "growth")),
    "M6": (("BLR", "repression_civic"), ("KAZ", "repression_physical"), ("RUS", "repression")),
    "M7": (("RUS", "turnout"), ("BLR", "turnout"), ("BLR", "prisoner_inflow")),
    "M8": (("RUS", "durability"), ("BLR", "durability"), ("TJK", "broken")),
    "M9": (("BLR", "turnout"), ("KAZ", "turnout"), ("ARM", "turnout")),
    "M10": (("KAZ", "detentions"), ("KGZ", "turnout"), ("ARM", "turnout")),
    "M11": (("BLR", "detentions"), ("KAZ", "detentions"), ("ARM", "detentions")),
    "M12": (("BLR", "prisoners_true"), ("RUS", "prisoners_true"), ("BLR", "prisoner_inflow")),
    "M13": (("BLR", "organisations"), ("KGZ", "campaign_infrastructure"), ("RUS", "media_reach")),
    "M14": (("KGZ", "tools"), ("BLR", "watchlist"), ("RUS", "watchlist")),
    "M15": (("RUS", "media_reach"), ("BLR", "media_reach"), ("KGZ", "repression_civic")),
    "M16": (("BLR", "exile"), ("RUS", "exile"), ("KAZ", "exile")),
    "M17": (("KAZ", "durability"), ("KGZ", "durability"), ("ARM", "detentions")),
    "M18": (("XWR", "force_ratio"), ("XWR", "front")),
    "M19": (("RUS", "durability"), ("RUS", "sponsor_capacity"), ("BLR", "sponsor_support")),
    "M20": (("USA", "attention"), ("USA", "support"), ("EUU", "unity")),
    "M21": (("BLR", "prisoner_outflow"), ("KGZ", "repression_civic"), ("BLR", "prisoner_inflow")),
    "M22": (("AZE", "detentions"), ("AZE", "prisoner_inflow"), ("RUS", "prisoner_inflow")),
    "M23": (("DEU", "arrivals"), ("DEU", "populists"), ("EUU", "unity")),
    "M24": (("BLR", "prisoners_recognised"), ("RUS", "prisoners_recognised")),
}
"""The outcomes that each mechanism moves by its own equations, and where: (code, outcome)."""


@dataclass(frozen=True)
class Earned:
    """How far one own outcome moves without its mechanism, and in how many errors."""

    mechanism: str
    code: str
    outcome: str
    as_it_is: float
    without: float
    errors: float
    errors_within_draws: float

    @property
    def passed(self) -> bool:
        """Return whether the outcome moves by more than two Monte Carlo errors."""
        return max(abs(self.errors), self.errors_within_draws) > NEEDED


def cases(study: Study) -> tuple[Case, ...]:
    """Return the study's case with everything on, and without each mechanism."""
    on = dict.fromkeys(MECHANISMS, True)
    usual = study.cases[0].model_copy(update={"name": USUAL, "mechanisms": on})
    without = [
        usual.model_copy(update={"name": name, "mechanisms": on | {name: False}})
        for name in MECHANISMS
    ]
    return (usual, *without)


def rows_of(study: Study, names: Sequence[str], folder: str) -> dict[str, Means]:
    """Return the mean of each outcome over the horizon, (draw, replicate), for each case."""
    draws = tuple(range(study.draws))
    told = study.to_manifest()
    paths = lives.live_pasts(PastJob(told, draws, study.seed, folder)).paths
    pasts = dict(zip(draws, paths, strict=True))
    found: dict[str, Means] = {}
    for name in names:
        started = time.monotonic()
        units = tuple(
            Unit(draw, name, BASELINE, 0, replicate)
            for draw in draws
            for replicate in range(study.replicates)
        )
        rows = lives.live_futures(FutureJob(told, units, study.seed, pasts, folder))
        found[name] = means(study, rows.countries, "country") | means(
            study, rows.actors or {}, "actor"
        )
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    return found


def means(study: Study, columns: Mapping[str, Any], place: str) -> Means:
    """Return means over all dates, (draw, replicate), of each code's outcomes.

    The rows of a job stand in the order (draw, replicate), code, date.
    """
    codes = list(dict.fromkeys(columns[place].tolist()))
    shape = (study.draws, study.replicates, len(codes), -1)
    outcomes = [name for name in columns if name in BY_NAME]
    return {
        (code, name): columns[name].reshape(shape)[:, :, at].astype(float).mean(axis=-1)
        for at, code in enumerate(codes)
        for name in outcomes
    }


def compared(mechanism: str, code: str, outcome: str, found: dict[str, Means]) -> Earned:
    """Return how far an outcome moves without a mechanism."""
    whole, bare = found[USUAL][code, outcome], found[mechanism][code, outcome]
    gap = on_scale(outcome, bare) - on_scale(outcome, whole)
    error = float(gap.std(ddof=1) / np.sqrt(gap.size))
    return Earned(
        mechanism,
        code,
        outcome,
        float(whole.mean()),
        float(bare.mean()),
        float(gap.mean()) / error if error > 0.0 else 0.0,
        within_draws(gap),
    )


def on_scale(outcome: str, values: Floats) -> Floats:
    """Return values on the scale on which the outcome is compared: as they are, logs or logits."""
    scale = BY_NAME[outcome].scale
    if scale == "linear":
        return values
    inside = np.clip(values, TINY, 1.0 - TINY if scale == "logit" else None)
    logs: Floats = np.log(inside)
    return logs - np.log(1.0 - inside) if scale == "logit" else logs


def within_draws(gap: Floats) -> float:
    """Return by how many errors the effects within draws differ from none, whatever their sign.

    Under no effect a replicate's gap is as likely positive as negative: the sum over draws of the
    size of the mean gap is compared with the mean and spread that it has when signs are flipped.
    """
    replicates = gap.shape[1]
    flips = np.arange(2**replicates)[:, None] >> np.arange(replicates)
    signs = 1.0 - 2.0 * (flips & 1)
    sizes = np.abs(signs @ gap.T) / replicates
    spread = float(np.sqrt(sizes.var(axis=0).sum()))
    if spread <= 0.0:
        return 0.0
    return float(sizes[0].sum() - sizes.mean(axis=0).sum()) / spread


def best(mechanism: str, found: dict[str, Means]) -> Earned:
    """Return the own outcome of a mechanism that moves most."""
    rows = [compared(mechanism, code, outcome, found) for code, outcome in OWN[mechanism]]
    return max(rows, key=lambda row: max(abs(row.errors), row.errors_within_draws))


def earned_by(mechanisms: Sequence[str], size: dict[str, int]) -> list[dict[str, Any]]:
    """Return what some mechanisms earn in histories of a size."""
    if not mechanisms:
        return []
    whole = load_study("documents").sized(**size)
    study = whole.model_copy(update={"cases": cases(whole)})
    with tempfile.TemporaryDirectory() as folder:
        found = rows_of(study, (USUAL, *mechanisms), folder)
    runs = {"draws": size["draws"], "replicates": size["replicates"]}
    rows = (best(mechanism, found) for mechanism in mechanisms)
    return [{**asdict(row), "passed": row.passed, **runs} for row in rows]


def main() -> int:
    """Live all cases, write what was found, and say which mechanisms fail."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", nargs="*", default=list(OWN), help="mechanisms to knock out")
    asked.add_argument("--out", type=Path, default=OUT)
    given = asked.parse_args()
    rows = earned_by([name for name in given.only if name not in RARE], SIZE)
    rows += earned_by([name for name in given.only if name in RARE], RARE_SIZE)
    rows.sort(key=lambda row: list(OWN).index(row["mechanism"]))
    told = {"study": "documents", "size": SIZE, "needed": NEEDED, "mechanisms": rows}
    given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    failed = [row["mechanism"] for row in rows if not row["passed"]]
    print(f"{len(rows) - len(failed)} of {len(rows)} mechanisms move an outcome of their own")
    print(f"without effect: {', '.join(failed)}" if failed else "none is without effect")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
