"""The patterns to reproduce are complete, can be computed, and are kept apart by their use."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from politeia.calendar import week_of
from politeia.errors import BadInput
from politeia.evidence.judging import Panel, judged, measured
from politeia.evidence.ledger import load_ledger
from politeia.evidence.targets import (
    MOST_FITTED,
    Measure,
    Window,
    fitted_share,
    load_targets,
)
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats
from politeia.scenario import places
from politeia.scenario.load import load_filter, load_study

LISTED = {
    *(f"SD{number}" for number in (*range(1, 9), *range(11, 19))),
    *(f"SL{number}" for number in (1, 2, 4, *range(6, 13), *range(14, 18), 19, 21, 22, 23, 24)),
    *(f"SL{number}" for number in (*range(27, 34), *range(35, 43))),
}
"""Ids of the list of patterns; what is missing between them is kept aside for validation."""

START = date(2022, 1, 3)
TARGETS = load_targets()
MEASURES = [
    (name, key, measure)
    for name, target in TARGETS.items()
    for key, measure in target.file.measures.items()
]

ONE = """\
targets:
  SL12:
    statement: "prisoners at the end of the year"
    use: checking
    reason: "nothing was set by it"
    source: [viasna2023]
    known_from: 2022-12-31
    measures:
      stock:
        observable: prisoners_true
        places: [BLR]
        statistic: mean
        value: 10
        low: 5
        high: 20
        unit: persons
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_pattern_of_the_list_stands_there_once_and_none_that_is_kept_aside() -> None:
    assert set(TARGETS) == LISTED


def test_at_most_two_thirds_of_what_is_neither_seen_nor_restated_is_fitted_to() -> None:
    assert 0 < fitted_share(TARGETS) <= MOST_FITTED
    computable = {name: target for name, target in TARGETS.items() if target.is_computable}
    assert 0 < fitted_share(computable) <= MOST_FITTED


def test_what_the_filter_has_seen_is_never_called_checking_or_fitting() -> None:
    seen = {name for record in load_filter() for name in record.targets}
    assert seen
    for name in seen & set(TARGETS):
        assert TARGETS[name].use in ("conditioning", "definition"), name


def test_what_a_prior_was_set_by_is_never_called_checking() -> None:
    for name, parameter in load_ledger().parameters.items():
        named = {*parameter.source, *re.findall(r"S[DL]\d+", parameter.why)} & set(TARGETS)
        for reference in named:
            assert TARGETS[reference].use != "checking", f"{name} was set by {reference}"


@pytest.mark.parametrize(("name", "key", "measure"), MEASURES)
def test_every_measure_asks_for_outcomes_that_are_recorded(
    name: str, key: str, measure: Measure
) -> None:
    assert all(outcome in BY_NAME for outcome in measure.observable), f"{name}.{key}"


def test_every_future_names_a_study_with_its_cases_and_policies() -> None:
    for name, target in TARGETS.items():
        if target.file.study is None:
            continue
        study = load_study(places.root() / "scenarios/studies" / f"{target.file.study}.yaml")
        policies = {policy.name for policy in study.policies}
        cases = {case.name for case in study.cases}
        assert {target.file.policy, target.file.against} - {None} <= policies, name
        assert {target.file.case, target.file.against_case} - {None} <= cases, name


def panel(values: Floats, outcome: str = "prisoners_true", every: int = 4) -> Panel:
    """Return a panel of Belarus with one outcome, (date, run), from 3 January 2022."""
    first = week_of(START)
    weeks = first + every * np.arange(len(values))
    series = {("broken", "BLR"): np.zeros_like(values), (outcome, "BLR"): values}
    return Panel(weeks, series, branch=first)


def measure(**changes: object) -> Measure:
    base = {"observable": "prisoners_true", "places": ["BLR"], "statistic": "mean", "unit": "1"}
    return Measure.model_validate({**base, "low": 0, **changes})


def test_a_measure_passes_where_the_median_fits_and_the_observed_value_is_likely() -> None:
    values = np.tile(np.linspace(8, 14, 21), (3, 1))
    assert judged(measure(low=5, high=20, value=10), panel(values)).passed
    assert not judged(measure(low=12, high=20, value=13), panel(values)).inside_range
    far = judged(measure(low=5, high=20, value=19), panel(values))
    assert far.inside_range
    assert not far.inside_interval


def test_a_window_counts_weeks_from_the_branch_and_a_base_is_what_it_is_compared_with() -> None:
    values = np.array([[1.0], [2.0], [3.0], [6.0]])
    late, early = Window(first=8, last=12), Window(first=0, last=4)
    assert measured(measure(window=late), panel(values))[0] == 4.5
    asked = measure(window=late, base=early, compare="ratio")
    assert measured(asked, panel(values))[0] == 3.0


def test_an_event_is_looked_for_in_each_run_and_runs_without_it_are_left_out() -> None:
    values = np.array([[0.0, 0.0, 0.0], [9.0, 0.0, 0.0], [5.0, 9.0, 0.0], [5.0, 7.0, 0.0]])
    asked = measure(
        event={"observable": "prisoners_true", "above": 8}, window={"first": 4, "last": 4}
    )
    found = measured(asked, panel(values))
    assert found[:2].tolist() == [5.0, 7.0]
    assert np.isnan(found[2])
    assert judged(asked, panel(values)).runs == 2


def test_runs_whose_regime_ended_do_not_count_where_survivors_are_asked_for() -> None:
    values = np.array([[1.0, 5.0], [1.0, 5.0]])
    runs = panel(values)
    broken = np.array([[0.0, 0.0], [0.0, 1.0]])
    ended = Panel(runs.weeks, {**runs.series, ("broken", "BLR"): broken})
    found = measured(measure(survivors=True), ended)
    assert found[0] == 1.0
    assert np.isnan(found[1])


def test_a_contrast_compares_the_same_luck_under_two_policies() -> None:
    one, other = np.array([[3.0, 5.0]]), np.array([[1.0, 4.0]])
    asked = measure(contrast="difference")
    assert measured(asked, panel(one), panel(other)).tolist() == [2.0, 1.0]
    shared = measure(contrast="difference", across="share", holds={"above": 1.5})
    assert measured(shared, panel(one), panel(other)).tolist() == [0.5]
    with pytest.raises(ValueError, match="compared with"):
        measured(asked, panel(one))


def test_a_hazard_of_records_every_four_weeks_is_by_year() -> None:
    ended = np.array([[0.0] * 4, [0.0] * 4, [1.0, 0.0, 0.0, 0.0]])
    asked = measure(observable="broken", statistic="hazard_per_year")
    found = measured(asked, panel(ended, "broken"))
    assert found[0] == pytest.approx(1 / (8 * 4 / (365.25 / 7)))


@pytest.mark.parametrize(("name", "key", "asked"), MEASURES)
def test_every_measure_can_be_computed_from_what_a_run_records(
    name: str, key: str, asked: Measure
) -> None:
    target = TARGETS[name].file
    future = target.run == "future"
    start = week_of(START) if future else 0
    weeks = np.arange(start, start + (530 if future else 640), 4 if future else 1)
    waves = 0.5 + 0.45 * np.sin(np.outer(weeks, np.arange(1, 13) ** 0.5))
    used = {*asked.observable, *(asked.other.observable if asked.other else ()), "tools"}
    codes = {*asked.places, *(asked.other.places if asked.other else ())}
    series = {(outcome, code): waves for outcome in used for code in codes}
    late = (weeks > weeks[len(weeks) // 3])[:, None]
    for code in codes:
        series["turnout", code] = series["threat", code] = 0.001 * waves + late
        series["broken", code] = late * (np.arange(12) == 0)
    runs = Panel(weeks, series, branch=start)
    verdict = judged(asked, runs, runs if asked.contrast else None)
    assert np.isfinite(verdict.median), f"{name}.{key}"


@pytest.mark.parametrize(
    ("was", "now", "key", "told"),
    [
        ("prisoners_true", "prisoners", "measures.stock.observable", "no outcome"),
        ("SL12", "SLX", "SLX", "no id of a pattern"),
        ("low: 5", "low: 50", "measures.stock.low", "must not exceed high"),
        ("value: 10", "value: 30", "measures.stock.value", "outside its own range"),
        ("statistic: mean", "statistic: slope", "measures.stock.other", "required by slope"),
        ("statistic: mean", "statistic: median", "measures.stock.statistic", "allowed"),
        ("use: checking", "use: hoping", "use", "allowed"),
        ("unit: persons", "unit: persons\n        form: root", "measures.stock.form", "no form"),
        ("    known_from", "    run: future\n    known_from", "study", "is required"),
        ("    source: [viasna2023]\n", "", "source", "is required"),
    ],
)
def test_a_wrong_line_of_a_target_is_told_with_its_key(
    tmp_path: Path, was: str, now: str, key: str, told: str
) -> None:
    assert was in ONE
    with pytest.raises(BadInput) as refused:
        load_targets(folder(tmp_path, ONE.replace(was, now, 1)))
    found = {fault.key.rpartition("SL12.")[2]: fault for fault in refused.value.faults}
    told_at = next(fault for name, fault in found.items() if name.endswith(key))
    assert told in told_at.message
    assert told_at.line > 0


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = ONE.replace("low: 5", "low: 50").replace("prisoners_true", "prisoners")
    with pytest.raises(BadInput) as refused:
        load_targets(folder(tmp_path, text))
    assert len(refused.value.faults) == 2


def test_a_pattern_without_a_measure_says_why(tmp_path: Path) -> None:
    text = ONE.split("    measures:")[0]
    with pytest.raises(BadInput, match="cannot with the reason"):
        load_targets(folder(tmp_path, text))
    said = text + '    cannot: "nobody counts"\n'
    assert not load_targets(folder(tmp_path, said))["SL12"].is_computable


def test_a_code_in_two_tables_has_what_either_of_them_knows() -> None:
    nothing, known = np.full((2, 1, 1), np.nan), np.array([[[1.0]], [[2.0]]])
    runs = Panel.of([0, 1], [(["RUS"], {"support": nothing}), (["RUS"], {"support": known})], 0)
    assert runs.cube(["support"], ["RUS"])[0, :, 0].tolist() == [1.0, 2.0]


def test_nothing_of_2023_or_later_is_fitted_to() -> None:
    late = date(2023, 2, 1)  # a window that looks at the end of 2022 may close in January
    for name, target in load_targets().items():
        for key, measure in target.file.measures.items():
            if (measure.use or target.use) == "fitting":
                ends = [one.until for one in (measure.window, measure.base) if one and one.until]
                published = measure.observable == ("growth_official",)
                shown = {end.replace(year=end.year - 1) if published else end for end in ends}
                assert all(end < late for end in shown), f"{name} {key}"
