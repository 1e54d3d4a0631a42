"""Claims about output, hardship and the budget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row
from rule_medians import at_medians

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Floats
from politeia.theories.rule import treasury
from politeia.theories.rule.treasury import Treasury

share = st.floats(0.0, 1.0)
log = st.floats(-0.5, 0.5)
none = row(0.0)


def a_budget(p: Treasury, threat: float = 0.0, war: float = 0.0, hardship: float = 0.0) -> Floats:
    """Return the shares of a budget under the given needs."""
    return treasury.spending_shares(p, row(threat), none, row(hardship), none, row(war))


@given(room=log, trend=log, gap=log, support=st.floats(0.0, 0.1), threat=share, war=share)
@settings(deadline=None)
def test_room_and_revenue_and_support_less_spending_by_head_is_the_next_room(
    room: float, trend: float, gap: float, support: float, threat: float, war: float
) -> None:
    p = at_medians(Treasury)
    lnY = row(trend + gap)
    heads = a_budget(p, threat, war) * treasury.spending(p, row(trend), row(room), 1.0)
    taken = treasury.revenue(p, lnY, 1.0)
    received = treasury.support_received(row(support), lnY, 1.0)
    after = treasury.fiscal_room_after(row(room), taken, received, heads)
    assert after - room == pytest.approx(taken + received - heads.sum(axis=0), abs=1e-12)


@given(threat=share, war=share, hardship=share)
@settings(deadline=None)
def test_the_shares_of_a_budget_add_up_to_one(threat: float, war: float, hardship: float) -> None:
    parts = a_budget(at_medians(Treasury), threat, war, hardship)
    assert (parts > 0.0).all()
    assert parts.sum(axis=0) == pytest.approx(1.0)


def test_no_other_division_of_the_money_is_worth_more_to_survival() -> None:
    p = at_medians(Treasury)
    best = a_budget(p, threat=0.6, hardship=0.1)[:, 0]
    for giver in range(4):
        for taker in range(4):
            moved = best.copy()
            moved[giver] -= 0.01
            moved[taker] += 0.01
            assert np.dot(best, np.log(moved)) <= np.dot(best, np.log(best))


def test_security_comes_first_when_threat_is_high() -> None:
    p = at_medians(Treasury)
    calm, hot = a_budget(p), a_budget(p, threat=1.0)
    assert hot[treasury.SECURITY] > 1.5 * calm[treasury.SECURITY]
    assert hot[treasury.WELFARE] < calm[treasury.WELFARE]


def test_war_takes_from_every_other_head() -> None:
    p = at_medians(Treasury)
    peace, war = a_budget(p), a_budget(p, war=1.0)
    assert war[treasury.WAR] > peace[treasury.WAR]
    assert (war[:3] < peace[:3]).all()


def test_a_country_at_rest_spends_its_normal_budget_and_keeps_its_room() -> None:
    p = at_medians(Treasury)
    heads = a_budget(p) * treasury.spending(p, none, none, 1.0)
    assert treasury.relative_spending(p, heads, none, 1.0) == pytest.approx(np.ones((4, 1)))
    after = treasury.fiscal_room_after(none, treasury.revenue(p, none, 1.0), none, heads)
    assert after == pytest.approx(0.0, abs=1e-15)


def test_sanctions_cost_a_level_so_growth_returns_while_they_last() -> None:
    p = at_medians(Treasury)
    loss, years = row(0.0), []
    for _ in range(3):
        for _ in range(52):
            loss = treasury.output_loss_after(p, loss, row(0.2), none, none, none, 1.0)
        years.append(float(loss[0]))
    assert years[0] > 0.9 * years[2]
    assert years[2] == pytest.approx(float(p.bite[0]) * 0.2, rel=1e-3)


def test_sanctions_that_are_fully_diverted_cost_nothing() -> None:
    p = at_medians(Treasury)
    assert treasury.output_loss_after(p, none, row(0.3), row(0.3), none, none, 1.0) == 0.0


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_support_may_raise_or_lower_output(sign: float) -> None:
    p = at_medians(Treasury, support_gain=sign)
    loss = treasury.output_loss_after(p, none, none, none, none, row(0.024), 1.0)
    assert np.sign(loss) == -sign


def test_halving_the_step_changes_no_slow_level() -> None:
    p = at_medians(Treasury)
    whole = treasury.output_loss_after(p, row(0.02), row(0.3), none, row(0.5), none, 1.0)
    half = row(0.02)
    for _ in range(2):
        half = treasury.output_loss_after(p, half, row(0.3), none, row(0.5), none, 0.5)
    assert half == pytest.approx(whole, rel=1e-12)


def test_a_shock_is_added_once_whatever_the_step() -> None:
    p = at_medians(Treasury)
    for dt in (1.0, 1.0 / 7.0):
        cycle = treasury.output_cycle_after(p, none, row(-0.05), none, dt)
        assert cycle == pytest.approx(-0.05)


def test_remittances_and_welfare_relieve_hardship() -> None:
    p = at_medians(Treasury)

    def felt(remittances: float, welfare: float) -> float:
        args = (none, row(0.1), none, row(remittances), row(welfare), 26.0)
        return float(treasury.hardship_after(p, *args)[0])

    assert felt(0.3, 1.0) < felt(0.0, 1.0)
    assert felt(0.0, 1.2) < felt(0.0, 1.0) < felt(0.0, 0.8)


def test_nobody_is_in_hardship_above_trend() -> None:
    p = at_medians(Treasury)
    assert treasury.hardship_after(p, none, none, row(0.1), none, row(1.0), 26.0) == 0.0


def test_a_treasury_with_no_room_left_to_spend_spends_nothing_and_not_less() -> None:
    p = at_medians(Treasury)
    assert treasury.spending(p, none, row(-50.0), 1.0) == 0.0


def test_room_is_told_in_todays_gdp() -> None:
    assert treasury.room_share(row(0.2), row(np.log(2.0))) == pytest.approx(0.1)
    assert treasury.gdp_log(row(0.3), row(0.1), row(-0.1)) == pytest.approx(0.1)
    assert treasury.gdp_trend_after(none, row(0.0365), WEEKS_PER_YEAR) == pytest.approx(0.0365)
