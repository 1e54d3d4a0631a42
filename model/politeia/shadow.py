"""Rules in the shadow of the record: what senders and sponsors would have done, and how it fits.

Until the branch the record drives, while the rules of senders and sponsors run and feed nothing. A
shadow notes week by week what they would have done, and scores it against what was done, each
beside a baseline that knows no rule. A rule without a score does not count as built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.calendar import WEEKS_PER_YEAR, monday, week_of
from politeia.founding import EUR_PER_USD
from politeia.quantity import Bools, Floats
from politeia.scenario import history as told
from politeia.theories.pressure import sanctions
from politeia.theories.rule import toolkit
from politeia.theories.sponsorship import support

if TYPE_CHECKING:
    from politeia.actors.country import Country
    from politeia.model import Politeia

SPIKE = 0.5
"""Threat above which a ruler is in need, for pledges after a spike."""
TWO_MONTHS = 9
WINDOW = range(1, 9)
"""Weeks after a step within which a public counter-pledge is looked for (pattern SD3)."""
ALIGNED = 0.5
PLEDGED = (0.01, 0.05)
"""Credit that counts as a package, share of GDP a year (pattern SD1)."""
LEAST = 1e-6
UNSCORED: dict[str, str] = {}
"""Rules that run in the past with nothing in the history to be scored against, and why."""


@dataclass(frozen=True)
class Score:
    """One score of one rule.

    ``value`` and ``baseline`` are on the scale that ``measure`` names, ``count`` the events of the
    record behind them; ``better`` tells whether the rule beats the baseline, where there is one.
    """

    rule: str
    measure: str
    value: float
    baseline: float
    count: int
    higher_is_better: bool = True
    note: str = ""

    @property
    def better(self) -> bool | None:
        """Return whether the rule beats its baseline, or None where there is none."""
        if not np.isfinite(self.baseline) or not np.isfinite(self.value):
            return None
        return (self.value > self.baseline) == self.higher_is_better


@dataclass
class _Windows:
    """Weeks since steps against countries, and whether they were answered, (run,) each."""

    open: list[tuple[int, str, Floats]] = field(default_factory=list)
    answered: list[Bools] = field(default_factory=list)

    def advance(self, week: int, last: int, read: Any) -> None:
        """Close windows that are over, noting whether what is read has risen since."""
        kept = []
        for since, code, before in self.open:
            if week - since >= last:
                self.answered.append(read(code) > before)
            else:
                kept.append((since, code, before))
        self.open = kept

    @property
    def share(self) -> float:
        """Return the share of answered steps, over steps and histories."""
        return float(np.mean(self.answered)) if self.answered else float("nan")


class Shadow:
    """Notes what rules would have done in the past of a batch, without touching it."""

    def __init__(self, model: Politeia) -> None:
        self.model = model
        self.first = model.week
        self.aligned = {
            country.regime.code: float(country.regime.alignment.mean()) >= ALIGNED
            for country in model.countries
        }
        self.packages: dict[tuple[str, str], list[float]] = {}
        self.hubs: dict[str, list[float]] = {}
        self.tools: dict[tuple[str, str], list[float]] = {}
        self.troops: dict[str, list[float]] = {}
        self.asked_before: dict[str, Floats] = {}
        self.aid_rule: dict[str, list[float]] = {}
        self.aid_told: dict[str, list[float]] = {}
        self.credit_rule: dict[str, list[Floats]] = {}
        self.credit_told: dict[str, list[float]] = {}
        self.threat: dict[str, list[Floats]] = {}
        self.fell: dict[str, list[Floats]] = {}
        self.pledges, self.answers = _Windows(), _Windows()
        self.told = _points(model.chronicle.history)
        self.seen: dict[str, list[tuple[float, float]]] = {}

    def note(self) -> None:
        """Note the week that has just been lived; to be called before the next begins."""
        for country in self.model.countries:
            self._note_sponsor(country)
            self._note_tools(country)
            self._note_answers(country)
        self._note_senders()
        self._note_aid()
        self._note_points()

    def _note_points(self) -> None:
        """Note what rules say in the months of which polls, subsidies or recognitions are told."""
        day = monday(self.model.week)
        if monday(self.model.week - 1).month == day.month:
            return
        for what, by, on, value in self.told.get((day.year, day.month), ()):
            said = self._said(what, by, on)
            if said is not None:
                self.seen.setdefault(what, []).append((said, value))

    def _said(self, what: str, by: str, on: str) -> float | None:
        if what == "poll":
            publics = {sender.code: sender.support for sender in self.model.senders}
            return float(publics[by].mean()) if by in publics else None
        if on not in self.model.place:
            return None
        country = self.model.countries[self.model.place[on]]
        if what == "subsidy":
            return float(country.treasury.support.mean())
        bond = self.model.world.regimes[on].alignment.get(by)
        alignment = np.full(self.model.runs, bond.value if bond else 0.0)
        return float(support.gate(self.model.p.support, alignment).mean())

    def _note_sponsor(self, country: Country) -> None:
        code, treasury, regime = country.regime.code, country.treasury, country.regime
        self.credit_rule.setdefault(code, []).append(treasury.credit_rule.copy())
        told_credit = float(treasury.recorded_credit[0])
        self.credit_told.setdefault(code, []).append(told_credit)
        self.threat.setdefault(code, []).append(regime.threat_week.copy())
        self.fell.setdefault(code, []).append(country.elite.falls.copy())
        before = self.asked_before.get(code, np.zeros(self.model.runs))
        self.troops.setdefault(code, []).append(float(np.mean(regime.asked_troops > before)))
        self.asked_before[code] = regime.asked_troops.copy()

    def _note_tools(self, country: Country) -> None:
        regime = country.regime
        if not self.model.plays("M14"):
            return
        others = self.model.watched_by(self.model.place[regime.code])
        p = regime.p.toolkit
        seen = toolkit.neighbour_adoption(others.ties, others.tools)
        calm = toolkit.success_seen(others.ties, others.tools, others.threats)
        cost = np.maximum(-regime.shift_abroad, 0.0) + regime.effective
        hazard = toolkit.adoption_hazard(p, regime.tools, seen, regime.threat_week, calm, cost)
        chance = -np.expm1(-hazard / WEEKS_PER_YEAR)
        free = regime.tools[:, 0] < 0.5
        for name, value, open_ in zip(told_tools(), chance.mean(axis=1), free, strict=True):
            held = self.tools.setdefault((regime.code, name), [])
            held.append(float(value) if open_ else 0.0)

    def _note_answers(self, country: Country) -> None:
        code, week = country.regime.code, self.model.week
        self.pledges.advance(week, WINDOW.stop, self._pledges_of)
        self.answers.advance(week, TWO_MONTHS, self._answers_of)
        step = float(country.regime.sanction_step.max())
        if step < 0.01:
            return
        if self.aligned[code]:
            self.pledges.open.append((week, code, country.treasury.pledges.copy()))
        self.answers.open.append((week, code, country.regime.retaliated.copy()))

    def _pledges_of(self, code: str) -> Floats:
        return self.model.countries[self.model.place[code]].treasury.pledges

    def _answers_of(self, code: str) -> Floats:
        return self.model.countries[self.model.place[code]].regime.retaliated

    def _note_senders(self) -> None:
        codes = list(self.model.place)
        for sender, _ in self.model.deciders:
            if sender.measures is None:
                continue
            hazard = sender.package_hazard(self.model.countries)
            chance = (-np.expm1(-hazard / WEEKS_PER_YEAR)).mean(axis=1)
            for code, value in zip(codes, chance, strict=True):
                self.packages.setdefault((sender.code, code), []).append(float(value))
            p, coverage = self.model.p.sanctions, sender.measures.coverage
            lists = p.hub_chance * coverage * sanctions.reaches_sectors(p, sender.measures.listings)
            hub = (-np.expm1(-hazard / WEEKS_PER_YEAR) * lists).mean(axis=1)
            self.hubs.setdefault(sender.code, []).append(float(1.0 - np.prod(1.0 - hub)))

    def _note_aid(self) -> None:
        theatre = self.model.theatre
        if theatre is None or theatre.rages[0] < 0.5:
            return
        for sender in self.model.senders:
            if sender.members:
                continue
            flow = sender.aid_given * sender.gdp * EUR_PER_USD
            self.aid_rule.setdefault(sender.code, []).append(float(np.mean(flow)))
            self.aid_told.setdefault(sender.code, []).append(float(sender.aid_recorded[0]))

    def scores(self) -> list[Score]:
        """Return all scores of the weeks noted so far."""
        found = [
            self._score_packages(),
            self._score_targets(),
            self._score_hubs(),
            *self._score_aid(),
            *self._score_credit(),
            self._score_pledges(),
            self._score_answers(),
            self._score_troops(),
        ]
        found += self._score_points()
        return [*found, *self._score_tools()] if self.tools else found

    def _score_points(self) -> list[Score]:
        """Score support in polls, price subsidies and recognitions against what is told of them."""
        names = {
            "poll": ("M20 support and unity", "mean distance to polls; baseline: one half"),
            "subsidy": ("M1 price subsidy", "mean distance in share of GDP; baseline: none"),
            "recognition": ("M1 recognition of elections", "Brier score; baseline: one half"),
        }
        naive = {"poll": 0.5, "subsidy": 0.0, "recognition": 0.5}
        scored = []
        for what, pairs in sorted(self.seen.items()):
            said, known = np.array(pairs).T
            far = np.abs(said - known), np.abs(naive[what] - known)
            value, base = (np.square(f) if what == "recognition" else f for f in far)
            rule, measure = names[what]
            scored.append(
                Score(rule, measure, float(value.mean()), float(base.mean()), len(pairs), False)
            )
        return scored

    def _weeks(self) -> int:
        return len(next(iter(self.threat.values())))

    def _happened(self, kind: type, by: str, on: str) -> Floats:
        """Return 1 in each week in which the record has such an event, by weeks since the start."""
        marks = np.zeros(self._weeks())
        for events in self.model.chronicle.by_week.values():
            for event in events:
                place = week_of(event.date) - self.first
                mine = not by or by in getattr(event, "by", ())
                fits = isinstance(event, kind) and on in getattr(event, "on", ()) and mine
                if fits and 1 <= place < len(marks) and _adds(event):
                    marks[place] = 1.0
        return marks

    def _score_packages(self) -> Score:
        """Score the timing of packages: the mean log score a week against a rate of each pair."""
        gained, seen, weeks, base = 0.0, 0, 0, 0.0
        for (sender, code), chances in self.packages.items():
            marks = self._happened(told.SanctionStep, sender, code)
            rate = (marks.sum() + 0.5) / (len(marks) + 1.0)
            gained += float(_log_score(np.array(chances), marks).sum())
            base += float(_log_score(np.full(len(marks), rate), marks).sum())
            seen, weeks = seen + int(marks.sum()), weeks + len(marks)
        per = WEEKS_PER_YEAR / max(weeks, 1)
        measure = "log score a pair and year; baseline: each pair's own rate, known in hindsight"
        return Score("M3 packages, timing", measure, gained * per, base * per, seen)

    def _score_targets(self) -> Score:
        """Score whom packages fall on: rank correlation over pairs of sender, target and year."""
        rule, record, last = [], [], []
        for (sender, code), chances in self.packages.items():
            marks = self._happened(told.SanctionStep, sender, code)
            yearly = _by_year(marks)
            rule += _by_year(np.array(chances))[1:]
            record += yearly[1:]
            last += yearly[:-1]
        measure = "rank correlation over sender, target and year; baseline: as many as last year"
        count = int(sum(record))
        return Score(
            "M3 packages, targets and years",
            measure,
            _rank(rule, record),
            _rank(last, record),
            count,
        )

    def _score_hubs(self) -> Score:
        """Score when hubs are listed: rank correlation by sender and year."""
        rule: list[float] = []
        record: list[float] = []
        last: list[float] = []
        for sender, chances in self.hubs.items():
            marks = np.zeros(self._weeks())
            for events in self.model.chronicle.by_week.values():
                for event in events:
                    if not isinstance(event, told.SanctionStep) or event.hub_pressure <= 0:
                        continue
                    place = week_of(event.date) - self.first
                    if sender in event.by and 0 <= place < len(marks):
                        marks[place] = 1.0
            yearly = _by_year(marks)
            rule += _by_year(np.array(chances))[1:]
            record += yearly[1:]
            last += yearly[:-1]
        measure = "rank correlation by sender and year; baseline: as many as last year"
        return Score(
            "M4 hubs listed", measure, _rank(rule, record), _rank(last, record), int(sum(record))
        )

    def _score_aid(self) -> list[Score]:
        """Score military aid by quarter: its level and its movement."""
        if not self.aid_rule:
            return []
        rule = _quarters([_sum(self.aid_rule)])
        record = _quarters([_sum(self.aid_told)])
        late = np.abs(np.log(rule[1:] / record[1:])).mean()
        naive = np.abs(np.log(record[:-1] / record[1:])).mean()
        each, told_each = _quarters(self.aid_rule.values()), _quarters(self.aid_told.values())
        level = "mean |log ratio| to the record by quarter; baseline: as last quarter"
        ranks = "rank correlation over senders of all aid; baseline: by GDP"
        totals = [float(np.sum(v)) for v in self.aid_rule.values()]
        known = [float(np.sum(v)) for v in self.aid_told.values()]
        gdp = [float(s.gdp[0]) for s in self.model.senders if not s.members]
        count = len(each) if len(told_each) else 0
        return [
            Score("M20 aid, level by quarter", level, float(late), float(naive), count, False),
            Score("M20 aid, by sender", ranks, _rank(totals, known), _rank(gdp, known), len(known)),
        ]

    def _score_credit(self) -> list[Score]:
        """Score the sponsor's credit after a threat spike, and its level against the record."""
        inside, levels, spikes = [], [], 0
        for code, rows in self.threat.items():
            if not self.aligned[code]:
                continue
            threat, credit = np.stack(rows), np.stack(self.credit_rule[code])
            fell = np.stack(self.fell[code])
            for run in range(threat.shape[1]):
                hot = np.flatnonzero(threat[:, run] > SPIKE)
                if not len(hot) or fell[hot[0] : hot[0] + TWO_MONTHS, run].any():
                    continue
                if hot[0] + TWO_MONTHS <= len(threat):
                    peak = credit[hot[0] : hot[0] + TWO_MONTHS, run].max()
                    inside.append(PLEDGED[0] <= peak <= PLEDGED[1])
                    spikes += 1
                    if code == "BLR":
                        levels.append(credit[hot[0] : hot[0] + 26, run].max())
        share = float(np.mean(inside)) if inside else float("nan")
        level = float(np.median(levels)) if levels else float("nan")
        asked = "share of spikes with a package of 1-5 % of GDP in two months; asked: .80 (SD1)"
        size = "median peak credit of Belarus after a spike, share of GDP; record .024 (F24)"
        return [
            Score("M1 credit after a spike", asked, share, 0.8, spikes),
            Score(
                "M1 credit, level",
                size,
                abs(level - 0.024),
                0.024,
                len(levels),
                False,
                f"the rule gives {level:.3f}; value: distance to .024; baseline: no credit",
            ),
            self._score_credit_years(),
        ]

    def _score_credit_years(self) -> Score:
        rule, record, last = [], [], []
        for code, rows in self.credit_rule.items():
            mean = np.stack(rows).mean(axis=1)
            given = np.array(self.credit_told[code])
            yearly = _by_year(given)
            rule += _by_year(mean)[1:]
            record += yearly[1:]
            last += yearly[:-1]
        measure = "rank correlation over countries and years; baseline: as much as last year"
        count = sum(value > 0 for value in record)
        return Score(
            "M1 credit, countries and years",
            measure,
            _rank(rule, record),
            _rank(last, record),
            count,
        )

    def _score_pledges(self) -> Score:
        measure = "share of steps against an aligned client answered in 1-8 weeks; asked: .80 (SD3)"
        return Score(
            "M1 counter-pledges", measure, self.pledges.share, 0.8, len(self.pledges.answered)
        )

    def _score_answers(self) -> Score:
        measure = "share of steps answered within two months; asked: .60-.95 (SD4); value: distance"
        share = self.answers.share
        gap = max(0.6 - share, share - 0.95, 0.0)
        note = f"the rule answers {share:.2f}; baseline: nobody answers"
        return Score("M7 retaliation", measure, gap, 0.6, len(self.answers.answered), False, note)

    def _score_troops(self) -> Score:
        """Score requests for troops by country and year by Brier's score; one came: KAZ 2022."""
        rule, record = [], []
        for code, chances in self.troops.items():
            marks = self._happened(told.Troops, "", code)
            for start in range(0, len(marks) - 51, 52):
                year = slice(start, start + 52)
                rule.append(float(1.0 - np.prod(1.0 - np.array(chances)[year])))
                record.append(float(marks[year].max()))
        measure = "Brier score a country-year; baseline: base rate"
        base = float(np.mean(record))
        value = float(np.mean(np.square(np.array(rule) - np.array(record))))
        naive = float(np.mean(np.square(base - np.array(record))))
        return Score("M17 requests for troops", measure, value, naive, int(sum(record)), False)

    def _score_tools(self) -> list[Score]:
        """Score which tools are adopted where: Brier's score over country and tool, and timing."""
        chance, record, gained, naive, seen = [], [], 0.0, 0.0, 0
        total = sum(
            1
            for events in self.model.chronicle.by_week.values()
            for e in events
            if isinstance(e, told.ToolAdopted)
        )
        weeks = sum(int(np.count_nonzero(values)) for values in self.tools.values())
        rate = total / max(weeks, 1)
        for (code, tool), values in self.tools.items():
            marks = self._adopted(code, tool)
            open_ = np.array(values) > 0.0
            if not open_.any():
                continue
            live = np.array(values)[open_]
            chance.append(float(1.0 - np.prod(1.0 - live)))
            record.append(float(marks.max()))
            gained += float(_log_score(live, marks[open_]).sum())
            naive += float(_log_score(np.full(len(live), rate), marks[open_]).sum())
            seen += int(marks.max())
        told_, said = np.array(record), np.array(chance)
        base = float(np.mean(told_))
        per = WEEKS_PER_YEAR / max(weeks, 1)
        return [
            Score(
                "M14 tools, which",
                "Brier score a country and tool; baseline: base rate",
                float(np.mean(np.square(said - told_))),
                base * (1.0 - base),
                seen,
                False,
            ),
            Score(
                "M14 tools, when",
                "log score a tool and year; baseline: base rate",
                gained * per,
                naive * per,
                seen,
            ),
        ]

    def _adopted(self, code: str, tool: str) -> Floats:
        """Return 1 in the last week in which a tool was still open before its recorded adoption."""
        marks = np.zeros(self._weeks())
        for events in self.model.chronicle.by_week.values():
            for event in events:
                if not isinstance(event, told.ToolAdopted) or event.tool != tool:
                    continue
                place = week_of(event.date) - self.first - 1
                if code in event.on and 0 <= place < len(marks):
                    marks[place] = 1.0
        return marks


def _points(history: told.History) -> dict[tuple[int, int], list[tuple[str, str, str, float]]]:
    """Return what single months tell of polls, subsidies and recognitions, by year and month."""
    found: dict[tuple[int, int], list[tuple[str, str, str, float]]] = {}
    for series in history.series:
        if series.what in ("poll", "subsidy", "recognition"):
            for name, value in series.months.items():
                year, month = name.split("-")
                point = (series.what, series.by or "", series.on or "", value)
                found.setdefault((int(year), int(month)), []).append(point)
    return found


def told_tools() -> Sequence[str]:
    """Return the tools as histories name them, in the order of M14."""
    from politeia.scenario.world import TOOLS

    return TOOLS


def _adds(event: Any) -> bool:
    """Return whether a step of sanctions adds something, or the event is none."""
    if not isinstance(event, told.SanctionStep):
        return True
    return event.listings > 0 or event.coverage > 0


def _log_score(chance: Floats, happened: Floats) -> Floats:
    """Return the log of what was said of what happened, week by week."""
    inside = np.clip(chance, LEAST, 1.0 - LEAST)
    scored: Floats = np.where(happened > 0.5, np.log(inside), np.log1p(-inside))
    return scored


def _by_year(weekly: Floats) -> list[float]:
    """Return sums over spans of 52 weeks."""
    return [float(weekly[start : start + 52].sum()) for start in range(0, len(weekly) - 51, 52)]


def _sum(series: dict[str, list[float]]) -> Floats:
    """Return the sum over senders, week by week."""
    total = np.zeros(len(next(iter(series.values()))))
    for values in series.values():
        total = total + np.array(values)
    return total


def _quarters(series: Any) -> Floats:
    """Return means over quarters of the first series, kept off 0."""
    first: Floats = np.array(next(iter(series)))
    spans = range(0, len(first) - 12, 13)
    means: Floats = np.array([first[start : start + 13].mean() for start in spans])
    return np.maximum(means, 1e-3)


def _rank(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the rank correlation of two sequences; 0 where one does not vary."""
    if len(one) < 2:
        return 0.0
    first, second = _ranks(np.asarray(one)), _ranks(np.asarray(other))
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Floats) -> Floats:
    """Return ranks, the mean of their places where values are equal."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: Floats = (ends - 0.5 * (counts - 1.0))[inverse]
    return middles
