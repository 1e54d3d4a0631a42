"""M3 Sanctions: what a sender puts on a target, how well it is kept, and what of it bites.

    Ab'  = Ab d + visible tauA (1 - d) + size, d = exp(-dt/tauA) remembered abuse            >= 0
    hpk  = pk (1 - exp(-Ab/Ab0)) exp(-ke energy (1 - war)) gate  packages                    1/year
    V'   = V + n + listings dt                                   names                       persons
    1-Z' = (1 - Z)(1 - z)^steps                                  coverage of trade           [0, 1]
    dkap = u (1 - kap) - (kap - kap0) ln2/H                      compliance, per year        [0, 1]
    dq   = -(q - lever) ln2/Hq above the lever                   threat to hubs              [0, 1]
    m'   = m + dm (1 - m)                                        conditional share           [0, 1]
    Eff  = w Z (1 - lifted) kap (1 - Ev)                         bite of one sender          [0, 1]

A package adds names; once a target has ``V`` above a threshold of names, packages add sectors too,
and may list hubs. Coverage saturates, compliance falls back to what it is without effort: which of
the two is the better use of a point of political cost depends on ``kap0``.

Everything is elementwise: one sender's rows over its targets, ``(target, run)``, or ``(run,)``.

Source   own equations, set by eye on series of 2020-24 in a small prototype, sanctions on Belarus
         of 2020-22 among them; petroleum mutes criticism: Donno (2010), International Organization
         64(4); Nielsen (2013), International Studies Quarterly 57(4) (what they say of oil from
         memory, unverified); multilateral and institution-backed sanctions as the robust correlates
         of success: Bapat, Heinrich, Kobayashi and Morgan (2013), International Interactions 39(1),
         79-98 (pages from memory, unverified)
Holds    for listings and sectoral steps by democracies; not for embargoes by the United Nations,
         and not beyond the coverage seen until 2024
Departs  enforcement is an error-correcting compliance, not the unbounded stock e(1 - phi) + u;
         threats to hubs act in M4 alone and not also as u_q on compliance, one path a quantity;
         the sum over senders is the reader's; the attention that moves sanctions is the memory of
         this target's abuse, while a sender's attention to the region (M20) moves aid; listings act
         on the elite's division in M8, conditional sanctions on the civic level, signs left open;
         a war undoes the muting by energy, since Russia met thirteen packages in two years
"""

from __future__ import annotations

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import Block, Bools, Floats, clip, quantity

LN2 = float(np.log(2.0))


class Sanctions(Block):
    """Parameters of sanctions."""

    mechanism = "M3"

    abuse_memory = quantity(
        "time after which abuse is forgotten", unit="week", bounds=(1, 520), symbol="tauA"
    )
    abuse_scale = quantity(
        "remembered abuse at which 63 % of the pace is reached",
        unit="detained/1,000",
        bounds=(1e-3, 1e2),
        symbol="Ab0",
    )
    pace = quantity(
        "packages of a sender that sees nothing but abuse",
        unit="1/year",
        bounds=(0, 52),
        symbol="pk",
    )
    energy_muting = quantity(
        "log fall of the pace by full energy leverage", unit="1", bounds=(0, 20), symbol="ke"
    )
    names = quantity("names in a median package", unit="persons", bounds=(1, 1e3), symbol="n")
    names_spread = quantity(
        "standard deviation of the logarithm of names", unit="1", bounds=(0, 2), symbol="sn"
    )
    sector_threshold = quantity(
        "names listed before sectors follow", unit="persons", bounds=(0, 1e4), symbol="V0"
    )
    step = quantity(
        "share of the uncovered trade that a step covers", unit="1", bounds=(0, 0.95), symbol="z"
    )
    compliance_rest = quantity("compliance without effort", unit="1", bounds=(0, 1), symbol="kap0")
    compliance_half_life = quantity(
        "half-life of what effort has gained", unit="week", bounds=(1, 520), symbol="H"
    )
    enforcement_speed = quantity(
        "rate at which full effort closes gaps", unit="1/year", bounds=(0, 10), symbol="u"
    )
    hub_chance = quantity(
        "chance that a package at full coverage lists hubs", unit="1", bounds=(0, 1), symbol="ph"
    )
    hub_step = quantity(
        "share of the missing threat that it makes", unit="1", bounds=(0, 1), symbol="zq"
    )
    threat_half_life = quantity(
        "half-life of a threat to hubs that is not renewed",
        unit="week",
        bounds=(1, 520),
        symbol="Hq",
    )
    conditional_rest = quantity(
        "share of new coverage tied to rights by habit", unit="1", bounds=(0, 1), symbol="m0"
    )
    recast = quantity(
        "rate at which a policy ties old sanctions to rights",
        unit="1/year",
        bounds=(0, 50),
        symbol="dm",
    )
    conditional_effect = quantity(
        "change of the civic target by a full bite that is tied to rights",
        unit="logit",
        bounds=(-2, 2),
        symbol="xm",
    )
    enabler_bite = quantity(
        "bite on a sponsor by full pressure for its client's sake",
        unit="1",
        bounds=(0, 1),
        symbol="be",
    )


def remembered_abuse(p: Sanctions, memory: Floats, visible: Floats, dt: float) -> Floats:
    """Return Ab, the abuse that senders remember; ``visible`` is M20's visibility a week."""
    kept = np.exp(-dt / p.abuse_memory)
    return memory * kept + visible * p.abuse_memory * (1.0 - kept)


def shocked(memory: Floats, incident: Floats) -> Floats:
    """Return Ab after an event that shocks abroad, such as a forced landing, of that size."""
    return memory + incident


def leverage_felt(energy: Floats, war: Floats) -> Floats:
    """Return the energy leverage that still mutes, in [0, 1]; a war of full intensity undoes it."""
    return energy * (1.0 - war)


def package_hazard(p: Sanctions, memory: Floats, leverage: Floats, gate: Floats) -> Floats:
    """Return the hazard of a package, per year.

    ``leverage`` is the target's, as felt; ``gate`` in [0, 1] is the chance that the sender can act
    at all: unanimity and pace (M20), less what it has chosen to lift.
    """
    muting = np.exp(-p.energy_muting * leverage)
    return p.pace * -np.expm1(-memory / p.abuse_scale) * muting * gate


def package_names(p: Sanctions, luck: Floats) -> Floats:
    """Return n, whole names in a package, at least one; ``luck`` is standard normal."""
    return np.maximum(np.rint(p.names * np.exp(p.names_spread * luck)), 1.0)


def reaches_sectors(p: Sanctions, listings: Floats) -> Bools:
    """Return whether so many names are listed that a package adds sectors."""
    return listings > p.sector_threshold


def lists_hubs(p: Sanctions, coverage: Floats, luck: Floats) -> Bools:
    """Return whether a package lists hubs as well; ``luck`` is uniform in [0, 1)."""
    return luck < p.hub_chance * coverage


def listings_after(listings: Floats, names: Floats, lever: Floats, dt: float) -> Floats:
    """Return V after a package of ``names``, 0 for none, and a policy's ``lever`` names a year."""
    return listings + names + lever * (dt / WEEKS_PER_YEAR)


def coverage_after(
    p: Sanctions, coverage: Floats, steps: Floats, lever: Floats, dt: float
) -> Floats:
    """Return Z after ``steps`` sectoral steps now and a policy's ``lever`` steps a year."""
    taken = steps + lever * (dt / WEEKS_PER_YEAR)
    return 1.0 - (1.0 - coverage) * np.exp(taken * np.log1p(-p.step))


def compliance_after(p: Sanctions, compliance: Floats, effort: Floats, dt: float) -> Floats:
    """Return kap after ``dt`` weeks of enforcement ``effort`` in [0, 1]."""
    gain = p.enforcement_speed * effort
    fade = LN2 * WEEKS_PER_YEAR / p.compliance_half_life
    rest = (gain + fade * p.compliance_rest) / (gain + fade)
    return rest + (compliance - rest) * np.exp(-(gain + fade) * (dt / WEEKS_PER_YEAR))


def hub_pressure_after(
    p: Sanctions, pressure: Floats, listed: Bools, lever: Floats, dt: float
) -> Floats:
    """Return q: a threat is made at once, by listing or policy, and forgotten by half-life."""
    above = np.maximum(pressure - lever, 0.0)
    kept: Floats = lever + above * np.exp(-dt * LN2 / p.threat_half_life)
    return kept + np.where(listed, p.hub_step, 0.0) * (1.0 - kept)


def conditionality_after(
    p: Sanctions, conditional: Floats, before: Floats, after: Floats, lever: Floats, dt: float
) -> Floats:
    """Return m, the share of coverage tied to rights, as coverage goes ``before`` to ``after``.

    New coverage is tied as the sender's habit or the policy's ``lever`` in [0, 1] has it; the
    policy also recasts what stands.
    """
    fresh = p.conditional_rest + (1.0 - p.conditional_rest) * lever
    share = (after - before) / np.maximum(after, 1e-12)
    mixed = conditional + (fresh - conditional) * clip(share, 0.0, 1.0)
    pull = -np.expm1(-p.recast * lever * (dt / WEEKS_PER_YEAR))
    return mixed + pull * (1.0 - mixed)


def in_force(stock: Floats, lifting: Floats, relief: Floats) -> Floats:
    """Return what stands of listings or coverage: a lifted share returns when lifting ends."""
    return stock * (1.0 - lifting) * (1.0 - relief)


def bite(weight: Floats, coverage: Floats, compliance: Floats, evasion: Floats | float) -> Floats:
    """Return Eff of one sender, in [0, 1]; ``weight`` is its share of the target's trade."""
    return weight * coverage * compliance * (1.0 - evasion)


def conditional_effect(p: Sanctions, effective: Floats, conditional: Floats) -> Floats:
    """Return the change of the civic target of M6 by conditional sanctions, logits."""
    return p.conditional_effect * effective * conditional


def enabler_bite(p: Sanctions, enabler: Floats, weight: Floats) -> Floats:
    """Return the bite on a sponsor for its client's repression, in [0, 1], for M1.

    ``enabler`` is the policy's pressure in [0, 1]; ``weight`` the sender's share of its trade.
    """
    return p.enabler_bite * enabler * weight
