"""The treasury of a country: output, hardship, the budget, trade and what the sponsor gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.quantity import ANY, INFINITY, Floats, quantity
from politeia.theories.rule import elites, treasury
from politeia.theories.sponsorship import dependence, support

if TYPE_CHECKING:
    from politeia.actors.country import Country

HEADS = ("security", "patronage", "welfare", "war")
YEAR = 52


class Treasury(Actor):
    """Money: what a regime earns, receives, loses to sanctions and spends."""

    clocks = (
        "counter_pledge",
        "security_concession",
        "economic_concession",
        "institutional_concession",
    )

    trend = quantity("log of trend output over the start", unit="log", bounds=(-5, 5))
    loss = quantity("output lost to sanctions and unrest", unit="log", bounds=(-2, 5))
    cycle = quantity("output moved by shocks", unit="log", bounds=(-3, 3))
    gdp_log = quantity("log of output over the start", unit="log", bounds=(-6, 6), symbol="lnY")
    growth_shock = quantity("shock to output of this week", unit="log", bounds=(-1, 1))
    hardship = quantity("income missing below trend", unit="log", bounds=(0, 5))
    room = quantity("fiscal room", unit="GDP of the start", bounds=ANY, symbol="B")
    revenue = quantity("revenue of this week", unit="GDP of the start", bounds=(0, INFINITY))
    received = quantity("support received this week", unit="GDP of the start", bounds=(0, INFINITY))
    spent_security = quantity("spent on security", unit="GDP of the start", bounds=(0, INFINITY))
    spent_patronage = quantity("spent on patronage", unit="GDP of the start", bounds=(0, INFINITY))
    spent_welfare = quantity("spent on welfare", unit="GDP of the start", bounds=(0, INFINITY))
    spent_war = quantity("spent on war", unit="GDP of the start", bounds=(0, INFINITY))
    security = quantity("security over rest", unit="1", bounds=(0, INFINITY), start=1.0)
    patronage = quantity("patronage over rest", unit="1", bounds=(0, INFINITY), start=1.0)
    welfare = quantity("welfare over rest", unit="1", bounds=(0, INFINITY), start=1.0)
    effective = quantity("sanctions that bite", unit="1", bounds=(0, 1), symbol="Eff")
    in_force = quantity("sanctions before evasion", unit="1", bounds=(0, 1))
    evasion = quantity("evasion of all goods", unit="1", bounds=(0, 1), symbol="Ev")
    evasion_priority = quantity("evasion of priority goods", unit="1", bounds=(0, 1))
    premium = quantity("price premium on evaded goods", unit="1", bounds=(1, 100), start=1.0)
    tech_in_force = quantity("sanctions on priority goods before evasion", unit="1", bounds=(0, 1))
    covered = quantity(
        "coverage by all senders, by share of trade with them", unit="1", bounds=(0, 1)
    )
    enforced = quantity("compliance, by what is covered", unit="1", bounds=(0, 1))
    enabling_cut = quantity("enabling flows that senders cut", unit="1", bounds=(0, 1))
    fuel_cut = quantity("energy that senders no longer buy", unit="1", bounds=(0, 1))
    wish = quantity("the sponsor's wish to help", unit="1", bounds=(0, 1))
    credit = quantity("credit received", unit="share of GDP/year", bounds=(0, 1))
    subsidy = quantity("price subsidy received", unit="share of GDP/year", bounds=(0, 1))
    pledge = quantity("public pledge of the sponsor", unit="1", bounds=(0, 1))
    compensated = quantity("share of a loss made good", unit="1", bounds=(0, 1))
    dependence = quantity("dependence on the sponsor", unit="1", bounds=(0, 1), symbol="Dep")
    diversion = quantity("diverted trade", unit="1", bounds=(0, 1), symbol="div")
    export_share = quantity("exports that go to the sponsor", unit="1", bounds=(0, 1))
    own_share = quantity("that share without diversion", unit="1", bounds=(0, 1))
    outside = quantity("outside option", unit="1", bounds=(0, 1), start=1.0)
    hedge = quantity("hedging against the sponsor", unit="1", bounds=(0, 1), start=0.5)
    security_conceded = quantity("security conceded", unit="1", bounds=(0, 1))
    economic_conceded = quantity("economy conceded", unit="1", bounds=(0, 1))
    institutional_conceded = quantity("institutions conceded", unit="1", bounds=(0, 1))
    credit_rule = quantity("credit by the sponsor's rule", unit="share of GDP/year", bounds=(0, 1))
    pledge_window = quantity("weeks in which a step is answered", unit="week", bounds=(0, 60))
    pledges = quantity("counter-pledges so far", unit="1", bounds=(0, 1e5))
    recorded_credit = quantity("credit by record", unit="share of GDP/year", bounds=(0, 1))

    country: Country

    @property
    def support(self) -> Floats:
        """Return all that the sponsor gives, in share of GDP a year."""
        return self.credit + self.subsidy

    @property
    def room_share(self) -> Floats:
        """Return fiscal room in share of today's GDP."""
        return treasury.room_share(self.room, self.gdp_log)

    def earn(self, week: int) -> None:
        """Grow, lose to sanctions and shocks, and let people feel it."""
        if not self.model.plays("M5"):
            return
        p, regime = self.p.treasury, self.country.regime
        self.trend = treasury.gdp_trend_after(self.trend, regime.growth_trend, 1.0)
        cut = treasury.purchases_cut(
            p, self.fuel_cut, regime.energy_leverage, self.enabling_cut, regime.trade_share_senders
        )
        effective = np.minimum(self.effective + cut, 1.0)
        self.loss = treasury.output_loss_after(
            p, self.loss, effective, self.diversion, regime.threat_week, self.credit, 1.0
        )
        normal = self.luck.normal("growth", week)
        self.cycle = treasury.output_cycle_after(p, self.cycle, self.growth_shock, normal, 1.0)
        self.gdp_log = treasury.gdp_log(self.trend, self.loss, self.cycle)
        self.hardship = treasury.hardship_after(
            p, self.hardship, self.loss, self.cycle, regime.remittances, self.welfare, 1.0
        )
        regime.room = self.room_share

    def spend(self) -> None:
        """Divide the budget by what each head is worth to survival; what is left is room."""
        if not self.model.plays("M5"):
            return
        p, elite, people = self.p.treasury, self.country.elite, self.country.people
        regime = self.country.regime
        disloyal = elites.resting_loyalty(self.p.elites) - elite.mean_loyalty
        shares = treasury.spending_shares(
            p, regime.threat_week, disloyal, self.hardship, people.grieved, regime.at_war
        )
        heads = treasury.spending(p, self.trend, self.room, 1.0) * shares
        relative = treasury.relative_spending(p, heads, self.trend, 1.0)
        self.revenue = treasury.revenue(p, self.gdp_log, 1.0)
        self.received = treasury.support_received(self.support, self.gdp_log, 1.0)
        self.room = treasury.fiscal_room_after(self.room, self.revenue, self.received, heads)
        for head, spent, over in zip(HEADS, heads, relative, strict=True):
            setattr(self, f"spent_{head}", spent)
            if head != "war":
                setattr(self, head, over)

    def lean_on_sponsor(self) -> None:
        """Let trade, dependence, hedging and concessions follow from support and sanctions."""
        if not self.model.plays("M2"):
            return
        p, regime = self.p.dependence, self.country.regime
        self.diversion = dependence.diversion_after(
            p, self.diversion, self.effective, self.compensated, 1.0
        )
        self.export_share = dependence.export_share_after(
            p, self.export_share, self.own_share, self.diversion, 1.0
        )
        self.dependence = dependence.dependence_after(
            p, self.dependence, self.support, self.export_share, 1.0
        )
        self.outside = dependence.outside_after(p, self.outside, self.effective, 1.0)
        self.hedge = dependence.hedge_after(p, self.hedge, regime.backing, self.outside, 1.0)
        self._concede()

    def _concede(self) -> None:
        p = self.p.dependence
        drive = dependence.concession_drive(p, self.dependence, self.hedge, self.outside)
        hazards = dependence.concession_hazards(p, drive)
        rung = self.ring_all("security_concession", np.stack(hazards), 1.0).astype(np.float64)
        for domain, rang in zip(("security", "economic", "institutional"), rung, strict=True):
            held = getattr(self, f"{domain}_conceded")
            after = dependence.concession_after(p, held, rang, self.outside, 1.0)
            setattr(self, f"{domain}_conceded", after)

    @property
    def conceded(self) -> Floats:
        """Return the sovereignty given, the mean of three domains, in [0, 1]."""
        return dependence.sovereignty_given(
            self.security_conceded, self.economic_conceded, self.institutional_conceded
        )

    def ask(self) -> Floats:
        """Return what the country asks of its sponsor, in bn USD a year."""
        today = self.country.regime.gdp * np.exp(self.gdp_log)
        return support.asked(self.credit, self.subsidy, today)
