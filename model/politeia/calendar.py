"""Weeks and dates: a week is named by the Monday that begins it.

Inside the model time is a whole number of weeks since Monday 2 January 2012 (week 0); days of a
week are 0 (Monday) to 6 (Sunday).
"""

from __future__ import annotations

from datetime import date, timedelta

ORIGIN = date(2012, 1, 2)
WEEKS_PER_YEAR = 365.25 / 7
YEARS_PER_WEEK = 7 / 365.25


def week_of(day: date) -> int:
    """Return the week in which ``day`` lies."""
    return (day - ORIGIN).days // 7


def day_in_week(day: date) -> int:
    """Return the place of ``day`` in its week, 0 on Monday to 6 on Sunday."""
    return (day - ORIGIN).days % 7


def monday(week: int) -> date:
    """Return the Monday that begins ``week``."""
    return ORIGIN + timedelta(weeks=week)


def year_of(week: int) -> float:
    """Return the moment that begins ``week`` in years and fractions, such as 2020.6."""
    day = monday(week)
    first = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - first).days
    return day.year + (day - first).days / length
