"""The courts and prisons of a country: files, cases, political prisoners and what lists see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.quantity import INFINITY, quantity
from politeia.theories.observation import counters
from politeia.theories.society import prisoners

if TYPE_CHECKING:
    from politeia.actors.country import Country


class Courts(Actor):
    """Courts that turn files into cases, and prisons that hold whole persons."""

    files = quantity("files kept on the detained", unit="persons", bounds=(0, INFINITY))
    case_capacity = quantity(
        "cases that courts can make", unit="persons/million/week", bounds=(0, INFINITY), start=0.02
    )
    prisoners = quantity("political prisoners", unit="persons", bounds=(0, INFINITY))
    violent_prisoners = quantity(
        "of them, imprisoned for violence", unit="persons", bounds=(0, INFINITY)
    )
    inflow = quantity("persons imprisoned this week", unit="persons", bounds=(0, INFINITY))
    outflow = quantity("persons released this week", unit="persons", bounds=(0, INFINITY))
    died = quantity("persons dead in custody this week", unit="persons", bounds=(0, INFINITY))
    cases = quantity("cases made this week", unit="persons", bounds=(0, INFINITY))
    known = quantity("prisoners whom lists can know of", unit="persons", bounds=(0, INFINITY))
    recognised = quantity("prisoners on the lists", unit="persons", bounds=(0, INFINITY))
    freed_recorded = quantity("of them, by record", unit="persons", bounds=(0, INFINITY))
    freed = quantity("persons freed by a deal this week", unit="persons", bounds=(0, INFINITY))
    intake_factor = quantity("factor of deals on intake", unit="1", bounds=(0, 20), start=1.0)
    event_factor = quantity("factor of events on intake", unit="1", bounds=(0, 20), start=1.0)

    country: Country

    def hold_court(self, week: int) -> None:
        """Turn files into cases and cases into prisoners; free some, and count the dead."""
        if not self.model.plays("M12"):
            return
        p, regime, people = self.p.prisoners, self.country.regime, self.country.people
        will = prisoners.willingness(regime.repression_civic)
        self.case_capacity = prisoners.case_capacity_after(p, self.case_capacity, will, 1.0)
        self.files = prisoners.files_after(p, self.files, regime.political, 1.0)
        able, population = self.case_capacity, regime.population
        self.cases = prisoners.cases(p, self.files, able, will, population, 1.0)
        self.files = np.maximum(self.files - self.cases / p.conversion, 0.0)
        self._imprison(week)
        self._release(week)
        people.bury(self.died)

    def _imprison(self, week: int) -> None:
        regime = self.country.regime
        by_case, violent = prisoners.expected_inflow(
            self.p.prisoners,
            self.cases,
            regime.detained,
            regime.violent / np.maximum(regime.detained, 1e-9),
            regime.repression_civic_base,
            regime.watchlist_reach,
            regime.population,
            1.0 - self.intake_factor * self.event_factor,
            1.0,
        )
        new_violent = self.luck.poisson("violent cases", week, violent)
        self.inflow = self.luck.poisson("cases", week, by_case) + new_violent
        self.prisoners = self.prisoners + self.inflow
        self.violent_prisoners = self.violent_prisoners + new_violent

    def _release(self, week: int) -> None:
        p, held = self.p.prisoners, self.prisoners
        dying = prisoners.dying_share(p, self.country.regime.repression_physical, 1.0)
        self.died = self.luck.binomial("deaths in custody", week, held, dying)
        self.freed = np.minimum(self.freed, held - self.died)
        left = held - self.died - self.freed
        leaving = prisoners.leaving_share(p, self.country.regime.offer, 1.0)
        released = self.luck.binomial("releases", week, left, leaving)
        self.outflow = released + self.freed
        self.prisoners = left - released
        kept = np.where(held > 0.0, self.prisoners / np.maximum(held, 1.0), 0.0)
        self.violent_prisoners = np.minimum(self.violent_prisoners * kept, self.prisoners)

    def be_counted(self) -> None:
        """Let monitoring groups recognise the prisoners whom they can know of."""
        if not self.model.plays("M24"):
            self.recognised = self.prisoners
            return
        p, society = self.p.counters, self.country.organisations
        share = counters.recognition_share(p, society.open_share, society.exile_share)
        share = counters.mixed_share(p, share, self.prisoners, self.violent_prisoners)
        self.known = counters.seen_after(p, self.known, self.prisoners, 1.0)
        seen = np.minimum(np.rint(self.known), self.prisoners)
        self.recognised = self.luck.binomial("recognition", 0, seen, share)
