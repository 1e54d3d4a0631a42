"""The kinds of words in the ledger of evidence: numbers of entries, dates that may be coarse.

Each kind refuses what is not of it with a sentence that shows what is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from politeia.scenario.schema import one_or_many

WHAT: dict[str, str] = {
    "C": "claims",
    "D": "documents",
    "E": "events",
    "F": "facts",
    "P": "options",
    "X": "tensions",
    "SD": "targets",
    "SL": "targets",
    "M": "mechanisms",
}
"""What the letters of an id stand for."""
ID = re.compile(r"(SD|SL|[CDEFMPX])([1-9]\d{0,2}|0)")
_COARSE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def kind_of(word: str) -> str | None:
    """Return what ``word`` is the id of, such as ``facts``, or None where it is no id."""
    found = ID.fullmatch(word)
    return WHAT[found[1]] if found else None


def _matching(pattern: str, told: str) -> Callable[[Any], Any]:
    """Return a validator that refuses a word of another form with the sentence ``told``."""
    form = re.compile(pattern)

    def checked(given: Any) -> Any:
        if isinstance(given, str) and form.fullmatch(given):
            return given
        raise PydanticCustomError("form", "{told}, not {given}", {"told": told, "given": given})

    return checked


def _id(letter: str, example: str) -> Callable[[Any], Any]:
    told = f"must be {letter} and a number, such as {example}"
    return _matching(rf"{letter}([1-9]\d{{0,2}}|0)", told)


def _coarse(given: Any) -> Any:
    """Return a date as text, known to the day, the month or the year."""
    text = str(given)
    try:
        if _COARSE.fullmatch(text):
            date.fromisoformat((text + "-01-01")[:10])
            return text
    except ValueError:
        pass
    told = "is no date: write year, year-month or year-month-day, such as 2024-04"
    raise PydanticCustomError("coarse", told)


def _amount(given: Any) -> float | str:
    """Return a number, or the text of what is not written as one."""
    if isinstance(given, int | float) or (isinstance(given, str) and _looks_numeric(given)):
        number = float(given)
        if "_" in str(given):
            raise PydanticCustomError("number", "is no number: leave underscores out")
        if number - number != 0.0:
            raise PydanticCustomError("finite", "must be a finite number")
        return number
    if isinstance(given, str) and 0 < len(given.strip()) <= 1000:
        return given.strip()
    raise PydanticCustomError("amount", "must be a number or a text, not {given}", {"given": given})


def _looks_numeric(given: str) -> bool:
    try:
        float(given)
    except ValueError:
        return False
    return True


Amount = Annotated[float | str, PlainValidator(_amount)]
"""A number, or a text such as a formula or a word that a document gives for a number."""
CoarseDate = Annotated[str, BeforeValidator(_coarse)]
Sha256 = Annotated[
    str, BeforeValidator(_matching(r"[0-9a-f]{64}", "must be 64 digits of SHA-256 in 0-9, a-f"))
]
FileName = Annotated[
    str,
    BeforeValidator(
        _matching(r"[A-Za-z0-9][\w.-]{0,120}", "must be the name of a file without a folder")
    ),
]
CiteKey = Annotated[
    str,
    BeforeValidator(
        _matching(r"[a-z][a-z0-9_-]{1,60}", "must be lower case, such as peksen2012 or peksen2012a")
    ),
]
CiteKeys = Annotated[tuple[CiteKey, ...], BeforeValidator(one_or_many)]
DocumentId = Annotated[str, BeforeValidator(_id("D", "D0"))]
FactId = Annotated[str, BeforeValidator(_id("F", "F24"))]
FactIds = Annotated[tuple[FactId, ...], BeforeValidator(one_or_many)]
ClaimId = Annotated[str, BeforeValidator(_id("C", "C18"))]
ClaimIds = Annotated[tuple[ClaimId, ...], BeforeValidator(one_or_many)]
OptionId = Annotated[str, BeforeValidator(_id("P", "P1"))]
EventId = Annotated[str, BeforeValidator(_id("E", "E9"))]
TensionId = Annotated[str, BeforeValidator(_id("X", "X1"))]
TensionIds = Annotated[tuple[TensionId, ...], BeforeValidator(one_or_many)]
Paragraph = Annotated[int, Field(ge=1, le=10_000)]
Paragraphs = Annotated[
    dict[
        DocumentId,
        Annotated[tuple[Paragraph, ...], Field(min_length=1), BeforeValidator(one_or_many)],
    ],
    Field(min_length=1),
]
"""Where something stands: the n-th non-empty lines of documents."""
