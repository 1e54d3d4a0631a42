"""What a world must or may say of each kind of actor: name, unit, bounds, meaning.

A world's YAML gives these by name, each with its source; ``start`` holds where it is silent.
Every other state of an actor begins at the value that its own class declares.
"""

from __future__ import annotations

from politeia.quantity import Columns, quantity


class RegimeData(Columns):
    """A country under study."""

    population = quantity(
        "people resident at the start", unit="persons", bounds=(1e3, 2e9), start=1e7
    )
    repression_physical_start = quantity(
        "physical repression at the start: 1 - v2x_clphy", unit="1", bounds=(0.01, 0.99), start=0.5
    )
    repression_civic_start = quantity(
        "civic repression at the start: 1 - Phi(v2csreprss)",
        unit="1",
        bounds=(0.01, 0.99),
        start=0.5,
    )
    repression_information_start = quantity(
        "repression of information at the start: 1 - v2x_freexp_altinf",
        unit="1",
        bounds=(0.01, 0.99),
        start=0.5,
    )
    repression_physical_base = quantity(
        "level to which physical repression tends without threat",
        unit="1",
        bounds=(0.01, 0.99),
        start=0.5,
    )
    repression_civic_base = quantity(
        "level to which civic repression tends without threat",
        unit="1",
        bounds=(0.01, 0.99),
        start=0.5,
    )
    repression_information_base = quantity(
        "level to which repression of information tends without threat",
        unit="1",
        bounds=(0.01, 0.99),
        start=0.5,
    )
    grievance = quantity(
        "mean private grievance of the people", unit="sd", bounds=(-3, 3), start=0.0
    )
    media_reach = quantity(
        "reach of media that the regime does not control", unit="1", bounds=(0, 1), start=0.3
    )
    campaign_infrastructure = quantity(
        "unions, headquarters and organisations that can carry a campaign",
        unit="1",
        bounds=(0, 1),
        start=0.3,
    )
    elite_split = quantity(
        "division of the elite between centres of power", unit="1", bounds=(0, 1), start=0.2
    )
    energy_leverage = quantity(
        "leverage over senders by energy exports", unit="1", bounds=(0, 1), start=0.1
    )
    gdp = quantity(
        "gross domestic product at the start", unit="bn USD", bounds=(0.01, 1e5), start=50.0
    )
    growth_trend = quantity(
        "growth without sanctions and shocks", unit="1/year", bounds=(-0.1, 0.15), start=0.02
    )
    military_share = quantity("military spending", unit="share of GDP", bounds=(0, 0.5), start=0.02)
    trade_share_senders = quantity(
        "share of exports that goes to the senders of sanctions", unit="1", bounds=(0, 1), start=0.3
    )
    prisoners_start = quantity(
        "political prisoners at the start", unit="persons", bounds=(0, 1e6), start=10.0
    )
    organisations_start = quantity(
        "civil society organisations at the start",
        unit="organisations",
        bounds=(0, 1e6),
        start=2000.0,
    )
    leader_born = quantity(
        "year of birth of the leader at the start", unit="year", bounds=(1900, 2010), start=1955.0
    )
    personalist = quantity(
        "1 where the autocracy is personalist, 0 where a party or an army rules",
        unit="1",
        bounds=(0, 1),
        start=1.0,
    )
    fixed_fuel_price = quantity(
        "1 where fuel prices are fixed by the state in an exporter",
        unit="1",
        bounds=(0, 1),
        start=0.0,
    )
    election_interval = quantity(
        "years between national elections, 0 for none", unit="year", bounds=(0, 10), start=5.0
    )
    next_election = quantity(
        "year and fraction of the first national election after the branch",
        unit="year",
        bounds=(1990, 2100),
        start=2025.0,
    )
    routes_open = quantity("openness of routes of escape", unit="1", bounds=(0, 1), start=0.5)
    diaspora = quantity(
        "nationals abroad at the start", unit="share of population", bounds=(0, 1), start=0.05
    )
    remittances = quantity("remittances received", unit="share of GDP", bounds=(0, 0.6), start=0.02)


class SponsorData(Columns):
    """A state that backs regimes with credit, trade, recognition or troops."""

    gdp = quantity(
        "gross domestic product at the start", unit="bn USD", bounds=(0.01, 1e5), start=1000.0
    )
    capacity = quantity(
        "capacity to give, 1 is that of the start", unit="1", bounds=(0, 3), start=1.0
    )
    gives_troops = quantity(
        "1 where the sponsor may send troops", unit="1", bounds=(0, 1), start=0.0
    )
    gives_credit = quantity("1 where the sponsor gives credit", unit="1", bounds=(0, 1), start=1.0)
    arms_the_war = quantity(
        "inputs to the attacker's war", unit="bn EUR/year", bounds=(0, 1e3), start=0.0
    )


class SenderData(Columns):
    """A democracy, or a group or institution of democracies, that can act on regimes."""

    gdp = quantity(
        "gross domestic product at the start", unit="bn USD", bounds=(0.01, 1e5), start=1000.0
    )
    residents = quantity("residents at the start", unit="persons", bounds=(1e3, 2e9), start=5e7)
    attention = quantity("attention to the region at the start", unit="1", bounds=(0, 1), start=0.1)
    support = quantity(
        "public support for costly action at the start", unit="1", bounds=(0, 1), start=0.5
    )
    capture = quantity(
        "capture of decision makers by regimes at the start", unit="1", bounds=(0, 1), start=0.05
    )
    veto = quantity("readiness to block a common decision", unit="1", bounds=(0, 1), start=0.1)
    populists = quantity(
        "vote share of parties that oppose costly action", unit="1", bounds=(0, 1), start=0.15
    )
    arrivals_exposure = quantity(
        "exposure to arrivals over the region's routes", unit="1", bounds=(0, 1), start=0.3
    )
    election_interval = quantity(
        "years between national elections, 0 for none", unit="year", bounds=(0, 10), start=4.0
    )
    next_election = quantity(
        "year and fraction of the first election after the branch",
        unit="year",
        bounds=(1990, 2100),
        start=2025.0,
    )


class HubData(Columns):
    """A place through which sanctioned goods are routed."""

    exposure = quantity(
        "share of the rerouted trade that passes here at the start",
        unit="1",
        bounds=(0, 1),
        start=0.1,
    )
    margin = quantity(
        "gain from the rerouted trade", unit="share of value", bounds=(0, 1), start=0.2
    )


class WarData(Columns):
    """A war between one regime of the world and a state beside it."""

    budget_attacker = quantity(
        "attacker's military spending", unit="bn EUR/year", bounds=(0, 1e4), start=100.0
    )
    budget_defender = quantity(
        "defender's own military spending", unit="bn EUR/year", bounds=(0, 1e4), start=40.0
    )
    gdp_attacker = quantity(
        "attacker's gross domestic product", unit="bn EUR", bounds=(0.1, 1e5), start=1900.0
    )
    gdp_defender = quantity(
        "defender's gross domestic product", unit="bn EUR", bounds=(0.1, 1e5), start=160.0
    )
    inputs_attacker = quantity(
        "arms and inputs from sponsors", unit="bn EUR/year", bounds=(0, 1e3), start=5.0
    )
