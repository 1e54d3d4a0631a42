"""Judging runs by targets: the number that each measure asks of recorded series, and the verdict.

A measure passes where the observed value lies inside the central 90 % of the runs and the median of
the runs inside the measure's own range. A share or a pooled number has no distribution over runs:
there the range alone decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from politeia.calendar import WEEKS_PER_YEAR, monday, week_of
from politeia.evidence import statistics
from politeia.evidence.targets import Happening, Limits, Measure, Window
from politeia.quantity import Floats, Integers

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Panel:
    """Recorded series, (date, run) by outcome and place; ``weeks`` as the calendar counts."""

    weeks: Integers
    series: Mapping[tuple[str, str], Floats]
    branch: int = 0

    @classmethod
    def of(
        cls,
        weeks: Sequence[int],
        recorded: Sequence[tuple[Sequence[str], Mapping[str, npt.NDArray[np.floating]]]],
        branch: int,
    ) -> Self:
        """Return the panel of tables, each its codes and outcomes as (date, place, run).

        Where a code stands in two tables, what is known in the first counts.
        """
        series: dict[tuple[str, str], Floats] = {}
        for codes, values in recorded:
            for name, rows in values.items():
                for number, code in enumerate(codes):
                    column = rows[:, number].astype(np.float64)
                    before = series.get((name, code))
                    known = column if before is None else np.where(np.isnan(before), column, before)
                    series[name, code] = known
        return cls(np.asarray(weeks, dtype=np.int64), series, branch)

    def cube(self, outcomes: Sequence[str], places: Sequence[str]) -> Floats:
        """Return outcomes, added up, as (place, date, run).

        Raises:
            KeyError: when an outcome of a place is not in the panel.
        """
        rows = [sum(self.series[name, code] for name in outcomes) for code in places]
        return np.stack([np.asarray(row, np.float64) for row in rows])


@dataclass(frozen=True)
class Verdict:
    """What runs show of one measure; ``interval`` is None where there is one number alone."""

    median: float
    interval: tuple[float, float] | None
    observed: float | None
    runs: int
    inside_range: bool
    inside_interval: bool

    @property
    def passed(self) -> bool:
        """Return whether both conditions hold."""
        return self.inside_range and self.inside_interval


def judged(measure: Measure, panel: Panel, against: Panel | None = None) -> Verdict:
    """Return the verdict of runs, and of those they are compared with, on a measure."""
    values = measured(measure, panel, against)
    known = values[~np.isnan(values)]
    if not known.size:
        return Verdict(float("nan"), None, measure.value, 0, False, False)
    middle = float(np.median(known))
    spans = known.size > 1
    low, high = (float(edge) for edge in np.quantile(known, [LOW, HIGH]))
    seen = measure.value is None or not spans or low <= measure.value <= high
    fits = _within(middle, measure.low, measure.high)
    interval = (low, high) if spans else None
    return Verdict(middle, interval, measure.value, int(known.size), fits, seen)


def measured(measure: Measure, panel: Panel, against: Panel | None = None) -> Floats:
    """Return the number of each run, (run,), or a single one where runs are pooled.

    Raises:
        ValueError: when the measure is a contrast and ``against`` is missing.
    """
    values = _one(measure, panel)
    if measure.contrast is not None:
        if against is None:
            raise ValueError("a contrast needs the runs that it is compared with")
        rival = _one(measure, against)
        values = values - rival if measure.contrast == "difference" else _ratio(values, rival)
    values = values * measure.times
    if measure.across == "share":
        return np.array([_share(values, measure.holds)])
    return statistics.mean_of_rows(values) if values.ndim > 1 else values


def _one(measure: Measure, panel: Panel) -> Floats:
    """Return a measure of one set of runs: (place, run), (run,) or (1,)."""
    if measure.statistic in _OF_PANEL:
        return _OF_PANEL[measure.statistic](measure, panel)
    late = _over_time(measure, panel)
    if measure.compare is None:
        return late
    early = _other(measure, panel) if measure.other is not None else _base(measure, panel)
    return late - early if measure.compare == "change" else _ratio(late, early)


def _over_time(measure: Measure, panel: Panel) -> Floats:
    series, weeks = _series(measure, panel)
    return _statistic(measure.statistic, series, weeks, measure)


def _base(measure: Measure, panel: Panel) -> Floats:
    return _over_time(measure.model_copy(update={"window": measure.base}), panel)


def _other(measure: Measure, panel: Panel) -> Floats:
    """Return the statistic of the second series, its own where it has one."""
    series, weeks = _series(_as_measure(measure), panel)
    assert measure.other is not None
    return _statistic(measure.other.statistic or measure.statistic, series, weeks, measure)


def _as_measure(measure: Measure) -> Measure:
    """Return the measure with its second series in the place of the first."""
    other = measure.other
    assert other is not None
    return measure.model_copy(
        update={
            "observable": other.observable,
            "form": other.form,
            "places": other.places or measure.places,
            "window": other.window or measure.window,
        }
    )


def _series(measure: Measure, panel: Panel) -> tuple[Floats, Integers]:
    """Return the series of a measure, (place, date, run), and its weeks, (date,)."""
    cube = statistics.FORMS[measure.form](panel.cube(measure.observable, measure.places))
    weeks = panel.weeks
    if measure.survivors:
        ended = panel.cube(("broken",), measure.places)[:, -1:] > 0
        cube = np.where(ended, np.nan, cube)
    if measure.where is not None:
        held = panel.cube((measure.where.observable,), measure.places) > measure.where.above
        cube = np.where(held, cube, np.nan)
    cube, weeks = _windowed(measure, panel, cube)
    if measure.every == "year":
        cube, weeks = _by_year(cube, weeks)
    if measure.differenced:
        cube, weeks = statistics.differences(cube), weeks[1:]
    return cube, weeks


def _windowed(measure: Measure, panel: Panel, cube: Floats) -> tuple[Floats, Integers]:
    """Return what lies in the window: cut by dates, or blanked around each run's own event."""
    if measure.event is None:
        kept = _mask(measure.window, panel.weeks, panel.branch)
        return cube[:, kept], panel.weeks[kept]
    since = panel.weeks[:, None] - _event_week(measure.event, panel, measure.places)[:, None, :]
    low = -np.inf if measure.window.first is None else measure.window.first
    high = np.inf if measure.window.last is None else measure.window.last
    return np.where((since >= low) & (since <= high), cube, np.nan), panel.weeks


def _mask(window: Window, weeks: Integers, branch: int) -> np.ndarray:
    """Return which weeks lie in a window."""
    low = branch + window.first if window.first is not None else weeks[0]
    high = branch + window.last if window.last is not None else weeks[-1]
    low = week_of(window.since) if window.since is not None else low
    high = week_of(window.until) if window.until is not None else high
    return np.asarray((weeks >= low) & (weeks <= high))


def _event_week(event: Happening, panel: Panel, places: Sequence[str]) -> Floats:
    """Return the week of each run's event, (place, run); not a number where there is none."""
    above = panel.cube((event.observable,), places) > event.above
    first = panel.weeks[np.argmax(above, axis=1)].astype(np.float64)
    return np.where(above.any(axis=1), first, np.nan)


def _by_year(cube: Floats, weeks: Integers) -> tuple[Floats, Integers]:
    """Return means of calendar years, and the first week of each."""
    years = np.array([monday(int(week)).year for week in weeks])
    labels = np.unique(years)
    means = [statistics.mean(cube[:, years == label]) for label in labels]
    first = np.array([weeks[np.argmax(years == label)] for label in labels])
    return np.stack(means, axis=1), first


def _statistic(name: str, series: Floats, weeks: Integers, measure: Measure) -> Floats:
    """Return a statistic over time, (place, run)."""
    if not series.shape[1]:
        return np.full((series.shape[0], series.shape[2]), np.nan)
    if name == "total":
        return statistics.total(series, _apart(weeks))
    if name == "quantile":
        return statistics.quantile(series, measure.share or 0.0)
    if name == "weeks_until":
        return statistics.weeks_until(series, weeks, measure.level or 0.0)
    if name == "share_of_time":
        return statistics.share_of_time(series, _holds(series, measure.holds))
    found: Floats = _PLAIN[name](series)
    return found


def _kurtosis(measure: Measure, panel: Panel) -> Floats:
    return statistics.excess_kurtosis(_series(measure, panel)[0])


def _memory(measure: Measure, panel: Panel) -> Floats:
    return statistics.autoregression(_series(measure, panel)[0])


def _correlation(measure: Measure, panel: Panel) -> Floats:
    other = _series(_as_measure(measure), panel)[0]
    return statistics.correlation(_series(measure, panel)[0], other)


def _slope(measure: Measure, panel: Panel) -> Floats:
    other = _series(_as_measure(measure), panel)[0]
    return statistics.slope(_series(measure, panel)[0], other, measure.lag)


def _t(measure: Measure, panel: Panel) -> Floats:
    other = _series(_as_measure(measure), panel)[0]
    return statistics.t_of_slope(_series(measure, panel)[0], other, measure.lag)


def _hazard(measure: Measure, panel: Panel) -> Floats:
    series, weeks = _series(measure, panel)
    return np.array([statistics.hazard_per_year(series, WEEKS_PER_YEAR / _apart(weeks))])


def _onsets(measure: Measure, panel: Panel) -> Floats:
    series, weeks = _series(measure, panel)
    level = measure.level or 0.0
    years = np.array([monday(int(week)).year for week in weeks])
    peaks = [statistics.peak(series[:, years == year]) for year in np.unique(years)]
    return np.array([statistics.onsets_per_100_years(np.stack(peaks, axis=1), level)])


def _undone(measure: Measure, panel: Panel) -> Floats:
    series = _series(measure, panel)[0]
    size, years = measure.size or 0.0, measure.years or 1
    return np.array([statistics.share_undone(series, size, years, measure.share or 0.5)])


def _where(measure: Measure, panel: Panel) -> Floats:
    return np.array([_share(_series(measure, panel)[0], measure.holds)])


_OF_PANEL: Mapping[str, Callable[[Measure, Panel], Floats]] = {
    "excess_kurtosis": _kurtosis,
    "autoregression": _memory,
    "correlation": _correlation,
    "slope": _slope,
    "t_of_slope": _t,
    "hazard_per_year": _hazard,
    "onsets_per_100_years": _onsets,
    "share_undone": _undone,
    "share_where": _where,
}
_PLAIN: Mapping[str, Callable[[Floats], Floats]] = {
    "mean": statistics.mean,
    "peak": statistics.peak,
    "lowest": statistics.lowest,
    "last": statistics.last,
    "spread": statistics.spread,
}


def _apart(weeks: Integers) -> float:
    """Return the weeks between two records."""
    return float(np.median(np.diff(weeks))) if len(weeks) > 1 else 1.0


def _holds(values: Floats, limits: Limits | None) -> np.ndarray:
    low = None if limits is None else limits.above
    high = None if limits is None else limits.below
    above = np.ones(values.shape, bool) if low is None else values >= low
    return np.asarray(above if high is None else above & (values <= high))


def _share(values: Floats, limits: Limits | None) -> float:
    """Return the share of known values for which a statement holds."""
    low = None if limits is None else limits.above
    high = None if limits is None else limits.below
    return statistics.share_where(values, low, high)


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _ratio(late: Floats, early: Floats) -> Floats:
    return statistics.ratio(late, early)
