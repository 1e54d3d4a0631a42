"""What a parameter rests on, by its sources: documents, data, research or open assumption.

Where several sources stand beside each other the first of that order counts, for it is what the
number was read from; the others support it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal

from politeia.scenario.schema import ASSUMPTION

Kind = Literal["documents", "data", "research", "assumption"]
KINDS: tuple[Kind, ...] = ("documents", "data", "research", "assumption")
_OF_DOCUMENTS = re.compile(r"[CDEFPX]\d{1,2}")
_TARGET = re.compile(r"S[DL]\d{1,2}")


def kind_of_source(source: str, datasets: Collection[str]) -> Kind:
    """Return what one source is; ``datasets`` are the keys of the bibliography that are data."""
    if source == ASSUMPTION:
        return "assumption"
    if _OF_DOCUMENTS.fullmatch(source):
        return "documents"
    if _TARGET.fullmatch(source) or source in datasets:
        return "data"
    return "research"


def kind_of(sources: Sequence[str], datasets: Collection[str]) -> Kind:
    """Return what a parameter with these sources rests on.

    Raises:
        ValueError: when there is no source.
    """
    if not sources:
        raise ValueError("a parameter without a source rests on nothing")
    return min((kind_of_source(source, datasets) for source in sources), key=KINDS.index)
