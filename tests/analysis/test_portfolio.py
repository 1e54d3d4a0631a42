"""Claims about portfolios: a front with a known shape, and what is never looked for."""

from typing import Any

import numpy as np
import pytest

from politeia.analysis.check import mixed_study
from politeia.analysis.lived import CannotAnalyse
from politeia.analysis.portfolio import Mix, arms, front, permit, surface
from politeia.chance import sobol
from politeia.quantity import Floats

WORLD: dict[str, Any] = {"senders": {"EUU": {}, "USA": {}}, "blocs": {}}


def move(lever: str, to: float = 1.0, by: str = "EUU", on: str = "BLR") -> dict[str, Any]:
    return {"moves": lever, "by": [by], "on": [on], "to": to, "start": "2024-06-03", "over": 12}


def policy(name: str, *levers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "levers": list(levers), **more}


STUDY: dict[str, Any] = {
    "name": "sweep",
    "world": WORLD,
    "policies": [
        policy("baseline"),
        policy("placebo"),
        policy("both", move("sanctions.listings", 500.0), move("speech.shaming", 0.8)),
    ],
}


def test_the_front_of_a_known_surface_has_the_known_shape() -> None:
    # gain = 2a + b - a^2 - b^2, cost = a + b: for a budget c the best has 2 - 2a = 1 - 2b, so
    # a = c until c = 1/2, and then a = (c + 1/2) / 2, b = (c - 1/2) / 2, up to a = 1, b = 1/2.
    x = sobol(64, 2, 6)
    gain = surface(x, 2 * x[:, 0] + x[:, 1] - x[:, 0] ** 2 - x[:, 1] ** 2, "gain")
    cost = surface(x, x.sum(axis=1), "cost")
    assert min(gain.r2, cost.r2) > 0.99
    mixes = front(gain, cost, 2, [0.25, 0.5, 1.0, 1.5, 2.0])
    assert len(mixes) == 4, "beyond a budget of 1.5 nothing more is gained"
    for mix, (a, b) in zip(mixes, [(0.25, 0.0), (0.5, 0.0), (0.75, 0.25), (1.0, 0.5)], strict=True):
        assert mix.intensity == pytest.approx((a, b), abs=0.06)
        assert mix.cost <= mix.budget * 1.01
    gains = np.array([mix.gain for mix in mixes])
    np.testing.assert_allclose(gains, [0.4375, 0.75, 1.125, 1.25], atol=0.02)


def test_a_budget_is_not_spent_on_what_gains_nothing() -> None:
    x = sobol(64, 2, 6)
    (mix,) = front(surface(x, x[:, 0], "gain"), surface(x, x.sum(axis=1), "cost"), 2, [2.0])
    assert mix.intensity == pytest.approx((1.0, 0.0), abs=0.02)


def test_points_of_a_design_are_mixes_of_its_levers() -> None:
    points = [
        {"levers.both.0.to": 500.0, "levers.both.1.to": 0.0},
        {"levers.both.0.to": 250.0, "levers.both.1.to": 0.8},
    ]
    found = arms(STUDY, ("baseline", "both"), points)
    assert found.names == (("baseline", 0), ("baseline", 1), ("both", 0), ("both", 1))
    assert {dimension.name for dimension in found.dimensions} == {
        "sanctions.listings on BLR", "speech.shaming on BLR",
    }  # fmt: skip
    by_name = {d.name: found.intensity[:, at] for at, d in enumerate(found.dimensions)}
    np.testing.assert_allclose(by_name["sanctions.listings on BLR"], [0, 0, 1, 0.5])
    np.testing.assert_allclose(by_name["speech.shaming on BLR"], [0, 0, 0, 1])


def test_levers_that_always_move_together_are_one() -> None:
    points = [{}, {"levers.both.0.to": 250.0, "levers.both.1.to": 0.4}]
    (dimension,) = arms(STUDY, ("baseline", "both"), points).dimensions
    assert dimension.most == (500.0, 0.8)


def test_a_study_that_sweeps_no_levers_is_refused() -> None:
    x: Floats = np.eye(4)
    with pytest.raises(CannotAnalyse, match="takes a sweep over intensities"):
        surface(x, x[:, 0], "gain")


@pytest.mark.parametrize(
    "wrong",
    [
        policy("p", move("sanctions.listings", by="BLR")),
        policy("p", move("sanctions.listings", by="RUS")),
        policy("p", move("courts.undermined")),
        policy("p", move("repression.effort")),
        policy("p", move("speech.shaming"), acts="regimes"),
    ],
)
def test_nothing_but_levers_of_democracies_is_ever_searched(wrong: dict[str, Any]) -> None:
    with pytest.raises(CannotAnalyse, match="organisations and civil society are ever chosen"):
        permit(STUDY, [wrong])


def test_what_democracies_can_do_may_be_searched() -> None:
    permit(STUDY, STUDY["policies"])


def test_a_mix_becomes_a_policy_with_its_intensities() -> None:
    points = [{"levers.both.1.to": 0.0}, {"levers.both.0.to": 0.0}]
    found = arms(STUDY, ("baseline", "both"), points)
    share = {"sanctions.listings on BLR": 0.4, "speech.shaming on BLR": 0.0}
    mix = Mix(1.0, tuple(share[dimension.name] for dimension in found.dimensions), 0.1, 0.9)
    study = mixed_study({**STUDY, "design": {"method": "list"}}, found, [mix])
    assert "design" not in study
    assert [line["name"] for line in study["policies"]] == ["baseline", "placebo", "mix_1"]
    (moved,) = study["policies"][-1]["levers"]
    assert moved == {**move("sanctions.listings"), "to": 200.0}
