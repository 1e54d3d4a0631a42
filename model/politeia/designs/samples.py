"""Points in the unit cube: Latin hypercube, Sobol sequence, Saltelli's scheme, Morris.

Source   Morris (1991), Technometrics 33, 161-174, doi:10.1080/00401706.1991.10484804;
         Saltelli (2002), Computer Physics Communications 145, 280-297,
         doi:10.1016/S0010-4655(02)00280-1; both as SALib samples them
"""

from __future__ import annotations

import numpy as np

from politeia import chance
from politeia.quantity import Floats
from politeia.scenario.design import Method

MORRIS_LEVELS = 4


def unit_points(
    method: Method, size: int, names: list[str], seed: int, *, levels: int, second_order: bool
) -> Floats:
    """Draw the points of a sampled method, shape (point, thing), in [0, 1]."""
    # The draws of the parameters are a Sobol sequence of the study's seed: points of a design with
    # the same seed must be no copy of their first dimensions.
    own = chance.seed_of("design", seed)
    if method == "latin_hypercube":
        return chance.latin_hypercube(size, len(names), own)
    if method == "sobol":
        return chance.sobol(size, len(names), own)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    if method == "morris":
        from SALib.sample.morris.morris import sample as trajectories

        return np.asarray(trajectories(problem, size, num_levels=levels, seed=own))
    from SALib.sample.sobol import sample as pairs

    return np.asarray(pairs(problem, size, calc_second_order=second_order, seed=own))


def count(method: Method, size: int, things: int, *, second_order: bool) -> int:
    """Return how many points a sampled method makes."""
    if method == "morris":
        return size * (things + 1)
    if method == "saltelli":
        return size * ((2 * things + 2) if second_order else (things + 2))
    return size
