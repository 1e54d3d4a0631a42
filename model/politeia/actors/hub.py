"""A hub: firms and banks through which sanctioned goods are routed."""

from __future__ import annotations

from politeia.actors.base import Actor
from politeia.actors.data import HubData
from politeia.quantity import Floats, quantity
from politeia.theories.pressure import evasion


class Hub(Actor, HubData):
    """A place of transit."""

    exposure_start = quantity(
        "rerouted trade that passed here at the start", unit="1", bounds=(0, 1)
    )

    def trade(self, pressure: Floats, premium: Floats) -> None:
        """Let firms go or come as the expected fine and the margin have it (M4)."""
        p = self.p.evasion
        stopping = evasion.firms_stopping(p, pressure, self.margin, premium)
        self.exposure = evasion.exposure_after(p, self.exposure, self.exposure_start, stopping, 1.0)
