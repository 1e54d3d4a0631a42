"""A sponsor: credit, cheap energy, recognition and troops for clients, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.country import Country
from politeia.actors.data import SponsorData
from politeia.quantity import ANY, INFINITY, Floats, quantity
from politeia.theories.sponsorship import support


class Sponsor(Actor, SponsorData):
    """A state that backs regimes."""

    pressure = quantity("pressure on the sponsor", unit="1", bounds=(0, 10))
    enabler = quantity("pressure for its clients' repression", unit="1", bounds=(0, 10))
    outlay = quantity("spent on clients", unit="bn USD/year", bounds=(0, INFINITY))
    outlay_start = quantity("that at the start", unit="share of GDP/year", bounds=(0, 1))
    war_cost = quantity("spent on a war above peace", unit="share of GDP/year", bounds=(0, 1))
    revenue_log = quantity("log of revenue over the start", unit="log", bounds=ANY)
    rationed = quantity("share of what is asked that is paid", unit="1", bounds=(0, 1), start=1.0)

    clients: Sequence[Country] = ()
    own: Country | None = None

    def read_purse(self, war_cost: Floats, scale: Floats) -> None:
        """Let capacity follow revenue, war, sanctions and what clients cost (M1, M19)."""
        self.war_cost = war_cost
        own = self.own
        sanctioned = own.treasury.effective if own is not None else np.zeros(self.runs)
        revenue = (
            own.treasury.gdp_log - own.treasury.trend if own is not None else np.zeros(self.runs)
        )
        self.pressure = sanctioned + self.enabler
        self.revenue_log = revenue
        spent = np.maximum(self.outlay / self.gdp - self.outlay_start, 0.0)
        p = self.p.support
        self.capacity = support.capacity_after(
            p,
            self.capacity,
            revenue + np.log(np.maximum(scale, 1e-3)),
            war_cost,
            self.pressure,
            spent,
            1.0,
        )

    def back_clients(self) -> None:
        """Offer each client credit and cheap energy by its need; all are rationed alike."""
        p = self.p.support
        for country in self.clients:
            self.offer(country)
        asked = sum((country.treasury.ask() for country in self.clients), np.zeros(self.runs))
        self.rationed = np.ones(self.runs)
        if self.model.rules_decide:
            self.rationed = support.ration(p, asked, self.capacity, self.gdp)
        for country in self.clients:
            treasury = country.treasury
            treasury.credit = treasury.credit * self.rationed
            treasury.subsidy = treasury.subsidy * self.rationed
            country.regime.credit = treasury.credit
            country.regime.backing = support.backing(p, treasury.credit, country.regime.troops)
        self.outlay = asked * self.rationed

    def offer(self, country: Country) -> None:
        """Offer one client what it is worth to the sponsor: a decision to override."""
        p, regime, treasury = self.p.support, country.regime, country.treasury
        treasury.wish = support.wish_after(
            p, treasury.wish, regime.threat_week, regime.alignment, 1.0
        )
        offered = support.offer(p, treasury.wish, self.capacity, self.pressure, self.gives_credit)
        accepted = support.taken(p, offered, treasury.conceded)
        treasury.credit_rule = support.credit_after(p, treasury.credit_rule, accepted, 1.0)
        by_rule = self.model.rules_decide
        treasury.credit = treasury.credit_rule if by_rule else treasury.recorded_credit
        need = 1.0 - regime.energy_leverage
        able = self.means()
        wanted = support.subsidy_wanted(p, regime.alignment, need, able)
        treasury.subsidy = support.subsidy_after(p, treasury.subsidy, wanted, 1.0)
        regime.friendly_media = support.media_support(p, regime.alignment, treasury.wish)
        regime.gate = support.gate(p, regime.alignment)
        regime.sponsor_capacity = self.capacity
        self.answer_step(country)

    def means(self) -> Floats:
        """Return the means behind cheap energy and offsets: 1 while the record speaks."""
        if not self.model.rules_decide:
            return np.ones(self.runs)
        need = support.need_of_client(self.p.support, self.pressure)
        return np.minimum(self.capacity * need, 3.0)

    def answer_step(self, country: Country) -> None:
        """Pledge more after a sectoral step against a client, and make good a share of its loss."""
        p, regime, treasury = self.p.support, country.regime, country.treasury
        treasury.pledge_window = support.window_after(
            p, treasury.pledge_window, regime.sanction_step, 1.0
        )
        hazard = support.counter_pledge_hazard(p, treasury.pledge_window, regime.alignment)
        rang = treasury.ring("counter_pledge", hazard, 1.0).astype(np.float64)
        treasury.pledge = support.pledge_after(p, treasury.pledge, rang, 1.0)
        treasury.pledges = treasury.pledges + rang
        offset = self.model.switches.patron_offset
        able = self.means()
        treasury.compensated = support.compensated(
            p, offset, regime.alignment, able, treasury.pledge
        )

    def congratulates(self, country: Country, week: int) -> Floats:
        """Return 1 where the sponsor recognises the client's election of this week."""
        luck = country.elite.luck.uniform(f"recognition by {self.code}", week)
        return support.recognises(self.p.support, country.regime.alignment, luck)
