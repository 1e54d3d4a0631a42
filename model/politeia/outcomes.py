"""What a run records: each outcome with its unit, its definition and the series it corresponds to.

``COUNTRIES`` are the columns of the table of countries, ``ACTORS`` those of the table of senders,
sponsors and the war. A condition of a policy may ask for any outcome of either by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Table = Literal["countries", "actors"]
Direction = Literal["worse", "better", "neutral"]
Scale = Literal["linear", "logit", "log"]


@dataclass(frozen=True)
class Outcome:
    """A recorded quantity; ``higher_is`` judges it from the side of the people who live there."""

    name: str
    unit: str
    meaning: str
    series: str
    table: Table = "countries"
    higher_is: Direction = "neutral"
    scale: Scale = "linear"


COUNTRIES: tuple[Outcome, ...] = (
    Outcome(
        "repression",
        "1",
        "index of repression: 0.4 physical, 0.4 civic and 0.2 information",
        "1 - (0.4 v2x_clphy + 0.4 Phi(v2csreprss) + 0.2 v2x_freexp_altinf), V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "repression_physical",
        "1",
        "torture, killing and imprisonment: level and what effort adds, m + (1 - m) e",
        "1 - v2x_clphy, V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "repression_civic",
        "1",
        "repression of organisations",
        "1 - Phi(v2csreprss), V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "repression_information",
        "1",
        "repression of expression and of alternative sources of information",
        "1 - v2x_freexp_altinf, V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "repression_physical_observed",
        "1",
        "physical repression of the last calendar year as coders rate it",
        "1 - v2x_clphy, V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "repression_civic_observed",
        "1",
        "civic repression of the last calendar year as coders rate it",
        "1 - Phi(v2csreprss), V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "repression_information_observed",
        "1",
        "repression of information of the last calendar year as coders rate it",
        "1 - v2x_freexp_altinf, V-Dem",
        higher_is="worse",
        scale="logit",
    ),
    Outcome(
        "freedom_house",
        "points",
        "Freedom House total of the last calendar year",
        "Freedom in the World, total",
        higher_is="better",
    ),
    Outcome(
        "terror_scale",
        "1",
        "Political Terror Scale of the last calendar year, 1 to 5",
        "Political Terror Scale",
        higher_is="worse",
    ),
    Outcome(
        "prisoners_true",
        "persons",
        "political prisoners in custody",
        "no series; the recorded list over its rate of detection",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "prisoners_recognised",
        "persons",
        "political prisoners in custody whom a monitoring group has recognised",
        "lists of Viasna, Memorial, OVD-Info and others",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "prisoner_inflow",
        "persons/week",
        "people newly held as political prisoners",
        "additions to the lists of prisoners",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "prisoner_outflow",
        "persons/week",
        "political prisoners who left custody by term, clemency or exchange",
        "removals from the lists of prisoners",
        higher_is="better",
        scale="log",
    ),
    Outcome(
        "deaths_in_custody",
        "persons/week",
        "political prisoners who died in custody",
        "deaths reported by monitoring groups",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "turnout",
        "share of population",
        "people on the street at the same time, largest of the week",
        "largest demonstrations in event counts, such as Mass Mobilization",
        scale="log",
    ),
    Outcome(
        "person_days",
        "person-days/1,000/year",
        "days that people spent in protest, by 1,000 inhabitants",
        "size times duration in event counts",
        scale="log",
    ),
    Outcome(
        "order",
        "1",
        "-ln(1 + person-days of protest per 1,000 in the last year)",
        "v2cagenmob, V-Dem; event counts",
    ),
    Outcome(
        "detentions",
        "persons/week",
        "people detained at protests",
        "detentions counted by monitoring groups",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "detentions_counted",
        "persons/week",
        "detentions at protests that monitoring groups count",
        "detentions counted by monitoring groups",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "protest_events",
        "events/week",
        "protests that a press would report",
        "events of Mass Mobilization and others",
        scale="log",
    ),
    Outcome(
        "participants",
        "1",
        "share of people who ever took part in protest since the start of the run",
        "surveys of participation",
    ),
    Outcome(
        "protest_deaths",
        "persons/week",
        "people killed at protests",
        "deaths at protests reported by prosecutors and monitoring groups",
        higher_is="worse",
        scale="log",
    ),
    Outcome("threat", "1", "threat to the ruler from the street", "no series"),
    Outcome(
        "durability",
        "1",
        "probability that the ruling group keeps control over the next 52 weeks at this week's"
        " hazards",
        "regime ends of GWF and REIGN",
    ),
    Outcome("hazard_coup", "1/year", "hazard of a coup that succeeds", "coups of Powell and Thyne"),
    Outcome(
        "hazard_uprising", "1/year", "hazard of a fall by an uprising", "regime ends of GWF by kind"
    ),
    Outcome(
        "hazard_negotiated",
        "1/year",
        "hazard of an exit by elections or negotiation",
        "regime ends of GWF by kind",
    ),
    Outcome(
        "hazard_death",
        "1/year",
        "hazard that the ruler dies and the regime ends with him",
        "life tables; regime ends after natural deaths",
    ),
    Outcome(
        "hazard_reversal", "1/year", "hazard that a democracy breaks down", "ERT episodes, V-Dem"
    ),
    Outcome("autocracy", "1", "1 where an autocracy or a conflict rules", "regimes of the world"),
    Outcome("broken", "0/1", "1 once the regime of the branch has ended", "regime ends of GWF"),
    Outcome(
        "breakdown_kind",
        "code",
        "0 none, 1 uprising, 2 coup, 3 negotiated, 4 death, 5 end of a democracy: how it ended",
        "regime ends of GWF by kind",
    ),
    Outcome(
        "successor", "0/1", "1 where another regime rules than at the branch", "regimes of GWF"
    ),
    Outcome(
        "fragility",
        "1/year",
        "rate of breakdown under shocks of five sizes, by probe",
        "no series; a counterfactual run",
    ),
    Outcome(
        "ignition_size",
        "references",
        "size of a shock that brings .3 % of the people out, by probe; .4 and below, 1.6 none",
        "no series; a counterfactual run",
    ),
    Outcome(
        "ignition_size_half",
        "references",
        "the same with the police at half capacity",
        "no series; a counterfactual run",
    ),
    Outcome(
        "organisations",
        "organisations",
        "civil society organisations at work inside the country",
        "registers of organisations; closures counted by Lawtrend",
        higher_is="better",
        scale="log",
    ),
    Outcome(
        "media_reach",
        "1",
        "share of people whom media reach that the regime does not control",
        "surveys of media use",
        higher_is="better",
        scale="logit",
    ),
    Outcome(
        "campaign_infrastructure",
        "1",
        "unions, headquarters and organisations that can carry a campaign",
        "no series",
        higher_is="better",
        scale="logit",
    ),
    Outcome(
        "exile",
        "persons",
        "nationals who left since the start and live abroad",
        "asylum and residence permits, Eurostat and UNHCR",
        higher_is="worse",
        scale="log",
    ),
    Outcome(
        "sponsor_support",
        "share of GDP/year",
        "credit and subsidies received from sponsors",
        "credits and price subsidies of sponsors",
    ),
    Outcome(
        "dependence",
        "1",
        "dependence on the main sponsor",
        "share of trade and debt with the main sponsor",
    ),
    Outcome(
        "concessions_security",
        "1",
        "share of what could be conceded to sponsors in security that is conceded",
        "bases, deployments and joint forces agreed, counted by hand",
    ),
    Outcome(
        "concessions_institutional",
        "1",
        "share of what could be conceded to sponsors in institutions that is conceded",
        "offices and powers passed to common bodies, counted by hand",
    ),
    Outcome(
        "sanction_coverage",
        "1",
        "share of the economy under sanctions, weighted by the trade of the senders",
        "sanctions in force, Global Sanctions Database",
    ),
    Outcome(
        "sanction_listings",
        "persons",
        "people listed by name, by all senders",
        "consolidated lists of the EU, OFAC and the United Kingdom",
    ),
    Outcome(
        "enforcement", "1", "compliance with the sanctions in force, kap", "trade in listed goods"
    ),
    Outcome(
        "effective_sanctions",
        "1",
        "sanctions that bite: coverage times compliance times what is not evaded",
        "fall of trade in listed goods",
    ),
    Outcome(
        "evasion",
        "1",
        "share of sanctioned trade that finds another way",
        "imports of priority goods through hubs",
    ),
    Outcome(
        "growth",
        "1/year",
        "growth of output over the last 52 weeks",
        "GDP growth, World Bank",
        higher_is="better",
    ),
    Outcome(
        "growth_official",
        "1/year",
        "growth of the last calendar year as the statistical office says it",
        "GDP growth, World Bank",
        higher_is="better",
    ),
    Outcome(
        "gdp",
        "1",
        "output relative to the start",
        "GDP at constant prices, World Bank",
        higher_is="better",
        scale="log",
    ),
    Outcome(
        "hardship",
        "1",
        "loss of output and purchasing power that people feel",
        "real incomes",
        higher_is="worse",
    ),
    Outcome(
        "tools",
        "1",
        "share of the legal tools of repression in force",
        "laws adopted",
        higher_is="worse",
    ),
    Outcome(
        "watchlist",
        "1",
        "reach of lists of extremists and foreign agents",
        "entries of published lists",
        higher_is="worse",
    ),
)

ACTORS: tuple[Outcome, ...] = (
    Outcome("attention", "1", "attention to the region", "search and news counts", "actors"),
    Outcome(
        "support",
        "1",
        "public support for costly action",
        "surveys, such as Eurobarometer",
        "actors",
        scale="logit",
    ),
    Outcome(
        "unity",
        "1",
        "share of the members or of the government willing to act",
        "votes and vetoes in the Council",
        "actors",
        scale="logit",
    ),
    Outcome(
        "capture",
        "1",
        "capture of decision makers by regimes",
        "court cases and disclosures",
        "actors",
        "worse",
        "logit",
    ),
    Outcome(
        "populists",
        "share of votes",
        "votes of parties that oppose costly action",
        "elections and polls",
        "actors",
        scale="logit",
    ),
    Outcome(
        "arrivals",
        "persons/week",
        "people who arrive over the region's routes",
        "asylum applications, Eurostat",
        "actors",
        scale="log",
    ),
    Outcome(
        "political_cost",
        "points",
        "cost of the levers since the branch; a point is 0.01 % of own GDP for one year",
        "no series",
        "actors",
        "worse",
    ),
    Outcome(
        "sponsor_capacity",
        "1",
        "capacity of a sponsor to give, 1 at the start",
        "budgets and reserves",
        "actors",
    ),
    Outcome(
        "force_ratio",
        "1",
        "defender's means over the attacker's, own and given",
        "military spending of SIPRI and aid of Kiel",
        "actors",
        scale="log",
    ),
    Outcome("front", "1", "front in [-1, 1], positive where the defender gains", "maps", "actors"),
)

OUTCOMES = COUNTRIES + ACTORS
OVER_A_YEAR = frozenset({"growth", "fragility", "ignition_size", "ignition_size_half"})
"""Outcomes that need more than a week to be known: no condition of a policy can ask for them."""
BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}
IN_CONDITIONS = {name: outcome for name, outcome in BY_NAME.items() if name not in OVER_A_YEAR}
"""What a condition may ask for: what was observed last week."""
