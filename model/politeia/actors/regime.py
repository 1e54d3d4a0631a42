"""A regime: the ruler and his apparatus, what he remembers, hears, learns and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.data import RegimeData
from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import ANY, INFINITY, Bools, Floats, anywhere, clip, quantity
from politeia.theories.observation import counters
from politeia.theories.pressure import speech
from politeia.theories.rule import coercion, policing, propaganda, retaliation, toolkit
from politeia.theories.sponsorship import intervention, support

if TYPE_CHECKING:
    from politeia.actors.country import Country
    from politeia.actors.sponsor import Sponsor

PARTS = ("physical", "civic", "information")
FAR = 1e4


class Regime(Actor, RegimeData):
    """The rulers of one country and their police."""

    clocks = (
        "occasion",
        "troops",
        "retaliation",
        "overt",
        "merger",
        "opening",
        "deal",
        "conceded",
        *(f"adopt {tool}" for tool in toolkit.TOOLS),
        *(f"repeal {tool}" for tool in toolkit.TOOLS),
    )

    alignment = quantity("alignment with the main sponsor", unit="1", bounds=(0, 1))
    repression_physical = quantity(
        "level of physical repression", unit="1", bounds=(0, 1), start=0.5
    )
    repression_civic = quantity("level of civic repression", unit="1", bounds=(0, 1), start=0.5)
    repression_information = quantity(
        "repression of information", unit="1", bounds=(0, 1), start=0.5
    )
    repression_felt = quantity(
        "physical repression with effort, mean of the week", unit="1", bounds=(0, 1), start=0.5
    )
    effort = quantity("effort of the police", unit="1", bounds=(0, 1), symbol="e")
    threat = quantity("threat to the ruler", unit="1", bounds=(0, 1), symbol="Th")
    lost_control = quantity("loss of control of the street", unit="1", bounds=(0, 1), symbol="O")
    latent_threat = quantity("threat that the ruler remembers", unit="1", bounds=(0, 1), symbol="L")
    detained = quantity("persons detained this week", unit="persons", bounds=(0, INFINITY))
    violent = quantity("violent persons detained this week", unit="persons", bounds=(0, INFINITY))
    political = quantity(
        "detained this week for political demands", unit="persons", bounds=(0, INFINITY)
    )
    killed = quantity("persons killed in protest this week", unit="persons", bounds=(0, INFINITY))
    abuse = quantity("visible abuse this week", unit="1/week", bounds=(0, INFINITY))
    abuse_last = quantity("visible abuse of last week", unit="1/week", bounds=(0, INFINITY))
    threat_week = quantity("mean threat of this week", unit="1", bounds=(0, 1 + 1e-9))
    effort_week = quantity("mean effort of this week", unit="1", bounds=(0, 1 + 1e-9))
    troops = quantity("weeks that foreign troops still stay", unit="week", bounds=(0, 520))
    troops_weeks = quantity("weeks for which recorded troops come", unit="week", bounds=(0, 520))
    troops_day = quantity(
        "day on which they come, -1 for none", unit="day", bounds=(-1, 6), start=-1.0
    )
    asked_troops = quantity("requests for troops so far", unit="1", bounds=(0, 1e4))
    resentment = quantity("grievance left by foreign troops", unit="sd", bounds=(0, 5))
    backing = quantity("visible backing by a sponsor", unit="1", bounds=(0, 1), symbol="back")
    belief_signal = quantity("what troops and wars tell the elite", unit="logit", bounds=ANY)
    room = quantity("fiscal room", unit="share of GDP", bounds=ANY)
    effective = quantity("sanctions that bite", unit="1", bounds=(0, 1), symbol="Eff")
    credit = quantity("credit received", unit="share of GDP/year", bounds=(0, 1))
    warning = quantity("log by which criticism moves troops", unit="1", bounds=(-5, 5))
    at_war = quantity("how far the country wages a war", unit="1", bounds=(0, 1))
    levy = quantity("how far people are conscripted", unit="1", bounds=(0, 10))
    tools_stock = quantity("share of legal tools in force", unit="1", bounds=(0, 1))
    tool_foreign_agents = quantity("foreign-agent law", unit="1", bounds=(0, 1))
    tool_extremism_list = quantity("extremism list", unit="1", bounds=(0, 1))
    tool_undesirable = quantity("law on undesirable organisations", unit="1", bounds=(0, 1))
    tool_treason = quantity("treason widened", unit="1", bounds=(0, 1))
    tool_exit_ban = quantity("base of exit bans", unit="1", bounds=(0, 1))
    tool_fake_news = quantity("fake-news law", unit="1", bounds=(0, 1))
    tool_assembly = quantity("assembly-type body", unit="1", bounds=(0, 1))
    watchlist = quantity("persons on the watchlist", unit="persons", bounds=(0, INFINITY))
    watchlist_merged = quantity(
        "1 where lists are merged with the sponsor's", unit="1", bounds=(0, 1)
    )
    watchlist_reach = quantity("reach of watchlists", unit="1", bounds=(0, 3))
    recognition = quantity("recognising states in memory", unit="states", bounds=(0, 300))
    overt = quantity("1 where the mask has been dropped", unit="1", bounds=(0, 1))
    support_bias = quantity("popularity shown beyond what there is", unit="1", bounds=(0, 1))
    support_bias_start = quantity("that at the start", unit="1", bounds=(0, 1))
    rally = quantity("people who rally", unit="share of people", bounds=(0, 1))
    sting = quantity("steps of sanctions not forgotten", unit="1", bounds=(0, 1))
    sanction_step = quantity("coverage that fell this week", unit="1", bounds=(0, 1))
    names_step = quantity("persons listed this week", unit="persons", bounds=(0, INFINITY))
    retaliated = quantity("retaliations so far", unit="1", bounds=(0, 1e5))
    route_weeks = quantity("weeks that a migrant route stays open", unit="week", bounds=(0, 520))
    listings = quantity("persons listed in force", unit="persons", bounds=(0, INFINITY))
    conditional = quantity("share of sanctions tied to rights", unit="1", bounds=(0, 1))
    member_rights = quantity("1 for a member of a council of rights", unit="1", bounds=(0, 1))
    thaw_recorded = quantity("engagement by record", unit="1", bounds=(0, 1))
    withheld = quantity("recognition withheld by democracies", unit="1", bounds=(0, 1.001))
    heard = quantity("what democracies say of it", unit="1", bounds=(0, 1))
    shift_abroad = quantity("what the outside adds to targets", unit="logit", bounds=(-10, 10))
    shift_civic = quantity(
        "what tied sanctions add to the civic target", unit="logit", bounds=(-10, 10)
    )
    engagement = quantity("engagement with democracies", unit="1", bounds=(0, 1), symbol="En")
    offer = quantity("relief on offer for releases", unit="1", bounds=(0, 1))
    relief = quantity("sanctions suspended for releases", unit="1", bounds=(0, 1))
    quiet_weeks = quantity("weeks in which a deal changes intake", unit="week", bounds=(0, 600))
    hostage = quantity("incentive to take hostages", unit="1", bounds=(-0.95, 5))
    thaw = quantity(
        "opening by engagement, off the targets", unit="logit", bounds=(-6, 6), symbol="W"
    )
    opening_physical = quantity("opening of this ruler, physical", unit="logit", bounds=(-20, 20))
    opening_civic = quantity("opening of this ruler, civic", unit="logit", bounds=(-20, 20))
    opening_information = quantity(
        "opening of this ruler, information", unit="logit", bounds=(-20, 20)
    )
    year_ago_physical = quantity(
        "physical repression, low-passed over a year", unit="1", bounds=(0, 1), start=0.5
    )
    year_ago_civic = quantity(
        "civic repression, low-passed over a year", unit="1", bounds=(0, 1), start=0.5
    )
    year_ago_information = quantity(
        "repression of information, low-passed", unit="1", bounds=(0, 1), start=0.5
    )
    contagion_physical = quantity("contagion of physical repression", unit="1", bounds=(-1, 1))
    contagion_civic = quantity("contagion of civic repression", unit="1", bounds=(-1, 1))
    contagion_information = quantity(
        "contagion of repression of information", unit="1", bounds=(-1, 1)
    )
    friendly_media = quantity("coverage that a sponsor's media lend", unit="1", bounds=(0, 1))
    gate = quantity("readiness of the sponsor to stand by", unit="1", bounds=(0, 1))
    sponsor_capacity = quantity("capacity of the sponsor", unit="1", bounds=(0, 3), start=1.0)
    sponsor_troops = quantity("1 where the sponsor may send troops", unit="1", bounds=(0, 1))
    weeks_to_event = quantity(
        "weeks to the next hosted event", unit="week", bounds=(-FAR, FAR), start=FAR
    )
    event_factor = quantity(
        "factor of events on police capacity", unit="1", bounds=(0, 20), start=1.0
    )

    country: Country
    sponsor: Sponsor | None = None

    @property
    def tools(self) -> Floats:
        """Return the legal tools in force, shape (tool, run), in the order of M14."""
        first = type(self).tool_foreign_agents.row
        return self.rows[first : first + len(toolkit.TOOLS)]

    def begin_week(self) -> None:
        """Set this week's counts to nothing."""
        self.detained, self.violent, self.killed, self.abuse = 0.0, 0.0, 0.0, 0.0
        self.political = 0.0
        self.threat_week, self.effort_week = 0.0, 0.0
        self.sanction_step, self.names_step = 0.0, 0.0

    @property
    def foreign_troops(self) -> Bools:
        """Return where foreign troops are in the country."""
        there: Bools = self.troops > 0.0
        return there

    @property
    def fear_of_troops(self) -> Floats:
        """Return what foreign troops take from the inclination to the street, in logits (M17)."""
        return intervention.fear_of_troops(self.p.intervention, self.troops)

    def face_street(self) -> tuple[Floats, Floats]:
        """Return what a protester expects, severity times risk, and the capacity of the police."""
        p = self.p.policing
        gain = intervention.capacity_multiplier(self.p.intervention, self.troops) - 1.0
        able = policing.capacity(p, self.population, gain) * self.event_factor
        risk = policing.detention_risk(p, self.country.people.crowd_size, able)
        return policing.severity(self.repression_physical, self.effort) * risk, able

    def police(self, capacity: Floats, step: int, dt: float) -> None:
        """Police the street for ``dt`` weeks: detain, lose or keep control, be feared and hated."""
        p, people = self.p.policing, self.country.people
        crowd = people.crowd_size
        people.politicised = policing.politicised_after(p, people.politicised, people.turnout, dt)
        violent = policing.violent_share(p, people.economic, self.campaign_infrastructure)
        self.lost_control = policing.loss_of_control(p, crowd, violent, capacity)
        self.threat = policing.threat(p, people.turnout, people.politicised, self.lost_control)
        self.effort = self.choose_effort(dt)
        harsh = policing.severity(self.repression_physical, self.effort)
        if not self.model.plays("M11"):
            return
        taken = policing.detained(p, crowd, capacity, self.effort, dt)
        mean = policing.expected_deaths(p, self.population, self.lost_control, harsh, taken, dt)
        dead = self.luck.poisson("deaths in protest", step, mean)
        self.leave_traces(taken, violent, dead, harsh, dt)

    def choose_effort(self, dt: float) -> Floats:
        """Return the effort of the police against the threat they see: a decision to override."""
        return policing.effort_after(self.p.policing, self.effort, self.threat, dt)

    def leave_traces(
        self, taken: Floats, violent: Floats, dead: Floats, harsh: Floats, dt: float
    ) -> None:
        """Let detention and death leave indignation, fear and counts behind."""
        p, people = self.p.policing, self.country.people
        seen = policing.abuse(taken, dead, harsh, self.population, dt)
        people.indignation = policing.indignation_after(
            p, people.indignation, seen, self.media_reach, self.campaign_infrastructure, dt
        )
        people.fear = policing.fear_after(p, people.fear, taken, dead, harsh, self.population, dt)
        people.bury(dead)
        self.detained = self.detained + taken
        self.violent = self.violent + taken * violent
        self.political = self.political + taken * people.politicised
        self.killed = self.killed + dead
        self.abuse = self.abuse + seen * dt
        self.threat_week = self.threat_week + self.threat * dt
        self.effort_week = self.effort_week + self.effort * dt

    def decide_levels(self, dt: float) -> None:
        """Remember the threat; on an occasion, decide the levels of repression again."""
        if not self.model.plays("M6"):
            return
        p = self.p.coercion
        self.latent_threat = coercion.latent_threat_after(p, self.latent_threat, self.threat, dt)
        occasion = self.ring("occasion", coercion.occasion_hazard(p, self.threat), dt)
        if anywhere(occasion):
            self.set_levels(occasion)

    def set_levels(self, occasion: Bools) -> None:
        """Set each level to what the ruler wants where there is an occasion."""
        chosen = self.spell_of("occasion") + FAR * self.country.elite.spell_of_rule
        normals = self.luck.spell_normals("levels", chosen, len(PARTS))
        for part, normal in zip(PARTS, normals, strict=True):
            level = getattr(self, f"repression_{part}")
            target = self.want(part, normal)
            made = coercion.decided(self.p.coercion, level, target, occasion)
            setattr(self, f"repression_{part}", made)

    def want(self, part: str, normal: Floats) -> Floats:
        """Return the level of ``part`` that the ruler would choose now: a decision to override."""
        bodily = part == "physical"
        overt = 0.0 if bodily else propaganda.overt_levels(self.p.propaganda, self.overt)
        tied = self.shift_civic if part == "civic" else 0.0
        shift = getattr(self, f"opening_{part}") - self.thaw + self.shift_abroad + overt + tied
        return coercion.wanted(
            self.p.coercion,
            part,
            getattr(self, f"repression_{part}_base"),
            self.latent_threat,
            self.tools_stock,
            self.backing,
            clip(self.room, -1.0, 1.0),
            self.effective,
            shift,
            getattr(self, f"contagion_{part}"),
            normal,
        )

    def receive_troops(self, day: int | None) -> None:
        """Let troops that the record tells of come on their day."""
        comes = (self.troops_day >= 0.0) if day is None else (self.troops_day == day)
        if anywhere(comes):
            self.troops = np.where(comes, self.troops_weeks, self.troops)
            self.troops_day = np.where(comes, -1.0, self.troops_day)

    def ask_for_troops(self, dt: float) -> None:
        """Ask the sponsor for troops where the ruler is in danger; let those who came go home."""
        if not self.model.plays("M17"):
            return
        p = self.p.intervention
        rate = intervention.request_hazard_per_week(
            p, self.threat, self.lost_control, self.elite_split, self.alignment
        )
        free = (self.troops <= 0.0) * np.exp(clip(self.warning, -3.0, 3.0))
        asks = self.ring("troops", rate * WEEKS_PER_YEAR * free, dt)
        sent = np.zeros(asks.shape)
        if anywhere(asks):
            self.asked_troops = self.asked_troops + asks
            sent = self.granted(asks)
        self.station(sent, dt)

    def granted(self, asks: Bools) -> Floats:
        """Return 1 where the sponsor sends the troops that it is asked for."""
        chance = intervention.acceptance_chance(
            self.gate, self.sponsor_capacity, self.sponsor_troops
        )
        luck = self.luck.spell_uniform("troops granted", self.spell_of("troops"))
        return (asks & (luck < chance) & self.model.rules_decide).astype(np.float64)

    def station(self, sent: Floats, dt: float) -> None:
        """Let troops come where ``sent`` is 1, stay while control is lost, and leave resentment."""
        p, before = self.p.intervention, self.troops.copy()
        if anywhere(sent) or anywhere(before):
            self.troops = intervention.troops_after(p, before, sent, self.lost_control, dt)
        self.resentment = intervention.resentment_after(p, self.resentment, before, self.troops, dt)
        self.backing = support.backing(self.p.support, self.credit, self.troops)

    def answer_sanctions(self) -> None:
        """Rally people, take heart or hurt, and answer a step of sanctions (M7)."""
        if not self.model.plays("M7"):
            return
        p, people = self.p.retaliation, self.country.people
        switch, hardship = self.model.switches.rally_dominates, self.country.treasury.hardship
        closed = 1.0 - self.media_reach
        step = self.sanction_step
        self.rally = retaliation.rally_after(p, self.rally, step, closed, hardship, switch, 1.0)
        told = speech.hope(self.p.speech, self.heard, self.media_reach)
        free, tied = self.media_reach, self.conditional
        people.hope_signal = retaliation.hope_after(
            p, people.hope_signal, step, self.names_step, tied, free, told, switch, 1.0
        )
        self.sting = retaliation.sting_after(p, self.sting, step, 1.0)
        spoken = speech.retaliation(self.p.speech, self.heard)
        hazard = retaliation.retaliation_hazard(p, self.sting, self.backing, spoken)
        rang = self.ring("retaliation", hazard, 1.0)
        self.choose_answer(rang)

    def choose_answer(self, rang: Bools) -> None:
        """Choose from the menu of retaliation: a migrant route or hostages have consequences."""
        p = self.p.retaliation
        luck = self.luck.spell_uniform("retaliation", self.spell_of("retaliation"))
        choice = retaliation.retaliation_choice(p, self.routes_open, self.relief, luck)
        self.retaliated = self.retaliated + rang
        route = retaliation.chosen(choice, rang, retaliation.MIGRANT_ROUTE)
        taken = retaliation.chosen(choice, rang, retaliation.HOSTAGES)
        self.route_weeks = np.where(route, 26.0, np.maximum(self.route_weeks - 1.0, 0.0))
        self.hostage = np.where(taken, np.minimum(self.hostage + 0.1, 5.0), self.hostage)

    def learn(self, dt: float) -> None:
        """Copy legal tools from those one watches, and list more people (M14)."""
        if not self.model.plays("M14"):
            self.tools_stock = toolkit.tool_stock(self.tools)
            return
        p, others = self.p.toolkit, self.model.watched_by(self.model.place[self.code])
        if len(others.ties) > 1:
            seen = toolkit.neighbour_adoption(others.ties, others.tools)
            calm = toolkit.success_seen(others.ties, others.tools, others.threats)
            self._copy_levels(others.ties, others.changes)
        else:
            seen, calm = np.zeros_like(self.tools), np.zeros(self.runs)
        cost = np.maximum(-self.shift_abroad, 0.0) + self.effective
        adopting = toolkit.adoption_hazard(p, self.tools, seen, self.threat_week, calm, cost)
        repealing = toolkit.repeal_hazard(p, self.tools)
        first = toolkit.TOOLS[0]
        adopted = self.ring_all(f"adopt {first}", adopting, dt)
        repealed = self.ring_all(f"repeal {first}", repealing, dt)
        if self.model.rules_decide:
            self.tools[:] = toolkit.tools_after(self.tools, adopted, repealed)
        self.tools_stock = toolkit.tool_stock(self.tools)

    def _copy_levels(self, ties: Floats, changes: Floats) -> None:
        switch = self.model.switches.index_contagion * self.model.rules_decide
        copied = toolkit.level_contagion(self.p.toolkit, switch, ties, changes)
        for part, level in zip(PARTS, copied, strict=True):
            setattr(self, f"contagion_{part}", level)

    def list_people(self) -> None:
        """Add people to the watchlist and merge it with the sponsor's (M14)."""
        if not self.model.plays("M14"):
            self.watchlist_reach = 0.0
            return
        p, courts = self.p.toolkit, self.country.courts
        self.watchlist = toolkit.watchlist_after(
            p,
            self.watchlist,
            self.tools,
            self.repression_civic,
            courts.cases,
            self.population,
            courts.event_factor,
            1.0,
        )
        merging = toolkit.merger_hazard(p, self.alignment, self.watchlist_merged)
        rang = self.ring("merger", merging * self.tool_extremism_list, 1.0)
        self.watchlist_merged = np.maximum(self.watchlist_merged, rang & self.model.rules_decide)
        self.watchlist_reach = toolkit.watchlist_reach(
            p, self.watchlist, self.population, self.watchlist_merged
        )

    def look_popular(self, congratulations: Floats) -> None:
        """Show more support than there is, or drop the mask (M15)."""
        if not self.model.plays("M15"):
            return
        p = self.p.propaganda
        self.recognition = propaganda.recognition_after(p, self.recognition, congratulations, 1.0)
        hazard = propaganda.overt_hazard(p, self.media_reach, self.threat_week, self.overt)
        self.overt = np.maximum(self.overt, self.ring("overt", hazard, 1.0))
        self.support_bias = propaganda.support_bias(
            p, self.media_reach * (1.0 - self.friendly_media), self.recognition, self.overt
        )

    @property
    def year_changes(self) -> Floats:
        """Return each level less that of a year ago, shape (part, run)."""
        return np.stack(
            [getattr(self, f"repression_{k}") - getattr(self, f"year_ago_{k}") for k in PARTS]
        )

    def remember_year(self) -> None:
        """Keep a low-passed year of each level, against which a change is read."""
        self.repression_felt = counters.rated(
            self.repression_physical, np.minimum(self.effort_week, 1.0)
        )
        for part in PARTS:
            level, past = getattr(self, f"repression_{part}"), getattr(self, f"year_ago_{part}")
            setattr(self, f"year_ago_{part}", past + (level - past) / 52.0)
