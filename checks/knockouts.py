"""What each mechanism of tier 1 earns: the same histories with it and without it.

A mechanism passes where an outcome of its own, named before the run, moves by more than two Monte
Carlo errors. Histories with and without share parameters and luck. A mechanism that cannot be
switched off is reported as such and fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from living import Lot, at_priors, study_of

from politeia.calendar import week_of
from politeia.quantity import Floats
from politeia.record import observe

STUDY = "world: eurasia\nmechanisms: {M14: true, M15: true, M22: true, M23: true}\n"
AFTER = 104
"""Weeks lived after the branch."""
NEEDED = 2.0
OWN: dict[str, tuple[tuple[str, str], ...]] = {
    "M1": (("BLR", "sponsor_support"), ("TJK", "sponsor_support")),
    "M3": (("RUS", "sanction_coverage"), ("BLR", "sanction_coverage")),
    "M4": (("RUS", "evasion"), ("RUS", "effective_sanctions")),
    "M5": (("RUS", "gdp"), ("RUS", "hardship")),
    "M6": (("BLR", "repression_civic"), ("KAZ", "repression_physical"), ("RUS", "repression")),
    "M8": (("RUS", "broken"), ("BLR", "durability")),
    "M9": (("BLR", "turnout"), ("KAZ", "turnout")),
    "M10": (("KAZ", "detentions"), ("RUS", "detentions")),
    "M11": (("BLR", "detentions"), ("KAZ", "detentions")),
    "M12": (("BLR", "prisoners_true"), ("RUS", "prisoners_true")),
    "M13": (("BLR", "organisations"), ("KAZ", "organisations")),
    "M20": (("XSN", "attention"),),
    "M24": (("BLR", "prisoners_recognised"), ("RUS", "prisoners_recognised")),
}


@dataclass(frozen=True)
class Earned:
    """How far an outcome moves without its mechanism, in Monte Carlo errors of the difference."""

    mechanism: str
    outcome: str
    country: str
    difference: float
    errors: float
    switchable: bool

    @property
    def passed(self) -> bool:
        """Return whether the outcome moves by more than two Monte Carlo errors."""
        return self.switchable and abs(self.errors) > NEEDED


def live(draws: Sequence[int], off: frozenset[str], seed: int) -> dict[tuple[str, str], Floats]:
    """Return the mean of each own outcome over the weeks after the branch, (run,) each."""
    study = study_of(STUDY)
    parameters, switches = at_priors(study, study.cases[0], draws, seed)
    branch = study.branch_week
    lot = Lot(study, parameters, switches, seed + int(draws[0]), branch, branch, off)
    model = lot.model()
    first = week_of(study.world.start)
    watched = [(code, name) for pairs in OWN.values() for code, name in pairs]
    sums: dict[tuple[str, str], Any] = {}
    while model.week < branch + AFTER:
        if model.week == branch:
            model.hand_over()
        model.step()
        if model.week <= first + 1:
            continue
        for code, name in watched:
            seen = _seen(model, name, code)
            sums[code, name] = sums.get((code, name), 0.0) + seen
    return sums


def _seen(model: Any, name: str, code: str) -> Floats:
    """Return an outcome; durability and the attention of all senders are read off here."""
    if name == "attention":
        held = [sender.attention for sender in model.senders]
        return np.asarray(sum(held[1:], held[0].copy()))
    if name == "durability":
        elite = model.countries[model.place[code]].elite
        return np.asarray(np.exp(-elite.total_hazard))
    return observe(model, name, code).copy()


def compare(
    whole: dict[tuple[str, str], Floats], without: dict[str, dict[tuple[str, str], Floats]]
) -> list[Earned]:
    """Return the own outcome that moves most, for each mechanism."""
    found = []
    for mechanism, pairs in OWN.items():
        if mechanism not in without:
            continue
        rows = [_moved(mechanism, code, name, whole, without[mechanism]) for code, name in pairs]
        found.append(max(rows, key=lambda row: abs(row.errors)))
    return found


def _moved(
    mechanism: str,
    code: str,
    name: str,
    whole: dict[tuple[str, str], Floats],
    bare: dict[tuple[str, str], Floats],
) -> Earned:
    gap = bare[code, name] - whole[code, name]
    changed = any(
        not np.array_equal(bare[key], whole[key], equal_nan=True) for key in whole if key in bare
    )
    error = float(gap.std(ddof=1) / np.sqrt(len(gap)))
    size = float(gap.mean())
    return Earned(mechanism, name, code, size, size / error if error > 0 else 0.0, changed)
