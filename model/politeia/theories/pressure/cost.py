"""M20 Political cost: what a policy asks of those who carry it, in four parts.

    burden(c, u) = c (2 u + u^2)/3                                convex, c at u = 1    points/year
    outlay       = burden(c_lever, u)                             the treasury          points/year
    trade        = burden(c_lever, u), or burden(1e4 z0 el trade, cut/z0)               points/year
    decision     = g1 holdouts decisions                          members to bring round   points
    retaliation  = g2 rs steps, or g2 burden(c_lever, u)          arrivals, hostages    points/year
    lifting      = -(outlay + trade) of what is lifted, and one decision
    discounted   = points (1.03)^-years

A point is the burden of 0.01 % of the acting coalition's GDP for one year. The four parts stay a
vector, ``(part, run)`` in the order of ``PARTS``, and are only then added. ``u`` is a lever in
units of ``REFERENCE``; nothing here reads an outcome, so that a policy that works costs what one
that fails does.

Source   own equations; the values of a lever are assumptions
Holds    for comparing the levers of one coalition; not as a forecast of anybody's budget
Departs  a lever's own table value lies in one part; the outlay of aid is exact at 0.1 % of GDP a
         year and convex beyond, as all points are; retaliation is the expected number of answers
         to a step and never the number that a run brings
"""

from __future__ import annotations

import math

import numpy as np

from politeia.quantity import Block, Floats, quantity

PARTS = ("outlay", "trade", "decision", "retaliation")
"""The four parts of a cost, in the order of its rows."""

STEP = 0.2
"""The rise of coverage that the table calls one sectoral step."""

DISCOUNT = math.log(1.03)
"""Yearly rate of discount of the comparison at equal cost."""

REFERENCE = {
    "sanctions.listings": 40.0,
    "aid.military": 1e-3,
    "aid.financial": 1e-3,
    "organisations.funding": 10.0,
}
"""Intensity that is u = 1; 1 for every other lever."""

PART = {
    "sanctions.hub_pressure": "trade",
    "sanctions.enabler": "trade",
    "enabling.cut": "trade",
    "fuel.cut": "trade",
    "routes.open": "retaliation",
}
"""Part that a lever's own cost lies in; outlay for every other lever."""

WITHOUT_OWN_COST = ("sanctions.coverage", "sanctions.lifting")
"""Levers whose cost is the trade they cut or give back: ``lost_trade`` and ``lifted``."""


class Cost(Block):
    """Parameters of political cost: points a year of each lever at u = 1, and exchange rates."""

    mechanism = "M20"

    sanctions_listings = quantity("40 names a year", unit="points/year", bounds=(0, 100))
    sanctions_enforcement = quantity("full enforcement", unit="points/year", bounds=(0, 200))
    sanctions_hub_pressure = quantity(
        "full threat to the banks of hubs", unit="points/year", bounds=(0, 400)
    )
    sanctions_conditionality = quantity(
        "tying sanctions to rights", unit="points/year", bounds=(0, 100)
    )
    sanctions_enabler = quantity("full pressure on a sponsor", unit="points/year", bounds=(0, 1000))
    aid_military = quantity("0.1 % of GDP a year in arms", unit="points/year", bounds=(0, 100))
    aid_financial = quantity("0.1 % of GDP a year in money", unit="points/year", bounds=(0, 100))
    speech_shaming = quantity("full speech", unit="points/year", bounds=(0, 50))
    recognition_withheld = quantity("recognition withheld", unit="points/year", bounds=(0, 50))
    engagement_dialogue = quantity("full dialogue", unit="points/year", bounds=(0, 50))
    engagement_deals = quantity(
        "readiness to trade relief for releases", unit="points/year", bounds=(0, 50)
    )
    engagement_refused = quantity("talks refused", unit="points/year", bounds=(0, 50))
    enabling_cut = quantity(
        "flows and deals that prop up, cut", unit="points/year", bounds=(0, 200)
    )
    fuel_cut = quantity("purchases of energy, cut", unit="points/year", bounds=(0, 1000))
    organisations_funding = quantity(
        "10 million EUR a year to organisations", unit="points/year", bounds=(0, 10)
    )
    membership_conditional = quantity(
        "membership with a condition", unit="points/year", bounds=(0, 50)
    )
    membership_suspended = quantity("membership suspended", unit="points/year", bounds=(0, 50))
    events_declined = quantity("prestige events not granted", unit="points/year", bounds=(0, 50))
    courts_undermined = quantity(
        "courts undermined: a gain at home is negative", unit="points/year", bounds=(-50, 50)
    )
    capture_exposed = quantity("full effort against bribery", unit="points/year", bounds=(0, 50))
    unity_effort = quantity("full effort for unity", unit="points/year", bounds=(0, 100))
    coordination_joint = quantity("full coordination", unit="points/year", bounds=(0, 100))
    routes_open = quantity(
        "10,000 admitted a year by open routes", unit="points/year", bounds=(0, 100)
    )
    arrivals_integration = quantity(
        "full integration of arrivals", unit="points/year", bounds=(0, 200)
    )
    elasticity = quantity(
        "own loss per share of GDP whose trade is cut", unit="1", bounds=(0, 50), symbol="el"
    )
    per_holdout = quantity(
        "bringing one member round once", unit="points", bounds=(0, 100), symbol="g1"
    )
    per_retaliation = quantity(
        "one answer of a target, or arrivals at u = 1", unit="points", bounds=(0, 100), symbol="g2"
    )
    answers = quantity(
        "answers expected after a sectoral step", unit="1", bounds=(0, 10), symbol="rs"
    )


def burden(at_one: Floats, intensity: Floats) -> Floats:
    """Return c (2u + u^2)/3, points a year: convex, and ``at_one`` at u = 1."""
    return at_one * (2.0 * intensity + intensity * intensity) / 3.0


def vector(part: str, points: Floats) -> Floats:
    """Return ``points`` in its part and zeros in the others, shape ``(part, run)``."""
    return np.stack([points if name == part else np.zeros_like(points) for name in PARTS])


def standing(p: Cost, lever: str, intensity: Floats) -> Floats:
    """Return what ``lever`` costs while it is held, shape ``(part, run)``, points a year.

    Raises:
        ValueError: when the lever is unknown or has no cost of its own (``WITHOUT_OWN_COST``).
    """
    known = {declared.name: declared for declared in p.quantities}
    name = lever.replace(".", "_")
    if "." not in lever or name not in known:
        raise ValueError(f"{lever} has no cost of its own")
    part = PART.get(lever, "outlay")
    weight = p.per_retaliation if part == "retaliation" else 1.0
    own = burden(p.rows[known[name].row], intensity / REFERENCE.get(lever, 1.0))
    return vector(part, weight * own)


def lost_trade(p: Cost, cut: Floats, trade: Floats) -> Floats:
    """Return the cost of holding a ``cut`` of coverage, shape ``(part, run)``, points a year.

    ``cut`` in [0, 1] is what the policy has added to Z; ``trade`` with the target is a share of the
    coalition's GDP.
    """
    return vector("trade", burden(1e4 * STEP * p.elasticity * trade, cut / STEP))


def decision(p: Cost, holdouts: Floats, decisions: Floats) -> Floats:
    """Return the cost of ``decisions``, shape ``(part, run)``, points.

    ``holdouts`` is the number of members expected to hold out: the sum of M20's chances of a veto.
    """
    return vector("decision", p.per_holdout * holdouts * decisions)


def retaliation(p: Cost, steps: Floats) -> Floats:
    """Return the cost of answers expected to ``steps`` sectoral steps, ``(part, run)``, points."""
    return vector("retaliation", p.per_retaliation * p.answers * steps)


def lifted(p: Cost, share: Floats, listings: Floats, coverage: Floats, trade: Floats) -> Floats:
    """Return the saving by a lifted ``share``, negative, shape ``(part, run)``, points a year.

    ``listings`` and ``coverage`` are those at the policy's start, never the run's own; the decision
    to lift is ``decision`` of one.
    """
    names = vector("outlay", burden(p.sanctions_listings, listings / 40.0))
    return -share * (names + lost_trade(p, coverage, trade))


def total(parts: Floats) -> Floats:
    """Return the sum of the four parts, shape ``(run,)``, points."""
    outlay, trade, decisions, answers = parts
    summed: Floats = outlay + trade + decisions + answers
    return summed


def discounted(points: Floats, years: float) -> Floats:
    """Return ``points`` spent ``years`` after the policy's start, as worth at its start."""
    return points * math.exp(-DISCOUNT * years)
