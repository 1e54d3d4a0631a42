"""Derive the values of the countries of ``scenarios/worlds/eurasia.yaml`` by one stated rule.

    python tools/derive_countries.py FOLDER

FOLDER holds the extracts of the published series (see ``docs/data-terms.md``). Every country goes
through the same formulas, which ``docs/country-values.md`` writes out; no country has a constant of
its own. The result is printed as YAML: per country a map from the name of the value to the value
and the key of its source.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import NormalDist, fmean, median, stdev

import yaml

Series = Mapping[tuple[str, int], float]
"""A published series: (country, year) to value."""
Values = dict[str, float]
"""One number a country."""
Valued = dict[str, dict[str, dict[str, object]]]
"""Country to name of the value to value and source."""

COUNTRIES = ("BLR", "RUS", "KAZ", "AZE", "KGZ", "TJK", "UZB", "ARM")
START = 2012
WINDOW = range(2012, 2020)
CHANCE = NormalDist()

INDICES = (
    "v2x_clphy",
    "v2csreprss",
    "v2x_freexp_altinf",
    "v2mecenefm",
    "v2xcs_ccsi",
    "v2cseeorgs",
)
INDICATORS = (
    "population",
    "gdp_current_usd",
    "gdp_growth_pct",
    "military_expenditure_percent_of_gdp",
    "internet_users",
)

HAND = {
    "media_reach": (0.45, 0.30),
    "campaign_infrastructure": (0.45, 0.15),
    "grievance": (0.0, -0.19),
    "alignment": (0.70, 0.60),
}
"""Hand-set values of the tried core for Belarus and Kazakhstan; they fix the scale of the rule."""

TREATIES: dict[str, tuple[tuple[str, int, int], ...]] = {
    "BLR": (
        ("CSTO", 1994, 9999),
        ("EAEU", 2010, 9999),
        ("UNION_STATE", 1999, 9999),
        ("FORCES", 1995, 9999),
    ),
    "KAZ": (("CSTO", 1994, 9999), ("EAEU", 2010, 9999), ("FORCES", 1994, 9999)),
    "KGZ": (("CSTO", 1994, 9999), ("EAEU", 2016, 9999), ("FORCES", 2003, 9999)),
    "TJK": (("CSTO", 1994, 9999), ("FORCES", 1993, 9999)),
    "ARM": (("CSTO", 1994, 9999), ("EAEU", 2015, 9999), ("FORCES", 1995, 9999)),
    "UZB": (("CSTO", 2006, 2012),),
    "AZE": (("FORCES", 2002, 2012),),
}
"""Treaties with Russia: name, first full year, last year in force. FORCES is an agreed base."""


def read_series(path: Path, variable: str) -> dict[tuple[str, int], float]:
    """Return one yearly series of an extract with columns iso3, year, variable, value."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["iso3"], int(row["year"])): float(row["value"])
            for row in csv.DictReader(file)
            if row["variable"] == variable and row["value"]
        }


def read_events(path: Path, variable: str) -> dict[tuple[str, int], float]:
    """Return the yearly sums of a monthly count; a missing month is a zero."""
    sums: dict[tuple[str, int], float] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["variable"] == variable:
                key = (row["iso3"], int(row["year"]))
                sums[key] = sums.get(key, 0.0) + float(row["value"])
    return sums


def read_turnover(path: Path) -> dict[tuple[str, int], float]:
    """Return Russia's trade with each partner, both directions, in bn USD a year."""
    sums: dict[tuple[str, int], float] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["variable"].rsplit("_", 1)[1], int(row["year"]))
            sums[key] = sums.get(key, 0.0) + float(row["value"]) / 1000
    return sums


def over_window(
    series: Series, country: str, of: Callable[[Iterable[float]], float] = fmean
) -> float | None:
    """Return the mean (or ``of``) of a series in 2012-2019, ``None`` where no year is there."""
    years = [series[country, year] for year in WINDOW if (country, year) in series]
    return of(years) if years else None


def logit(share: float) -> float:
    """Return the log odds of a share."""
    return math.log(share / (1 - share))


def logistic(odds: float) -> float:
    """Return the share that has the log odds ``odds``."""
    return 1 / (1 + math.exp(-odds))


def standardised(values: Mapping[str, float | None]) -> Values:
    """Return z, the values less their mean over their standard deviation, where there is one."""
    known = {country: value for country, value in values.items() if value is not None}
    centre, spread = fmean(known.values()), stdev(known.values())
    return {country: (value - centre) / spread for country, value in known.items()}


def index(*components: Mapping[str, float | None]) -> Values:
    """Return the standardised mean of the standardised components that a country has."""
    parts = [standardised(component) for component in components]
    countries = [country for country in components[0] if any(country in part for part in parts)]
    means: dict[str, float | None] = {
        country: fmean(part[country] for part in parts if country in part) for country in countries
    }
    return standardised(means)


def on_scale_of_shares(z: Mapping[str, float], hand: tuple[float, float]) -> Values:
    """Return shares whose log odds have the centre and standard deviation of the hand-set pair."""
    odds = [logit(value) for value in hand]
    centre, spread = fmean(odds), stdev(odds)
    return {country: logistic(centre + spread * value) for country, value in z.items()}


def from_reference(z: Mapping[str, float], hand: tuple[float, float], reference: str) -> Values:
    """Return distances from a reference country on the scale of the hand-set pair."""
    return {country: stdev(hand) * (value - z[reference]) for country, value in z.items()}


def through_both(position: Mapping[str, float], hand: tuple[float, float]) -> Values:
    """Return the line through the hand-set values of BLR and KAZ, read at each position."""
    slope = (hand[0] - hand[1]) / (position["BLR"] - position["KAZ"])
    return {country: hand[0] + slope * (at - position["BLR"]) for country, at in position.items()}


def repression(vdem: Mapping[str, Series]) -> dict[str, Callable[[str, int], float]]:
    """Return the three parts of repression as functions of country and year, each in [.01, .99]."""

    def bounded(level: float) -> float:
        return min(max(level, 0.01), 0.99)

    return {
        "physical": lambda c, y: bounded(1 - vdem["v2x_clphy"][c, y]),
        "civic": lambda c, y: bounded(1 - CHANCE.cdf(vdem["v2csreprss"][c, y])),
        "information": lambda c, y: bounded(1 - vdem["v2x_freexp_altinf"][c, y]),
    }


def levels(vdem: Mapping[str, Series]) -> Valued:
    """Return start (2012) and base (mean of 2012-2019) of the three parts of repression."""
    return {
        country: {
            f"repression_{part}_{which}": {
                "value": round(fmean(at(country, year) for year in years), 3),
                "source": "vdem14",
            }
            for part, at in repression(vdem).items()
            for which, years in (("start", [START]), ("base", WINDOW))
        }
        for country in COUNTRIES
    }


def treaties_in_force(country: str) -> float:
    """Return the mean number of treaties with Russia in force in 2012-2019."""
    return fmean(
        sum(first <= year <= last for _, first, last in TREATIES.get(country, ()))
        for year in WINDOW
    )


def ties(turnover: Series, gdp: Series) -> tuple[Values, set[str]]:
    """Return treaties plus trade with Russia (1 at half of GDP), and who has no series of trade.

    A country without the series gets the median of the trade term of those that have it.
    """
    clients = [country for country in COUNTRIES if country != "RUS"]
    trade: dict[str, float] = {}
    for country in clients:
        volume = over_window(turnover, country)
        product = over_window(gdp, country)
        if volume is not None and product is not None:
            trade[country] = min(1.0, volume / (0.5 * product / 1e9))
    middle = median(trade.values())
    position = {c: treaties_in_force(c) + trade.get(c, middle) for c in clients}
    return position, set(clients) - set(trade)


def per_million(series: Series, population: Series) -> dict[str, float | None]:
    """Return the log of the yearly rate per million; no case at all is no observation."""
    rates: dict[str, float | None] = {}
    for country in COUNTRIES:
        cases = sum(series.get((country, year), 0.0) for year in WINDOW)
        people = sum(population[country, year] for year in WINDOW) / 1e6
        rates[country] = math.log(cases / people) if cases else None
    return rates


def means(series: Series, change: Callable[[float], float] = float) -> dict[str, float | None]:
    """Return the mean of each country in 2012-2019, through ``change``."""
    found = {country: over_window(series, country) for country in COUNTRIES}
    return {c: None if value is None else change(value) for c, value in found.items()}


def society(
    vdem: Mapping[str, Series], economy: Mapping[str, Series], unrest: Series, asylum: Series
) -> Valued:
    """Return media reach, campaign infrastructure and grievance."""
    freedom = means(vdem["v2x_freexp_altinf"], logit)
    online = means(economy["internet_users"], lambda percent: logit(percent / 100))
    media = index(freedom, means(vdem["v2mecenefm"]), online)
    campaigns = index(means(vdem["v2xcs_ccsi"], logit), means(vdem["v2cseeorgs"]))
    people = economy["population"]
    anger = index(per_million(unrest, people), per_million(asylum, people))
    found = {
        "media_reach": (on_scale_of_shares(media, HAND["media_reach"]), "rule_media"),
        "campaign_infrastructure": (
            on_scale_of_shares(campaigns, HAND["campaign_infrastructure"]),
            "rule_campaigns",
        ),
        "grievance": (from_reference(anger, HAND["grievance"], "BLR"), "rule_grievance"),
    }
    return {
        country: {
            name: {"value": round(values[country], 3) + 0.0, "source": source}
            for name, (values, source) in found.items()
        }
        for country in COUNTRIES
    }


def economies(economy: Mapping[str, Series]) -> Valued:
    """Return population, product, trend of growth and military share."""
    found: Valued = {}
    for country in COUNTRIES:
        growth = over_window(economy["gdp_growth_pct"], country, median)
        arms = over_window(economy["military_expenditure_percent_of_gdp"], country)
        numbers = {
            "population": round(economy["population"][country, START], -3),
            "gdp": round(economy["gdp_current_usd"][country, START] / 1e9, 2),
            "growth_trend": round((growth or 0.0) / 100, 4),
            "military_share": round((arms or 0.0) / 100, 4),
        }
        found[country] = {name: {"value": n, "source": "wb"} for name, n in numbers.items()}
    return found


def alignments(turnover: Series, gdp: Series) -> Valued:
    """Return the alignment with Russia of every country but Russia."""
    position, without = ties(turnover, gdp)
    values = through_both(position, HAND["alignment"])
    return {
        country: {
            "alignment": {
                "value": round(value, 3),
                "source": "assumption" if country in without else "rule_alignment",
            }
        }
        for country, value in values.items()
    }


def derive(folder: Path) -> Valued:
    """Return all values that the rule gives, from the extracts in ``folder``."""
    vdem = {name: read_series(folder / "vdem_v14_2000_2021.csv", name) for name in INDICES}
    economy = {name: read_series(folder / "economy_2000_2022.csv", name) for name in INDICATORS}
    unrest = read_events(folder / "protests_2000_2020.csv", "mm_protests")
    asylum = read_series(folder / "asylum_2000_2021.csv", "unhcr_asylum_applications_world")
    turnover = read_turnover(folder / "russia_trade_2006_2021.csv")
    parts = (
        economies(economy),
        levels(vdem),
        society(vdem, economy, unrest, asylum),
        alignments(turnover, economy["gdp_current_usd"]),
    )
    return {c: {n: v for part in parts for n, v in part.get(c, {}).items()} for c in COUNTRIES}


def main(arguments: list[str]) -> int:
    """Print the values as YAML; return 2 when the folder is missing or is not one."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("usage: derive_countries.py FOLDER, the folder of the extracts\n")
        return 2
    sys.stdout.write(yaml.safe_dump(derive(Path(arguments[0])), sort_keys=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
