"""What comes by chance and by calendar once the record is silent: votes, prices, levies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.country import Country
from politeia.calendar import day_in_week
from politeia.quantity import Floats, anywhere, clip
from politeia.theories.pressure import speech
from politeia.theories.rule import shocks
from politeia.theories.sponsorship import intervention
from politeia.theories.war import outcome

if TYPE_CHECKING:
    from politeia.model import Politeia

LEVY_MEMORY = 26.0
"""Weeks in which a mobilisation is felt as such (assumption)."""
BELIEF_TO_LOGIT = 4.0
"""Logits a unit of belief at an even chance, where the logistic is steepest."""


def bring_shocks(model: Politeia) -> None:
    """Let elections fall by the calendar and other shocks by chance, where no record tells them."""
    model.market.move(model.week)
    for country in model.together:
        country.regime.levy = country.regime.levy * np.exp(-1.0 / LEVY_MEMORY)
    if not model.plays("M10") or model.week < model.settings.chance_from:
        return
    for country in model.countries:
        hold_election(model, country)
    for country in model.together:
        draw_shocks(model, country)


def hold_election(model: Politeia, country: Country) -> None:
    """Let a scheduled election fall on its day, with a drawn gap of claimed and believed votes."""
    day = model.chronicle.votes(country.regime.code, model.week)
    if day is None:
        return
    p, people, elite = model.p.shocks, country.people, country.elite
    gap = shocks.election_gap(p, elite.autocracy, people.luck.uniform("gap", model.week))
    elite.election_gap = gap
    elite.weeks_since_election = 0.0
    one = np.ones(model.runs)
    people.take_shock(shocks.political_size(gap), one, one * day_in_week(day))


def draw_shocks(model: Politeia, country: Country) -> None:
    """Let prices, levies and abuse that all have seen bring shocks of their own (M10)."""
    p, regime, people, elite = model.p.shocks, country.regime, country.people, country.elite
    fraud = shocks.fraud_felt(elite.election_gap, elite.weeks_since_election)
    viral = shocks.viral_abuse(regime.abuse_last, regime.media_reach)
    prices = shocks.price_pressure(p, model.market.rise, regime.fixed_fuel_price)
    politics = shocks.politics_pressure(p, fraud, regime.levy, viral)
    luck = people.luck.normals("drawn size", model.week, 2)
    day = np.floor(people.luck.uniform("day of a shock", model.week) * 7.0)
    dear = people.ring("economic shock", shocks.economic_hazard(p, prices), 1.0)
    anger = people.ring("political shock", shocks.political_hazard(p, politics), 1.0)
    none, one = np.zeros(model.runs), np.ones(model.runs)
    people.take_shock(np.where(dear, shocks.drawn_size(p, prices, luck[0]), 0.0), none, day)
    people.take_shock(np.where(anger, shocks.drawn_size(p, politics, luck[1]), 0.0), one, day)


def settle(model: Politeia, country: Country) -> None:
    """Let a new ruler decide the levels at once, and let troops and wars speak to the elite."""
    regime, elite = country.regime, country.elite
    came = elite.new_ruler > 0.5
    if anywhere(came) and model.plays("M6"):
        regime.set_levels(came)
    stay = intervention.belief_of_troops(regime.p.intervention, regime.troops)
    signal = stay
    if model.theatre is not None and model.plays("M19"):
        theatre = model.theatre
        over = theatre.after_end(theatre.years_since)
        leans = country.treasury.dependence
        signal = signal + outcome.belief_shift(model.p.outcome, over, theatre.years_since, leans)
        if theatre.attacker in country.codes:
            burden_patron(model, theatre.attacker)
    regime.belief_signal = BELIEF_TO_LOGIT * signal


def burden_patron(model: Politeia, code: str) -> None:
    """Let the war weigh on the attacker's own ruler: its front while it rages, then its outcome."""
    theatre, patron = model.theatre, model.countries[model.place[code]]
    if theatre is None:
        return
    over = theatre.after_end(theatre.years_since)
    patron.elite.war_lost = clip(theatre.front, 0.0, 1.0) * theatre.rages
    factor = outcome.hazard_multiplier(model.p.outcome, over, theatre.years_since)
    patron.elite.hazard_factor = factor
    patron.regime.at_war = theatre.rages


def congratulations(model: Politeia, country: Country) -> Floats:
    """Return how many states congratulate on an election of this week."""
    voted = country.elite.weeks_since_election <= 1.0
    if not anywhere(voted):
        return np.zeros(model.runs)
    sent = sum(
        (sponsor.congratulates(country, model.week) for sponsor in model.sponsors),
        np.zeros(model.runs),
    )
    polite = float(len(model.deciders)) * (1.0 - country.regime.heard)
    western = speech.recognitions(polite, np.minimum(country.regime.withheld, 1.0))
    return np.where(voted, sent + western, 0.0)
