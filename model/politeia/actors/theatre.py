"""A war between a regime of the world and a state beside it: budgets, aid, stocks, front, end."""

from __future__ import annotations

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.data import WarData
from politeia.calendar import YEARS_PER_WEEK
from politeia.quantity import ANY, INFINITY, Bools, Floats, clip, quantity
from politeia.theories.war import front, outcome


class Theatre(Actor, WarData):
    """The theatre of a war."""

    clocks = ("end",)

    rages = quantity("1 while the war goes on", unit="1", bounds=(0, 1))
    front = quantity(
        "front, positive where the defender gains", unit="1", bounds=(-1, 1), symbol="f"
    )
    stock_attacker = quantity("attacker's stocks", unit="bn EUR", bounds=(0, INFINITY))
    stock_defender = quantity("defender's stocks", unit="bn EUR", bounds=(0, INFINITY))
    share_attacker = quantity("attacker's spending", unit="share of GDP", bounds=(0, 1))
    share_defender = quantity("defender's spending", unit="share of GDP", bounds=(0, 1))
    inputs = quantity("arms and parts from sponsors", unit="bn EUR/year", bounds=(0, INFINITY))
    output_log = quantity("log of the attacker's output", unit="log", bounds=ANY)
    output_start = quantity("that when the war began", unit="log", bounds=ANY)
    aid = quantity("military aid received", unit="bn EUR/year", bounds=(0, INFINITY))
    ratio_log = quantity("log ratio of forces", unit="log", bounds=ANY, symbol="x")
    verdict = quantity("outcome for the attacker", unit="1", bounds=(-1, 1), symbol="W")
    years_since = quantity("years since the war ended", unit="year", bounds=(0, 200))
    moved = quantity("escalation of this week", unit="1", bounds=(0, 1))

    attacker: str = ""
    defender: str = ""

    def begin_war(self) -> None:
        """Open the theatre: stocks are full, budgets are those of the start."""
        p = self.p.front
        self.rages, self.verdict, self.years_since = 1.0, 0.0, 0.0
        place = self.model.place.get(self.attacker)
        if place is not None:
            self.output_start = self.model.countries[place].treasury.gdp_log
            self.output_log = self.output_start
        self.stock_attacker, self.stock_defender = p.stock_attacker, p.stock_defender
        self.share_attacker = clip(self.budget_attacker / self.gdp_attacker, 0.0, 1.0)
        self.share_defender = clip(self.budget_defender / self.gdp_defender, 0.0, 1.0)

    def wage(self, week: int, aid: Floats, supply: Floats) -> None:
        """Fight one week with ``aid`` in bn EUR a year and ``supply`` of priority goods (M18)."""
        if not self.model.plays("M18"):
            return
        p, raging = self.p.front, self.rages > 0.5
        self.aid = aid
        own_a, own_d = (
            self.share_attacker * self.gdp_attacker * np.exp(self.output_log - self.output_start),
            self.share_defender * self.gdp_defender,
        )
        drawn_a, drawn_d = front.drawn(p, self.stock_attacker), front.drawn(p, self.stock_defender)
        ratio = front.force_ratio(p, own_d, aid, drawn_d, own_a, drawn_a, self.inputs, supply)
        normal = self.luck.normal("front", week)
        after = front.front_after(p, self.front, ratio, normal, 1.0)
        self.ratio_log = np.where(raging, ratio, self.ratio_log)
        self.moved = np.where(raging, np.abs(after - self.front), 0.0)
        self.front = np.where(raging, after, self.front)
        for side in ("attacker", "defender"):
            stock, share = getattr(self, f"stock_{side}"), getattr(self, f"share_{side}")
            left = front.stock_after(p, stock, 1.0)
            top = getattr(p, f"top_{side}")
            setattr(self, f"stock_{side}", np.where(raging, left, stock))
            spent = front.mobilised_after(p, share, top, 1.0)
            setattr(self, f"share_{side}", np.where(raging, spent, share))
        self._end(raging)

    def _end(self, raging: Bools) -> None:
        hazard = front.end_hazard(
            self.p.front, self.front, self.share_attacker, self.share_defender
        )
        ends = self.ring("end", hazard * raging * self.model.war_may_end, 1.0)
        verdict = outcome.verdict(self.p.outcome, self.front)
        self.verdict = np.where(ends, verdict, self.verdict)
        self.rages = np.where(ends, 0.0, self.rages)
        self.years_since = np.where(
            self.rages > 0.5, 0.0, np.minimum(self.years_since + YEARS_PER_WEEK, 150.0)
        )

    @property
    def war_cost(self) -> Floats:
        """Return what the attacker spends above the budget of the start, in share of its GDP."""
        start = self.budget_attacker / self.gdp_attacker
        return clip((self.share_attacker - 0.5 * start) * self.rages, 0.0, 1.0)

    def after_end(self, years: Floats) -> Floats:
        """Return the verdict where the war is over, else 0."""
        return np.where((self.rages < 0.5) & (years >= 0.0), self.verdict, 0.0)
