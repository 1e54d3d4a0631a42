"""The schema of a study as it is written, and the resolved study that a run is made from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from politeia.calendar import week_of
from politeia.scenario.design import Design, DesignFile, Point
from politeia.scenario.filter import Record
from politeia.scenario.history import History
from politeia.scenario.policy import Policy
from politeia.scenario.schema import (
    Closed,
    Code,
    Codes,
    Monday,
    Name,
    Number,
    Positive,
    Text,
    Texts,
    Weeks,
    Words,
)
from politeia.scenario.world import World

Switch = Literal["on", "off", "draw"]
SwitchName = Literal[
    "rally_dominates", "index_contagion", "patron_offset", "engagement_opens", "exit_relieves"
]
SWITCHES: tuple[SwitchName, ...] = (
    "rally_dominates",
    "index_contagion",
    "patron_offset",
    "engagement_opens",
    "exit_relieves",
)
"""Rival hypotheses, in the order of their dimensions of chance."""
Mechanism = Literal[
    "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "M12",
    "M13", "M14", "M15", "M16", "M17", "M18", "M19", "M20", "M21", "M22", "M23", "M24",
]  # fmt: skip


class CaseFile(Closed):
    """A named setting of switches, mechanisms and parameters."""

    title: Text | None = Field(None, description="the case in one line")
    switches: dict[SwitchName, Switch] = Field({}, description="rival hypotheses: on, off or draw")
    mechanisms: dict[Mechanism, bool] = Field({}, description="mechanisms that are on or off")
    set: dict[Text, Number] = Field({}, description="parameters at a fixed value, by dotted name")
    scale: dict[Text, Positive] = Field({}, description="parameters times a factor")


class _Size(Closed):
    """How much is run; what is left out is the world's."""

    draws: int = Field(100, ge=1, le=1_000_000, description="draws of the parameters")
    replicates: int = Field(8, ge=1, le=10_000, description="histories of each draw")
    particles: int = Field(16, ge=1, le=4096, description="pasts of each draw that are filtered")
    record_every: Weeks = Field(4, ge=1, le=52, description="weeks between recorded rows")
    seed: int = Field(1, ge=0, le=2**63 - 1, description="names all luck of the study")
    draws_from: Literal["prior", "posterior"] = Field(
        "prior", description="what parameters are drawn from; nothing is fitted yet: prior"
    )
    budget: Positive = Field(10.0, description="points of political cost of the equal-cost ranking")


class StudyFile(_Size):
    """A study as it is written."""

    kind: Literal["study"] = Field("study", description="what this file is")
    name: Name = Field(description="names the folder of results; the file's name if left out")
    extends: Name | None = Field(None, description="the study that this one changes")
    title: Text = Field("", description="the study in one line")
    question: Text | None = Field(None, description="the question that it answers")
    source: Texts = Field((), description="numbers of documents, claims or options")
    world: Name = Field(description="the world it is asked of")
    policies: tuple[Name, ...] = Field((), description="policies that are compared")
    policy_files: dict[Name, Policy] = Field({}, description="policies written here, by name")
    cases: dict[Name, CaseFile] = Field({}, description="named settings; contrasts stay within one")
    switches: dict[SwitchName, Switch] = Field({}, description="rival hypotheses, for all cases")
    mechanisms: dict[Mechanism, bool] = Field({}, description="mechanisms on or off, for all cases")
    set: dict[Text, Number] = Field({}, description="parameters at a fixed value, for all cases")
    scale: dict[Text, Positive] = Field({}, description="parameters times a factor, for all cases")
    design: DesignFile | None = Field(
        None, description="points at which all of this is lived: values of assumptions and levers"
    )
    nodes: int | None = Field(None, ge=16, le=4_000_000, description="communities a country")
    branch: Monday | None = Field(None, description="the Monday from which rules replace records")
    horizon: Weeks | None = Field(None, ge=1, le=5220, description="weeks lived after the branch")
    outcomes: Words = Field((), description="outcomes that figures show first; all are recorded")
    countries: Codes = Field((), description="countries that figures show first; all are recorded")


class Case(Closed):
    """A case with everything decided: each switch, each mechanism, each changed parameter."""

    name: Name = Field(description="its name")
    title: Text | None = Field(None, description="the case in one line")
    switches: dict[SwitchName, Switch] = Field(description="rival hypotheses: on, off or draw")
    mechanisms: dict[Mechanism, bool] = Field(description="every mechanism, on or off")
    set: dict[Text, Number] = Field({}, description="parameters at a fixed value")
    scale: dict[Text, Positive] = Field({}, description="parameters times a factor")


def too_few(nodes: int, world: World) -> str | None:
    """Return what is wrong with so few communities, each of which sees its neighbours, or None."""
    seen = world.network.neighbours
    return None if nodes > seen else f"must be more than the {seen} neighbours of each, not {nodes}"


class Study(_Size):
    """A study with everything resolved: it names no file and can be stored and read back."""

    name: Name = Field(description="names the folder of results")
    title: Text = Field("", description="the study in one line")
    question: Text | None = Field(None, description="the question that it answers")
    source: Texts = Field((), description="numbers of documents, claims or options")
    world: World = Field(description="the world")
    history: History = Field(description="what really happened; empty where the world has none")
    filter: tuple[Record, ...] = Field((), description="what pasts must come close to")
    policies: tuple[Policy, ...] = Field((), description="baseline and placebo first")
    cases: tuple[Case, ...] = Field(min_length=1, description="at least as_is")
    design: Design | None = Field(None, description="the points, where there are any")
    nodes: int = Field(ge=16, le=4_000_000, description="communities a country")
    branch: Monday = Field(description="the Monday from which rules replace records")
    horizon: Weeks = Field(ge=1, le=5220, description="weeks lived after the branch")
    outcomes: Words = Field((), description="outcomes that figures show first")
    countries: tuple[Code, ...] = Field((), description="countries that figures show first")

    @model_validator(mode="after")
    def _has_neighbours(self) -> Self:
        """Raise where the communities are too few for the neighbours that each sees."""
        if told := too_few(self.nodes, self.world):
            raise ValueError(f"nodes {told}")
        return self

    @property
    def start(self) -> date:
        """Return the Monday on which runs begin."""
        return self.world.start

    @property
    def end(self) -> date:
        """Return the Monday after the last week."""
        return self.branch + timedelta(weeks=self.horizon)

    @property
    def start_week(self) -> int:
        """Return the first week, as ``politeia.calendar`` counts."""
        return week_of(self.start)

    @property
    def branch_week(self) -> int:
        """Return the week from which rules replace records."""
        return week_of(self.branch)

    @property
    def end_week(self) -> int:
        """Return the week after the last."""
        return self.branch_week + self.horizon

    def policy(self, name: str) -> Policy:
        """Return the policy of that name.

        Raises:
            KeyError: when the study has none.
        """
        return {policy.name: policy for policy in self.policies}[name]

    def case(self, name: str) -> Case:
        """Return the case of that name.

        Raises:
            KeyError: when the study has none.
        """
        return {case.name: case for case in self.cases}[name]

    @property
    def points(self) -> tuple[Point, ...]:
        """Return the points at which the study is lived; one that says nothing without a design."""
        return self.design.points if self.design is not None else ({},)

    def sized(self, **sizes: Any) -> Self:
        """Return the study with other ``draws, replicates, particles, nodes, seed, horizon, ...``.

        A value of None changes nothing.

        Raises:
            BadInput: when a size is out of its bounds.
        """
        given = {name: value for name, value in sizes.items() if value is not None}
        return self.from_manifest({**self.to_manifest(), **given})
