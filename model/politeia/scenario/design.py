"""The schema of a design: which points of the assumptions and levers a study is lived at.

A point is a mapping of dotted names to values. A dotted name is where a thing stands, the same in a
study, in a file of points and in the results:

    protest.pull                    a parameter of a mechanism
    switches.patron_offset          a rival hypothesis: 0 or 1
    levers.visa_bans.0.to           the intensity of the first move of a policy
    levers.visa_bans.0.start        the day on which it begins
    world.regimes.BLR.grievance     a value of the world, from its founding on

Source   the words (uncertainties, levers, constants, policies) are those of the EMA Workbench
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, PlainValidator, Tag
from pydantic_core import PydanticCustomError

from politeia.scenario.schema import Closed, Name, Text

Method = Literal[
    "grid", "list", "latin_hypercube", "sobol", "saltelli", "morris", "one_at_a_time", "file"
]
SAMPLED: tuple[Method, ...] = ("latin_hypercube", "sobol", "saltelli", "morris")
"""Methods that draw as many points as they are told; the others say themselves how many."""
MIDDLE = (0.025, 0.975)
"""The part of a prior that a design spreads its points over, evenly in probability."""
WORLD = "world."
_WORDS = {"on": 1.0, "off": 0.0}


def read_value(given: Any) -> float | date:
    """Return the number or date that is meant; on and off are 1 and 0.

    Raises:
        PydanticCustomError: when it is neither.
    """
    if isinstance(given, date):
        return given
    text = str(given).strip()
    if text in _WORDS:
        return _WORDS[text]
    try:
        if len(text) == 10 and text[4] == text[7] == "-":
            return date.fromisoformat(text)
        number = math.nan if "_" in text or isinstance(given, bool) else float(text)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    raise PydanticCustomError("value", "must be a number, or a date such as 2024-06-03")


def _factor(given: Any) -> Any:
    """Return what a word or a list stands for: ``prior``, or the values themselves."""
    if given == "prior":
        return {"prior": "true"}
    if isinstance(given, list):
        return {"values": given}
    if isinstance(given, str):
        told = "must be prior, a mapping with low and high, or a list of values"
        raise PydanticCustomError("factor", told)
    return given


def _plain(value: float | date) -> float | str:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


Value = Annotated[float | date, PlainValidator(read_value), PlainSerializer(_plain)]
Point = dict[Text, Value]


class Factor(Closed):
    """How a thing is moved: between two values, over a list of values, or over its prior."""

    low: Value | None = Field(None, description="the lowest value, a number or a date")
    high: Value | None = Field(None, description="the highest value")
    levels: int | None = Field(
        None, ge=2, le=1000, description="steps from low to high in a grid or one at a time"
    )
    values: tuple[Value, ...] = Field((), description="the values themselves")
    prior: bool = Field(
        False, description="a parameter over the middle 95 % of its prior, evenly in probability"
    )


Factors = dict[Text, Annotated[Factor, BeforeValidator(_factor)]]
Points = Annotated[
    Annotated[int, Tag("number"), Field(ge=1, le=100_000)]
    | Annotated[tuple[Point, ...], Tag("list")],
    Discriminator(lambda given: "list" if isinstance(given, list | tuple) else "number"),
]


class DesignFile(Closed):
    """A design as it is written in a study."""

    method: Method = Field(
        description="grid, list, latin_hypercube, sobol, saltelli (for Sobol indices), morris, "
        "one_at_a_time or file"
    )
    points: Points | None = Field(
        None,
        description="how many: points of latin_hypercube and sobol, base samples of saltelli, "
        "trajectories of morris; for list the points themselves",
    )
    file: Text | None = Field(
        None, description="for file: a CSV or Parquet beside the study, a column a dotted name"
    )
    uncertainties: Factors = Field({}, description="parameters, by dotted name: protest.pull")
    levers: Factors = Field(
        {}, description="moves of the study's policies: visa_bans.0.to, visa_bans.0.start"
    )
    switches: Factors = Field({}, description="rival hypotheses: patron_offset: [off, on]")
    world: Factors = Field(
        {}, description="values of the world, such as regimes.BLR.grievance; each has pasts anew"
    )
    constants: Point = Field(
        {}, description="the same at every point, by whole dotted name: switches.patron_offset: on"
    )
    policies: Literal["crossed", "zipped"] = Field(
        "crossed",
        description="crossed: every point with every policy; zipped: policies take turns, for "
        "list, file and latin_hypercube. Baseline, placebo and null arm are lived at every point",
    )
    levels: int | None = Field(
        None,
        ge=2,
        le=1000,
        description="steps of each range: 3 in a grid or one at a time, 4 for morris",
    )
    second_order: bool = Field(True, description="for saltelli: with pairs of uncertainties")
    seed: int = Field(1, ge=0, le=2**63 - 1, description="of the points; luck has its own seed")


class Moved(Closed):
    """A thing that a design moves, and over what."""

    name: Text = Field(description="its dotted name")
    low: Value | None = Field(None, description="the lowest value, where it is a range")
    high: Value | None = Field(None, description="the highest value")
    values: tuple[Value, ...] = Field((), description="the values, where it is a list")
    prior: bool = Field(False, description="whether the range is the middle 95 % of the prior")


class Design(Closed):
    """A design with its points as data, and what made them."""

    method: Method = Field(description="how the points were made")
    policies: Literal["crossed", "zipped"] = Field("crossed", description="how policies meet them")
    moved: tuple[Moved, ...] = Field((), description="what is moved, in order")
    constants: Point = Field({}, description="the same at every point; in each of them too")
    size: int | None = Field(None, description="points, base samples or trajectories asked for")
    levels: int | None = Field(None, description="steps of each range")
    second_order: bool | None = Field(None, description="whether saltelli has pairs")
    seed: int | None = Field(None, description="the seed of the points, where chance made them")
    file: Text | None = Field(None, description="the name of the file that held the points")
    points: tuple[Point, ...] = Field(min_length=1, description="values by dotted name, in order")
    unit: tuple[tuple[float, ...], ...] = Field(
        (), description="each drawn point in the unit cube of what is moved"
    )
    turns: tuple[Name, ...] = Field((), description="zipped: the policy of each point")

    @property
    def problem(self) -> dict[str, Any]:
        """Return the problem that SALib knows ``unit`` by."""
        names = [one.name for one in self.moved]
        return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def pasts_of(points: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Return for each point the first that has the same world, and so the same pasts."""
    first: dict[tuple[tuple[str, Any], ...], int] = {}
    worlds = [tuple(sorted(of_world(point).items())) for point in points]
    return tuple(first.setdefault(world, number) for number, world in enumerate(worlds))


def of_world(point: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a point says of the world, which acts from the founding on."""
    return {name: value for name, value in point.items() if name.startswith(WORLD)}
