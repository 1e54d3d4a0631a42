"""The world as a point of a design moves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from politeia.designs.names import TIES
from politeia.scenario.design import of_world
from politeia.scenario.schema import ASSUMPTION
from politeia.scenario.world import World


def moved(world: World, point: Mapping[str, Any]) -> World:
    """Return the world with what a point says of it; itself where the point says nothing."""
    said = of_world(point)
    if not said:
        return world
    manifest = world.to_manifest()
    for name, value in said.items():
        _set(manifest, name.split(".")[1:], float(value))
    return World.from_manifest(manifest)


def _set(manifest: dict[str, Any], path: list[str], value: float) -> None:
    """Set what a path leads to; ``values`` of an actor are left out of the path."""
    cited = {"value": value, "source": [ASSUMPTION], "why": "moved by the design of the study"}
    match path:
        case ["network", name]:
            manifest["network"][name] = value
        case ["war", name]:
            manifest["war"]["values"][name] = cited
        case ["regimes", code, tie, partner] if tie in TIES:
            manifest["regimes"][code][tie][partner] = cited
        case [group, code, name]:
            manifest[group][code]["values"][name] = cited
