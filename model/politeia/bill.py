"""The bill: what this week's levers cost those who move them, in four parts, and never an outcome.

A point is the burden of 0.01 % of the acting coalition's GDP for one year; each sender's own points
count by its share of the GDP of those who act.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR, YEARS_PER_WEEK
from politeia.quantity import Floats, clip
from politeia.theories.pressure import cost

if TYPE_CHECKING:
    from politeia.actors.democracy import Democracy
    from politeia.model import Politeia

COVERAGE, LIFTING = cost.WITHOUT_OWN_COST


def present(model: Politeia) -> None:
    """Add up what this week's levers cost each sender, and what they have cost since the branch."""
    levers = model.levers
    if not levers.now:
        return
    shares = levers.memo("acting", "", lambda: acting_shares(model))
    for sender in model.senders:
        standing = levers.memo(("standing", sender.code), "", partial(held, model, sender))
        parts = (standing + cut(model, sender) + decided(model, sender)) * shares[sender.code]
        sender.cost_outlay, sender.cost_trade = parts[0], parts[1]
        sender.cost_decision, sender.cost_retaliation = parts[2], parts[3]
        sender.political_cost = sender.political_cost + sender.cost_total * YEARS_PER_WEEK


def acting_shares(model: Politeia) -> dict[str, Floats]:
    """Return each sender's share of the GDP of those whose levers are moved."""
    acting = {sender.code: np.zeros(model.runs) for sender in model.senders}
    for (_, by, _), intensity in model.levers.now.items():
        for code in bearers(model, by):
            acting[code] = np.maximum(acting[code], intensity > 0.0)
    weighed = {sender.code: acting[sender.code] * sender.gdp for sender in model.senders}
    whole = sum(weighed.values(), np.zeros(model.runs))
    return {code: own / np.maximum(whole, 1e-9) for code, own in weighed.items()}


def bearers(model: Politeia, by: str) -> tuple[str, ...]:
    """Return who bears a lever: the sender itself, all deciders for an organisation of states."""
    if by in model.world.blocs:
        return tuple(sender.code for sender, _ in model.deciders)
    return (by,)


def held(model: Politeia, sender: Democracy) -> Floats:
    """Return what the sender's levers cost while they are held, (part, run), points a year."""
    total = np.zeros((len(cost.PARTS), model.runs))
    for (lever, by, on), intensity in model.levers.now.items():
        if sender.code not in bearers(model, by) or lever == COVERAGE:
            continue
        if lever != LIFTING:
            total = total + cost.standing(model.p.cost, lever, intensity)
        elif sender.measures is not None and on in model.place:
            place = model.place[on]
            listed = sender.measures.listings_start[place]
            covered = sender.measures.coverage_start[place]
            trade = trade_of(model, sender, place)
            total = total + cost.lifted(model.p.cost, intensity, listed, covered, trade)
    return total


def cut(model: Politeia, sender: Democracy) -> Floats:
    """Return what the trade costs that policies have cut, (part, run), points a year."""
    total = np.zeros((len(cost.PARTS), model.runs))
    if sender.measures is None or not model.levers.moved(COVERAGE):
        return total
    for (lever, by, on), packages in model.levers.now.items():
        if lever == COVERAGE and by == sender.code and on in model.place:
            place = model.place[on]
            still_open = 1.0 - sender.measures.coverage_start[place]
            added = clip(sender.measures.cut_by_policy[place], 0.0, 1.0) * still_open
            trade = trade_of(model, sender, place)
            total = total + cost.lost_trade(model.p.cost, added, trade)
            total = total + cost.retaliation(model.p.cost, packages)
    return total


def decided(model: Politeia, sender: Democracy) -> Floats:
    """Return what the decisions of this week cost, (part, run), in points a year for this week."""
    total = np.zeros((len(cost.PARTS), model.runs))
    for (_, by, _), begins in model.levers.begun.items():
        if by == sender.code:
            holdouts = np.maximum(sender.holdouts(), 0.0)
            total = total + cost.decision(model.p.cost, holdouts, begins * WEEKS_PER_YEAR)
    return total


def trade_of(model: Politeia, sender: Democracy, place: int) -> Floats:
    """Return the sender's trade with a target as a share of its own GDP."""
    if sender.measures is None:
        return np.zeros(model.runs)
    target = model.countries[place].regime
    trade: Floats = sender.measures.weight[place] * target.gdp / sender.gdp
    return np.minimum(trade, 1.0)
