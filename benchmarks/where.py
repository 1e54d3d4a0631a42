"""Where the time of a study goes, part by part; prints the table of ``docs/profile.md``.

    python benchmarks/where.py [--draws 8] [--replicates 2] [--nodes 500]

A smaller study, whose batches are as full as those of the default one, is run as ``politeia run``
runs it, by one worker in this process, and reckoned up to 25 draws of 8 replicates by its numbers
of pasts and futures. Each part is a function whose calls are timed, less what other parts take
inside it, in seconds of the processor, so that neighbours on the machine do not count.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from timing import load, seconds

from politeia import abroad, bill, diplomacy, filter, lives, probe, prospects, state, week
from politeia.actors.courts import Courts
from politeia.actors.elite import Elite
from politeia.actors.observers import Observers
from politeia.actors.organisations import Organisations
from politeia.actors.population import Population
from politeia.actors.regime import Regime
from politeia.actors.treasury import Treasury
from politeia.chronicle import Chronicle
from politeia.experiment.run import run
from politeia.levers import Levers
from politeia.model import Politeia
from politeia.record import Record
from politeia.scenario.load import load_study
from politeia.theories.people import crowd

STUDY = "documents"
DRAWS, REPLICATES = 25, 8
UNDIVIDED = ("probes of fragility",)


class Clock(AbstractContextManager["Clock"]):
    """Times the calls of chosen functions, each less the chosen ones that it calls."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.inside = [0.0]
        self.shut = False
        self.put_back: list[Callable[[], None]] = []

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Add the time of a function or method of ``owner`` to ``part`` from now on.

        Of the parts in ``UNDIVIDED`` also what other watched functions take inside them.
        """
        plain = vars(owner)[name]

        def timed(*given: Any, **named: Any) -> Any:
            if self.shut:
                return plain(*given, **named)
            self.inside.append(0.0)
            self.shut = part in UNDIVIDED
            start = time.process_time()
            try:
                return plain(*given, **named)
            finally:
                self.shut = False
                taken = time.process_time() - start
                self.spent[part] += taken - self.inside.pop()
                self.inside[-1] += taken

        setattr(owner, name, timed)
        self.put_back.append(lambda: setattr(owner, name, plain))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for undo in reversed(self.put_back):
            undo()


def acts() -> list[tuple[Any, str, str]]:
    """Return the watched functions, each with the part of the study that it belongs to."""
    return [
        (crowd, "step", "citizens' step"),
        (crowd, "gather", "citizens to and from their days"),
        (crowd, "scatter", "citizens to and from their days"),
        (week, "live_streets", "street: police, rulers, fall"),
        (Levers, "advance", "levers"),
        (prospects, "bring_shocks", "what chance brings"),
        (prospects, "settle", "after a fall, and memberships"),
        (diplomacy, "reach_in", "reach of the outside into a country"),
        (diplomacy, "engage", "reach of the outside into a country"),
        (diplomacy, "sanction", "sanctions"),
        (diplomacy, "press_hubs", "sanctions"),
        (diplomacy, "hear", "sanctions"),
        (Regime, "answer_sanctions", "sanctions"),
        (Population, "come_and_go", "exit"),
        (Population, "change_minds", "grievance and hope"),
        (Population, "count_participants", "those who ever took part"),
        (Organisations, "work", "organisations and media"),
        (Elite, "succeed", "elites"),
        (Elite, "stay_or_leave", "elites"),
        (Regime, "learn", "copied repression"),
        (Regime, "remember_year", "copied repression"),
        (abroad, "notice", "democracies, sponsors, war, hosts"),
        (abroad, "decide", "democracies, sponsors, war, hosts"),
        (abroad, "sponsor", "democracies, sponsors, war, hosts"),
        (abroad, "wage_war", "democracies, sponsors, war, hosts"),
        (abroad, "receive", "democracies, sponsors, war, hosts"),
        (Treasury, "earn", "money"),
        (Treasury, "spend", "money"),
        (Treasury, "lean_on_sponsor", "money"),
        (Courts, "hold_court", "courts and prisoners"),
        (Courts, "be_counted", "courts and prisoners"),
        (Observers, "watch", "observers"),
        (Chronicle, "impose", "what the record imposes"),
        (bill, "present", "political cost"),
        (Politeia, "check", "checks of bounds"),
        (week, "live", "the rest of the week"),
        (filter.Filter, "note", "filter of the pasts"),
        (filter.Filter, "end", "filter of the pasts"),
        (probe, "look", "probes of fragility"),
        (Record, "note", "record"),
        (lives, "tabled", "record"),
        (lives, "founded", "founding a batch"),
        (lives, "branch", "founding a batch"),
        (state, "write", "states at the branch"),
        (state, "of", "states at the branch"),
        (state, "read", "states at the branch"),
        (lives, "live_pasts", "other parts of the pasts"),
        (lives, "live_futures", "other parts of the futures"),
    ]


def profile(draws: int, replicates: int, nodes: int, folder: Path) -> dict[str, dict[str, float]]:
    """Return seconds by part, in the pasts, in the futures and in what is around them."""
    study = load_study(STUDY).sized(draws=draws, replicates=replicates, nodes=nodes).to_manifest()
    stages: dict[str, dict[str, float]] = {}
    with Clock() as clock:
        for owner, name, part in acts():
            clock.watch(owner, name, part)
        for stage, name in (("pasts", "live_pasts"), ("futures", "live_futures")):
            _closing(clock, name, stage, stages)
        began = time.process_time()
        run(study, folder)
        whole = time.process_time() - began
    lived = sum(sum(parts.values()) for parts in stages.values())
    imported = [sys.executable, "-c", "import politeia.lives"]
    start = seconds(lambda: subprocess.run(imported, check=True))
    return {**stages, "around": {"start and import": start, "engine and store": whole - lived}}


def _closing(clock: Clock, name: str, stage: str, stages: dict[str, dict[str, float]]) -> None:
    """Let each call of a function of ``lives`` move what was timed in it to its stage."""
    plain = getattr(lives, name)

    def closing(job: Any) -> Any:
        clock.spent.clear()
        found = plain(job)
        kept = stages.setdefault(stage, defaultdict(float))
        for part, taken in clock.spent.items():
            kept[part] += taken
        return found

    setattr(lives, name, closing)
    clock.put_back.append(lambda: setattr(lives, name, plain))


def main() -> None:
    """Run, and print the table."""
    parser = argparse.ArgumentParser(description="Where the time of a study goes.")
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--replicates", type=int, default=2)
    parser.add_argument("--nodes", type=int, default=500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = profile(given.draws, given.replicates, given.nodes, Path(name) / "study")
    more = DRAWS / given.draws
    times = {"pasts": more, "futures": more * REPLICATES / given.replicates, "around": 1.0}
    print(f"load {load():.1f}\n")
    for stage, parts in found.items():
        whole = sum(parts.values())
        reckoned = whole * times[stage] / 60
        print(f"| {stage}: {whole:.1f} s; {DRAWS} x {REPLICATES}: {reckoned:.1f} minutes | | |")
        print("| --- | ---: | ---: |")
        for part, taken in sorted(parts.items(), key=lambda item: -item[1]):
            print(f"| {part} | {taken:.2f} s | {taken / whole:.1%} |")
        print()


if __name__ == "__main__":
    main()
