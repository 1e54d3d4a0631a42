"""Free pasts can be held against every target of a past."""

from __future__ import annotations

import numpy as np
import targets

from politeia.evidence.targets import load_targets


def test_a_live_past_gives_a_number_to_every_measure_of_a_past() -> None:
    found = {line.name: line for line in targets.lines(targets.past(draws=3, nodes=16))}
    asked = {
        f"{name} {key}"
        for name, target in load_targets().items()
        for key in target.file.measures
        if target.file.run != "future"
    }
    assert set(found) == asked
    assert all(np.isfinite(line.verdict.median) for line in found.values())
