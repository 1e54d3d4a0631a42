"""The citizens' step alone: against copying the same citizens, against objects, by their number."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from timing import in_turn

from politeia.citizens import CitizensModel, Dials
from politeia.network import Network, draw_network
from politeia.quantity import Floats
from politeia.theories.people import crowd

TYPICAL = (-9.0, 1.5, 3.7, 0.0028, 0.4, 1e-4, 0.06, 0.9, 1.0, 8.0)
"""Dials of a quiet street, in the order of ``crowd.DIALS``."""


@dataclass
class Street:
    """The citizens of one country in some histories, ready to be stepped again and again."""

    nodes: int
    runs: int
    network: Network = field(init=False)
    active: crowd.Singles = field(init=False)
    after: crowd.Singles = field(init=False)
    ever: crowd.Singles = field(init=False)
    dials: crowd.Singles = field(init=False)
    turnout: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.network = draw_network(self.nodes)
        self.active, self.after, self.ever = (
            crowd.columns(self.nodes, self.runs) for _ in range(3)
        )
        self.active[:], self.after[:], self.ever[:] = 1e-4, 1e-4, 0.0
        self.dials = np.repeat(np.array(TYPICAL, dtype=np.float32)[:, None], self.runs, axis=1)
        self.turnout = np.empty(self.runs)

    def step(self) -> None:
        """Let every citizen decide and act once."""
        sees, leaning = self.network.sees, self.network.leaning
        crowd.step(self.active, self.after, self.ever, sees, leaning, self.dials, self.turnout)


def against_copying(nodes: int, runs: int, times: int) -> dict[str, float]:
    """Return the speed of the citizens' step against copying four bytes a citizen."""
    street = Street(nodes, runs)
    copied = np.empty_like(street.active)
    acts = {"step": street.step, "copy": lambda: np.copyto(copied, street.active)}
    taken = in_turn(acts, times)
    return {
        "million_citizen_steps_a_second": nodes * runs / taken["step"] / 1e6,
        "share_of_copying": taken["copy"] / taken["step"],
    }


def against_objects(nodes: int, runs: int, times: int) -> float:
    """Return how many times faster the kernel is than the object-by-object citizens, a citizen."""
    street = Street(nodes, runs)
    model = CitizensModel(street.network, Dials(*TYPICAL))
    taken = in_turn({"objects": model.step, "kernel": street.step}, times)
    return taken["objects"] / (taken["kernel"] / runs)


def slope_of_citizens(times: int) -> float:
    """Return how time grows with citizens from 64 thousand to 4 million."""
    sizes = [64_000, 512_000, 4_096_000]
    return _slope(sizes, [in_turn({"step": Street(size, 1).step}, times)["step"] for size in sizes])


def slope_of_runs(times: int) -> float:
    """Return how time grows with runs from 640 to 6,400, lived in batches of 128."""
    street, sizes = Street(2_000, 128), [640, 1920, 6400]

    def live(runs: int) -> None:
        for _ in range(runs // 128):
            street.step()

    taken = in_turn({str(size): (lambda size=size: live(size)) for size in sizes}, times)
    return _slope(sizes, list(taken.values()))


def _slope(sizes: list[int], measured: list[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(measured), 1)[0])
