"""The whole model of the default study: a week by parts, an awake week, and 10,000 runs of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from timing import seconds

from politeia import lives, state
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.scenario.load import load_study
from politeia.scenario.study import Study
from politeia.theories.people import crowd

STUDY = "documents"
POLICIES, DRAWS, REPLICATES, PARTICLES, BATCH = 25, 50, 8, 16, 128


class Whole:
    """The whole model of the default study at its branch, stepped and timed by parts."""

    def __init__(self, folder: Path, nodes: int, draws: int = 4) -> None:
        study = load_study(STUDY)
        self.study: Study = study.sized(draws=draws, replicates=1, particles=1, nodes=nodes)
        manifest = self.study.to_manifest()
        report = lives.live_pasts(PastJob(manifest, tuple(range(draws)), 1, str(folder)))
        self.paths = dict(zip(report.draws, report.paths, strict=True))
        self.states = {draw: state.read(Path(path)) for draw, path in self.paths.items()}

    def units(self, runs: int) -> list[Unit]:
        """Return ``runs`` units of the baseline over the draws."""
        case, draws = self.study.cases[0].name, len(self.paths)
        return [Unit(run % draws, case, "baseline", 0, 0) for run in range(runs)]

    def week(self, runs: int, weeks: int) -> dict[str, float]:
        """Return seconds a week of the whole batch, and of its citizens' kernels alone."""
        case = self.study.cases[0]
        model = lives.future(self.study, case, self.units(runs), 1, self.states)
        model.step()
        spent = {"kernel": 0.0}
        plain = crowd.step

        def timed(*arrays: Any) -> None:
            spent["kernel"] += seconds(lambda: plain(*arrays))

        crowd.step = timed  # type: ignore[assignment]
        try:
            whole = seconds(lambda: [model.step() for _ in range(weeks)])
        finally:
            crowd.step = plain  # type: ignore[assignment]
        return {"whole": whole / weeks, "kernel": spent["kernel"] / weeks}

    def awake(self, runs: int, share: float, weeks: int) -> float:
        """Return seconds a week where ``share`` of the country-weeks live by days."""
        case = self.study.cases[0]
        model = lives.future(self.study, case, self.units(runs), 1, self.states)
        model.settings = replace(model.settings, off=model.settings.off | {"M10", "M8"})
        model.step()
        every = max(1, round(1.0 / share)) if share else 0

        def live() -> None:
            for week in range(weeks):
                for place, country in enumerate(model.countries):
                    country.people.mood[:] = -5.0
                    country.people.active[:] = 1e-6
                    country.people.turnout[:] = 1e-6
                    if every:
                        chosen = (np.arange(runs) + place + week) % every == 0
                        country.people.next_size[:] = np.where(chosen, 1e-6, 0.0)
                        country.people.next_day[:] = np.where(chosen, 0.0, -1.0)
                model.step()

        return seconds(live) / weeks

    def single(self) -> float:
        """Return the seconds of one ten-year future, once all is compiled."""
        job = FutureJob(self.study.to_manifest(), tuple(self.units(1)), 1, self.paths, "")
        lives.live_futures(job)
        return seconds(lambda: lives.live_futures(job))


def ten_thousand_runs(folder: Path, nodes: int = 2_000) -> dict[str, Any]:
    """Return how long 10,000 runs take on two cores, reckoned from one block of each kind.

    Lived are the pasts of 8 draws, 16 particles each, and one batch of 128 ten-year futures under
    16 policies. They are multiplied by the blocks and batches that the sweep has, and shared out
    over two cores as if these did not slow each other; reading, writing and start are not in it.
    """
    draws = BATCH // PARTICLES
    study = load_study(STUDY).sized(draws=draws, replicates=REPLICATES, nodes=nodes)
    manifest = study.to_manifest()
    past = PastJob(manifest, tuple(range(draws)), 1, str(folder))
    lived: list[Any] = []
    of_pasts = seconds(lambda: lived.append(lives.live_pasts(past)))
    names = [policy.name for policy in study.policies][: BATCH // REPLICATES]
    case = study.cases[0].name
    units = [Unit(0, case, name, 0, luck) for name, luck in product(names, range(REPLICATES))]
    future = FutureJob(manifest, tuple(units), 1, {0: lived[0].paths[0]}, str(folder))
    of_futures = seconds(lambda: lives.live_futures(future))
    blocks, runs = DRAWS / draws, POLICIES * DRAWS * REPLICATES
    whole = blocks * of_pasts + runs / len(units) * of_futures
    return {
        "minutes_on_two_cores": whole / 2 / 60,
        "share_of_the_pasts": blocks * of_pasts / whole,
        "lived_pasts": draws * PARTICLES,
        "seconds_of_them": of_pasts,
        "lived_futures": len(units),
        "seconds_of_these": of_futures,
        "reckoned_runs": runs,
    }
