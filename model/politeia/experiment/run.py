"""Run a study: live what is missing of its pasts and futures, and keep what comes of them.

What lies in the folder already, whatever study has asked for it, is not lived again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from politeia.errors import MachineTrouble
from politeia.experiment import design, files, provenance, store, worker
from politeia.experiment.identity import Ids, ids_of
from politeia.experiment.jobs import Lives, Manifest, Unit
from politeia.experiment.lived import Lived
from politeia.experiment.places import choose_folder
from politeia.experiment.progress import telling
from politeia.experiment.work import Asked, Work, weeks_in_all
from politeia.outcomes import COUNTRIES

BYTES_A_VALUE = 3
BYTES_A_CITIZEN = 24
"""Rough sizes on the disk, used to tell a disk that is too small before anything is lived."""


def _silence(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Share:
    """A part of a study, number ``number`` of ``of``, counted from 1."""

    number: int = 1
    of: int = 1

    @property
    def name(self) -> str:
        """Return what the part is called; the whole has no name."""
        return f"{self.number}-of-{self.of}" if self.of > 1 else ""


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
    elsewhere: bool = False
    """Whether workers may have another Politeia than this process: then they are asked."""
    share: Share = Share()
    say: Callable[[str], None] = _silence


def run(study: Manifest, out: Path, wishes: Wishes | None = None) -> Path:
    """Run a resolved study and return its result folder, which is ``out`` or a fresh one beside it.

    Raises:
        BadInput: when ``out`` holds something else, or a worker finds the study at fault.
        MachineTrouble: when the disk cannot take the results, or some runs failed; what was
            finished stays, and the same call goes on with the rest.
    """
    return Run.of(study, wishes or Wishes()).into(out)


@dataclass(frozen=True)
class Run:
    """A study that is asked for: its units, what they are lived with, and how they are called."""

    study: Manifest
    wishes: Wishes
    identity: Mapping[str, Any]
    units: tuple[Unit, ...]
    lived: Lived
    ids: Ids

    @classmethod
    def of(cls, study: Manifest, wishes: Wishes) -> Run:
        """Return the run of a resolved study."""
        units = design.plan(study, wishes.batch).units
        identity = {
            "format": store.FORMAT,
            "study": study,
            "seed": study["seed"],
            "digest": provenance.digests(study),
            "versions": provenance.versions(),
        }
        lived = Lived(study, wishes.lives, sorted({unit.draw for unit in units}))
        ground = {**identity["digest"], "versions": identity["versions"]}
        return cls(study, wishes, identity, units, lived, ids_of(study, units, ground, lived))

    def into(self, out: Path) -> Path:
        """Live what is missing in a folder, and return that."""
        runs = set(self.ids.runs.values())
        folder = choose_folder(out, self.identity, runs, self.wishes.fresh)
        known = {run for receipt in store.receipts(folder) for run in receipt.runs}
        mine = self.mine(folder)
        files.check_room(folder, self._bytes_needed(self.missing(mine, known)))
        store.found_folder(folder)
        with files.held(folder, self.wishes.share.name):
            self._live(folder, mine)
        return folder

    def asked(self, folder: Path) -> Asked:
        """Return what workers are told."""
        ground = provenance.installed() if self.wishes.elsewhere else None
        bench = worker.Bench(self.wishes.lives, str(folder.absolute()), ground)
        return Asked(self.study, self.ids, bench)

    def mine(self, folder: Path) -> list[Unit]:
        """Return the units of this share, one for each run: those of the plan, cut in even parts.

        Neighbours go on from the same pasts, so that few of them are lived by more than one share.
        """
        first: dict[str, Unit] = {}
        for unit in self.units:
            first.setdefault(self.ids.runs[unit], unit)
        batches = self.asked(folder).batches(first.values(), self.wishes.batch)
        units = [unit for batch in batches for unit in batch.units]
        share, many = self.wishes.share, len(units)
        return units[(share.number - 1) * many // share.of : share.number * many // share.of]

    def missing(self, units: Sequence[Unit], known: Mapping[str, object] | set[str]) -> list[Unit]:
        """Return the units whose runs are not known."""
        return [unit for unit in units if self.ids.runs[unit] not in known]

    def _live(self, folder: Path, mine: list[Unit]) -> None:
        with files.writing(folder):
            stock = self._tidy(folder)
            missing = self.missing(mine, stock.batches)
            if self._stands(folder, stock):
                return
            manifest = self._begin(folder, stock, missing)
        asked = self.asked(folder)
        work = Work(asked, self.wishes.batch)
        with telling(weeks_in_all(asked, missing), quiet=self.wishes.quiet) as work.teller:
            for receipt in work.do(missing, self.wishes.workers, self.wishes.executor):
                stock.add(receipt)
        with files.writing(folder):
            self._end(folder, manifest, stock, work)

    def _tidy(self, folder: Path) -> store.Stock:
        """Return what lies in the folder; what is damaged is named and put away to be re-made."""
        stock = store.take_stock(folder)
        for name in stock.damaged:
            self.wishes.say(f"{folder / name} is damaged: what it held is lived again")
        store.discard(folder, stock.damaged)
        if not self.wishes.share.name:
            store.sweep(folder)
        return stock

    def _stands(self, folder: Path, stock: store.Stock) -> bool:
        """Return whether the folder holds this very study, finished and whole."""
        path = folder / store.MANIFEST
        found = store.read_manifest(folder) if path.is_file() else {}
        same = all(found.get(key) == value for key, value in files.plain(self.identity).items())
        whole = not self.missing(self.units, stock.batches)
        tables = bool(found.get("finished")) and not store.unsound_tables(folder, found)
        return tables and same and whole

    def _begin(self, folder: Path, stock: store.Stock, missing: list[Unit]) -> dict[str, Any]:
        """Write the manifest of a run that is not finished, and the design; return the manifest."""
        manifest = {
            **self.identity,
            "parameters": "prior",
            "preview": design.is_preview(self.study),
            "policies": design.policies(self.study),
            "cases": design.cases(self.study),
            "units": len(self.units),
            "runs": len(set(self.ids.runs.values())),
            "command": self.wishes.command,
            "started": _now(),
            "finished": None,
        }
        store.write_manifest(folder, manifest)
        planned: dict[str, str] = {}
        for batch in self.asked(folder).batches(missing, self.wishes.batch):
            runs = [self.ids.runs[unit] for unit in batch.units]
            planned |= dict.fromkeys(runs, store.batch_name(runs))
        self._write_design(folder, {**planned, **stock.batches})
        store.write_uncertainties(folder, self.lived.uncertainties(self.units))
        return manifest

    def _write_design(self, folder: Path, batches: Mapping[str, str]) -> None:
        """Write the design; a run of another share, whose batch is not known yet, has none."""
        runs = self.ids.runs
        past_of = self.ids.past_of
        rows = [
            (unit, runs[unit], past_of(self.study, unit), batches.get(runs[unit], ""))
            for unit in self.units
        ]
        store.write_design(folder, rows)

    def _end(self, folder: Path, manifest: dict[str, Any], stock: store.Stock, work: Work) -> None:
        """Write down how the run ended.

        Raises:
            MachineTrouble: when a run failed.
        """
        for receipt in store.receipts(folder):
            stock.add(receipt)
        store.write_failures(folder, work.failures)
        pasts = dict.fromkeys(self.ids.pasts.values())
        manifest["pasts"] = store.pasts_block(folder, pasts)
        left = len({self.ids.runs[unit] for unit in self.missing(self.units, stock.batches)})
        if not left:
            self._write_design(folder, stock.batches)
            manifest["batches"] = len(set(stock.batches.values()))
            manifest["tables"] = store.sums_of_tables(folder)
            manifest["finished"] = _now()
        store.write_manifest(folder, manifest)
        if work.failures:
            raise MachineTrouble(
                f"{len(work.failures)} of {manifest['runs']} runs failed, the first with: "
                f"{work.failures[0].message}; see {folder / store.FAILURES}. "
                "The same command tries them again and keeps what is done"
            )
        if left:
            self.wishes.say(f"{left} of {manifest['runs']} runs are left to other shares")

    def _bytes_needed(self, units: Sequence[Unit]) -> int:
        """Return about how much disk some units and their pasts take."""
        study = self.study
        countries = len(study["world"]["regimes"])
        records = study["horizon"] // study["record_every"] + 1
        rows = len(units) * countries * records * len(COUNTRIES) * BYTES_A_VALUE
        pasts = len({self.ids.past_of(study, unit) for unit in units})
        citizens = pasts * study["particles"] * countries * study["nodes"]
        return int(rows + citizens * BYTES_A_CITIZEN)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
