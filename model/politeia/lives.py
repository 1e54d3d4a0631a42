"""How histories are lived: the pasts of some draws, and the futures that go on from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from politeia import probe, state
from politeia.arms import BASELINE, OTHER_LUCK
from politeia.calendar import monday, week_of
from politeia.chance import key_of_life, sobol
from politeia.designs import worlds
from politeia.evidence.draws import draw_parameters, draw_switches, names_of_uncertain
from politeia.evidence.ledger import Ledger, load_ledger
from politeia.experiment.jobs import (
    FutureJob,
    FutureRows,
    Manifest,
    PastJob,
    PastReport,
    Unit,
    Values,
)
from politeia.filter import Filter
from politeia.levers import Levers
from politeia.model import Given, Politeia, Settings
from politeia.quantity import Floats, Integers
from politeia.record import Record
from politeia.scenario.design import Point, pasts_of
from politeia.scenario.study import SWITCHES, Case, Study

PROBE_YEARS = (0, 1, 3, 5, 10)
WEEKS = 52


@cache
def ledger() -> Ledger:
    """Return the ledger of parameters, read once a process."""
    return load_ledger()


def drawn(
    study: Study, case: Case, draws: Sequence[int], seed: int
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return parameters, (parameter, draw) by mechanism, and switches, (draw,), of some draws."""
    known = ledger()
    names = names_of_uncertain(known)
    points = sobol(max(draws) + 1, len(names) + len(SWITCHES), seed)[list(draws)]
    parameters = draw_parameters(known, points[:, : len(names)], study, case)
    switches = draw_switches(points[:, len(names) :], case)
    return parameters, {name: held.astype(np.float64) for name, held in switches.items()}


def values(told: Manifest, case: str, draws: Sequence[int]) -> Values:
    """Return every parameter and rival switch that some draws of a case are lived with."""
    study, known = Study.from_manifest(told), ledger()
    parameters, switches = drawn(study, study.case(case), draws, study.seed)
    held = {
        f"{entry.stem}.{parameter.name}": parameters[entry.stem][row]
        for entry in known.entries
        for row, parameter in enumerate(entry.parameters)
    }
    rivals = {f"switches.{name}": values for name, values in switches.items()}
    return Values({**held, **rivals}, (*names_of_uncertain(known), *rivals))


def settings_of(study: Study, case: Case, seed: int) -> Settings:
    """Return what a batch of this study and case is lived with."""
    off = frozenset(name for name, on in case.mechanisms.items() if not on)
    told = bool(study.history.events)
    silent = week_of(study.world.branch) if told else study.start_week
    return Settings(
        nodes=study.nodes,
        seed=seed,
        record_until=study.branch_week,
        chance_from=silent,
        off=off,
    )


def founded(
    study: Study, case: Case, draws: Sequence[int], keys: Sequence[Any], seed: int
) -> Politeia:
    """Return a model with one history for each draw of ``draws``, which may repeat."""
    return Politeia(study.world, given(study, case, draws, keys, seed))


def given(
    study: Study,
    case: Case,
    draws: Sequence[int],
    keys: Sequence[Any],
    seed: int,
    points: Sequence[Point] = (),
) -> Given:
    """Return what a model with one history for each draw of ``draws`` is founded from.

    ``points``, one a history, say what of it a design sets otherwise.
    """
    distinct = sorted(set(draws))
    parameters, switches = drawn(study, case, distinct, seed)
    index = np.searchsorted(distinct, draws)
    return Given(
        parameters=pointed({name: rows[:, index] for name, rows in parameters.items()}, points),
        switches={
            name: _at_points(held[index], f"switches.{name}", points)
            for name, held in switches.items()
        },
        keys=np.array(keys, dtype=np.uint64),
        history=study.history,
        settings=settings_of(study, case, seed),
    )


def pointed(parameters: dict[str, Floats], points: Sequence[Point]) -> dict[str, Floats]:
    """Return parameters, (parameter, history) by mechanism, as the points of histories set them."""
    set_by_points = {name for point in points for name in point}
    for entry in ledger().entries:
        for row, parameter in enumerate(entry.parameters):
            name = f"{entry.stem}.{parameter.name}"
            if name in set_by_points:
                rows = parameters[entry.stem]
                rows[row] = _at_points(rows[row], name, points)
    return parameters


def _at_points(values: Floats, name: str, points: Sequence[Point]) -> Floats:
    """Return the value of each history, that of its point where the point says one."""
    if not points:
        return values
    said = [point.get(name, value) for point, value in zip(points, values, strict=True)]
    return np.array(said, dtype=np.float64)


def live_pasts(job: PastJob) -> PastReport:
    """Live all particles of the job's draws until the branch; keep a state for each replicate.

    What a point of the study's design says of the world acts from its founding.
    """
    study = in_world(Study.from_manifest(job.study), job.point)
    case = study.case(job.case) if job.case else study.cases[0]
    draws = [draw for draw in job.draws for _ in range(study.particles)]
    keys = [
        key_of_life(job.seed, draw, particle, "past")
        for draw in job.draws
        for particle in range(study.particles)
    ]
    model = founded(study, case, draws, keys, job.seed)
    kept = Filter(model, study.filter, len(job.draws))
    for _ in range(study.start_week, study.branch_week):
        model.step_until(kept.note)
    kept.end()
    paths = [_keep(job, study, model, place) for place in range(len(job.draws))]
    return _report(job, study, kept, paths)


def _keep(job: PastJob, study: Study, model: Politeia, place: int) -> str:
    """Write the states of one draw, a particle for each replicate, spread over all particles."""
    spread = (np.arange(study.replicates) + 0.5) * study.particles / study.replicates
    chosen = place * study.particles + np.floor(spread).astype(np.int64) % study.particles
    world = f"-world-{job.point:05d}" if job.point else ""
    path = Path(job.folder) / f"past-{job.draws[place]:05d}{world}.npz"
    state.write(path, state.of(model, chosen))
    return str(path)


def _report(job: PastJob, study: Study, kept: Filter, paths: list[str]) -> PastReport:
    inside = kept.share_inside()
    told = "draw {} cannot reach the record: no particle of it lies inside the tolerances"
    problems = [
        told.format(draw) if kept.records and share == 0.0 else ""
        for draw, share in zip(job.draws, inside, strict=True)
    ]
    seen = sorted({target for record in study.filter for target in record.targets})
    return PastReport(
        draws=tuple(job.draws),
        paths=tuple(paths),
        log_likelihood=tuple(float(value) for value in kept.log_likelihood),
        effective_number=tuple(float(value) for value in kept.effective),
        inside=tuple(float(value) for value in inside),
        seen_targets=tuple(seen),
        problems=tuple(problems),
    )


def in_world(study: Study, point: int) -> Study:
    """Return the study with the world that it has at a point of its design."""
    world = worlds.moved(study.world, study.points[point])
    return study if world is study.world else study.model_copy(update={"world": world})


def live_futures(job: FutureJob) -> FutureRows:
    """Live the futures of the job's units from the stored pasts of their draws.

    Raises:
        ValueError: when the points of the units have more than one world.
    """
    study = Study.from_manifest(job.study)
    pasts = pasts_of(study.points)
    if len({pasts[unit.point] for unit in job.units}) > 1:
        raise ValueError("units of several worlds cannot be lived in one batch")
    study = in_world(study, job.units[0].point)
    groups: dict[str, list[Unit]] = {}
    for unit in job.units:
        groups.setdefault(unit.case, []).append(unit)
    states = {draw: state.read(Path(path)) for draw, path in job.pasts.items()}
    lived = [
        _futures(study, study.case(case), units, job.seed, states) for case, units in groups.items()
    ]
    countries = _joined([rows for rows, _ in lived])
    return FutureRows(countries, _joined([rows for _, rows in lived]) or None)


def future(
    study: Study, case: Case, units: Sequence[Unit], seed: int, states: dict[int, Any]
) -> Politeia:
    """Return the model of some units at the branch, with their policies, ready to be stepped.

    ``study`` has the world of the units' points, see ``in_world``.
    """
    draws = [unit.draw for unit in units]
    told = given(study, case, draws, keys_of(units, seed), seed, points_of(study, units))
    model = Politeia(study.world, told)
    branch(model, study, units, states)
    return model


def points_of(study: Study, units: Sequence[Unit]) -> list[Point]:
    """Return the point of each unit; none where the study has no design."""
    return [study.points[unit.point] for unit in units] if study.design is not None else []


def keys_of(units: Sequence[Unit], seed: int) -> list[np.uint64]:
    """Return the keys of chance of some futures; the null arm has luck of its own."""
    stages = ["other" if unit.policy == OTHER_LUCK else "future" for unit in units]
    return [
        key_of_life(seed, unit.draw, unit.replicate, stage)
        for unit, stage in zip(units, stages, strict=True)
    ]


def branch(model: Politeia, study: Study, units: Sequence[Unit], states: dict[int, Any]) -> None:
    """Let a model go on from the pasts of its units, under rules and their policies."""
    state.take_up(model, [states[u.draw] for u in units], [u.replicate for u in units])
    model.week = study.branch_week
    model.hand_over()
    played = [BASELINE if unit.policy == OTHER_LUCK else unit.policy for unit in units]
    known = {policy.name: policy for policy in study.policies}
    used = [
        (known[name], _columns(played, name)) for name in dict.fromkeys(played) if name in known
    ]
    model.levers = Levers(model.runs, used, points_of(study, units))


def _columns(played: Sequence[str], policy: str) -> Integers:
    return np.flatnonzero(np.array([name == policy for name in played]))


def _futures(
    study: Study, case: Case, units: Sequence[Unit], seed: int, states: dict[int, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    model = future(study, case, units, seed, states)
    record = Record(model, study.branch_week, study.horizon, study.record_every)
    for _ in range(study.horizon):
        live_week(model, study, record)
    return tabled(record, model, units)


def live_week(model: Politeia, study: Study, record: Record) -> None:
    """Live and record one week after the branch; probe how fragile rule is where that is due."""
    week = model.week - study.branch_week
    if week % WEEKS == 0 and week // WEEKS in PROBE_YEARS:
        record.probe(week // study.record_every, probe.look(model))
    model.step_until(lambda: record.note(model))


@dataclass(frozen=True)
class _Grid:
    """The keys of rows in the order (unit, place, date)."""

    units: Sequence[Unit]
    codes: Sequence[str]
    dates: Sequence[date]

    def columns(self, place_name: str) -> dict[str, Any]:
        rows = len(self.codes) * len(self.dates)
        of_unit = {
            name: np.repeat([getattr(unit, name) for unit in self.units], rows)
            for name in ("policy", "case", "point", "draw", "replicate")
        }
        days = np.array(self.dates, dtype="datetime64[D]")
        place = np.tile(np.repeat(np.array(self.codes), len(days)), len(self.units))
        return {
            **of_unit,
            place_name: place,
            "date": np.tile(days, len(self.units) * len(self.codes)),
        }


def tabled(
    record: Record, model: Politeia, units: Sequence[Unit]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the recorded rows of countries and of other actors as columns of tables."""
    dates = [monday(week) for week in record.dates]
    codes = [country.regime.code for country in model.countries]
    grid = _Grid(units, codes, dates)
    countries = {**grid.columns("country"), **_flat(record.countries)}
    if not record.others:
        return countries, {}
    merged, kept = _merge_actors(record)
    others = _Grid(units, kept, dates)
    return countries, {**others.columns("actor"), **_flat(merged)}


def _merge_actors(record: Record) -> tuple[dict[str, Any], list[str]]:
    """Return one place a code: a state may be sponsor and sender, each with its outcomes."""
    codes = list(dict.fromkeys(actor.code for actor in record.others))
    merged: dict[str, Any] = {}
    for name, values in record.actors.items():
        rows = np.full((values.shape[0], len(codes), values.shape[2]), np.nan, dtype=np.float32)
        for place, actor in enumerate(record.others):
            at = codes.index(actor.code)
            rows[:, at] = np.where(np.isnan(values[:, place]), rows[:, at], values[:, place])
        merged[name] = rows
    return merged, codes


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    """Return (date, place, run) arrays in the order (run, place, date)."""
    return {
        name: np.ascontiguousarray(rows.transpose(2, 1, 0)).ravel() for name, rows in values.items()
    }


def _joined(tables: list[dict[str, Any]]) -> dict[str, Any]:
    full = [table for table in tables if table]
    return (
        {name: np.concatenate([table[name] for table in full]) for name in full[0]} if full else {}
    )
