"""Claims about the record: shocks always fall, responses only until rules replace them."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest

import lakes
from politeia import lives
from politeia.calendar import week_of
from politeia.chance import key_of_life
from politeia.model import Politeia

ELECTION = week_of(date(2018, 6, 10))
SANCTIONS = week_of(date(2018, 9, 3))
BEFORE, AFTER = date(2018, 4, 2), date(2019, 12, 30)
RUNS = 2


@cache
def seen(branch: date) -> dict[str, list[float]]:
    """Return what was seen in Aldmoor week by week until the autumn, by the date of the branch."""
    told = lakes.study().model_copy(update={"branch": branch})
    keys = [key_of_life(1, draw, 0, "past") for draw in range(RUNS)]
    model = lives.founded(told, told.cases[0], list(range(RUNS)), keys, 1)
    found: dict[str, list[float]] = {"shock": [], "covered": [], "credit": []}
    while model.week <= SANCTIONS + 2:
        if model.week == week_of(branch):
            model.hand_over()
        model.step_until(lambda: note(model, found))
    return found


def note(model: Politeia, found: dict[str, list[float]]) -> None:
    """Note a week."""
    country, sender = model.countries[0], model.deciders[0][0]
    assert sender.measures is not None
    found["shock"].append(float(country.people.shock_size.min()))
    found["covered"].append(float(sender.measures.coverage[0].min()))
    found["credit"].append(float(country.treasury.recorded_credit.max()))


def of_week(branch: date, name: str, week: int) -> float:
    """Return what was seen in a week."""
    return seen(branch)[name][week - week_of(date(2018, 1, 1))]


@pytest.mark.parametrize("branch", [BEFORE, AFTER])
def test_a_shock_falls_in_its_week_before_and_after_the_branch(branch: date) -> None:
    assert of_week(branch, "shock", ELECTION) > 0.1
    assert of_week(branch, "shock", ELECTION - 1) == 0.0
    assert of_week(branch, "shock", ELECTION + 1) == 0.0


def test_a_shock_has_the_same_latent_size_whenever_a_study_branches() -> None:
    assert of_week(BEFORE, "shock", ELECTION) == of_week(AFTER, "shock", ELECTION)


def test_a_response_of_the_record_falls_only_while_the_record_speaks() -> None:
    assert of_week(AFTER, "covered", SANCTIONS) == pytest.approx(0.2)
    assert of_week(AFTER, "covered", SANCTIONS - 1) == 0.0
    assert of_week(BEFORE, "covered", SANCTIONS) < 0.2


def test_credit_of_the_record_flows_only_while_the_record_speaks() -> None:
    assert of_week(AFTER, "credit", SANCTIONS) == pytest.approx(0.02)
    assert of_week(BEFORE, "credit", SANCTIONS) == 0.0


def test_a_hosted_event_is_counted_down_and_past_its_opening() -> None:
    told = lakes.study()
    keys = [key_of_life(1, 0, 0, "past")]
    chronicle = lives.founded(told, told.cases[0], [0], keys, 1).chronicle
    feast = week_of(date(2020, 8, 3))
    ahead = [chronicle.weeks_to_event("QLA", feast + weeks) for weeks in (-30, -1, 0, 5, 20)]
    assert ahead[:4] == [30.0, 1.0, 0.0, -5.0]
    assert ahead[4] > 1_000.0
    assert chronicle.weeks_to_event("QLB", feast) > 1_000.0


def test_elections_come_by_the_calendar_and_then_each_interval() -> None:
    told = lakes.study()
    keys = [key_of_life(1, 0, 0, "past")]
    model = lives.founded(told, told.cases[0], [0], keys, 1)
    due = [week for week in range(week_of(date(2045, 1, 1))) if model.chronicle.votes("QLA", week)]
    assert due[0] == week_of(date(2020, 6, 28))
    years = np.diff(due) / 52.1786
    np.testing.assert_allclose(years, years[0], atol=0.05)
