"""M12 Political prisoners: a queue of cases in persons.

    exc   = (max(m_civ - .4, 0)/.6)^3                          willingness to prosecute  [0, 1]
    kc'   = kc + (1 - exp(-dt/taucap)) (kcase exc - kc)        cases/million/week
    files'= files exp(-dt/tfile) + det pol                     detained with a file      persons
    cases = min(kc M (1 - exp(-conv exc files/(kc M tauc))) dt, conv files)              persons
    files'= files - cases/conv
    violent = convv det v                                      the violent channel       persons
    inflow ~ Poisson(cust cases (1 - relief) + violent + (quiet m0 M + list W) dt)         persons
    out   ~ Binomial(stock, 1 - exp(-(hout + clem) dt)),  dead ~ Binomial(stock, 1 - exp(-hd dt))

M is the population in millions, W the reach of watchlists (M14). Inflow goes on for years after the
street is empty, with no rule for it: the files outlive the protest.

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; Viasna's counts of Belarus 2020-2022 (viasna2023): outflow .34 a year in 2022,
         5-6 deaths in about 3,830 prisoner-years
Holds    where cases are made by courts; not for mass internment
Departs  detained, charged and sentenced are one queue with the mean stay 1/hout, since lists count
         stays and not stages; files are opened on those detained for political demands (pol, M11),
         since with all detained the quiet stock of Kazakhstan is 140 where dozens were seen; the
         share of custodial sentences is ``cust``; clemency is a term of the outflow, moved by
         bargaining (M21)
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, quantity

MILD = 0.4
"""Civic repression below which nobody is prosecuted for protest, as in the prototype."""


class Prisoners(Block):
    """Parameters of the queue of cases."""

    mechanism = "M12"

    conversion = quantity(
        "share of files that can become a case", unit="1", bounds=(0.001, 1), symbol="conv"
    )
    capacity = quantity(
        "cases that courts at full will can make",
        unit="persons/million/week",
        bounds=(0.01, 500),
        symbol="kcase",
    )
    capacity_memory = quantity(
        "time to build that capacity", unit="week", bounds=(1, 300), symbol="taucap"
    )
    case_time = quantity("time from file to case", unit="week", bounds=(1, 300), symbol="tauc")
    file_memory = quantity("how long a file is kept", unit="week", bounds=(5, 1500), symbol="tfile")
    custodial = quantity(
        "share of cases that end in custody", unit="1", bounds=(0, 1), symbol="cust"
    )
    violent_conversion = quantity(
        "share of the violent detained who are kept", unit="1", bounds=(0, 1), symbol="convv"
    )
    quiet_inflow = quantity(
        "cases in quiet at full civic repression",
        unit="persons/million/week",
        bounds=(0, 10),
        symbol="quiet",
    )
    list_inflow = quantity(
        "cases per million from watchlists at full reach",
        unit="persons/million/week",
        bounds=(0, 10),
        symbol="list",
    )
    release = quantity("rate of release", unit="1/year", bounds=(0.01, 5), symbol="hout")
    clemency = quantity(
        "rate of clemency without bargaining", unit="1/year", bounds=(0, 1), symbol="clem"
    )
    clemency_bargain = quantity(
        "rate of clemency while all relief is on offer",
        unit="1/year",
        bounds=(0, 2),
        symbol="clemb",
    )
    death = quantity(
        "rate of death in custody at full physical repression",
        unit="1/year",
        bounds=(0, 0.1),
        symbol="hd",
    )


FLOOR = 0.01
"""Cases a million a week that courts can always make, as in the prototype."""


def willingness(civic: Floats) -> Floats:
    """Return exc, the will to prosecute, 0 at the mild level and 1 at the harshest."""
    over = np.maximum(civic - MILD, 0.0) / (1.0 - MILD)
    return over * over * over


def case_capacity_after(p: Prisoners, capacity: Floats, will: Floats, dt: float) -> Floats:
    """Return kc, the cases per million people a week that courts can make, after ``dt`` weeks."""
    return capacity - np.expm1(-dt / p.capacity_memory) * (p.capacity * will - capacity)


def files_after(p: Prisoners, files: Floats, detained: Floats, dt: float) -> Floats:
    """Return the files kept after ``dt`` weeks in which ``detained`` persons were added."""
    return files * np.exp(-dt / p.file_memory) + detained


def cases(
    p: Prisoners, files: Floats, capacity: Floats, will: Floats, population: Floats, dt: float
) -> Floats:
    """Return the cases made of ``files`` in ``dt`` weeks, in persons, at most conv x files."""
    able = np.maximum(capacity, FLOOR) * population / 1e6
    pressure = p.conversion * will * files / (able * p.case_time)
    return np.minimum(able * -np.expm1(-pressure) * dt, p.conversion * files)


def expected_inflow(
    p: Prisoners,
    cases: Floats,
    detained: Floats,
    violent: Floats,
    quiet_level: Floats,
    watchlist: Floats,
    population: Floats,
    relief: Floats,
    dt: float,
) -> tuple[Floats, Floats]:
    """Return the means of the inflow into custody in ``dt`` weeks by the two channels, in persons.

    The first is by case, the second the violent channel; ``relief`` is the share of cases that
    engagement prevents (M21, negative where it invites more), ``watchlist`` the reach of M14.
    """
    listed = p.list_inflow * watchlist * population / 1e6
    quiet = (p.quiet_inflow * quiet_level * population / 1e6 + listed) * dt
    by_case = np.maximum((p.custodial * cases + quiet) * (1.0 - relief), 0.0)
    return by_case, p.violent_conversion * detained * violent


def leaving_share(p: Prisoners, offer: Floats, dt: float) -> Floats:
    """Return the share of prisoners released in ``dt`` weeks; ``offer`` is M21's, in [0, 1]."""
    return -np.expm1(-(p.release + p.clemency + p.clemency_bargain * offer) * dt / WEEKS_PER_YEAR)


def dying_share(p: Prisoners, physical: Floats, dt: float) -> Floats:
    """Return the share of prisoners who die in custody in ``dt`` weeks."""
    return -np.expm1(-p.death * physical * dt / WEEKS_PER_YEAR)
