"""Claims about scenario discovery: a box that is there is found, one that is not is not."""

import importlib.util

import numpy as np
import pandas as pd
import pytest

from politeia.analysis import discovery
from politeia.analysis.discovery import Limit, discover
from politeia.analysis.emulator import Space, space
from politeia.analysis.lived import CannotAnalyse
from politeia.analysis.prim import peeled
from politeia.answers.discovery import rule_in_words
from politeia.chance import sobol
from politeia.quantity import Bools


@pytest.fixture(scope="module")
def here() -> Space:
    """Return 300 conditions of eight uncertainties, one of them a switch."""
    u = sobol(300, 8, 11)
    frame = pd.DataFrame(u, columns=[f"a.x{column}" for column in range(7)] + ["switches.on"])
    frame["switches.on"] = (frame["switches.on"] < 0.5).astype(float)
    return space(frame, np.arange(300))


@pytest.fixture(scope="module")
def box(here: Space) -> Bools:
    """Return the conditions inside 0.4 < x0 and x1 <= 0.5, a box of 0.3 of them."""
    return np.asarray((here.values[:, 0] > 0.4) & (here.values[:, 1] <= 0.5))


def test_a_tree_finds_the_box_with_its_coverage_and_density(here: Space, box: Bools) -> None:
    found = discover(here, box)
    best = found.rules[0]
    limits = {limit.name: limit for limit in best.limits}
    assert set(limits) == {"a.x0", "a.x1"}
    assert limits["a.x0"].low == pytest.approx(0.4, abs=0.02)
    assert limits["a.x1"].high == pytest.approx(0.5, abs=0.02)
    assert best.coverage > 0.97
    assert best.density > 0.97
    assert best.base == pytest.approx(0.3, abs=0.01)
    assert found.detectable


def test_peeling_finds_the_box_too(here: Space, box: Bools) -> None:
    if importlib.util.find_spec("ema_workbench") is None:
        with pytest.raises(CannotAnalyse, match="EMA Workbench, which is not installed"):
            peeled(here, box)
        return
    rule = peeled(here, box)
    assert {limit.name for limit in rule.limits} >= {"a.x0", "a.x1"}
    assert rule.coverage * rule.density > 0.75


def test_without_ema_workbench_peeling_says_what_brings_it(
    here: Space, box: Bools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ema_workbench.analysis.prim", None)
    with pytest.raises(CannotAnalyse, match="the extra discovery brings it"):
        peeled(here, box)


def test_cases_that_follow_from_nothing_have_no_detectable_rule(here: Space) -> None:
    noise = np.sin(1e4 * np.arange(1, 301) ** 1.5) > 0.3
    assert not discover(here, noise).detectable


def test_coverage_and_density_are_what_their_names_say(here: Space, box: Bools) -> None:
    rule = discovery.boxed({"a.x0": Limit("a.x0", low=0.4)}, here, box)
    inside = here.values[:, 0] > 0.4
    assert rule.coverage == 1.0
    assert rule.density == pytest.approx(box.sum() / inside.sum())
    assert rule.density_low < rule.density < rule.density_high


def test_a_limit_that_adds_nothing_is_left_out_of_a_rule(here: Space, box: Bools) -> None:
    limits = (Limit("a.x0", low=0.4), Limit("a.x1", high=0.5), Limit("a.x2", high=0.99))
    rule = discovery.boxed({limit.name: limit for limit in limits}, here, box)
    assert {limit.name for limit in discovery.simplified(rule, here, box).limits} == {
        "a.x0", "a.x1",
    }  # fmt: skip


def test_too_few_cases_are_refused(here: Space) -> None:
    with pytest.raises(CannotAnalyse, match="4 of 300 conditions are such a case"):
        discover(here, np.arange(300) < 4)


def test_a_rule_reads_as_a_sentence(here: Space, box: Bools) -> None:
    limits = {"a.x0": Limit("a.x0", low=0.4), "switches.on": Limit("switches.on", low=0.5)}
    told = rule_in_words(here, discovery.boxed(limits, here, box))
    assert told.startswith("where a.x0 (a.x0) is above 0.40 (as in 59% of conditions) and switches")
    assert "it is so in 51% of such conditions [41%, 61%]" in told
    assert "covers" in told
