"""Statistics of targets: pure functions of labelled arrays, from a series to a number.

Arrays have the shape (place, date, run) and float64; a value that is not known is not a number and
counts nowhere. Statistics *over time* return (place, run), statistics *of a panel* return (run,),
or one number where all runs are pooled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from politeia.quantity import Bools, Floats, Integers

EDGE = 1e-3
"""Levels are kept this far from 0 and 1 before they are turned into probits or logits."""


def rest(x: Floats) -> Floats:
    """Return 1 - x: freedom where repression is given."""
    return 1.0 - x


def probit_of_rest(x: Floats) -> Floats:
    """Return the normal quantile of 1 - x, the scale of V-Dem's v2csreprss, within +-3.09."""
    from scipy import special  # half the time of a look at the evidence, which needs none

    return np.asarray(special.ndtri(np.clip(1.0 - x, EDGE, 1.0 - EDGE)))


def logarithm(x: Floats) -> Floats:
    """Return ln x; not a number where x is not above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0, np.log(np.where(x > 0, x, 1.0)), np.nan)


def as_it_is(x: Floats) -> Floats:
    """Return x."""
    return x


FORMS: Mapping[str, Callable[[Floats], Floats]] = {
    "value": as_it_is,
    "rest": rest,
    "probit_of_rest": probit_of_rest,
    "log": logarithm,
}
"""Forms in which an outcome may be asked for."""


def differences(x: Floats) -> Floats:
    """Return the change from each date to the next, one date less."""
    return np.diff(x, axis=1)


def mean(x: Floats) -> Floats:
    """Return the mean over dates, (place, run)."""
    return _over_dates(np.nanmean, x)


def mean_of_rows(x: Floats) -> Floats:
    """Return the mean over the first axis, not a number where nothing is known."""
    known = ~np.isnan(x)
    return ratio(np.sum(np.where(known, x, 0.0), axis=0), np.sum(known, axis=0, dtype=np.float64))


def total(x: Floats, weeks_apart: float) -> Floats:
    """Return what a weekly flow adds up to, for means of ``weeks_apart`` weeks, (place, run)."""
    return _over_dates(np.nansum, x) * weeks_apart


def peak(x: Floats) -> Floats:
    """Return the largest value over dates, (place, run)."""
    return _over_dates(np.nanmax, x)


def lowest(x: Floats) -> Floats:
    """Return the smallest value over dates, (place, run)."""
    return _over_dates(np.nanmin, x)


def last(x: Floats) -> Floats:
    """Return the last value, (place, run)."""
    return x[:, -1]


def spread(x: Floats) -> Floats:
    """Return the standard deviation over dates, (place, run)."""
    return _over_dates(np.nanstd, x)


def quantile(x: Floats, share: float) -> Floats:
    """Return the value below which ``share`` of the dates lie, (place, run)."""
    return _over_dates(lambda rows, axis: np.nanquantile(rows, share, axis=axis), x)


def share_of_time(x: Floats, holds: Bools) -> Floats:
    """Return the share of known dates at which ``holds``, (place, run)."""
    return mean(np.where(np.isnan(x), np.nan, holds))


def weeks_until(x: Floats, weeks: Integers, level: float) -> Floats:
    """Return weeks from the first date until x first lies above ``level``, (place, run)."""
    above = x > level
    first = weeks[np.argmax(above, axis=1)] - weeks[0]
    return np.where(above.any(axis=1), first.astype(np.float64), np.nan)


def change(late: Floats, early: Floats) -> Floats:
    """Return late less early."""
    return late - early


def ratio(late: Floats, early: Floats) -> Floats:
    """Return late over early; not a number where early is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(early != 0, late / np.where(early != 0, early, 1.0), np.nan)


def excess_kurtosis(x: Floats) -> Floats:
    """Return the excess kurtosis of all places and dates of each run, (run,)."""
    rows = _known_rows(x)
    centred = rows - mean_of_rows(rows)
    return ratio(np.nanmean(centred**4, axis=0), np.nanmean(centred**2, axis=0) ** 2) - 3.0


def autoregression(x: Floats) -> Floats:
    """Return the slope of a value on the last one within places, pooled, (run,)."""
    return _slope_within(x[:, 1:], x[:, :-1])


def correlation(x: Floats, y: Floats) -> Floats:
    """Return the correlation of two series over all places and dates of each run, (run,)."""
    both = np.isnan(x) | np.isnan(y)
    one, other = (_centred(np.where(both, np.nan, rows)) for rows in (x, y))
    spreads = np.sqrt(np.nansum(one**2, axis=0) * np.nansum(other**2, axis=0))
    return ratio(np.nansum(one * other, axis=0), spreads)


def slope(x: Floats, y: Floats, lag: int = 0) -> Floats:
    """Return the slope of x on y ``lag`` dates earlier, over all places and dates, (run,)."""
    return _fit(x, y, lag)[0]


def t_of_slope(x: Floats, y: Floats, lag: int = 0) -> Floats:
    """Return that slope over its standard error, (run,)."""
    return ratio(*_fit(x, y, lag))


def hazard_per_year(ended: Floats, dates_a_year: float) -> float:
    """Return ends by year at risk, pooled, where ``ended`` turns from 0 to 1 and stays."""
    before, after = ended[:, :-1], ended[:, 1:]
    at_risk = before == 0
    events = np.sum(at_risk & (after > 0))
    years = np.sum(at_risk & ~np.isnan(after)) / dates_a_year
    return float(events / years) if years else float("nan")


def onsets_per_100_years(yearly: Floats, level: float) -> float:
    """Return years above ``level`` after a year that was not, by 100 years, pooled."""
    before, after = yearly[:, :-1], yearly[:, 1:]
    known = ~np.isnan(before) & ~np.isnan(after)
    onsets = known & (after > level) & (before <= level)
    return float(100.0 * np.sum(onsets) / np.sum(known)) if known.any() else float("nan")


def share_undone(yearly: Floats, size: float, years: int, part: float = 0.5) -> float:
    """Return the share of one-year changes of ``size`` undone by ``part`` after years, pooled.

    A negative size asks for falls, a positive one for rises, at least as large.
    """
    step = yearly[:, 1 : yearly.shape[1] - years] - yearly[:, : -1 - years]
    later = yearly[:, 1 + years :] - yearly[:, : -1 - years]
    moved = (step * np.sign(size) >= abs(size)) & ~np.isnan(later)
    undone = moved & (later * np.sign(size) <= (1.0 - part) * step * np.sign(size))
    return float(np.sum(undone) / np.sum(moved)) if moved.any() else float("nan")


def share_where(x: Floats, above: float | None, below: float | None) -> float:
    """Return the share of known values that lie above and below the limits, both included."""
    known = ~np.isnan(x)
    holds = known.copy()
    if above is not None:
        holds &= x >= above
    if below is not None:
        holds &= x <= below
    return float(np.sum(holds) / np.sum(known)) if known.any() else float("nan")


def _over_dates(statistic: Callable[..., Floats], x: Floats) -> Floats:
    """Return a statistic over dates, not a number where no date is known."""
    empty: Bools = np.asarray(np.isnan(x).all(axis=1))
    filled = np.where(np.expand_dims(empty, 1), 0.0, x)
    return np.where(empty, np.nan, statistic(filled, axis=1))


def _known_rows(x: Floats) -> Floats:
    """Return places and dates as rows, (place and date, run)."""
    return x.reshape(-1, x.shape[2])


def _centred(x: Floats) -> Floats:
    """Return the rows less the mean of their run."""
    rows = _known_rows(x)
    return np.asarray(rows - mean_of_rows(rows))


def _slope_within(x: Floats, y: Floats) -> Floats:
    """Return the slope of x on y, each less the mean of its place and run, (run,)."""
    gap = np.isnan(x) | np.isnan(y)
    one, other = (np.where(gap, np.nan, rows) for rows in (x, y))
    one, other = (rows - mean(rows)[:, None] for rows in (one, other))
    return ratio(np.nansum(one * other, axis=(0, 1)), np.nansum(other**2, axis=(0, 1)))


def _fit(x: Floats, y: Floats, lag: int) -> tuple[Floats, Floats]:
    """Return the least-squares slope of x on lagged y and its standard error, (run,) each."""
    dates = x.shape[1]
    late, early = x[:, lag:], np.broadcast_to(y, (x.shape[0], *y.shape[1:]))[:, : dates - lag]
    gap = np.isnan(late) | np.isnan(early)
    one, other = (_centred(np.where(gap, np.nan, rows)) for rows in (late, early))
    squares = np.nansum(other**2, axis=0)
    found = ratio(np.nansum(one * other, axis=0), squares)
    left = np.nansum((one - found * other) ** 2, axis=0)
    free = np.maximum(np.sum(~np.isnan(one), axis=0) - 2, 1)
    return found, np.sqrt(ratio(left / free, squares))
