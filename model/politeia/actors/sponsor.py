"""A sponsor: credit, cheap energy, recognition and troops for clients, and what they cost."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.country import Country
from politeia.actors.data import SponsorData
from politeia.quantity import ANY, INFINITY, Floats, quantity
from politeia.theories.sponsorship import support

if TYPE_CHECKING:
    from politeia.parameters import Parameters


class Sponsor(Actor, SponsorData):
    """A state that backs regimes; or, as a chorus, all of them, each row ``(sponsor, run)``."""

    pressure = quantity("pressure on the sponsor", unit="1", bounds=(0, 10))
    enabler = quantity("pressure for its clients' repression", unit="1", bounds=(0, 10))
    outlay = quantity("spent on clients", unit="bn USD/year", bounds=(0, INFINITY))
    outlay_start = quantity("that at the start", unit="share of GDP/year", bounds=(0, 1))
    war_cost = quantity("spent on a war above peace", unit="share of GDP/year", bounds=(0, 1))
    revenue_log = quantity("log of revenue over the start", unit="log", bounds=ANY)
    rationed = quantity("share of what is asked that is paid", unit="1", bounds=(0, 1), start=1.0)

    clients: Sequence[Country] = ()
    own: Country | None = None
    parts: Sequence[Sponsor] = ()
    backers: Sequence[int] = ()

    @classmethod
    def together(cls, actors: Sequence[Self], p: Parameters) -> Self:
        """Return one sponsor that is all of ``actors``; whom each backs is for the caller to say.

        Its client is then a chorus of countries, ``backers`` the place of the sponsor of each.
        """
        chorus = super().together(actors, p)
        chorus.parts = tuple(actors)
        return chorus

    def each(self, read: Callable[[Sponsor], Floats]) -> Floats:
        """Return what ``read`` tells of the sponsor, or of each of a chorus, (sponsor, run)."""
        return np.stack([read(part) for part in self.parts]) if self.parts else read(self)

    def facing(self, clients: Country) -> Sponsor:
        """Return the sponsor as its client meets it; of a chorus, that of each, (client, run)."""
        if not self.parts:
            return self
        met = copy.copy(self)
        met.rows, met.p = self.rows[:, self.backers], clients.regime.p
        return met

    def of_clients(self, read: Callable[[Country], Floats]) -> Floats:
        """Return the sum of what ``read`` tells over the clients of each, in their order."""
        whole = np.zeros(self.rows.shape[1:])
        for country in self.clients:
            told = read(country)
            rows = zip(self.backers, told, strict=True) if self.parts else ((..., told),)
            for place, value in rows:
                whole[place] += value
        return whole

    @property
    def bite_at_home(self) -> Floats:
        """Return the sanctions that bite on the sponsor itself; 0 where it is not under study."""
        return np.zeros(self.runs) if self.own is None else self.own.treasury.effective

    @property
    def output_at_home(self) -> Floats:
        """Return its log of output over the trend; 0 where it is not under study."""
        if self.own is None:
            return np.zeros(self.runs)
        return self.own.treasury.gdp_log - self.own.treasury.trend

    def read_purse(self, war_cost: Floats, scale: Floats) -> None:
        """Let capacity follow revenue, war, sanctions and what clients cost (M1, M19)."""
        self.war_cost = war_cost
        revenue = self.each(lambda one: one.output_at_home)
        self.pressure = self.each(lambda one: one.bite_at_home) + self.enabler
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
        for country in self.clients:
            self.facing(country).offer(country)
        asked = self.of_clients(lambda country: country.treasury.ask())
        self.rationed = 1.0
        if self.model.rules_decide:
            self.rationed = support.ration(self.p.support, asked, self.capacity, self.gdp)
        for country in self.clients:
            self.facing(country).pay(country)
        self.outlay = asked * self.rationed

    def pay(self, country: Country) -> None:
        """Pay a client the share of what was offered that the purse allows."""
        treasury, regime = country.treasury, country.regime
        treasury.credit = treasury.credit * self.rationed
        treasury.subsidy = treasury.subsidy * self.rationed
        regime.credit = treasury.credit
        regime.backing = support.backing(self.p.support, treasury.credit, regime.troops)

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
