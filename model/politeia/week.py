"""THE SCORE: one week of the world, in order. Nothing is computed here; every line is an act.

Policies look at last week and move first; then the past speaks (what the record imposes), then
chance; the street lives its
week or its seven days; courts, money, elites and society follow what the street has done; last, the
outside notices, decides and is felt next week. All citizens decide on the same yesterday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from politeia import abroad, bill, diplomacy, prospects
from politeia.street import live_streets

if TYPE_CHECKING:
    from politeia.model import Politeia

MONTH = 4
"""Weeks between two looks at what other regimes have adopted: laws are not copied in a week."""


def live(model: Politeia) -> None:
    """Live one week."""
    week = model.week
    model.levers.advance(week, model.look)
    for country in model.together:
        country.people.begin_week()
        country.regime.begin_week()
        country.elite.begin_week()
    abroad.begin_week(model)

    model.chronicle.impose(model)
    prospects.bring_shocks(model)

    for country in model.together:
        diplomacy.reach_in(model, country)
    live_streets(model)

    for country in model.together:
        country.elite.succeed(week)
        prospects.settle(model, country)
        diplomacy.engage(model, country, week)
        country.courts.hold_court(week)
        country.courts.be_counted()
        country.organisations.work(week)
        country.people.come_and_go(week)
        country.treasury.earn(week)
        country.treasury.spend()
        country.treasury.lean_on_sponsor()
        country.elite.stay_or_leave()
        country.regime.list_people()
        country.regime.look_popular(prospects.congratulations(model, country))
        country.people.change_minds()
    if week % MONTH == 0:
        for country in model.countries:
            country.regime.learn(float(MONTH))
            country.people.count_participants()
    for country in model.together:
        country.regime.remember_year()
        country.observers.watch(week)

    abroad.notice(model)
    abroad.decide(model)
    diplomacy.press_hubs(model)
    for country in model.together:
        diplomacy.sanction(model, country)
        diplomacy.hear(model, country)
        country.regime.answer_sanctions()
    abroad.sponsor(model)
    abroad.wage_war(model)
    abroad.receive(model)
    bill.present(model)
    model.check()
