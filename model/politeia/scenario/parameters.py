"""The names under which a study may change parameters: ``protest.pull``, block and parameter.

No name that a user writes is ever imported: names in files are only compared with what is found.
"""

from __future__ import annotations

from collections.abc import Mapping

from politeia.quantity import Block, Quantity
from politeia.theories import blocks


def parameters_of(
    found: Mapping[str, type[Block]] | None = None,
) -> dict[str, tuple[type[Block], Quantity]]:
    """Return every parameter by its dotted name, sorted; of all theories where none are handed."""
    return {
        f"{stem}.{declared.name}": (block, declared)
        for stem, block in sorted((blocks() if found is None else found).items())
        for declared in sorted(block.quantities, key=lambda declared: declared.name)
    }
