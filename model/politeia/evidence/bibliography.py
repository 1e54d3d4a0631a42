"""The bibliography: CSL data in YAML, the form that pandoc and citeproc read.

Each work says how it was verified: it was seen, its abstract was seen, or it is known
from memory.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from politeia.evidence.ids import CiteKey
from politeia.scenario.schema import Closed, Text

Kind = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "chapter",
    "dataset",
    "document",
    "legislation",
    "manuscript",
    "paper-conference",
    "post-weblog",
    "report",
    "software",
    "speech",
    "thesis",
    "treaty",
    "webpage",
]
"""Types of CSL 1.0.2 that the bibliography uses."""
Part = Annotated[int, Field(ge=1, le=2100)]


class Person(Closed):
    """A person by family and given name, or a body by its whole name."""

    family: Text | None = Field(None, description="family name")
    given: Text | None = Field(None, description="given names")
    suffix: Text | None = Field(None, description="such as Jr.")
    particle: Text | None = Field(
        None, alias="non-dropping-particle", description="such as von, part of the family name"
    )
    literal: Text | None = Field(None, description="the whole name of a body")


class Issued(Closed):
    """When a work appeared."""

    parts: tuple[Annotated[tuple[Part, ...], Field(min_length=1, max_length=3)], ...] = Field(
        alias="date-parts", min_length=1, description="[[year, month, day]], as far as known"
    )


class Verified(Closed):
    """How it is known that the work says so."""

    verified: Literal["yes", "abstract", "memory"] = Field(
        description="yes: seen on a stored public page that the note names; abstract; or memory"
    )


class Work(Closed):
    """A work that is cited."""

    id: CiteKey = Field(description="its key, such as peksen2012")
    type: Kind = Field(description="its type in CSL, such as article-journal or dataset")
    author: tuple[Person, ...] = Field((), description="authors: [{family, given}]")
    editor: tuple[Person, ...] = Field((), description="editors")
    title: Text | None = Field(None, description="its title, where it is known exactly")
    container: Text | None = Field(
        None, alias="container-title", description="the journal, book or site that holds it"
    )
    collection: Text | None = Field(None, alias="collection-title", description="the series")
    volume: Text | None = Field(None, description="volume")
    issue: Text | None = Field(None, description="issue")
    page: Text | None = Field(None, description="pages, such as 558-571")
    number: Text | None = Field(None, description="number of a report or article")
    edition: Text | None = Field(None, description="edition")
    version: Text | None = Field(None, description="version of a data set or program")
    genre: Text | None = Field(None, description="such as working paper")
    publisher: Text | None = Field(None, description="publisher")
    publisher_place: Text | None = Field(
        None, alias="publisher-place", description="where the publisher is"
    )
    issued: Issued | None = Field(None, description="when it appeared: {date-parts: [[year]]}")
    accessed: Issued | None = Field(None, description="when a page was seen")
    doi: Text | None = Field(
        None, alias="DOI", pattern=r"^10\.\d{4,9}/\S+$", description="its DOI, without https"
    )
    isbn: Text | None = Field(None, alias="ISBN", description="its ISBN")
    issn: Text | None = Field(None, alias="ISSN", description="the ISSN of what holds it")
    url: Text | None = Field(
        None, alias="URL", pattern=r"^https?://\S+$", description="where it is, if it has no DOI"
    )
    language: Text | None = Field(None, description="language, such as ru")
    archive: Text | None = Field(None, description="where it is kept")
    abstract: Text | None = Field(None, description="what it says, in words of one's own")
    keyword: Text | None = Field(None, description="words to find it by")
    custom: Verified = Field(description="{verified: yes, abstract or memory}")
    note: Text | None = Field(None, description="what was seen, or what is not certain")

    @property
    def year(self) -> int | None:
        """Return the year in which it appeared, if it is known."""
        return self.issued.parts[0][0] if self.issued else None


class BibliographyFile(Closed):
    """All works that the project cites."""

    references: tuple[Work, ...] = Field(description="works in CSL, each with an id")
