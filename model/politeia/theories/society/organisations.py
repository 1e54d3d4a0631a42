"""M13 Organisations and independent media: closed, exiled, funded, and opened again.

    on    = max(exc - exc0, 0)                               pressure above that of the start
    r1'  -> on,  r2' -> r1      each with lag lr             the machinery of closing    [0, 1]
    hc    = cr r2 exp(vis ff)                                closure hazard, per year
    hm    = mr on                                            loss of media reach, per year
    closing ~ Binomial(open, 1 - exp(-hc dt)),  leaving ~ Binomial(closing, eo)   organisations
    founding ~ Poisson(fr thaw max(N0 - open, 0) dt)         founded or registered again
    inf'  = inf - h [(hc + xa arr) inf] + h [rr thaw (top - inf) + u (funds - home) gap (1 - inf)]
    dom'  = dom - h hm dom + h rr thaw (top - dom)           reach of media in the country
    ex'   = ex + h (em hm dom - fade ex)                     reach of media in exile
    reach = dom + ex (1 - block (1 - vpn))                   reach of uncensored media   [0, 1]
    funds = home (1 - r2) + (foreign/M) (1 - cut law)        m EUR/million people/year
    alarm = inf (T/T*) exp(1 - T/T*)                         call abroad, inverted U     [0, 1]

exc is the will to prosecute (M12), exc0 that of the start, at which a country's start values were
measured; ``thaw`` = et/(et + on) and ``gap`` = sigma((ca - m_civ)/cw) are the openness to new work
and to money; arr are detentions per 1,000 people a year, ff the foreign part of funds, M millions
of people, T the stock of restrictions, ``top`` the level at the start plus op max(exc0 - exc, 0),
h the step in years.

Source   own equations, set by eye on series of 2020-24 in a small prototype; closures of Belarus
         2021-22: Lawtrend (lawtrend2023), pattern SL17; aid falls by 32 % after restrictive laws:
         Dupuy and Prakash (2018); few restrictions raise shaming, many lower it: Smidt et al.
         (2021), British Journal of Political Science; democracy aid: Finkel et al. (2007)
Holds    for registered organisations and media with a newsroom; not for a lone voice on a network
Departs  the prototype's ramp followed exc itself: here its rise above the start, so that harsh
         countries stand still at their own level; the foreign-agent law closes through civic
         repression and cuts funds, not through the closure hazard too; visibility is the foreign
         part of funds, its sign free; media reached in spite of a block are 1 - block (1 - vpn) of
         reach; capacity is the infrastructure, drained in proportion where home funds dry up
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity


class Organisations(Block):
    """Parameters of organisations and independent media."""

    mechanism = "M13"

    ramp_lag = quantity(
        "lag of each of two stages of closing", unit="year", bounds=(0.05, 10), symbol="lr"
    )
    closure_rate = quantity("closures at full ramp", unit="1/year", bounds=(0, 10), symbol="cr")
    visibility = quantity(
        "log closure rate by foreign funds", unit="1", bounds=(-3, 3), symbol="vis"
    )
    exile_organisations = quantity(
        "closed organisations that go abroad", unit="1", bounds=(0, 1), symbol="eo"
    )
    founding_rate = quantity(
        "founding of what is missing", unit="1/year", bounds=(0, 3), symbol="fr"
    )
    media_rate = quantity(
        "loss of media reach at full pressure", unit="1/year", bounds=(0, 10), symbol="mr"
    )
    exile_media = quantity(
        "lost media reach that goes abroad", unit="1", bounds=(0, 1), symbol="em"
    )
    exile_fading = quantity(
        "loss of reach of media in exile", unit="1/year", bounds=(0, 3), symbol="fade"
    )
    vpn = quantity("audience that gets round a block", unit="1", bounds=(0, 1), symbol="vpn")
    restoration = quantity("restoration in a thaw", unit="1/year", bounds=(0, 5), symbol="rr")
    thaw_scale = quantity(
        "pressure that halves restoration", unit="1", bounds=(1e-3, 1), symbol="et"
    )
    opening = quantity("level gained by an opening", unit="1", bounds=(0, 2), symbol="op")
    arrests = quantity(
        "infrastructure lost by arrests",
        unit="1/(detained/1,000 people)",
        bounds=(0, 5),
        symbol="xa",
    )
    aid_effect = quantity(
        "infrastructure per money", unit="1/(m EUR/million people)", bounds=(0, 2), symbol="u"
    )
    aid_closed_at = quantity(
        "civic repression that halves the effect", unit="1", bounds=(0, 1), symbol="ca"
    )
    aid_width = quantity("width of that threshold", unit="1", bounds=(0.01, 0.5), symbol="cw")
    home_funds = quantity(
        "funds raised at home", unit="m EUR/million people/year", bounds=(0, 500), symbol="home"
    )
    law_cut = quantity(
        "foreign funds lost to a restrictive law", unit="1", bounds=(0, 1), symbol="cut"
    )
    enabling_money = quantity(
        "money for organisations inside the flows that prop a regime up",
        unit="m EUR/million people/year",
        bounds=(0, 50),
        symbol="em",
    )
    alarm_peak = quantity(
        "restrictions of the loudest alarm", unit="1", bounds=(0.05, 1), symbol="T*"
    )


def pressure(will: Floats, will_at_start: Floats) -> Floats:
    """Return ``on``, the will to prosecute above that of the start, in [0, 1]."""
    return np.maximum(will - will_at_start, 0.0)


def ramp_after(
    p: Organisations, first: Floats, second: Floats, on: Floats, dt: float
) -> tuple[Floats, Floats]:
    """Return r1 and r2 after ``dt`` weeks: the second-order lag, exact for a constant pressure."""
    years = dt / WEEKS_PER_YEAR / p.ramp_lag
    kept = np.exp(-years)
    behind = second - on + (first - on) * years
    return np.maximum(on + (first - on) * kept, 0.0), np.maximum(on + behind * kept, 0.0)


def funds(p: Organisations, foreign: Floats, law: Floats, ramp: Floats, people: Floats) -> Floats:
    """Return what organisations receive, in m EUR per million people a year.

    ``foreign`` is what comes in m EUR a year beyond the money at the start; ``law`` is 1 where
    foreign funds are restricted by law.
    """
    abroad = foreign * 1e6 / people * (1.0 - p.law_cut * law)
    return p.home_funds * (1.0 - np.minimum(ramp, 1.0)) + abroad


def foreign_part(
    p: Organisations, foreign: Floats, law: Floats, ramp: Floats, people: Floats
) -> Floats:
    """Return ff, the foreign part of the funds, in [0, 1]."""
    at_home = p.home_funds * (1.0 - np.minimum(ramp, 1.0))
    received = funds(p, foreign, law, ramp, people)
    return np.maximum(received - at_home, 0.0) / np.maximum(received, 1e-12)


def closure_hazard(p: Organisations, ramp: Floats, foreign_funded: Floats) -> Floats:
    """Return hc, the rate at which an open organisation is closed, per year."""
    return p.closure_rate * ramp * np.exp(p.visibility * foreign_funded)


def thaw(p: Organisations, on: Floats) -> Floats:
    """Return how open the country is to new work, 1 at the start's pressure, toward 0 above it."""
    return p.thaw_scale / (p.thaw_scale + on)


def founding_mean(
    p: Organisations, founded_at_start: Floats, still_open: Floats, on: Floats, dt: float
) -> Floats:
    """Return the mean number of organisations founded in ``dt`` weeks."""
    missing = np.maximum(founded_at_start - still_open, 0.0)
    return missing * thaw(p, on) * -np.expm1(-p.founding_rate * dt / WEEKS_PER_YEAR)


def counted(
    still_open: Floats,
    closed: Floats,
    exiled: Floats,
    founding: Floats,
    closing: Floats,
    leaving: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Return open, closed and exiled organisations: together all that were ever founded.

    ``closing`` <= open and ``leaving`` <= closing are whole counts.
    """
    return still_open + founding - closing, closed + closing - leaving, exiled + leaving


def top(p: Organisations, at_start: Floats, will: Floats, will_at_start: Floats) -> Floats:
    """Return the level that a quiet country tends to, in [0, 1]: higher where it has opened."""
    opened = np.maximum(will_at_start - will, 0.0)
    return np.minimum(at_start + p.opening * opened, 1.0)


def aid_open(p: Organisations, civic: Floats) -> Floats:
    """Return ``gap``, how far money still reaches work on the ground, in (0, 1)."""
    drive = (p.aid_closed_at - civic) / p.aid_width
    return 1.0 / (1.0 + np.exp(-clip(drive, -40.0, 40.0)))


def infrastructure_after(
    p: Organisations,
    infrastructure: Floats,
    highest: Floats,
    losing: Floats,
    on: Floats,
    received: Floats,
    civic: Floats,
    dt: float,
) -> Floats:
    """Return campaign infrastructure after ``dt`` weeks, in [0, 1].

    ``losing`` is the sum of the closure hazard, what arrests take and what exit takes (M16), per
    year; ``highest`` comes from ``top`` and ``received`` from ``funds``.
    """
    mending = p.restoration * thaw(p, on)
    money = p.aid_effect * (received - p.home_funds) * aid_open(p, civic)
    gain, drain = np.maximum(money, 0.0), losing + np.maximum(-money, 0.0)
    rate = mending + gain + drain
    rest = (mending * highest + gain) / np.maximum(rate, 1e-12)
    return infrastructure - np.expm1(-rate * dt / WEEKS_PER_YEAR) * (rest - infrastructure)


def arrests_hazard(p: Organisations, detained: Floats, people: Floats, dt: float) -> Floats:
    """Return the infrastructure that arrests take, per year; ``detained`` in ``dt`` weeks."""
    return p.arrests * detained / people * 1e3 * WEEKS_PER_YEAR / dt


def media_hazard(p: Organisations, on: Floats) -> Floats:
    """Return hm, the rate at which reach of media inside the country is lost, per year."""
    return p.media_rate * on


def media_after(
    p: Organisations, inside: Floats, exiled: Floats, highest: Floats, on: Floats, dt: float
) -> tuple[Floats, Floats]:
    """Return the reach of media inside the country and in exile after ``dt`` weeks, in [0, 1]."""
    years = dt / WEEKS_PER_YEAR
    lost = inside * -np.expm1(-media_hazard(p, on) * years)
    mended = -np.expm1(-p.restoration * thaw(p, on) * years) * np.maximum(highest - inside, 0.0)
    abroad = exiled * np.exp(-p.exile_fading * years) + p.exile_media * lost
    return inside - lost + mended, np.minimum(abroad, 1.0)


def media_reach(p: Organisations, inside: Floats, exiled: Floats, block: Floats) -> Floats:
    """Return the reach of media that the regime does not control, in [0, 1]."""
    return np.minimum(inside + exiled * (1.0 - block * (1.0 - p.vpn)), 1.0)


def alarm(p: Organisations, infrastructure: Floats, restrictions: Floats) -> Floats:
    """Return the alarm raised abroad, in [0, 1]: most where few restrictions leave many to call."""
    relative = restrictions / p.alarm_peak
    return infrastructure * relative * np.exp(1.0 - relative)
