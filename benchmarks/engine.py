"""What a study costs beside its histories: a run, memory, going on, reading, a second worker."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import idle
from street import Street
from timing import seconds

from politeia.analysis import reading
from politeia.errors import BadInput
from politeia.experiment.jobs import FutureJob, FutureRows, Lives
from politeia.experiment.run import Wishes, run

SMALL, MIDDLE, LARGE = 400, 1_000, 10_000
STEPS = 3_000
"""Citizens' steps of a batch where workers are compared: somewhat below a second."""
SPINS = 60_000_000


def overhead(folder: Path, runs: int = MIDDLE) -> float:
    """Return milliseconds a run that does nothing and records once adds to a study.

    The difference of two studies, so that what a study costs by its start is not counted.
    """
    idle.live(folder / "warm", 200, 0)
    small = seconds(lambda: idle.live(folder / "few", 200, 0))
    large = seconds(lambda: idle.live(folder / "many", 200 + runs, 0))
    return 1e3 * (large - small) / runs


def memory(folder: Path, quick: bool) -> dict[str, float]:
    """Return the peak memory of sweeps of several sizes, each in a process of its own."""
    sizes = (SMALL, MIDDLE) if quick else (MIDDLE, LARGE)
    return {str(size): _peak(folder / f"idle-{size}", size) for size in sizes}


def _peak(folder: Path, runs: int) -> float:
    script = Path(idle.__file__)
    command = [sys.executable, str(script), str(folder), str(runs)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(told.stdout)


def resumed(folder: Path, runs: int) -> list[float]:
    """Return the seconds of running a finished study again; none where the store refuses to."""
    try:
        return [seconds(lambda: idle.live(folder, runs))]
    except BadInput:
        return []


def read(folder: Path) -> float:
    """Return the seconds from a result folder to the numbers of a fan over all its runs."""
    return seconds(lambda: reading.measure(reading.open_results(folder), "countries", ["turnout"]))


def _spin(times: int) -> int:
    number = 1
    for step in range(times):
        number = (number * 3 + step) & 0xFFFF
    return number


def spins(workers: int) -> None:
    """Spin in as many processes at once, each through the same loop."""
    context = get_context("spawn")
    ours = [context.Process(target=_spin, args=(SPINS,)) for _ in range(workers)]
    for process in ours:
        process.start()
    for process in ours:
        process.join()


def stepping(job: FutureJob) -> FutureRows:
    """Live a batch as citizens' steps that belong to no country."""
    street = Street(2_000, 128)
    for _ in range(job.study["steps"]):
        street.step()
    return idle.futures(job)


def two_workers(folder: Path, times: int, runs: int = 2_000) -> dict[str, float]:
    """Return the speed-up by a second worker, and that of two bare loops timed in turn with it.

    The difference of a study of many steps and one of few, so that the start of the workers, which
    a study pays once, is not counted.
    """
    shares: list[float] = []
    gains: list[float] = []
    for turn in range(times):
        loops = 2 * seconds(lambda: spins(1)) / seconds(lambda: spins(2))
        alone, both = (_seconds_of(folder / str(turn), runs, workers) for workers in (1, 2))
        gains.append(alone / both)
        shares.append(alone / both / loops)
    return {"speed_up": _middle(gains), "of_two_loops": _middle(shares)}


def _seconds_of(folder: Path, runs: int, workers: int) -> float:
    plain = idle.idle_lives()
    known: Mapping[str, Any] = {name: getattr(plain, name) for name in Lives.__dataclass_fields__}
    wishes = Wishes(workers=workers, lives=Lives(**{**known, "futures": stepping}))

    def live(steps: int) -> float:
        told = {**idle.study(runs, 0), "steps": steps}
        return seconds(lambda: run(told, folder / f"{workers}-{steps}", wishes))

    return -live(1) + live(STEPS)


def _middle(values: Sequence[float]) -> float:
    return float(statistics.median(values))
