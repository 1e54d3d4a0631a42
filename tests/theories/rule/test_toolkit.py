"""Claims about learning among regimes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row
from rule_medians import at_medians

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Floats
from politeia.theories.rule import toolkit
from politeia.theories.rule.toolkit import Toolkit

share = st.floats(0.0, 1.0)
none, whole = row(0.0), row(1.0)
no_tools, all_tools = np.zeros((7, 1)), np.ones((7, 1))


def adoption(seen: Floats = no_tools, threat: float = 0.0) -> Floats:
    """Return the rates of adoption of a regime without tools."""
    p = at_medians(Toolkit)
    return toolkit.adoption_hazard(p, no_tools, seen, row(threat), none, none)


def test_a_regime_copies_what_those_it_watches_have() -> None:
    ties = np.array([[0.8], [0.0]])
    neighbours = np.stack([all_tools, no_tools])
    assert toolkit.neighbour_adoption(ties, neighbours) == pytest.approx(1.0)
    assert toolkit.neighbour_adoption(ties[::-1], neighbours) == pytest.approx(0.0)
    assert (adoption(seen=all_tools) > adoption()).all()


def test_a_regime_without_ties_learns_nothing_from_abroad() -> None:
    none_tied = np.zeros((2, 1))
    neighbours = np.stack([all_tools, all_tools])
    assert (toolkit.neighbour_adoption(none_tied, neighbours) == 0.0).all()
    assert toolkit.success_seen(none_tied, neighbours, none_tied) == 0.0


def test_a_threatened_regime_legislates_sooner() -> None:
    assert (adoption(threat=1.0) > adoption()).all()


def test_a_tool_in_use_is_not_adopted_again_and_is_rarely_repealed() -> None:
    p = at_medians(Toolkit)
    assert (toolkit.adoption_hazard(p, all_tools, all_tools, whole, whole, none) == 0.0).all()
    assert (toolkit.repeal_hazard(p, all_tools) <= 0.02).all()
    assert (toolkit.repeal_hazard(p, no_tools) == 0.0).all()


def test_tools_look_successful_where_streets_are_quiet() -> None:
    ties, neighbours = np.ones((1, 1)), all_tools[None]
    quiet = toolkit.success_seen(ties, neighbours, np.zeros((1, 1)))
    loud = toolkit.success_seen(ties, neighbours, np.full((1, 1), 0.9))
    assert quiet == pytest.approx(1.0)
    assert loud == pytest.approx(0.1)


def test_who_adopts_a_tool_does_not_repeal_it_in_the_same_week() -> None:
    yes = np.ones((7, 1), dtype=np.bool_)
    assert (toolkit.tools_after(no_tools, yes, yes) == 1.0).all()
    assert (toolkit.tools_after(all_tools, ~yes, yes) == 0.0).all()
    assert toolkit.tool_stock(all_tools) == 1.0


def test_no_list_grows_without_its_law() -> None:
    p = at_medians(Toolkit)
    args = (row(0.9), row(20.0), row(9.4e6), whole, 1.0)
    assert toolkit.watchlist_after(p, none, no_tools, *args) == 0.0
    assert toolkit.watchlist_after(p, none, all_tools, *args) > 0.0


def test_belarus_lists_several_times_as_many_per_head_as_russia() -> None:
    p = at_medians(Toolkit)

    def yearly(civic: float, cases: float, people: float) -> float:
        year = WEEKS_PER_YEAR
        args = (no_tools + 1.0, row(civic), row(cases), row(people), whole, year)
        return float(toolkit.watchlist_after(p, none, *args)[0]) / people

    assert 3.0 < yearly(0.99, 1250.0, 9.4e6) / yearly(0.8, 470.0, 146e6) < 20.0


@given(listed=st.floats(0.0, 1e6), merged=share)
@settings(deadline=None)
def test_reach_grows_with_the_list_and_with_a_merger(listed: float, merged: float) -> None:
    p = at_medians(Toolkit)
    people = row(9.4e6)
    reach = toolkit.watchlist_reach(p, row(listed), people, row(merged))
    assert reach <= toolkit.watchlist_reach(p, row(listed), people, whole)
    assert reach <= toolkit.watchlist_reach(p, row(listed + 1e3), people, row(merged))
    assert (reach >= 0.0).all()


def test_lists_merge_once_and_among_friends() -> None:
    p = at_medians(Toolkit)
    assert toolkit.merger_hazard(p, whole, none) > toolkit.merger_hazard(p, row(0.2), none) > 0.0
    assert toolkit.merger_hazard(p, whole, whole) == 0.0


def test_levels_are_contagious_only_where_the_rival_says_so() -> None:
    p = at_medians(Toolkit)
    ties, changes = np.ones((2, 1)), np.array([[0.2], [0.0]])
    assert toolkit.level_contagion(p, none, ties, changes) == 0.0
    assert toolkit.level_contagion(p, whole, ties, changes) == pytest.approx(0.014)


def test_a_history_learns_the_same_alone_and_in_company() -> None:
    ties = np.linspace(0.1, 0.9, 8 * 5).reshape(8, 5)
    tools = np.linspace(0.0, 1.0, 8 * 7 * 5).reshape(8, 7, 5)
    together = toolkit.neighbour_adoption(ties, tools)
    alone = toolkit.neighbour_adoption(ties[:, 3:4].copy(), tools[:, :, 3:4].copy())
    assert (together[:, 3:4] == alone).all()
