"""A design in a study becomes points, or all that is wrong with it is told at once."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from politeia.evidence.ledger import load_ledger
from politeia.scenario.design import MIDDLE, Design, pasts_of
from politeia.scenario.study import Study

from .conftest import STUDY, Ask, Faults, Write

OFFSET, TO, START = "support.offset", "levers.enforce.0.to", "levers.enforce.0.start"
SWITCH, GRIEVANCE = "switches.patron_offset", "world.regimes.ON.grievance"
MOVED = """
  uncertainties: {support.offset: prior, protest.pull: {low: 1, high: 3}}
  levers: {enforce.0.to: [0, 0.5, 1], enforce.0.start: {low: 2022-03-07, high: 2022-09-05}}
  switches: {patron_offset: [off, on]}
  world: {regimes.ON.grievance: {low: -1, high: 1}}
"""
SIX = [OFFSET, "protest.pull", TO, START, SWITCH, GRIEVANCE]


def written(method: str, more: str = MOVED, study: str = STUDY) -> str:
    """Return a study with a design."""
    return f"{study}design:\n  method: {method}{more}"


def design(ask: Ask, method: str, more: str = MOVED) -> Design:
    """Return the design of a study that is written so."""
    found = ask(written(method, more)).design
    assert found is not None
    return found


# Points


@pytest.mark.parametrize(
    ("method", "number"),
    [
        ("latin_hypercube\n  points: 10", 10),
        ("sobol\n  points: 8", 8),
        ("saltelli\n  points: 4", 4 * (2 * 6 + 2)),
        ("saltelli\n  points: 4\n  second_order: off", 4 * (6 + 2)),
        ("morris\n  points: 3", 3 * (6 + 1)),
        ("grid", 3 * 3 * 3 * 3 * 2 * 3),
        ("grid\n  levels: 2", 2 * 2 * 3 * 2 * 2 * 2),
        ("one_at_a_time", 1 + 3 + 3 + 3 + 3 + 2 + 3),
    ],
)
def test_each_method_makes_its_number_of_points_and_all_lie_within(
    ask: Ask, method: str, number: int
) -> None:
    found = design(ask, method)
    assert len(found.points) == number
    prior = load_ledger().parameters[OFFSET].prior
    low, high = prior.quantile(np.array(MIDDLE))
    for point in found.points:
        assert low <= point.get(OFFSET, low) <= high
        assert 1 <= point.get("protest.pull", 1.0) <= 3  # type: ignore[operator]
        assert point.get(TO, 0.0) in (0.0, 0.5, 1.0)
        assert date(2022, 3, 7) <= point.get(START, date(2022, 3, 7)) <= date(2022, 9, 5)  # type: ignore[operator]
        assert point.get(SWITCH, 0.0) in (0.0, 1.0)
        assert -1 <= point.get(GRIEVANCE, 0.0) <= 1  # type: ignore[operator]


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol", "saltelli", "morris"])
def test_the_same_seed_draws_the_same_points_and_another_seed_others(ask: Ask, method: str) -> None:
    one, same = (design(ask, f"{method}\n  points: 4") for _ in range(2))
    other = design(ask, f"{method}\n  points: 4\n  seed: 2")
    assert one.points == same.points
    assert one.points != other.points


def test_the_seed_of_luck_draws_no_points(ask: Ask) -> None:
    one = ask(written("sobol\n  points: 4"))
    other = ask(written("sobol\n  points: 4", study=STUDY + "seed: 7\n"))
    assert one.points == other.points
    assert one.seed != other.seed


def test_points_of_a_design_are_no_copy_of_the_draws_of_the_same_seed(ask: Ask) -> None:
    from politeia.chance import sobol

    unit = np.array(design(ask, "sobol\n  points: 8").unit)
    drawn = sobol(8, 200, 1)
    assert all(not np.allclose(unit[:, [0]], drawn[:, [at]]) for at in range(200))


def test_a_latin_hypercube_visits_every_part_of_every_range_once(ask: Ask) -> None:
    unit = np.array(design(ask, "latin_hypercube\n  points: 10").unit)
    for column in unit.T:
        assert sorted((column * 10).astype(int)) == list(range(10))


def test_morris_moves_one_thing_at_a_step_and_tells_where_it_stands(ask: Ask) -> None:
    found = design(ask, "morris\n  points: 5")
    unit = np.array(found.unit).reshape(5, 7, 6)
    for path in unit:
        assert all(np.count_nonzero(after != before) == 1 for before, after in pairwise(path))
    assert found.problem["names"] == SIX
    assert found.levels == 4


def test_one_at_a_time_begins_with_the_study_as_it_is(ask: Ask) -> None:
    found = design(ask, "one_at_a_time")
    assert found.points[0] == {}
    assert all(len(point) == 1 for point in found.points[1:])


def test_a_grid_runs_through_its_last_thing_first_and_through_steps_of_its_own(ask: Ask) -> None:
    found = design(
        ask,
        "grid",
        "\n  uncertainties: {support.offset: [0, 1]}\n  world:\n"
        "    regimes.ON.grievance: {low: 0, high: 1, levels: 5}\n",
    )
    assert [point[GRIEVANCE] for point in found.points[:5]] == [0, 0.25, 0.5, 0.75, 1]
    assert [point[OFFSET] for point in found.points] == [0.0] * 5 + [1.0] * 5


def test_constants_stand_in_every_point(ask: Ask) -> None:
    found = design(ask, "one_at_a_time", "\n  constants: {switches.patron_offset: on}" + LONE)
    assert all(point[SWITCH] == 1.0 for point in found.points)


LONE = "\n  uncertainties: {support.offset: prior}\n"


def test_listed_points_are_taken_as_they_are(ask: Ask) -> None:
    points = f"\n  points: [{{{OFFSET}: 0.3}}, {{{START}: 2022-08-01, {SWITCH}: off}}]\n"
    found = design(ask, "list", points)
    assert found.points == ({OFFSET: 0.3}, {START: date(2022, 8, 1), SWITCH: 0.0})
    assert [moved.name for moved in found.moved] == [OFFSET, START, SWITCH]


def test_a_design_is_the_same_after_it_was_stored_and_read_back(ask: Ask) -> None:
    study = ask(written("morris\n  points: 2"))
    stored = json.loads(json.dumps(study.to_manifest()))
    assert stored["design"]["points"][0][START][:5] == "2022-"
    assert Study.from_manifest(stored) == study


def test_a_study_without_a_design_has_one_point_that_says_nothing(ask: Ask) -> None:
    study = ask(STUDY)
    assert study.design is None
    assert study.points == ({},)


def test_only_points_that_move_the_world_have_pasts_of_their_own() -> None:
    points = [{}, {OFFSET: 0.1}, {GRIEVANCE: 0.5}, {GRIEVANCE: 0.5, OFFSET: 0.2}, {GRIEVANCE: 0.6}]
    assert pasts_of(points) == (0, 0, 2, 2, 4)


def test_a_design_switches_the_mechanism_on_whose_parameter_it_moves(ask: Ask) -> None:
    off = ask(STUDY).cases[0].mechanisms["M14"]
    on = ask(written("grid", "\n  switches: {index_contagion: [off, on]}\n")).cases[0].mechanisms
    assert not off
    assert on["M14"]


def test_zipped_policies_take_turns(ask: Ask, write: Write) -> None:
    write("speak", "levers: [{moves: speech.shaming, by: LIG, on: NO, to: 1, start: 2022-06-06}]")
    study = STUDY.replace("[enforce]", "[enforce, speak]")
    more = "\n  points: 4\n  policies: zipped" + LONE
    found = ask(written("latin_hypercube", more, study)).design
    assert found is not None
    assert found.turns == ("enforce", "speak") * 2


# A file of one's own


def own(ask: Ask, folder: Path, text: str, name: str = "mine.csv") -> Design:
    """Return the design of a file of points."""
    (folder / name).write_text(text)
    return design(ask, "file", f"\n  file: {name}\n")


def test_a_file_of_ones_own_gives_the_points(ask: Ask, tmp_path: Path) -> None:
    found = own(ask, tmp_path, f"{OFFSET},{START},{SWITCH}\n0.2,2022-05-02,on\n1,2022-06-06,0\n")
    assert found.points == (
        {OFFSET: 0.2, START: date(2022, 5, 2), SWITCH: 1.0},
        {OFFSET: 1.0, START: date(2022, 6, 6), SWITCH: 0.0},
    )


def test_a_parquet_of_ones_own_gives_the_points(ask: Ask, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    columns = {OFFSET: [0.2, 0.4], START: [date(2022, 5, 2), date(2022, 5, 9)]}
    parquet.write_table(pa.table(columns), tmp_path / "mine.parquet")
    found = design(ask, "file", "\n  file: mine.parquet\n")
    assert found.points[1] == {OFFSET: 0.4, START: date(2022, 5, 9)}


def test_all_faults_of_a_file_of_ones_own_are_told_with_their_lines(
    faults: Faults, tmp_path: Path
) -> None:
    text = "suport.offset,support.offset,switches.patron_offset\n1,nan,2\n1,,1\n1,3\n1,x,0\n"
    (tmp_path / "mine.csv").write_text(text)
    found = faults(written("file", "\n  file: mine.csv\n"))
    assert {fault.file.name for fault in found} == {"mine.csv"}
    told = [(fault.line, fault.key) for fault in found]
    assert told == [
        (1, "suport.offset"),
        (2, "support.offset"),
        (2, "switches.patron_offset"),
        (3, "support.offset"),
        (4, ""),
        (5, "support.offset"),
    ]
    assert "did you mean 'support.offset'" in found[0].message
    assert "is empty" in found[1].message
    assert "3 columns" in found[4].message


@pytest.mark.parametrize(
    ("text", "told"),
    [("support.offset\n", "holds no point"), ("", "holds no point"), ("\xff\xfe", "no CSV in")],
)
def test_a_file_without_points_is_refused(
    faults: Faults, tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "mine.csv").write_bytes(text.encode("latin-1"))
    assert told in faults(written("file", "\n  file: mine.csv\n"))[0].message


def test_a_file_that_is_not_there_is_told(faults: Faults) -> None:
    (fault,) = faults(written("file", "\n  file: mine.csv\n"))
    assert "there is no such file" in fault.message


def test_a_broken_parquet_is_told(faults: Faults, tmp_path: Path) -> None:
    (tmp_path / "mine.parquet").write_bytes(b"PAR1 and then nothing")
    assert "is no Parquet" in faults(written("file", "\n  file: mine.parquet\n"))[0].message


# What is wrong


@pytest.mark.parametrize(
    ("line", "key", "told"),
    [
        ("uncertainties: {suport.offset: prior}", "uncertainties.suport.offset", "support.off"),
        ("uncertainties: {support.offset: [0, 2]}", "uncertainties.support.offset[1]", "0 and 1"),
        ("uncertainties: {support.offset: prio}", "uncertainties.support.offset", "must be prior"),
        ("uncertainties: {support.offset: {low: 0}}", "uncertainties.support.offset", "exactly"),
        ("uncertainties: {support.offset: [much]}", "uncertainties.support.offset[0]", "a number"),
        ("uncertainties: {enforce.0.to: [1]}", "uncertainties.enforce.0.to", "under levers"),
        ("uncertainties: {counters.lag: prior}", "uncertainties.counters.lag", "is nothing that"),
        ("levers: {enforce.1.to: [1]}", "levers.enforce.1.to", "did you mean 'enforce.0.to'"),
        ("levers: {enforce.0.to: prior}", "levers.enforce.0.to", "has no prior"),
        ("levers: {placebo.0.to: [1]}", "levers.placebo.0.to", "is nothing that"),
        ("levers: {enforce.0.to: [1.5]}", "levers.enforce.0.to[0]", "between 0 and 1"),
        ("levers: {enforce.0.start: [3]}", "levers.enforce.0.start[0]", "must be a date"),
        ("levers: {enforce.0.start: [2021-01-04]}", "levers.enforce.0.start[0]", "the branch"),
        ("switches: {patron_ofset: [off]}", "switches.patron_ofset", "'patron_offset'"),
        ("switches: {patron_offset: {low: 0, high: 1}}", "switches.patron_offset", "[off, on]"),
        ("switches: {patron_offset: [2]}", "switches.patron_offset[0]", "0 (off) or 1 (on)"),
        ("world: {regimes.ON.greivance: [0]}", "world.regimes.ON.greivance", "regimes.ON.griev"),
        ("world: {regimes.ON.grievance: [9]}", "world.regimes.ON.grievance[0]", "-3 and 3"),
        ("world: {regimes.NO.trade.PAT: [0.95]}", "world", "add up to 1.15"),
        ("world: {network.rewired: {low: 1, high: 0}}", "world.network.rewired.low", "below high"),
        ("constants: {support.ofset: 1}\n  switches: {patron_offset: [on]}",
         "constants.support.ofset", "'support.offset'"),
        ("constants: {support.offset: 1}\n  uncertainties: {support.offset: [1]}",
         "uncertainties.support.offset", "held among the constants"),
        ("points: 8\n  switches: {patron_offset: [on]}", "points", "says nothing to grid"),
        ("file: x.csv\n  switches: {patron_offset: [on]}", "file", "says nothing to grid"),
        ("policies: zipped\n  switches: {patron_offset: [on]}", "policies", "zipped is for list"),
        ("leevers: {}\n  switches: {patron_offset: [on]}", "leevers", "did you mean 'levers'"),
        ("seed: -1\n  switches: {patron_offset: [on]}", "seed", "at least 0"),
        ("levels: 1\n  switches: {patron_offset: [on]}", "levels", "at least 2"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_a_design_is_told_with_its_key(
    faults: Faults, line: str, key: str, told: str
) -> None:
    found = faults(written("grid", f"\n  {line}\n"))
    assert [fault.key for fault in found] == [f"design.{key}"]
    assert told in found[0].message
    assert found[0].line >= STUDY.count("\n") + 3


@pytest.mark.parametrize(
    ("method", "key", "told"),
    [
        ("griid", "method", "did you mean 'grid'"),
        ("sobol", "points", "is required"),
        ("sobol\n  points: 6", "points", "power of two, such as 4 or 8"),
        ("morris\n  points: 2\n  levels: 3", "levels", "must be even"),
        ("latin_hypercube\n  points: 0", "points", "at least 1"),
        ("saltelli\n  points: 65536", "", "at most"),
        ("latin_hypercube\n  points: 3\n  policies: zipped", None, ""),
    ],
)
def test_a_method_says_what_it_needs(
    faults: Faults, ask: Ask, method: str, key: str | None, told: str
) -> None:
    text = written(method, LONE + "  switches: {patron_offset: [off, on]}\n")
    if key is None:
        assert ask(text).points
        return
    found = faults(text)
    assert [fault.key for fault in found] == [f"design.{key}".rstrip(".")]
    assert told in found[0].message


def test_points_that_cannot_be_shared_out_evenly_are_refused(faults: Faults, write: Write) -> None:
    write("speak", "levers: [{moves: speech.shaming, by: LIG, on: NO, to: 1, start: 2022-06-06}]")
    study = STUDY.replace("[enforce]", "[enforce, speak]")
    text = written("latin_hypercube", "\n  points: 3\n  policies: zipped" + LONE, study)
    assert "3 points cannot be shared out" in faults(text)[0].message


def test_an_empty_design_moves_nothing(faults: Faults) -> None:
    (fault,) = faults(written("grid", "\n"))
    assert "moves nothing" in fault.message


def test_what_a_case_holds_a_design_cannot_move(faults: Faults) -> None:
    cases = "cases: {a: {set: {support.offset: 0.5}}, b: {switches: {patron_offset: on}}}\n"
    more = LONE + "  switches: {patron_offset: [off, on]}\n"
    found = faults(written("grid", more, STUDY + cases))
    assert len(found) == 2
    assert "case a holds" in found[0].message
    assert "case b holds" in found[1].message


def test_a_posterior_is_refused_while_there_is_none(faults: Faults, ask: Ask) -> None:
    (fault,) = faults(STUDY + "draws_from: posterior\n")
    assert fault.key == "draws_from"
    assert "no posterior yet" in fault.message
    assert ask(STUDY + "draws_from: prior\n").draws_from == "prior"


def test_faults_of_all_parts_of_a_design_are_told_at_once(faults: Faults) -> None:
    found = faults(
        written(
            "sobol",
            "\n  points: 6\n  uncertainties: {a.b: prior}\n  levers: {enforce.0.to: [7]}\n"
            "  switches: {x: [off]}\n  world: {y: [1]}\n  constants: {z: 1}\n",
            STUDY + "drows: 3\n",
        )
    )
    assert len(found) == 7
