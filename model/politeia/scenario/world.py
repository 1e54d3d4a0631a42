"""The schema of a world: its actors, their ties and what they begin with."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field

from politeia.quantity import Columns
from politeia.scenario.schema import (
    BlocCode,
    Closed,
    Code,
    Codes,
    Day,
    Monday,
    Name,
    Share,
    Sourced,
    SourcedShare,
    Text,
    Weeks,
)

RegimeType = Literal[
    "closed_autocracy", "electoral_autocracy", "electoral_democracy", "liberal_democracy"
]
Tool = Literal[
    "foreign_agent_law",
    "extremism_list",
    "undesirable_law",
    "treason_widening",
    "exit_ban_base",
    "fake_news_law",
    "assembly_body",
]
TOOLS: tuple[Tool, ...] = get_args(Tool)
"""The tools as worlds name them, in the order of a regime's rows of tools."""


def number(values: dict[str, Sourced], kind: type[Columns], name: str) -> float:
    """Return what a world says of the quantity ``name``, or the start that its kind declares."""
    if name in values:
        return values[name].value
    return {declared.name: declared.start for declared in kind.quantities}[name]


class Coming(Closed):
    """An event that is known to come."""

    date: Day = Field(description="the day")
    what: Literal["election", "mega_event", "summit"] = Field(description="its kind")
    title: Text | None = Field(None, description="what it is called")
    source: Text | None = Field(None, description="where it is announced")


class Regime(Closed):
    """A country under study."""

    name: Text = Field(description="the country's name")
    type: RegimeType = Field(description="the kind of regime at the start, as V-Dem names it")
    values: dict[str, Sourced] = Field({}, description="initial values, by name of RegimeData")
    alignment: dict[Code, SourcedShare] = Field({}, description="alignment with each sponsor")
    trade: dict[Code, SourcedShare] = Field({}, description="share of exports to each partner")
    dependence: dict[Code, SourcedShare] = Field({}, description="dependence on each sponsor")
    memberships: tuple[BlocCode, ...] = Field((), description="blocs it belongs to")
    tools: tuple[Tool, ...] = Field((), description="tools of repression in force at the start")
    calendar: tuple[Coming, ...] = Field((), description="events known to come after the branch")
    actor: Text | None = Field(None, description="installed entry point that plays this regime")


class Sponsor(Closed):
    """A state that backs regimes."""

    name: Text = Field(description="the country's name")
    values: dict[str, Sourced] = Field({}, description="initial values, by name of SponsorData")
    actor: Text | None = Field(None, description="installed entry point that plays this sponsor")


class Sender(Closed):
    """A democracy, a group of democracies or an institution of theirs."""

    name: Text = Field(description="its name")
    bloc: Code | None = Field(None, description="the institution through which it decides")
    institution: bool = Field(False, description="true where it decides for its members")
    values: dict[str, Sourced] = Field({}, description="initial values, by name of SenderData")
    actor: Text | None = Field(None, description="installed entry point that plays this sender")


class Hub(Closed):
    """A place through which sanctioned goods are routed."""

    name: Text = Field(description="the country's name")
    values: dict[str, Sourced] = Field({}, description="initial values, by name of HubData")
    actor: Text | None = Field(None, description="installed entry point that plays this hub")


class Bloc(Closed):
    """An organisation of states."""

    name: Text | None = Field(None, description="its name")
    members: Codes = Field((), description="codes of its members")
    sponsor: Code | None = Field(None, description="the sponsor that leads it")
    kind: Literal["security", "trade", "rights"] = Field(description="what it is for")


class War(Closed):
    """A war between a regime of the world and a state beside it."""

    attacker: Code = Field(description="the regime that attacks")
    defender: Code = Field(description="the state that is attacked")
    start: Day = Field(description="the day on which it began")
    values: dict[str, Sourced] = Field({}, description="initial values, by name of WarData")


class Network(Closed):
    """How communities see each other."""

    kind: Literal["small_world", "lattice", "scale_free"] = Field(
        "small_world", description="how ties are drawn"
    )
    neighbours: int = Field(8, ge=2, le=64, description="neighbours of a community; even")
    rewired: Share = Field(0.2, description="share of ties that lead anywhere")


class World(Closed):
    """Actors, ties, calendars and initial values, each with its source."""

    kind: Literal["world"] = Field("world", description="what this file is")
    name: Name = Field(description="the file's name without its ending")
    extends: Name | None = Field(None, description="the world that this one changes")
    title: Text = Field("", description="the world in one line")
    start: Monday = Field(date(2012, 1, 2), description="the Monday on which runs begin")
    branch: Monday = Field(
        date(2024, 4, 1), description="the Monday from which rules replace records"
    )
    horizon: Weeks = Field(520, ge=1, le=5220, description="weeks lived after the branch")
    nodes: int = Field(2000, ge=16, le=4_000_000, description="communities of citizens a country")
    network: Network = Field(Network(), description="how communities see each other")
    history: tuple[Name, ...] = Field((), description="files of what really happened")
    sources: dict[str, Text] = Field({}, description="works and data that values cite, by key")
    regimes: dict[Code, Regime] = Field(min_length=1, description="countries under study")
    sponsors: dict[Code, Sponsor] = Field({}, description="states that back regimes")
    senders: dict[Code, Sender] = Field({}, description="democracies and their institutions")
    hubs: dict[Code, Hub] = Field({}, description="places through which goods are rerouted")
    blocs: dict[BlocCode, Bloc] = Field({}, description="organisations of states")
    war: War | None = Field(None, description="a war, if there is one")
    aggregates: dict[Code, Text] = Field({}, description="codes of rows that are no country: X..")

    @cached_property
    def clients(self) -> tuple[str, ...]:
        """Return the regimes that are aligned with a sponsor."""
        return tuple(code for code, regime in self.regimes.items() if regime.alignment)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return every code of the world."""
        war = {self.war.attacker, self.war.defender} if self.war else set()
        groups = (self.regimes, self.sponsors, self.senders, self.hubs, self.blocs, self.aggregates)
        return frozenset(war.union(*groups))

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the codes of a kind: regime, client, sponsor, sender, hub, defender or bloc.

        Nobody else is meant by a lever on the sender itself.
        """
        defender = (self.war.defender,) if self.war else ()
        groups: dict[str, tuple[str, ...]] = {
            "regime": tuple(self.regimes),
            "client": self.clients,
            "sponsor": tuple(self.sponsors),
            "sender": tuple(self.senders),
            "hub": tuple(self.hubs),
            "bloc": tuple(self.blocs),
            "defender": defender,
            "itself": (),
        }
        return groups[kind]
