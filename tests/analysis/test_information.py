"""Claims about the value of information: two states, two policies, and noise."""

import numpy as np
import pandas as pd
import pytest

from politeia.analysis.emulator import Space, space
from politeia.analysis.information import information
from politeia.chance import sobol


@pytest.fixture(scope="module")
def here() -> Space:
    """Return 64 conditions: a switch that is on in half of them, and two other uncertainties."""
    frame = pd.DataFrame(sobol(64, 3, 4), columns=["switches.on", "a.x", "a.y"])
    frame["switches.on"] = (frame["switches.on"] < 0.5).astype(float)
    assert frame["switches.on"].mean() == 0.5
    return space(frame, np.arange(64))


def test_two_states_and_two_policies_give_the_value_worked_by_hand(here: Space) -> None:
    # The bold policy gains 10 or 0, the careful one 4: by mean the bold one (5) is chosen. Who
    # knows the state gains (10 + 4) / 2 = 7, so it is worth 2 to know.
    on = here.values[:, 0] > 0.5
    gains = np.stack([np.where(on, 10.0, 0.0), np.full(64, 4.0)])
    found = information(here, gains)
    assert found.everything == pytest.approx(2.0)
    assert found.value[0] == pytest.approx(2.0)
    assert found.changes[0] == pytest.approx(0.5)
    assert found.value[0] > found.band
    assert (found.value[1:] < found.band).all()


def test_what_changes_gains_but_no_choice_is_worth_nothing(here: Space) -> None:
    gains = np.stack([5.0 + here.values[:, 1], here.values[:, 1]])
    found = information(here, gains)
    assert found.everything == 0.0
    assert not found.value.any()


def test_a_smooth_uncertainty_is_worth_the_integral_of_what_it_decides(here: Space) -> None:
    # x - 1/2 against nothing: with x known, the gain is E max(x - 1/2, 0) = 1/8.
    gains = np.stack([np.zeros(64), here.values[:, 1] - 0.5])
    found = information(here, gains)
    assert found.value[1] == pytest.approx(0.125, abs=0.01)


def test_noise_has_no_detectable_value(here: Space) -> None:
    noise = np.sin(1e4 * (np.arange(128) + 1.0) ** 1.5).reshape(2, 64)
    found = information(here, noise)
    assert found.everything > 0.1
    assert (found.value <= found.band).all()
