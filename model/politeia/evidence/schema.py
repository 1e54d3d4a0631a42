"""The files of evidence as they are written: documents, facts, claims, options, events, tensions.

All stand in ``calibration``. A fact stands in the file of the document that tells it first.
"""

from __future__ import annotations

from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from politeia.evidence.ids import (
    Amount,
    CiteKey,
    CiteKeys,
    ClaimId,
    ClaimIds,
    CoarseDate,
    DocumentId,
    EventId,
    FactId,
    FactIds,
    FileName,
    OptionId,
    Paragraph,
    Paragraphs,
    Sha256,
    TensionId,
    TensionIds,
)
from politeia.scenario.schema import Closed, Name, Text, Texts

Entry = TypeVar("Entry", bound=Closed)

Stance = Literal[
    "proposed",
    "rejected",
    "criticised",
    "insufficient",
    "reported",
    "condemned",
    "discussed",
    "noted",
]


class Document(Closed):
    """A document that the ledger reads; its text is not part of the project."""

    author: Texts = Field((), description="who wrote it")
    outlet: Text = Field(description="where it appeared")
    kind: Literal["opinion", "news", "analysis"] = Field(description="opinion, news or analysis")
    date: CoarseDate = Field(description="when it appeared: year, year-month or year-month-day")
    about: Text = Field(description="what it is about, in words of one's own")
    file: FileName = Field(description="the name of the file that holds its text")
    sha256: Sha256 = Field(description="the digest of that file")
    paragraphs: int = Field(ge=1, description="how many lines of the file are not empty")
    cite: CiteKey = Field(description="its key in the bibliography")


class Fact(Closed):
    """A figure that a document gives."""

    value: Amount = Field(description="the number, or the word that stands for it")
    relation: Literal["exactly", "at_least", "more_than", "about", "nearly", "at_most"] = Field(
        "exactly", description="how the value bounds the truth"
    )
    unit: Text = Field(description="the unit of the value")
    date: Text | None = Field(None, description="when it held")
    who: Text | None = Field(None, description="whose it is: a code or words")
    to: Text | None = Field(None, description="to whom, where it passes between two")
    certainty: Literal["reported", "claimed", "rumoured", "computed"] = Field(
        description="reported, claimed, rumoured or computed"
    )
    says: Text = Field(description="the fact in a sentence of one's own")
    paragraphs: Paragraphs = Field(description="where it stands, such as {D0: [9]}")
    written: dict[DocumentId, dict[Paragraph, Texts]] = Field(
        {}, description="the figure as it stands in a paragraph, such as {D0: {9: ['117.5bn']}}"
    )
    computed: Text | None = Field(
        None, description="formula over other facts, where it is computed"
    )
    tension: TensionIds = Field((), description="tensions that touch it")
    corrected: Text | None = Field(None, description="what a first reading had wrong")
    unused: Text | None = Field(None, description="why nothing in the model uses it")

    @property
    def number(self) -> float | None:
        """Return the value where it is a number."""
        return self.value if isinstance(self.value, float) else None


class Contrast(Closed):
    """How the sign of a claim is measured: two policies or two cases, in one outcome."""

    policy: Name | None = Field(None, description="the policy whose effect it is")
    case: Name | None = Field(None, description="the case of the study, without any lever")
    against: Name | None = Field(None, description="what it is compared with; baseline if left out")
    study: Name | None = Field(None, description="the study that has the cases")
    outcome: Text = Field(description="the outcome that is compared")
    actor: Text = Field(description="whose outcome it is, a code of the world")
    year: int = Field(ge=1, le=40, description="the year after the branch")
    kind: Literal["policy", "parameter"] = Field("policy", description="what is contrasted")


class Claim(Closed):
    """A causal claim of the documents, and what research and the model make of it."""

    cause: Text = Field(description="the cause, in words of one's own")
    effect: Text = Field(description="the effect, in words of one's own")
    sign: Literal["+", "-", "0"] = Field(description="sign of the cause on the effect: +, - or 0")
    condition: Text | None = Field(None, description="under what condition it is said to hold")
    paragraphs: Paragraphs = Field(description="where it stands, such as {D1: [5]}")
    verdict: Literal["supported", "conditional", "contradicted", "untested"] = Field(
        description="what research says of it in a word"
    )
    finding: Text = Field(description="what research says of it, in words of one's own")
    citations: CiteKeys = Field((), description="keys of the bibliography")
    mechanisms: Texts = Field((), description="mechanisms that can realise it, such as M8")
    decides: Texts = Field((), description="parameters or switches that decide its sign")
    undecided: Text | None = Field(None, description="why no parameter can decide it")
    tried: Texts = Field((), description="what was run too and does not turn its sign")
    doubt: Text | None = Field(None, description="what running its contrast leaves open")
    contrast: Contrast | None = Field(None, description="how its sign is measured")

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        return _exactly_one(self, "decides", "undecided")


class Option(Closed):
    """A policy option of the documents and the policies that realise it."""

    who: Texts = Field(min_length=1, description="who acts")
    to: Texts = Field((), description="towards whom")
    what: Text = Field(description="the option, in words of one's own")
    claimed: Text | None = Field(None, description="the effect that is claimed of it")
    stance: Stance = Field(description="what the authors think of it")
    paragraphs: Paragraphs = Field(description="where it stands, such as {D0: [38, 42]}")
    policies: Texts = Field((), description="files of scenarios/policies that realise it")
    none: Text | None = Field(None, description="why no policy realises it")

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        return _exactly_one(self, "policies", "none")


class Event(Closed):
    """An event that the documents tell, and whether a history imposes it."""

    date: CoarseDate | Literal["undated"] = Field(description="year, month or day, or undated")
    precision: Literal["day", "month", "year", "season", "undated"] = Field(
        description="how well the date is known"
    )
    what: Text = Field(description="the event, in words of one's own")
    paragraphs: Paragraphs = Field(description="where it stands, such as {D1: [5]}")
    role: Literal["imposed", "emerges", "conditions", "background"] = Field(
        description="imposed, emerges, conditions or background"
    )
    history: Texts = Field((), description="entries of the history by date and title")
    why: Text = Field(description="why it has this role")
    corrected: Text | None = Field(None, description="what a first reading had wrong")


class Tension(Closed):
    """Where documents disagree with one another or with what else is known."""

    what: Text = Field(description="what does not fit, in words of one's own")
    facts: FactIds = Field((), description="facts that it touches")
    claims: ClaimIds = Field((), description="claims that it touches")
    treated: Text = Field(description="how the model treats it")
    where: Texts = Field(
        (), description="parameters, policies, mechanisms or targets that treat it"
    )
    citations: CiteKeys = Field((), description="keys of the bibliography")


class DocumentsFile(Closed):
    """The documents."""

    documents: dict[DocumentId, Document] = Field(description="documents by id")


class FactsFile(Closed):
    """The facts that one document tells first."""

    facts: dict[FactId, Fact] = Field(description="facts by id")


class ClaimsFile(Closed):
    """The claims of all documents."""

    claims: dict[ClaimId, Claim] = Field(description="claims by id")


class OptionsFile(Closed):
    """The policy options of all documents."""

    options: dict[OptionId, Option] = Field(description="options by id")


class EventsFile(Closed):
    """The events that the documents tell."""

    events: dict[EventId, Event] = Field(description="events by id")


class TensionsFile(Closed):
    """The tensions."""

    tensions: dict[TensionId, Tension] = Field(description="tensions by id")


def _exactly_one(entry: Entry, first: str, second: str) -> Entry:
    """Return ``entry`` where it says one of two."""
    if bool(getattr(entry, first)) == bool(getattr(entry, second)):
        told = "needs exactly one of {first} and {second}"
        raise PydanticCustomError("one_of", told, {"first": first, "second": second})
    return entry
