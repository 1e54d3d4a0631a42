"""What really happened, week by week, and how it is imposed on a model.

Shocks (elections, prices, war, deaths) are always imposed; responses (sanctions, support, troops,
releases, aid, tools) only before rules replace the record.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.country import Country
from politeia.calendar import day_in_week, monday, week_of, year_of
from politeia.quantity import Floats
from politeia.scenario import history as told
from politeia.scenario.history import History
from politeia.scenario.world import TOOLS, World
from politeia.theories.rule import elites, shocks

if TYPE_CHECKING:
    from politeia.model import Politeia

FAR = 1e4
MONTH, YEAR = 1, 12
"""Months over which recorded aid is averaged: what reaches the war now, and the pace of giving."""
CAUSES = {"uprising": elites.UPRISING, "coup": elites.COUP, "negotiated": elites.NEGOTIATED}


class Chronicle:
    """The events and series of a history by week, and the calendar of what is known to come."""

    def __init__(self, history: History, world: World) -> None:
        self.world, self.history = world, history
        self.by_week: dict[int, list[told.Event]] = defaultdict(list)
        for event in history.events:
            self.by_week[week_of(event.date)].append(event)
        self.credit = _credits(history)
        self.thaw = _thaws(history)
        self.recession = _recessions(history)
        self.aid = _aid(history)
        self.events = _hosted(history, world)
        self.elections = {code: _elections(world, code) for code in world.regimes}

    def impose(self, model: Politeia) -> None:
        """Impose on the model what the record tells of this week."""
        week, decided = model.week, model.rules_decide
        for country in model.countries:
            country.courts.freed_recorded = 0.0
        for event in self.by_week.get(week, ()):
            if event.role == "shock" or not decided:
                _impose(model, event)
        for country in model.countries:
            code = country.regime.code
            country.treasury.growth_shock = self.recession[code].get(week, 0.0)
            country.regime.weeks_to_event = self.weeks_to_event(code, week)
            if not decided:
                country.treasury.recorded_credit = self.credit[code].get(week, 0.0)
                country.regime.thaw_recorded = self.thaw[code].get(week, 0.0)
        if not decided:
            self._impose_aid(model)

    def _impose_aid(self, model: Politeia) -> None:
        for sender in model.senders:
            arms = self.given_before(sender.code, "military", model.week, MONTH)
            money = self.given_before(sender.code, "financial", model.week, MONTH)
            sender.aid_recorded = arms + model.p.aid.fungible * money
            year = self.given_before(sender.code, "military", model.week, YEAR)
            money = self.given_before(sender.code, "financial", model.week, YEAR)
            sender.aid_of_year = year + model.p.aid.fungible * money

    def given_before(self, code: str, kind: str, week: int, months: int) -> float:
        """Return recorded aid, in bn EUR a year, the mean of the last ``months`` until ``week``."""
        day, told_of = monday(week), self.aid.get((code, kind), {})
        last = 12 * day.year + day.month - 1
        given = [
            told_of.get(divmod(month, 12), 0.0) for month in range(last - months + 1, last + 1)
        ]
        return 12.0 * sum(given) / months

    def weeks_to_event(self, code: str, week: int) -> float:
        """Return the weeks to the hosted event that matters most now, below 0 once it has begun."""
        ahead = [event - week for event in self.events[code] if event - week > -16]
        return float(min(ahead, default=FAR))

    def votes(self, code: str, week: int) -> date | None:
        """Return the day of a scheduled election of this week, or None."""
        return self.elections[code].get(week)


def _credits(history: History) -> dict[str, dict[int, float]]:
    """Return the credit of all sponsors to each country by week, share of GDP a year."""
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for event in history.events:
        if isinstance(event, told.Support):
            first = week_of(event.date)
            for code in event.on:
                for week in range(first, first + event.weeks):
                    found[code][week] += event.credit
    return found


def _recessions(history: History) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for event in history.events:
        if isinstance(event, told.Recession):
            first = week_of(event.date)
            for code in event.on:
                for week in range(first, first + event.weeks):
                    found[code][week] += event.size / event.weeks
    return found


def _thaws(history: History) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for event in history.events:
        if isinstance(event, told.Thaw):
            for code in event.on:
                for week in range(week_of(event.date), week_of(event.until)):
                    found[code][week] = event.intensity
    return found


def _aid(history: History) -> dict[tuple[str, str], dict[tuple[int, int], float]]:
    """Return aid by sender and kind, military or financial, and by (year, month from 0), bn EUR."""
    found: dict[tuple[str, str], dict[tuple[int, int], float]] = {}
    for series in history.series:
        if series.what == "aid" and series.by is not None and series.kind != "humanitarian":
            kind = "financial" if series.kind == "financial" else "military"
            for month, value in series.months.items():
                year, number = month.split("-")
                _add(found, (series.by, kind), (int(year), int(number) - 1), value)
    for event in history.events:
        if isinstance(event, told.Aid) and event.aid != "humanitarian":
            for week in range(week_of(event.date), week_of(event.date) + event.weeks):
                day, share = monday(week), event.amount / event.weeks / len(event.by)
                for sender in event.by:
                    _add(found, (sender, event.aid), (day.year, day.month - 1), share)
    return found


def _add(
    found: dict[tuple[str, str], dict[tuple[int, int], float]],
    who: tuple[str, str],
    month: tuple[int, int],
    value: float,
) -> None:
    months = found.setdefault(who, {})
    months[month] = months.get(month, 0.0) + value


def _hosted(history: History, world: World) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for event in history.events:
        if isinstance(event, told.MegaEvent):
            for code in event.on:
                found[code].append(week_of(event.date))
    for code, regime in world.regimes.items():
        found[code] += [week_of(c.date) for c in regime.calendar if c.what == "mega_event"]
    return found


def _elections(world: World, code: str) -> dict[int, date]:
    """Return scheduled elections: the calendar's, and then one each interval after the last."""
    regime = world.regimes[code]
    interval = (
        regime.values["election_interval"].value if "election_interval" in regime.values else 5.0
    )
    days = sorted(c.date for c in regime.calendar if c.what == "election")
    if not interval:
        return {week_of(day): day for day in days}
    first = regime.values["next_election"].value if "next_election" in regime.values else 2025.0
    year = year_of(week_of(days[-1])) if days else first - interval
    while year < 2045.0:
        year += interval
        days.append(date.fromordinal(date(int(year), 1, 1).toordinal() + int(365 * (year % 1))))
    return {week_of(day): day for day in days}


def _impose(model: Politeia, event: told.Event) -> None:
    """Impose one event on those it falls on."""
    on = () if isinstance(event, told.Attention) else event.on
    known = {country.regime.code: country for country in model.countries}
    countries = [known[code] for code in on if code in known]
    match event:
        case told.PoliticalShock() | told.EconomicShock():
            for country in countries:
                _shock(model, country, event)
        case told.RulerChange() | told.Breakdown():
            for country in countries:
                _change_ruler(country, event)
        case told.WarStart():
            _begin_war(model, countries, event)
        case told.Mobilisation():
            for country in countries:
                country.regime.levy = event.size
                country.people.flight = country.people.flight + event.size
                size = np.full(model.runs, event.size)
                _strike(model, country, size, True, event.date)
        case told.Attention():
            for sender in model.senders:
                if not event.by or sender.code in event.by:
                    sender.incident = sender.incident + event.size
        case told.Membership():
            _change_membership(model, countries, event)
        case told.SanctionStep():
            _sanction(model, countries, event)
        case told.Troops():
            for country in countries:
                country.regime.troops_weeks = float(event.weeks)
            country.regime.troops_day = float(day_in_week(event.date))
        case told.Releases():
            for country in countries:
                country.courts.freed_recorded = np.minimum(event.persons, country.courts.prisoners)
        case told.ToolAdopted():
            for country in countries:
                country.regime.tools[TOOLS.index(event.tool)] = 1.0
        case _:
            pass


def _shock(
    model: Politeia, country: Country, event: told.PoliticalShock | told.EconomicShock
) -> None:
    """Let a recorded shock fall; its true size is latent, an unknown gap is drawn."""
    p, luck = model.p.shocks, country.people.luck
    if event.size is not None:
        size = np.full(model.runs, event.size)
    elif isinstance(event, told.EconomicShock):
        size = shocks.economic_size(p, np.full(model.runs, event.price_ratio))
    else:
        gap = shocks.election_gap(p, np.ones(model.runs), luck.uniform("gap", model.week))
        gap = gap if event.gap == "unknown" else np.full(model.runs, event.gap)
        size = shocks.political_size(gap)
    if isinstance(event, told.PoliticalShock) and event.is_vote:
        country.elite.weeks_since_election = 0.0
    latent = shocks.latent_size(p, size, luck.normal("latent size", model.week))
    _strike(model, country, latent, isinstance(event, told.PoliticalShock), event.date)


def _strike(model: Politeia, country: Country, size: Floats, political: bool, day: date) -> None:
    marked, on = np.full(model.runs, float(political)), np.full(model.runs, float(day_in_week(day)))
    country.people.take_shock(size, marked, on)


def _change_ruler(country: Country, event: told.RulerChange | told.Breakdown) -> None:
    elite = country.elite
    if event.born is not None:
        elite.told_age = event.date.year - event.born
    if isinstance(event, told.Breakdown):
        elite.falls = float(CAUSES.get(event.how or "", elites.NEGOTIATED))
        elite.told_successor = float(
            elites.DEMOCRACY if event.becomes == "democracy" else elites.AUTOCRACY
        )
    else:
        elite.ruler_died = 1.0
        if event.elite_split is not None:
            elite.told_split = event.elite_split
        if event.personalist is not None:
            country.regime.personalist = float(event.personalist)


def _begin_war(model: Politeia, countries: list[Country], event: told.WarStart) -> None:
    size = event.size or 1.0
    spec = model.world.war
    if spec is not None and model.theatre is not None and week_of(spec.start) == model.week:
        model.theatre.begin_war()
    for country in countries:
        country.regime.at_war = min(size, 1.0)
        if event.size is not None:
            _strike(model, country, np.full(model.runs, event.size), True, event.date)
    for country in model.countries:
        near = 1.0 if country in countries else country.regime.alignment
        country.people.flight = country.people.flight + size * near
    for sender in model.senders:
        sender.incident = sender.incident + size


def _change_membership(model: Politeia, countries: list[Country], event: told.Membership) -> None:
    bloc = model.world.blocs.get(event.bloc)
    if bloc is not None and bloc.kind == "rights":
        for country in countries:
            country.regime.member_rights = float(event.status in ("joined", "restored"))


def _sanction(model: Politeia, countries: list[Country], event: told.SanctionStep) -> None:
    """Let senders add what they added; members act through their institution."""
    for sender in model.senders:
        measures = sender.measures
        members = {member.code for member in sender.members}
        if measures is None or not ({sender.code} | members) & set(event.by):
            continue
        for country in countries:
            place = model.place[country.regime.code]
            measures.impose(place, event.listings, event.coverage)
            for name, change in (
                ("effort_recorded", event.enforcement),
                ("hub_pressure", event.hub_pressure),
                ("conditional", event.conditionality),
            ):
                row = getattr(measures, name)
                row[place] = np.clip(row[place] + change, 0.0, 1.0)
