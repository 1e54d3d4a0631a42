"""Targets: what a credible model must reproduce, as statements that can be computed.

The folder ``calibration/targets`` holds one pattern an id. A pattern has measures, each a statistic
of recorded outcomes with the range in which it is asked to lie; where the model records nothing
that shows a pattern, ``cannot`` says why. ``use`` keeps apart what was fitted to, what a prior or a
rule restates, what the filter of pasts has seen, and what is left to check with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from politeia.errors import BadInput, Fault
from politeia.evidence.statistics import FORMS
from politeia.outcomes import BY_NAME
from politeia.scenario import places
from politeia.scenario.marks import Mark, Step, Table, place, read
from politeia.scenario.schema import BlocCodes, Closed, Day, Name, Number, Text, Texts
from politeia.scenario.validate import validated
from politeia.scenario.words import meant

ID = re.compile(r"S[DL][1-9]\d?")
Use = Literal["fitting", "checking", "conditioning", "definition"]
MOST_FITTED = 2 / 3
"""Share of the patterns that are neither seen nor restated of which a fit may use so much."""

OverTime = Literal[
    "mean",
    "total",
    "peak",
    "lowest",
    "last",
    "spread",
    "quantile",
    "share_of_time",
    "weeks_until",
]
Statistic = Literal[
    OverTime,
    "excess_kurtosis",
    "autoregression",
    "correlation",
    "slope",
    "t_of_slope",
    "hazard_per_year",
    "onsets_per_100_years",
    "share_undone",
    "share_where",
]
NEEDS: Mapping[str, tuple[str, ...]] = {
    "quantile": ("share",),
    "share_of_time": ("holds",),
    "weeks_until": ("level",),
    "correlation": ("other",),
    "slope": ("other",),
    "t_of_slope": ("other",),
    "onsets_per_100_years": ("level",),
    "share_undone": ("size", "years"),
    "share_where": ("holds",),
}
"""What a statistic must be told beside its series."""


class Limits(Closed):
    """Limits between which a statement holds, both included."""

    above: Number | None = Field(None, description="lowest value")
    below: Number | None = Field(None, description="highest value")


class Window(Closed):
    """A span of time: by dates, or in weeks after the branch or after an event of the run."""

    since: Day | None = Field(None, description="first day")
    until: Day | None = Field(None, description="last day")
    first: int | None = Field(None, description="first week after the branch or event")
    last: int | None = Field(None, description="last week after the branch or event")


class Happening(Closed):
    """An event of a run: the first record at which an outcome lies above a level."""

    observable: Text = Field(description="an outcome")
    above: Number = Field(description="level that it passes")


class Other(Closed):
    """A second series."""

    observable: Texts = Field(min_length=1, description="an outcome, or several that are added")
    form: Text = Field("value", description="value, rest, probit_of_rest or log")
    places: BlocCodes = Field((), description="countries or actors; those of the measure if empty")
    statistic: OverTime | None = Field(None, description="another statistic than the measure's")
    window: Window | None = Field(None, description="another window than the measure's")


class Measure(Closed):
    """A number that runs show, and where it is asked to lie."""

    observable: Texts = Field(min_length=1, description="an outcome, or several that are added")
    form: Text = Field("value", description="value, rest, probit_of_rest or log")
    places: BlocCodes = Field(min_length=1, description="countries or actors")
    window: Window = Field(Window(), description="span of time; all of the run if empty")
    event: Happening | None = Field(None, description="what weeks of windows are counted from")
    every: Literal["record", "year"] = Field("record", description="records, or means of years")
    differenced: bool = Field(False, description="changes from one date to the next")
    survivors: bool = Field(False, description="only runs whose regime has not ended")
    where: Happening | None = Field(None, description="only records at which this holds")
    statistic: Statistic = Field(description="what is computed of the series")
    compare: Literal["change", "ratio"] | None = Field(None, description="with base or other")
    base: Window | None = Field(None, description="earlier window to compare with")
    other: Other | None = Field(None, description="second series")
    holds: Limits | None = Field(None, description="limits of the statement")
    level: Number | None = Field(None, description="level that is passed")
    share: Number | None = Field(None, description="share of a quantile")
    size: Number | None = Field(None, description="size of a change, negative for falls")
    years: int | None = Field(None, ge=1, description="years after which a change is looked at")
    lag: int = Field(0, ge=0, description="dates by which the second series comes earlier")
    times: Number = Field(1, description="factor from the outcome's unit to that of the measure")
    contrast: Literal["difference", "ratio"] | None = Field(
        None, description="with the run named by against or against_case"
    )
    across: Literal["runs", "share"] = Field(
        "runs", description="the runs' distribution, or the share of runs in which holds is true"
    )
    value: Number | None = Field(None, description="what was observed or found")
    low: Number | None = Field(None, description="lowest value that passes")
    high: Number | None = Field(None, description="highest value that passes")
    unit: Text = Field(description="the unit")
    note: Text | None = Field(None, description="what stands in for what, or is assumed")
    use: Use | None = Field(None, description="where it differs from that of the pattern")


class TargetFile(Closed):
    """A pattern as it is written."""

    statement: Text = Field(description="the pattern in own words")
    use: Use = Field(description="fitting, checking, conditioning or definition")
    reason: Text = Field(description="why it has that use")
    source: Texts = Field(min_length=1, description="numbers of evidence, keys of works or data")
    known_from: Day = Field(description="the day from which the last figure of it was known")
    run: Literal["past_free", "past_conditioned", "future"] = Field(
        "past_free", description="the run that it is computed on"
    )
    study: Name | None = Field(None, description="the study of a future")
    policy: Name = Field("baseline", description="the policy of a future")
    case: Name = Field("as_is", description="the case of a future")
    against: Name | None = Field(None, description="the policy that it is compared with")
    against_case: Name | None = Field(None, description="the case that it is compared with")
    measures: dict[Name, Measure] = Field({}, description="measures by name")
    cannot: Text | None = Field(None, description="why it, or the part named, is not computable")


class TargetsFile(Closed):
    """Patterns as they are written."""

    targets: dict[Text, TargetFile] = Field(description="patterns by id")


@dataclass(frozen=True)
class Target:
    """One pattern with its id."""

    id: str
    file: TargetFile
    mark: Mark = field(repr=False, compare=False)

    @property
    def use(self) -> Use:
        """Return what the pattern is used for."""
        return self.file.use

    @property
    def known_from(self) -> date:
        """Return the day from which the pattern was known."""
        return self.file.known_from

    @property
    def is_computable(self) -> bool:
        """Return whether the model records what shows at least a part of the pattern."""
        return bool(self.file.measures)


def load_targets(folder: Path | None = None) -> dict[str, Target]:
    """Return every pattern by its id, those of documents before those of literature.

    Raises:
        BadInput: with all faults of all files of the folder.
    """
    folder = places.calibration() / "targets" if folder is None else folder
    faults: list[Fault] = []
    found: dict[str, Target] = {}
    for path in sorted(folder.glob("*.yaml")):
        for target in _targets(path, found, faults):
            found[target.id] = target
    if faults:
        raise BadInput(faults)
    return dict(sorted(found.items(), key=lambda pair: (pair[0][:2], int(pair[0][2:]))))


def fitted_share(targets: Mapping[str, Target]) -> float:
    """Return the share of fitting among the patterns that are fitted to or checked."""
    uses = [target.use for target in targets.values()]
    fitted, checked = uses.count("fitting"), uses.count("checking")
    return fitted / (fitted + checked) if fitted + checked else 0.0


def _targets(path: Path, known: Mapping[str, Target], faults: list[Fault]) -> Iterator[Target]:
    """Yield the patterns of one file, and add its faults to ``faults``."""
    try:
        table = read(path)
    except BadInput as error:
        faults.extend(error.faults)
        return
    understood = validated(TargetsFile, table, faults)
    if understood is None:
        return
    file, rest = understood
    for name, target in file.targets.items():
        steps = ("targets", name)
        faults.extend(_mark(rest, (*steps, *far), told) for far, told in _faults(target))
        if not ID.fullmatch(name):
            faults.append(_mark(rest, steps, "is no id of a pattern, such as SD1 or SL12"))
        elif name in known:
            faults.append(_mark(rest, steps, "stands in another file too"))
        else:
            yield Target(name, target, place(rest, steps)[0])


def _mark(table: Table, steps: tuple[Step, ...], told: str) -> Fault:
    mark, key, _ = place(table, steps)
    return mark.fault(key, told)


def _faults(target: TargetFile) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield what is wrong with a pattern, each with the steps to it."""
    if not target.measures and target.cannot is None:
        yield ("measures",), "is required, or cannot with the reason"
    if target.run == "future" and target.study is None:
        yield ("study",), "is required: futures belong to a study"
    compared = target.against is not None or target.against_case is not None
    for name, measure in target.measures.items():
        for far, told in _measure_faults(measure):
            yield ("measures", name, *far), told
        if (measure.contrast is not None) and not compared:
            told = "needs against or against_case: what it is compared with"
            yield ("measures", name, "contrast"), told


def _measure_faults(measure: Measure) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield what is wrong with a measure."""
    asked: list[tuple[tuple[Step, ...], str]] = [
        (("observable",), outcome) for outcome in measure.observable
    ]
    asked += [(("other", "observable"), outcome) for outcome in _others(measure)]
    asked += [
        ((key, "observable"), happening.observable)
        for key, happening in (("event", measure.event), ("where", measure.where))
        if happening is not None
    ]
    for steps, outcome in asked:
        if outcome not in BY_NAME:
            yield steps, f"{outcome} is no outcome" + meant(outcome, BY_NAME)
    for steps, form in ((("form",), measure.form), (("other", "form"), _form(measure))):
        if form not in FORMS:
            yield steps, f"{form} is no form: allowed: {', '.join(FORMS)}"
    for needed in NEEDS.get(measure.statistic, ()):
        if getattr(measure, needed) is None:
            yield (needed,), f"is required by {measure.statistic}"
    yield from _range_faults(measure)


def _range_faults(measure: Measure) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield what is wrong with ranges, comparisons and windows."""
    if measure.across == "share" and measure.holds is None:
        yield ("holds",), "is required: the statement of which the share is asked"
    if measure.compare is not None and (measure.base is None) == (measure.other is None):
        yield ("compare",), "needs exactly one of base and other"
    if measure.low is None and measure.high is None:
        yield ("low",), "is required, or high"
    low = -float("inf") if measure.low is None else measure.low
    high = float("inf") if measure.high is None else measure.high
    if low > high:
        yield ("low",), f"must not exceed high, {high:g}"
    elif measure.value is not None and not low <= measure.value <= high:
        yield ("value",), f"lies outside its own range [{low:g}, {high:g}]"
    if measure.event is not None and measure.statistic in ("last", "weeks_until"):
        yield ("statistic",), f"{measure.statistic} cannot be counted from an event"


def _others(measure: Measure) -> Texts:
    return measure.other.observable if measure.other is not None else ()


def _form(measure: Measure) -> str:
    return measure.other.form if measure.other is not None else "value"
