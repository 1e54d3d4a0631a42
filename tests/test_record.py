"""Claims about what is recorded: levels and flows are means, ends are ends, years look back."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import lakes
from politeia.arms import BASELINE
from politeia.model import Politeia
from politeia.outcomes import ACTORS, COUNTRIES
from politeia.quantity import Floats
from politeia.record import AT_END, OF_ACTOR, OF_COUNTRY, Record, observe

WEEKS, EVERY = 24, 4
MEANS = [
    "repression_physical",
    "turnout",
    "prisoners_true",
    "detentions",
    "media_reach",
    "hardship",
    "concessions_security",
]


@cache
def lived() -> tuple[Record, dict[str, Floats], Politeia]:
    """Return a record, what conditions saw week by week, (week, place, run), and the model."""
    told = lakes.study()
    model = lakes.at_branch(told, lakes.units([BASELINE, "sectors"]))
    for country in model.countries:
        one = np.ones(model.runs)
        country.people.take_shock_next(1.4 * one, one, 2.0 * one)
    record = Record(model, told.branch_week, WEEKS, EVERY)
    codes = [country.regime.code for country in model.countries]
    weekly: dict[str, list[Floats]] = {name: [] for name in (*MEANS, "attention", "broken")}
    hazards: list[Floats] = []
    for _ in range(WEEKS):
        model.step_until(lambda: record.note(model))
        for name in (*MEANS, "broken"):
            weekly[name].append(np.stack([observe(model, name, code) for code in codes]))
        weekly["attention"].append(observe(model, "attention", "QDB")[None].copy())
        hazards.append(np.stack([c.elite.total_hazard for c in model.countries]))
    seen = {name: np.stack(rows) for name, rows in weekly.items()}
    return record, seen | {"hazard": np.stack(hazards)}, model


def by_span(weeks: Floats) -> Floats:
    """Return the mean of each span of weeks."""
    mean: Floats = weeks.reshape(WEEKS // EVERY, EVERY, *weeks.shape[1:]).mean(axis=1)
    return mean


@pytest.mark.parametrize("name", MEANS)
def test_a_recorded_level_is_the_mean_of_its_weeks(name: str) -> None:
    record, weekly, _ = lived()
    np.testing.assert_allclose(record.countries[name], by_span(weekly[name]), rtol=2e-6)
    assert np.ptp(weekly[name][:EVERY], axis=0).max() > 0.0


def test_a_recorded_sender_is_the_mean_of_its_weeks() -> None:
    record, weekly, _ = lived()
    place = [actor.code for actor in record.others].index("QDB")
    told = record.actors["attention"][:, [place]]
    np.testing.assert_allclose(told, by_span(weekly["attention"]), rtol=2e-6)


def test_what_has_ended_is_read_off_the_last_week() -> None:
    record, weekly, _ = lived()
    ends = weekly["broken"][EVERY - 1 :: EVERY]
    np.testing.assert_array_equal(record.countries["broken"], ends.astype(np.float32))


def test_durability_is_survival_of_a_year_at_its_mean_hazard() -> None:
    """The year looks back thirteen spans; each new one takes the place of one before the branch."""
    record, weekly, _ = lived()
    burnt = -np.log(record.countries["durability"].astype(float)) * record.year
    spans, before = by_span(weekly["hazard"]), lived_before()
    for row in range(len(record.dates)):
        expected = spans[: row + 1].sum(axis=0) + (record.year - row - 1) * before
        np.testing.assert_allclose(burnt[row], expected, rtol=1e-4, atol=1e-5)


def lived_before() -> Floats:
    """Return the hazard at the branch, which stands for the year before it, (place, run)."""
    model = lakes.at_branch(lakes.study(), lakes.units([BASELINE, "sectors"]))
    return np.stack([country.elite.total_hazard for country in model.countries])


def test_the_index_is_a_mean_of_its_three_parts() -> None:
    told = lived()[0].countries
    parts = (0.4, "physical"), (0.4, "civic"), (0.2, "information")
    index = sum(weight * told[f"repression_{part}"] for weight, part in parts)
    np.testing.assert_allclose(told["repression"], index, atol=1e-6)


def test_what_a_client_concedes_is_recorded_domain_by_domain() -> None:
    model = lakes.at_branch(lakes.study(), lakes.units([BASELINE]))
    for country in model.countries:
        country.treasury.security_conceded = np.full(model.runs, 0.4)
        country.treasury.institutional_conceded = np.full(model.runs, 0.1)
    code = model.countries[0].regime.code
    assert (observe(model, "concessions_security", code) == 0.4).all()
    assert (observe(model, "concessions_institutional", code) == 0.1).all()


def test_a_quiet_year_is_in_order_and_a_loud_one_is_not() -> None:
    record, weekly, _ = lived()
    order = record.countries["order"]
    assert (order <= 0.0).all()
    assert (order[-1] <= order[0] + 1e-6)[weekly["turnout"][0] > 1e-3].all()


def test_every_outcome_of_the_table_is_recorded() -> None:
    record, _, _ = lived()
    assert set(record.countries) == {outcome.name for outcome in COUNTRIES}
    assert set(record.actors) == {outcome.name for outcome in ACTORS} == set(OF_ACTOR)
    probed = {"fragility", "ignition_size", "ignition_size_half"}
    later = {"growth", "durability", "order", *probed}
    assert {*OF_COUNTRY, *AT_END, *later} == set(record.countries)


def test_fragility_is_no_number_where_nobody_probed() -> None:
    assert np.isnan(lived()[0].countries["fragility"]).all()


def test_what_an_actor_does_not_have_is_no_number() -> None:
    _, _, model = lived()
    assert np.isnan(observe(model, "front", "QDB")).all()
    assert np.isfinite(observe(model, "front", "XWR")).all()
    assert (observe(model, "year", "") == 2020).all()
