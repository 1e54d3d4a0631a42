"""The plausibility check: what makes a line pass."""

from __future__ import annotations

from typing import Any

import free
import knockouts
import living
import numpy as np
import page
import signs

import reference
from politeia.calendar import week_of


def lived(hazard: float = 0.03, falls: int = 0, level: float = 0.5) -> free.Lived:
    weeks, runs = 156, 4
    rows: dict[tuple[str, str], Any] = {}
    for name in free.LOOKS:
        rows["BLR", name] = np.full((weeks, runs), level)
    rows["BLR", "hazard"] = np.full((weeks, runs), hazard)
    rows["BLR", "autocracy"] = np.ones((weeks, runs))
    rows["BLR", "falls"] = np.zeros((weeks, runs))
    rows["BLR", "falls"][10, :falls] = 2.0
    return free.Lived(0, 104, rows, {"BLR": []})


def test_hazard_of_three_per_cent_is_told_as_three_per_cent() -> None:
    told = free.hazards(lived(0.03))["all"]
    assert abs(told["integrated"] - 3.0) < 1e-6
    assert told["counted"] == 0.0


def test_a_fall_that_the_record_imposed_is_not_counted() -> None:
    one = lived(falls=2)
    assert free.hazards(one)["all"]["counted"] > 0.0
    one.told_falls["BLR"] = [10]
    assert free.hazards(one)["all"]["counted"] == 0.0


def test_levels_at_the_edge_are_seen() -> None:
    told = free.edges(lived(level=0.995))
    assert told["physical"] == {"below": 0.0, "above": 1.0}


def test_rare_jumps_have_heavier_tails_than_even_drift() -> None:
    one = lived()
    steps = np.repeat(np.linspace(0.2, 0.5, 3), 52)[:, None] * np.ones(4)
    one.rows["BLR", "physical"] = steps + 0.01 * np.arange(4)
    even = free.kurtosis(one)
    jump = np.full((52 * 40, 4), 0.3)
    jump[52 * 20 :, 0] = 0.9
    one.rows["BLR", "physical"] = jump
    assert free.kurtosis(one) > max(even, 5.0)


def test_a_row_passes_where_the_median_lies_inside_the_cores_interval() -> None:
    assert reference.Row("r", (1.0, 2.0), "", (0.0, 1.5, 9.0)).passed
    assert not reference.Row("r", (1.0, 2.0), "", (1.0, 2.1, 2.2)).passed


def test_a_mechanism_that_changes_nothing_has_earned_nothing() -> None:
    pairs = {pair for both in knockouts.OWN.values() for pair in both}
    whole = {pair: np.arange(8.0) for pair in pairs}
    same = {name: dict(whole) for name in knockouts.OWN}
    assert not any(row.passed or row.switchable for row in knockouts.compare(whole, same))
    same["M6"] = {pair: values + 1.0 + 0.1 * values for pair, values in whole.items()}
    passed = [row.mechanism for row in knockouts.compare(whole, same) if row.passed]
    assert passed == ["M6"]


def test_a_claim_is_open_only_where_both_signs_are_common() -> None:
    row = signs.CLAIMS[1].row
    both = signs.signs({row: np.array([1.0, -1.0, 0.0])})
    assert both[0].passed
    assert not signs.signs({row: np.array([1.0, 1.0, 0.0])})[0].passed


def test_a_claim_never_both_ways_by_rounding_alone() -> None:
    import pandas as pd

    claim = signs.CLAIMS[1]
    table = pd.DataFrame(
        {
            "policy": [claim.moved, claim.against],
            "case": ["as_is"] * 2,
            "draw": [0, 0],
            "country": [claim.country] * 2,
            claim.outcome: [0.9 + 1e-9, 0.9],
            "cost": [0.0, 0.0],
        }
    )
    assert signs._contrast(table, claim, [0])[0] == 0.0


def test_the_street_is_watched_day_by_day() -> None:
    study = living.study_of("world: prototype\nnodes: 32\n")
    first = week_of(study.world.start)
    parameters = living.at_medians(study, 3)
    lot = living.Lot(study, parameters, living.evenly_switched(3), 5, first, 10**6, nodes=32)
    model = lot.model()
    with living.watched_by_days(model, ("BLR", "KAZ")) as days:
        for _ in range(45):
            days.begin()
            model.step()
            country = model.countries[model.place["BLR"]]
            np.testing.assert_array_equal(days.turnout["BLR"][-1], country.people.turnout)
    assert len(days.turnout["KAZ"]) == 45 * 7


def test_nobody_falls_while_hazards_are_only_integrated() -> None:
    from politeia.actors.elite import Elite

    before = Elite.succeed
    with living.nobody_falls():
        assert Elite.succeed is not before
    assert Elite.succeed is before


def test_cells_of_the_page_say_pass_or_fail() -> None:
    assert page.table(("a", "b"), [(True, 1.23456)])[2] == "| pass | 1.235 |"
    assert "**FAIL**" in page.table(("a",), [(False,)])[2]
