"""Who plays an actor: the model's own class, or a subclass that a user has installed.

A user's class is found by the name of an entry point of the group ``politeia.actors`` in an
installed package. A scenario can name it, but no scenario file can import code by path.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TypeVar

from politeia.actors.base import Actor
from politeia.errors import BadInput
from politeia.scenario.words import meant

GROUP = "politeia.actors"
A = TypeVar("A", bound=Actor)


def actor_class(name: str | None, kind: type[A]) -> type[A]:
    """Return the class that plays an actor of ``kind``: the installed one called ``name``, if any.

    Raises:
        BadInput: when no such entry point is installed or it is no subclass of ``kind``.
    """
    if name is None:
        return kind
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if name not in installed:
        near = meant(name, installed)
        raise BadInput(f"actor: no installed entry point of {GROUP} is called {name!r}{near}")
    played = installed[name].load()
    if not (isinstance(played, type) and issubclass(played, kind)):
        raise BadInput(f"actor: {name!r} is no subclass of {kind.__name__}")
    return played
