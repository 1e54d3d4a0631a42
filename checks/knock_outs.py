"""What each of the 24 mechanisms earns in ``documents``: its knock-out against the world as it is.

All cases branch from the same pasts and share parameters and luck; from the branch on one mechanism
is off. A mechanism passes where one of its own outcomes, named here before the run, moves by more
than two Monte Carlo errors: of the mean over all pairs, or, where the sign of an effect is open
between draws, of the mean size of the effect within a draw beyond what replicates explain.

``make knock-outs`` writes ``results/checks/knock_outs.json`` and fails where a mechanism does.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from politeia import lives
from politeia.experiment.jobs import BASELINE, FutureJob, PastJob, Unit
from politeia.levers_table import MECHANISMS
from politeia.scenario.load import load_study
from politeia.scenario.study import Case, Study

OUT = Path(__file__).parents[1] / "results" / "checks" / "knock_outs.json"
SIZE = {"draws": 16, "replicates": 8, "particles": 8, "nodes": 500, "horizon": 156}
NEEDED = 2.0
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


def rows_of(study: Study, names: Sequence[str], folder: str) -> dict[str, pd.DataFrame]:
    """Return the mean of each outcome over the horizon by run and code, for each case."""
    draws = tuple(range(study.draws))
    told = study.to_manifest()
    paths = lives.live_pasts(PastJob(told, draws, study.seed, folder)).paths
    pasts = dict(zip(draws, paths, strict=True))
    found = {}
    for name in names:
        started = time.monotonic()
        units = tuple(
            Unit(draw, name, BASELINE, 0, replicate)
            for draw in draws
            for replicate in range(study.replicates)
        )
        rows = lives.live_futures(FutureJob(told, units, study.seed, pasts, folder))
        found[name] = pd.concat([means(rows.countries, "country"), means(rows.actors, "actor")])
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    return found


def means(columns: dict[str, np.ndarray], place: str) -> pd.DataFrame:
    """Return means over all dates: a row for (code, outcome), a column for (draw, replicate)."""
    table = pd.DataFrame(columns).rename(columns={place: "code"})
    table = table.drop(columns=["policy", "case", "point", "date"])
    by_run = table.groupby(["code", "draw", "replicate"]).mean()
    return by_run.stack(future_stack=True).unstack(["draw", "replicate"]).dropna(how="all")


def compared(mechanism: str, code: str, outcome: str, found: dict[str, pd.DataFrame]) -> Earned:
    """Return how far an outcome moves without a mechanism."""
    whole = found[USUAL].loc[(code, outcome)].sort_index()
    bare = found[mechanism].loc[(code, outcome)].sort_index()
    gap = bare - whole
    error = float(gap.std(ddof=1) / np.sqrt(len(gap)))
    return Earned(
        mechanism,
        code,
        outcome,
        float(whole.mean()),
        float(bare.mean()),
        float(gap.mean()) / error if error > 0.0 else 0.0,
        within_draws(gap),
    )


def within_draws(gap: pd.Series) -> float:
    """Return by how many errors the effects within draws differ from none, whatever their sign.

    Under no effect each draw's squared mean over its error is an F of (1, replicates - 1); the sum
    over draws is compared with the mean and spread that it then has, found by sign flips.
    """
    table = gap.unstack("draw").to_numpy()
    signs = 1.0 - 2.0 * np.array(
        [[(flip >> row) & 1 for row in range(len(table))] for flip in range(2 ** len(table))]
    )
    sizes = np.abs(signs @ table) / len(table)
    spread = np.sqrt(sizes.var(axis=0).sum())
    if spread <= 0.0:
        return 0.0
    return float((sizes[0].sum() - sizes.mean(axis=0).sum()) / spread)


def report(found: dict[str, pd.DataFrame]) -> list[Earned]:
    """Return the own outcome that moves most, for each mechanism."""
    best = []
    for mechanism, pairs in OWN.items():
        rows = [compared(mechanism, code, outcome, found) for code, outcome in pairs]
        best.append(max(rows, key=lambda row: max(abs(row.errors), row.errors_within_draws)))
    return best


def main() -> int:
    """Live all cases, write what was found, and say which mechanisms fail."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", nargs="*", default=list(OWN), help="mechanisms to knock out")
    asked.add_argument("--out", type=Path, default=OUT)
    given = asked.parse_args()
    whole = load_study("documents").sized(**SIZE)
    study = whole.model_copy(update={"cases": cases(whole)})
    with tempfile.TemporaryDirectory() as folder:
        found = rows_of(study, (USUAL, *given.only), folder)
    earned = [row for row in report(found | _absent(found)) if row.mechanism in given.only]
    told = {"study": study.name, "size": SIZE, "seed": study.seed, "needed": NEEDED}
    rows = [{**asdict(row), "passed": row.passed} for row in earned]
    given.out.write_text(json.dumps(told | {"mechanisms": rows}, indent=1) + "\n", "utf-8")
    failed = [row.mechanism for row in earned if not row.passed]
    print(f"{len(earned) - len(failed)} of {len(earned)} mechanisms move an outcome of their own")
    print(f"without effect: {', '.join(failed)}" if failed else "none is without effect")
    return int(bool(failed))


def _absent(found: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: found[USUAL] for name in OWN if name not in found}


if __name__ == "__main__":
    sys.exit(main())
