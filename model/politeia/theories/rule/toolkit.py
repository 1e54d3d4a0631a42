"""M14 Toolkit: laws, lists and labels of repression that regimes learn from each other.

    seen_ik = sum_j tie_ij T_jk / sum_j tie_ij                        adoption seen           [0, 1]
    calm_i  = sum_jk tie_ij T_jk (1 - Th_j) / sum_jk tie_ij T_jk      success seen            [0, 1]
    h_ik    = h0 exp(b1 seen_ik + b2 Th_i + b3 calm_i - b4 ext_i) (1 - T_ik)   adoption     1/year
    repeal  = hr T_ik                                                                       1/year
    W'      = W + T_list (n0 m_civ M dt + n1 cases) pulse             persons on the list  persons
    reach   = (1 - exp(-W/(M Wh))) (1 + g merged)                     of watchlists         [0, 2]
    merge   = hm tie (1 - merged)                                     of two lists          1/year
    m* gets  sw cm sum_j tie_ij dm_j / sum_j tie_ij                   contagion, rival switch

i, j are regimes, k the seven tools: foreign-agent law, extremism list, law on undesirable
organisations, treason widened, ban on exit, fake-news law, assembly-type body. Any regime may copy
from any other: the tie says who watches whom. M is the population in millions, dm_j a neighbour's
change of a year.

Source   Hall (2023), The Authoritarian International; Lemon and Antonov (2020), Democratization
         27(7), 1221-1239; foreign-funding limits in 39 of 153 states 1993-2012: Dupuy, Ron and
         Prakash (2016); Rosfinmonitoring 2020-2024 and facts F61, F62; contagion .14 (SE .12)
         estimated on V-Dem v14, pattern SL39
Holds    for tools that are published; tacit skill spreads with them unseen
Departs  the product of neighbour's adoption and tie is a mean weighted by ties; tacit skill has no
         row, since nothing observes it; a tool is a share where a breakdown has halved it (M8)
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, quantity

TOOLS = (
    "foreign_agents",
    "extremism_list",
    "undesirable_organisations",
    "treason",
    "exit_ban",
    "fake_news",
    "assembly",
)
"""The tools, in the order of every array of shape (tool, run)."""
EXTREMISM_LIST = 1
UNTIED = 1e-9
"""Sum of ties below which a regime watches nobody."""


class Toolkit(Block):
    """Parameters of learning."""

    mechanism = "M14"

    adoption = quantity(
        "rate at which a tool is adopted", unit="1/year", bounds=(1e-4, 1), symbol="h0"
    )
    neighbours = quantity("weight of adoption by neighbours", unit="1", bounds=(-2, 5), symbol="b1")
    threat = quantity("weight of own threat", unit="1", bounds=(-2, 8), symbol="b2")
    success = quantity("weight of success seen", unit="1", bounds=(-3, 4), symbol="b3")
    cost = quantity("weight of external cost", unit="1", bounds=(-3, 5), symbol="b4")
    repeal = quantity("rate of repeal", unit="1/year", bounds=(0, 0.2), symbol="hr")
    listed_by_rule = quantity(
        "listing at full civic repression",
        unit="persons/million/year",
        bounds=(0, 300),
        symbol="n0",
    )
    listed_by_case = quantity("listed per political case", unit="1", bounds=(0, 10), symbol="n1")
    list_scale = quantity(
        "list at which watching reaches 63 %", unit="persons/million", bounds=(5, 1e4), symbol="Wh"
    )
    merger_gain = quantity("reach gained by a merged list", unit="1", bounds=(0, 1), symbol="g")
    merger = quantity("rate of merging at full tie", unit="1/year", bounds=(1e-4, 1), symbol="hm")
    contagion = quantity(
        "change of level per neighbour's change", unit="1", bounds=(-1, 1), symbol="cm"
    )


def tool_stock(tools: Floats) -> Floats:
    """Return the share of the seven tools in use, from shape (tool, run)."""
    stock: Floats = tools[0]
    for tool in tools[1:]:
        stock = stock + tool
    return stock / len(TOOLS)


def in_turn(parts: Floats) -> Floats:
    """Return the sum over the first axis, part after part.

    A history alone then gives the same bits as in a batch, and a neighbour without a tie, whose
    part is 0, changes none.
    """
    whole: Floats = np.zeros_like(parts[0])
    for part in parts:
        whole += part
    return whole


def neighbour_adoption(ties: Floats, tools: Floats) -> Floats:
    """Return seen, what those whom a regime watches have adopted, shape (tool, run), in [0, 1].

    ``ties`` is (neighbour, run), ``tools`` (neighbour, tool, run).
    """
    return in_turn(ties[:, None] * tools) / np.maximum(in_turn(ties), UNTIED)


def success_seen(ties: Floats, tools: Floats, threats: Floats) -> Floats:
    """Return calm, how quiet it is where the tools are in use, in [0, 1]; 0 if nobody uses them.

    ``threats`` is (neighbour, run); the other shapes are those of ``neighbour_adoption``.
    """
    used = ties * tool_stock(tools.swapaxes(0, 1))
    return in_turn(used * (1.0 - threats)) / np.maximum(in_turn(used), UNTIED)


def adoption_hazard(
    p: Toolkit, tools: Floats, seen: Floats, threat: Floats, success: Floats, cost: Floats
) -> Floats:
    """Return the rate at which each tool is adopted, shape (tool, run), per year."""
    drive = p.neighbours * seen + p.threat * threat + p.success * success - p.cost * cost
    return p.adoption * np.exp(drive) * (1.0 - tools)


def repeal_hazard(p: Toolkit, tools: Floats) -> Floats:
    """Return the rate at which each tool is repealed, shape (tool, run), per year."""
    return p.repeal * tools


def tools_after(tools: Floats, adopted: Bools, repealed: Bools) -> Floats:
    """Return the tools after this week's acts, shape (tool, run); who adopts does not repeal."""
    return np.where(adopted, 1.0, np.where(repealed, 0.0, tools))


def watchlist_after(
    p: Toolkit,
    listed: Floats,
    tools: Floats,
    civic: Floats,
    cases: Floats,
    population: Floats,
    pulse: Floats,
    dt: float,
) -> Floats:
    """Return W, the persons on the list after ``dt`` weeks in which ``cases`` were made (M12).

    ``pulse`` is the factor of hosted events (M22), 1 without.
    """
    by_rule = p.listed_by_rule * civic * population / 1e6 * dt / WEEKS_PER_YEAR
    law: Floats = tools[EXTREMISM_LIST]
    return listed + law * (by_rule + p.listed_by_case * cases) * pulse


def watchlist_reach(p: Toolkit, listed: Floats, population: Floats, merged: Floats) -> Floats:
    """Return the reach of watchlists, in [0, 1 + g]; ``merged`` is 1 with a partner's list."""
    density = listed / (population / 1e6)
    return -np.expm1(-density / p.list_scale) * (1.0 + p.merger_gain * merged)


def merger_hazard(p: Toolkit, tie: Floats, merged: Floats) -> Floats:
    """Return the rate at which a list is merged with a partner's, per year."""
    return p.merger * tie * (1.0 - merged)


def level_contagion(p: Toolkit, switch: Floats, ties: Floats, changes: Floats) -> Floats:
    """Return what neighbours' changes of a year add to a wanted level of repression.

    ``ties`` is (neighbour, run), ``changes`` (..., neighbour, run), such as a part of repression
    before them; ``switch`` is the rival: 0 none, 1 in full.
    """
    moved = in_turn((ties * changes).swapaxes(0, -2))
    return switch * p.contagion * moved / np.maximum(in_turn(ties), UNTIED)
