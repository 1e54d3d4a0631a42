"""What a study will cost before it is run: runs, time and disk, with a short probe of the pace."""

from __future__ import annotations

import time
from dataclasses import dataclass

from politeia.experiment import design
from politeia.experiment.progress import span
from politeia.experiment.run import BYTES_A_CITIZEN, BYTES_A_VALUE
from politeia.outcomes import COUNTRIES
from politeia.scenario.study import Study

PROBE_WEEKS = 12
MOST_PROBE_SECONDS = 5.0
BESIDE = 1.2
"""Time of a study over that of its weeks and looks: founding, recording, writing (measured)."""
START_SECONDS = 4.0
"""Until workers have loaded the model (measured)."""


@dataclass(frozen=True)
class Pace:
    """Seconds that one history takes: for a week, and for a look at how fragile rule is."""

    week: float
    look: float


@dataclass(frozen=True)
class Price:
    """What a study asks for, and what that takes."""

    name: str
    points: int
    worlds: int
    policies: int
    cases: int
    draws: int
    replicates: int
    runs: int
    run_weeks: int
    pasts: int
    past_weeks: int
    seconds: float
    workers: int
    pace: Pace
    bytes: int

    def told(self) -> str:
        """Return the price in words."""
        apart = f" in {self.worlds} worlds, each with its own pasts" if self.worlds > 1 else ""
        workers = "1 worker" if self.workers == 1 else f"{self.workers} workers"
        return "\n".join(
            [
                f"{self.name}: {_many(self.runs, 'run')} of {self.run_weeks} weeks, after "
                f"{_many(self.pasts, 'past')} of {self.past_weeks} weeks",
                f"  {_many(self.points, 'point')}{apart}, {_many(self.policies, 'arm')} "
                f"(with baseline, placebo and null arm), {_many(self.cases, 'case')}, "
                f"{_many(self.draws, 'draw')}, {_many(self.replicates, 'replicate')}",
                f"  time: about {span(self.seconds)} on {workers} "
                f"(a short probe took {self.pace.week * 1e6:.0f} µs a week of a run)",
                f"  disk: about {_size(self.bytes)}",
            ]
        )


def price(study: Study, workers: int) -> Price:
    """Return what a study takes on so many workers; lives a few weeks of a batch to find out."""
    from politeia.lives import PROBE_YEARS, WEEKS

    manifest = study.to_manifest()
    plan = design.plan(manifest)
    largest = max(map(len, plan.batches))
    pace = pace_of(study, largest)
    runs, pasts = len(plan.units), sum(map(len, plan.pasts)) * study.particles
    before = study.branch_week - study.start_week
    looks = sum(WEEKS * year < study.horizon for year in PROBE_YEARS)
    lived = (runs * study.horizon + pasts * before) * pace.week + runs * looks * pace.look
    busy = min(workers, max(len(plan.batches), len(plan.pasts)))
    return Price(
        name=study.name,
        points=len(study.points),
        worlds=len(set(plan.past_of)),
        policies=len(design.policies(manifest)),
        cases=len(study.cases),
        draws=study.draws,
        replicates=study.replicates,
        runs=runs,
        run_weeks=study.horizon,
        pasts=pasts,
        past_weeks=before,
        seconds=START_SECONDS + lived * BESIDE / busy,
        workers=workers,
        pace=pace,
        bytes=_bytes(study, runs, pasts),
    )


def _bytes(study: Study, runs: int, pasts: int) -> int:
    """Return about how much disk runs and pasts of a study take."""
    countries = len(study.world.regimes)
    records = study.horizon // study.record_every + 1
    rows = runs * countries * records * len(COUNTRIES) * BYTES_A_VALUE
    return rows + pasts * countries * study.nodes * BYTES_A_CITIZEN


def pace_of(study: Study, runs: int) -> Pace:
    """Return the pace of the study's histories in batches of ``runs``, found by living a few."""
    from politeia import lives, probe
    from politeia.chance import key_of_life

    keys = [key_of_life(study.seed, 0, place, "probe") for place in range(runs)]
    draws = [place % study.draws for place in range(runs)]
    model = lives.founded(study, study.cases[0], draws, keys, study.seed)
    model.week = study.branch_week
    model.hand_over()
    model.step()
    began, weeks = time.perf_counter(), 0
    while weeks < PROBE_WEEKS and time.perf_counter() - began < MOST_PROBE_SECONDS:
        model.step()
        weeks += 1
    lived = time.perf_counter()
    probe.look(model)
    looked = time.perf_counter()
    return Pace((lived - began) / (weeks * runs), (looked - lived) / runs)


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
