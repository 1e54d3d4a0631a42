"""What the outside says to a country, offers it and holds against it this week.

Each sender that decides for itself or for its members is heard by its share of the democracies'
GDP; what it says and does follows its memory of abuse, and a policy's levers on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.country import Country
from politeia.quantity import Floats, anywhere, clip
from politeia.theories.pressure import engagement, evasion, membership, sanctions, speech

if TYPE_CHECKING:
    from politeia.actors.democracy import Democracy
    from politeia.model import Politeia

EVENT_WEEKS = 3.0
INSECURE_HAZARD = 0.1
"""Yearly hazard of falling at which a ruler is wholly insecure."""


def hear(model: Politeia, country: Country) -> None:
    """Let the ruler hear shaming, withheld recognition, courts and conditions (M20, M22)."""
    regime, p = country.regime, model.p.speech
    nothing = np.zeros(model.runs)
    heard, withheld, undermined = nothing, nothing, nothing
    for sender, weight in model.deciders:
        said = speech.said(
            p,
            memory(model, sender, country),
            regime.energy_leverage,
            sender.lever_on("speech.shaming", country),
        )
        heard = speech.joined(heard, weight * said)
        withheld = withheld + weight * sender.lever_on("recognition.withheld", country)
        undermined = undermined + weight * sender.lever_on("courts.undermined", country)
    regime.heard = heard
    shift = nothing
    if model.plays("M20"):
        local = np.maximum(regime.campaign_infrastructure, country.organisations.alarm)
        insecure = clip(country.elite.total_hazard / INSECURE_HAZARD, 0.0, 1.0)
        shift = speech.shaming(p, heard, local) + speech.recognition(p, withheld)
        shift = shift + speech.courts(p, undermined, insecure)
        regime.warning = speech.troops_criticised(p, heard)
    if model.plays("M22"):
        shift = shift + condition_of_membership(model, country)
    regime.shift_abroad = shift
    regime.shift_civic = sanctions.conditional_effect(
        model.p.sanctions, country.treasury.effective, regime.conditional
    )
    regime.withheld = withheld


def memory(model: Politeia, sender: Democracy, country: Country) -> Floats:
    """Return the abuse of a country that a sender remembers."""
    if sender.measures is None:
        return np.zeros(model.runs)
    remembered: Floats = sender.measures.abuse_memory[country.places]
    return remembered


def condition_of_membership(model: Politeia, country: Country) -> Floats:
    """Return what a condition of membership adds to the targets, logits."""
    enforced = model.by_anyone("membership.conditional", country)
    suspended = model.by_anyone("membership.suspended", country)
    return membership.condition(
        model.p.membership, country.regime.member_rights, suspended, enforced
    )


def reach_in(model: Politeia, country: Country) -> None:
    """Open routes, fund organisations, and grant or decline a hosted event (M13, M16, M22)."""
    regime, p = country.regime, model.p.membership
    opened = model.by_deciders("routes.open", country)
    country.people.routes_policy = np.minimum(opened, 1.0)
    withdrawn = model.by_deciders("enabling.cut", country) * model.p.organisations.enabling_money
    millions = country.people.resident / 1e6
    funded = model.money("organisations.funding", country)
    country.organisations.foreign_funds = funded - withdrawn * millions
    factor = np.ones(model.runs)
    if model.plays("M22"):
        declined = model.by_anyone("events.declined", country)
        factor = membership.event_factor(
            p, regime.weeks_to_event, EVENT_WEEKS + np.zeros(model.runs), declined
        )
    regime.event_factor = factor
    country.courts.event_factor = factor


def engage(model: Politeia, country: Country, week: int) -> None:
    """Talk, offer relief for releases, strike deals, and perhaps open the regime a little (M21)."""
    country.courts.freed = country.courts.freed_recorded
    if not model.plays("M21"):
        return
    p, regime, courts, treasury = (
        model.p.engagement,
        country.regime,
        country.courts,
        country.treasury,
    )
    refused = model.by_deciders("engagement.refused", country)
    talks = np.maximum(model.by_deciders("engagement.dialogue", country), regime.thaw_recorded)
    remembered = mean_memory(model, country)
    regime.engagement = engagement.engagement_after(
        p, regime.engagement, remembered, refused, talks, 1.0
    )
    standing = np.maximum(-np.expm1(-regime.listings / 100.0), treasury.in_force)
    deals = model.by_deciders("engagement.deals", country)
    regime.offer = engagement.relief_offered(p, regime.engagement, standing, refused, deals)
    strike_deal(model, country, week, remembered)
    hazard = engagement.opening_hazard(
        p, regime.engagement * model.switches.engagement_opens, regime.threat_week
    )
    opens = regime.ring("opening", hazard, 1.0)
    luck = regime.luck.spell_uniform("opening", regime.spell_of("opening"))
    towards = regime.luck.spell_uniform("direction of an opening", regime.spell_of("opening"))
    sign = engagement.opening_sign(p, regime.engagement * model.switches.engagement_opens, towards)
    regime.thaw = engagement.opening_after(
        p, regime.thaw, opens, sign, regime.threat_week, luck, 1.0
    )
    if anywhere(opens) and model.plays("M6"):
        regime.set_levels(opens)
    courts.intake_factor = np.maximum(
        engagement.intake_factor(p, regime.engagement, regime.quiet_weeks, regime.hostage), 0.0
    )


def strike_deal(model: Politeia, country: Country, week: int, remembered: Floats) -> None:
    """Release prisoners for relief where the bargain is worth it to the ruler."""
    p, regime, courts, treasury = (
        model.p.engagement,
        country.regime,
        country.courts,
        country.treasury,
    )
    dangerous = clip(regime.latent_threat * 4.0, 0.0, 1.0)
    hazard = engagement.deal_hazard(
        p, regime.offer, treasury.effective, treasury.dependence, dangerous, regime.threat_week
    )
    rang = regime.ring("deal", hazard, 1.0)
    deal = rang & (courts.prisoners >= 1.0) & model.rules_decide
    luck = regime.luck.uniform("released", week)
    free = engagement.released(p, regime.offer, courts.prisoners, luck)
    courts.freed = courts.freed_recorded + np.where(deal, free, 0.0)
    regime.relief = engagement.relief_after(p, regime.relief, deal, regime.offer, remembered, 1.0)
    regime.quiet_weeks = engagement.quiet_after(p, regime.quiet_weeks, deal, 1.0)
    regime.hostage = engagement.hostage_after(p, regime.hostage, deal, regime.offer, 1.0)


def mean_memory(model: Politeia, country: Country) -> Floats:
    """Return the abuse that the senders remember, weighted by their share of GDP."""
    total = np.zeros(model.runs)
    for sender, weight in model.deciders:
        total = total + weight * memory(model, sender, country)
    return total


def sanction(model: Politeia, country: Country) -> None:
    """Add up what all senders have in force against a country, and what of it bites (M3, M4)."""
    regime, treasury = country.regime, country.treasury
    place, nothing = country.places, np.zeros(model.runs)
    kept, tech, listed, tied, step, names, joint, covered = (nothing,) * 8
    for bench in model.deciding:
        held, weights = bench.measures, bench.weights
        if held is None:
            continue
        stands, trade, complied = held.standing[place], held.weight[place], held.compliance[place]
        bitten = sanctions.bite(trade, stands, complied, 0.0)
        kept = added(kept, held.by_sender(bitten))
        tech = added(tech, held.by_sender(weights * (stands * complied)))
        covered = added(covered, held.by_sender(weights * stands))
        persons = held.listings[place] * (1.0 - held.lifted[place])
        listed = added(listed, held.by_sender(persons))
        bound = trade * (stands * complied) * held.conditional[place]
        tied = added(tied, held.by_sender(bound))
        names = added(names, held.by_sender(held.names_fell[place]))
        for fell in held.by_sender(held.step_fell[place]):
            step = np.maximum(step, fell)
    if model.levers.moved("coordination.joint"):
        for sender, weight in model.deciders:
            joint = joint + weight * sender.joint_with(country)
    factor = speech.joint_weight(model.p.speech, np.minimum(joint, 1.0))
    treasury.in_force, treasury.tech_in_force = np.minimum(kept, 1.0), np.minimum(tech, 1.0)
    treasury.covered = np.minimum(covered, 1.0)
    treasury.enforced = np.where(covered > 1e-9, tech / np.maximum(covered, 1e-9), 0.0)
    evade(model, country)
    treasury.effective = clip(kept * (1.0 - treasury.evasion) * factor, 0.0, 1.0)
    regime.effective, regime.listings = treasury.effective, listed
    regime.conditional = np.where(kept > 1e-9, tied / np.maximum(kept, 1e-9), 0.0)
    regime.sanction_step, regime.names_step = step, names
    treasury.fuel_cut = np.minimum(model.by_deciders("fuel.cut", country), 1.0)
    treasury.enabling_cut = np.minimum(model.by_deciders("enabling.cut", country), 1.0)


def added(whole: Floats, parts: Sequence[Floats]) -> Floats:
    """Return ``whole`` and all ``parts``, added one after the other, in the order of senders."""
    for part in parts:
        whole = whole + part
    return whole


def evade(model: Politeia, country: Country) -> None:
    """Let goods find their way round sanctions through hubs, as far as it pays (M4)."""
    treasury, p = country.treasury, model.p.evasion
    if not model.plays("M4"):
        treasury.evasion = np.zeros(model.runs)
        return
    bite = treasury.tech_in_force * (1.0 - treasury.evasion)
    treasury.premium = evasion.premium_after(p, treasury.premium, bite, 1.0)
    closed = model.routes_lost()
    for name, ceiling in (("evasion", p.ceiling), ("evasion_priority", p.ceiling_priority)):
        top = evasion.reachable(p, ceiling, closed, treasury.premium)
        setattr(treasury, name, evasion.evasion_after(p, getattr(treasury, name), top, 1.0))


def press_hubs(model: Politeia) -> None:
    """Threaten firms and banks of hubs by the strongest threat of each sender (M4)."""
    if not model.hubs or not model.plays("M4"):
        return
    p, calm = model.p.evasion, np.ones(model.runs)
    for sender, weight in model.deciders:
        if sender.measures is not None:
            calm = calm * (1.0 - weight * sender.measures.hub_pressure.max(axis=0))
    premium = model.highest("treasury", "premium") if model.rules_decide else np.ones(model.runs)
    for hub in model.hubs:
        hub.trade(1.0 - calm, premium)
    lost = model.trade_lost()
    model.market.detour = evasion.detour_after(p, model.market.detour, lost, 1.0)
