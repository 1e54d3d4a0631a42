"""Result folders: the manifest as it stands, the rows as arrays over draws and replicates.

Rows are read once, batch by batch, with only the columns that are asked for. What stays in memory
is the mean of each outcome over the year that ends at a horizon, the dates that a fan shows, the
time until a breakdown and the discounted political cost; never the rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from politeia.arms import BASELINE, PLACEBO
from politeia.errors import BadInput, MachineTrouble
from politeia.experiment.view import View, open_view
from politeia.outcomes import OUTCOMES
from politeia.quantity import Bools, Floats, Integers

WEEKS_A_YEAR = 52
HORIZONS = (1, 3, 5, 10)
COST_YEARS, DISCOUNT = 3, 0.03
ROWS_AT_ONCE = 250_000
AT = " @ "
"""Between case and point in the label of a case of a study with a design."""
FAN_DATES = 60

FAMILIES: Mapping[str, frozenset[str]] = {
    "sanctions": frozenset({"sanctions", "fuel"}),
    "aid": frozenset({"aid", "organisations"}),
    "ending what enables": frozenset({"enabling", "courts", "capture"}),
    "speech and recognition": frozenset({"speech", "recognition", "events"}),
    "engagement": frozenset({"engagement", "membership"}),
    "routes and arrivals": frozenset({"routes", "arrivals"}),
    "unity": frozenset({"unity", "coordination"}),
}
"""Families of policies, by the first word of the levers that they move."""

Say = Callable[[str], None]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True)
class PolicyLine:
    """A policy as a study names it; its stance is the family that gives it its colour."""

    name: str
    title: str
    source: str = ""
    family: str = ""


@dataclass(frozen=True)
class StudyLine:
    """A study as its manifest tells it."""

    name: str
    title: str
    question: str
    policies: tuple[PolicyLine, ...]
    cases: tuple[str, ...]
    countries: tuple[str, ...]
    outcomes: tuple[str, ...]
    budget: float


@dataclass(frozen=True)
class Results:
    """A result folder that can be read: where it lies and what its manifest says."""

    folder: Path
    manifest: Mapping[str, Any]
    study: StudyLine
    view: View

    @property
    def digest(self) -> str:
        """Return the first twelve letters of the study's digest."""
        digests = self.manifest.get("digest") or {}
        told = digests.get("study") if isinstance(digests, dict) else digests
        return str(told or "")[:12]

    @property
    def preview(self) -> bool:
        """Return whether the study has fewer draws or replicates than its own default."""
        return bool(self.manifest.get("preview", False))

    @property
    def finished(self) -> bool:
        """Return whether the run has lived all its units."""
        return self.manifest.get("finished", True) is not None

    @property
    def points(self) -> list[dict[str, Any]]:
        """Return the points of the study's design by dotted name; none without one."""
        design = (self.manifest.get("study") or {}).get("design") or {}
        return list(design.get("points") or ())

    def point(self, label: str) -> str:
        """Return in words what the point of a case's label moves, but not what all points share."""
        _, _, number = label.rpartition(AT)
        if AT not in label or not number.isdigit() or int(number) >= len(self.points):
            return ""
        constants = ((self.manifest["study"].get("design") or {}).get("constants")) or {}
        moved = {k: v for k, v in self.points[int(number)].items() if k not in constants}
        said = [f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in moved.items()]
        return ", ".join(said) or "nothing is moved"

    @property
    def parameters(self) -> str:
        """Return whether the draws come from the prior or from a posterior."""
        return str(self.manifest.get("parameters", "prior"))


@dataclass(frozen=True)
class Axes:
    """The names along each axis of an array of results, in order."""

    policies: tuple[str, ...]
    cases: tuple[str, ...]
    places: tuple[str, ...]
    draws: tuple[int, ...]
    replicates: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, int, int, int, int]:
        """Return the length of each axis: policy, case, place, draw, replicate."""
        return (
            len(self.policies),
            len(self.cases),
            len(self.places),
            len(self.draws),
            len(self.replicates),
        )


@dataclass
class Cube:
    """One table of a study: ``values[outcome]`` has the shape (horizon, *axes.shape)."""

    axes: Axes
    horizons: tuple[float, ...]
    values: dict[str, Singles]
    years: Floats
    lived: Bools
    """Whether a policy was lived in a case, (policy, case): where policies take turns, not all."""
    fan_years: Floats = field(default_factory=lambda: np.zeros(0))
    fan_places: tuple[str, ...] = ()
    fans: dict[str, Singles] = field(default_factory=dict)
    records_alive: Integers | None = None
    breakdown_kind: Singles | None = None
    cost: Floats | None = None


def open_results(folder: Path) -> Results:
    """Return the result folder at ``folder``.

    Raises:
        BadInput: when it is no result folder, or of a format that this program does not read.
    """
    view = open_view(folder)
    return Results(folder, view.manifest, _study(view.manifest, folder), view)


def _study(manifest: Mapping[str, Any], folder: Path) -> StudyLine:
    """Return the study of a manifest, with what it leaves out at its plainest value."""
    study = manifest.get("study")
    if not isinstance(study, Mapping):
        raise BadInput(f"{folder / 'manifest.json'} tells no study")
    name = str(study.get("name") or folder.name)
    return StudyLine(
        name=name,
        title=str(study.get("title") or name),
        question=str(study.get("question") or ""),
        policies=tuple(_policy(line) for line in study.get("policies") or ()),
        cases=_names(study.get("cases")),
        countries=_names(study.get("countries")),
        outcomes=_names(study.get("outcomes")),
        budget=_points(study.get("budget")),
    )


def _points(budget: Any) -> float:
    """Return the budget of an equal-cost comparison in points; 10 where none is named."""
    if isinstance(budget, Mapping):
        budget = budget.get("points")
    return float(budget) if budget else 10.0


def _policy(line: Any) -> PolicyLine:
    """Return a policy from its line in the manifest, which may be a bare name."""
    if not isinstance(line, Mapping):
        return PolicyLine(str(line), _title(str(line)))
    name, source = str(line.get("name")), line.get("source") or ""
    if not isinstance(source, str):
        source = ", ".join(map(str, source))
    title = str(line.get("title") or _title(name))
    return PolicyLine(name, title, source, _family(line))


def _family(line: Mapping[str, Any]) -> str:
    """Return the family of a policy from the levers that it moves; several make a family too."""
    moved = [str(move.get("moves", "")).split(".")[0] for move in line.get("levers") or ()]
    found = {family for family, levers in FAMILIES.items() if levers & set(moved)}
    if not found:
        return str(line.get("family") or line.get("stance") or "")
    return found.pop() if len(found) == 1 else "several kinds"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _names(lines: Any) -> tuple[str, ...]:
    """Return the names in a list of names, of mappings with a name, or of a mapping's keys."""
    if isinstance(lines, Mapping) and "focus" in lines:
        lines = lines["focus"]
    return tuple(
        str(line["name"]) if isinstance(line, Mapping) else str(line) for line in lines or ()
    )


@dataclass(frozen=True)
class Rows:
    """The rows of one table; read piece by piece, so that few are in memory at once."""

    view: View
    kind: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns."""
        return self.view.names(self.kind)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the rows piece by piece with the given columns."""
        yield from self.view.batches(self.kind, columns)


def table(results: Results, kind: str) -> Rows | None:
    """Return the rows of one table, or nothing where the study wrote none.

    Raises:
        MachineTrouble: when a file of rows is damaged.
    """
    return Rows(results.view, kind) if kind in results.view.kinds else None


@contextmanager
def reading(results: Results) -> Iterator[None]:
    """Turn what Arrow says of damaged rows into one sentence that names the folder."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        sentence = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise MachineTrouble(f"the rows of {results.folder} cannot be read: {sentence}") from error


def measure(
    results: Results, kind: str, fans: Sequence[str] = (), fan_places: int = 4
) -> Cube | None:
    """Return one table of a study as arrays; ``fans`` names outcomes to keep at every date.

    Raises:
        BadInput: when the study has no rows or no baseline.
        MachineTrouble: when a file of rows is damaged.
    """
    rows = table(results, kind)
    if rows is None:
        if kind == "countries":
            raise BadInput(f"{results.folder} has no rows: the study has not run yet")
        return None
    with reading(results):
        return _Reader(results, kind, rows).read(fans, fan_places)


class _Reader:
    """One pass over the rows of one table."""

    def __init__(self, results: Results, kind: str, rows: Rows) -> None:
        self.results, self.kind, self.rows = results, kind, rows
        self.place = "country" if kind == "countries" else "actor"
        self.keys = ["policy", "case", "point", "draw", "replicate", self.place, "date"]
        missing = [key for key in self.keys if key not in rows.names]
        if missing:
            raise MachineTrouble(f"the {kind} rows of {results.folder} lack {', '.join(missing)}")
        self.seen = {key: _distinct(rows, key) for key in self.keys}
        self.axes = self._axes()
        self.weeks = self._weeks()
        self.horizons = _horizons(self.weeks)
        self.outcomes = [outcome.name for outcome in OUTCOMES if outcome.name in rows.names]

    def _axes(self) -> Axes:
        study = self.results.study
        policies = _ordered([line.name for line in study.policies], self.seen["policy"])
        if BASELINE not in policies:
            raise BadInput(f"{self.results.folder} has no baseline to compare its policies with")
        self.cases = _ordered(study.cases, self.seen["case"])
        self.points = sorted(self.seen["point"])
        labels = self.cases
        if len(self.points) > 1:
            labels = [f"{case}{AT}{point}" for case, point in product(self.cases, self.points)]
        return Axes(
            tuple(policies),
            tuple(map(str, labels)),
            tuple(_ordered(study.countries, self.seen[self.place])),
            tuple(sorted(self.seen["draw"])),
            tuple(sorted(self.seen["replicate"])),
        )

    def _weeks(self) -> Floats:
        """Return each recorded date as weeks since the branch, in order."""
        days = np.sort(np.array(self.seen["date"], dtype="datetime64[D]"))
        self.days = days.astype(np.int64)
        branch = self.results.manifest.get("branch") or self.results.manifest["study"].get("branch")
        origin = np.datetime64(str(branch), "D") if branch else days[0]
        self.first_year = origin.astype("datetime64[Y]").astype(int) + 1970
        self.origin_year = self.first_year + _day_of_year(origin) / 365.25
        weeks: Floats = (self.days - origin.astype(np.int64)) / 7.0
        return weeks

    def read(self, fans: Sequence[str], fan_places: int) -> Cube:
        cells = int(np.prod(self.axes.shape))
        sums = {name: np.zeros(len(self.horizons) * cells) for name in self.outcomes}
        counts = {name: np.zeros(len(self.horizons) * cells, np.int16) for name in self.outcomes}
        cube = self._empty(fans, fan_places, cells)
        seen = np.zeros(cells, bool)
        for batch in self._batches():
            cell, record = self._cell(batch), self._record(batch)
            seen[cell] = True
            self._add(batch, cell, record, sums, counts)
            self._note(batch, cell, record, cube)
        for name in self.outcomes:
            with np.errstate(invalid="ignore"):
                mean = (sums.pop(name) / counts.pop(name)).astype(np.float32)
            cube.values[name] = mean.reshape(len(self.horizons), *self.axes.shape)
        cube.lived = np.asarray(seen.reshape(self.axes.shape).any(axis=(2, 3, 4)))
        return self._shape(cube)

    def _empty(self, fans: Sequence[str], fan_places: int, cells: int) -> Cube:
        stride = max(1, -(-len(self.weeks) // FAN_DATES))
        self.fan_records = np.arange(len(self.weeks))[::stride]
        years = self.origin_year + self.weeks * 7 / 365.25
        lived = np.zeros(self.axes.shape[:2], bool)
        cube = Cube(self.axes, self.horizons, {}, years, lived, years[self.fan_records])
        cube.fan_places = self.axes.places[:fan_places]
        size = cells // max(1, len(self.axes.places)) * len(cube.fan_places)
        for name in fans:
            if name in self.outcomes:
                shape = (len(self.fan_records), size)
                cube.fans[name] = np.full(shape, np.nan, np.float32)
        if "broken" in self.outcomes:
            cube.records_alive = np.zeros(cells, np.int64)
            cube.breakdown_kind = np.zeros(cells, np.float32)
        if "political_cost" in self.outcomes:
            cube.cost = np.zeros(cells)
        return cube

    def _batches(self) -> Iterator[pa.Table]:
        """Yield the rows in pieces of about a quarter of a million, whatever the files' sizes."""
        waiting: list[pa.RecordBatch] = []
        for batch in self.rows.batches(self.keys + self.outcomes):
            waiting.append(batch)
            if sum(part.num_rows for part in waiting) >= ROWS_AT_ONCE:
                yield pa.Table.from_batches(waiting).combine_chunks()
                waiting = []
        if waiting:
            yield pa.Table.from_batches(waiting).combine_chunks()

    def _cell(self, batch: pa.Table) -> Integers:
        """Return the flat index of each row into an array of the axes' shape."""
        case = _codes(batch["case"], self.cases) * len(self.points)
        codes = (
            _codes(batch["policy"], self.axes.policies),
            case + _codes(batch["point"], self.points),
            _codes(batch[self.place], self.axes.places),
            _codes(batch["draw"], self.axes.draws),
            _codes(batch["replicate"], self.axes.replicates),
        )
        flat: Integers = np.ravel_multi_index(codes, self.axes.shape)
        return flat

    def _record(self, batch: pa.Table) -> Integers:
        """Return which of the recorded dates each row has."""
        days = batch["date"].cast(pa.date32()).cast(pa.int32()).to_numpy()
        found: Integers = np.searchsorted(self.days, days)
        return found

    def _add(
        self,
        batch: pa.Table,
        cell: Integers,
        record: Integers,
        sums: dict[str, Floats],
        counts: dict[str, npt.NDArray[np.int16]],
    ) -> None:
        """Add the rows of the horizons' years to the sums that become means."""
        window = _windows(self.weeks, self.horizons)[record]
        rows = np.flatnonzero(window >= 0)
        if not len(rows):
            return
        flat = window[rows] * int(np.prod(self.axes.shape)) + cell[rows]
        target, group = np.unique(flat, return_inverse=True)
        size = np.bincount(group)
        for name in self.outcomes:
            values = batch[name].to_numpy()[rows].astype(np.float64)
            sound = np.isfinite(values)
            whole = bool(sound.all())
            sums[name][target] += np.bincount(
                group, values if whole else np.where(sound, values, 0)
            )
            counts[name][target] += size if whole else np.bincount(group, sound).astype(np.int64)

    def _note(self, batch: pa.Table, cell: Integers, record: Integers, cube: Cube) -> None:
        """Keep what a fan, a survival curve and a cost need."""
        if cube.fans:
            self._note_fans(batch, cell, record, cube)
        if cube.records_alive is not None and cube.breakdown_kind is not None:
            np.add.at(cube.records_alive, cell, batch["broken"].to_numpy() < 0.5)
            if "breakdown_kind" in self.outcomes:
                np.maximum.at(cube.breakdown_kind, cell, batch["breakdown_kind"].to_numpy())
        if cube.cost is not None:
            weight = _cost_weights(self.weeks)[record]
            now = np.flatnonzero(weight)
            cost = np.nan_to_num(batch["political_cost"].to_numpy()[now].astype(np.float64))
            np.add.at(cube.cost, cell[now], weight[now] * cost)

    def _note_fans(self, batch: pa.Table, cell: Integers, record: Integers, cube: Cube) -> None:
        policies, cases, places, draws, replicates = self.axes.shape
        code = np.unravel_index(cell, (policies * cases, places, draws * replicates))
        slot = np.full(len(self.weeks), -1)
        slot[self.fan_records] = np.arange(len(self.fan_records))
        shown = np.flatnonzero((code[1] < len(cube.fan_places)) & (slot[record] >= 0))
        block = (code[0] * len(cube.fan_places) + code[1])[shown]
        flat = block * (draws * replicates) + code[2][shown]
        for name, values in cube.fans.items():
            values[slot[record[shown]], flat] = batch[name].to_numpy()[shown]

    def _shape(self, cube: Cube) -> Cube:
        """Give every flat array of the cube its axes."""
        policies, cases, _, draws, replicates = self.axes.shape
        for name, values in cube.fans.items():
            shape = (-1, policies, cases, len(cube.fan_places), draws, replicates)
            cube.fans[name] = values.reshape(shape)
        if cube.records_alive is not None and cube.breakdown_kind is not None:
            cube.records_alive = cube.records_alive.reshape(self.axes.shape)
            cube.breakdown_kind = cube.breakdown_kind.reshape(self.axes.shape)
        if cube.cost is not None:
            cube.cost = cube.cost.reshape(self.axes.shape).sum(axis=2)
        return cube


def _distinct(rows: Rows, key: str) -> list[Any]:
    """Return the distinct values of a column."""
    found: set[Any] = set()
    for batch in rows.batches([key]):
        if batch.num_rows:
            found.update(pc.unique(_plain(batch.column(0))).to_pylist())
    return list(found)


def _plain(column: Any) -> Any:
    """Return a column without its dictionary."""
    kind = column.type
    return column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column


def _codes(column: Any, values: Sequence[Any]) -> Integers:
    """Return the place of each value of a column in ``values``."""
    plain = _plain(column)
    codes = pc.index_in(plain, value_set=pa.array(list(values), type=plain.type))
    return codes.to_numpy().astype(np.int64)  # type: ignore[no-any-return]


def _ordered(wanted: Sequence[str], seen: Sequence[str]) -> list[str]:
    """Return what was seen: first the wanted in their order, then the others by name."""
    first = [name for name in dict.fromkeys(wanted) if name in seen]
    return first + sorted(set(seen) - set(first), key=str)


def _day_of_year(day: np.datetime64) -> int:
    return int((day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(int))


def _horizons(weeks: Floats) -> tuple[float, ...]:
    """Return the horizons in years that the records reach; the last date of a short study."""
    reach = weeks[-1] + (weeks[-1] - weeks[-2] if len(weeks) > 1 else 1.0)
    found = tuple(float(years) for years in HORIZONS if years * WEEKS_A_YEAR <= reach)
    return found or (round(float(weeks[-1]) / WEEKS_A_YEAR, 2),)


def _windows(weeks: Floats, horizons: Sequence[float]) -> Integers:
    """Return, for each recorded week, the horizon whose last year it lies in, or -1."""
    window = np.full(len(weeks), -1)
    for place, years in enumerate(horizons):
        end = years * WEEKS_A_YEAR
        window[(weeks > end - WEEKS_A_YEAR) & (weeks <= end)] = place
    return window


def _cost_weights(weeks: Floats) -> Floats:
    """Return the weight of each record of a cumulative cost in its discounted sum over 3 years.

    sum of (c_k - c_{k-1}) v_k = c_K v_K + sum of c_k (v_k - v_{k+1}), so that rows can be added in
    any order.
    """
    years = weeks / WEEKS_A_YEAR
    worth = np.where((years >= 0) & (years <= COST_YEARS), (1 + DISCOUNT) ** -years, 0.0)
    last = np.flatnonzero(worth)[-1:]
    weights: Floats = np.where(worth > 0, worth - np.append(worth[1:], 0.0), 0.0)
    weights[last] = worth[last]
    return weights


@dataclass(frozen=True)
class PlaceboCheck:
    """Whether the placebo's rows are the baseline's, and where they first are not."""

    rows: int
    differing: tuple[str, ...]
    present: bool

    @property
    def exact(self) -> bool:
        """Return whether every number of the placebo equals the baseline's."""
        return self.present and not self.differing


def check_placebo(results: Results) -> PlaceboCheck:
    """Return the comparison of every number of the placebo with the baseline's, at every date."""
    rows, differing, present = 0, [], False
    for kind in ("countries", "actors"):
        stored = table(results, kind)
        if stored is None:
            continue
        with reading(results):
            names = [known.name for known in OUTCOMES if known.name in stored.names]
            count, unequal = _unequal(stored, kind, names)
        rows += count
        differing += unequal
        present |= count > 0
    return PlaceboCheck(rows, tuple(differing), present)


def _unequal(stored: Rows, kind: str, names: Sequence[str]) -> tuple[int, list[str]]:
    """Return the placebo's number of rows and the outcomes in which it leaves the baseline."""
    place = "country" if kind == "countries" else "actor"
    keys = ["case", "point", "draw", "replicate", place, "date"]
    baseline, placebo = _two_arms(stored, keys, names)
    if not placebo.num_rows:
        return 0, []
    if baseline.num_rows != placebo.num_rows or any(
        not baseline[key].equals(placebo[key]) for key in keys
    ):
        return placebo.num_rows, list(names)
    return placebo.num_rows, [
        name
        for name in names
        if not np.array_equal(baseline[name].to_numpy(), placebo[name].to_numpy(), equal_nan=True)
    ]


def _two_arms(stored: Rows, keys: Sequence[str], names: Sequence[str]) -> tuple[pa.Table, pa.Table]:
    """Return the baseline's and the placebo's rows in the order of their keys."""
    parts: dict[str, list[pa.RecordBatch]] = {BASELINE: [], PLACEBO: []}
    columns = ["policy", *keys, *names]
    for batch in stored.batches(columns):
        policy = _plain(batch["policy"])
        for arm, found in parts.items():
            chosen = pc.equal(policy, arm)
            if pc.any(chosen).as_py():
                found.append(batch.filter(chosen))
    schema = stored.view.schemas[stored.kind]
    wanted = pa.schema([schema.field(name) for name in columns])
    return (
        _in_order(pa.Table.from_batches(parts[BASELINE], wanted), keys, names),
        _in_order(pa.Table.from_batches(parts[PLACEBO], wanted), keys, names),
    )


def _in_order(found: pa.Table, keys: Sequence[str], names: Sequence[str]) -> pa.Table:
    plain = {name: _plain(found[name].combine_chunks()) for name in (*keys, *names)}
    return pa.table(plain).sort_by([(key, "ascending") for key in keys])
