"""M8 Elites: who stays loyal, how rulers fall, and who comes after them.

Three factions j = security, economic, bureaucratic:

    C_j   -> d_j + (1 - d_j) V/(V + Vh)             complicity: own deeds, and being listed  [0, 1]
    S_j   = x_j Eff + y V/(V + Vh)                  cost of sanctions to the faction         [0, 2]
    K     = min(credit/loss, 1)                     compensation by the sponsor              [0, 1]
    pi'   = pi + (1 - exp(-kpi dt)) (sigma(b0 - b1 Th + b2 back + signal) - pi)   belief     [0, 1]
    D_j   = mean over the others of max(Lbar - L, 0)/Lbar      defection seen                [0, 1]
    L*_j  = sigma(l0 + l1 (1 + lp personal)(R_j - 1) + l2 (pi - pi0) + l3 (C_j - d0_j)
                  - l4 S_j (1 - K) - l5 max(D_j - thr, 0))     loyalty, Lbar = sigma(l0)     [0, 1]
    L_j'  = L_j + (1 - exp(-kL dt)) (L*_j - L_j)
    split' = split + xV ln(1 + V/100)                                                        [0, 1]

    h_coup = hc exp(cs split + cth Th - cb back + cL (Lbar - L) + cW warloss - cp (1 - personal))
    h_upr  = hu exp(cu Th pol + cO O - cb back - s)
    h_neg  = hn exp(cn Th pol (1 - s))                         each x election pulse       1/year
    h_death = kd g exp(a age), and then the regime fails with probability f                1/year
    h_rev  = hr exp(ct Th + cW warloss)                        of a democracy              1/year

dt is in weeks. R_j is what a faction receives over what it receives at rest (M5), d_j its part in
repression (d0 at base levels), V the persons listed (M3), signal what troops (M17) and wars (M19)
say, s severity (M11). A breakdown's kind draws the successor's kind, base levels, age, split and
alignment; every new ruler draws an opening shock z_k ~ N(0, so), of either sign.

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country prototype
         as far as coups and uprisings go; breakdowns: Geddes, Wright and Frantz, 1946-2010; coups:
         Powell and Thyne, 1950-2022; death in office: Kendall-Taylor and Frantz (2016); elections:
         Knutsen, Nygard and Wig (2017), World Politics; personalists and rents: Escriba-Folch and
         Wright (2010), International Studies Quarterly 54, 335-359; survival with a patron: Tansey,
         Koehler and Schmotz (2017), Comparative Political Studies 50(9), 1221-1254
Holds    for regimes with one ruler at a time; not for civil war, which is only named as a fate
Departs  the attempt rate p0 is the rate of coups that succeed, since a failed attempt has no row of
         its own; what drove people to the street goes with the regime that falls; loyalty is
         centred, so that hc is the rate at rest; unrest acts through Th; belief is one for all
         factions, who watch one street, and a sponsor moves it (b2) only as a rival path centred on
         0, for he acts on the hazards already; defection spreads above its threshold as a ramp; the
         election pulse is narrow, because a stolen election also acts through the street;
         coup-proofing is the elite's split, health is age; the type of an autocracy acts on rents
         and by a factor on coups, so SL42 holds in part by construction
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, Integers, clip, quantity

SECURITY, ECONOMIC, BUREAUCRATIC = range(3)
"""The factions, in the order of every array of shape (faction, run)."""
NONE, COUP, UPRISING, NEGOTIATED, DEATH, REVERSAL = range(6)
"""Kinds of breakdown; DEATH is a natural death that the regime does not outlive."""
DEMOCRACY, AUTOCRACY, CONFLICT = range(3)
"""Kinds of regime, as a world's kind of regime counts them."""
PULSE_WEEKS = 13.0
"""Length of the election pulse: the month of the election and the next two."""


class Elites(Block):
    """Parameters of loyalty, breakdown and succession."""

    mechanism = "M8"

    loyalty_rest = quantity("loyalty at rest", unit="logit", bounds=(-1, 5), symbol="l0")
    rents = quantity("weight of rents", unit="logit", bounds=(0, 8), symbol="l1")
    rents_personal = quantity(
        "extra weight of rents under a personal ruler", unit="1", bounds=(-1, 5), symbol="lp"
    )
    belief = quantity("weight of belief in survival", unit="logit", bounds=(0, 10), symbol="l2")
    complicity = quantity("weight of complicity", unit="logit", bounds=(-5, 5), symbol="l3")
    sanction_cost = quantity(
        "weight of the cost of sanctions", unit="logit", bounds=(0, 6), symbol="l4"
    )
    contagion = quantity("weight of defection seen", unit="logit", bounds=(0, 20), symbol="l5")
    contagion_from = quantity(
        "defection seen that begins to count", unit="1", bounds=(0, 1), symbol="thr"
    )
    loyalty_speed = quantity("speed of loyalty", unit="1/week", bounds=(0.005, 5), symbol="kL")
    complicity_speed = quantity("speed of complicity", unit="1/week", bounds=(1e-3, 2), symbol="kC")
    exposure_economic = quantity(
        "exposure of business to sanctions", unit="1", bounds=(0, 1), symbol="x2"
    )
    exposure_others = quantity("exposure of other factions", unit="1", bounds=(0, 1), symbol="x1")
    cost_listed = quantity("cost of being listed", unit="1", bounds=(0, 1), symbol="y")
    listed_half = quantity(
        "listed persons that touch half the elite", unit="persons", bounds=(5, 5e3), symbol="Vh"
    )
    listed_split = quantity(
        "split by listing", unit="1/100 persons", bounds=(-0.5, 0.5), symbol="xV"
    )

    belief_rest = quantity("belief in survival at rest", unit="logit", bounds=(-2, 6), symbol="b0")
    belief_threat = quantity(
        "weight of threat on belief", unit="logit", bounds=(0, 15), symbol="b1"
    )
    belief_backing = quantity(
        "weight of backing on belief", unit="logit", bounds=(-5, 5), symbol="b2"
    )
    belief_speed = quantity("speed of belief", unit="1/week", bounds=(0.01, 10), symbol="kpi")

    coup = quantity("rate of coups at rest", unit="1/year", bounds=(1e-4, 0.3), symbol="hc")
    uprising = quantity("rate of uprisings at rest", unit="1/year", bounds=(1e-5, 0.2), symbol="hu")
    negotiated = quantity(
        "rate of negotiated exits at rest", unit="1/year", bounds=(1e-5, 0.2), symbol="hn"
    )
    split = quantity("weight of a split elite", unit="1", bounds=(-2, 8), symbol="cs")
    threat = quantity("weight of threat on coups", unit="1", bounds=(0, 10), symbol="cth")
    politics = quantity(
        "weight of political threat on uprisings", unit="1", bounds=(0, 15), symbol="cu"
    )
    control = quantity("weight of lost control on uprisings", unit="1", bounds=(0, 10), symbol="cO")
    concession = quantity(
        "weight of political threat on negotiated exits", unit="1", bounds=(0, 15), symbol="cn"
    )
    backing = quantity("shelter by a sponsor's backing", unit="1", bounds=(-2, 6), symbol="cb")
    disloyalty = quantity("weight of lost loyalty on coups", unit="1", bounds=(0, 10), symbol="cL")
    war_loss = quantity("weight of a lost war", unit="1", bounds=(0, 5), symbol="cW")
    collective = quantity(
        "shelter of a ruling party or army", unit="1", bounds=(-2, 3), symbol="cp"
    )
    reversal = quantity(
        "rate of breakdown of a democracy", unit="1/year", bounds=(1e-3, 0.5), symbol="hr"
    )
    reversal_threat = quantity("weight of threat on that", unit="1", bounds=(-4, 6), symbol="ct")
    election = quantity(
        "factor of hazards in an election", unit="1", bounds=(0.2, 20), symbol="pulse"
    )

    mortality = quantity(
        "mortality at age 0 by Gompertz", unit="1/year", bounds=(1e-6, 1e-3), symbol="g"
    )
    mortality_age = quantity(
        "growth of mortality with age", unit="1/year", bounds=(0.05, 0.15), symbol="a"
    )
    ruler_health = quantity(
        "mortality of rulers over that of people", unit="1", bounds=(0.1, 3), symbol="kd"
    )
    death_breaks = quantity(
        "probability that a regime dies with its ruler", unit="1", bounds=(0, 1), symbol="f"
    )

    coup_autocracy = quantity("probability of autocracy after a coup", unit="1", bounds=(0, 1))
    uprising_democracy = quantity(
        "probability of democracy after an uprising", unit="1", bounds=(0, 1)
    )
    uprising_conflict = quantity(
        "probability of conflict where an uprising brings no democracy", unit="1", bounds=(0, 1)
    )
    negotiated_democracy = quantity(
        "probability of democracy after a negotiated exit", unit="1", bounds=(0, 1)
    )
    death_democracy = quantity(
        "probability of democracy where a regime dies with its ruler", unit="1", bounds=(0, 1)
    )
    level_democracy = quantity("base repression of a new democracy", unit="logit", bounds=(-6, 2))
    level_autocracy = quantity(
        "base repression of an autocracy that ends a democracy", unit="logit", bounds=(-3, 5)
    )
    level_conflict = quantity("base repression in conflict", unit="logit", bounds=(-3, 5))
    level_spread = quantity("spread of a successor's base repression", unit="logit", bounds=(0, 3))
    opening_spread = quantity(
        "spread of an opening at succession", unit="logit", bounds=(0, 4), symbol="so"
    )
    opening_common = quantity("common part of the openings of three parts", unit="1", bounds=(0, 1))
    age_youngest = quantity("lowest age of a new ruler", unit="year", bounds=(25, 60))
    age_oldest = quantity("highest age of a new ruler", unit="year", bounds=(45, 90))
    split_most = quantity("most split of a new elite", unit="1", bounds=(0.05, 1))
    alignment_moved = quantity("how far a new ruler redraws alignment", unit="1", bounds=(0, 1))
    alignment_democracy = quantity("most alignment of a new democracy", unit="1", bounds=(0, 1))
    tools_kept = quantity("share of legal tools that outlive a regime", unit="1", bounds=(0, 1))


def _sigma(logit: Floats) -> Floats:
    """Return the logistic of ``logit``, in (0, 1)."""
    return 1.0 / (1.0 + np.exp(-clip(logit, -30.0, 30.0)))


def _logit(share: Floats) -> Floats:
    """Return ln(share/(1 - share)) of a share kept off 0 and 1."""
    inside = clip(share, 1e-3, 1.0 - 1e-3)
    return np.log(inside / (1.0 - inside))


def resting_loyalty(p: Elites) -> Floats:
    """Return Lbar, the loyalty of an elite that nothing moves, in (0, 1)."""
    return _sigma(p.loyalty_rest)


def resting_belief(p: Elites) -> Floats:
    """Return pi0, the belief in survival of an elite that nothing moves, in (0, 1)."""
    return _sigma(p.belief_rest)


def mean_loyalty(loyalty: Floats) -> Floats:
    """Return L, the mean loyalty of the three factions, from shape (faction, run)."""
    mean: Floats = (loyalty[SECURITY] + loyalty[ECONOMIC] + loyalty[BUREAUCRATIC]) / 3.0
    return mean


def rents(security: Floats, patronage: Floats, welfare: Floats) -> Floats:
    """Return R_j, what a faction receives over rest, shape (faction, run), from spending by head.

    Generals live on security and patronage, business on patronage, officials on patronage and the
    budgets that they run.
    """
    return np.stack([(security + patronage) / 2.0, patronage, (patronage + welfare) / 2.0])


def deeds(physical: Floats, civic: Floats) -> Floats:
    """Return d_j, each faction's part in repression, shape (faction, run), in [0, 1].

    Police strike, courts and ministries prosecute, business looks on.
    """
    return np.stack([physical, np.zeros_like(physical), civic])


def listed_share(p: Elites, listings: Floats) -> Floats:
    """Return the share of the elite that listings touch, in [0, 1); ``listings`` in persons."""
    return listings / (listings + p.listed_half)


def complicity_after(
    p: Elites, complicity: Floats, deeds: Floats, listings: Floats, dt: float
) -> Floats:
    """Return C_j after ``dt`` weeks, shape (faction, run): deeds bind, and so does being listed."""
    target = deeds + (1.0 - deeds) * listed_share(p, listings)
    return complicity - np.expm1(-p.complicity_speed * dt) * (target - complicity)


def sanction_costs(p: Elites, effective: Floats, listings: Floats) -> Floats:
    """Return S_j, what sanctions cost each faction, shape (faction, run)."""
    named = p.cost_listed * listed_share(p, listings)
    others = p.exposure_others * effective + named
    return np.stack([others, p.exposure_economic * effective + named, others])


def compensation(credit: Floats, loss: Floats) -> Floats:
    """Return K, the share of lost output that the sponsor makes good, in [0, 1].

    ``credit`` is a share of GDP a year, ``loss`` in log points of output (M5).
    """
    return clip(credit / np.maximum(loss, 0.005), 0.0, 1.0)


def belief_after(
    p: Elites, belief: Floats, threat: Floats, backing: Floats, signal: Floats, dt: float
) -> Floats:
    """Return pi after ``dt`` weeks; ``signal`` in logits, from troops (M17) and wars (M19)."""
    drive = p.belief_rest - p.belief_threat * threat + p.belief_backing * backing + signal
    return belief - np.expm1(-p.belief_speed * dt) * (_sigma(drive) - belief)


def defection_seen(p: Elites, loyalty: Floats) -> Floats:
    """Return D_j, the defection that a faction sees in the two others, shape (faction, run)."""
    rest = resting_loyalty(p)
    gone = np.maximum(rest - loyalty, 0.0) / rest
    everyone: Floats = gone[SECURITY] + gone[ECONOMIC] + gone[BUREAUCRATIC]
    return (everyone - gone) / 2.0


def loyalty_after(
    p: Elites,
    loyalty: Floats,
    rents: Floats,
    belief: Floats,
    bound: Floats,
    costs: Floats,
    compensation: Floats,
    personalist: Floats,
    dt: float,
) -> Floats:
    """Return L_j after ``dt`` weeks, shape (faction, run), in [0, 1].

    ``bound`` is complicity beyond that at base levels, ``costs`` S_j, both (faction, run);
    ``personalist`` is 1 where a person rules and 0 where a party or an army does.
    """
    paid = p.rents * (1.0 + p.rents_personal * personalist) * (rents - 1.0)
    hopes = p.belief * (belief - resting_belief(p))
    stung = p.sanction_cost * costs * (1.0 - compensation)
    flight = p.contagion * np.maximum(defection_seen(p, loyalty) - p.contagion_from, 0.0)
    target = _sigma(p.loyalty_rest + paid + hopes + p.complicity * bound - stung - flight)
    return loyalty - np.expm1(-p.loyalty_speed * dt) * (target - loyalty)


def split_now(p: Elites, split: Floats, listings: Floats) -> Floats:
    """Return the elite's split with what listings add or heal, in [0, 1]."""
    return clip(split + p.listed_split * np.log1p(listings / 100.0), 0.0, 1.0)


def election_pulse(p: Elites, weeks_since: Floats) -> Floats:
    """Return the factor of the hazards ``weeks_since`` the last national election."""
    return np.where(weeks_since < PULSE_WEEKS, p.election, 1.0)


def coup_hazard(
    p: Elites,
    split: Floats,
    threat: Floats,
    backing: Floats,
    loyalty: Floats,
    war_loss: Floats,
    personalist: Floats,
) -> Floats:
    """Return h_coup per year; ``loyalty`` is the mean of the factions, ``war_loss`` in [0, 1]."""
    moved = p.split * split + p.threat * threat - p.backing * backing + p.war_loss * war_loss
    lost = p.disloyalty * (resting_loyalty(p) - loyalty)
    return p.coup * np.exp(moved + lost - p.collective * (1.0 - personalist))


def uprising_hazard(
    p: Elites, threat: Floats, politicised: Floats, lost: Floats, backing: Floats, severity: Floats
) -> Floats:
    """Return h_upr per year; ``lost`` is the loss of control O."""
    pushed = p.politics * threat * politicised + p.control * lost
    return p.uprising * np.exp(pushed - p.backing * backing - severity)


def negotiated_hazard(p: Elites, threat: Floats, politicised: Floats, severity: Floats) -> Floats:
    """Return h_neg per year: a threatened ruler who does not strike may talk."""
    return p.negotiated * np.exp(p.concession * threat * politicised * (1.0 - severity))


def death_hazard(p: Elites, age: Floats) -> Floats:
    """Return h_death, the rate at which a ruler of ``age`` years dies, per year."""
    return p.ruler_health * p.mortality * np.exp(p.mortality_age * age)


def death_break_hazard(p: Elites, age: Floats) -> Floats:
    """Return the rate of deaths that the regime does not outlive, per year, for durability."""
    return p.death_breaks * death_hazard(p, age)


def regime_dies_too(p: Elites, uniform: Floats) -> Bools:
    """Return whether the regime ends with the ruler who has just died."""
    return uniform < p.death_breaks


def reversal_hazard(p: Elites, threat: Floats, war_loss: Floats) -> Floats:
    """Return h_rev, the rate at which a democracy breaks down, per year."""
    return p.reversal * np.exp(p.reversal_threat * threat + p.war_loss * war_loss)


def age_after(age: Floats, dt: float) -> Floats:
    """Return the ruler's age after ``dt`` weeks, in years."""
    return age + dt / WEEKS_PER_YEAR


def first_kind(
    coup: Bools, uprising: Bools, negotiated: Bools, death: Bools, reversal: Bools
) -> Integers:
    """Return the kind of breakdown, NONE where no clock rang; if several did, the first named."""
    rang = [coup, uprising, negotiated, death, reversal]
    kinds = [COUP, UPRISING, NEGOTIATED, DEATH, REVERSAL]
    return np.select(rang, kinds, NONE).astype(np.int64)


def successor_kind(p: Elites, breakdown: Integers, uniform: Floats) -> Integers:
    """Return the successor's kind of regime, drawn with ``uniform`` by the kind of breakdown."""
    chance = [
        1.0 - p.coup_autocracy,
        p.uprising_democracy,
        p.negotiated_democracy,
        p.death_democracy,
    ]
    named = [breakdown == kind for kind in (COUP, UPRISING, NEGOTIATED, DEATH)]
    democracy = np.select(named, chance, 0.0)
    conflict = np.where(breakdown == UPRISING, (1.0 - democracy) * p.uprising_conflict, 0.0)
    failed = np.where(uniform < democracy + conflict, CONFLICT, AUTOCRACY)
    return np.where(uniform < democracy, DEMOCRACY, failed).astype(np.int64)


def successor_base(
    p: Elites, kind: Integers, breakdown: Integers, base: Floats, normals: Floats
) -> Floats:
    """Return the successor's base levels of repression, shape (part, run), like ``normals``.

    A new autocracy inherits the apparatus and its levels; one that ends a democracy builds its own.
    """
    inherited = np.where(breakdown == REVERSAL, p.level_autocracy, _logit(base))
    founded = np.where(kind == DEMOCRACY, p.level_democracy, p.level_conflict)
    centre = np.where(kind == AUTOCRACY, inherited, founded)
    return _sigma(centre + p.level_spread * normals)


def opening(p: Elites, common: Floats, own: Floats) -> Floats:
    """Return z_k, the opening shock of a succession, shape (part, run), in logits.

    ``common`` is one standard normal, ``own`` one a part; each z_k ~ N(0, so), so that a new ruler
    opens or closes the three parts mostly together.
    """
    together = np.sqrt(p.opening_common) * common
    return p.opening_spread * (together + np.sqrt(1.0 - p.opening_common) * own)


def successor_age(p: Elites, uniform: Floats) -> Floats:
    """Return the age of a new ruler, in years."""
    return p.age_youngest + (p.age_oldest - p.age_youngest) * uniform


def successor_split(p: Elites, uniform: Floats) -> Floats:
    """Return the split of a new elite, in [0, 1]."""
    return p.split_most * uniform


def successor_alignment(p: Elites, kind: Integers, alignment: Floats, uniform: Floats) -> Floats:
    """Return the alignment of a new regime to its main sponsor, in [0, 1]."""
    redrawn = alignment + p.alignment_moved * (uniform - alignment)
    return np.where(kind == DEMOCRACY, p.alignment_democracy * uniform, redrawn)


def successor_tools(p: Elites, tools: Floats) -> Floats:
    """Return the legal tools that outlive a regime, shape (tool, run)."""
    return tools * p.tools_kept
