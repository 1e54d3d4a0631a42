"""Free pasts against the targets: each measure of a past, its verdict, and what it is used for.

    python checks/targets.py [draws [nodes]]

Nothing is conditioned on what happened, and parameters are drawn from their priors. What the filter
has seen or a prior restates is told with its use, and is not counted as passed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from living import Lot, at_priors, study_of

from politeia.evidence.judging import Panel, Verdict, judged
from politeia.evidence.targets import Use, load_targets
from politeia.record import Record

STUDY = "world: eurasia\nmechanisms: {M14: true, M15: true, M22: true, M23: true}\n"
DRAWS, NODES, SEED = 48, 128, 20240401
TESTS: tuple[Use, ...] = ("fitting", "checking")


@dataclass(frozen=True)
class Line:
    """The verdict of one measure of one pattern."""

    name: str
    use: Use
    unit: str
    low: float | None
    high: float | None
    verdict: Verdict

    def __str__(self) -> str:
        """Return the line of a table."""
        found = self.verdict
        span = "" if found.interval is None else "{:.3g} to {:.3g}".format(*found.interval)
        asked = " to ".join("" if edge is None else f"{edge:.3g}" for edge in (self.low, self.high))
        word = "passed" if found.passed else "failed"
        told = f"{self.name:28}{self.use:14}{word:8}{found.median:<10.3g}"
        return f"{told}{span:22}{asked:20}{self.unit}"


def past(draws: int, nodes: int, seed: int = SEED) -> Panel:
    """Return free pasts from 2012 to the branch, recorded every week."""
    study = study_of(STUDY)
    parameters, switches = at_priors(study, study.cases[0], range(draws), seed)
    branch = study.branch_week
    model = Lot(study, parameters, switches, seed, branch, branch, nodes=nodes).model()
    record = Record(model, study.start_week, branch - study.start_week, 1)
    while model.week < branch:
        model.step_until(lambda: record.note(model))
    countries = [country.regime.code for country in model.countries]
    actors = [actor.code for actor in record.others]
    tables = ((countries, record.countries), (actors, record.actors))
    return Panel.of(record.dates, tables, branch)


def lines(panel: Panel) -> Iterator[Line]:
    """Yield the verdict of every measure that is computed on pasts."""
    for name, target in load_targets().items():
        if target.file.run == "future":
            continue
        for key, measure in target.file.measures.items():
            use = measure.use or target.use
            verdict = judged(measure, panel)
            yield Line(f"{name} {key}", use, measure.unit, measure.low, measure.high, verdict)


def main(draws: int = DRAWS, nodes: int = NODES) -> None:
    """Print the table and how many of what is fitted to or checked passed."""
    found = list(lines(past(draws, nodes)))
    print(*found, sep="\n")
    for use in TESTS:
        chosen = [line.verdict.passed for line in found if line.use == use]
        print(f"{use}: {sum(chosen)} of {len(chosen)} passed")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
