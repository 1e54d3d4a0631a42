"""Claims about flips: distances that can be worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from politeia.analysis import flips
from politeia.analysis.emulator import Emulator, Space, emulate, space
from politeia.answers.flips import changes
from politeia.chance import sobol
from politeia.quantity import Floats


@pytest.fixture(scope="module")
def here() -> Space:
    frame = pd.DataFrame(sobol(128, 3, 2), columns=["a.x", "a.y", "switches.on"])
    frame["switches.on"] = (frame["switches.on"] < 0.5).astype(float)
    return space(frame, np.arange(128))


def fitted(here: Space, advantage: Floats) -> Emulator:
    return emulate(here, advantage)


def test_a_linear_advantage_flips_where_it_is_zero(here: Space) -> None:
    # 0.75 - x changes sign at the third quartile of x: a quarter from the middle.
    (flip,) = changes(here, fitted(here, 0.75 - here.values[:, 0]), 1.0)
    assert flip.names == ("a.x",)
    assert flip.places[0] == pytest.approx(0.75, abs=0.01)
    assert flip.distance == pytest.approx(0.25, abs=0.01)


def test_the_nearest_of_two_crossings_is_taken() -> None:
    places = np.linspace(0, 1, 101)
    advantage = (places - 0.1) * (places - 0.8) * -1.0
    assert flips.nearest_single(advantage, places, 1.0) == pytest.approx((0.8, 0.3))


def test_an_advantage_that_never_turns_has_no_flip(here: Space) -> None:
    assert changes(here, fitted(here, 2.0 - here.values[:, 0]), 1.0) == []


def test_a_switch_flips_a_ranking_only_at_the_end_of_belief(here: Space) -> None:
    advantage = 0.3 - 0.5 * here.values[:, 2] + 0.01 * here.values[:, 0]
    (flip,) = changes(here, fitted(here, advantage), 1.0)
    assert flip.names == ("switches.on",)
    assert flip.distance == 0.5
    assert here.value("switches.on", flip.places[0]) == 1.0


def test_two_assumptions_together_flip_what_neither_does_alone(here: Space) -> None:
    # 1.6 - x - y: alone each would have to reach 1.1; together both go to 0.8.
    found = changes(here, fitted(here, 1.6 - here.values[:, 0] - here.values[:, 1]), 1.0)
    (flip,) = found
    assert set(flip.names) == {"a.x", "a.y"}
    assert flip.distance == pytest.approx(np.hypot(0.3, 0.3), abs=0.04)
