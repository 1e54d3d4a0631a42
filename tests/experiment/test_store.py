"""What lies in a result folder is whole, plain and small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from politeia.errors import BadInput
from politeia.experiment import store


def _rows(count: int = 1000) -> pa.Table:
    column = np.arange(count)
    return store.table(
        {
            "policy": ["baseline"] * count,
            "case": ["as_is"] * count,
            "point": column * 0,
            "draw": column[::-1],
            "replicate": column * 0,
            "country": ["BLR"] * count,
            "date": np.repeat(np.datetime64("2024-04-01", "D"), count),
            "repression": column / 3.0,
        }
    )


def test_numbers_are_single_floats_split_by_byte_and_packed(tmp_path: Path) -> None:
    (tmp_path / "rows").mkdir()
    name = store.write_rows(tmp_path, "countries", 0, _rows())
    file = parquet.ParquetFile(tmp_path / name)
    column = file.metadata.row_group(0).column(7)
    assert file.schema_arrow.field("repression").type == pa.float32()
    assert file.schema_arrow.field("date").type == pa.date32()
    assert "BYTE_STREAM_SPLIT" in column.encodings
    assert column.compression == "ZSTD"


def test_rows_are_put_in_the_order_of_units() -> None:
    assert _rows()["draw"].to_pylist() == list(range(1000))


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def half(part: Path) -> None:
        part.write_text("half a fi")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        store.write_whole(tmp_path / "rows.parquet", half)
    assert not list(tmp_path.iterdir())


def test_a_write_that_fails_leaves_the_file_that_stood_there(tmp_path: Path) -> None:
    store.write_json(tmp_path / "manifest.json", {"finished": None})
    with pytest.raises(TypeError):
        store.write_whole(tmp_path / "manifest.json", lambda part: part.write_text(None))  # type: ignore[arg-type]
    assert (tmp_path / "manifest.json").read_text() == '{\n "finished": null\n}\n'


def test_json_has_no_word_for_nan_so_it_is_null(tmp_path: Path) -> None:
    store.write_json(tmp_path / "x.json", {"a": float("nan"), "b": np.float64(2.0), "c": {1}})
    assert (tmp_path / "x.json").read_text() == '{\n "a": null,\n "b": 2.0,\n "c": [\n  1\n ]\n}\n'


@pytest.mark.parametrize("text", ['{"format": 2}', "[]", "{", "\x00"])
def test_a_manifest_of_another_format_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BadInput, match=r"manifest\.json"):
        store.read_manifest(tmp_path)


def test_a_folder_without_manifest_holds_no_results(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no results"):
        store.read_manifest(tmp_path)
