"""What all schemas share: closed frozen models, and the kinds of words and numbers in a file.

A file is read as text, so the kinds below turn words into numbers and dates, strictly: a date is
ISO, a number is finite, and a country code stays what was written.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from politeia.scenario.places import NAME
from politeia.scenario.validate import refused

ASSUMPTION = "assumption"
EVIDENCE = re.compile(r"(?:[CDEFPX]|SD|SL)\d{1,3}")
"""Numbers of claims, documents, events, facts, options and patterns in ``calibration``."""


class Closed(BaseModel):
    """A frozen model that knows all its keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True
    )

    def to_manifest(self) -> dict[str, Any]:
        """Return the same in the plain types of JSON."""
        return self.model_dump(mode="json")

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Self:
        """Return what ``to_manifest`` wrote.

        Raises:
            BadInput: when a key or value is not allowed.
        """
        try:
            return cls.model_validate(manifest)
        except ValidationError as error:
            raise refused(cls, error) from None


def digest(thing: Closed) -> str:
    """Return the SHA-256 of what ``thing`` says, the same on every machine and in every process."""
    text = json.dumps(thing.to_manifest(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _day(given: Any) -> Any:
    """Return the date of an ISO text; anything else is left for the schema to refuse."""
    if isinstance(given, date):
        return given
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(given)):
            return date.fromisoformat(str(given))
    except ValueError:
        pass
    raise PydanticCustomError("day", "is no date: write year-month-day, such as 2024-06-03")


def _monday(day: date) -> date:
    """Return ``day`` where it is a Monday."""
    if day.weekday():
        told = "is no Monday; the Monday of its week is {monday}"
        monday = date.fromordinal(day.toordinal() - day.weekday()).isoformat()
        raise PydanticCustomError("monday", told, {"monday": monday})
    return day


def _weeks(given: Any) -> Any:
    """Return the number of weeks that "26 weeks" means."""
    found = re.fullmatch(r"(\d{1,4})(?:\s*weeks?)?", str(given).strip())
    if not found:
        raise PydanticCustomError("weeks", "is no number of weeks: write it as '26 weeks'")
    return int(found[1])


def _number(given: Any) -> Any:
    """Return ``given``, unless it is a number with underscores, which YAML would not read."""
    if isinstance(given, str) and "_" in given:
        raise PydanticCustomError("number", "is no number: leave underscores out")
    return given


def one_or_many(given: Any) -> Any:
    """Return a list also where a single word is given."""
    return [given] if isinstance(given, str) else given


def _name(given: Any) -> Any:
    """Return ``given`` where it is a name, so that no name leads out of a folder."""
    if not isinstance(given, str) or not NAME.fullmatch(given):
        told = "is no name: use letters, digits, _ and - only, 80 at most"
        raise PydanticCustomError("name", told)
    return given


Day = Annotated[date, BeforeValidator(_day)]
Monday = Annotated[Day, AfterValidator(_monday)]
Number = Annotated[float, BeforeValidator(_number)]
Share = Annotated[Number, Field(ge=0, le=1)]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
Weeks = Annotated[int, BeforeValidator(_weeks)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=False), BeforeValidator(_name)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,3}$")]
BlocCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,19}$")]
BlocCodes = Annotated[tuple[BlocCode, ...], BeforeValidator(one_or_many)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_many)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(one_or_many)]
Words = Annotated[tuple[Text, ...], BeforeValidator(one_or_many)]


class Cited(Closed):
    """Anything that says where it comes from."""

    source: Texts = Field(
        min_length=1,
        description="keys of the file's sources, numbers of evidence such as F24, or 'assumption'",
    )
    why: Text | None = Field(None, description="the reason; required where source is 'assumption'")


class Sourced(Cited):
    """A number with its source."""

    value: Number = Field(description="the number, in the unit of the quantity")


class SourcedShare(Cited):
    """A share with its source."""

    value: Share = Field(description="a share between 0 and 1")
