"""What a run tells while it works: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

SECONDS_BETWEEN_LINES = 10.0


class Teller(Protocol):
    """Whoever is told how far a run is; work is counted in weeks lived by histories."""

    def tell(self, weeks: float, doing: str) -> None:
        """Take note of ``weeks`` more, and of what is being done now."""


class Silence:
    """Tells nothing."""

    def tell(self, weeks: float, doing: str) -> None:
        """Say nothing."""


class Lines:
    """Tells by plain lines: what is done, how much of it, how long it will still take."""

    def __init__(self, total: float, out: TextIO) -> None:
        self._total, self._out = total, out
        self._done = 0.0
        self._began = time.monotonic()
        self._last = -SECONDS_BETWEEN_LINES

    def tell(self, weeks: float, doing: str) -> None:
        """Write a line, unless one was written a moment ago and the work is not done."""
        self._done += weeks
        now = time.monotonic()
        whole = self._done >= self._total
        if whole or now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            share = self._done / self._total if self._total else 1.0
            left = "" if whole else f", {self._left(now)}"
            print(f"{share:4.0%}  {doing}{left}", file=self._out, flush=True)

    def _left(self, now: float) -> str:
        """Return the time left in words, at the pace so far."""
        if not self._done:
            return "time left not known yet"
        return f"about {span((now - self._began) * (self._total / self._done - 1))} left"


class Bar:
    """Tells by a bar that moves."""

    def __init__(self, total: float, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=total)

    def tell(self, weeks: float, doing: str) -> None:
        """Move the bar."""
        self._bar.update(self._task, advance=weeks, description=doing)


@contextmanager
def telling(total: float, *, quiet: bool = False, out: TextIO | None = None) -> Iterator[Teller]:
    """Yield who is told: nobody when ``quiet``, a bar on a terminal, lines elsewhere."""
    stream = out or sys.stderr
    if quiet:
        yield Silence()
    elif not stream.isatty():
        yield Lines(total, stream)
    else:
        with _bar(stream) as bar:
            yield Bar(total, bar)


def _bar(stream: TextIO) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("so far,"),
        # A batch takes its time: a pace over minutes foretells the end better than the last step.
        TimeRemainingColumn(),
        TextColumn("left"),
        speed_estimate_period=300,
        console=Console(file=stream),
    )


def span(seconds: float) -> str:
    """Return a length of time in words, in the unit that suits it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
