"""A study that is killed again and again while it is lived, and what is left of it.

As a program it lives a study of the fake model in a folder: ``killing.py FOLDER WORKERS``.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fake_lives
from folders import everything

from politeia.experiment import crew, design, provenance, store
from politeia.experiment.jobs import FutureJob, FutureRows, Lives, PastJob, PastReport
from politeia.experiment.run import Wishes, run

STUDY = fake_lives.study(draws=8)
RUNS = len(design.plan(STUDY).units)
BATCH = 4
SECONDS_A_JOB = 0.02
LONGEST = 0.8
"""Seconds that the workers of an undisturbed run are busy, about."""
KILLS_A_STUDY = 5
EARLY = 0.1
"""Share of the kills that may come before there are workers."""


def slow_pasts(job: PastJob) -> PastReport:
    """Live pasts so slowly that they can be killed."""
    time.sleep(SECONDS_A_JOB)
    return fake_lives.live_pasts(job)


def slow_futures(job: FutureJob) -> FutureRows:
    """Live futures so slowly that they can be killed."""
    time.sleep(SECONDS_A_JOB)
    return fake_lives.live_futures(job)


def _still(study: Mapping[str, Any]) -> dict[str, str]:  # noqa: ARG001
    """Return digests that stay while others edit the package beside this."""
    return {"model": "0"}


def live(folder: Path, workers: int, lives: Lives) -> None:
    """Live the study in a folder, whatever lies there already."""
    provenance.digests = _still
    crew.PRELOADED = ("fake_lives",)
    run(STUDY, folder, Wishes(workers=workers, lives=lives, batch=BATCH, say=print))


@dataclass
class Tally:
    """How often what was killed, and over how many whole studies."""

    kills: Counter[str] = field(default_factory=Counter)
    studies: int = 0
    missing: int = 0
    doubled: int = 0
    different: int = 0
    """Studies that have not, bit for bit, what an undisturbed one has."""

    @property
    def is_sound(self) -> bool:
        """Return whether nothing was lost, doubled or changed."""
        return not (self.missing or self.doubled or self.different)

    @property
    def all(self) -> int:
        """Return how many processes were killed."""
        return sum(self.kills.values())


def kill_often(place: Path, kills: int, luck: int = 0) -> Tally:
    """Kill studies at moments of luck until ``kills`` are done, and look at each at its end."""
    provenance.digests = _still
    expected = everything(run(STUDY, place / "undisturbed", Wishes(lives=fake_lives.FAKE)))
    moments, tally = _lucky(luck), Tally()
    while tally.all < kills:
        folder = place / f"killed-{tally.studies}"
        most = min(kills, tally.all + KILLS_A_STUDY)
        while not _lives_on(folder, moments, tally, most):
            pass
        runs = [run for receipt in store.receipts(folder) for run in receipt.runs]
        tally.studies += 1
        tally.missing += RUNS - len(set(runs))
        tally.doubled += len(runs) - len(set(runs))
        tally.different += everything(folder) != expected
    return tally


def _lucky(luck: int) -> Iterator[float]:
    """Yield numbers in [0, 1) that depend on ``luck`` alone."""
    number = 0
    while True:
        drawn = hashlib.sha256(f"{luck} {number}".encode()).digest()
        yield int.from_bytes(drawn[:8], "big") / 2**64
        number += 1


def _lives_on(folder: Path, moments: Iterator[float], tally: Tally, most: int) -> bool:
    """Start the study and kill it, or some of its workers; return whether it came to its end."""
    process = subprocess.Popen(
        [sys.executable, __file__, str(folder), "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    early = next(moments) < EARLY
    while not early and not _workers(process.pid) and process.poll() is None:
        time.sleep(0.005)
    while process.poll() is None and tally.all < most:
        time.sleep(next(moments) * LONGEST)
        workers = _workers(process.pid)
        if next(moments) < 0.5 and workers:
            _kill(workers[0])
            tally.kills["worker"] += 1
        elif process.poll() is None:
            _kill(process.pid)
            process.wait()
            tally.kills["main process"] += 1
            return False
    return process.wait() == 0


def _workers(process: int) -> list[int]:
    """Return the worker processes of a run: the children of its fork server."""
    return [worker for server in _children(process) for worker in _children(server)]


def _children(process: int) -> list[int]:
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in found.split()]


def _kill(process: int) -> None:
    """Kill a process, which may have ended by itself meanwhile."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    import killing

    slow = Lives(killing.slow_pasts, killing.slow_futures, fake_lives.values)
    live(Path(sys.argv[1]), int(sys.argv[2]), slow)
