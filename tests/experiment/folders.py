"""What tests ask of a result folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from politeia.experiment.view import open_view

KINDS = ("countries", "actors", "summary")


def rows(folder: Path, kind: str = "countries") -> Any:
    """Return the rows of a kind, as every reader sees them."""
    return open_view(folder).table(kind)


def everything(folder: Path) -> dict[str, Any]:
    """Return all that readers see of a folder, as plain lists."""
    view = open_view(folder)
    told = {kind: view.table(kind).to_pydict() for kind in KINDS}
    design = view.design.select(["run", "past", "policy", "case", "point", "draw", "replicate"])
    return {
        **told,
        "design": design.to_pydict(),
        "uncertainties": view.uncertainties().to_pydict(),
        "pasts": view.manifest["pasts"],
        "missing": view.missing,
    }


def files(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder whose names fit, in order."""
    return sorted(folder.glob(pattern))


def marks(folder: Path, what: str) -> int:
    """Return how many jobs of a sort the fake model has lived."""
    return len(list(folder.glob(f"{what}-*")))
