"""Invented result folders with a known answer: repression is a function of the conditions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from politeia.chance import sobol
from politeia.quantity import Floats

BRANCH = date(2024, 4, 1)
WEEKS = tuple(range(0, 5 * 52, 26))
Effect = Callable[[pd.DataFrame], Floats]
"""From the conditions, a column each, to what a policy adds to repression."""


def nothing(conditions: pd.DataFrame) -> Floats:
    """Return no effect in any condition."""
    return np.zeros(len(conditions))


def priors(names: Sequence[str], draws: int) -> pd.DataFrame:
    """Return conditions of an ordinary study: draws of the named uncertainties in (0, 1)."""
    frame = pd.DataFrame(sobol(draws, len(names), 7), columns=list(names))
    return frame.assign(case="as_is", point=0, draw=range(draws))


def design(values: Floats, names: Sequence[str]) -> pd.DataFrame:
    """Return conditions of a design: one draw at each point (point, name)."""
    frame = pd.DataFrame(values, columns=list(names))
    return frame.assign(case="as_is", point=range(len(values)), draw=0)


def study(
    folder: Path,
    conditions: pd.DataFrame,
    policies: Mapping[str, Effect],
    *,
    baseline: Effect = nothing,
    luck: float = 0.0,
    replicates: int = 2,
    costs: Mapping[str, Effect] | None = None,
    lines: Mapping[str, Mapping[str, Any]] | None = None,
    told: Mapping[str, Any] | None = None,
) -> Path:
    """Write a study of two countries in which each policy adds its effect to the same luck."""
    (folder / "rows").mkdir(parents=True)
    arms: dict[str, Effect] = {"baseline": nothing, "placebo": nothing, **policies}
    parts, paid = [], []
    for name, effect in arms.items():
        cost = (costs or {}).get(name, nothing)(conditions)
        for replicate in range(replicates):
            shared = luck * np.sin(1e3 * (replicate + 1) * (1 + np.arange(len(conditions))) ** 1.5)
            value = 0.5 + baseline(conditions) + shared + effect(conditions)
            parts += [_rows(conditions, name, replicate, "country", place, {
                "repression": value, "growth": 0.02 - 0.1 * value, "broken": 0 * value,
                "breakdown_kind": 0 * value,
            }) for place in ("BLR", "KAZ")]  # fmt: skip
            paid.append(_rows(conditions, name, replicate, "actor", "EUU", {
                "political_cost": cost,
            }))  # fmt: skip
    _write(pd.concat(parts), folder / "rows" / "countries-00000.parquet")
    _write(pd.concat(paid), folder / "rows" / "actors-00000.parquet")
    uncertain = conditions.set_index(["case", "point", "draw"]).astype(float).reset_index()
    uncertain.to_parquet(folder / "uncertainties.parquet", index=False)
    manifest = _manifest(folder.name, list(arms), conditions, replicates, lines or {}, told or {})
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _rows(
    conditions: pd.DataFrame, policy: str, replicate: int, kind: str, place: str, values: Any
) -> pd.DataFrame:
    """Return the rows of one policy, replicate and place; a cost adds up over the years."""
    weeks = np.tile(WEEKS, len(conditions))
    index = np.repeat(np.arange(len(conditions)), len(WEEKS))
    columns = {
        name: np.float32(value[index] * (weeks / 52 if name == "political_cost" else 1))
        for name, value in values.items()
    }
    return pd.DataFrame(
        {
            "policy": policy,
            "case": conditions.case.to_numpy()[index],
            "point": conditions.point.to_numpy()[index],
            "draw": conditions.draw.to_numpy()[index],
            "replicate": replicate,
            kind: place,
            "date": [BRANCH + timedelta(weeks=int(week)) for week in weeks],
            **columns,
        }
    )


def _write(frame: pd.DataFrame, path: Path) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    at = table.schema.get_field_index("date")
    pq.write_table(table.set_column(at, "date", table["date"].cast(pa.date32())), path)


def _manifest(
    name: str,
    policies: Sequence[str],
    conditions: pd.DataFrame,
    replicates: int,
    lines: Mapping[str, Mapping[str, Any]],
    told: Mapping[str, Any],
) -> dict[str, Any]:
    draws = int(conditions.draw.nunique())
    return {
        "format": 1,
        "study": {
            "name": name,
            "title": "A study with a known answer",
            "policies": [
                {
                    "name": policy,
                    "title": policy.capitalize(),
                    "levers": [],
                    **lines.get(policy, {}),
                }
                for policy in policies
            ],
            "cases": [{"name": case} for case in dict.fromkeys(conditions.case)],
            "countries": ["BLR", "KAZ"],
            "outcomes": ["repression", "growth"],
            "branch": BRANCH.isoformat(),
            "draws": draws,
            "replicates": replicates,
            "budget": 4.0,
            "world": {"senders": {"EUU": {}, "USA": {}}, "blocs": {}},
            **told,
        },
        "digest": {"study": "0123456789abcdef"},
        "preview": draws < 100 or replicates < 8,
        "parameters": "prior",
        "finished": "2025-01-01T00:00:00+00:00",
    }
