"""The work of a study: which pasts and futures are to be lived, given out, done, failed.

A future is given out as soon as the past that it goes on from is there. Where a job fails it is
given out again in halves, so that the run at fault is found and takes no other with it.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from itertools import count, groupby
from pathlib import Path

from politeia.calendar import week_of
from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import store, worker
from politeia.experiment.crew import Crew, Done, Task, WorkerDied
from politeia.experiment.design import even_parts
from politeia.experiment.files import is_disk_trouble, refused
from politeia.experiment.identity import Ids, PastKey, past_key, past_point
from politeia.experiment.jobs import Failure, FutureJob, Manifest, PastJob, Unit
from politeia.experiment.progress import Silence, Teller
from politeia.experiment.store import Past, Receipt

MOST_SINGLED_OUT = 256
"""Failed runs after which jobs are no longer halved: what fails everywhere is not looked for."""
MOST_DEATHS = 20
"""Workers that may die one after the other with nothing done in between."""


@dataclass(frozen=True)
class Block:
    """Pasts that are lived together, all in one world."""

    keys: tuple[PastKey, ...]

    def halves(self) -> tuple[Block, ...]:
        """Return two blocks, none where there is but one past."""
        middle = len(self.keys) // 2
        return (Block(self.keys[:middle]), Block(self.keys[middle:])) if middle else ()


@dataclass(frozen=True)
class Batch:
    """Futures that are lived together, all in one world and one case."""

    units: tuple[Unit, ...]

    def halves(self) -> tuple[Batch, ...]:
        """Return two batches, none where there is but one future."""
        middle = len(self.units) // 2
        return (Batch(self.units[:middle]), Batch(self.units[middle:])) if middle else ()


@dataclass(frozen=True)
class Asked:
    """What is to be lived: a study, the ids of its futures and pasts, and the bench to do it on."""

    study: Manifest
    ids: Ids
    bench: worker.Bench

    @property
    def folder(self) -> Path:
        """Return the result folder."""
        return Path(self.bench.folder)

    def batches(self, units: Iterable[Unit], most: int) -> Iterator[Batch]:
        """Yield units in batches of at most ``most``, each of one world and one case.

        The histories of a batch are one model; a model of few costs nearly what one of many does.
        """
        models: dict[tuple[int, str], list[Unit]] = {}
        for unit in sorted(units):
            models.setdefault((past_point(self.study, unit.point), unit.case), []).append(unit)
        for _, alike in sorted(models.items()):
            yield from map(Batch, even_parts(alike, most))

    def keys_of(self, units: Iterable[Unit]) -> dict[str, PastKey]:
        """Return the pasts that units go on from, by id."""
        return {self.ids.past_of(self.study, u): past_key(self.study, u) for u in units}


@dataclass
class Work:
    """What of a study is done, what can be given out, and what has failed."""

    asked: Asked
    most: int
    teller: Teller = field(default_factory=Silence)
    pasts: dict[str, Past] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    lived: int = 0
    units: int = 0
    deaths: int = 0
    waiting: dict[str, set[Batch]] = field(default_factory=dict)
    lacking: dict[Batch, set[str]] = field(default_factory=dict)
    given: dict[str, Block | Batch] = field(default_factory=dict)
    queue: deque[Task] = field(default_factory=deque)
    numbers: Iterator[int] = field(default_factory=count)

    def do(
        self, units: Sequence[Unit], workers: int, executor: Callable[[], Executor] | None
    ) -> Iterator[Receipt]:
        """Live units and what they go on from; yield the receipt of each batch.

        Raises:
            BadInput: when a worker finds the study at fault.
            MachineTrouble: when the disk fails, since then no job can be kept.
        """
        self.units = len(units)
        self.teller.tell(0, "loading the model")
        self._find_pasts(units)
        for batch in self.asked.batches(units, self.most):
            self._line_up(batch)
        for done in Crew(workers, executor).work(self.queue):
            receipt = self._note(done)
            if receipt is not None:
                yield receipt

    def _find_pasts(self, units: Sequence[Unit]) -> None:
        """Take note of pasts that lie in the folder whole, and line up the others."""
        missing: dict[PastKey, str] = {}
        for id, key in self.asked.keys_of(units).items():
            past = store.read_past(self.asked.folder, id)
            if past is not None and store.is_whole(self.asked.folder, past):
                self.pasts[id] = past
            else:
                missing[key] = id
        most = max(1, self.most // int(self.asked.study["particles"]))
        by_point = sorted(missing, key=lambda key: (key[1], key[0]))
        for _, keys in groupby(by_point, key=lambda key: key[1]):
            for block in even_parts(tuple(keys), most):
                self._give(Block(block))

    def _line_up(self, batch: Batch) -> None:
        """Give out a batch, or let it wait for its pasts."""
        lacking = set(self.asked.keys_of(batch.units)) - set(self.pasts)
        if not lacking:
            self._give(batch)
            return
        self.lacking[batch] = lacking
        for id in lacking:
            self.waiting.setdefault(id, set()).add(batch)

    def _give(self, job: Block | Batch) -> None:
        call = self._past_call(job) if isinstance(job, Block) else self._future_call(job)
        name = f"{'past' if isinstance(job, Block) else 'future'} {next(self.numbers)}"
        self.given[name] = job
        self.queue.append(Task(name, call))

    def _past_call(self, block: Block) -> Callable[[], object]:
        study, draws = self.asked.study, tuple(draw for draw, _ in block.keys)
        job = PastJob(study, draws, study["seed"], "", point=block.keys[0][1])
        ids = {key[0]: self.asked.ids.pasts[key] for key in block.keys}
        return functools.partial(worker.live_pasts, self.asked.bench, job, ids)

    def _future_call(self, batch: Batch) -> Callable[[], object]:
        study, folder = self.asked.study, self.asked.folder
        keys = self.asked.keys_of(batch.units)
        pasts = {key[0]: str(self.pasts[id].state(folder)) for id, key in keys.items()}
        job = FutureJob(study, batch.units, study["seed"], pasts, str(folder))
        runs = {unit: self.asked.ids.runs[unit] for unit in batch.units}
        return functools.partial(worker.live_futures, self.asked.bench, job, runs)

    def _note(self, done: Done) -> Receipt | None:
        """Take note of a task that has ended, and return the receipt of a batch."""
        job = self.given.pop(done.task.name)
        if done.error is not None:
            self._take_trouble(job, done)
            return None
        self.deaths = 0
        if isinstance(job, Block):
            self._keep_pasts(done.result)
            return None
        receipt: Receipt = done.result
        self.lived += len(job.units)
        self.teller.tell(len(job.units) * self.asked.study["horizon"], self._doing())
        return receipt

    def _take_trouble(self, job: Block | Batch, done: Done) -> None:
        """End the study, or halve the job, or write down what has failed."""
        error = done.error
        if isinstance(error, OSError) and is_disk_trouble(error):
            raise refused(self.asked.folder, error) from error
        self.deaths += isinstance(error, WorkerDied)
        if isinstance(error, BadInput | MachineTrouble) and not isinstance(error, WorkerDied):
            raise error
        if self.deaths > MOST_DEATHS:
            raise MachineTrouble(f"{self.deaths} workers died one after the other") from error
        halves = job.halves() if len(self.failures) < MOST_SINGLED_OUT else ()
        for half in halves:
            self._give(half)
        if not halves:
            units = self._cut_off(job) if isinstance(job, Block) else job.units
            self.failures += [self._failure(unit, done) for unit in units]

    def _cut_off(self, block: Block) -> list[Unit]:
        """Return the units that cannot be lived since their pasts have failed."""
        lost = {self.asked.ids.pasts[key] for key in block.keys}
        units: list[Unit] = []
        for batch in set().union(*(self.waiting.pop(id, set()) for id in lost)):
            for id in self.lacking.pop(batch):
                self.waiting.get(id, set()).discard(batch)
            ids = {unit: self.asked.ids.past_of(self.asked.study, unit) for unit in batch.units}
            units += [unit for unit, id in ids.items() if id in lost]
            rest = tuple(unit for unit, id in ids.items() if id not in lost)
            if rest:
                self._line_up(Batch(rest))
        return sorted(units)

    def _keep_pasts(self, pasts: Sequence[Past]) -> None:
        """Take note of pasts, and give out the batches that waited for them alone."""
        for past in pasts:
            self.pasts[past.id] = past
            for batch in sorted(self.waiting.pop(past.id, set()), key=lambda job: job.units):
                self.lacking[batch].discard(past.id)
                if not self.lacking[batch]:
                    del self.lacking[batch]
                    self._give(batch)
        study = self.asked.study
        weeks = len(pasts) * study["particles"] * weeks_before_branch(study)
        self.teller.tell(weeks, self._doing())

    def _failure(self, unit: Unit, done: Done) -> Failure:
        message = f"{type(done.error).__name__}: {done.error}"
        run = self.asked.ids.runs[unit]
        return Failure(unit, run, done.task.name.split()[0], message, done.story)

    def _doing(self) -> str:
        """Return in words what is being done."""
        if self.waiting:
            return f"living the pasts: {len(self.pasts)} done"
        return f"living the futures: {self.lived} of {self.units}"


def weeks_before_branch(study: Manifest) -> int:
    """Return how many weeks a past of the study has."""
    first, last = (date.fromisoformat(day) for day in (study["world"]["start"], study["branch"]))
    return week_of(last) - week_of(first)


def weeks_in_all(asked: Asked, units: Sequence[Unit]) -> float:
    """Return the weeks that the histories of some units live together, their pasts counted."""
    study = asked.study
    pasts = len(asked.keys_of(units)) * study["particles"] * weeks_before_branch(study)
    return float(pasts + len(units) * study["horizon"])
