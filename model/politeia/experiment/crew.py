"""Workers: tasks go to an executor, a few at a time, and come back as they end.

One pool serves a study. When a worker process dies, every task in flight is lost with it: the pool
is founded anew and the lost tasks are given out again; after a second death they are given out one
by one, so that the task that kills its worker is found, told as failed, and harms no other.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from typing import Any

from politeia.errors import MachineTrouble

AHEAD = 2
"""Tasks given out for each worker: one that it lives and one that waits for it."""
MOST_IDLE_DEATHS = 5
PRELOADED = ("politeia.experiment.preload",)
"""What a fork server imports once for all workers."""


class WorkerDied(MachineTrouble):
    """A worker process ended while it did a job, killed from outside or by the job."""


@dataclass(frozen=True)
class Task:
    """Something to be done: ``call`` takes no arguments and can be sent to another process."""

    name: str
    call: Callable[[], Any]


@dataclass(frozen=True)
class Done:
    """A task that has ended, with its result or with the error that ended it."""

    task: Task
    result: Any = None
    error: BaseException | None = None

    @property
    def story(self) -> str:
        """Return the traceback of the error, that of the worker included."""
        return "".join(traceback.format_exception(self.error)) if self.error else ""


class Here(Executor):
    """An executor of one worker, which is this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work before returning its future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Pool(ProcessPoolExecutor):
    """Worker processes that leave interrupts to the main process and end when it ends."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, mp_context=context(), initializer=begin_worker)

    def abandon(self) -> None:
        """End the workers now, whatever they are doing."""
        workers = list((getattr(self, "_processes", None) or {}).values())
        self.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()


def context() -> BaseContext:
    """Return how worker processes begin, chosen here because ``import mesa`` chooses for everybody.

    A fork server imports the model once and each worker, also one that replaces a dead one, starts
    from there in milliseconds; where there is none every worker imports the model by itself.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload(list(PRELOADED))
    with _no_interrupts():
        from multiprocessing import forkserver

        forkserver.ensure_running()
    return chosen


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from a process that is started meanwhile; it inherits the mask of signals."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def begin_worker() -> None:
    """Leave interrupts to the main process, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Crew:
    """The workers of one study; ``found`` makes their executor, and another when it breaks."""

    def __init__(self, workers: int, found: Callable[[], Executor] | None = None) -> None:
        self.workers = workers
        self._found = found or (Here if workers == 1 else lambda: Pool(workers))
        self._executor: Executor | None = None
        self._running: dict[Future[Any], Task] = {}
        self._suspects: deque[Task] = deque()
        self._watched = False
        self._deaths = 0

    def work(self, queue: deque[Task]) -> Iterator[Done]:
        """Yield tasks as they end, until the queue is empty; the caller may add to it meanwhile."""
        try:
            while queue or self._suspects or self._running:
                yield from self._settle(queue) if self._give_out(queue) else self._bury(queue)
            self._close()
        finally:
            self._abandon()

    def _give_out(self, queue: deque[Task]) -> bool:
        """Hand tasks to the executor and return whether it took them: a broken one does not."""
        if not self._running:
            self._watched = bool(self._suspects)
        source = self._suspects if self._watched else queue
        self._executor = self._executor or self._found()
        most = 1 if self._watched or isinstance(self._executor, Here) else AHEAD * self.workers
        while source and len(self._running) < most:
            try:
                future = self._executor.submit(source[0].call)
            except BrokenExecutor:
                return False
            self._running[future] = source.popleft()
        return True

    def _settle(self, queue: deque[Task]) -> Iterator[Done]:
        """Wait for the next end and yield what has ended."""
        ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
        broken = False
        for future in ended:
            if future.cancelled() or isinstance(future.exception(), BrokenExecutor):
                broken = True
            else:
                yield _done(self._running.pop(future), future)
        if broken:
            yield from self._bury(queue)

    def _bury(self, queue: deque[Task]) -> Iterator[Done]:
        """Drop a pool whose worker died, and give its tasks out again, or tell the culprit."""
        lost, watched = list(self._running.values()), self._watched
        self._abandon()
        self._deaths += 1
        if not lost and self._deaths > MOST_IDLE_DEATHS:
            raise MachineTrouble("worker processes die as soon as they are started")
        if watched and lost:
            yield Done(lost[0], error=WorkerDied("the worker process died while it did this"))
        elif self._deaths > 1:
            self._suspects.extendleft(reversed(lost))
        else:
            queue.extendleft(reversed(lost))

    def _close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def _abandon(self) -> None:
        """Let go of the executor at once, and of what it was doing."""
        executor, self._executor = self._executor, None
        self._running.clear()
        if isinstance(executor, Pool):
            executor.abandon()
        elif executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)


def _done(task: Task, future: Future[Any]) -> Done:
    error = future.exception()
    return Done(task, error=error) if error else Done(task, result=future.result())
