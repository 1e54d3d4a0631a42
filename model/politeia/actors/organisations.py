"""The organisations and independent media of a country: open, closed, in exile, funded, heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.base import Actor
from politeia.calendar import WEEKS_PER_YEAR
from politeia.quantity import INFINITY, Floats, quantity
from politeia.theories.rule import propaganda
from politeia.theories.society import organisations, prisoners

if TYPE_CHECKING:
    from politeia.actors.country import Country

FOREIGN_AGENT_LAW = 0


class Organisations(Actor):
    """Civil society: whole organisations, and the reach of media beyond the regime's control."""

    clocks = ("takedown",)

    founded = quantity("organisations at the start", unit="organisations", bounds=(0, INFINITY))
    open = quantity("organisations at work inside", unit="organisations", bounds=(0, INFINITY))
    closed = quantity("organisations closed", unit="organisations", bounds=(0, INFINITY))
    exiled = quantity("organisations at work abroad", unit="organisations", bounds=(0, INFINITY))
    ramp_first = quantity("first stage of the machinery of closing", unit="1", bounds=(0, 1))
    ramp = quantity("machinery of closing", unit="1", bounds=(-1e-9, 1), symbol="r2")
    will_start = quantity("will to prosecute at the start", unit="1", bounds=(0, 1))
    infrastructure_start = quantity("campaign infrastructure at the start", unit="1", bounds=(0, 1))
    media_start = quantity("reach of independent media at the start", unit="1", bounds=(0, 1))
    media_inside = quantity("reach of media inside the country", unit="1", bounds=(0, 1))
    media_exiled = quantity("reach of media in exile before blocks", unit="1", bounds=(0, 1))
    foreign_funds = quantity(
        "funds from abroad beyond those of the start",
        unit="m EUR/year",
        bounds=(-INFINITY, INFINITY),
    )
    movement_loss = quantity(
        "infrastructure that leaves with its people", unit="1/year", bounds=(0, INFINITY)
    )
    alarm = quantity("alarm raised abroad", unit="1", bounds=(0, 10))

    country: Country

    @property
    def open_share(self) -> Floats:
        """Return the share of organisations still at work inside, in [0, 1]."""
        return np.minimum(self.open / np.maximum(self.founded, 1.0), 1.0)

    @property
    def exile_share(self) -> Floats:
        """Return the strength of networks abroad, in [0, 1]."""
        return self.exiled / np.maximum(self.open + self.exiled, 1.0)

    def work(self, week: int) -> None:
        """Be closed, exiled, funded and founded again, and raise the alarm."""
        if not self.model.plays("M13"):
            return
        p, regime = self.p.organisations, self.country.regime
        will = prisoners.willingness(regime.repression_civic)
        on = organisations.pressure(will, self.will_start)
        self.ramp_first, self.ramp = organisations.ramp_after(
            p, self.ramp_first, self.ramp, on, 1.0
        )
        law, people = regime.tools[FOREIGN_AGENT_LAW], self.country.people.resident
        part = organisations.foreign_part(p, self.foreign_funds, law, self.ramp, people)
        hazard = organisations.closure_hazard(p, np.maximum(self.ramp, 0.0), part)
        self._count(week, hazard, on)
        self._carry(will, on, hazard, law)
        self._speak(will, on)
        restrictions = np.minimum(regime.tools_stock + self.ramp, 1.0)
        self.alarm = organisations.alarm(p, regime.campaign_infrastructure, restrictions)

    def _count(self, week: int, hazard: Floats, on: Floats) -> None:
        p = self.p.organisations
        share = -np.expm1(-hazard / WEEKS_PER_YEAR)
        closing = self.luck.binomial("closures", week, self.open, share)
        leaving = self.luck.binomial("organisations leaving", week, closing, p.exile_organisations)
        mean = organisations.founding_mean(p, self.founded, self.open, on, 1.0)
        founding = self.luck.poisson("foundings", week, mean)
        self.open, self.closed, self.exiled = organisations.counted(
            self.open, self.closed, self.exiled, founding, closing, leaving
        )

    def _carry(self, will: Floats, on: Floats, hazard: Floats, law: Floats) -> None:
        p, regime = self.p.organisations, self.country.regime
        people = self.country.people.resident
        losing = (
            hazard
            + self.movement_loss
            + organisations.arrests_hazard(p, regime.detained, people, 1.0)
        )
        highest = organisations.top(p, self.infrastructure_start, will, self.will_start)
        received = organisations.funds(
            p, self.foreign_funds, law, np.maximum(self.ramp, 0.0), people
        )
        regime.campaign_infrastructure = organisations.infrastructure_after(
            p,
            regime.campaign_infrastructure,
            highest,
            losing,
            on,
            received,
            regime.repression_civic,
            1.0,
        )

    def _speak(self, will: Floats, on: Floats) -> None:
        p, regime = self.p.organisations, self.country.regime
        highest = organisations.top(p, self.media_start, will, self.will_start)
        self.media_inside, self.media_exiled = organisations.media_after(
            p, self.media_inside, self.media_exiled, highest, on, 1.0
        )
        if self.model.plays("M15"):
            self._be_taken_down()
        regime.media_reach = organisations.media_reach(
            p, self.media_inside, self.media_exiled, regime.repression_information
        )

    def _be_taken_down(self) -> None:
        p, regime = self.p.propaganda, self.country.regime
        size = self.media_exiled / np.maximum(self.media_inside + self.media_exiled, 1e-9)
        rang = self.ring("takedown", propaganda.takedown_hazard(p, regime.alignment, size), 1.0)
        self.media_exiled = propaganda.reach_after_takedown(p, self.media_exiled, size, rang)
