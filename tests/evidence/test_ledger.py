"""What is believed of every parameter has one address, fits the code, and is drawn from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.errors import BadInput
from politeia.evidence.draws import draw_parameters, draw_switches, names_of_uncertain
from politeia.evidence.ledger import Ledger, load_ledger
from politeia.evidence.priors import Bounds, Kind, Prior
from politeia.quantity import INFINITY, Block, quantity
from politeia.scenario.history import History
from politeia.scenario.study import SWITCHES, Case, Study, Switch
from politeia.scenario.world import Regime, World


class Tides(Block):
    """Parameters of an invented mechanism."""

    mechanism = "M3"

    height = quantity("height of the tide", unit="m", bounds=(0, 20))
    lag = quantity("lag of the moon", unit="week", bounds=(-1, 1))
    moons = quantity("how many moons", unit="1", bounds=(1, 3))


BLOCKS = {"tides": Tides}
TIDES = f"""\
mechanism: M3
block: {Tides.__module__}.Tides
parameters:
  lag:
    unit: week
    meaning: lag of the moon
    prior: {{normal: {{mean: 0, sd: 0.5}}}}
    source: assumption
    why: the sign is open
  height:
    unit: m
    meaning: height of the tide
    prior: {{lognormal: {{median: 4, sigma: 0.1}}}}
    blind: {{lognormal: {{median: 4, sigma: 0.5}}}}
    known_from: 2022-12-31
    source: [F24, "Harbour (2022)"]
    why: measured at the pier
  moons:
    unit: "1"
    meaning: how many moons
    prior: {{fixed: 1}}
    source: assumption
    why: one was seen
"""


def ledger(tmp_path: Path, text: str = TIDES, stem: str = "tides") -> Ledger:
    (tmp_path / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return load_ledger(tmp_path, BLOCKS)


def study(branch: date = date(2024, 4, 1)) -> Study:
    regime = Regime(name="Norland", type="closed_autocracy")
    return Study(
        name="question",
        world=World(name="world", regimes={"NO": regime}),
        history=History(name="none"),
        cases=(case(),),
        nodes=100,
        branch=branch,
        horizon=52,
    )


def case(switch: Switch = "draw", **changes: dict[str, float]) -> Case:
    return Case(name="as_is", switches=dict.fromkeys(SWITCHES, switch), mechanisms={}, **changes)


def test_the_ledger_of_the_project_fits_the_code() -> None:
    found = load_ledger()
    assert all(parameter.why for parameter in found.parameters.values())
    for name, parameter in found.parameters.items():
        low, high = parameter.bounds
        assert low <= parameter.prior.median <= high, name


def test_parameters_stand_in_the_order_of_the_rows_of_their_block(tmp_path: Path) -> None:
    (entry,) = ledger(tmp_path).entries
    assert [parameter.name for parameter in entry.parameters] == ["height", "lag", "moons"]
    assert list(ledger(tmp_path).parameters) == ["tides.height", "tides.lag", "tides.moons"]


def test_a_pin_that_was_not_known_yet_gives_way_to_the_blind_prior(tmp_path: Path) -> None:
    height = ledger(tmp_path).parameters["tides.height"]
    assert height.prior_at(date(2021, 1, 4)).second == 0.5
    assert height.prior_at(date(2024, 4, 1)).second == 0.1


def test_the_digest_follows_what_is_believed(tmp_path: Path) -> None:
    first = ledger(tmp_path).digest
    assert ledger(tmp_path).digest == first
    assert ledger(tmp_path, TIDES.replace("sd: 0.5", "sd: 0.4")).digest != first


@pytest.mark.parametrize(
    ("was", "now", "key", "told"),
    [
        ("unit: m\n", "unit: km\n", "parameters.height.unit", "must be 'm', as in the code"),
        ("mechanism: M3", "mechanism: M4", "mechanism", "must be M3"),
        (".Tides", ".Floods", "block", ".Tides"),
        ("  moons:", "  moon:", "parameters.moon", "did you mean 'moons'"),
        ("  moons:", "  moon:", "parameters.moons", "is required: how many moons"),
        ("median: 4, sigma: 0.1", "median: 4, sigma: 0", "parameters.height.prior", "sigma"),
        ("median: 4, sigma: 0.1", "median: 40, sigma: 0.1", "parameters.height.prior", "outside"),
        ("{fixed: 1}", "{fixed: 4}", "parameters.moons.prior", "outside the bounds [1, 3]"),
        ("{fixed: 1}", "{fixed: nan}", "parameters.moons.prior.fixed", "finite"),
        ("{fixed: 1}", "{}", "parameters.moons.prior", "exactly one kind"),
        ("{fixed: 1}", "{gamma: {a: 1}}", "parameters.moons.prior.gamma", "allowed: beta, fixed"),
        ("    why: one was seen\n", "", "parameters.moons.why", "is required"),
        ("sd: 0.5", "sd: -1", "parameters.lag.prior", "sd must be greater than 0"),
        ("2022-12-31", "31.12.2022", "parameters.height.known_from", "year-month-day"),
    ],
)
def test_a_wrong_line_of_the_ledger_is_told_with_its_key(
    tmp_path: Path, was: str, now: str, key: str, told: str
) -> None:
    assert was in TIDES
    with pytest.raises(BadInput) as refused:
        ledger(tmp_path, TIDES.replace(was, now, 1))
    found = {fault.key: fault for fault in refused.value.faults}
    assert told in found[key].message
    assert found[key].file.name == "tides.yaml"


def test_a_missing_file_and_an_extra_file_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        ledger(tmp_path, TIDES, "tide")
    assert [fault.file.name for fault in refused.value.faults] == ["tide.yaml", "tides.yaml"]
    assert "did you mean 'tides'" in refused.value.faults[0].message


def test_uncertain_parameters_have_a_dimension_and_fixed_ones_have_none(tmp_path: Path) -> None:
    assert names_of_uncertain(ledger(tmp_path)) == ("tides.height", "tides.lag")


def test_a_draw_does_not_depend_on_how_many_are_drawn(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    uniforms = np.linspace(0.01, 0.99, 20).reshape(10, 2)
    many = draw_parameters(book, uniforms, study(), case())["tides"]
    few = draw_parameters(book, uniforms[:3], study(), case())["tides"]
    assert many.shape == (3, 10)
    np.testing.assert_array_equal(many[:, :3], few)
    np.testing.assert_array_equal(many[2], 1.0)


def test_a_case_moves_its_own_parameter_and_leaves_the_luck_of_all_others(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    uniforms = np.array([[0.2, 0.9], [0.7, 0.4]])
    usual = draw_parameters(book, uniforms, study(), case())["tides"]
    moved = draw_parameters(book, uniforms, study(), case(set={"tides.height": 7.0}))["tides"]
    scaled = draw_parameters(book, uniforms, study(), case(scale={"tides.height": 2.0}))["tides"]
    np.testing.assert_array_equal(moved[0], 7.0)
    np.testing.assert_array_equal(scaled[0], 2.0 * usual[0])
    np.testing.assert_array_equal(moved[1:], usual[1:])
    np.testing.assert_array_equal(scaled[1:], usual[1:])


def test_a_scaled_parameter_stays_within_its_bounds(tmp_path: Path) -> None:
    changed = case(scale={"tides.height": 1000.0})
    drawn = draw_parameters(ledger(tmp_path), np.array([[0.5, 0.5]]), study(), changed)
    assert drawn["tides"][0, 0] == 20.0


def test_an_early_branch_draws_the_height_more_widely(tmp_path: Path) -> None:
    book, uniforms = ledger(tmp_path), np.array([[0.95, 0.5]])
    late = draw_parameters(book, uniforms, study(), case())["tides"][0, 0]
    early = draw_parameters(book, uniforms, study(date(2020, 1, 6)), case())["tides"][0, 0]
    assert early > late > 4.0


def test_an_unknown_parameter_or_a_wrong_shape_is_refused(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    with pytest.raises(BadInput, match=r"tides\.depth"):
        draw_parameters(book, np.full((1, 2), 0.5), study(), case(set={"tides.depth": 1.0}))
    with pytest.raises(ValueError, match="shape"):
        draw_parameters(book, np.full((1, 3), 0.5), study(), case())


def test_a_rival_hypothesis_is_drawn_unless_the_case_decides_it() -> None:
    uniforms = np.array([[0.1] * 5, [0.9] * 5])
    assert all(list(held) == [True, False] for held in draw_switches(uniforms, case()).values())
    assert all(list(held) == [True, True] for held in draw_switches(uniforms, case("on")).values())
    assert not any(held.any() for held in draw_switches(uniforms, case("off")).values())


PRIORS: list[tuple[Kind, float, float, Bounds, float]] = [
    ("normal", 2.0, 1.0, (-INFINITY, INFINITY), 2.0),
    ("lognormal", 3.0, 0.5, (0.0, INFINITY), 3.0),
    ("uniform", 1.0, 5.0, (0.0, 10.0), 3.0),
    ("beta", 2.0, 2.0, (0.0, 1.0), 0.5),
    ("fixed", 7.0, 0.0, (0.0, 10.0), 7.0),
]


@pytest.mark.parametrize(("kind", "first", "second", "bounds", "median"), PRIORS)
def test_the_median_is_where_it_should_be(
    kind: Kind, first: float, second: float, bounds: Bounds, median: float
) -> None:
    assert Prior(kind, first, second, bounds).median == pytest.approx(median)


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from([(kind, first, second) for kind, first, second, _, _ in PRIORS[:4]]),
    st.lists(st.floats(0, 1), min_size=2, max_size=20),
    st.floats(0.2, 0.4),
    st.floats(0.6, 4.0),
)
def test_quantiles_rise_and_never_leave_the_bounds(
    shape: tuple[Kind, float, float], u: list[float], low: float, high: float
) -> None:
    kind, first, second = shape
    bounds = (low, min(high, 0.9)) if kind == "beta" else (low, high + 1.0)
    drawn = Prior(kind, first, second, bounds).quantile(np.sort(np.array(u)))
    assert np.isfinite(drawn).all()
    assert ((drawn >= bounds[0]) & (drawn <= bounds[1])).all()
    assert (np.diff(drawn) >= 0).all()


@pytest.mark.parametrize(("kind", "first", "second", "bounds", "median"), PRIORS[:4])
def test_a_quantile_undoes_the_distribution(
    kind: Kind, first: float, second: float, bounds: Bounds, median: float
) -> None:
    prior = Prior(kind, first, second, bounds)
    assert prior.interval(0.5)[0] < median < prior.interval(0.5)[1]
    for u in (0.05, 0.5, 0.95):
        value = float(prior.quantile(np.array([u]))[0])
        low, high = prior.cumulated((bounds[0], value))
        assert (high - low) / (1.0 - prior.outside) == pytest.approx(u)


def test_a_prior_tells_how_much_of_it_lies_outside_its_bounds() -> None:
    assert Prior("normal", 0.0, 1.0, (0.0, INFINITY)).outside == pytest.approx(0.5)
    assert Prior("lognormal", 1.0, 1.0, (0.0, INFINITY)).outside == pytest.approx(0.0)
    assert Prior("fixed", 2.0, 0.0, (0.0, 1.0)).outside == 1.0


@settings(deadline=None, max_examples=100)
@given(st.floats(0.5, 20), st.floats(0.5, 20), st.floats(0.0, 0.4), st.floats(0.6, 1.0))
def test_a_cut_beta_tells_the_same_share_outside_as_the_distribution(
    a: float, b: float, low: float, high: float
) -> None:
    prior = Prior("beta", a, b, (low, high))
    below, above = prior.cumulated((low, high))
    assert prior.outside == pytest.approx(1.0 - (above - below), abs=1e-3)
