"""M6 Repression by levels that jump: what the ruler remembers, and when he decides again.

    L'    = L + Th (1 - L) dt/tauL - L ln2 dt/HL              latent threat           [0, 1]
    occasions: rate nu0 (1/yr) + nu1 Th (1/week); certain at a change of ruler
    m*_k  = sigma(logit base_k + bL_k L (1 - tau T) + ck T + dk back + fk B
                  + x_k Eff + z_k + w eps) + con_k            target                  [0, 1]
    m_k  <- m*_k   if |m*_k - m_k| > band, else unchanged

k is physical, civic or information; T the stock of legal tools (M14), back the sponsor's visible
backing (M1), B fiscal room (M5), Eff the sanctions that bite (M3), eps a standard normal. z_k sums
what other pages add in logits: openings (M8, M21), speech and courts (M20), membership (M22), overt
rule (M15); con_k is the contagion of neighbours' levels (M14, a rival hypothesis).

Source   own equations, tuned by hand on Belarus 2020 and Kazakhstan 2022 in a two-country
         prototype; dissent raises repression: Davenport (2007), Annual Review of Political Science
         10, 1-23; prevention ends the response: Ritter and Conrad (2016), American Political
         Science Review 110(1), 85-99; levels that persist and jump: V-Dem v14 changes 2000-2023
         (pattern SL8)
Holds    for levels of years; day-to-day effort is M11's and returns
Departs  small fluctuations r_k around a level are left to the observation (M24): differenced noise
         carries nothing; c_k and the double path of tools into M12 are rival paths, c_k is centred
         on 0; x_k is the direct remainder of sanctions beside what money, hardship and elites
         carry, centred on 0 likewise; up and down bands are one (no built-in asymmetry)
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Coercion(Block):
    """Parameters of the levels of repression; threes are (physical, civic, information)."""

    mechanism = "M6"

    memory_build = quantity(
        "build-up of latent threat", unit="week", bounds=(2, 300), symbol="tauL"
    )
    memory_half_life = quantity(
        "half-life of latent threat", unit="year", bounds=(0.2, 40), symbol="HL"
    )
    occasions_quiet = quantity(
        "occasions to decide in quiet", unit="1/year", bounds=(0, 5), symbol="nu0"
    )
    occasions_threat = quantity(
        "occasions under full threat", unit="1/week", bounds=(0, 5), symbol="nu1"
    )
    band = quantity("change of a level worth making", unit="1", bounds=(0, 0.9), symbol="band")
    wobble = quantity("spread of a decision", unit="logit", bounds=(0, 2), symbol="w")
    physical_memory = quantity(
        "weight of latent threat on the physical part", unit="logit", bounds=(0, 60), symbol="bL"
    )
    civic_memory = quantity(
        "weight of latent threat on the civic part", unit="logit", bounds=(0, 60), symbol="bLc"
    )
    information_memory = quantity(
        "weight of latent threat on information", unit="logit", bounds=(0, 60), symbol="bLi"
    )
    prevention = quantity(
        "how far full tools end the response to threat", unit="1", bounds=(0, 1), symbol="tau"
    )
    tools = quantity("weight of legal tools", unit="logit", bounds=(-5, 5), symbol="c")
    backing_physical = quantity(
        "weight of a sponsor's backing on the physical part",
        unit="logit",
        bounds=(-3, 3),
        symbol="d1",
    )
    backing_civic = quantity(
        "weight of a sponsor's backing on the civic parts",
        unit="logit",
        bounds=(-3, 3),
        symbol="d2",
    )
    fiscal_room = quantity(
        "weight of fiscal room", unit="logit/share of GDP", bounds=(-20, 20), symbol="f"
    )
    cost_physical = quantity(
        "weight of external cost on the physical part", unit="logit", bounds=(-3, 3), symbol="x1"
    )
    cost_civic = quantity(
        "weight of external cost on the civic parts", unit="logit", bounds=(-3, 3), symbol="x2"
    )


def latent_threat_after(p: Coercion, latent: Floats, threat: Floats, dt: float) -> Floats:
    """Return L, the threat that the ruler remembers, after ``dt`` weeks, in [0, 1].

    Solved exactly over the step for a constant threat, so that halving ``dt`` changes nothing.
    """
    gain = threat / p.memory_build
    loss = LN2 / (p.memory_half_life * WEEKS_PER_YEAR)
    rest = gain / (gain + loss)
    return rest + (latent - rest) * np.exp(-(gain + loss) * dt)


def occasion_hazard(p: Coercion, threat: Floats) -> Floats:
    """Return the rate of occasions on which levels are decided again, per year."""
    return p.occasions_quiet + p.occasions_threat * threat * WEEKS_PER_YEAR


def logit(share: Floats) -> Floats:
    """Return ln(share/(1 - share)), clipped at one in ten thousand."""
    inside = clip(share, 1e-4, 1.0 - 1e-4)
    return np.log(inside / (1.0 - inside))


def wanted(
    p: Coercion,
    part: str,
    base: Floats,
    latent: Floats,
    tools: Floats,
    backing: Floats,
    room: Floats,
    effective: Floats,
    shift: Floats,
    contagion: Floats,
    normal: Floats,
) -> Floats:
    """Return m*, the level that the ruler would choose now, in [0.001, 0.999].

    ``part`` is physical, civic or information; ``shift`` is z_k in logits, ``room`` a share of GDP,
    ``effective`` and ``backing`` in [0, 1], ``normal`` a standard normal.
    """
    memory = {"physical": p.physical_memory, "civic": p.civic_memory}.get(
        part, p.information_memory
    )
    bodily = part == "physical"
    confidence = p.backing_physical if bodily else p.backing_civic
    price = p.cost_physical if bodily else p.cost_civic
    response = memory * latent * (1.0 - p.prevention * tools)
    steady = logit(base) + p.tools * tools + confidence * backing + p.fiscal_room * room
    drive = steady + response + price * effective + shift + p.wobble * normal
    level = 1.0 / (1.0 + np.exp(-clip(drive, -9.0, 9.0)))
    return clip(level + contagion, 1e-3, 1.0 - 1e-3)


def decided(p: Coercion, level: Floats, target: Floats, occasion: Bools) -> Floats:
    """Return the level after an occasion: the target where the change is worth making."""
    return np.where(occasion & (np.abs(target - level) > p.band), target, level)
