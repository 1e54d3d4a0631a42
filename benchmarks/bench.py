"""Speed and memory: ratios taken in one run, A and B in turn, medians; writes ``bench.json``.

Machines differ and are shared, so a figure that is quoted is a ratio to something timed beside
it: copying the same citizens, the object-by-object reference, a quiet run. The only times in seconds
are those that a user waits for.

    python benchmarks/bench.py [--quick] [--out benchmarks/bench.json]
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from politeia import lives
from politeia.citizens import CitizensModel, Dials
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.network import Network, draw_network
from politeia.scenario.load import load_study
from politeia.scenario.study import Study
from politeia.theories.people import crowd

HERE = Path(__file__).parent
STUDY = "documents"
TYPICAL = (-9.0, 1.5, 3.7, 0.0028, 0.4, 1e-4, 0.06, 0.9, 1.0, 8.0)
"""Dials of a quiet street, in the order of ``crowd.DIALS``."""


def seconds(act: Callable[[], Any]) -> float:
    """Return how long ``act`` takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def in_turn(acts: dict[str, Callable[[], Any]], times: int) -> dict[str, float]:
    """Return the median seconds of each act, all of them timed in turn ``times`` times."""
    for act in acts.values():
        act()
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(times):
        for name, act in acts.items():
            taken[name].append(seconds(act))
    return {name: statistics.median(values) for name, values in taken.items()}


def citizens(nodes: int, runs: int, times: int) -> dict[str, float]:
    """Return the speed of the citizens' step against copying four bytes a citizen."""
    network = draw_network(nodes)
    active = np.full((nodes, runs), 1e-4, dtype=np.float32)
    after, ever, copied = active.copy(), np.zeros_like(active), np.empty_like(active)
    dials = np.repeat(np.array(TYPICAL, dtype=np.float32)[:, None], runs, axis=1)
    turnout = np.empty(runs)

    def step() -> None:
        crowd.step(active, after, ever, network.sees, network.leaning, dials, turnout)

    taken = in_turn({"step": step, "copy": lambda: np.copyto(copied, active)}, times)
    return {
        "million_citizen_steps_a_second": nodes * runs / taken["step"] / 1e6,
        "share_of_copying": taken["copy"] / taken["step"],
    }


def reference(nodes: int, runs: int, times: int) -> float:
    """Return how many times faster the kernel is than the object-by-object citizens, a citizen."""
    network = draw_network(nodes)
    model = CitizensModel(network, Dials(*TYPICAL))
    active = np.full((nodes, runs), 1e-4, dtype=np.float32)
    after, ever = active.copy(), np.zeros_like(active)
    dials = np.repeat(np.array(TYPICAL, dtype=np.float32)[:, None], runs, axis=1)
    turnout = np.empty(runs)

    def step() -> None:
        crowd.step(active, after, ever, network.sees, network.leaning, dials, turnout)

    taken = in_turn({"objects": model.step, "kernel": step}, times)
    return (taken["objects"] / nodes) / (taken["kernel"] / (nodes * runs))


def slope(sizes: list[int], measured: list[float]) -> float:
    """Return the slope of log time against log size."""
    return float(np.polyfit(np.log(sizes), np.log(measured), 1)[0])


def slope_of_citizens(times: int) -> float:
    """Return how time grows with citizens from 64 thousand to 4 million."""
    sizes = [64_000, 512_000, 4_096_000]
    return slope(sizes, [_step_of(size, 1, times) for size in sizes])


def slope_of_runs(times: int) -> float:
    """Return how time grows with runs from 640 to 6,400, lived in batches of 128."""
    step = {
        runs: (lambda n=runs: [_batch() for _ in range(n // 128)]) for runs in (640, 1920, 6400)
    }
    _prepare()
    taken = in_turn({str(runs): act for runs, act in step.items()}, times)
    return slope(list(step), list(taken.values()))


_HELD: dict[str, Any] = {}


def _prepare() -> None:
    network = draw_network(2000)
    active = np.full((2000, 128), 1e-4, dtype=np.float32)
    dials = np.repeat(np.array(TYPICAL, dtype=np.float32)[:, None], 128, axis=1)
    _HELD.update(network=network, active=active, after=active.copy(), dials=dials)
    _HELD.update(ever=np.zeros_like(active), turnout=np.empty(128))


def _batch() -> None:
    network: Network = _HELD["network"]
    crowd.step(
        _HELD["active"], _HELD["after"], _HELD["ever"], network.sees, network.leaning,
        _HELD["dials"], _HELD["turnout"],
    )  # fmt: skip


def _step_of(nodes: int, runs: int, times: int) -> float:
    network = draw_network(nodes)
    active = np.full((nodes, runs), 1e-4, dtype=np.float32)
    after, ever, turnout = active.copy(), np.zeros_like(active), np.empty(runs)
    dials = np.repeat(np.array(TYPICAL, dtype=np.float32)[:, None], runs, axis=1)

    def step() -> None:
        crowd.step(active, after, ever, network.sees, network.leaning, dials, turnout)

    return in_turn({"step": step}, times)["step"]


class Whole:
    """The whole model of the default study at its branch, stepped and timed by parts."""

    def __init__(self, folder: Path, nodes: int, draws: int = 4) -> None:
        study = load_study(STUDY)
        self.study: Study = study.sized(draws=draws, replicates=1, particles=1, nodes=nodes)
        manifest = self.study.to_manifest()
        report = lives.live_pasts(PastJob(manifest, tuple(range(draws)), 1, str(folder)))
        self.paths = dict(zip(report.draws, report.paths, strict=True))
        self.states = {draw: _read(path) for draw, path in self.paths.items()}

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
        model.settings = _without_chance(model.settings)
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


def _without_chance(settings: Any) -> Any:
    from dataclasses import replace

    return replace(settings, off=settings.off | {"M10", "M8"})


def _read(path: str) -> Any:
    from politeia import state

    return state.read(Path(path))


def help_seconds(times: int) -> float:
    """Return the seconds that ``politeia --help`` takes as a process."""
    command = [str(Path(sys.executable).parent / "politeia"), "--help"]
    run = lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
    return in_turn({"help": run}, times)["help"]


def measure(quick: bool) -> dict[str, Any]:
    """Return every figure, each with the bar that it is held against."""
    times = 3 if quick else 9
    cached, beyond = citizens(2_000, 128, 20 * times), citizens(100_000, 128, times)
    with tempfile.TemporaryDirectory() as folder:
        whole = Whole(Path(folder), nodes=2000)
        weeks = 20 if quick else 60
        batch = [whole.week(128, weeks) for _ in range(3)]
        other = statistics.median(b["whole"] - b["kernel"] for b in batch) / 128
        kernel = statistics.median(b["kernel"] for b in batch) / 128
        pairs = [(whole.awake(128, 0.05, weeks), whole.awake(128, 0.0, weeks)) for _ in range(3)]
        active = statistics.median(a / q for a, q in pairs)
        single = whole.single()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "citizens_in_cache": {**cached, "bar": "share_of_copying >= 0.05"},
        "citizens_beyond_cache": {**beyond, "bar": "share_of_copying >= 0.15"},
        "kernel_over_objects": {"ratio": reference(2_000, 128, times), "bar": ">= 1000"},
        "active_weeks": {"ratio": active, "bar": "5 % active country-weeks cost <= 1.6 of quiet"},
        "all_but_citizens": {"microseconds_a_run_week": other * 1e6, "bar": "<= 40 at 128 runs"},
        "citizens": {"microseconds_a_run_week": kernel * 1e6},
        "single_run": {"seconds_for_ten_years": single, "bar": "<= 3"},
        "slope_of_citizens": {"slope": slope_of_citizens(times), "bar": "0.9-1.1"},
        "slope_of_runs": {"slope": slope_of_runs(times), "bar": "0.95-1.05"},
        "help": {"seconds": help_seconds(times), "bar": "< 0.5"},
        "memory": {"peak_megabytes": peak},
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--out", type=Path, default=HERE / "bench.json")
    given = parser.parse_args()
    found = measure(given.quick)
    found["machine"] = {
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
    }
    given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
