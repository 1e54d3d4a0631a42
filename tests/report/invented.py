"""Invented result folders for tests: the layout of a run, numbers from a hash, not a model."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from politeia.outcomes import ACTORS, COUNTRIES

Floats = npt.NDArray[np.float64]
BRANCH = date(2024, 4, 1)
POLICIES = ("baseline", "placebo", "sanctions", "aid")


def noise(*keys: npt.ArrayLike) -> Floats:
    """Return numbers in [-1, 1) that depend on the keys only."""
    mixed = np.zeros(np.broadcast(*map(np.asarray, keys)).shape, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for key in keys:
            mixed = (mixed ^ np.asarray(key).astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(32)
    return (mixed >> np.uint64(11)).astype(np.float64) / 2.0**52 - 1.0


def study(
    folder: Path,
    *,
    policies: tuple[str, ...] = POLICIES,
    countries: tuple[str, ...] = ("BLR", "KAZ"),
    cases: tuple[str, ...] = ("as_is",),
    draws: int = 4,
    replicates: int = 3,
    dates: int = 131,
    effect: float = 0.1,
    preview: bool = True,
    null_arm: bool = True,
    placebo_slip: float = 0.0,
) -> Path:
    """Write a study in which the third and later policies lower repression by less and less."""
    (folder / "rows").mkdir(parents=True)
    lived = policies + (("baseline_other_luck",) if null_arm else ())
    for draw in range(draws):
        keys = [
            (policy, case, draw, replicate)
            for case in cases
            for policy in lived
            for replicate in range(replicates)
        ]
        frame = _countries(keys, lived, countries, dates, effect)
        slipped = (frame.policy == "placebo") & (frame.date == frame.date.max())
        frame.loc[slipped, "turnout"] += np.float32(placebo_slip)
        _write(frame, folder / "rows" / f"countries-{draw:05d}.parquet")
        _write(_actors(keys, lived, dates), folder / "rows" / f"actors-{draw:05d}.parquet")
    manifest = _manifest(folder.name, policies, countries, cases, draws, replicates, preview)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _grid(
    keys: list[tuple[str, str, int, int]], places: tuple[str, ...], name: str, dates: int
) -> pd.DataFrame:
    days = [BRANCH + timedelta(weeks=4 * step) for step in range(dates)]
    policy, case, draw, replicate = zip(*keys, strict=True)
    size = len(places) * dates
    return pd.DataFrame(
        {
            "policy": np.repeat(policy, size),
            "case": np.repeat(case, size),
            "point": np.int64(0),
            "draw": np.repeat(draw, size),
            "replicate": np.repeat(replicate, size),
            name: np.tile(np.repeat(places, dates), len(keys)),
            "date": np.tile(np.array(days), len(keys) * len(places)),
        }
    )


def _countries(
    keys: list[tuple[str, str, int, int]],
    lived: tuple[str, ...],
    countries: tuple[str, ...],
    dates: int,
    effect: float,
) -> pd.DataFrame:
    """Return rows in which luck is shared by all policies but the null arm."""
    frame = _grid(keys, countries, "country", dates)
    place = frame.country.map({code: at for at, code in enumerate(countries)}).to_numpy()
    at = frame.policy.map({name: at for at, name in enumerate(lived)}).to_numpy()
    step = np.tile(np.arange(dates), len(keys) * len(countries))
    luck = (frame.policy == "baseline_other_luck").to_numpy().astype(int)
    draw, replicate = frame.draw.to_numpy(), frame.replicate.to_numpy()
    strength = np.where(
        (at > 1) & (luck == 0), effect * np.sin(1.3 * at) * (1 + noise(draw, at)), 0
    )
    ramp = np.minimum(step / 40.0, 1.0)
    logit = (
        0.6 * place - 0.3 + 0.8 * noise(draw, place) + 0.5 * noise(draw, replicate, place, luck)
    ) + 0.4 * noise(draw, replicate, place, luck, step // 8)
    hazard = 0.004 * np.exp(0.8 * noise(draw, place) - 2 * strength * ramp)
    fate = 0.5 + 0.5 * noise(draw, replicate, place, luck, 77)
    cumulated = pd.Series(hazard).groupby(np.arange(len(frame)) // dates).cumsum().to_numpy()
    broken = 1 - np.exp(-cumulated) > fate
    columns: dict[str, Any] = {}
    for number, outcome in enumerate(COUNTRIES):
        moved = logit + strength * ramp * np.cos(number) * (-10 if number == 0 else -6)
        share = 1 / (1 + np.exp(-moved - 0.3 * noise(draw, number)))
        size = 2000 * share if outcome.unit.startswith(("person", "organisation")) else share
        columns[outcome.name] = np.float32(size - (0.5 if outcome.name == "growth" else 0))
    columns["broken"] = np.float32(broken)
    columns["breakdown_kind"] = np.float32(broken * (1 + (fate * 1e4).astype(int) % 4))
    columns["fragility"] = np.where(step % 13 == 0, columns["fragility"], np.float32("nan"))
    return pd.concat([frame, pd.DataFrame(columns)], axis=1)


def _actors(
    keys: list[tuple[str, str, int, int]], lived: tuple[str, ...], dates: int
) -> pd.DataFrame:
    """Return rows in which only policies cost, more with their place in the list."""
    frame = _grid(keys, ("USA", "EUU"), "actor", dates)
    at = frame.policy.map({name: at for at, name in enumerate(lived)}).to_numpy()
    costly = (at > 1) & (frame.policy != "baseline_other_luck").to_numpy()
    years = np.tile(np.arange(dates), len(keys) * 2) * 4 / 52
    price = np.where(costly, (at % 7 - 1) * (1 + 0.5 * noise(frame.draw, at)), 0.0)
    columns = {
        outcome.name: np.float32(0.5 + 0.3 * noise(frame.draw, frame.replicate, number))
        for number, outcome in enumerate(ACTORS)
    }
    columns["political_cost"] = np.float32(price * years)
    return pd.concat([frame, pd.DataFrame(columns)], axis=1)


def _write(frame: pd.DataFrame, path: Path) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    at = table.schema.get_field_index("date")
    table = table.set_column(at, "date", table["date"].cast(pa.date32()))
    words = ["policy", "case", "country" if "country" in frame else "actor"]
    pq.write_table(table, path, use_dictionary=words, compression="zstd")


def _manifest(
    name: str,
    policies: tuple[str, ...],
    countries: tuple[str, ...],
    cases: tuple[str, ...],
    draws: int,
    replicates: int,
    preview: bool,
) -> dict[str, Any]:
    moves = ("sanctions.listings", "aid.military", "speech.shaming", "routes.open", "unity.effort")
    lines = [
        {
            "name": policy,
            "title": policy.replace("_", " ").capitalize(),
            "levers": [] if at < 2 else [{"moves": moves[at % 5]}],
        }
        for at, policy in enumerate(policies)
    ]
    return {
        "format": 1,
        "study": {
            "name": name,
            "title": "What sanctions and aid change",
            "question": "Which of two policies lowers repression?",
            "policies": lines,
            "cases": [{"name": case} for case in cases],
            "countries": list(countries),
            "outcomes": ["repression", "prisoners_true", "durability"],
            "branch": BRANCH.isoformat(),
            "draws": draws,
            "replicates": replicates,
            "seed": 1,
            "budget": 10.0,
        },
        "digest": {"study": "0123456789abcdef"},
        "versions": {"politeia": "0.1.0"},
        "preview": preview,
        "parameters": "prior",
        "finished": "2025-01-01T00:00:00+00:00",
        "pasts": {
            "draws": [
                {"draw": draw, "inside": 0.4, "effective_number": 6.0, "log_likelihood": -3.0}
                for draw in range(draws)
            ],
            "seen_targets": ["BLR turnout 2020"],
            "problems": [],
        },
    }
