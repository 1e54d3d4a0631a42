"""Claims about sensitivity: indices of functions whose indices are known."""

from pathlib import Path

import numpy as np
import pandas as pd
import posed
import pytest
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from politeia.analyse import Options, analyse
from politeia.analysis import sensitivity
from politeia.analysis.emulator import Space, emulate, held_out_r2, screened, space
from politeia.analysis.lived import CannotAnalyse
from politeia.answers.sensitivity import sentences
from politeia.chance import sobol
from politeia.quantity import Floats

NAMES = ("a.one", "a.two", "a.three")
BOUNDS = np.array([[-np.pi, np.pi]] * 3)
FIRST, TOTAL = (0.314, 0.442, 0.0), (0.558, 0.442, 0.244)
"""Sobol indices of Ishigami's function with a = 7 and b = 0.1, known in closed form."""


def ishigami(x: Floats) -> Floats:
    """Return Ishigami's function of (row, 3) in [-pi, pi]."""
    return np.asarray(
        np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    )


def problem(names: tuple[str, ...], bounds: Floats) -> dict[str, object]:
    return {"num_vars": len(names), "names": list(names), "bounds": bounds.tolist()}


def many(draws: int, columns: int) -> Space:
    """Return a space of uniform conditions."""
    names = [f"a.x{column}" for column in range(columns)]
    return space(pd.DataFrame(sobol(draws, columns, 3), columns=names), np.arange(draws))


@pytest.mark.parametrize("second", [True, False])
def test_sobol_indices_of_runs_are_those_of_ishigami(second: bool) -> None:
    x = sobol_sample.sample(problem(NAMES, BOUNDS), 1024, calc_second_order=second, seed=1)
    found = sensitivity.Design("saltelli", NAMES, x, BOUNDS)
    singles, pairs = sensitivity.sobol(found, ishigami(x))
    np.testing.assert_allclose(singles["first"], FIRST, atol=0.05)
    np.testing.assert_allclose(singles["total"], TOTAL, atol=0.05)
    assert len(pairs) == (3 if second else 0)
    if second:
        by_pair = pairs.set_index(["uncertainty", "with"]).second
        assert by_pair["a.one", "a.three"] == pytest.approx(0.244, abs=0.06)
        assert by_pair["a.one", "a.two"] == pytest.approx(0.0, abs=0.06)


def test_sobol_indices_on_an_emulator_are_those_of_ishigami_within_their_intervals() -> None:
    u = sobol(256, 3, 5)
    here = space(pd.DataFrame(u, columns=list(NAMES)), np.arange(256))
    y = ishigami(np.pi * (2 * u - 1))
    emulator = emulate(here, y)
    assert emulator.r2 > 0.9
    singles, pairs = sensitivity.on_emulator(here, y, emulator, refits=4)
    np.testing.assert_allclose(singles["first"], FIRST, atol=0.08)
    np.testing.assert_allclose(singles["total"], TOTAL, atol=0.08)
    assert (np.abs(singles["total"] - TOTAL) < singles.total_half_width + 0.04).all()
    assert pairs.sort_values("second").iloc[-1][["uncertainty", "with"]].tolist() == [
        "a.one", "a.three",
    ]  # fmt: skip


def test_morris_finds_the_slopes_of_a_linear_function_and_no_interaction() -> None:
    bounds = np.array([[0.0, 1.0], [0.0, 10.0], [-1.0, 1.0]])
    x = morris_sample.sample(problem(NAMES, bounds), 20, num_levels=4, seed=1)
    found = sensitivity.Design("morris", NAMES, x, bounds)
    measures = sensitivity.morris(found, 3.0 * x[:, 0] - 0.2 * x[:, 1])
    # The effect is over the whole range: 3 * 1, -0.2 * 10, 0 * 2.
    np.testing.assert_allclose(measures.mu, [3.0, -2.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(measures.mu_star, [3.0, 2.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(measures.sigma, 0.0, atol=1e-9)


def test_a_design_with_missing_points_is_refused() -> None:
    values = pd.DataFrame(np.zeros((7, 3)), columns=list(NAMES))
    with pytest.raises(CannotAnalyse, match="7 points are no morris design of 3"):
        sensitivity.design({"design": {"method": "morris", "names": NAMES}}, values)


def test_points_of_a_grid_are_no_sensitivity_design() -> None:
    assert sensitivity.design({"design": {"method": "grid"}}, pd.DataFrame({"a.b": [1.0]})) is None


def test_an_emulator_of_noise_is_refused_with_its_r2() -> None:
    here = many(60, 40)
    noise = np.sin(1e4 * np.arange(1, 61) ** 1.5)
    with pytest.raises(CannotAnalyse, match="no emulator tells enough") as refused:
        emulate(here, noise)
    assert float(refused.value.detail.removeprefix("R² ")) < 0.5


def test_choosing_columns_inside_the_folds_keeps_r2_of_noise_from_looking_good() -> None:
    from politeia.analysis.emulator import KINDS

    here = many(60, 40)
    noise = np.sin(1e4 * np.arange(1, 61) ** 1.5)
    columns = screened(here.u, noise, 6)
    chosen_before = Space(
        tuple(here.names[c] for c in columns), here.u[:, columns], here.groups,
        here.values[:, columns],
    )  # fmt: skip
    make = KINDS["quadratic ridge"]
    assert held_out_r2(here, noise, make, 6) < held_out_r2(chosen_before, noise, make, 6)


def test_whole_draws_are_held_out_so_that_copies_of_a_draw_do_not_help() -> None:
    from politeia.analysis.emulator import KINDS

    u = np.repeat(sobol(20, 30, 3), 5, axis=0)
    groups = np.repeat(np.arange(20), 5)
    noise = np.repeat(np.sin(1e4 * np.arange(1, 21) ** 1.5), 5)
    copied = space(pd.DataFrame(u), groups)
    apart = space(pd.DataFrame(u), np.arange(100))
    trees = KINDS["boosted trees"]
    assert held_out_r2(copied, noise, trees, 4) < 0.3 < held_out_r2(apart, noise, trees, 4)


def test_the_same_design_is_found_in_a_result_folder(tmp_path: Path) -> None:
    x = sobol_sample.sample(problem(NAMES, BOUNDS), 64, calc_second_order=True, seed=1)
    told = {
        "design": {
            "method": "saltelli",
            "names": list(NAMES),
            "bounds": BOUNDS.tolist(),
            "points": [dict(zip(NAMES, map(float, row), strict=True)) for row in x],
        }
    }
    folder = posed.study(
        tmp_path / "saltelli",
        posed.design(x, NAMES),
        {"sanctions": lambda c: 0.01 * np.asarray(c["a.two"])},
        baseline=lambda c: 0.01 * ishigami(c[list(NAMES)].to_numpy()),
        told=told,
    )
    found = analyse(folder, lambda _: None, Options(only=("sensitivity",)))
    table = found.answers[0].tables["sobol"].set_index(["series", "uncertainty"])
    np.testing.assert_allclose(table["total"]["repression, baseline"], TOTAL, atol=0.15)
    np.testing.assert_allclose(table["total"]["effect of Sanctions"], [0, 1, 0], atol=0.1)


def test_a_morris_design_is_found_in_a_result_folder(tmp_path: Path) -> None:
    bounds = np.array([[0.0, 1.0]] * 3)
    x = morris_sample.sample(problem(NAMES, bounds), 10, num_levels=4, seed=1)
    points = [dict(zip(NAMES, map(float, row), strict=True)) for row in x]
    folder = posed.study(
        tmp_path / "morris",
        posed.design(x, NAMES),
        {"sanctions": lambda c: 0.1 * np.asarray(c["a.two"])},
        told={"design": {"method": "morris", "names": list(NAMES), "points": points}},
    )
    found = analyse(folder, lambda _: None, Options(only=("sensitivity",)))
    table = found.answers[0].tables["morris"].set_index(["series", "uncertainty"])
    effect = table.mu_star["effect of Sanctions"]
    np.testing.assert_allclose(effect, [0.0, 0.1, 0.0], atol=1e-5)
    assert [drawing.name for drawing in found.answers[0].drawings] == [
        "sensitivity_morris", "sensitivity_map",
    ]  # fmt: skip


def test_what_moves_nothing_is_never_told_as_what_moves_most() -> None:
    table = pd.DataFrame(
        {
            "series": ["growth", "growth", "exile", "exile"],
            "uncertainty": ["protest.pull", "support.offset"] * 2,
            "mu_star": [0.5, 0.0, 0.2, 0.0],
            "half_width": [0.1, 0.0, 0.3, 0.0],
        }
    )
    growth, exile = sentences(table, "mu_star", "half_width", "moved most by")
    assert "protest.pull" in growth
    assert "support.offset" not in growth
    assert exile == "Nothing moves “exile” beyond the error of so few runs."
