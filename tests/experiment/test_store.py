"""What lies in a result folder is whole, plain and small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from politeia.errors import BadInput
from politeia.experiment import files, rows, store


def _rows(count: int = 1000) -> pa.Table:
    column = np.arange(count)
    return rows.table(
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
    files.write_table(tmp_path / "rows.parquet", _rows())
    file = parquet.ParquetFile(tmp_path / "rows.parquet")
    column = file.metadata.row_group(0).column(7)
    assert file.schema_arrow.field("repression").type == pa.float32()
    assert file.schema_arrow.field("date").type == pa.date32()
    assert "BYTE_STREAM_SPLIT" in column.encodings
    assert column.compression == "ZSTD"


def test_rows_are_put_in_the_order_of_units() -> None:
    assert _rows()["draw"].to_pylist() == list(range(1000))


def test_a_write_that_fails_leaves_what_stood_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manifest.json"
    files.write_json(path, {"finished": None})

    def fail(_: Path) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(files, "sync", fail)
    with pytest.raises(OSError, match="gone"):
        files.write_json(path, {"finished": "now"})
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]
    assert path.read_text() == '{\n "finished": null\n}\n'


def test_a_signed_file_that_is_changed_by_one_letter_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    files.write_signed(path, {"rows": 12})
    assert files.read_signed(path) == {"rows": 12}
    path.write_text(path.read_text().replace("12", "13"))
    assert files.read_signed(path) is None


def test_json_has_no_word_for_nan_so_it_is_null(tmp_path: Path) -> None:
    files.write_json(tmp_path / "x.json", {"a": float("nan"), "b": np.float64(2.0), "c": {1}})
    assert (tmp_path / "x.json").read_text() == '{\n "a": null,\n "b": 2.0,\n "c": [\n  1\n ]\n}\n'


@pytest.mark.parametrize("text", ['{"format": 99}', '{"format": "2"}', "[]", "{", "\x00"])
def test_a_manifest_of_another_format_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BadInput, match=r"manifest\.json"):
        store.read_manifest(tmp_path)


def test_a_newer_format_is_refused_with_a_sentence_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 3}')
    with pytest.raises(BadInput, match=r"format 3; this Politeia reads formats 1 to 2; a newer"):
        store.read_manifest(tmp_path)


def test_a_summary_has_the_last_value_and_the_mean_of_what_was_recorded() -> None:
    gaps = pa.table(
        {
            "run": ["a"] * 3 + ["b"] * 2,
            "country": ["BLR"] * 5,
            "date": [1, 2, 3, 1, 2],
            "fragility": np.array([1.0, 2.0, np.nan, np.nan, np.nan], dtype=np.float32),
        }
    )
    found = rows.summary({"countries": gaps}).to_pydict()
    assert found["run"] == ["a", "b"]
    assert (found["fragility_last"][0], found["fragility_mean"][0]) == (2.0, 1.5)
    assert np.isnan(found["fragility_last"][1])
    assert np.isnan(found["fragility_mean"][1])


def test_a_folder_without_manifest_holds_no_results(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no results"):
        store.read_manifest(tmp_path)
