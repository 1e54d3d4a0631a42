"""The theories: one page each, pure functions, siblings that do not know each other."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from politeia.quantity import Block


@cache
def blocks() -> dict[str, type[Block]]:
    """Return the parameter block of every mechanism by the name of its file, in sorted order."""
    found: dict[str, type[Block]] = {}
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        if module.ispkg:
            continue
        page = importlib.import_module(module.name)
        for value in vars(page).values():
            if (
                isinstance(value, type)
                and issubclass(value, Block)
                and value is not Block
                and value.__module__ == page.__name__
            ):
                found[module.name.rpartition(".")[2]] = value
    return dict(sorted(found.items()))
