"""Speed and memory, each figure beside its bar and its goal; writes ``bench.json``.

Machines differ and are shared, so a figure that is quoted is a ratio to something timed beside
it: copying the same citizens, the object-by-object reference, a quiet run, two bare loops. The only
times in seconds are those that a user waits for. A bar is what must hold, a goal what is aimed at.

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
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import engine
import street
from timing import in_turn, load
from whole import Whole, ten_thousand_runs

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Figure:
    """One measured number, in its unit, with what it is held against and what is aimed at."""

    name: str
    value: float
    unit: str
    bar: str = ""
    goal: str = ""

    def line(self) -> str:
        """Return the figure as a line of the table."""
        told = f"{self.name:<52}{self.value:>12.4g} {self.unit:<28}"
        return f"{told}{self.bar:<14}{self.goal}".rstrip()


def of_the_street(times: int) -> list[Figure]:
    """Return the figures of the citizens' step alone."""
    cached = street.against_copying(2_000, 128, 20 * times)
    beyond = street.against_copying(100_000, 128, times)
    million = "million_citizen_steps_a_second"
    return [
        Figure(
            "citizens in the cache", cached["share_of_copying"], "of copying", ">= 0.05", "0.10"
        ),
        Figure("citizens in the cache", cached[million], "million citizen-steps/s"),
        Figure("citizens beyond it", beyond["share_of_copying"], "of copying", ">= 0.15", "0.30"),
        Figure("citizens beyond it", beyond[million], "million citizen-steps/s"),
        Figure(
            "kernel over objects", street.against_objects(2_000, 128, times), "times", ">= 1000"
        ),
        Figure("time by citizens", street.slope_of_citizens(times), "slope", "0.9-1.1"),
        Figure("time by runs", street.slope_of_runs(times), "slope", "0.95-1.05"),
    ]


def of_the_model(folder: Path, quick: bool) -> list[Figure]:
    """Return the figures of the whole model."""
    whole, weeks = Whole(folder, nodes=2_000), 20 if quick else 60
    batch = [whole.week(128, weeks) for _ in range(3)]
    other = statistics.median(b["whole"] - b["kernel"] for b in batch) / 128
    kernel = statistics.median(b["kernel"] for b in batch) / 128
    pairs = [(whole.awake(128, 0.05, weeks), whole.awake(128, 0.0, weeks)) for _ in range(3)]
    active = statistics.median(a / q for a, q in pairs)
    return [
        Figure("5 % active country-weeks", active, "of a quiet run", "<= 1.6"),
        Figure("all but citizens, 128 runs", other * 1e6, "microseconds/run-week", "<= 40"),
        Figure("citizens, 128 runs", kernel * 1e6, "microseconds/run-week"),
        Figure("one ten-year run", whole.single(), "seconds", "<= 3"),
    ]


def of_a_sweep(folder: Path) -> tuple[list[Figure], dict[str, Any]]:
    """Return the time of 10,000 runs, and what it was reckoned from."""
    told = ten_thousand_runs(folder)
    name = f"10,000 runs, reckoned from {told['lived_futures']} futures"
    minutes = told["minutes_on_two_cores"]
    return [Figure(name, minutes, "minutes on two cores", "", "< 5")], told


def of_the_engine(folder: Path, quick: bool) -> list[Figure]:
    """Return what a study costs beside its histories; its runs are idle."""
    peaks = engine.memory(folder, quick)
    small, large = peaks
    done = folder / f"idle-{large}"
    workers = engine.two_workers(folder, 1 if quick else 3)
    resumed = [
        Figure(f"going on with {large} finished runs", value, "seconds", "< 5")
        for value in engine.resumed(done, int(large))
    ]
    return [
        Figure("the engine", engine.overhead(folder), "milliseconds/run", "< 2"),
        Figure("two workers", workers["of_two_loops"], "of two bare loops", ">= 0.9"),
        Figure("two workers", workers["speed_up"], "times one"),
        Figure(f"peak memory, {small} idle runs", peaks[small], "megabytes"),
        Figure(
            f"peak memory, {large} idle runs", peaks[large] / peaks[small], f"of {small}", "<= 1.2"
        ),
        *resumed,
        Figure(f"reading {large} into a fan", engine.read(done), "seconds", "< 2"),
    ]


def help_seconds(times: int) -> float:
    """Return the seconds that ``politeia --help`` takes as a process."""
    command = [str(Path(sys.executable).parent / "politeia"), "--help"]
    run = lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
    return in_turn({"help": run}, times)["help"]


def told(part: Callable[[], list[Figure]]) -> list[Figure]:
    """Print the figures of a part as soon as they are there, and return them."""
    figures = part()
    for figure in figures:
        print(figure.line(), flush=True)
    return figures


def measure(quick: bool) -> dict[str, Any]:
    """Return every figure, and the machine on which it was taken."""
    times, busy = 3 if quick else 9, load()
    print(f"{'':<52}{'':>12} {'':<28}{'bar':<14}goal")
    with tempfile.TemporaryDirectory() as name:
        folder, basis = Path(name), {}

        def sweep() -> list[Figure]:
            figures, lived = of_a_sweep(folder)
            basis.update(lived)
            return figures

        parts: list[Callable[[], list[Figure]]] = [
            lambda: of_the_street(times),
            lambda: of_the_model(folder, quick),
            sweep,
            lambda: of_the_engine(folder, quick),
            lambda: [Figure("politeia --help", help_seconds(times), "seconds", "< 0.5")],
        ]
        figures = [figure for part in parts for figure in told(part)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    machine = {
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "load_before": busy,
        "load_after": load(),
        "peak_megabytes": peak,
    }
    return {"figures": list(map(asdict, figures)), "ten_thousand_runs": basis, "machine": machine}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, smaller sweeps")
    parser.add_argument("--out", type=Path, default=HERE / "bench.json")
    given = parser.parse_args()
    found = measure(given.quick)
    given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
