"""What futures are lived with: the values of each draw in each case at each point of the design.

The model is asked once a case, for all draws; what a point sets of them is put on top. From here
come the digests by which futures are known again, and ``uncertainties.parquet``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from politeia.experiment.jobs import Lives, Manifest, Unit, Values

LETTERS = 32
"""Hexadecimal digits of an id: two of 10^12 futures are called alike with odds of 10^-15."""
EPOCH = date(1970, 1, 1)


def digest_of(value: object) -> str:
    """Return the digest of plain data, whatever the order of its keys."""
    return short(json.dumps(value, sort_keys=True, separators=(",", ":"), default=str))


def short(told: str | bytes) -> str:
    """Return the first letters of the SHA-256 of a text."""
    return hashlib.sha256(told.encode() if isinstance(told, str) else told).hexdigest()[:LETTERS]


def points(study: Manifest) -> Sequence[Mapping[str, Any]]:
    """Return the points of a study's design; one that moves nothing where it has no design."""
    design = study.get("design") or {}
    return design.get("points") or ({},)


class Lived:
    """The parameters and switches that futures are lived with, asked of the model once."""

    def __init__(self, study: Manifest, lives: Lives, draws: Sequence[int]) -> None:
        self.study, self.lives, self.draws = study, lives, tuple(draws)
        self.place = {draw: place for place, draw in enumerate(self.draws)}
        self.mechanisms = {
            str(case["name"]): digest_of(case.get("mechanisms") or {}) for case in study["cases"]
        }
        self.known: dict[tuple[str, int | None], Values] = {}
        self.digests: dict[tuple[str, int | None], list[str]] = {}

    def values(self, case: str, point: int | None) -> Values:
        """Return the values of all draws in a case at a point; None is the study's own settings."""
        if (case, point) not in self.known:
            base = self.lives.values(self.study, case, self.draws)
            moved = {} if point is None else points(self.study)[point]
            self.known[case, point] = base.moved(moved)
        return self.known[case, point]

    def digest(self, case: str, point: int | None, draw: int) -> str:
        """Return the digest of what a draw is lived with."""
        key = (case, point)
        if key not in self.digests:
            ground = [self.mechanisms[case], list(self.values(*key).names)]
            head = digest_of(ground).encode()
            rows = self.values(*key).by_draw()
            self.digests[key] = [short(head + row.tobytes()) for row in rows]
        return self.digests[key][self.place[draw]]

    def uncertainties(self, units: Iterable[Unit]) -> dict[str, list[Any]]:
        """Return the columns of ``uncertainties.parquet``: a row a case, point and draw."""
        keys = sorted({(unit.case, unit.point, unit.draw) for unit in units})
        moved = sorted({name for point in points(self.study) for name in point})
        names = sorted({*self._uncertain(keys), *moved})
        columns: dict[str, list[Any]] = {
            name: [key[place] for key in keys]
            for place, name in enumerate(("case", "point", "draw"))
        }
        return columns | {name: [self._value(name, *key) for key in keys] for name in names}

    def _uncertain(self, keys: Sequence[tuple[str, int, int]]) -> tuple[str, ...]:
        return self.values(*keys[0][:2]).uncertain if keys else ()

    def _value(self, name: str, case: str, point: int, draw: int) -> float:
        """Return a value by its dotted name, as the futures of a draw are lived with it."""
        held = self.values(case, point).held
        if name in held:
            return float(held[name][self.place[draw]])
        moved = points(self.study)[point]
        return number(moved[name] if name in moved else usual(self.study, name))


def usual(study: Manifest, name: str) -> Any:
    """Return what a study says of a lever or of a value of the world, by its dotted name."""
    first, *path = name.split(".")
    at: Any = study["world"]
    if first == "levers":
        policy, *path = path
        at = {one["name"]: one for one in study["policies"]}.get(policy, {}).get("levers", ())
    for part in path:
        if isinstance(at, Mapping):
            at = at[part] if part in at else (at.get("values") or {}).get(part)
        elif isinstance(at, Sequence) and part.isdigit() and int(part) < len(at):
            at = at[int(part)]
        else:
            return None
    return at.get("value") if isinstance(at, Mapping) else at


def number(value: Any) -> float:
    """Return a value as a number: a date as days since 1970-01-01, nothing as no number."""
    if isinstance(value, int | float):
        return float(value)
    try:
        return float((date.fromisoformat(str(value)) - EPOCH).days)
    except ValueError:
        return float("nan")
