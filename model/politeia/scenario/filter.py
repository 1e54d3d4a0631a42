"""The schema of the filter: what pasts must come close to, country by country."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from politeia.scenario.schema import Cited, Closed, Code, Day, Name, Number, Positive, Text, Texts

LAST_SEEN = date(2022, 12, 31)
"""The filter sees nothing later, so that what follows is a test."""

SUMMARIES: tuple[str, ...] = ("turnout_peak", "detentions_sum", "deaths_sum")
"""What a record may ask of a span of time, from ``since`` to ``date``."""


class Record(Cited):
    """One number of the record and how close a past must come to it."""

    country: Code = Field(description="the country")
    date: Day = Field(description="the day of the observation, or the last of its span")
    since: Day | None = Field(None, description="the first day, where it sums up a span of time")
    observable: Text = Field(description="an outcome, or turnout_peak, detentions_sum, deaths_sum")
    value: Number = Field(description="what was observed")
    scale: Literal["linear", "log", "logit", "at_most"] = Field(description="how distance is taken")
    sd: Positive | None = Field(None, description="error of the observation on that scale")
    tolerance: Positive | None = Field(None, description="distance within which a past is close")
    targets: Texts = Field((), description="patterns that this record shows to the filter")
    title: Text | None = Field(None, description="what it is, in a few words")


class Filter(Closed):
    """The dates and observables of the filter."""

    kind: Literal["filter"] = Field("filter", description="what this file is")
    name: Name = Field("filter", description="the file's name without its ending")
    sources: dict[str, Text] = Field({}, description="works and data that records cite, by key")
    records: tuple[Record, ...] = Field((), description="numbers of the record")
