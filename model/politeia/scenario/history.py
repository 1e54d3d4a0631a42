"""The schema of a history: what really happened, each event a shock or a response.

Shocks are always imposed; responses only before the branch, after which rules and levers make them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from politeia.scenario.schema import (
    BlocCode,
    BlocCodes,
    Cited,
    Closed,
    Code,
    Codes,
    Day,
    Name,
    NotNegative,
    Number,
    Positive,
    Share,
    Text,
    Weeks,
)
from politeia.scenario.world import Tool

Shock = TypeVar("Shock", bound="_Event")
Role = Literal["shock", "response"]


def _gap(given: Any) -> Any:
    """Return a gap between claimed and believed votes, or the word unknown."""
    if given is None or given == "unknown":
        return given
    try:
        gap = float(given)
    except (TypeError, ValueError):
        gap = -1.0
    if 0 <= gap <= 1:
        return gap
    raise PydanticCustomError(
        "gap", "must be a share of votes between 0 and 1, or the word unknown"
    )


class _Event(Cited):
    """What all events have."""

    role: ClassVar[Role] = "shock"

    date: Day = Field(description="the day on which it fell")
    title: Text | None = Field(None, description="what it was, in a few words")


class PoliticalShock(_Event):
    """An election or another cause for protest; its true size is latent."""

    what: Literal["political_shock"]
    on: Codes = Field(min_length=1, description="the countries it fell on")
    size: Positive | None = Field(None, description="size, Belarus in August 2020 being 1")
    gap: Annotated[float | Literal["unknown"] | None, BeforeValidator(_gap)] = Field(
        None, description="claimed minus believed share of votes, or unknown; size is gap / 0.5"
    )
    vote: bool | None = Field(None, description="whether it was a vote; yes where a gap is given")

    @property
    def is_vote(self) -> bool:
        """Return whether it was a national vote."""
        return self.vote if self.vote is not None else self.gap is not None

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        return _exactly_one(self, "size", "gap")


class EconomicShock(_Event):
    """A price or wage shock that brings people to the street."""

    what: Literal["economic_shock"]
    on: Codes = Field(min_length=1, description="the countries it fell on")
    size: Positive | None = Field(None, description="size, Belarus in August 2020 being 1")
    price_ratio: Annotated[Number, Field(gt=1)] | None = Field(
        None, description="new price over old price; size is 1.8 ln(ratio)"
    )

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        return _exactly_one(self, "size", "price_ratio")


class RulerChange(_Event):
    """Another person rules; the regime may go on."""

    what: Literal["ruler_change"]
    on: Codes = Field(min_length=1, description="the country")
    cause: Literal["death", "resignation", "election", "uprising"] = Field(description="how")
    born: int = Field(ge=1900, le=2010, description="year in which the new ruler was born")
    elite_split: Share | None = Field(None, description="division of the elite from then on")
    personalist: bool | None = Field(None, description="whether the new rule is personalist")


class Breakdown(_Event):
    """A regime ended; imposed only where rules cannot make it, with a reason."""

    what: Literal["breakdown"]
    on: Codes = Field(min_length=1, description="the country")
    becomes: Literal["democracy", "autocracy"] = Field(description="what followed")
    how: Literal["uprising", "coup", "negotiated", "death"] | None = Field(
        None, description="how it ended"
    )
    born: int | None = Field(None, ge=1900, le=2010, description="year of birth of the new ruler")


class WarStart(_Event):
    """A war begins."""

    what: Literal["war"]
    on: Codes = Field(min_length=1, description="the regimes at war")
    size: Positive | None = Field(None, description="size felt at home and by senders")


class Mobilisation(_Event):
    """Men are called to a war."""

    what: Literal["mobilisation"]
    on: Codes = Field(min_length=1, description="the country")
    size: Positive = Field(description="size, Belarus in August 2020 being 1")


class Recession(_Event):
    """A growth shock from outside, such as COVID or the price of oil."""

    what: Literal["recession"]
    on: Codes = Field(min_length=1, description="the countries it fell on")
    size: Number = Field(ge=-1, le=1, description="change of output, such as -0.04")
    weeks: Weeks = Field(52, ge=1, description="weeks over which it comes")


class Attention(_Event):
    """News from the region or from elsewhere that senders feel."""

    what: Literal["attention"]
    size: Number = Field(ge=-1, le=1, description="change of attention")
    by: Codes = Field((), description="the senders that feel it; all where it is left out")


class MegaEvent(_Event):
    """A prestige event that a regime hosts."""

    what: Literal["mega_event"]
    on: Codes = Field(min_length=1, description="the host")


class Membership(_Event):
    """A regime's membership of an organisation changes."""

    what: Literal["membership"]
    on: Codes = Field(min_length=1, description="the country")
    bloc: BlocCode = Field(description="the organisation")
    status: Literal["joined", "suspended", "restored", "left"] = Field(description="what changed")


class SanctionStep(_Event):
    """Senders add to or take from what they have in force."""

    role: ClassVar[Role] = "response"

    what: Literal["sanctions"]
    by: Codes = Field(min_length=1, description="the senders")
    on: Codes = Field(min_length=1, description="the regimes")
    listings: Number = Field(0.0, ge=-5000, le=5000, description="people listed by name")
    coverage: Number = Field(
        0.0, ge=-1, le=1, description="share closed of the trade still open; below 0: share lifted"
    )
    enforcement: Number = Field(0.0, ge=-1, le=1, description="change of the effort to enforce")
    hub_pressure: Number = Field(0.0, ge=-1, le=1, description="change of pressure on hubs")
    conditionality: Number = Field(0.0, ge=-1, le=1, description="change of conditionality")


class Aid(_Event):
    """Aid that is given in one piece."""

    role: ClassVar[Role] = "response"

    what: Literal["aid"]
    by: Codes = Field(min_length=1, description="the senders")
    on: Codes = Field(min_length=1, description="who receives it")
    amount: NotNegative = Field(description="bn EUR in all")
    aid: Literal["military", "financial", "humanitarian"] = Field(
        "financial", description="its kind"
    )
    weeks: Weeks = Field(52, ge=1, description="weeks over which it is given")


class Support(_Event):
    """Credit of a sponsor."""

    role: ClassVar[Role] = "response"

    what: Literal["support"]
    by: Codes = Field(min_length=1, description="the sponsors")
    on: Codes = Field(min_length=1, description="the client")
    credit: Annotated[Number, Field(ge=0, le=1)] = Field(description="share of GDP a year")
    weeks: Weeks = Field(52, ge=1, description="weeks for which it is given")


class Troops(_Event):
    """Troops of a sponsor or bloc in a client's country."""

    role: ClassVar[Role] = "response"

    what: Literal["troops"]
    by: BlocCodes = Field(min_length=1, description="the sponsors or blocs")
    on: Codes = Field(min_length=1, description="the client")
    persons: Positive = Field(description="how many")
    weeks: Weeks = Field(ge=1, description="weeks for which they stay")


class Releases(_Event):
    """Political prisoners let go by clemency or exchange."""

    role: ClassVar[Role] = "response"

    what: Literal["releases"]
    on: Codes = Field(min_length=1, description="the country")
    persons: Positive = Field(description="how many")
    by: Codes = Field((), description="the senders with whom it was agreed")


class Thaw(_Event):
    """A time of engagement."""

    role: ClassVar[Role] = "response"

    what: Literal["thaw"]
    by: Codes = Field(min_length=1, description="the senders")
    on: Codes = Field(min_length=1, description="the country")
    until: Day = Field(description="the day on which it ended")
    intensity: Share = Field(description="how far it went")


class ToolAdopted(_Event):
    """A regime takes a legal tool of repression into use."""

    role: ClassVar[Role] = "response"

    what: Literal["tool"]
    on: Codes = Field(min_length=1, description="the country")
    tool: Tool = Field(description="the tool")


Event: TypeAlias = (
    PoliticalShock
    | EconomicShock
    | RulerChange
    | Breakdown
    | WarStart
    | Mobilisation
    | Recession
    | Attention
    | MegaEvent
    | Membership
    | SanctionStep
    | Aid
    | Support
    | Troops
    | Releases
    | Thaw
    | ToolAdopted
)


def _months(given: Any) -> Any:
    """Return a table of months, each named as 2022-01."""
    names = given if isinstance(given, dict) else {}
    wrong = [name for name in names if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(name))]
    if wrong:
        told = "{wrong} is no month: write year-month, such as 2022-01"
        raise PydanticCustomError("month", told, {"wrong": repr(wrong[0])})
    return given


class Series(Cited):
    """A quantity by months."""

    what: Literal["aid", "price", "poll", "subsidy", "recognition"] = Field(
        description="aid given, a price, or what a rule in the shadow of the record is scored by:"
        " a poll of public support, a price subsidy, a recognised election"
    )
    by: Code | None = Field(None, description="who gave it")
    on: Code | None = Field(None, description="who received it")
    kind: Literal["military", "financial", "humanitarian", "total"] | None = Field(
        None, description="the kind of aid"
    )
    item: Text | None = Field(None, description="what has the price, such as brent")
    unit: Text = Field(description="such as bn EUR")
    months: Annotated[dict[str, Number], BeforeValidator(_months)] = Field(
        min_length=1, description="value by month"
    )
    title: Text | None = Field(None, description="what it is, in a few words")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        needs: dict[str, tuple[str, ...]] = {
            "aid": ("by", "on", "kind"),
            "price": ("item",),
            "poll": ("by",),
        }
        missing = [
            name for name in needs.get(self.what, ("by", "on")) if getattr(self, name) is None
        ]
        if missing:
            raise ValueError(f"a series of {self.what} needs {' and '.join(missing)}")
        return self


class History(Closed):
    """What really happened, with sources."""

    kind: Literal["history"] = Field("history", description="what this file is")
    name: Name = Field(description="the file's name without its ending")
    title: Text | None = Field(None, description="the history in one line")
    sources: dict[str, Text] = Field({}, description="works and data that events cite, by key")
    events: tuple[Annotated[Event, Field(discriminator="what")], ...] = Field(
        (), description="what happened, in any order"
    )
    series: tuple[Series, ...] = Field((), description="quantities by months")


def _exactly_one(event: Shock, *names: str) -> Shock:
    """Return ``event`` where one of ``names`` is given and no other."""
    if sum(getattr(event, name) is not None for name in names) != 1:
        raise ValueError(f"give exactly one of {' and '.join(names)}")
    return event
