"""A democracy, a group of democracies or their institution: what it notices, agrees on and does."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.country import Country
from politeia.actors.data import SenderData
from politeia.actors.measures import Measures
from politeia.calendar import WEEKS_PER_YEAR
from politeia.chance import Luck
from politeia.levers_table import ITSELF
from politeia.quantity import INFINITY, Bools, Floats, anywhere, quantity
from politeia.theories.pressure import aid, arrivals, attention, sanctions, speech
from politeia.theories.rule import shocks

if TYPE_CHECKING:
    from politeia.model import Politeia
    from politeia.parameters import Parameters

NEVER = 1e5


class Democracy(Actor, SenderData):
    """A sender; where it is an institution, its members decide with it."""

    clocks = ("exposure", "commitment", "block")

    unity = quantity("share of governments willing to act", unit="1", bounds=(0, 1), start=0.5)
    veto_now = quantity("readiness of the present government to block", unit="1", bounds=(0, 1))
    populists_start = quantity("populists at the start", unit="1", bounds=(0, 1))
    salience = quantity("remembered arrivals", unit="persons/1,000", bounds=(0, INFINITY))
    arriving = quantity("arrivals", unit="persons/week", bounds=(0, INFINITY))
    weeks_to_election = quantity(
        "weeks to the next election", unit="week", bounds=(-1, NEVER), start=NEVER
    )
    blocked = quantity("1 under a legislative block", unit="1", bounds=(0, 1))
    pipeline = quantity("aid promised and not given", unit="share of GDP", bounds=(0, 1))
    aid_given = quantity("military aid given", unit="share of GDP/year", bounds=(0, 1))
    aid_recorded = quantity(
        "military aid by record", unit="bn EUR/year", bounds=(-INFINITY, INFINITY)
    )
    pace = quantity("readiness to decide", unit="1", bounds=(0, 1), start=1.0)
    aid_of_year = quantity("that, mean of a year", unit="bn EUR/year", bounds=(-INFINITY, INFINITY))
    gate = quantity("chance that it can act", unit="1", bounds=(0, 1), start=1.0)
    incident = quantity("news of this week", unit="1", bounds=(-1, 10))
    packages = quantity("packages by rule so far", unit="1", bounds=(0, 1e6))
    commitments = quantity("commitments of aid so far", unit="1", bounds=(0, 1e6))
    political_cost = quantity(
        "cost of levers since the branch", unit="points", bounds=(-INFINITY, INFINITY)
    )
    cost_outlay = quantity("cost to the treasury", unit="points/year", bounds=(-INFINITY, INFINITY))
    cost_trade = quantity("cost in lost trade", unit="points/year", bounds=(-INFINITY, INFINITY))
    cost_decision = quantity("cost of decisions", unit="points/year", bounds=(-INFINITY, INFINITY))
    cost_retaliation = quantity(
        "retaliation borne", unit="points/year", bounds=(-INFINITY, INFINITY)
    )

    members: Sequence[Democracy] = ()
    parts: Sequence[Democracy] = ()
    codes: tuple[str, ...] = ()
    measures: Measures | None = None

    def __init__(self, model: Politeia, code: str, name: str) -> None:
        super().__init__(model, code, name)
        self.bloc: str | None = None
        self.codes = (code,)

    @classmethod
    def together(cls, actors: Sequence[Self], p: Parameters) -> Self:
        """Return one sender that is all of ``actors`` side by side."""
        chorus = super().together(actors, p)
        chorus.codes, chorus.parts = tuple(actor.code for actor in actors), tuple(actors)
        return chorus

    def first(self, count: int) -> Self:
        """Return the first ``count`` senders of a chorus, who act on what they hold together."""
        some = copy.copy(self)
        for part in ("rows", "left", "spell"):
            setattr(some, part, getattr(self, part)[:, :count])
        some.luck, some.p = Luck(self.luck.keys[:count]), self.model.p
        some.codes, some.parts = self.codes[:count], self.parts[:count]
        held = [part.measures for part in some.parts if part.measures is not None]
        some.measures = Measures.together(held, self.model.p)
        return some

    def own(self, name: str, on: str = ITSELF) -> Floats:
        """Return a lever that the sender moves itself, or each of a chorus, on one target."""
        levers = self.model.levers
        if not levers.moved(name):
            return levers.rest
        if len(self.codes) == 1:
            return levers.of(name, self.codes[0], on)

        def on_each() -> Floats:
            return np.stack([levers.of(name, code, on) for code in self.codes])

        return levers.memo((self.codes, on), name, on_each)

    def notice(self, visible: Floats, costs: Floats, war_incident: Floats) -> None:
        """Let attention follow what is seen, and support follow attention, cost and escalation."""
        p = self.p.attention
        incident = self.incident + war_incident
        self.attention = attention.attention_after(p, self.attention, visible, incident, 1.0)
        self.support = attention.support_after(
            p, self.support, self.attention, costs, incident, 1.0
        )
        self.incident = 0.0

    def hold_election(self, week: int) -> None:
        """Hold the election that is due; it may bring a government that blocks common decisions."""
        due, ahead = shocks.next_election(self.weeks_to_election, self.election_interval, 1.0)
        self.weeks_to_election = np.where(self.election_interval > 0.0, ahead, NEVER)
        if anywhere(due):
            luck = self.luck.uniform("government", week)
            elected = attention.veto_elected(self.p.attention, self.veto, self.populists, luck)
            self.veto_now = np.where(due, elected, self.veto_now)

    def agree(self, energy: Floats) -> None:
        """Let capture, unity and the pace of decisions follow; levers may help (M20, M23)."""
        p = self.p.attention
        hazard = attention.exposure_hazard(p, self.own("capture.exposed"))
        exposed = self.ring("exposure", hazard, 1.0)
        self.capture = attention.capture_after(p, self.capture, energy, exposed, 1.0)
        loss = np.zeros(self.runs)
        if self.model.plays("M23"):
            loss = arrivals.unity_loss(self.p.arrivals, self.populists, self.populists_start)
        self.unity = attention.unity_after(
            p, self.unity, self.support, self.capture, loss, self.own("unity.effort"), 1.0
        )
        self.pace = attention.decision_pace(p, self.unity, self.weeks_to_election)
        self.gate = self.pace

    def count_votes(self) -> None:
        """Let a common act wait for every member: the gate is the pace where nobody vetoes."""
        if self.members:
            self.gate = self.pace * self.passes(self.own("unity.effort"))

    def passes(self, effort: Floats) -> Floats:
        """Return the chance that no member vetoes a common act, in [0, 1]."""
        p, levers = self.p.attention, self.model.levers
        chances = [
            attention.veto_chance(
                p,
                member.veto_now,
                member.capture,
                member.populists,
                1.0 - (1.0 - effort) * (1.0 - levers.of("unity.effort", member.code)),
            )
            for member in self.members
        ]
        return attention.passes(chances)

    @property
    def cost_total(self) -> Floats:
        """Return the sum of the four parts of this week's cost, in points a year."""
        return self.cost_outlay + self.cost_trade + self.cost_decision + self.cost_retaliation

    def holdouts(self) -> Floats:
        """Return the number of members expected to hold out."""
        p, none = self.p.attention, np.zeros(self.runs)
        return sum(
            (
                attention.veto_chance(p, m.veto_now, m.capture, m.populists, none)
                for m in self.members
            ),
            none,
        )

    def give_aid(self, week: int) -> None:
        """Promise aid in bursts and give it smoothly; the record speaks until the branch (M20)."""
        p = self.p.aid
        turned = self.ring("block", aid.block_hazard(p, self.blocked), 1.0)
        self.blocked = np.where(turned, 1.0 - self.blocked, self.blocked)
        hazard = (
            aid.commitment_hazard(p, self.attention, self.pace, self.blocked) * self.model.war_rages
        )
        rang = self.ring("commitment", hazard, 1.0)
        luck = self.luck.normal("commitment", week)
        committed = np.where(rang, aid.commitment_size(p, self.support, luck), 0.0)
        self.commitments = self.commitments + rang
        committed = committed * p.military_share
        flow = self.aid_lever() * self.model.war_rages
        before = self.pipeline.copy()
        self.pipeline = aid.pipeline_after(p, before, committed, flow, 1.0)
        self.aid_given = aid.given(before, committed, flow, self.pipeline, 1.0)

    def aid_lever(self) -> Floats:
        """Return what a policy adds to the defender's means, in share of own GDP a year.

        Of money for the budget a share goes to the war, the rest to schools and pensions.
        """
        defender = self.model.defender
        money = self.own("aid.financial", defender) * self.p.aid.fungible
        return self.own("aid.military", defender) + money

    def receive(self, arriving: Floats) -> None:
        """Take in those who arrive, in persons a year, and let politics follow (M23)."""
        p = self.p.arrivals
        self.arriving = arriving / WEEKS_PER_YEAR
        self.salience = arrivals.salience_after(p, self.salience, arriving, self.residents, 1.0)
        integration = self.own("arrivals.integration")
        self.populists = arrivals.populists_after(
            p,
            self.populists,
            self.populists_start,
            self.arrivals_exposure,
            self.salience,
            integration,
            1.0,
        )

    def decide_sanctions(
        self, week: int, countries: Sequence[Country], hazard: Floats, strongest: Floats
    ) -> None:
        """Add packages where remembered abuse and the chance to act make them ring (M3).

        ``hazard`` is the sender's own, ``strongest`` the highest of all senders, (target, run).
        """
        if self.measures is None:
            return
        joint = self.joint_on_all(countries)
        strongest = self.measures.told(strongest)
        hazard = speech.joint_hazard(self.p.speech, hazard, strongest, joint)
        rang = self.measures.ring_all(countries[0].regime.code, hazard, 1.0)
        self.packages = self.packages + rang.sum(axis=0)
        by_rule: Bools = rang & self.model.rules_decide
        self.measures.take_measures(self, week, countries, by_rule)

    def package_hazard(self, countries: Sequence[Country]) -> Floats:
        """Return the hazard of a package on each target, (target, run): a decision to override."""
        assert self.measures is not None
        every = self.model.every
        energy, war = every("regime", "energy_leverage"), every("regime", "at_war")
        felt = self.measures.told(sanctions.leverage_felt(energy, war))
        lifting = self.lever_on_all("sanctions.lifting", countries)
        relief = self.measures.told(every("regime", "relief"))
        gate = self.gate * (1.0 - lifting) * (1.0 - relief)
        return sanctions.package_hazard(self.p.sanctions, self.measures.abuse_memory, felt, gate)

    def lever_on_all(self, name: str, countries: Sequence[Country]) -> Floats:
        """Return a lever of this sender on every country, (target, run), or its rest, (run,).

        Of a chorus it is (target, sender, run).
        """
        if not self.model.levers.moved(name):
            return self.model.levers.rest

        def on_each() -> Floats:
            if self.parts:
                each = [part.lever_on_all(name, countries) for part in self.parts]
                return np.stack(each, axis=1)
            return np.stack([self.lever(name, country.regime.code) for country in countries])

        return self.model.levers.memo((self.codes, "on each"), name, on_each)

    def joint_on_all(self, countries: Sequence[Country]) -> Floats:
        """Return how far the sender acts with the others on every country, shaped like a lever."""
        if not self.model.levers.moved("coordination.joint"):
            return self.model.levers.rest
        if self.parts:
            return np.stack([part.joint_on_all(countries) for part in self.parts], axis=1)
        return np.stack([self.joint_on(country.regime.code) for country in countries])

    def joint_on(self, target: str) -> Floats:
        """Return how far the sender acts together with the others on a target, in [0, 1]."""
        levers = self.model.levers
        if not levers.moved("coordination.joint"):
            return levers.rest
        return np.maximum(
            levers.of("coordination.joint", self.code),
            levers.of("coordination.joint", self.code, target),
        )

    def lever(self, name: str, on: str) -> Floats:
        """Return a lever of this sender on a target; members' levers add by their share of GDP."""
        levers = self.model.levers
        if not levers.moved(name):
            return levers.rest
        strongest = levers.of(name, self.code, on)
        theirs = levers.rest
        for member, share in self.shares:
            theirs = theirs + levers.of(name, member.code, on) * share
        return np.maximum(strongest, theirs)

    def lever_on(self, name: str, country: Country) -> Floats:
        """Return a lever of this sender on a country, or on each country of a chorus."""
        if not self.model.levers.moved(name):
            return self.model.levers.rest
        if len(country.codes) == 1:
            return self.lever(name, country.codes[0])

        def on_each() -> Floats:
            return np.stack([self.lever(name, code) for code in country.codes])

        return self.model.levers.memo((self.code, country.codes), name, on_each)

    def joint_with(self, country: Country) -> Floats:
        """Return how far the sender acts together with the others, for each country of a chorus."""
        if not self.model.levers.moved("coordination.joint"):
            return self.model.levers.rest
        if len(country.codes) == 1:
            return self.joint_on(country.codes[0])

        def on_each() -> Floats:
            return np.stack([self.joint_on(code) for code in country.codes])

        joint = "coordination.joint"
        return self.model.levers.memo((self.code, "with", country.codes), joint, on_each)

    @property
    def weights(self) -> Floats:
        """Return the share of the deciding senders' GDP, of each of a chorus, (sender, 1)."""
        share = {sender.code: weight for sender, weight in self.model.deciders}
        of_each = np.array([share[code] for code in self.codes])
        return of_each[:, None] if self.parts else of_each

    @cached_property
    def shares(self) -> list[tuple[Democracy, float]]:
        """Return the members with their share of the members' GDP."""
        whole = sum(float(member.gdp[0]) for member in self.members)
        return [(member, float(member.gdp[0]) / whole) for member in self.members]
