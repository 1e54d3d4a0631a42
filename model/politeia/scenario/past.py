"""What happened in a world, and what its pasts must come close to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from politeia.scenario import checks, places
from politeia.scenario.desk import Desk
from politeia.scenario.filter import Filter, Record
from politeia.scenario.history import History
from politeia.scenario.marks import Mark
from politeia.scenario.world import World


def past_of(
    desk: Desk, world: World, branch: date, mark: Mark
) -> tuple[History, tuple[Record, ...]]:
    """Return the history of a world in order of dates, and the records before the branch.

    A history may serve several worlds: what lies outside this one is left out of it.
    """
    files = [desk.find("history", name, mark, "history") for name in world.history]
    found = [one_history(desk, file) for file in files if file is not None]
    parts = [part for part in found if part is not None]
    if not parts:
        return History(name="none"), ()
    table = filter_table(desk, places.calibration() / "filter.yaml") or Filter()
    records = tuple(
        record
        for record in table.records
        if record.country in world.regimes and world.start <= record.date < branch
    )
    return _joined(parts, world), records


def one_history(desk: Desk, path: Path) -> History | None:
    """Return the history of a file, checked against the codes of all worlds."""
    found = desk.model(History, desk.tree("history", path))
    if found is None:
        return None
    history, table = found
    desk.check_name(history.name, path.stem, table)
    desk.add(table, checks.history_faults(history, desk.known_codes()))
    return history


def filter_table(desk: Desk, path: Path) -> Filter | None:
    """Return the table of the filter, checked; an empty one where there is no file."""
    if not path.is_file():
        return Filter()
    found = desk.model(Filter, desk.tree("history", path))
    if found is None:
        return None
    table, source = found
    desk.add(source, checks.filter_faults(table, desk.known_codes()))
    return table


def _joined(parts: list[History], world: World) -> History:
    """Return histories as one, in order of dates, without what lies outside the world."""
    events = [kept for part in parts for event in part.events if (kept := _kept(event, world))]
    there = _places(world)
    return History(
        name="-".join(part.name for part in parts)[:80],
        title=parts[0].title,
        sources={key: text for part in parts for key, text in part.sources.items()},
        events=tuple(sorted(events, key=lambda event: event.date)),
        series=tuple(
            one
            for part in parts
            for one in part.series
            if {one.on} - {None} <= there and {one.by} - {None} <= world.codes
        ),
    )


def _places(world: World) -> set[str]:
    """Return the codes on which something can happen."""
    return {*world.regimes, *world.of_kind("defender")}


def _kept(event: Any, world: World) -> Any:
    """Return an event with the codes of this world, or None where it has none of them."""
    allowed: dict[str, Collection[str]] = {"on": _places(world), "by": world.codes}
    kept = {
        role: tuple(code for code in getattr(event, role) if code in codes)
        for role, codes in allowed.items()
        if getattr(event, role, ())
    }
    return event.model_copy(update=kept) if all(kept.values()) else None
