"""A world in which nothing happens but arithmetic, so that the engine can be tested alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from politeia.errors import BadInput
from politeia.experiment.jobs import (
    FutureJob,
    FutureRows,
    Lives,
    Manifest,
    PastJob,
    PastReport,
    Unit,
    Values,
)

COUNTRIES = ("BLR", "KAZ")
DATES = np.array(["2024-04-01", "2024-04-29"], dtype="datetime64[D]")


def policy(name: str, *intensities: float) -> dict[str, Any]:
    """Return a policy that moves one lever to each of the intensities."""
    moves = [{"moves": "speech.shaming", "to": to, "start": "2024-06-03"} for to in intensities]
    return {"name": name, "levers": moves}


def study(**changes: Any) -> dict[str, Any]:
    """Return a resolved study as plain data."""
    usual: dict[str, Any] = {
        "name": "fake",
        "policies": [policy("baseline"), policy("placebo", 0.0), policy("speech", 0.5)],
        "cases": [{"name": "as_is"}],
        "draws": 4,
        "replicates": 3,
        "particles": 2,
        "nodes": 10,
        "horizon": 8,
        "record_every": 4,
        "branch": "2024-04-01",
        "seed": 5,
        "world": {"start": "2012-01-02", "regimes": {"BLR": {}, "KAZ": {}}},
        "folder": "",
    }
    return usual | changes


def live_pasts(job: PastJob) -> PastReport:
    """Return pasts whose state is the number of the draw."""
    _count(job.study, "past")
    paths = [Path(job.folder) / f"draw-{draw:05d}.npz" for draw in job.draws]
    for draw, path in zip(job.draws, paths, strict=True):
        np.savez(path, mood=np.array([draw / 7.0]))
    many = len(job.draws)
    return PastReport(
        draws=job.draws,
        paths=tuple(map(str, paths)),
        log_likelihood=tuple(-float(draw) for draw in job.draws),
        effective_number=(2.0,) * many,
        inside=(1.0,) * many,
        seen_targets=("SL12",),
        problems=tuple(
            f"draw {draw} cannot reach the record" if draw == 3 else "" for draw in job.draws
        ),
    )


def live_futures(job: FutureJob) -> FutureRows:
    """Return rows in reversed order, made of the past of the draw and of the unit."""
    _count(job.study, "future")
    records = [
        (unit, country, day) for unit in job.units for country in COUNTRIES for day in DATES
    ][::-1]
    columns = _keys([unit for unit, _, _ in records])
    moods = {draw: float(np.load(path)["mood"][0]) for draw, path in job.pasts.items()}
    moved = _moved(job.study)
    values = [
        moods[unit.draw] + unit.replicate / 3.0 + moved.get(unit.policy, 0.25)
        for unit, _, _ in records
    ]
    places = {"country": [country for _, country, _ in records]}
    when = {"date": np.array([day for _, _, day in records])}
    countries = {**columns, **places, **when, "repression": np.array(values)}
    return FutureRows(countries, _actors(job.units))


def _moved(told: Manifest) -> dict[str, float]:
    """Return what the levers of each policy add; the null arm has none, but luck of its own."""
    return {line["name"]: sum(move["to"] for move in line["levers"]) for line in told["policies"]}


def _actors(units: tuple[Unit, ...]) -> dict[str, Any]:
    count = len(units)
    extra = {"actor": ["EUU"] * count, "date": np.repeat(DATES[:1], count), "unity": np.ones(count)}
    return {**_keys(list(units)), **extra}


def _keys(units: list[Unit]) -> dict[str, Any]:
    names = ("policy", "case", "point", "draw", "replicate")
    return {name: [getattr(unit, name) for unit in units] for name in names}


def _count(study: Any, what: str) -> None:
    """Leave a mark for each job that was lived."""
    if study["folder"]:
        (Path(study["folder"]) / f"{what}-{time.monotonic_ns()}-{os.getpid()}").touch()


def _has(job: FutureJob, draw: int) -> bool:
    return any(unit.draw == draw for unit in job.units)


def fails_at_draw_2(job: FutureJob) -> FutureRows:
    """Fail wherever draw 2 is asked for."""
    if _has(job, 2):
        raise ValueError("draw 2 is cursed")
    return live_futures(job)


def has_no_past_at_draw_2(job: PastJob) -> PastReport:
    """Fail wherever the past of draw 2 is asked for."""
    if 2 in job.draws:
        raise ValueError("draw 2 has no past")
    return live_pasts(job)


def is_killed_at_draw_2(job: FutureJob) -> FutureRows:
    """Die as if killed from outside wherever draw 2 is asked for."""
    if _has(job, 2):
        os.kill(os.getpid(), signal.SIGKILL)
    return live_futures(job)


def is_always_killed(_: FutureJob) -> FutureRows:
    """Die whatever is asked for."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("dead processes tell no tales")


def is_killed_once(job: FutureJob) -> FutureRows:
    """Die the first time that draw 2 is asked for."""
    mark = Path(job.study["folder"]) / "died"
    if _has(job, 2) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return live_futures(job)


def finds_bad_input(_: FutureJob) -> FutureRows:
    """Find the study at fault."""
    raise BadInput("the world has no BLR")


def finds_a_full_disk(_: FutureJob) -> FutureRows:
    """Meet a full disk."""
    raise OSError(28, "No space left on device")


def doubles_a_row(job: FutureJob) -> FutureRows:
    """Return one record twice."""
    rows = live_futures(job).countries
    return FutureRows({name: np.append(values, values[:1]) for name, values in rows.items()})


def is_interrupted(_: FutureJob) -> FutureRows:
    """Be interrupted by the user."""
    raise KeyboardInterrupt


def values(study: Manifest, _case: str, draws: Sequence[int]) -> Values:
    """Return one parameter and one rival switch, made of the seed and the draw."""
    moods = np.array(draws) / 7.0 + study["seed"]
    rival = np.array(draws) % 2.0
    held = {"weather.mood": moods, "weather.fixed": moods * 0.0, "switches.rain": rival}
    return Values(held, ("weather.mood", "switches.rain"))


FAKE = Lives(live_pasts, live_futures, values)
