"""What every actor is: a Mesa agent whose attributes are vectors over the histories of a batch."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Self

import mesa
import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.chance import Luck
from politeia.quantity import Bools, Columns, Floats, Integers, anywhere

if TYPE_CHECKING:
    from politeia.model import Politeia
    from politeia.parameters import Parameters


class Actor(mesa.Agent, Columns):
    """A named actor: state as rows over histories, clocks for its hazards, and its own luck.

    A hazard rings when it has burnt one exponential threshold, drawn for each history and spell; so
    the size of a step changes no luck, and a mechanism's rare events need no draw each week.
    """

    clocks: ClassVar[tuple[str, ...]] = ()
    model: Politeia
    code: str
    name: str
    luck: Luck
    p: Parameters

    def __init__(self, model: Politeia, code: str, name: str) -> None:
        super().__init__(model)
        self.code, self.name = code, name
        self.found_rows(model.runs)
        self.p = model.p
        self.luck = model.luck.of(f"{self.kind()}/{code}")
        self.left = np.zeros((len(self.clocks), model.runs))
        self.spell = np.zeros((len(self.clocks), model.runs))
        self.wind_clocks()

    def wind_clocks(self, where: Bools | None = None) -> None:
        """Draw every clock's threshold anew; a hazard has no memory, so this changes no law.

        The luck is that of this week, for the old threshold is known not to have burnt. Where
        histories are named, the others keep what they have still to burn.
        """
        for place, clock in enumerate(self.clocks):
            purpose = f"clock/{clock}/wound in week {self.model.week}"
            fresh = self.luck.spells(purpose, self.spell[place])
            self.left[place] = fresh if where is None else np.where(where, fresh, self.left[place])

    def ring(self, clock: str, hazard: Floats, dt: float) -> Bools:
        """Advance a clock by ``dt`` weeks at ``hazard`` per year; return where it rings."""
        place = self.clocks.index(clock)
        left = self.left[place]
        left -= hazard * (dt / WEEKS_PER_YEAR)
        rung: Bools = left <= 0.0
        if anywhere(rung):
            self._rewind(place, rung)
        return rung

    def ring_all(self, first: str, hazards: Floats, dt: float) -> Bools:
        """Advance as many clocks as ``hazards``, (clock, run), has rows, from ``first`` on."""
        start = self.clocks.index(first)
        here = slice(start, start + len(hazards))
        left = self.left[here]
        left -= hazards * (dt / WEEKS_PER_YEAR)
        rung: Bools = left <= 0.0
        if anywhere(rung):
            for row in np.flatnonzero(rung.reshape(len(rung), -1).any(axis=1)):
                self._rewind(start + int(row), rung[row])
        return rung

    def _rewind(self, place: int, rung: Bools) -> None:
        self.spell[place] += rung
        fresh = self.luck.spells(f"clock/{self.clocks[place]}", self.spell[place])
        self.left[place] = np.where(rung, fresh, self.left[place])

    def spell_of(self, clock: str) -> Floats:
        """Return how often a clock has rung in each history."""
        count: Floats = self.spell[self.clocks.index(clock)]
        return count

    @classmethod
    def together(cls, actors: Sequence[Self], p: Parameters) -> Self:
        """Return one actor that is all of ``actors`` side by side, each row ``(actor, run)``.

        Their rows become views of its own, so that what one does the other has done: an act of all
        costs a handful of array operations instead of a handful an actor.
        """
        chorus = copy.copy(actors[0])
        for part in ("rows", "left", "spell"):
            block = np.stack([getattr(actor, part) for actor in actors], axis=-2)
            setattr(chorus, part, block)
            for place, actor in enumerate(actors):
                setattr(actor, part, block[..., place, :])
        chorus.luck = Luck(np.stack([actor.luck.keys for actor in actors]))
        chorus.p = p
        return chorus

    def chosen(self, flat: Integers) -> Self:
        """Return one actor that lives the chosen histories, ``flat`` over (country, run).

        The pool is no agent of the model: it is stepped, then ``take_back`` puts its columns in
        their place. Since every act is elementwise along the histories, pooling changes no bit.
        """
        pool = copy.copy(self)
        for part in ("rows", "left", "spell"):
            whole = getattr(self, part)
            setattr(pool, part, np.take(whole.reshape(len(whole), -1), flat, axis=1))
        pool.luck = Luck(self.luck.keys.reshape(-1)[flat])
        return pool

    def take_back(self, pool: Self, flat: Integers) -> None:
        """Put the columns of a pool back where they were chosen from."""
        for part in ("rows", "left", "spell"):
            whole = getattr(self, part)
            whole.reshape(len(whole), -1)[:, flat] = getattr(pool, part)

    def keep(self, ancestors: Integers) -> None:
        """Let every history go on as a copy of its ancestor's; luck and parameters stay."""
        self.rows[...] = self.rows[..., ancestors]
        self.left[...] = self.left[..., ancestors]
        self.spell[...] = self.spell[..., ancestors]

    def place(self) -> str:
        """Return the name by which messages call this actor."""
        return f"{self.kind()} {self.code}"

    @classmethod
    def kind(cls) -> str:
        """Return the word for the model's own class that a user's subclass plays, itself else.

        The subclass has the luck of the class that it replaces: what it does not override stays.
        """
        return [base.__name__ for base in cls.__mro__ if issubclass(base, Actor)][-2].lower()
