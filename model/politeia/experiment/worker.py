"""What a worker does with a job: it lives it, and lays the outcome on the disk.

The model is imported here, when the first job comes, so that whoever only gives out work never
loads it. Paths travel back, not rows.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia.errors import MachineTrouble
from politeia.experiment.jobs import (
    FutureJob,
    FutureRows,
    Lives,
    Manifest,
    PastJob,
    PastReport,
    Unit,
    Values,
)

if TYPE_CHECKING:
    from politeia.experiment.store import Past, Receipt


def _live_pasts(job: PastJob) -> PastReport:
    from politeia.lives import live_pasts

    return live_pasts(job)


def _live_futures(job: FutureJob) -> FutureRows:
    from politeia.lives import live_futures

    return live_futures(job)


def _values(study: Manifest, case: str, draws: Sequence[int]) -> Values:
    from politeia.lives import values

    return values(study, case, draws)


MODEL = Lives(pasts=_live_pasts, futures=_live_futures, values=_values)
"""The model of this package."""


@dataclass(frozen=True)
class Bench:
    """Where and by what a job is lived: the model, the result folder, what the rows stand on.

    ``ground`` is given where workers may have another Politeia than who gives out the work.
    """

    lives: Lives
    folder: str
    ground: Mapping[str, Any] | None = None


def live_pasts(bench: Bench, job: PastJob, ids: Mapping[int, str]) -> list[Past]:
    """Live the pasts of a job, and keep each state under the id of its past.

    Raises:
        MachineTrouble: when the worker does not see the folder, or has another model.
    """
    from politeia.experiment import store

    folder = _checked(bench)
    own = Path(tempfile.mkdtemp(prefix=".living-", dir=folder / store.PASTS))
    try:
        report = bench.lives.pasts(replace(job, folder=str(own)))
        return store.keep_pasts(folder, report, ids)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def live_futures(bench: Bench, job: FutureJob, runs: Mapping[Unit, str]) -> Receipt:
    """Live the futures of a job and keep their rows; return the receipt of the batch.

    Raises:
        MachineTrouble: when the worker does not see the folder, or has another model.
        ValueError: when rows of a unit are missing, doubled or of a unit that was not asked for.
    """
    from politeia.experiment import rows, store

    folder = _checked(bench)
    tables = rows.tables(bench.lives.futures(job), runs)
    return store.keep_batch(folder, [runs[unit] for unit in job.units], tables)


def _checked(bench: Bench) -> Path:
    """Return the result folder of a job, if this worker may write in it."""
    folder = Path(bench.folder)
    if not folder.is_dir():
        told = f"the worker on {socket.gethostname()} does not see {folder}"
        raise MachineTrouble(f"{told}: all workers of a cluster must share the folder of results")
    if bench.ground is not None:
        different = _different(tuple(sorted(bench.ground.items())))
        if different:
            told = f"the worker on {socket.gethostname()} has another model"
            raise MachineTrouble(f"{told}: {', '.join(different)}")
    return folder


@cache
def _different(ground: tuple[tuple[str, str], ...]) -> list[str]:
    """Return in words what this process has otherwise; looked up once a process."""
    from politeia.experiment.provenance import installed

    here = installed()
    return [f"{name} is {here.get(name)}, not {told}" for name, told in ground
            if here.get(name) != told]  # fmt: skip
