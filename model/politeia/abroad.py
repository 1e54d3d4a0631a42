"""The outside of the week: democracies, sponsors, the war, and those who arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR
from politeia.founding import EUR_PER_USD
from politeia.quantity import Floats
from politeia.theories.pressure import arrivals, attention, evasion, membership, sanctions
from politeia.theories.war import outcome

if TYPE_CHECKING:
    from politeia.actors.country import Country
    from politeia.actors.sponsor import Sponsor
    from politeia.model import Politeia


def begin_week(model: Politeia) -> None:
    """Set what falls this week to nothing."""
    for sender in model.deciding:
        if sender.measures is not None:
            sender.measures.begin_week()


def visible(model: Politeia, country: Country) -> Floats:
    """Return what senders see of a country this week, 1/week (M20)."""
    regime, courts = country.regime, country.courts
    millions = np.maximum(regime.population / 1e6, 1e-6)
    violent = regime.violent / np.maximum(regime.detained, 1e-9)
    share = courts.recognised / np.maximum(courts.prisoners, 1.0)
    inflow = courts.inflow * np.minimum(share, 1.0) / millions
    seen = regime.abuse
    if model.plays("M22"):
        seen = seen * membership.seen_factor(
            model.p.membership, regime.event_factor, regime.weeks_to_event
        )
    return attention.visibility(model.p.attention, seen, violent, inflow, regime.at_war)


def notice(model: Politeia) -> None:
    """Let senders see and remember, and their publics attend and tire (M20)."""
    seen = np.empty((len(model.countries), model.runs))
    for country in model.together:
        seen[country.places] = visible(model, country)
    whole = seen[0]
    for row in seen[1:]:
        whole = whole + row
    escalation = model.theatre.moved if model.theatre is not None else np.zeros(model.runs)
    for sender in model.deciding:
        if sender.measures is not None:
            sender.measures.remember(seen)
    for sender in model.assembly if model.plays("M20") else ():
        sender.notice(whole, sender.cost_total, escalation)
        sender.hold_election(model.week)
    for country in model.together:
        country.regime.abuse_last = country.regime.abuse


def decide(model: Politeia) -> None:
    """Let senders agree and sanction, and give aid (M3, M20)."""
    if model.plays("M20"):
        energy = model.highest("regime", "energy_leverage")
        for sender in model.assembly:
            sender.agree(energy)
        for sender in model.senders:
            sender.count_votes()
    if model.deciding and model.plays("M3"):
        hazards = [sender.package_hazard(model.countries) for sender in model.deciding]
        strongest = np.max(
            [
                own
                for sender, hazard in zip(model.deciding, hazards, strict=True)
                if sender.measures is not None
                for own in sender.measures.by_sender(hazard)
            ],
            axis=0,
        )
        for sender, hazard in zip(model.deciding, hazards, strict=True):
            sender.decide_sanctions(model.week, model.countries, hazard, strongest)
    for sender in model.assembly:
        sender.give_aid(model.week)


def sponsor(model: Politeia) -> None:
    """Let sponsors read their purse and back their clients (M1, M19)."""
    if not model.plays("M1"):
        for country in model.together:
            country.treasury.credit, country.treasury.subsidy = 0.0, 0.0
            country.regime.credit, country.regime.backing = 0.0, country.regime.foreign_troops
        return
    for patron in model.patrons:
        patron.enabler = 0.0
        if model.levers.moved("sanctions.enabler"):
            patron.enabler = patron.of_clients(lambda country: enabled(model, country))
        patron.read_purse(
            patron.each(lambda one: war_cost(model, one)),
            patron.each(lambda one: scale_after_war(model, one)),
        )
        patron.back_clients()


def enabled(model: Politeia, country: Country) -> Floats:
    """Return the bite on a country's sponsor for its client's repression (M1)."""
    pressed = model.by_deciders("sanctions.enabler", country)
    return sanctions.enabler_bite(model.p.sanctions, pressed, np.ones(model.runs))


def war_cost(model: Politeia, patron: Sponsor) -> Floats:
    """Return what a sponsor spends on its own war, in shares of GDP a year (M18)."""
    theatre = model.theatre
    fights = theatre is not None and patron.code == theatre.attacker
    return theatre.war_cost if theatre is not None and fights else np.zeros(model.runs)


def scale_after_war(model: Politeia, patron: Sponsor) -> Floats:
    """Return by what the outcome of a sponsor's own war multiplies its means (M19)."""
    theatre = model.theatre
    if theatre is None or patron.code != theatre.attacker or not model.plays("M19"):
        return np.ones(model.runs)
    over = theatre.after_end(theatre.years_since)
    return outcome.capacity_scale(model.p.outcome, over, theatre.years_since)


def wage_war(model: Politeia) -> None:
    """Fight the war of the world, with the aid and the goods that reach each side (M18)."""
    theatre = model.theatre
    if theatre is None:
        return
    aid = np.zeros(model.runs)
    for sender in model.senders:
        gives = 0.0 if sender.members else 1.0
        by_rule = gives * sender.aid_given * sender.gdp * EUR_PER_USD
        aid = aid + (by_rule if model.rules_decide else np.maximum(sender.aid_recorded, 0.0))
    supply = np.ones(model.runs)
    if theatre.attacker in model.place and model.plays("M4"):
        money = model.countries[model.place[theatre.attacker]].treasury
        supply = evasion.goods_arriving(money.tech_in_force, money.evasion_priority)
    theatre.inputs = arms(model)
    if theatre.attacker in model.place:
        patron = model.countries[model.place[theatre.attacker]].treasury
        theatre.output_log = np.where(theatre.rages > 0.5, patron.gdp_log, 0.0)
    theatre.wage(model.week, aid, supply)


def arms(model: Politeia) -> Floats:
    """Return what sponsors send to the attacker's war, in bn EUR a year (M18)."""
    theatre = model.theatre
    sent = np.zeros(model.runs) if theatre is None else theatre.inputs_attacker
    for one in model.sponsors:
        sent = sent + one.arms_the_war * np.minimum(one.capacity, 1.0)
    return sent


def receive(model: Politeia) -> None:
    """Let those who left arrive, and host publics respond (M23)."""
    if not model.plays("M23") or not model.senders:
        return
    left = np.zeros(model.runs)
    pressing = np.zeros(model.runs)
    for country in model.countries:
        left = left + country.people.leaving
        route = (country.regime.route_weeks > 0.0) * country.regime.routes_open
        pressing = np.maximum(pressing, route)
    for sender in model.assembly:
        share = model.exposure_shares(sender)
        flow = arrivals.flow(model.p.arrivals, left * share * WEEKS_PER_YEAR, pressing * share)
        sender.receive(np.where(share > 0.0, flow, 0.0))
    for country in model.together:
        concede(model, country)


def concede(model: Politeia, country: Country) -> None:
    """Suspend some sanctions for a regime that presses by arrivals, where hosts give way (M23)."""
    regime, felt = country.regime, np.zeros(model.runs)
    for sender, weight in model.deciders:
        felt = felt + weight * sender.salience
    pressing = (regime.route_weeks > 0.0) * regime.routes_open
    hazard = arrivals.concession_hazard(model.p.arrivals, felt, pressing)
    rung = regime.ring("conceded", hazard, 1.0) & model.rules_decide
    given = model.p.engagement.relief_share * (1.0 - regime.relief)
    regime.relief = np.where(rung, regime.relief + given, regime.relief)
