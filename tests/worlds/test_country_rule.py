"""Claims about the rule that turns published series into the values of a country."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from statistics import fmean, stdev
from types import ModuleType

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "derive_countries", ROOT / "tools" / "derive_countries.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rule = _tool()
YEARS = range(2012, 2020)


def _even(values: dict[str, float]) -> dict[tuple[str, int], float]:
    """Return a series that stands still in every country."""
    return {(country, year): value for country, value in values.items() for year in YEARS}


def _invented(**overrides: float) -> dict[str, float]:
    """Return one number a country, in rising order unless overridden."""
    return {c: 0.2 + 0.05 * place for place, c in enumerate(rule.COUNTRIES)} | overrides


spread_out = st.lists(st.integers(-1000, 1000), min_size=8, max_size=8, unique=True).map(
    lambda xs: dict(zip(rule.COUNTRIES, [x / 100 for x in xs], strict=True))
)


@given(spread_out)
@settings(deadline=None)
def test_shares_have_the_centre_and_spread_of_the_hand_set_pair(values: dict[str, float]) -> None:
    shares = rule.on_scale_of_shares(rule.standardised(values), (0.45, 0.15))
    odds = [rule.logit(share) for share in shares.values()]
    hand = [rule.logit(0.45), rule.logit(0.15)]
    assert fmean(odds) == pytest.approx(fmean(hand))
    assert stdev(odds) == pytest.approx(stdev(hand))


@given(spread_out, st.floats(0.1, 10), st.floats(-5, 5))
@settings(deadline=None)
def test_the_unit_of_a_series_does_not_matter(
    values: dict[str, float], factor: float, shift: float
) -> None:
    moved = {country: shift + factor * value for country, value in values.items()}
    for country, z in rule.index(values).items():
        assert rule.index(moved)[country] == pytest.approx(z, abs=1e-6)


@given(spread_out)
@settings(deadline=None)
def test_a_country_with_freer_series_never_gets_a_smaller_share(values: dict[str, float]) -> None:
    shares = rule.on_scale_of_shares(rule.index(values), (0.45, 0.30))
    by_series = sorted(values, key=lambda country: values[country])
    assert sorted(shares, key=lambda country: shares[country]) == by_series


def test_the_rule_knows_no_country_by_name_but_the_reference() -> None:
    values = _invented()
    swapped = {**values, "RUS": values["ARM"], "ARM": values["RUS"]}
    plain = rule.from_reference(rule.index(values), (0.0, -0.19), "BLR")
    other = rule.from_reference(rule.index(swapped), (0.0, -0.19), "BLR")
    assert plain["RUS"] == pytest.approx(other["ARM"])
    assert plain["BLR"] == 0.0


def test_a_country_without_a_single_case_counts_as_not_observed() -> None:
    people = _even(dict.fromkeys(rule.COUNTRIES, 1e6))
    rates = rule.per_million({("KGZ", 2013): 8.0}, people)
    assert rates["KGZ"] == pytest.approx(math.log(1.0))
    assert all(rates[country] is None for country in rule.COUNTRIES if country != "KGZ")


def test_a_missing_component_leaves_the_country_to_the_others() -> None:
    whole: dict[str, float | None] = dict(_invented())
    holed = whole | {"UZB": None}
    found = rule.index(holed, whole)
    assert set(found) == set(rule.COUNTRIES)
    assert found["ARM"] > found["UZB"]


def test_alignment_passes_through_both_hand_set_values_and_rises_with_ties() -> None:
    product = _even(dict.fromkeys(rule.COUNTRIES, 100e9))
    turnover = _even({"BLR": 60.0, "KAZ": 10.0, "AZE": 5.0})
    position, without = rule.ties(turnover, product)
    values = rule.through_both(position, (0.70, 0.60))
    assert values["BLR"] == pytest.approx(0.70)
    assert values["KAZ"] == pytest.approx(0.60)
    assert values["AZE"] < values["TJK"] < values["KAZ"]
    assert without == {"KGZ", "TJK", "UZB", "ARM"}


def test_trade_beyond_half_of_the_product_ties_no_closer() -> None:
    product = _even(dict.fromkeys(rule.COUNTRIES, 100e9))
    near, _ = rule.ties(_even({"BLR": 50.0, "KAZ": 10.0}), product)
    far, _ = rule.ties(_even({"BLR": 90.0, "KAZ": 10.0}), product)
    assert near["BLR"] == far["BLR"]


def test_trend_of_growth_is_not_moved_by_one_bad_year() -> None:
    series = _even(dict.fromkeys(rule.COUNTRIES, 4.0)) | {("KAZ", 2015): -30.0}
    assert rule.over_window(series, "KAZ", rule.median) == 4.0


def test_levels_stay_inside_the_bounds_of_the_model() -> None:
    free = {"v2x_clphy": 1.0, "v2csreprss": 9.0, "v2x_freexp_altinf": 1.0}
    unfree = {"v2x_clphy": 0.0, "v2csreprss": -9.0, "v2x_freexp_altinf": 0.0}
    for indices, edge in ((free, 0.01), (unfree, 0.99)):
        vdem = {name: _even(dict.fromkeys(rule.COUNTRIES, x)) for name, x in indices.items()}
        for values in rule.levels(vdem).values():
            assert [sourced["value"] for sourced in values.values()] == [edge] * 6


def test_a_wrong_folder_ends_with_code_2(tmp_path: Path) -> None:
    assert rule.main([str(tmp_path / "nowhere")]) == 2
    assert rule.main([]) == 2


def test_the_prototype_world_keeps_the_hand_set_values_that_fix_the_scale() -> None:
    text = (ROOT / "scenarios" / "worlds" / "prototype.yaml").read_text(encoding="utf-8")
    regimes = yaml.safe_load(text)["regimes"]
    for name, pair in rule.HAND.items():
        for country, value in zip(("BLR", "KAZ"), pair, strict=True):
            here = regimes[country]
            given = here["alignment"]["RUS"] if name == "alignment" else here["values"][name]
            assert float(given["value"]) == value
