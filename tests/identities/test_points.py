"""A point of a design is lived as if the study said so itself, whoever shares its batch."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_worlds import LAKELAND

from politeia import lives
from politeia.analysis import reading
from politeia.calendar import week_of
from politeia.experiment import design
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.experiment.run import Wishes, run
from politeia.scenario.design import Design, pasts_of
from politeia.scenario.load import load_study
from politeia.scenario.study import Case, Study
from politeia.single import OneHistory

KEYS = ["policy", "case", "point", "draw", "replicate"]
SMALL = {"draws": 2, "replicates": 2, "particles": 2, "nodes": 64, "horizon": 30}
TO, START = "levers.sectors.1.to", "levers.sectors.1.start"
OFFSET, SWITCH = "support.offset", "switches.patron_offset"
MEDIA, REWIRED = "world.regimes.QLA.media_reach", "world.network.rewired"
LATER = date(2020, 3, 12)
POINTS: tuple[dict[str, Any], ...] = (
    {},
    {OFFSET: 1.0, "support.unpledged": 1.0, SWITCH: 1.0},
    {TO: 0.3},
    {START: LATER},
    {SWITCH: 0.0, TO: 0.0, "levers.sectors.0.to": 0.0, "levers.sectors.2.to": 0.0},
    {MEDIA: 0.9},
    {MEDIA: 0.9, TO: 0.3},
    {REWIRED: 0.1},
)


@cache
def plain() -> Study:
    """Return the study of the lake, small."""
    return load_study(LAKELAND).sized(**SMALL)


@cache
def swept() -> Study:
    """Return the same study at all points."""
    return plain().model_copy(update={"design": Design(method="list", points=POINTS)})


def units(
    *points: int, policies: tuple[str, ...] = ("baseline", "sectors"), case: str = "as_is"
) -> list[Unit]:
    """Return the units of some points."""
    return [
        Unit(draw, case, policy, point, replicate)
        for draw in range(2)
        for policy in policies
        for point in points
        for replicate in range(2)
    ]


def pasts(study: Study, world: int = 0) -> dict[int, str]:
    """Return the state file of each draw in the world of a point."""
    return _pasts(json.dumps(study.to_manifest()), world)


@cache
def _pasts(told: str, world: int) -> dict[int, str]:
    study = Study.from_manifest(json.loads(told))
    job = PastJob(study.to_manifest(), (0, 1), study.seed, mkdtemp(), point=world)
    return dict(enumerate(lives.live_pasts(job).paths))


def lived(study: Study, chosen: list[Unit]) -> list[pd.DataFrame]:
    """Return the rows of countries and of actors of some units lived in one batch."""
    world = pasts_of(study.points)[chosen[0].point]
    paths = pasts(study, world)
    job = FutureJob(study.to_manifest(), tuple(chosen), study.seed, paths, "")
    rows = lives.live_futures(job)
    return [pd.DataFrame(rows.countries), pd.DataFrame(rows.actors)]


def of(rows: pd.DataFrame, chosen: list[Unit]) -> pd.DataFrame:
    """Return the rows of some units."""
    wanted = {tuple(getattr(unit, key) for key in KEYS) for unit in chosen}
    mine = [tuple(row) in wanted for row in rows[KEYS].itertuples(index=False)]
    return rows[mine].reset_index(drop=True)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Assert that two tables are the same to the last bit, whatever point they say they are of."""
    names = [key for key in one.columns if key != "point"]
    order = [
        key for key in ("policy", "draw", "replicate", "country", "actor", "date") if key in one
    ]
    first, second = (rows[names].sort_values(order).reset_index(drop=True) for rows in (one, other))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def as_written(point: int, study: Study, case: str = "as_is") -> None:
    """Assert that a point is lived, among others, like a study that says the same itself."""
    of_world = pasts_of(POINTS)
    neighbours = [place for place, world in enumerate(of_world) if world == of_world[point]]
    among, alone = lived(swept(), units(*neighbours)), lived(study, units(0, case=case))
    for mine, theirs in zip(among, alone, strict=True):
        same(of(mine, units(point)), theirs.assign(case="as_is"))


def with_case(**changes: Any) -> Study:
    """Return the plain study with a second case, ``held``, that holds something."""
    told = plain().cases[0].to_manifest()
    changed = {key: {**told[key], **said} for key, said in changes.items()}
    case = Case.from_manifest({**told, **changed, "name": "held"})
    return plain().model_copy(update={"cases": (*plain().cases, case)})


def with_moves(**changes: dict[str, Any]) -> Study:
    """Return the plain study with other moves of the policy sectors: ``move1={"to": 0.3}``."""
    policies = list(plain().policies)
    at = [policy.name for policy in policies].index("sectors")
    moves = list(policies[at].levers)
    for name, said in changes.items():
        place = int(name.removeprefix("move"))
        moves[place] = moves[place].model_copy(update=said)
    policies[at] = policies[at].model_copy(update={"levers": tuple(moves)})
    return plain().model_copy(update={"policies": tuple(policies)})


def with_media(reach: float) -> Study:
    """Return the plain study in a world where the media of one country reach otherwise."""
    world = plain().world.to_manifest()
    cited = {"value": reach, "source": ["assumption"], "why": "a test"}
    world["regimes"]["QLA"]["values"]["media_reach"] = cited
    return Study.from_manifest({**plain().to_manifest(), "world": world})


def test_a_point_that_says_nothing_is_the_study_without_a_design() -> None:
    as_written(0, plain())


def test_parameters_and_switches_of_a_point_are_those_of_a_case_that_holds_them() -> None:
    held = {"set": {OFFSET: 1.0, "support.unpledged": 1.0}, "switches": {"patron_offset": "on"}}
    as_written(1, with_case(**held), "held")


def test_an_intensity_of_a_point_is_that_of_a_policy_written_so() -> None:
    as_written(2, with_moves(move1={"to": 0.3}))


def test_a_start_of_a_point_is_that_of_a_policy_written_so() -> None:
    as_written(3, with_moves(move1={"start": LATER}))


def test_a_value_of_the_world_is_that_of_a_world_written_so() -> None:
    as_written(5, with_media(0.9))


def test_a_policy_whose_moves_go_to_nothing_is_the_baseline() -> None:
    rows, _ = lived(swept(), units(0, 4))
    base, idle = (of(rows, units(4, policies=(name,))) for name in ("baseline", "sectors"))
    same(base, idle.assign(policy="baseline"))


@pytest.mark.parametrize("point", [1, 2, 3])
def test_a_point_changes_rows_of_the_policy(point: int) -> None:
    rows, _ = lived(swept(), units(0, point))
    mine, usual = (of(rows, units(at, policies=("sectors",))) for at in (point, 0))
    numbers = mine.select_dtypes("number").columns.difference(KEYS)
    assert not np.array_equal(mine[numbers].to_numpy(), usual[numbers].to_numpy(), equal_nan=True)


def test_a_point_that_moves_levers_leaves_the_baseline_alone() -> None:
    rows, _ = lived(swept(), units(0, 2, 3))
    base = [of(rows, units(at, policies=("baseline",))) for at in (0, 2, 3)]
    same(base[0], base[1])
    same(base[0], base[2])


@pytest.mark.parametrize("points", [(0, 1, 2, 3, 4), (5, 6)])
def test_a_unit_alone_and_among_other_points_gives_the_same_rows(points: tuple[int, ...]) -> None:
    everyone = units(*points, policies=("baseline", "sectors", "the_enabler"))
    together = lived(swept(), everyone)
    for unit in everyone[:: len(everyone) // 4]:
        for alone, among in zip(lived(swept(), [unit]), together, strict=True):
            pd.testing.assert_frame_equal(alone, of(among, [unit]), check_exact=True)


def test_before_its_start_a_move_of_a_point_rests() -> None:
    from politeia.levers import Levers

    policy = swept().policy("sectors")
    levers = Levers(2, [(policy, np.arange(2))], [{}, {START: LATER}])
    levers.advance(week_of(date(2020, 2, 3)), lambda *_: np.zeros(2))
    now = levers.of("sanctions.enforcement", "QDB", "QLA")
    assert now[0] > 0.0
    assert now[1] == 0.0


# Pasts and batches


def test_points_of_one_world_share_their_pasts_and_no_batch_has_two_worlds() -> None:
    plan = design.plan(swept().to_manifest(), batch=16)
    assert plan.worlds == (0, 5, 7)
    assert plan.past_of == (0, 0, 0, 0, 0, 5, 5, 7)
    for batch in plan.batches:
        assert len({plan.past_of[unit.point] for unit in batch}) == 1
    arms = len(design.policies(swept().to_manifest()))
    assert len(set(plan.units)) == len(plan.units) == len(POINTS) * arms * 2 * 2


def test_units_of_two_worlds_are_refused_in_one_batch() -> None:
    with pytest.raises(ValueError, match="several worlds"):
        lives.live_futures(
            FutureJob(swept().to_manifest(), tuple(units(0, 5)), 1, pasts(swept()), "")
        )


def test_a_world_of_its_own_has_a_past_of_its_own() -> None:
    from politeia.state import read

    usual, moved = (read(Path(pasts(swept(), world)[0])) for world in (0, 5))
    assert any(not np.array_equal(usual[part], moved[part]) for part in usual)


def test_a_sweep_gives_the_same_rows_whatever_the_batch(tmp_path: Path) -> None:
    told = swept().sized(horizon=8).to_manifest()
    one, other = (run(told, tmp_path / str(batch), Wishes(batch=batch)) for batch in (128, 17))
    first, second = stored(one), stored(other)
    pd.testing.assert_frame_equal(first, second, check_exact=True)
    assert set(first.point) == set(range(len(POINTS)))


def stored(folder: Path) -> pd.DataFrame:
    """Return the rows of a result folder, in the order of their keys."""
    rows = reading.table(reading.open_results(folder), "countries")
    assert rows is not None
    keys = ["draw", "case", "policy", "point", "replicate", "country", "date"]
    parts = [batch.to_pandas() for batch in rows.batches([*keys, "repression", "growth"])]
    whole: pd.DataFrame = pd.concat(parts).astype({"policy": str})
    return whole.sort_values(keys).reset_index(drop=True)


@pytest.mark.parametrize("point", [1, 5])
def test_one_history_of_a_point_has_the_rows_of_its_unit(point: int) -> None:
    model = OneHistory(swept(), policy="sectors", draw=1, replicate=1, point=point, horizon=6)
    model.run_model()
    unit = Unit(1, "as_is", "sectors", point, 1)
    short = swept().sized(horizon=6)
    pd.testing.assert_frame_equal(model.rows(), lived(short, [unit])[0], check_exact=True)
