"""Whether claims can come out either way: the sign of each lever's contrast over prior draws.

A claim whose sign is fixed by the form of the equations is no result. For each row of core 6 a
lever (or a case, where no sender holds the lever) is moved, and the contrast of one outcome to the
baseline is averaged over replicates with common luck, draw by draw. A row is open where the
contrast is positive in more than 20 % of draws and negative in more than 20 %.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from living import study_of

from politeia import lives
from politeia.arms import BASELINE
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.quantity import Floats
from politeia.scenario.study import Study

OPEN = 0.2
HORIZON = 520
"""Weeks lived after the branch: ten years, the span of which the claims speak."""
MECHANISMS = "mechanisms: {M14: true, M15: true, M22: true, M23: true}\n"
USUAL = "as_is"


@dataclass(frozen=True)
class Claim:
    """One row of core 6: what is moved, by policy or case, against what, and what is read.

    ``per_cost`` compares two policies by their effect per point of political cost.
    """

    row: str
    moved: str
    country: str
    outcome: str
    against: str = BASELINE
    group: str = "levers"
    per_cost: bool = False


CLAIMS = (
    Claim(
        "C12 enforcement against packages",
        "enforcement",
        "RUS",
        "effective_sanctions",
        "new_packages",
        per_cost=True,
    ),
    Claim("C17 visa bans", "visa_bans", "BLR", "durability"),
    Claim("C5/C24 speech", "end_silence", "KAZ", "repression_civic"),
    Claim("C13 propping up withdrawn", "stop_propping_up", "AZE", "durability"),
    Claim("C15 engagement", "re_engagement", "BLR", "repression"),
    Claim("C18/C21/C23 sponsor's backing", "no_credit", "BLR", "repression", USUAL, "lifeline"),
    Claim("C10 aid in a war", "military_aid", "BLR", "durability"),
    Claim("C9/C20 prestige events", "decline_prestige_events", "RUS", "prisoners_true"),
    Claim("C26 pressure on the patron", "hold_the_enabler_accountable", "BLR", "sponsor_support"),
    Claim("C35 invited troops", "no_troops", "KAZ", "person_days", USUAL, "troops"),
    Claim("C40/C51 open routes", "open_routes", "BLR", "prisoners_true"),
    Claim("C28/C29 retaliation and rally", "sectoral_sanctions", "BLR", "turnout"),
)
POLICIES = sorted(
    {name for c in CLAIMS if c.group == "levers" for name in (c.moved, c.against)} - {BASELINE}
)
STUDIES = {
    "levers": f"world: eurasia\npolicies: [{', '.join(POLICIES)}]\n{MECHANISMS}",
    "lifeline": "world: eurasia\nbranch: 2020-08-03\ncases:\n"
    f"  {USUAL}: {{}}\n  no_credit: {{set: {{support.peak_credit: 0}}}}\n{MECHANISMS}",
    "troops": "world: eurasia\nbranch: 2021-12-27\ncases:\n"
    f"  {USUAL}: {{}}\n  no_troops: {{mechanisms: {{M17: false}}}}\n{MECHANISMS}",
}


@dataclass(frozen=True)
class Sign:
    """How often the contrast of a claim is positive, negative and nothing."""

    claim: Claim
    positive: float
    negative: float
    median: float

    @property
    def passed(self) -> bool:
        """Return whether both signs come out in more than a fifth of draws."""
        return self.positive > OPEN and self.negative > OPEN


def contrasts(group: str, draws: Sequence[int], replicates: int, seed: int) -> dict[str, Floats]:
    """Return the contrast of each claim of a group, (draw,), by its row."""
    study = study_of(STUDIES[group], f"signs_{group}").sized(
        particles=replicates, replicates=replicates, nodes=500, horizon=HORIZON, seed=seed
    )
    study = study.model_copy(update={"filter": ()})
    with tempfile.TemporaryDirectory() as folder:
        table = _lived(study, group, draws, replicates, seed, folder)
    claims = [claim for claim in CLAIMS if claim.group == group]
    return {claim.row: _contrast(table, claim, draws) for claim in claims}


def _lived(
    study: Study, group: str, draws: Sequence[int], replicates: int, seed: int, folder: str
) -> pd.DataFrame:
    manifest = study.to_manifest()
    past = lives.live_pasts(PastJob(manifest, tuple(draws), seed, folder))
    kept = dict(zip(draws, past.paths, strict=True))
    arms = [(USUAL, name) for name in (BASELINE, *POLICIES)]
    if group != "levers":
        arms = [(case.name, BASELINE) for case in study.cases]
    tables = []
    for case, policy in arms:
        units = tuple(Unit(d, case, policy, 0, r) for d in draws for r in range(replicates))
        rows = lives.live_futures(FutureJob(manifest, units, seed, kept, folder))
        wanted = sorted({c.outcome for c in CLAIMS if c.group == group})
        keys = ["case", "policy", "draw", "replicate", "country"]
        table = pd.DataFrame({name: rows.countries[name] for name in (*keys, *wanted)})
        mean = table.groupby([*keys[:3], "country"])[wanted].mean().reset_index()
        mean["cost"] = mean["draw"].map(_costs(rows.actors)).fillna(0.0)
        tables.append(mean)
    return pd.concat(tables)


def _costs(actors: Any) -> dict[int, float]:
    """Return the political cost of an arm by draw: the last of each sender, summed, in points."""
    table = pd.DataFrame({k: actors[k] for k in ("draw", "replicate", "actor", "political_cost")})
    last = table.dropna().groupby(["draw", "replicate", "actor"])["political_cost"].last()
    return dict(last.groupby(["draw", "replicate"]).sum().groupby("draw").mean())


def _contrast(table: pd.DataFrame, claim: Claim, draws: Sequence[int]) -> Floats:
    """Return moved less baseline by draw; a difference within rounding is none."""
    arm = "policy" if claim.group == "levers" else "case"
    here = table[table["country"] == claim.country]
    by_arm = {
        name: here[here[arm] == name].set_index("draw")[claim.outcome].reindex(list(draws))
        for name in (claim.moved, claim.against)
    }
    moved = by_arm[claim.moved].to_numpy(np.float64)
    still = by_arm[claim.against].to_numpy(np.float64)
    if claim.per_cost:
        rest = here[here[arm] == BASELINE].set_index("draw")[claim.outcome].reindex(list(draws))
        none = rest.to_numpy(np.float64)
        spent = [
            here[here[arm] == name].set_index("draw")["cost"].reindex(list(draws)).to_numpy()
            for name in (claim.moved, claim.against)
        ]
        moved, still = (
            (value - none) / np.maximum(cost, 1e-9)
            for value, cost in zip((moved, still), spent, strict=True)
        )
    gap = np.asarray(moved - still, dtype=np.float64)
    return np.where(np.abs(gap) <= 1e-6 * np.maximum(np.abs(still), 1e-9), 0.0, gap)


def signs(found: dict[str, Floats]) -> list[Sign]:
    """Return the signs of all claims that have contrasts."""
    return [
        Sign(claim, float((gap > 0).mean()), float((gap < 0).mean()), float(np.median(gap)))
        for claim in CLAIMS
        for gap in (found.get(claim.row),)
        if gap is not None and len(gap)
    ]
