"""The same citizens' rule on the same network in Politeia, in pure Mesa and in JAX, one core each.

    pip install -e .[peers]
    python benchmarks/peers.py [--nodes 2000] [--runs 128] [--steps 20]

All three live the same histories and must be at the same turnout: Mesa's objects exactly, JAX,
which takes its own sigma and adds in its own order, within ``CLOSE``. Mesa has no batch, so that it
lives two of the histories, the quietest and the most restless, one after the other. Founding and
compiling are not timed. For JAX the rule is written in the faster of two plain ways: a gather for
each place of a neighbour, where one gather of all eight took twice to four times as long.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np
from street import TYPICAL, Street
from timing import in_turn, load

from politeia.citizens import QUIET, CitizensModel, Dials
from politeia.network import Network, draw_network
from politeia.quantity import Floats
from politeia.theories.people import crowd

CLOSE = 1e-3
"""How far turnouts may lie apart, relative: sigma of the kernel errs by 2e-5 in each step."""
MEAN = crowd.DIALS.index("mean")
START = QUIET


def dials_of(runs: int) -> crowd.Singles:
    """Return dials of histories from a quiet street to one in uproar, (dial, run)."""
    dials = np.repeat(np.array(TYPICAL, dtype=np.float32)[:, None], runs, axis=1)
    dials[0] = np.linspace(-9.0, -5.0, runs)
    return dials


class Ours:
    """The histories lived by Politeia's kernel."""

    def __init__(self, network: Network, dials: crowd.Singles) -> None:
        self.street = Street(len(network.leaning), dials.shape[1])
        self.street.active[:], self.street.dials[:] = START, dials

    def step(self) -> None:
        """Let every citizen of every history act once, and hear what came of it."""
        street = self.street
        street.step()
        street.dials[MEAN] = street.turnout
        street.active, street.after = street.after, street.active

    @property
    def turnout(self) -> Floats:
        """Return the turnout of each history."""
        return self.street.turnout


class Objects:
    """The histories lived one by one by Mesa agents."""

    def __init__(self, network: Network, dials: crowd.Singles) -> None:
        self.models = [CitizensModel(network, Dials(*told)) for told in dials.T]

    def step(self) -> None:
        """Let every citizen of every history act once."""
        for model in self.models:
            model.step()

    @property
    def turnout(self) -> Floats:
        """Return the turnout of each history."""
        return np.array([model.turnout for model in self.models])


class Jax:
    """The histories lived by a step that JAX has compiled."""

    def __init__(self, network: Network, dials: crowd.Singles) -> None:
        from jax import numpy as jnp

        self.compiled, self.dials = jax_step(), jnp.asarray(dials)
        self.sees, self.leaning = jnp.asarray(network.sees), jnp.asarray(network.leaning)
        self.active = jnp.full((len(network.leaning), dials.shape[1]), START)
        self.ever = jnp.zeros_like(self.active)

    def step(self) -> None:
        """Let every citizen of every history act once, and hear what came of it."""
        self.active, self.ever, self.heard = self.compiled(
            self.active, self.ever, self.sees, self.leaning, self.dials
        )
        self.dials = self.dials.at[MEAN].set(self.heard).block_until_ready()

    @property
    def turnout(self) -> Floats:
        """Return the turnout of each history."""
        return np.asarray(self.heard, dtype=np.float64)


def jax_step() -> Callable[..., Any]:
    """Return the citizens' step as a function that JAX has compiled."""
    import jax

    def step(active: Any, ever: Any, sees: Any, leaning: Any, dials: Any) -> tuple[Any, Any, Any]:
        base, spread, pull, half, reach, mean, most, switch, entry, full = dials
        seen = sum(active[sees[:, place]] for place in range(sees.shape[1])) / sees.shape[1]
        s = (1 - reach) * seen + reach * mean
        u = base + spread * leaning[:, None] + pull * (s / (s + half))
        p = most * jax.nn.sigmoid(u)
        after = active + switch * (p - active)
        return after, ever + entry * p * (1 - ever * full), after.mean(axis=0)

    compiled: Callable[..., Any] = jax.jit(step)
    return compiled


def check(name: str, found: Floats, wanted: Floats, close: float) -> float:
    """Return the largest relative distance of two turnouts, which must be within ``close``.

    Raises:
        SystemExit: when they differ by more.
    """
    apart = float(np.max(np.abs(found - wanted) / wanted))
    if apart > close:
        raise SystemExit(f"{name} does not play the same rule: turnouts lie {apart:.2g} apart")
    return apart


def compare(nodes: int, runs: int, steps: int, times: int) -> list[str]:
    """Return a line for each way to live the citizens: its speed, and ours over it."""
    network, dials = draw_network(nodes), dials_of(runs)
    ways = {
        "Politeia": Ours(network, dials),
        "Mesa": Objects(network, dials[:, [0, -1]]),
        "JAX": Jax(network, dials),
    }
    for _ in range(steps):
        for way in ways.values():
            way.step()
    wanted = ways["Politeia"].turnout
    apart = {
        "Politeia": 0.0,
        "Mesa": check("Mesa", ways["Mesa"].turnout, wanted[[0, -1]], 0.0),
        "JAX": check("JAX", ways["JAX"].turnout, wanted, CLOSE),
    }
    taken = in_turn({name: way.step for name, way in ways.items()}, times)
    speed = {name: nodes * len(way.turnout) / taken[name] for name, way in ways.items()}
    return [
        f"{name:<9}{speed[name]:>15,.0f} citizen-steps/s; ours is "
        f"{speed['Politeia'] / speed[name]:>9,.1f} times as fast; turnouts {gap:.1g} apart"
        for name, gap in apart.items()
    ]


def main() -> None:
    """Live, check and print."""
    parser = argparse.ArgumentParser(description="Citizens in Politeia, pure Mesa and JAX.")
    parser.add_argument("--nodes", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=128)
    parser.add_argument("--steps", type=int, default=20, help="steps before turnouts are compared")
    parser.add_argument("--times", type=int, default=15, help="steps of each that are timed")
    given = parser.parse_args()
    if find_spec("jax") is None:
        sys.exit("JAX is not installed: pip install -e .[peers]")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lines = compare(given.nodes, given.runs, given.steps, given.times)
    print(f"{given.nodes} citizens with 8 neighbours, {given.runs} histories, load {load():.1f}")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
