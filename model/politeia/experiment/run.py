"""Run a study: live its pasts and futures in batches and keep what comes of them.

A future is given out as soon as the pasts of its batch are there. What a killed run has finished is
not lived again.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from politeia.calendar import week_of
from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import design, provenance, store, worker
from politeia.experiment.crew import Crew, Done, Task
from politeia.experiment.jobs import (
    Failure,
    FutureJob,
    Lives,
    Manifest,
    PastJob,
    PastReport,
    Receipt,
    Unit,
)
from politeia.experiment.progress import Silence, Teller, telling
from politeia.outcomes import COUNTRIES

BYTES_A_VALUE = 3
BYTES_A_CITIZEN = 24
"""Rough sizes on the disk, used to tell a disk that is too small before anything is lived."""


@dataclass(frozen=True)
class Wishes:
    """How a study is to be run, beside what it says itself."""

    workers: int = 1
    fresh: bool = False
    quiet: bool = True
    batch: int = design.BATCH
    command: str = ""
    lives: Lives = worker.MODEL
    executor: Callable[[], Executor] | None = None
    """Makes the executor that lives the batches; a pool of ``workers`` processes by default."""


def run(study: Manifest, out: Path, wishes: Wishes | None = None) -> Path:
    """Run a resolved study and return its result folder, which is ``out`` or a fresh one beside it.

    Raises:
        BadInput: when ``out`` holds something else, or a worker finds the study at fault.
        MachineTrouble: when the disk cannot take the results, or some jobs failed; what was
            finished stays, and the same call goes on with the rest.
    """
    wishes = wishes or Wishes()
    plan = design.plan(study, wishes.batch)
    identity = _identity(study, plan)
    folder = store.choose_folder(out, identity, wishes.fresh)
    store.check_room(folder, _bytes_needed(study, plan))
    store.found_folder(folder)
    with store.held(folder):
        manifest = _begin(folder, plan, identity, wishes)
        with telling(_weeks_in_all(study, plan), quiet=wishes.quiet) as teller:
            ledger = Ledger(study, plan, folder, wishes, teller)
            ledger.work()
        _end(folder, manifest, ledger)
    return folder


def _identity(study: Manifest, plan: design.Plan) -> dict[str, Any]:
    """Return what two runs have in common when their rows may lie in one folder."""
    return {
        "format": store.FORMAT,
        "study": study,
        "seed": study["seed"],
        "digest": provenance.digests(study),
        "versions": provenance.versions(),
        "batches": len(plan.batches),
    }


def _begin(
    folder: Path, plan: design.Plan, identity: Mapping[str, Any], wishes: Wishes
) -> dict[str, Any]:
    """Write the design and the manifest of a run that is not finished, and return the manifest."""
    manifest = {
        **identity,
        "parameters": "prior",
        "preview": design.is_preview(identity["study"]),
        "policies": design.policies(identity["study"]),
        "cases": design.cases(identity["study"]),
        "units": len(plan.units),
        "command": wishes.command,
        "started": _now(),
        "finished": None,
    }
    store.write_design(folder, plan.batches)
    store.write_json(folder / store.MANIFEST, manifest)
    return manifest


def _end(folder: Path, manifest: dict[str, Any], ledger: Ledger) -> None:
    """Write down how the run ended.

    Raises:
        MachineTrouble: when a job failed.
    """
    store.write_failures(folder, ledger.failures)
    manifest["pasts"] = _pasts_block(ledger.reports)
    if not ledger.failures:
        files = sorted((name, rows) for r in ledger.receipts for name, rows in r.files.items())
        manifest["files"] = {
            name: {"rows": rows, "sha256": store.checksum(folder / name)} for name, rows in files
        }
        manifest["finished"] = _now()
    store.write_json(folder / store.MANIFEST, manifest)
    if ledger.failures:
        raise MachineTrouble(
            f"{len(ledger.failures)} of the jobs failed, the first with: "
            f"{ledger.failures[0].message}; see {folder / store.FAILURES}. "
            "The same command tries them again and keeps what is done"
        )


def _pasts_block(reports: Mapping[int, PastReport]) -> dict[str, Any]:
    """Return how close the pasts came to the record, for the manifest."""
    found = [report for _, report in sorted(reports.items())]
    rows = [
        {
            "draw": draw,
            "state": f"{store.PASTS}/{Path(report.paths[place]).name}",
            "log_likelihood": report.log_likelihood[place],
            "effective_number": report.effective_number[place],
            "inside": report.inside[place],
        }
        for report in found
        for place, draw in enumerate(report.draws)
    ]
    return {
        "draws": rows,
        "seen_targets": sorted({target for report in found for target in report.seen_targets}),
        "problems": [problem for report in found for problem in report.problems],
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class Ledger:
    """Which pasts and batches of a study are done, which can be given out, which have failed."""

    study: Manifest
    plan: design.Plan
    folder: Path
    wishes: Wishes
    teller: Teller = field(default_factory=Silence)
    reports: dict[int, PastReport] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    waiting: dict[int, tuple[Unit, ...]] = field(default_factory=dict)
    queue: deque[Task] = field(default_factory=deque)

    def work(self) -> None:
        """Do all that is not done yet.

        Raises:
            BadInput: when a worker finds the study at fault.
            MachineTrouble: when the disk fails, since then no job can be kept.
        """
        self.teller.tell(0, "loading the model")
        self._find_batches()
        self._find_pasts()
        for done in Crew(self.wishes.workers, self.wishes.executor).work(self.queue):
            self._note(done)

    def _find_batches(self) -> None:
        """Take note of batches that an earlier try has finished; the others wait for pasts."""
        for batch, units in enumerate(self.plan.batches):
            rows = store.rows_of(self.folder, batch)
            if rows is None:
                self.waiting[batch] = units
            else:
                self._keep_receipt(Receipt(batch, rows))

    def _find_pasts(self) -> None:
        """Take note of pasts that an earlier try has lived, and line up the others."""
        for number, draws in enumerate(self.plan.pasts):
            report = store.read_report(self._pasts_folder, number, draws)
            if report is None:
                self.queue.append(self._past_task(number, draws))
            else:
                self._keep_report(number, report)

    def _past_task(self, number: int, draws: tuple[int, ...]) -> Task:
        world = self.plan.worlds[number]
        folder = str(self._pasts_folder)
        job = PastJob(self.study, draws, self.study["seed"], folder, point=world)
        call = functools.partial(worker.live_pasts, self.wishes.lives, job, number)
        return Task(f"past {number}", call)

    def _future_task(self, batch: int, units: tuple[Unit, ...]) -> Task:
        lived = self._states()
        pasts = {unit.draw: lived[self._past_of(unit)] for unit in units}
        job = FutureJob(self.study, units, self.study["seed"], pasts, str(self.folder), batch)
        call = functools.partial(worker.live_futures, self.wishes.lives, job)
        return Task(f"future {batch}", call)

    def _note(self, done: Done) -> None:
        """Take note of a task that has ended."""
        kind, number = done.task.name.split()
        if isinstance(done.error, BadInput):
            raise done.error
        if store.is_disk_trouble(done.error):
            raise MachineTrouble(f"the results cannot be written: {done.error}") from done.error
        if done.error is not None:
            self.failures.append(self._failure(kind, int(number), done))
        elif kind == "past":
            self._keep_report(int(number), done.result)
        else:
            self._keep_receipt(done.result)

    def _keep_report(self, number: int, report: PastReport) -> None:
        """Keep the report of a block of pasts, and line up the batches that waited for it alone."""
        self.reports[number] = report
        weeks = len(report.draws) * self.study["particles"] * weeks_before_branch(self.study)
        self.teller.tell(weeks, self._doing())
        lived = self._states()
        for batch, units in list(self.waiting.items()):
            if all(self._past_of(unit) in lived for unit in units):
                self.queue.append(self._future_task(batch, self.waiting.pop(batch)))

    def _keep_receipt(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)
        units = len(self.plan.batches[receipt.batch])
        self.teller.tell(units * self.study["horizon"], self._doing())

    def _states(self) -> dict[tuple[int, int], str]:
        """Return the state file of each world and draw whose past is lived."""
        return {
            (self.plan.worlds[number], draw): path
            for number, report in self.reports.items()
            for draw, path in zip(report.draws, report.paths, strict=True)
        }

    def _past_of(self, unit: Unit) -> tuple[int, int]:
        """Return the world and draw of a future's past."""
        return self.plan.past_of[unit.point], unit.draw

    def _failure(self, kind: str, number: int, done: Done) -> Failure:
        units = self.plan.batches[number] if kind == "future" else ()
        draws = self.plan.pasts[number] if kind == "past" else _draws(units)
        message = f"{type(done.error).__name__}: {done.error}"
        return Failure(done.task.name, draws, tuple(units), message, done.story)

    def _doing(self) -> str:
        """Return in words what is being done."""
        draws = sum(len(report.draws) for report in self.reports.values())
        of_draws = sum(map(len, self.plan.pasts))
        if draws < of_draws:
            return f"living the pasts: {draws} of {of_draws} draws"
        futures = sum(len(self.plan.batches[receipt.batch]) for receipt in self.receipts)
        return f"living the futures: {futures} of {len(self.plan.units)}"

    @property
    def _pasts_folder(self) -> Path:
        return self.folder / store.PASTS


def _draws(units: tuple[Unit, ...]) -> tuple[int, ...]:
    return tuple(sorted({unit.draw for unit in units}))


def weeks_before_branch(study: Manifest) -> int:
    """Return how many weeks a past of the study has."""
    first, last = (date.fromisoformat(day) for day in (study["world"]["start"], study["branch"]))
    return week_of(last) - week_of(first)


def _weeks_in_all(study: Manifest, plan: design.Plan) -> float:
    """Return the weeks that all histories of a study live together."""
    draws = sum(map(len, plan.pasts))
    pasts = draws * study["particles"] * weeks_before_branch(study)
    return float(pasts + len(plan.units) * study["horizon"])


def _bytes_needed(study: Manifest, plan: design.Plan) -> int:
    """Return about how much disk the results of a study take."""
    countries = len(study["world"]["regimes"])
    records = study["horizon"] // study["record_every"] + 1
    rows = len(plan.units) * countries * records * len(COUNTRIES) * BYTES_A_VALUE
    draws = sum(map(len, plan.pasts))
    citizens = draws * study["particles"] * countries * study["nodes"]
    return int(rows + citizens * BYTES_A_CITIZEN)
