"""M2 Dependence: trade that moves to the sponsor, concessions, hedging and the way out.

    Dep'   : up (1 - Dep) - down Dep,   up = la A + mu X     dependence                  [0, 1]
    div'  -> comp Eff    at rate vu upward, half-life Hd downward    diverted trade      [0, 1]
    X'    -> min(X0 + kx div, 1)        at rate vx           share of exports to sponsor [0, 1]
    out'  -> 1 - Eff     half-life Ho upward, Hl downward    outside option              [0, 1]
    hed'  -> (1 - back) (h0 + (1 - h0) out)   half-life Hh   hedging                     [0, 1]
    hazard_k = r_k sigma(b0 + bD Dep - bh hed - bo out)      of a concession, per year
    conc_k <- conc_k + step (1 - conc_k)  when it rings;  falls with half-life Hw/out

A is the support received (share of GDP a year), Eff the effective sanctions on the client, comp the
share of a loss that the sponsor makes good (M1), X0 the share of exports of the country's own past,
back the sponsor's visible backing. Outside option: the trade that democracies leave open, lost
at once and won back over years. Hedging: how far a ruler who does not live on his sponsor plays
others against it (talks leaked, programmes thrown out). The domains k are security, economic and
institutional.

Source   own equations, set by eye on series of 2020-24 in a small prototype; 28 programmes and one
         dropped, no integration by 2024: facts F57, F58, F68; recovery after lifting slow: Dai et
         al. (2021), or fast: Kwon et al., Bundesbank Discussion Paper 2026-6; hedging as the norm:
         Way (2015); Libman and Vinokurov (2012)
Holds    where one sponsor is the main partner; not for a client courted by two equals
Departs  dependence saturates instead of growing without bound; the share of exports starts from the
         country's own X0 where the prototype had Belarus's .41; the order of the three domains is a
         matter of wide priors, so that SD13 and SD18 can fail
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Dependence(Block):
    """Parameters of dependence and of its price."""

    mechanism = "M2"

    gain_support = quantity(
        "dependence built by support", unit="1/year", bounds=(0, 50), symbol="la"
    )
    gain_trade = quantity("dependence built by trade", unit="1/year", bounds=(0, 10), symbol="mu")
    loss = quantity(
        "dependence lost when nothing feeds it", unit="1/year", bounds=(0.001, 3), symbol="down"
    )
    diversion_rate = quantity("speed of diversion", unit="1/year", bounds=(0.05, 20), symbol="vu")
    diversion_half_life = quantity(
        "half-life of diversion", unit="year", bounds=(0.1, 30), symbol="Hd"
    )
    share_per_diversion = quantity(
        "export share per diverted trade", unit="1", bounds=(0, 6), symbol="kx"
    )
    share_rate = quantity(
        "speed of the export share", unit="1/year", bounds=(0.05, 20), symbol="vx"
    )
    recovery_half_life = quantity(
        "time to win back markets", unit="year", bounds=(0.1, 20), symbol="Ho"
    )
    closing_half_life = quantity("time to lose markets", unit="year", bounds=(0.01, 5), symbol="Hl")
    hedge_closed = quantity(
        "hedging without any outside option", unit="1", bounds=(0, 1), symbol="h0"
    )
    hedge_half_life = quantity(
        "time to begin or end hedging", unit="year", bounds=(0.05, 10), symbol="Hh"
    )
    concession_base = quantity(
        "concession drive with nothing", unit="logit", bounds=(-10, 10), symbol="b0"
    )
    concession_dependence = quantity(
        "drive by dependence", unit="logit", bounds=(-15, 15), symbol="bD"
    )
    concession_hedge = quantity(
        "drive taken by hedging", unit="logit", bounds=(-15, 15), symbol="bh"
    )
    concession_outside = quantity(
        "drive taken by the way out", unit="logit", bounds=(-15, 15), symbol="bo"
    )
    security_rate = quantity(
        "most security concessions", unit="1/year", bounds=(0, 20), symbol="r1"
    )
    economic_rate = quantity(
        "most economic concessions", unit="1/year", bounds=(0, 20), symbol="r2"
    )
    institutional_rate = quantity(
        "most institutional concessions", unit="1/year", bounds=(0, 20), symbol="r3"
    )
    concession_step = quantity("size of one concession", unit="1", bounds=(0, 1), symbol="step")
    withdrawal_half_life = quantity(
        "time to take back, way out open", unit="year", bounds=(0.2, 100), symbol="Hw"
    )


def dependence_after(
    p: Dependence, dependence: Floats, support: Floats, export_share: Floats, dt: float
) -> Floats:
    """Return Dep after ``dt`` weeks, in [0, 1]; ``support`` in shares of GDP a year."""
    up = p.gain_support * support + p.gain_trade * export_share
    rest = up / (up + p.loss)
    return rest + (dependence - rest) * np.exp(-(up + p.loss) * dt / WEEKS_PER_YEAR)


def diversion_after(
    p: Dependence, diversion: Floats, effective: Floats, compensated: Floats, dt: float
) -> Floats:
    """Return div after ``dt`` weeks, in units of effective sanctions: up fast, down slowly."""
    gap = compensated * effective - diversion
    rate = np.where(gap > 0.0, p.diversion_rate, LN2 / p.diversion_half_life)
    return diversion - np.expm1(-rate * dt / WEEKS_PER_YEAR) * gap


def export_share_after(
    p: Dependence, share: Floats, own_share: Floats, diversion: Floats, dt: float
) -> Floats:
    """Return X, the share of exports that goes to the sponsor, after ``dt`` weeks, in [0, 1]."""
    rest = np.minimum(own_share + p.share_per_diversion * diversion, 1.0)
    return share - np.expm1(-p.share_rate * dt / WEEKS_PER_YEAR) * (rest - share)


def outside_after(p: Dependence, outside: Floats, effective: Floats, dt: float) -> Floats:
    """Return the outside option after ``dt`` weeks, in [0, 1]."""
    gap = clip(1.0 - effective, 0.0, 1.0) - outside
    half_life = np.where(gap > 0.0, p.recovery_half_life, p.closing_half_life)
    return outside - np.expm1(-LN2 * dt / (half_life * WEEKS_PER_YEAR)) * gap


def hedge_after(
    p: Dependence, hedge: Floats, backing: Floats, outside: Floats, dt: float
) -> Floats:
    """Return hedging after ``dt`` weeks, in [0, 1]."""
    rest = (1.0 - backing) * (p.hedge_closed + (1.0 - p.hedge_closed) * outside)
    return hedge - np.expm1(-LN2 * dt / (p.hedge_half_life * WEEKS_PER_YEAR)) * (rest - hedge)


def concession_drive(p: Dependence, dependence: Floats, hedge: Floats, outside: Floats) -> Floats:
    """Return how hard concessions are to refuse, in (0, 1)."""
    drive = p.concession_base + p.concession_dependence * dependence
    drive = drive - p.concession_hedge * hedge - p.concession_outside * outside
    return 1.0 / (1.0 + np.exp(-clip(drive, -40.0, 40.0)))


def concession_hazards(p: Dependence, drive: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the rates of security, economic and institutional concessions, per year."""
    return p.security_rate * drive, p.economic_rate * drive, p.institutional_rate * drive


def concession_after(
    p: Dependence, conceded: Floats, rang: Floats, outside: Floats, dt: float
) -> Floats:
    """Return what a domain has conceded after ``dt`` weeks, in [0, 1]; ``rang`` is 1 at a step."""
    kept = conceded * np.exp(-LN2 * outside * dt / (p.withdrawal_half_life * WEEKS_PER_YEAR))
    return kept + p.concession_step * (1.0 - kept) * rang


def sovereignty_given(security: Floats, economic: Floats, institutional: Floats) -> Floats:
    """Return conc, the mean of what is conceded in the three domains, in [0, 1]."""
    return (security + economic + institutional) / 3.0
