"""The state of histories as plain arrays: kept at the branch, and taken up by every future."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.actors.base import Actor
from politeia.actors.population import Population
from politeia.errors import MachineTrouble
from politeia.quantity import Integers

if TYPE_CHECKING:
    from politeia.model import Politeia

CITIZENS = ("active", "ever_active")


def _parts(actor: Actor) -> tuple[str, ...]:
    return ("rows", "left", "spell", *(CITIZENS if isinstance(actor, Population) else ()))


def _name(actor: Actor, part: str) -> str:
    return f"{actor.kind()}/{actor.code}/{part}"


def of(model: Politeia, columns: Integers) -> dict[str, np.ndarray[Any, Any]]:
    """Return the state of the histories ``columns``, the last axis of every array."""
    return {
        _name(actor, part): np.ascontiguousarray(getattr(actor, part)[..., columns])
        for actor in model.everyone()
        for part in _parts(actor)
    }


def take_up(model: Politeia, states: Sequence[Mapping[str, Any]], columns: Sequence[int]) -> None:
    """Let history number i of the model go on from column ``columns[i]`` of ``states[i]``."""
    for actor in model.everyone():
        for part in _parts(actor):
            name = _name(actor, part)
            kept = [state[name][..., column] for state, column in zip(states, columns, strict=True)]
            getattr(actor, part)[...] = np.stack(kept, axis=-1)


def write(path: Path, state: Mapping[str, Any]) -> None:
    """Write a state so that a killed process never leaves half a file under its name."""
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.savez(file, **{name.replace("/", "|"): array for name, array in state.items()})
    partial.replace(path)


def read(path: Path) -> dict[str, Any]:
    """Return a stored state.

    Raises:
        MachineTrouble: when the file is missing or broken.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name.replace("|", "/"): file[name] for name in file.files}
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise MachineTrouble(f"{path}: the stored past cannot be read ({error})") from error
