"""Sentences about wrong words: the nearest right one, and what is allowed."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches


def meant(word: str, known: Collection[str], most: int = 30) -> str:
    """Return how a sentence about the wrong ``word`` ends: the nearest right one and the choice."""
    near = nearest(word, known)
    question = f"; did you mean {near!r}?" if near else ""
    listed = sorted(known)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    choice = f" (allowed: {', '.join(listed[:most])}{more})" if listed and most else ""
    return question + choice


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that ``word`` most likely means, if one is close."""
    lower = {name.lower(): name for name in sorted(known)}
    found = get_close_matches(word.lower(), list(lower), n=1, cutoff=0.6)
    if found:
        return lower[found[0]]
    tails = {name.rsplit(".", 1)[-1]: name for name in lower}
    tail = get_close_matches(word.lower().rsplit(".", 1)[-1], list(tails), n=1, cutoff=0.75)
    return lower[tails[tail[0]]] if tail else None
