"""How everything here is timed: acts in turn within one run, medians; load tells the neighbours."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Act = Callable[[], Any]


def seconds(act: Act) -> float:
    """Return how long ``act`` takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def in_turn(acts: Mapping[str, Act], times: int, warm: bool = True) -> dict[str, float]:
    """Return the median seconds of each act, all of them timed in turn ``times`` times."""
    for act in acts.values() if warm else ():
        act()
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(times):
        for name, act in acts.items():
            taken[name].append(seconds(act))
    return {name: statistics.median(values) for name, values in taken.items()}


def load() -> float:
    """Return the processes that wanted a core in the last minute, on average."""
    return os.getloadavg()[0]
