"""The theories: one page each, pure functions, siblings that do not know each other."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from functools import cache
from pathlib import Path

from politeia.quantity import Block


@cache
def blocks() -> dict[str, type[Block]]:
    """Return the parameter block of every mechanism by the name of its file, in sorted order.

    A page that declares none is not loaded: the citizens' kernels bring the compiler with them.
    """
    found: dict[str, type[Block]] = {}
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        if module.ispkg or not _declares(module):
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


def _declares(module: pkgutil.ModuleInfo) -> bool:
    """Return whether a page names the class of parameters at all."""
    spec = importlib.util.find_spec(module.name)
    source = Path(spec.origin) if spec is not None and spec.origin else None
    return source is None or "(Block)" in source.read_text(encoding="utf-8")
