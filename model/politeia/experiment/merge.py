"""Shares of a study that were lived apart become one folder, every checksum verified."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import files, places, store


@dataclass(frozen=True)
class Merged:
    """What came of a merge: the folder, and how many of its runs are still missing."""

    folder: Path
    runs: int
    missing: int


def merge(folders: Sequence[Path], out: Path) -> Merged:
    """Put the batches and pasts of shares into one folder; the shares are left as they are.

    Raises:
        BadInput: when the shares are not of one study and one model, or ``out`` holds another one.
        MachineTrouble: when a file of a share is damaged, or the disk cannot take them.
    """
    manifest = _one_study(folders)
    stocks = {folder: store.take_stock(folder) for folder in folders}
    damaged = [str(folder / name) for folder, stock in stocks.items() for name in stock.damaged]
    if damaged:
        told = ", ".join(damaged)
        raise MachineTrouble(f"damaged: {told}; run the share again, and it is found and re-made")
    design = _design(folders)
    places.choose_folder(out, manifest, set(design["run"].to_pylist()))
    files.check_room(out, sum(files.size_of(folder) for folder in folders if folder != out))
    store.found_folder(out)
    with files.held(out), files.writing(out):
        return _gather(stocks, design, manifest, out)


def _one_study(folders: Sequence[Path]) -> dict[str, Any]:
    """Return the manifest of the shares, which all are of one study."""
    manifests = {folder: store.read_manifest(folder) for folder in folders}
    first, told = next(iter(manifests.items()))
    for folder, manifest in manifests.items():
        if manifest["format"] != store.FORMAT:
            raise BadInput(f"{folder} is in format {manifest['format']} and cannot be merged")
        different = places.changes(manifest, told)
        if manifest["study"] != told["study"]:
            different.append("the study differs")
        if different:
            raise BadInput(f"{folder} cannot be merged with {first}: {', '.join(different)}")
    return told


def _design(folders: Sequence[Path]) -> Any:
    found = [design for folder in folders if (design := store.read_design(folder)) is not None]
    if not found:
        raise MachineTrouble(f"{store.DESIGN} is damaged in every folder; run a share again")
    return found[0]


def _gather(
    stocks: Mapping[Path, store.Stock], design: Any, manifest: dict[str, Any], out: Path
) -> Merged:
    whole = store.take_stock(out)
    store.discard(out, whole.damaged)
    store.write_manifest(out, {**manifest, "finished": None})
    for folder, stock in stocks.items():
        for receipt in stock.receipts.values():
            if not set(receipt.runs) <= set(whole.batches):
                _copy_batch(folder, receipt, out)
                whole.add(receipt)
        if folder != out:
            _copy_pasts(folder, out)
    rows = [
        (store.unit_of(row), row["run"], row["past"], whole.batches.get(row["run"], ""))
        for row in design.to_pylist()
    ]
    store.write_design(out, rows)
    _copy_uncertainties(list(stocks), out)
    runs = {run for _, run, _, _ in rows}
    missing = len(runs - set(whole.batches))
    manifest["pasts"] = store.pasts_block(out, dict.fromkeys(past for _, _, past, _ in rows))
    manifest["finished"] = None if missing else datetime.now(UTC).isoformat(timespec="seconds")
    manifest["tables"] = store.sums_of_tables(out)
    manifest["batches"] = len(set(whole.batches.values()))
    store.write_manifest(out, manifest)
    return Merged(out, len(runs), missing)


def _copy_batch(folder: Path, receipt: store.Receipt, out: Path) -> None:
    """Copy the files of a batch, then its receipt."""
    for name, entry in receipt.files.items():
        found = files.write_whole(out / name, (folder / name).read_bytes())
        if found != files.Sum(entry["bytes"], entry["sha256"]):
            raise MachineTrouble(f"{folder / name} changed while it was read; merge again")
    store.keep_receipt(out, receipt)


def _copy_pasts(folder: Path, out: Path) -> None:
    """Copy the pasts that are whole; states may have been deleted, which harms no reader."""
    for path in sorted((folder / store.PASTS).glob("*.json")):
        past = store.read_past(folder, path.stem)
        if past is None or store.read_past(out, past.id) is not None:
            continue
        if store.is_whole(folder, past):
            part = out / store.PASTS / f".{past.id}.part"
            shutil.copyfile(past.state(folder), part)
            files.adopt(part, past.state(out))
        store.keep_past(out, past)


def _copy_uncertainties(folders: Sequence[Path], out: Path) -> None:
    found = [folder / store.UNCERTAINTIES for folder in folders]
    path = next((path for path in found if path.is_file()), None)
    if path is not None:
        files.write_whole(out / store.UNCERTAINTIES, path.read_bytes())
