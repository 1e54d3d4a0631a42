"""The world market: the price of fuel and food, which all countries share."""

from __future__ import annotations

from politeia.actors.base import Actor
from politeia.quantity import Floats, quantity
from politeia.theories.rule import shocks


class Market(Actor):
    """One price for the world, in logs from its mean."""

    price = quantity("world price of fuel and food", unit="log", bounds=(-5, 5))
    detour = quantity("rerouted trade that has found a detour", unit="1", bounds=(0, 5))
    habit = quantity("price that people are used to", unit="log", bounds=(-5, 5))

    def move(self, week: int) -> None:
        """Let the price drift and people get used to it (M10)."""
        p = self.p.shocks
        self.price = shocks.price_after(p, self.price, self.luck.normal("price", week), 1.0)
        self.habit = shocks.price_habit_after(p, self.habit, self.price, 1.0)

    @property
    def rise(self) -> Floats:
        """Return how far the price stands above what people are used to, in logs."""
        return self.price - self.habit
