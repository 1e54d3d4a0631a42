"""How a model is founded from a world, and how rules take over from the record at the branch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from politeia.actors.cast import actor_class
from politeia.actors.country import Country
from politeia.actors.courts import Courts
from politeia.actors.data import HubData, RegimeData, SenderData, SponsorData, WarData
from politeia.actors.democracy import NEVER, Democracy
from politeia.actors.elite import Elite
from politeia.actors.hub import Hub
from politeia.actors.measures import Measures
from politeia.actors.observers import Observers
from politeia.actors.organisations import Organisations
from politeia.actors.population import Population
from politeia.actors.regime import PARTS, Regime
from politeia.actors.sponsor import Sponsor
from politeia.actors.theatre import Theatre
from politeia.actors.treasury import Treasury
from politeia.calendar import WEEKS_PER_YEAR, week_of, year_of
from politeia.quantity import Columns, Floats
from politeia.scenario.schema import Sourced
from politeia.scenario.world import TOOLS, World
from politeia.theories.observation import counters
from politeia.theories.rule import elites, propaganda, toolkit
from politeia.theories.society import prisoners
from politeia.theories.sponsorship import dependence, support

if TYPE_CHECKING:
    from politeia.model import Politeia

EUR_PER_USD = 0.92
"""Euro a dollar, mean of 2023 (European Central Bank, from memory, unverified)."""
SETTLED = 5e3
"""Weeks after which a first-order state has settled, for its value at the start."""


def first_week(world: World) -> int:
    """Return the week in which the world starts."""
    return week_of(world.start)


def found(model: Politeia) -> None:
    """Found every actor of the world with its data, its ties and its first state."""
    for code in model.world.regimes:
        model.countries.append(found_country(model, code))
    for code, spec in model.world.sponsors.items():
        sponsor = actor_class(spec.actor, Sponsor)(model, code, spec.name)
        give(sponsor, SponsorData, spec.values)
        model.sponsors.append(sponsor)
    for code, place in model.world.hubs.items():
        hub = actor_class(place.actor, Hub)(model, code, place.name)
        give(hub, HubData, place.values)
        hub.exposure_start = hub.exposure.copy()
        model.hubs.append(hub)
    tie_sponsors(model)
    found_senders(model)
    found_war(model)


def give(actor: Columns, kind: type[Columns], values: Mapping[str, Sourced]) -> None:
    """Give an actor what the world says of its kind; the rest keeps its declared start."""
    for declared in kind.quantities:
        if declared.name in values:
            setattr(actor, declared.name, values[declared.name].value)


def found_country(model: Politeia, code: str) -> Country:
    """Return a country with its six actors in their first state."""
    spec = model.world.regimes[code]
    regime = actor_class(spec.actor, Regime)(model, code, spec.name)
    people = Population(model, code, spec.name, model.network)
    country = Country(
        regime,
        people,
        Elite(model, code, spec.name),
        Courts(model, code, spec.name),
        Treasury(model, code, spec.name),
        Organisations(model, code, spec.name),
        Observers(model, code, spec.name),
    )
    country.codes, country.places = (code,), len(model.countries)
    country.members = (country,)
    for actor in country:
        actor.country = country  # type: ignore[attr-defined]
    give(regime, RegimeData, spec.values)
    found_rule(model, country, spec.type, spec.tools)
    found_people(country)
    found_society(country)
    levels = (
        regime.repression_physical,
        regime.repression_civic,
        regime.repression_information,
    )
    country.observers.found_record(levels)
    return country


def found_rule(model: Politeia, country: Country, kind: str, tools: tuple[str, ...]) -> None:
    """Set levels, tools, rights and the elite of a country at the start."""
    regime, elite, p = country.regime, country.elite, model.p
    for part in PARTS:
        start = getattr(regime, f"repression_{part}_start")
        setattr(regime, f"repression_{part}", start)
        setattr(regime, f"year_ago_{part}", start)
    for place, tool in enumerate(TOOLS):
        regime.tools[place] = float(tool in tools)
    regime.tools_stock = toolkit.tool_stock(regime.tools)
    elite.autocracy = float(kind.endswith("autocracy"))
    elite.age = year_of(model.week) - regime.leader_born
    elite.loyalty[:] = elites.resting_loyalty(p.elites)
    elite.belief = elites.resting_belief(p.elites)
    base = elites.deeds(regime.repression_physical_base, regime.repression_civic_base)
    elite.complicity[:] = base
    elite.split_now = regime.elite_split
    rights = [b for b in model.world.blocs.values() if b.kind == "rights"]
    regime.member_rights = float(any(regime.code in bloc.members for bloc in rights))


def found_people(country: Country) -> None:
    """Set the people of a country at the start."""
    regime, people = country.regime, country.people
    people.resident = np.rint(regime.population)
    people.abroad = np.rint(regime.diaspora * regime.population)
    people.abroad_start = people.abroad.copy()
    people.grievance = regime.grievance
    people.grievance_start = regime.grievance
    people.remittances_now = regime.remittances


def found_society(country: Country) -> None:
    """Set courts, organisations, media and money of a country at the start."""
    regime, courts, society = country.regime, country.courts, country.organisations
    courts.prisoners = np.rint(regime.prisoners_start)
    courts.known = courts.prisoners.copy()
    will = prisoners.willingness(regime.repression_civic_start)
    courts.case_capacity = regime.p.prisoners.capacity * will
    society.will_start = will
    society.open = np.rint(regime.organisations_start)
    society.founded = society.open.copy()
    society.infrastructure_start = regime.campaign_infrastructure
    society.media_start = regime.media_reach
    society.media_inside = regime.media_reach
    p = regime.p.propaganda
    regime.support_bias = propaganda.support_bias(
        p, regime.media_reach, regime.recognition, regime.overt
    )
    regime.support_bias_start = regime.support_bias.copy()
    share = counters.recognition_share(regime.p.counters, society.open_share, society.exile_share)
    courts.recognised = np.minimum(np.rint(share * courts.prisoners), courts.prisoners)


def tie_sponsors(model: Politeia) -> None:
    """Tie each regime to the sponsor with which it is most aligned."""
    by_code = {sponsor.code: sponsor for sponsor in model.sponsors}
    clients: dict[str, list[Country]] = {code: [] for code in by_code}
    for country in model.countries:
        spec = model.world.regimes[country.regime.code]
        for code, sponsor in by_code.items():
            if code == country.regime.code:
                sponsor.own = country
        if not spec.alignment:
            continue
        code = max(spec.alignment, key=lambda c: spec.alignment[c].value)
        country.regime.alignment = spec.alignment[code].value
        country.regime.sponsor = by_code[code]
        country.regime.sponsor_troops = by_code[code].gives_troops
        clients[code].append(country)
        share = spec.trade[code].value if code in spec.trade else 0.0
        lean = spec.dependence[code].value if code in spec.dependence else None
        _tie_money(country, share, lean)
    for sponsor in model.sponsors:
        sponsor.clients = tuple(clients[sponsor.code])
        asked = sum((c.treasury.ask() for c in sponsor.clients), np.zeros(model.runs))
        sponsor.outlay = asked
        sponsor.outlay_start = asked / sponsor.gdp


def _tie_money(country: Country, share: float, lean: float | None) -> None:
    treasury, regime = country.treasury, country.regime
    treasury.export_share, treasury.own_share = share, share
    need, one = 1.0 - regime.energy_leverage, np.ones(regime.runs)
    treasury.subsidy = support.subsidy_wanted(regime.p.support, regime.alignment, need, one)
    zero = np.zeros(regime.runs)
    settled = dependence.dependence_after(
        regime.p.dependence, zero, treasury.support, treasury.export_share, SETTLED
    )
    treasury.dependence = settled if lean is None else lean
    regime.gate = support.gate(regime.p.support, regime.alignment)


def found_senders(model: Politeia) -> None:
    """Found senders, tie members to their institution, and give deciders their measures."""
    codes = [country.regime.code for country in model.countries]
    for code, spec in model.world.senders.items():
        sender = actor_class(spec.actor, Democracy)(model, code, spec.name)
        give(sender, SenderData, spec.values)
        sender.bloc = spec.bloc
        sender.veto_now, sender.populists_start = sender.veto, sender.populists
        due = (sender.next_election - year_of(model.week)) * WEEKS_PER_YEAR
        period = np.maximum(sender.election_interval * WEEKS_PER_YEAR, 1.0)
        left = due - np.floor(np.maximum(due, 0.0) / period) * period
        sender.weeks_to_election = np.where(
            sender.election_interval > 0.0, np.maximum(left, 0.0), NEVER
        )
        model.senders.append(sender)
        if spec.bloc is None:
            sender.measures = Measures(model, code, spec.name, codes)
            weigh(model, sender, codes)
    for sender in model.senders:
        sender.members = tuple(m for m in model.senders if m.bloc == sender.code)


def weigh(model: Politeia, sender: Democracy, codes: list[str]) -> None:
    """Set the sender's share of each target's trade, its compliance and its first memory."""
    measures = sender.measures
    assert measures is not None
    for place, code in enumerate(codes):
        trade = model.world.regimes[code].trade
        measures.weight[place] = trade[sender.code].value if sender.code in trade else 0.0
    measures.compliance = model.p.sanctions.compliance_rest
    measures.conditional = model.p.sanctions.conditional_rest


def found_war(model: Politeia) -> None:
    """Found the theatre of the world's war, if there is one; it begins on its day."""
    spec = model.world.war
    if spec is None:
        return
    theatre = Theatre(model, "XWR", "the war")
    give(theatre, WarData, spec.values)
    theatre.attacker, theatre.defender = spec.attacker, spec.defender
    model.theatre = theatre
    if week_of(spec.start) < model.week:
        theatre.begin_war()


def ties(model: Politeia) -> Floats:
    """Return who watches whom, shape (watcher, watched, run), by shared treaties and patronage."""
    world, codes = model.world, list(model.place)
    share = np.zeros((len(codes), len(codes)))
    for i, own in enumerate(codes):
        mine = set(world.regimes[own].memberships)
        for j, other in enumerate(codes):
            theirs = set(world.regimes[other].memberships)
            common = len(mine & theirs) / max(len(mine | theirs), 1)
            bond = world.regimes[own].alignment.get(other)
            back = world.regimes[other].alignment.get(own)
            bonds = [tie.value for tie in (bond, back) if tie is not None]
            share[i, j] = 0.0 if i == j else max([0.5 * common, *bonds])
    return np.repeat(share[:, :, None], model.runs, axis=2)


def hand_over(model: Politeia) -> None:
    """Let rules take over from where the record stands; what broke before is forgotten."""
    for country in model.countries:
        country.elite.broken, country.elite.breakdown_kind = 0.0, 0.0
        country.treasury.credit_rule = country.treasury.credit
        country.courts.freed_recorded, country.regime.thaw_recorded = 0.0, 0.0
    for sender in model.senders:
        flow = np.maximum(sender.aid_of_year, 0.0) / (sender.gdp * EUR_PER_USD)
        sender.pipeline = np.minimum(flow * model.p.aid.release_time / WEEKS_PER_YEAR, 1.0)
        sender.packages, sender.commitments = 0.0, 0.0
        if sender.measures is not None:
            sender.measures.listings_start = sender.measures.listings
            sender.measures.coverage_start = sender.measures.coverage
    for actor in model.everyone():
        actor.wind_clocks()
