"""What of a study is done, missing, failed or damaged, told from its folder alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from politeia.errors import BadInput
from politeia.experiment import store
from politeia.experiment.files import is_held, size_of


@dataclass(frozen=True)
class Status:
    """The state of a result folder; runs are counted once, sizes are in bytes."""

    folder: str
    study: str
    format: int
    started: str | None
    finished: str | None
    running: bool
    runs: int
    done: int
    missing: int
    failed: int
    spare: int
    """Runs that lie in the folder and are not asked for by its study."""
    pasts: int
    pasts_done: int
    damaged: tuple[str, ...]
    bytes_rows: int
    bytes_pasts: int

    def to_dict(self) -> dict[str, Any]:
        """Return the status as plain data."""
        return asdict(self)

    def words(self) -> str:
        """Return the status in a few lines."""
        state = f"finished {self.finished}" if self.finished else "not finished"
        lines = [
            f"{self.folder}: {self.study}, {state}{', being written now' if self.running else ''}",
            f"runs      {self.done} of {self.runs} done, {self.missing} missing, "
            f"{self.failed} failed" + (f"; {self.spare} more of other studies" * bool(self.spare)),
            f"pasts     {self.pasts_done} of {self.pasts} done",
            f"size      {megabytes(self.bytes_rows)} rows, {megabytes(self.bytes_pasts)} pasts",
        ]
        lines += [f"damaged   {name}" for name in self.damaged]
        if not self.running and (self.missing or self.damaged or not self.finished):
            lines.append("The command that began it goes on with it")
        return "\n".join(lines)


def megabytes(size: int) -> str:
    """Return a size in megabytes, in words."""
    return f"{size / 1e6:.1f} MB"


def status(folder: Path) -> Status:
    """Return the status of a result folder, all checksums of rows verified.

    Raises:
        BadInput: when it holds no results, or those of another format.
    """
    manifest = store.read_manifest(folder)
    if manifest["format"] != store.FORMAT:
        told = f"{folder} is in format {manifest['format']}: compare reads it, status does not"
        raise BadInput(told)
    design = store.read_design(folder)
    asked = set() if design is None else set(design["run"].to_pylist())
    pasts = set() if design is None else set(design["past"].to_pylist())
    stock = store.take_stock(folder)
    damaged = {*stock.damaged, *store.unsound_tables(folder, manifest)}
    damaged |= set() if design is not None else {store.DESIGN}
    failed = {str(row["run"]) for row in store.read_failures(folder)} - set(stock.batches)
    done = asked & set(stock.batches)
    return Status(
        folder=str(folder),
        study=str(manifest["study"].get("name", "")),
        format=manifest["format"],
        started=manifest.get("started"),
        finished=manifest.get("finished"),
        running=is_held(folder),
        runs=len(asked),
        done=len(done),
        missing=len(asked - done - failed),
        failed=len(asked & failed),
        spare=len(set(stock.batches) - asked),
        pasts=len(pasts),
        pasts_done=_count(folder, pasts),
        damaged=tuple(sorted(damaged)),
        bytes_rows=size_of(folder / store.ROWS),
        bytes_pasts=size_of(folder / store.PASTS),
    )


def _count(folder: Path, pasts: Iterable[str]) -> int:
    return sum(store.read_past(folder, past) is not None for past in pasts)
