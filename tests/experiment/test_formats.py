"""What was ever written can be read: a small folder of every format is kept beside the tests."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_lives import FAKE, study

from politeia.analysis import reading, tables
from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import store
from politeia.experiment.run import Wishes, run
from politeia.experiment.status import status
from politeia.experiment.view import open_view

KEPT = Path(__file__).parents[1] / "fixtures" / "results"
FORMATS = sorted(KEPT.glob("format-*"))


def test_a_folder_of_every_format_is_kept() -> None:
    kept = {store.read_manifest(folder)["format"] for folder in FORMATS}
    assert kept == set(store.READABLE) == set(range(1, store.FORMAT + 1))


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_every_format_is_read_whole(folder: Path) -> None:
    view = open_view(folder)
    assert view.missing == 0
    assert view.table("countries").num_rows == 20 * 39
    assert view.names("countries")[:7] == (
        "policy", "case", "point", "draw", "replicate", "country", "date",
    )  # fmt: skip
    assert set(view.table("countries")["policy"].to_pylist()) == {
        "baseline", "placebo", "baseline_other_luck", "sectors", "words",
    }  # fmt: skip


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_every_format_can_be_compared(folder: Path) -> None:
    found = tables.build(reading.open_results(folder), lambda _: None)
    assert found.policies == ("sectors", "words")
    assert found.placebo.exact
    assert len(found.contrasts)


@pytest.mark.parametrize("kind", ["countries", "actors"])
def test_the_formats_hold_the_same_numbers_of_the_same_study(kind: str) -> None:
    first, *others = (open_view(folder).table(kind) for folder in FORMATS)
    for other in others:
        assert other.column_names == first.column_names
        for name in first.column_names:
            assert _same(first[name].to_numpy(), other[name].to_numpy()), name


def _same(first: Any, second: Any) -> bool:
    if first.dtype.kind == "f":
        return bool(np.array_equal(first, second, equal_nan=True))
    return bool((first == second).all())


def test_only_the_rows_that_are_asked_for_are_read() -> None:
    view = open_view(KEPT / "format-2")
    found = view.table("countries", ["draw"], {"policy": ["words"], "replicate": [1]})
    assert found.column_names == ["draw"]
    assert found.num_rows == 2 * 39
    assert view.table("countries", ["repression"], {"policy": ["none"]}).num_rows == 0


def test_the_summary_is_the_last_row_and_the_mean_of_the_rows() -> None:
    view = open_view(KEPT / "format-2")
    rows = view.table("countries").to_pandas()
    summary = view.table("summary", where={"place": ["ZZA"]}).to_pandas()
    keys = ["draw", "case", "policy", "point", "replicate"]
    grouped = rows.groupby(keys, observed=True)["repression"]
    assert summary["repression_last"].to_numpy() == pytest.approx(grouped.last().to_numpy(), rel=0)
    assert summary["repression_mean"].to_numpy() == pytest.approx(grouped.mean().to_numpy())


def test_uncertainties_have_a_row_a_draw_and_a_column_a_parameter_and_switch() -> None:
    found = open_view(KEPT / "format-2").uncertainties()
    assert found.column_names[:3] == ["case", "point", "draw"]
    assert found.num_rows == 2
    assert set(found["switches.patron_offset"].to_pylist()) <= {0.0, 1.0}
    assert len([name for name in found.column_names if "." in name]) > 100
    with pytest.raises(MachineTrouble, match="uncertainties"):
        open_view(KEPT / "format-1").uncertainties()


def test_an_older_folder_is_read_and_not_written_in(tmp_path: Path) -> None:
    old = Path(shutil.copytree(KEPT / "format-1", tmp_path / "old"))
    wishes = Wishes(lives=FAKE)
    with pytest.raises(BadInput, match="format 1, which are read, not gone on with; --fresh"):
        run(study(), old, wishes)
    assert run(study(), old, replace(wishes, fresh=True)).name == "old-2"
    with pytest.raises(BadInput, match="compare reads it"):
        status(old)


def test_failures_of_format_1_are_read(tmp_path: Path) -> None:
    old = Path(shutil.copytree(KEPT / "format-1", tmp_path / "old"))
    (old / "failures.json").write_text(json.dumps([{"job": "future 3", "message": "lost"}]))
    assert open_view(old).failures() == [{"job": "future 3", "message": "lost"}]


def test_of_format_1_a_half_batch_is_not_seen(tmp_path: Path) -> None:
    old = Path(shutil.copytree(KEPT / "format-1", tmp_path / "old"))
    (old / "rows" / "countries-00000.parquet").unlink()
    assert open_view(old).kinds == ()
