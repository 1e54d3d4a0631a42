"""What of the scenarios and the history the evidence may name: read plainly, for names alone.

What else may be wrong with a scenario is for those who load it; a file that cannot be read here
gives no names, and whoever names something of it is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from politeia.scenario import places

ACTORS = ("regimes", "sponsors", "senders", "aggregates")
"""Parts of a world whose keys are codes of actors with outcomes."""


@dataclass(frozen=True)
class Stage:
    """Names of policies, of studies and their cases, of actors, and of what the history holds."""

    @cached_property
    def policies(self) -> frozenset[str]:
        """Return the names of all policies."""
        return frozenset(_said("policies"))

    @cached_property
    def cases(self) -> Mapping[str, frozenset[str]]:
        """Return the names of the cases of each study, with those that it takes from another."""
        studies = _said("studies")
        return {name: frozenset(_cases(name, studies)) for name in studies}

    @cached_property
    def actors(self) -> frozenset[str]:
        """Return the codes of the actors of all worlds."""
        worlds = _said("worlds").values()
        return frozenset(code for world in worlds for part in ACTORS for code in _keys(world, part))

    @cached_property
    def history(self) -> frozenset[str]:
        """Return every entry of the history as its date and title."""
        told = (events for said in _said("history").values() for events in _list(said, "events"))
        return frozenset(f"{one.get('date')} {one.get('title')}" for one in told)


def read_plain(path: Path) -> Any:
    """Return what a YAML file says, every scalar as the text that was written."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def _said(kind: places.Kind) -> dict[str, Any]:
    """Return what the project's own files of a kind say, by name; nothing of an unreadable one."""
    return {path.stem: _readable(path) for path in sorted(places.folder_of(kind).glob("*.yaml"))}


def _readable(path: Path) -> Any:
    """Return what a file says, or nothing where it cannot be read."""
    try:
        return read_plain(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None


def _keys(said: Any, part: str) -> Iterator[str]:
    """Yield the keys of a part, which may be missing or no mapping."""
    found = said.get(part) if isinstance(said, dict) else None
    yield from found if isinstance(found, dict) else ()


def _list(said: Any, part: str) -> Iterator[dict[str, Any]]:
    """Yield the mappings of a list, which may be missing or no list."""
    found = said.get(part) if isinstance(said, dict) else None
    yield from (one for one in found or () if isinstance(one, dict))


def _cases(name: str, studies: Mapping[str, Any]) -> set[str]:
    """Return the cases of a study and of those that it extends; a circle ends where it began."""
    found: set[str] = set()
    passed: set[str] = set()
    while name in studies and name not in passed:
        passed.add(name)
        found.update(_keys(studies[name], "cases"))
        said = studies[name]
        name = str(said.get("extends")) if isinstance(said, dict) else ""
    return found
