"""The parameters of all mechanisms, one block a mechanism, one value a history."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Self

from politeia.quantity import Floats, Integers
from politeia.theories import blocks


class Parameters:
    """Every mechanism's block by the name of its file: ``p.protest.pull`` has shape ``(run,)``."""

    def __init__(self, rows: Mapping[str, Floats]) -> None:
        self._whole = {name: kind(rows[name]) for name, kind in blocks().items() if name in rows}
        self._index: Integers | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._whole:
            raise AttributeError(f"no parameters of a mechanism called {name!r}")
        block = self._whole[name]
        taken = block if self._index is None else block.take(self._index)
        self.__dict__[name] = taken
        return taken

    def take(self, index: Integers) -> Self:
        """Return the parameters of the histories ``index``; a block is copied when it is read."""
        taken = copy.copy(self)
        taken.__dict__ = {"_whole": self._whole, "_index": index}
        if self._index is not None:
            taken._index = self._index[index]
        return taken
