"""Lives in which nothing happens: what a study costs beside its histories, and what it needs.

    python benchmarks/idle.py FOLDER RUNS

lives a study of RUNS idle runs into FOLDER and prints its peak memory in megabytes, so that each
size has a process of its own.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from politeia.experiment import jobs
from politeia.experiment.jobs import FutureJob, FutureRows, Lives, PastJob, PastReport, Unit
from politeia.experiment.run import Wishes, run

COUNTRIES = ("ARM", "AZE", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB")
FIRST = np.datetime64("2024-04-01", "D")
WEEKS, EVERY, REPLICATES = 520, 4, 8
OUTCOMES = ("repression", "turnout")
POLICIES = 25


def study(runs: int, horizon: int = WEEKS) -> dict[str, Any]:
    """Return a study of ``runs`` runs, a multiple of 200: 25 policies and 8 replicates a draw."""
    named = ["baseline", "placebo", *(f"policy_{n}" for n in range(POLICIES - 3))]
    world = {"start": "2012-01-02", "regimes": {code: {} for code in COUNTRIES}}
    return {
        "name": "idle", "title": "Idle", "question": "What does the engine cost?",
        "policies": [{"name": name, "levers": []} for name in named],
        "cases": [{"name": "as_is"}], "countries": list(COUNTRIES), "outcomes": list(OUTCOMES),
        "draws": runs // (POLICIES * REPLICATES), "replicates": REPLICATES, "particles": 16,
        "nodes": 10, "horizon": horizon, "record_every": EVERY, "branch": str(FIRST), "seed": 5,
        "world": world,
    }  # fmt: skip


def pasts(job: PastJob) -> PastReport:
    """Return pasts without a state."""
    many = len(job.draws)
    paths = [Path(job.folder) / f"past-{draw:05d}.npz" for draw in job.draws]
    for path in paths:
        np.savez(path, nothing=np.zeros(1))
    zeros = (0.0,) * many
    return PastReport(job.draws, tuple(map(str, paths)), zeros, zeros, zeros, (), ("",) * many)


def futures(job: FutureJob) -> FutureRows:
    """Return rows that differ by unit, country and date, without having lived."""
    records = job.study["horizon"] // EVERY + 1
    dates = FIRST + np.arange(records) * np.timedelta64(7 * EVERY, "D")
    rows = len(COUNTRIES) * records
    columns: dict[str, Any] = {
        name: np.repeat([getattr(unit, name) for unit in job.units], rows)
        for name in ("policy", "case", "point", "draw", "replicate")
    }
    columns["country"] = np.tile(np.repeat(COUNTRIES, records), len(job.units))
    columns["date"] = np.tile(dates, len(COUNTRIES) * len(job.units))
    level = np.repeat([_level(unit) for unit in job.units], rows)
    wave = np.sin(np.arange(rows * len(job.units)))
    columns |= {name: (level + 0.1 * wave).astype(np.float32) for name in OUTCOMES}
    return FutureRows(columns)


def _level(unit: Unit) -> float:
    return 0.3 + 0.01 * (unit.draw % 7) + 0.02 * (unit.replicate % 5)


def values(_study: Mapping[str, Any], _case: str, draws: Sequence[int]) -> Any:
    """Return what the draws are lived with: one parameter that moves nothing."""
    return jobs.Values({"idle.mood": np.array(draws) / 7.0}, ("idle.mood",))  # type: ignore[attr-defined]


def idle_lives() -> Lives:
    """Return the functions above as the lives of a study."""
    asked = Lives.__dataclass_fields__
    given = {"pasts": pasts, "futures": futures, "values": values}
    return Lives(**{name: given[name] for name in asked})  # type: ignore[arg-type]


def live(folder: Path, runs: int, horizon: int = WEEKS) -> Path:
    """Run, or go on with, an idle study."""
    return run(study(runs, horizon), folder, Wishes(lives=idle_lives()))


def peak_megabytes() -> float:
    """Return the largest memory of this process since its program began.

    What ``getrusage`` tells on Linux goes back to the process that started this one.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = status.read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    import idle  # workers know these functions by the module's own name

    idle.live(Path(sys.argv[1]), int(sys.argv[2]))
    print(peak_megabytes())
