"""What a number of the model is: a name, a unit, bounds, a meaning, and its row over histories.

A ``Columns`` object keeps named quantities as the rows of one array of shape ``(row, run)``, so
that a hundred quantities of two hundred histories are one block of memory: it is copied, resampled
and checked as a whole, while its owner reads ``belarus.grievance`` and sees one number a history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, overload

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
"""Float64, one value a history, shape ``(run,)``, unless a docstring names other axes."""
Bools: TypeAlias = npt.NDArray[np.bool_]
"""One truth value a history, shape ``(run,)``."""
Integers: TypeAlias = npt.NDArray[np.int64]
Keys: TypeAlias = npt.NDArray[np.uint64]

INFINITY = float("inf")
ANY = (-INFINITY, INFINITY)
SLACK = 1e-9
"""How far a quantity may lie beyond its bounds by rounding."""
LARGEST = float(np.finfo(np.float64).max)
"""Bounds at infinity are this number, so that infinity itself lies outside."""


@dataclass(eq=False)
class Quantity:
    """A number of the model, as declared by its owner; on an instance it is the row of values.

    The view of a row is kept in the instance once it has been read, where Python finds it without
    asking the declaration again: a week of the model reads some ten thousand rows.
    """

    meaning: str
    unit: str
    bounds: tuple[float, float]
    start: float = 0.0
    symbol: str = ""
    name: str = field(default="", init=False)
    row: int = field(default=-1, init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, owner: None, kind: type) -> Quantity: ...
    @overload
    def __get__(self, owner: Columns, kind: type) -> Floats: ...
    def __get__(self, owner: Columns | None, kind: type) -> Quantity | Floats:
        if owner is None:
            return self
        values: Floats = owner.rows[self.row]
        owner.__dict__[self.name] = values
        return values

    if TYPE_CHECKING:

        def __set__(self, owner: Columns, values: npt.ArrayLike) -> None: ...


def quantity(
    meaning: str,
    *,
    unit: str,
    bounds: tuple[float, float],
    start: float = 0.0,
    symbol: str = "",
) -> Quantity:
    """Return the declaration of a quantity: ``unit`` "1" is a pure number, ``bounds`` are closed.

    ``start`` is the value that a state begins with where no world gives one; ``symbol`` is the
    letter of the equation in the header of the file.
    """
    return Quantity(meaning, unit, bounds, start, symbol)


class Columns:
    """Named rows over histories: declared in the class body, read on the instance."""

    quantities: ClassVar[tuple[Quantity, ...]] = ()
    _row: ClassVar[dict[str, int]] = {}
    _limits: ClassVar[tuple[Floats, Floats]] = (np.empty(0), np.empty(0))
    rows: Floats

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        found: dict[str, Quantity] = {}
        for kind in reversed(cls.__mro__):
            for name, value in vars(kind).items():
                if isinstance(value, Quantity):
                    found[name] = value
        cls.quantities = tuple(found.values())
        cls._row = {name: row for row, name in enumerate(found)}
        for row, declared in enumerate(cls.quantities):
            if declared.row not in (-1, row):
                raise TypeError(f"{cls.__name__}: {declared.name} has a row in two orders")
            declared.row = row
        bounds = np.array([q.bounds for q in cls.quantities], dtype=np.float64).reshape(-1, 2)
        slack = SLACK * np.maximum(np.abs(np.clip(bounds, -1.0, 1.0)), 1.0)
        bounds = bounds + slack * np.array([-1.0, 1.0])
        low, high = np.clip(bounds, -LARGEST, LARGEST).T
        cls._limits = low.copy(), high.copy()

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: Any) -> None:
            if name in self._row:
                view = self.__dict__.get(name)
                if view is None:
                    view = self.rows[self._row[name]]
                view[...] = value
                return
            if name == "rows":
                self._forget_views()
            object.__setattr__(self, name, value)

        def __getstate__(self) -> dict[str, Any]:
            return {name: held for name, held in self.__dict__.items() if name not in self._row}

    def _forget_views(self) -> None:
        for name in self._row.keys() & self.__dict__.keys():
            del self.__dict__[name]

    def found_rows(self, *shape: int) -> None:
        """Give every quantity its start value, each of ``shape``, whose last axis is the run."""
        self.rows = np.empty((len(self.quantities), *shape), dtype=np.float64)
        for declared in self.quantities:
            self.rows[declared.row] = declared.start

    @property
    def runs(self) -> int:
        """Return the number of histories."""
        return int(self.rows.shape[-1])

    @classmethod
    def limits(cls) -> tuple[Floats, Floats]:
        """Return the lowest and the highest value of each row, shape ``(row,)``."""
        return cls._limits

    def _good(self) -> Bools:
        shape = (-1,) + (1,) * (self.rows.ndim - 1)
        low, high = (limits.reshape(shape) for limits in self._limits)
        return (self.rows >= low) & (self.rows <= high)

    def faults(self) -> Iterator[tuple[Quantity, Integers]]:
        """Yield each quantity that is not finite or out of bounds, with the runs where it is so."""
        good = self._good()
        for declared in self.quantities:
            runs = ~good[declared.row].reshape(-1, self.runs).all(axis=0)
            if runs.any():
                yield declared, np.flatnonzero(runs)


class Block(Columns):
    """The parameters of one mechanism, a row a parameter, one value a history.

    The class declares name, unit, bounds and symbol; the value, prior and source of each stand in
    ``calibration/parameters/<name of the module>.yaml``, their one address.
    """

    mechanism: ClassVar[str] = ""

    def __init__(self, rows: Floats) -> None:
        if rows.shape[0] != len(self.quantities):
            raise ValueError(f"{type(self).__name__} has {len(self.quantities)} parameters")
        self.rows = np.ascontiguousarray(rows, dtype=np.float64)

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: Any) -> None:
            self.__dict__.pop("_once", None)
            super().__setattr__(name, value)

    def once(self, name: str, dt: float, reckon: Callable[[], Floats]) -> Floats:
        """Return what ``reckon`` makes of the parameters and ``dt`` alone, reckoned only once.

        Parameters never change while histories are lived, so what fades by them in a week, or in a
        day, is one array; ``name`` says what it is, within the block.
        """
        held: dict[tuple[str, float], Floats] | None = self.__dict__.get("_once")
        if held is None:
            held = self.__dict__["_once"] = {}
        made = held.get((name, dt))
        if made is None:
            made = held[name, dt] = reckon()
        return made

    def __getstate__(self) -> dict[str, Any]:
        kept = self.__dict__.items()
        return {name: held for name, held in kept if name not in self._row and name != "_once"}

    def take(self, index: Integers) -> Self:
        """Return the same parameters for the histories ``index``, in that order."""
        return type(self)(self.rows[:, index])

    @classmethod
    def of(cls, runs: int = 1, **values: float) -> Self:
        """Return a block with the given value in every history, for tests and notebooks.

        Raises:
            TypeError: when a parameter is missing or unknown.
        """
        names = [declared.name for declared in cls.quantities]
        if set(names) != set(values):
            raise TypeError(f"{cls.__name__} takes {names}, got {sorted(values)}")
        return cls(np.repeat(np.array([[values[name]] for name in names]), runs, axis=1))


def anywhere(where: Bools | Floats) -> bool:
    """Return whether any is true, or not 0; a third of the time of ``any()`` on short rows."""
    return bool(np.count_nonzero(where))


def clip(values: Floats, low: float, high: float) -> Floats:
    """Return ``values`` inside [low, high]; a fifth of the time of ``np.clip`` on short rows."""
    return np.minimum(np.maximum(values, low), high)
