"""The table of the tried core, asked again of the whole model on the world of two countries.

Each row has the interval that the tried core gave (5 to 95 % of its runs) and passes where the
median of the model lies inside. Rows for which the table has medians alone take the interval of 48
new runs of the same core by days; ``basis`` tells which. The core knew no recognition: its
prisoners are compared with political cases times ``RECOGNISED`` and violent cases whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from living import Days, Lot, Trace, at_medians, evenly_switched, nobody_falls, study_of, triple
from living import watched_by_days as watched

from politeia.actors.country import Country
from politeia.calendar import week_of
from politeia.quantity import Floats
from politeia.scenario.study import SWITCHES

RUNS = 96
SEED = 20241124
"""Fixed before its results were seen; 777 and 991 were used while faults were being mended."""
OTHER_SEEDS = tuple(range(1, 9))
"""Seeds on which the same rows are asked again, so that a pass by luck shows."""
RECOGNISED = 0.7
CORE = frozenset({"M1", "M6", "M8", "M9", "M10", "M11", "M12", "M17", "M24"})
ALL = frozenset(f"M{number}" for number in range(1, 25))
STUDY = """
world: prototype
set: {coercion.memory_half_life: 2.5, coercion.occasions_quiet: 0.10, shocks.latent_spread: 0.12}
"""
NEVER = 10**6
LEAST_CROWD = 5e-4
PLEDGE = 0.005
"""Credit that counts as the first pledge, share of GDP a year: the table's week 3.3 is this one."""
WEEKS = 52.1786
TABLE = "table"
"""The interval is that of the prototype's own runs."""
RERUN = "rerun"
"""The table has medians alone: the interval is that of 48 runs of the same core from 2015, as this
world starts. From 2019, with fewer files at hand, prisoners end 2020 would be asked in (57, 155).
"""
JUDGED = "judged"
"""The table has one number: the interval about it is an assumption of this check."""

VOTE, DEAR = week_of(date(2020, 8, 9)), week_of(date(2022, 1, 2))
LOOKS: dict[str, Callable[[Country], Floats]] = {
    "turnout": lambda c: c.people.turnout,
    "detained": lambda c: c.regime.detained,
    "killed": lambda c: c.regime.killed,
    "prisoners": lambda c: c.courts.prisoners,
    "violent": lambda c: c.courts.violent_prisoners,
    "recognised": lambda c: c.courts.recognised,
    "physical": lambda c: c.regime.repression_physical,
    "credit": lambda c: c.treasury.credit,
    "asked": lambda c: c.regime.asked_troops,
    "politicised": lambda c: c.people.politicised,
    "hazard": lambda c: c.elite.hazard_coup + c.elite.hazard_uprising + c.elite.hazard_negotiated,
}


@dataclass(frozen=True)
class Row:
    """One row of the table: what the core gave, what was observed, what the model gives."""

    name: str
    core: tuple[float, float]
    observed: str
    model: tuple[float, float, float]
    basis: str = TABLE

    @property
    def passed(self) -> bool:
        """Return whether the model's median lies inside the core's interval."""
        low, high = self.core
        return bool(low <= self.model[1] <= high)


def live(
    off: frozenset[str], runs: int = RUNS, nodes: int = 500, seed: int = SEED
) -> tuple[Trace, Days]:
    """Return what 2015 to 2023 were like at median parameters, with some mechanisms off."""
    study = study_of(STUDY)
    first = week_of(study.world.start)
    switches = evenly_switched(runs)
    assert set(switches) == set(SWITCHES)
    parameters = at_medians(study, runs)
    lot = Lot(study, parameters, switches, seed, first, NEVER, off, nodes)
    model, trace = lot.model(), Trace(first)
    with watched(model, ("BLR", "KAZ")) as days, nobody_falls():
        while model.week < week_of(date(2024, 1, 1)):
            days.begin()
            model.step_until(lambda: trace.note(model, LOOKS))
    return trace, days


def rows(trace: Trace, days: Days) -> list[Row]:
    """Return all rows of the table."""
    return [*street_of_belarus(trace), *state_of_belarus(trace), *kazakhstan(trace, days)]


def _at(trace: Trace, code: str, name: str, *day: int) -> Floats:
    week = week_of(date(*day))
    return np.asarray(trace.of(code, name, week, week + 1)[0], dtype=np.float64)


def counted(trace: Trace, code: str, *day: int) -> Floats:
    """Return prisoners as the core counted them: political ones recognised, violent ones whole."""
    held, violent = _at(trace, code, "prisoners", *day), _at(trace, code, "violent", *day)
    return np.asarray(RECOGNISED * (held - violent) + violent, dtype=np.float64)


def street_of_belarus(trace: Trace) -> list[Row]:
    """Return the rows of the street of Belarus in 2020."""
    street = trace.of("BLR", "turnout", VOTE)
    first = street[1:5].mean(axis=0)
    jailed = trace.of("BLR", "detained", VOTE, week_of(date(2021, 1, 4))).sum(axis=0)
    quiet = [
        trace.of(c, "turnout", week_of(date(2018, 1, 1)), week_of(date(2019, 1, 7)))
        for c in ("BLR", "KAZ")
    ]
    return [
        Row(
            "BLR 2020 peak, % of people",
            (0.5, 3.2),
            "1.2-2.5",
            triple(street[:30].max(axis=0), 100),
        ),
        Row(
            "BLR weeks 6-9 over first four",
            (0.24, 0.73),
            ".35-.70",
            triple(street[7:11].mean(axis=0) / first),
        ),
        Row("BLR week 14 over first four", (0.01, 0.22), "<.35", triple(street[14] / first)),
        Row("BLR detentions 2020", (15100, 38500), "33,000 +-30 %", triple(jailed)),
        Row(
            "quiet turnout, %",
            (0.0007, 0.004),
            "a few hundred people",
            triple(np.mean(quiet, axis=(0, 1)), 100),
            JUDGED,
        ),
    ]


def state_of_belarus(trace: Trace) -> list[Row]:
    """Return the rows of courts, levels, sponsor and elite of Belarus."""
    credit = trace.of("BLR", "credit", VOTE, VOTE + 26)
    begun = credit > PLEDGE
    weeks = np.where(begun.any(axis=0), begun.argmax(axis=0), np.nan)
    asked = trace.of("BLR", "asked", VOTE - 1, VOTE + 52)
    level = trace.of("BLR", "physical", week_of(date(2021, 8, 9)), week_of(date(2024, 1, 1)))
    kept = float((level.min(axis=0) > 0.7).mean())
    hazard = trace.of("BLR", "hazard", VOTE, VOTE + 26).sum(axis=0) / WEEKS
    share = float((asked[-1] > asked[0]).mean())
    return [
        Row(
            "BLR prisoners before August 2020",
            (15, 25),
            "25",
            triple(counted(trace, "BLR", 2020, 8, 3)),
        ),
        Row(
            "BLR prisoners end 2020",
            (73, 184),
            "169 +-20 %",
            triple(counted(trace, "BLR", 2020, 12, 28)),
            RERUN,
        ),
        Row(
            "BLR prisoners end 2021",
            (469, 1606),
            "969 +-20 %",
            triple(counted(trace, "BLR", 2021, 12, 27)),
            RERUN,
        ),
        Row(
            "BLR prisoners end 2022",
            (637, 1937),
            "1,446 +-20 %",
            triple(counted(trace, "BLR", 2022, 12, 26)),
            RERUN,
        ),
        Row("BLR repression_physical August 2021", (0.22, 0.96), ".87-.91", triple(level[0])),
        Row("BLR runs above .70 to end 2023, share", (0.60, 0.95), "stayed", (kept,) * 3, JUDGED),
        Row("BLR credit, % of GDP", (1.0, 2.3), "2.4", triple(credit.max(axis=0), 100)),
        Row("BLR first pledge, week", (3.0, 5.0), "5", triple(weeks + 1.0), JUDGED),
        Row("BLR asked for troops, share", (0.0, 0.05), "not asked", (share,) * 3, JUDGED),
        Row("BLR breakdown in the episode", (0.09, 0.24), "-", triple(-np.expm1(-hazard)), RERUN),
    ]


def kazakhstan(trace: Trace, days: Days) -> list[Row]:
    """Return the rows of Kazakhstan in January 2022."""
    begin = (DEAR - trace.first) * 7 + 6
    street = np.array(days.turnout["KAZ"])[begin : begin + 120]
    asked = np.array(days.asked["KAZ"])[begin - 1 : begin + 120]
    asked = asked - asked[0]
    came = asked[-1] > 0
    request = np.where(came, (asked > 0).argmax(axis=0) - 1.0, np.nan)
    dead = trace.of("KAZ", "killed", DEAR, DEAR + 26).sum(axis=0)
    jailed = trace.of("KAZ", "detained", DEAR, DEAR + 9).sum(axis=0)
    calm = float((street[21] < LEAST_CROWD).mean())
    share = float(came.mean())
    demands = trace.of("KAZ", "politicised", DEAR + 1, DEAR + 2)[0]
    return [
        Row("KAZ 2022 peak, % of people", (0.2, 1.6), "unknown", triple(street.max(axis=0), 100)),
        Row("KAZ deaths", (138, 317), "150-350", triple(dead)),
        Row("KAZ detained in 8 weeks", (5800, 10600), "5,000-12,000", triple(jailed)),
        Row("KAZ day of the peak", (0, 3), "3", triple(street.argmax(axis=0).astype(float))),
        Row("KAZ day of the request", (0.3, 4), "3-4", triple(request + 1.0)),
        Row(
            "KAZ days above .05 %",
            (7, 19),
            "10-14",
            triple((street > LEAST_CROWD).sum(axis=0).astype(float)),
        ),
        Row("KAZ order back at 3 weeks, share", (0.95, 1.0), "<= 3 weeks", (calm,) * 3, JUDGED),
        Row(
            "KAZ political demands after 7-8 days",
            (0.7, 1.0),
            "<= 10 days",
            triple(demands),
            JUDGED,
        ),
        Row("KAZ asked for troops, share", (0.95, 1.0), "asked", (share,) * 3),
        Row(
            "KAZ custody March 2022", (420, 790), "766", triple(counted(trace, "KAZ", 2022, 3, 21))
        ),
    ]


def recognised(trace: Trace) -> list[tuple[str, float, float]]:
    """Return what lists would show of Belarus, median, beside the record."""
    told = {
        (2020, 8, 3): 25.0,
        (2020, 12, 28): 169.0,
        (2021, 12, 27): 969.0,
        (2022, 12, 26): 1446.0,
    }
    return [
        (date(*day).isoformat(), float(np.median(_at(trace, "BLR", "recognised", *day))), seen)
        for day, seen in told.items()
    ]
