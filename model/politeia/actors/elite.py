"""The elite of a country: factions and their loyalty, the ruler's age, breakdown and succession."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.quantity import INFINITY, Bools, Floats, anywhere, clip, quantity
from politeia.theories.rule import elites, policing, shocks

if TYPE_CHECKING:
    from politeia.actors.country import Country

PARTS = ("physical", "civic", "information")
KINDS_RECORDED = {elites.COUP: 2.0, elites.UPRISING: 1.0, elites.NEGOTIATED: 3.0, elites.DEATH: 4.0}
"""Codes of a breakdown in the rows of results (outcome ``breakdown_kind``); a reversal is 5."""
LONG_AGO = 520.0


class Elite(Actor):
    """Three factions around one ruler."""

    clocks = ("coup", "uprising", "negotiated", "death", "reversal")

    loyalty_security = quantity("loyalty of the security faction", unit="1", bounds=(0, 1))
    loyalty_economic = quantity("loyalty of the economic faction", unit="1", bounds=(0, 1))
    loyalty_bureaucratic = quantity("loyalty of officials", unit="1", bounds=(0, 1))
    complicity_security = quantity("complicity of the security faction", unit="1", bounds=(0, 1))
    complicity_economic = quantity("complicity of the economic faction", unit="1", bounds=(0, 1))
    complicity_bureaucratic = quantity("complicity of officials", unit="1", bounds=(0, 1))
    belief = quantity("belief in the regime's survival", unit="1", bounds=(0, 1), symbol="pi")
    split_now = quantity("split of the elite with what listings do", unit="1", bounds=(0, 1))
    age = quantity("age of the ruler", unit="year", bounds=(18, 130), start=60.0)
    autocracy = quantity("1 in an autocracy", unit="1", bounds=(0, 1), start=1.0)
    conflict = quantity("1 in civil conflict", unit="1", bounds=(0, 1))
    war_lost = quantity("how far a war is lost", unit="1", bounds=(0, 1))
    hazard_factor = quantity(
        "factor of a war's outcome on hazards", unit="1", bounds=(0, 20), start=1.0
    )
    election_gap = quantity(
        "claimed minus believed votes of the last election", unit="1", bounds=(0, 1)
    )
    weeks_since_election = quantity(
        "weeks since the last election", unit="week", bounds=(0, 1e5), start=LONG_AGO
    )
    hazard_coup = quantity(
        "hazard of a coup, mean of this week", unit="1/year", bounds=(0, INFINITY)
    )
    hazard_uprising = quantity(
        "hazard of an uprising, mean of this week", unit="1/year", bounds=(0, INFINITY)
    )
    hazard_negotiated = quantity("hazard of a negotiated exit", unit="1/year", bounds=(0, INFINITY))
    hazard_death = quantity("hazard of dying with the ruler", unit="1/year", bounds=(0, INFINITY))
    hazard_reversal = quantity("hazard of a democracy's end", unit="1/year", bounds=(0, INFINITY))
    falls = quantity("kind of breakdown of this week, 0 for none", unit="code", bounds=(0, 5))
    ruler_died = quantity("1 where the ruler died this week", unit="1", bounds=(0, 1))
    told_successor = quantity(
        "kind of successor by record, -1 for none", unit="code", bounds=(-1, 3), start=-1.0
    )
    told_age = quantity("age of the new ruler by record, 0 for none", unit="year", bounds=(0, 130))
    told_split = quantity(
        "split of the elite by record, -1 for none", unit="1", bounds=(-1, 1), start=-1.0
    )
    broken = quantity("1 once the regime has ended since the branch", unit="1", bounds=(0, 1))
    breakdown_kind = quantity("kind of the first breakdown", unit="code", bounds=(0, 5))
    new_ruler = quantity("1 where a new ruler came this week", unit="1", bounds=(0, 1))
    spell_of_rule = quantity("rulers so far", unit="1", bounds=(0, 1e4))

    country: Country

    @property
    def loyalty(self) -> Floats:
        """Return loyalty by faction, shape (faction, run)."""
        first = type(self).loyalty_security.row
        return self.rows[first : first + 3]

    @property
    def complicity(self) -> Floats:
        """Return complicity by faction, shape (faction, run)."""
        first = type(self).complicity_security.row
        return self.rows[first : first + 3]

    @property
    def hazards(self) -> Floats:
        """Return the hazards of this week by kind, shape (kind, run), in the order of clocks."""
        first = type(self).hazard_coup.row
        return self.rows[first : first + len(self.clocks)]

    @property
    def total_hazard(self) -> Floats:
        """Return the hazard of a fall by any road, mean of the last week lived, per year."""
        thrown = self.hazard_coup + self.hazard_uprising + self.hazard_negotiated
        return thrown + self.hazard_death + self.hazard_reversal

    @property
    def mean_loyalty(self) -> Floats:
        """Return the mean loyalty of the factions."""
        return elites.mean_loyalty(self.loyalty)

    def begin_week(self) -> None:
        """Set this week's hazards and events to nothing."""
        self.hazard_coup, self.hazard_uprising, self.hazard_negotiated = 0.0, 0.0, 0.0
        self.hazard_death, self.hazard_reversal = 0.0, 0.0
        self.falls, self.ruler_died, self.new_ruler = 0.0, 0.0, 0.0
        self.told_successor, self.told_age, self.told_split = -1.0, 0.0, -1.0

    def face_fall(self, dt: float) -> None:
        """Live ``dt`` weeks under the hazards of a fall; clocks ring where one comes true."""
        if not self.model.plays("M8"):
            return
        p, regime, people = self.p.elites, self.country.regime, self.country.people
        hard = policing.severity(regime.repression_physical, regime.effort)
        pulse = elites.election_pulse(p, self.weeks_since_election) * self.hazard_factor
        alive = (self.autocracy + self.conflict) * pulse
        lone = regime.personalist
        coup = alive * elites.coup_hazard(
            p, self.split_now, regime.threat, regime.backing, self.mean_loyalty, self.war_lost, lone
        )
        uprising = alive * elites.uprising_hazard(
            p, regime.threat, people.politicised, regime.lost_control, regime.backing, hard
        )
        talks = alive * elites.negotiated_hazard(p, regime.threat, people.politicised, hard)
        free = 1.0 - self.autocracy - self.conflict
        reversal = free * elites.reversal_hazard(p, regime.threat, self.war_lost)
        dying = elites.death_hazard(p, self.age)
        here = dying * self.model.chance_decides
        rung = self.ring_all("coup", np.array([coup, uprising, talks, here, reversal]), dt)
        deadly = (self.autocracy + self.conflict) * elites.death_break_hazard(p, dying)
        self.hazards[:] += np.array([coup, uprising, talks, deadly, reversal]) * dt
        if anywhere(rung):
            self._fall(rung)

    def _fall(self, rung: Bools) -> None:
        coup, uprising, talks, died, reversal = rung
        luck = self.luck.spell_uniform("with the ruler", self.spell_of("death"))
        ruled = self.autocracy + self.conflict > 0.5
        broke = died & elites.regime_dies_too(self.p.elites, luck) & ruled
        kind = elites.first_kind(coup, uprising, talks, broke, reversal)
        self.falls = np.where(self.falls > 0.0, self.falls, kind)
        self.ruler_died = np.maximum(self.ruler_died, died)

    def stay_or_leave(self) -> None:
        """Let belief, complicity and loyalty follow from money, danger and sanctions."""
        p, regime, treasury = self.p.elites, self.country.regime, self.country.treasury
        listed = regime.listings
        deeds = elites.deeds(regime.repression_physical, regime.repression_civic)
        base = elites.deeds(regime.repression_physical_base, regime.repression_civic_base)
        complicity = elites.complicity_after(p, self.complicity, deeds, listed, 1.0)
        self.complicity[:] = complicity
        signal = regime.belief_signal
        self.belief = elites.belief_after(
            p, self.belief, regime.threat_week, regime.backing, signal, 1.0
        )
        costs = elites.sanction_costs(p, treasury.effective, listed)
        eased = elites.compensation(treasury.credit, treasury.loss)
        paid = elites.rents(treasury.security, treasury.patronage, treasury.welfare)
        self.loyalty[:] = elites.loyalty_after(
            p,
            self.loyalty,
            paid,
            self.belief,
            complicity - base,
            costs,
            eased,
            regime.personalist,
            1.0,
        )
        self.split_now = elites.split_now(p, regime.elite_split, listed)
        self.age = elites.age_after(self.age, 1.0)
        self.weeks_since_election = np.minimum(self.weeks_since_election + 1.0, 1e5)

    def succeed(self, week: int) -> None:
        """Where a regime fell or a ruler died, let another come; remember what fell."""
        fell = self.falls > 0.0
        came = fell | (self.ruler_died > 0.5)
        if not anywhere(came):
            return
        codes = np.select(
            [self.falls == kind for kind in KINDS_RECORDED], list(KINDS_RECORDED.values()), 5.0
        )
        first = fell & (self.broken < 0.5)
        self.breakdown_kind = np.where(first, codes, self.breakdown_kind)
        self.broken = np.maximum(self.broken, fell)
        self.spell_of_rule = self.spell_of_rule + came
        self.enthrone(came)
        if anywhere(fell):
            self.found_regime(fell)
        size = shocks.succession_shock(self.p.shocks, self.luck.normal("succession shock", week))
        one, monday = np.ones(self.runs), np.zeros(self.runs)
        self.country.people.take_shock_next(np.where(came, size, 0.0), one, monday)

    def enthrone(self, came: Bools) -> None:
        """Give a new ruler an age and an opening shock of either sign; levels are decided anew."""
        p, regime = self.p.elites, self.country.regime
        spell = self.spell_of_rule
        normals = self.luck.spell_normals("opening", spell, 1 + len(PARTS))
        shifts = elites.opening(p, normals[0], normals[1:])
        for part, shift in zip(PARTS, shifts, strict=True):
            name = f"opening_{part}"
            setattr(regime, name, np.where(came, shift, getattr(regime, name)))
        young = elites.successor_age(p, self.luck.spell_uniform("age", spell))
        young = np.where(self.told_age > 0.0, self.told_age, young)
        self.age = np.where(came, young, self.age)
        told = came & (self.told_split >= 0.0)
        regime.elite_split = np.where(told, self.told_split, regime.elite_split)
        self.new_ruler = came.astype(np.float64)

    def found_regime(self, fell: Bools) -> None:
        """Let another regime follow: kind, base levels, elite, alignment and tools are drawn."""
        p, regime = self.p.elites, self.country.regime
        spell, kind_of_fall = self.spell_of_rule, self.falls.astype(np.int64)
        draw = self.luck.spell_uniform
        drawn = elites.successor_kind(p, kind_of_fall, draw("successor", spell))
        kind = np.where(self.told_successor >= 0.0, self.told_successor, drawn).astype(np.int64)
        self.autocracy = np.where(fell, kind == elites.AUTOCRACY, self.autocracy)
        self.conflict = np.where(fell, kind == elites.CONFLICT, self.conflict)
        bases = np.stack([getattr(regime, f"repression_{part}_base") for part in PARTS])
        normals = self.luck.spell_normals("base", spell, len(PARTS))
        founded = elites.successor_base(p, kind, kind_of_fall, bases, normals)
        for part, base, old in zip(PARTS, founded, bases, strict=True):
            setattr(regime, f"repression_{part}_base", np.where(fell, clip(base, 0.01, 0.99), old))
        split = elites.successor_split(p, draw("split", spell))
        regime.elite_split = np.where(fell, split, regime.elite_split)
        bond = elites.successor_alignment(p, kind, regime.alignment, draw("alignment", spell))
        regime.alignment = np.where(fell, bond, regime.alignment)
        regime.latent_threat = np.where(fell, 0.0, regime.latent_threat)
        self._begin_anew(fell)
        regime.tools[:] = np.where(fell, elites.successor_tools(p, regime.tools), regime.tools)

    def _begin_anew(self, fell: Bools) -> None:
        p, regime = self.p.elites, self.country.regime
        base = elites.deeds(regime.repression_physical_base, regime.repression_civic_base)
        self.loyalty[:] = np.where(fell, elites.resting_loyalty(p), self.loyalty)
        self.complicity[:] = np.where(fell, base, self.complicity)
        self.belief = np.where(fell, elites.resting_belief(p), self.belief)
        regime.overt = np.where(fell, 0.0, regime.overt)
        people = self.country.people
        for cause in ("trigger", "economic", "politicised", "indignation"):
            setattr(people, cause, np.where(fell, 0.0, getattr(people, cause)))
