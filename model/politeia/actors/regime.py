"""A regime: its ruler and elite, its police and courts, its money, its levels of repression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.data import RegimeData
from politeia.actors.population import Population
from politeia.quantity import ANY, INFINITY, Bools, Floats, quantity
from politeia.theories.rule import coercion, policing
from politeia.theories.society import prisoners

if TYPE_CHECKING:
    from politeia.model import Politeia

PARTS = ("physical", "civic", "information")
TROOPS_FOR_CREDIT = 0.02
"""Credit, as a share of GDP, that is full visible backing (core.md 2.3)."""


class Regime(Actor, RegimeData):
    """The rulers of one country, their apparatus and their prisons."""

    clocks = ("occasion",)

    repression_physical = quantity("level of physical repression", unit="1", bounds=(0, 1), start=0.5)
    repression_civic = quantity("level of civic repression", unit="1", bounds=(0, 1), start=0.5)
    repression_information = quantity("level of repression of information", unit="1", bounds=(0, 1), start=0.5)
    effort = quantity("effort of the police", unit="1", bounds=(0, 1), symbol="e")
    threat = quantity("threat to the ruler", unit="1", bounds=(0, 1), symbol="Th")
    lost_control = quantity("loss of control of the street", unit="1", bounds=(0, 1), symbol="O")
    latent_threat = quantity("threat that the ruler remembers", unit="1", bounds=(0, 1), symbol="L")
    detained = quantity("persons detained this week", unit="persons", bounds=(0, INFINITY))
    violent = quantity("violent persons detained this week", unit="persons", bounds=(0, INFINITY))
    killed = quantity("persons killed in protest this week", unit="persons", bounds=(0, INFINITY))
    abuse = quantity("visible abuse this week", unit="1/week", bounds=(0, INFINITY))
    threat_week = quantity("mean threat of this week", unit="1", bounds=(0, 1))
    effort_week = quantity("mean effort of this week", unit="1", bounds=(0, 1))
    troops = quantity("weeks that foreign troops still stay", unit="week", bounds=(0, 520))
    troops_gain = quantity("gain of police capacity by troops", unit="1", bounds=(0, 10), symbol="troopK")
    credit = quantity("credit from sponsors", unit="share of GDP/year", bounds=(0, 1))
    backing = quantity("visible backing by a sponsor", unit="1", bounds=(0, 1), symbol="back")
    tools_stock = quantity("share of legal tools in force", unit="1", bounds=(0, 1))
    room = quantity("fiscal room", unit="share of GDP", bounds=ANY)
    external_cost = quantity("cost that the outside puts on repression", unit="1", bounds=ANY)
    opening = quantity("opening shock", unit="logit", bounds=(-20, 20))
    files = quantity("files on the detained", unit="persons", bounds=(0, INFINITY))
    case_capacity = quantity("cases that courts can make", unit="persons/million/week", bounds=(0, INFINITY))
    prisoners = quantity("political prisoners", unit="persons", bounds=(0, INFINITY))
    inflow = quantity("persons imprisoned this week", unit="persons", bounds=(0, INFINITY))
    outflow = quantity("persons released this week", unit="persons", bounds=(0, INFINITY))
    died = quantity("persons dead in custody this week", unit="persons", bounds=(0, INFINITY))

    people: Population

    def __init__(self, model: Politeia, code: str, name: str, people: Population) -> None:
        super().__init__(model, code, name)
        self.people = people

    def begin_week(self) -> None:
        """Set this week's counts to nothing."""
        self.detained, self.violent, self.killed, self.abuse = 0.0, 0.0, 0.0, 0.0
        self.threat_week, self.effort_week = 0.0, 0.0

    @property
    def foreign_troops(self) -> Bools:
        """Return where foreign troops are in the country."""
        there: Bools = self.troops > 0.0
        return there

    def face_street(self) -> tuple[Floats, Floats]:
        """Return what a protester expects, severity times risk, and the capacity of the police."""
        p = self.p.policing
        able = policing.capacity(p, self.population, self.troops_gain)
        risk = policing.detention_risk(p, self.people.crowd_size, able)
        return policing.severity(self.repression_physical, self.effort) * risk, able

    def police(self, capacity: Floats, step: int, dt: float) -> None:
        """Police the street for ``dt`` weeks: detain, lose or keep control, be feared and hated."""
        p, people = self.p.policing, self.people
        crowd = people.crowd_size
        people.politicised = policing.politicised_after(p, people.politicised, people.turnout, dt)
        violent = policing.violent_share(p, people.economic, self.campaign_infrastructure)
        self.lost_control = policing.loss_of_control(p, crowd, violent, capacity)
        self.threat = policing.threat(p, people.turnout, people.politicised, self.lost_control)
        self.effort = self.choose_effort(dt)
        harsh = policing.severity(self.repression_physical, self.effort)
        taken = policing.detained(p, crowd, capacity, self.effort, dt)
        mean = policing.expected_deaths(p, self.population, self.lost_control, harsh, taken, dt)
        dead = self.luck.poisson("deaths in protest", step, mean)
        self.remember(taken, violent, dead, harsh, dt)

    def choose_effort(self, dt: float) -> Floats:
        """Return the effort of the police against the threat they see: a decision to override."""
        return policing.effort_after(self.p.policing, self.effort, self.threat, dt)

    def remember(self, taken: Floats, violent: Floats, dead: Floats, harsh: Floats, dt: float) -> None:
        """Let detention and death leave indignation, fear and counts behind."""
        p, people = self.p.policing, self.people
        seen = policing.abuse(taken, dead, harsh, self.population, dt)
        people.indignation = policing.indignation_after(
            p, people.indignation, seen, self.media_reach, self.campaign_infrastructure, dt
        )
        people.fear = policing.fear_after(p, people.fear, taken, dead, harsh, self.population, dt)
        people.resident = people.resident - dead
        people.lost = people.lost + dead
        self.detained = self.detained + taken
        self.violent = self.violent + taken * violent
        self.killed = self.killed + dead
        self.abuse = self.abuse + seen * dt
        self.threat_week = self.threat_week + self.threat * dt
        self.effort_week = self.effort_week + self.effort * dt

    def decide_levels(self, dt: float) -> None:
        """Remember the threat; on an occasion, decide the levels of repression again."""
        p = self.p.coercion
        self.latent_threat = coercion.latent_threat_after(p, self.latent_threat, self.threat, dt)
        occasion = self.ring("occasion", coercion.occasion_hazard(p, self.threat), dt)
        if occasion.any():
            self.set_levels(occasion)

    def set_levels(self, occasion: Bools) -> None:
        """Set each level to what the ruler wants where there is an occasion."""
        normals = self.luck.spell_normals("levels", self.spell_of("occasion"), len(PARTS))
        for part, normal in zip(PARTS, normals, strict=True):
            level = getattr(self, f"repression_{part}")
            target = self.want(part, normal)
            setattr(self, f"repression_{part}", coercion.decided(self.p.coercion, level, target, occasion))

    def want(self, part: str, normal: Floats) -> Floats:
        """Return the level of ``part`` that the ruler would choose now: a decision to override."""
        return coercion.wanted(
            self.p.coercion,
            part,
            getattr(self, f"repression_{part}_base"),
            self.latent_threat,
            self.tools_stock,
            self.backing,
            self.room,
            self.external_cost,
            self.opening,
            normal,
        )

    def try_cases(self, step: int, dt: float) -> None:
        """Turn files into cases and cases into prisoners; let prisoners leave or die."""
        p, people = self.p.prisoners, self.people
        will = prisoners.willingness(self.repression_civic)
        self.case_capacity = prisoners.case_capacity_after(p, self.case_capacity, will, dt)
        self.files = prisoners.files_after(p, self.files, self.detained, dt)
        made = prisoners.cases(p, self.files, self.case_capacity, will, self.population, dt)
        self.files = np.maximum(self.files - made / p.conversion, 0.0)
        by_case, violent = self.expect_inflow(made, dt)
        self.inflow = self.luck.poisson("cases", step, by_case) + self.luck.poisson("violent cases", step, violent)
        self.died = self.luck.binomial("deaths in custody", step, self.prisoners, prisoners.dying_share(p, self.repression_physical, dt))
        held = self.prisoners - self.died
        self.outflow = self.luck.binomial("releases", step, held, prisoners.leaving_share(p, self.bargained(), dt))
        self.prisoners = held - self.outflow + self.inflow
        people.resident = people.resident - self.died
        people.lost = people.lost + self.died

    def expect_inflow(self, made: Floats, dt: float) -> tuple[Floats, Floats]:
        """Return the means of the inflow by case and by the violent channel."""
        nothing = np.zeros(self.runs)
        share = self.violent / np.maximum(self.detained, 1e-9)
        return prisoners.expected_inflow(
            self.p.prisoners, made, self.detained, share, self.repression_civic_base, nothing, self.population, nothing, dt
        )

    def bargained(self) -> Floats:
        """Return the rate of release by bargaining, per year."""
        return np.zeros(self.runs)
