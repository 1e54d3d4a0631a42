"""M5 Treasury: what sanctions cost, who pays for it, and what a ruler buys with what is left.

    loss' = loss + (1 - exp(-a dt)) (b (Eff - div) + bO Th - bA A - loss)   loss of output      log
    cyc'  = cyc exp(-ln2 dt/Hc) + shock + sg sqrt(dt) eps                   shocks imposed      log
    lnY   = trend - loss + cyc                                              output, start 0     log
    N*    = max((loss - cyc) exp(-kr Rem) - kw (welfare - 1), 0)            hardship wanted     log
    N'    = N + (1 - exp(-ln2 dt/Hn)) (N* - N)                              hardship            log
    V     = (security, patronage, welfare, war) worth to survival of a log of money
          = (v1 exp(w1 Th), v2 exp(w2 (Lbar - L)), v3 exp(w3 N + w4 G), v4 exp(w5 War))
    spend = (tau exp(trend) dt + (1 - exp(-kB dt)) B)+                      spending            GDP
    x_h   = spend V_h / sum V                                               by head             GDP
    B'    = B + tau exp(lnY) dt + A exp(lnY) dt - sum_h x_h                 fiscal room         GDP

Eff is joined by fuel energy trade + enabling en trade, the purchases and flows that senders cut.
dt in years in these lines, in weeks in the code. Eff is the sanctions that bite (M3, M4), div what
trade diversion makes good (M2), Th threat (M11), A the sponsor's support in GDP a year (M1), Rem
remittances, Lbar - L what the elite's loyalty is below rest (M8), G grievance above its start (M9).
Money is in units of the GDP of the start. A ruler to whom head h is worth V_h ln(x_h) and who has
``spend`` to divide divides it in proportion to V_h: at that point the marginal survival value of
money is the same under every head.

Source   own equations, set by eye on series of 2020-24 in a small prototype; cost of sanctions:
         Neuenkirch and Neumeier (2015), 68 targets 1976-2012; support as fiscal independence: Bueno
         de Mesquita and Smith (2010), American Journal of Political Science (from memory,
         unverified); Escriba-Folch and Wright (2010), International Studies Quarterly 54, 335-359
Holds    for states that tax; not for hyperinflation or default, which room below zero only hints at
Departs  sanctions cost a level and not growth, or Belarus could not grow again in 2023; bT is b,
         since diversion lifts sanctions of their bite before they cost; revenue is tau of output
         and not of growth; shocks fade with half-life Hc; spending is the normal budget of the
         trend and a share of room; price of credit and interest are left out
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity

LN2 = float(np.log(2.0))
SECURITY, PATRONAGE, WELFARE, WAR = range(4)
"""The heads of spending, in the order of every array of shape (head, run)."""


class Treasury(Block):
    """Parameters of output, hardship and the budget."""

    mechanism = "M5"

    bite = quantity("output lost to full sanctions", unit="log", bounds=(0, 3), symbol="b")
    correction = quantity("speed of adjustment", unit="1/year", bounds=(0.1, 50), symbol="a")
    unrest_cost = quantity("output lost to full threat", unit="log", bounds=(0, 0.5), symbol="bO")
    support_gain = quantity(
        "output per support received", unit="log/share of GDP", bounds=(-3, 3), symbol="bA"
    )
    enabling_share = quantity(
        "share of trade with senders that props a regime up", unit="1", bounds=(0, 1), symbol="en"
    )
    cycle_half_life = quantity("half-life of a shock", unit="year", bounds=(0.1, 20), symbol="Hc")
    growth_noise = quantity(
        "spread of a year's growth", unit="log/sqrt(year)", bounds=(0, 0.2), symbol="sg"
    )
    hardship_half_life = quantity(
        "half-life of hardship", unit="year", bounds=(0.02, 10), symbol="Hn"
    )
    remittance_relief = quantity(
        "relief by remittances", unit="1/share of GDP", bounds=(-10, 20), symbol="kr"
    )
    welfare_relief = quantity("relief by welfare spending", unit="log", bounds=(0, 2), symbol="kw")
    tax = quantity("revenue", unit="share of GDP", bounds=(0.05, 0.7), symbol="tau")
    room_use = quantity(
        "speed at which room is spent", unit="1/year", bounds=(0.05, 10), symbol="kB"
    )
    security_share = quantity(
        "security's share of the budget at rest", unit="1", bounds=(0.01, 0.4), symbol="v1"
    )
    patronage_share = quantity(
        "patronage's share of the budget at rest", unit="1", bounds=(0.01, 0.4), symbol="v2"
    )
    war_share = quantity(
        "the army's share of the budget in peace", unit="1", bounds=(0.001, 0.15), symbol="v4"
    )
    security_worth = quantity(
        "log worth of security per threat", unit="1", bounds=(0, 5), symbol="w1"
    )
    patronage_worth = quantity(
        "log worth of patronage per loyalty lost", unit="1", bounds=(0, 10), symbol="w2"
    )
    hardship_worth = quantity(
        "log worth of welfare per hardship", unit="1/log", bounds=(0, 20), symbol="w3"
    )
    grievance_worth = quantity(
        "log worth of welfare per grievance", unit="1/sd", bounds=(0, 3), symbol="w4"
    )
    war_worth = quantity("log worth of the army in full war", unit="1", bounds=(0, 10), symbol="w5")


def output_loss_after(
    p: Treasury,
    loss: Floats,
    effective: Floats,
    diversion: Floats,
    threat: Floats,
    support: Floats,
    dt: float,
) -> Floats:
    """Return the loss of output after ``dt`` weeks, in log points of output.

    ``effective`` and ``diversion`` are shares of full sanctions, ``support`` a share of GDP a year.
    """
    bitten = p.bite * (effective - diversion)
    target = bitten + p.unrest_cost * threat - p.support_gain * support
    return loss - np.expm1(-p.correction * dt / WEEKS_PER_YEAR) * (target - loss)


def purchases_cut(
    p: Treasury, fuel: Floats, energy: Floats, enabling: Floats, trade: Floats
) -> Floats:
    """Return what cut purchases of energy and cut enabling flows add to the bite, in [0, 1].

    ``fuel`` and ``enabling`` are the levers in [0, 1], ``energy`` the leverage by energy exports,
    ``trade`` the share of exports that goes to senders.
    """
    return np.minimum(fuel * energy * trade + enabling * p.enabling_share * trade, 1.0)


def output_cycle_after(
    p: Treasury, cycle: Floats, shock: Floats, normal: Floats, dt: float
) -> Floats:
    """Return the deviation of output by shocks after ``dt`` weeks, in log points.

    ``shock`` is an impulse, added once whatever the step; ``normal`` a standard normal.
    """
    years = dt / WEEKS_PER_YEAR
    fading = cycle * np.exp(-LN2 * years / p.cycle_half_life)
    return fading + shock + p.growth_noise * float(np.sqrt(years)) * normal


def gdp_trend_after(trend: Floats, growth: Floats, dt: float) -> Floats:
    """Return the log of trend output after ``dt`` weeks; ``growth`` is per year."""
    return trend + growth * dt / WEEKS_PER_YEAR


def gdp_log(trend: Floats, loss: Floats, cycle: Floats) -> Floats:
    """Return lnY, the log of output over that of the start."""
    return trend - loss + cycle


def hardship_after(
    p: Treasury,
    hardship: Floats,
    loss: Floats,
    cycle: Floats,
    remittances: Floats,
    welfare: Floats,
    dt: float,
) -> Floats:
    """Return N, household income missing below trend after ``dt`` weeks, in log points, >= 0.

    ``remittances`` is a share of GDP, ``welfare`` the spending on welfare over that at rest.
    """
    unrelieved = (loss - cycle) * np.exp(-p.remittance_relief * remittances)
    target = np.maximum(unrelieved - p.welfare_relief * (welfare - 1.0), 0.0)
    speed = LN2 / (p.hardship_half_life * WEEKS_PER_YEAR)
    return hardship - np.expm1(-speed * dt) * (target - hardship)


def revenue(p: Treasury, gdp_log: Floats, dt: float) -> Floats:
    """Return the revenue of ``dt`` weeks, in GDP of the start."""
    return p.tax * np.exp(gdp_log) * dt / WEEKS_PER_YEAR


def support_received(support: Floats, gdp_log: Floats, dt: float) -> Floats:
    """Return a sponsor's support of ``dt`` weeks, in GDP of the start: exactly what he pays out."""
    return support * np.exp(gdp_log) * dt / WEEKS_PER_YEAR


def budget(p: Treasury, trend: Floats, dt: float) -> Floats:
    """Return the normal spending of ``dt`` weeks, in GDP of the start."""
    return p.tax * np.exp(trend) * dt / WEEKS_PER_YEAR


def spending(p: Treasury, trend: Floats, room: Floats, dt: float) -> Floats:
    """Return the spending of ``dt`` weeks, in GDP of the start, never negative."""
    drawn = -np.expm1(-p.room_use * dt / WEEKS_PER_YEAR) * room
    return np.maximum(budget(p, trend, dt) + drawn, 0.0)


def _sum(heads: Floats) -> Floats:
    """Return the sum over the heads, always in the same order."""
    total: Floats = heads[SECURITY] + heads[PATRONAGE] + heads[WELFARE] + heads[WAR]
    return total


def shares_at_rest(p: Treasury) -> Floats:
    """Return the budget's shares without threat, hardship or war, shape (head, run)."""
    welfare = 1.0 - p.security_share - p.patronage_share - p.war_share
    rest = np.stack([p.security_share, p.patronage_share, np.maximum(welfare, 0.01), p.war_share])
    return rest / _sum(rest)


def spending_shares(
    p: Treasury,
    threat: Floats,
    disloyalty: Floats,
    hardship: Floats,
    grievance: Floats,
    war: Floats,
) -> Floats:
    """Return the budget's shares, proportional to what each is worth to survival, (head, run).

    ``disloyalty`` is loyalty lost below rest, ``grievance`` in sd above the start, ``war`` how far
    the country is at war, in [0, 1].
    """
    needs = np.stack(
        [
            p.security_worth * threat,
            p.patronage_worth * disloyalty,
            p.hardship_worth * hardship + p.grievance_worth * grievance,
            p.war_worth * war,
        ]
    )
    worth = shares_at_rest(p) * np.exp(clip(needs, -10.0, 10.0))
    return worth / _sum(worth)


def relative_spending(p: Treasury, heads: Floats, trend: Floats, dt: float) -> Floats:
    """Return spending by head over that of a normal year, shape (head, run); 1 is rest."""
    return heads / (shares_at_rest(p) * budget(p, trend, dt))


def fiscal_room_after(room: Floats, revenue: Floats, support: Floats, heads: Floats) -> Floats:
    """Return B after a step: room + revenue + support - spending by head, in GDP of the start."""
    return room + revenue + support - _sum(heads)


def room_share(room: Floats, gdp_log: Floats) -> Floats:
    """Return B as M6 reads it, in share of today's GDP."""
    return room * np.exp(-gdp_log)
