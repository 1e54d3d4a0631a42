"""The people of a country: citizens as communities with a share active, and what the street keeps.

Whole counts of persons stand beside the citizens' shares: people are resident, abroad or dead, and
political prisoners are among the residents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self

import numpy as np

from politeia.actors.base import Actor
from politeia.calendar import WEEKS_PER_YEAR
from politeia.network import Network
from politeia.quantity import ANY, INFINITY, Bools, Floats, Integers, anywhere, clip, quantity
from politeia.theories.observation import counters
from politeia.theories.people import crowd, exit, protest
from politeia.theories.rule import policing, propaganda, retaliation
from politeia.theories.society import prisoners

if TYPE_CHECKING:
    from politeia.actors.country import Country
    from politeia.model import Politeia
    from politeia.parameters import Parameters

QUIET_TURNOUT = 1e-4
"""Turnout above which a street lives by days: .01 %."""
DAYS = 7
NO_DAY = -1.0
LN2 = float(np.log(2.0))


class Population(Actor):
    """The citizens of one country."""

    clocks = ("economic shock", "political shock")

    turnout = quantity("mean share active", unit="1", bounds=(0, 1), start=1e-6, symbol="A")
    turnout_peak = quantity("largest turnout of the week", unit="1", bounds=(0, 1))
    trigger = quantity("weight of recent shocks", unit="references", bounds=(0, 50), symbol="T")
    economic = quantity(
        "weight of an economic cause", unit="references", bounds=(0, 50), symbol="E"
    )
    politicised = quantity("share with political demands", unit="1", bounds=(0, 1), symbol="pol")
    mood = quantity("mood of the country", unit="logit", bounds=(-20, 20))
    indignation = quantity("indignation at abuse", unit="1", bounds=(0, 100), symbol="I")
    fear = quantity("fear of the state", unit="1", bounds=(0, 1e4), symbol="F")
    hope = quantity("hope that the outside cares", unit="1", bounds=(-10, 10), symbol="H")
    hope_signal = quantity("hope by signals from abroad", unit="1", bounds=(-1, 1))
    exile_voice = quantity("hope by a diaspora that speaks", unit="1", bounds=(-1, 1))
    grievance = quantity("mean private grievance", unit="sd", bounds=(-10, 10), symbol="G")
    grievance_start = quantity("mean private grievance at the start", unit="sd", bounds=(-5, 5))
    next_size = quantity("shock that falls next week", unit="references", bounds=(0, 50))
    next_political = quantity("1 where that shock is political", unit="1", bounds=(0, 1))
    next_day = quantity("day on which it falls", unit="day", bounds=(-1, 6), start=NO_DAY)
    exit_pulse = quantity("leaving after a war began", unit="1/year", bounds=(0, 2))
    flight = quantity("beginning of a war this week", unit="1", bounds=(0, 10))
    leaving = quantity("people who left this week", unit="persons", bounds=(0, INFINITY))
    returning = quantity("people who came home this week", unit="persons", bounds=(0, INFINITY))
    abroad_start = quantity("nationals abroad at the start", unit="persons", bounds=(0, INFINITY))
    gone = quantity("people who left since the start, net", unit="persons", bounds=ANY)
    remittances_now = quantity("remittances received", unit="share of GDP", bounds=(0, 2))
    routes_policy = quantity("openness of routes by policy", unit="1", bounds=(0, 1))
    shock_size = quantity("shock of this week", unit="references", bounds=(0, 50))
    shock_political = quantity("1 where that shock is political", unit="1", bounds=(0, 1))
    shock_day = quantity("day of that shock, -1 for none", unit="day", bounds=(-1, 6), start=NO_DAY)
    person_days = quantity(
        "person-days of protest this week", unit="days/1,000 persons", bounds=(0, 7e3)
    )
    ever = quantity("people who ever took part since the start", unit="1", bounds=(0, 1))
    resident = quantity("people in the country", unit="persons", bounds=(0, INFINITY))
    abroad = quantity("nationals abroad", unit="persons", bounds=(0, INFINITY))
    lost = quantity(
        "people killed in protest or dead in custody", unit="persons", bounds=(0, INFINITY)
    )

    country: Country
    parts: Sequence[Population] = ()

    def __init__(self, model: Politeia, code: str, name: str, network: Network) -> None:
        super().__init__(model, code, name)
        self.network = network
        shape = (network.sees.shape[0], model.runs)
        self.active = np.full(shape, 1e-6, dtype=np.float32)
        self.ever_active = np.zeros(shape, dtype=np.float32)

    def awake(self) -> Bools:
        """Return where the street lives by days this week; reads no lever."""
        troops = self.country.regime.troops_day
        return (self.shock_day >= 0) | (self.turnout > QUIET_TURNOUT) | (troops >= 0)

    def begin_week(self) -> None:
        """Forget last week's counts; a shock that was announced for this week stands."""
        self.shock_size, self.shock_political = self.next_size, self.next_political
        self.shock_day = self.next_day
        self.next_size, self.next_political, self.next_day = 0.0, 0.0, NO_DAY
        self.turnout_peak = 0.0
        self.person_days = 0.0

    def take_shock_next(self, size: Floats, political: Floats, day: Floats) -> None:
        """Note a shock of next week where ``size`` is positive."""
        comes = size > 0.0
        self.next_size = np.where(comes, size, self.next_size)
        self.next_political = np.where(comes, political, self.next_political)
        self.next_day = np.where(comes, day, self.next_day)

    def bury(self, dead: Floats) -> None:
        """Count whole persons who died among the residents."""
        self.resident = self.resident - dead
        self.lost = self.lost + dead

    @property
    def grieved(self) -> Floats:
        """Return grievance above that of the start, in sd."""
        return self.grievance - self.grievance_start

    @property
    def felt_hardship(self) -> Floats:
        """Return hardship as remittances above those of the start relieve or sharpen it, in logs.

        Money from abroad makes no hardship where there is none, and at most halves or doubles it.
        """
        relief = exit.relief(self.p.exit, self.remittances_now, self.country.regime.remittances)
        return self.country.treasury.hardship * np.exp(-clip(relief, -LN2, LN2))

    def change_minds(self) -> None:
        """Let grievance and hope follow money, rallies, propaganda, troops and voices abroad."""
        self.hope = clip(self.hope_signal + self.exile_voice, -2.0, 2.0)
        regime = self.country.regime
        moved = retaliation.rally_shift(self.p.retaliation, regime.rally) + regime.resentment
        if self.model.plays("M15"):
            bias, start = regime.support_bias, regime.support_bias_start
            moved = moved + propaganda.grievance_shift(self.p.propaganda, bias, start)
        self.grievance = protest.grievance_after(
            self.p.protest, self.grievance, self.grievance_start, self.felt_hardship, moved, 1.0
        )

    def come_and_go(self, week: int) -> None:
        """Leave and come home as whole persons; take the movement along, and speak from abroad."""
        if not self.model.plays("M16"):
            return
        p, regime = self.p.exit, self.country.regime
        risk = exit.danger(prisoners.willingness(regime.repression_civic), regime.threat_week)
        routes = 1.0 - (1.0 - regime.routes_open) * (1.0 - self.routes_policy)
        hard = self.felt_hardship
        pull = exit.pull(p, self.resident, self.abroad)
        ban = regime.tool_exit_ban
        hazard = exit.exit_hazard(p, risk, self.exit_pulse, hard, exit.route(p, routes), pull, ban)
        homing = exit.return_hazard(p, risk)
        away = -np.expm1(-hazard / WEEKS_PER_YEAR)
        self.leaving = self.luck.binomial(
            "leaving", week, self.resident - self.country.courts.prisoners, away
        )
        back = -np.expm1(-homing / WEEKS_PER_YEAR)
        self.returning = self.luck.binomial("returning", week, self.abroad, back)
        self.resident, self.abroad = exit.moved(
            self.resident, self.abroad, self.leaving, self.returning
        )
        self.gone = self.abroad - self.abroad_start
        self._weigh_exit(hazard)

    def _weigh_exit(self, hazard: Floats) -> None:
        p, regime, society = self.p.exit, self.country.regime, self.country.organisations
        relieves = self.model.switches.exit_relieves
        society.movement_loss = exit.movement_loss(p, hazard, relieves)
        active = exit.activist_exit_hazard(p, hazard)
        courts = self.country.courts
        courts.files = courts.files * np.exp(-active / WEEKS_PER_YEAR)
        share = np.maximum(self.gone, 0.0) / np.maximum(self.resident, 1.0)
        heard = exit.voice(p, share, regime.media_reach, regime.watchlist_reach, relieves)
        self.exile_voice = heard
        self.exit_pulse = exit.pulse_after(p, self.exit_pulse, self.flight, 1.0)
        self.flight = 0.0
        self.remittances_now = np.minimum(
            exit.remittances(regime.remittances, self.abroad, self.abroad_start), 2.0
        )

    def take_shock(self, size: Floats, political: Floats, day: Floats) -> None:
        """Note a shock of this week where ``size`` is positive; the larger of two stays."""
        larger = size > self.shock_size
        self.shock_size = np.where(larger, size, self.shock_size)
        self.shock_political = np.where(larger, political, self.shock_political)
        self.shock_day = np.where(larger, day, self.shock_day)

    def feel_shock(self, day: int | None, dt: float) -> None:
        """Let old shocks fade; on its day, let the new one strike and mark the street."""
        self.trigger = protest.trigger_after(self.p.protest, self.trigger, dt)
        self.economic = policing.economic_after(self.p.policing, self.economic, dt)
        if day is None:
            return
        struck = self.shock_day == day
        if not anywhere(struck):
            return
        political = self.shock_political > 0.5
        politics, bread = policing.marked_by_shock(
            self.politicised, self.economic, political, self.shock_size
        )
        self.trigger = self.trigger + np.where(struck, self.shock_size, 0.0)
        self.politicised = np.where(struck, politics, self.politicised)
        self.economic = np.where(struck, bread, self.economic)

    def change_mood(self, week: int, day: int | None) -> None:
        """Let the mood drift by this day's innovation, or by all seven of a quiet week."""
        days, first = (DAYS, 0) if day is None else (1, day)
        innovations = self.luck.normals("mood", week, days, first)
        self.mood = protest.mood_after(self.p.protest, self.mood, innovations)

    def turn_out(self, severity_risk: Floats, troops: Floats, media: Floats, dt: float) -> None:
        """Let every citizen decide, all on the same yesterday."""
        if not self.model.plays("M9"):
            return
        inclined = protest.inclination(
            self.p.protest,
            self.trigger,
            self.mood,
            self.grievance,
            self.indignation,
            self.fear,
            severity_risk,
            troops,
            self.hope,
        )
        dials = protest.dials(self.p.protest, inclined, media, self.turnout, dt)
        self._step(dials.astype(np.float32))
        self.turnout_peak = np.maximum(self.turnout_peak, self.turnout)
        days = counters.person_days(self.p.counters, self.turnout, self.resident, dt)
        self.person_days = self.person_days + 1e3 * days / np.maximum(self.resident, 1.0)

    def _step(self, dials: crowd.Singles) -> None:
        for place, part in enumerate(self.parts):
            part._step(np.ascontiguousarray(dials[:, place]))
        if self.parts:
            return
        after = crowd.columns(*self.active.shape)
        turnout = np.empty(self.active.shape[1])
        sees, leaning = self.network.sees, self.network.leaning
        crowd.step(self.active, after, self.ever_active, sees, leaning, dials, turnout)
        self.active, self.turnout = after, turnout

    def shake(self, week: int, moved: Bools) -> None:
        """Redraw the mood a little where a history goes on as a copy of another (the filter)."""
        kick = 0.3 * self.p.protest.noise * self.luck.normal("mood after resampling", week)
        self.mood = np.where(moved, self.mood + kick, self.mood)

    def count_participants(self) -> None:
        """Count the people who ever took part."""
        ever = np.empty(self.runs)
        crowd.mean_of(self.ever_active, ever)
        self.ever = ever

    @property
    def crowd_size(self) -> Floats:
        """Return the persons in the street."""
        return self.turnout * self.resident

    @classmethod
    def together(cls, actors: Sequence[Self], p: Parameters) -> Self:
        """Return one population that is all of ``actors``; their citizens stay with each."""
        chorus = super().together(actors, p)
        chorus.parts = tuple(actors)
        return chorus

    def chosen(self, flat: Integers) -> Self:
        """Return one population that lives the chosen histories, with their citizens."""
        pool = super().chosen(flat)
        pool.parts = ()
        shape = (self.network.sees.shape[0], len(flat))
        pool.active, pool.ever_active = np.empty(shape, np.float32), np.empty(shape, np.float32)
        for part, columns, start in self._shared_out(flat):
            crowd.gather(part.active, columns, start, pool.active)
            crowd.gather(part.ever_active, columns, start, pool.ever_active)
        return pool

    def take_back(self, pool: Self, flat: Integers) -> None:
        super().take_back(pool, flat)
        for part, columns, start in self._shared_out(flat):
            crowd.scatter(pool.active, columns, start, part.active)
            crowd.scatter(pool.ever_active, columns, start, part.ever_active)

    def _shared_out(self, flat: Integers) -> Iterator[tuple[Population, Integers, int]]:
        """Yield each country that has chosen histories, its columns, and where they begin."""
        bounds = np.searchsorted(flat, np.arange(len(self.parts or (self,)) + 1) * self.runs)
        for place, part in enumerate(self.parts or (self,)):
            if bounds[place] < bounds[place + 1]:
                columns = flat[bounds[place] : bounds[place + 1]] - place * self.runs
                yield part, columns, int(bounds[place])

    def keep(self, ancestors: Integers) -> None:
        super().keep(ancestors)
        self.active[...] = self.active[:, ancestors]
        self.ever_active[...] = self.ever_active[:, ancestors]
