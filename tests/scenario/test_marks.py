"""YAML is read as it was written, and what could surprise is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from politeia.errors import BadInput
from politeia.scenario.marks import Table, merged, place, plain, read, without


def table(tmp_path: Path, text: str, name: str = "file") -> Table:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def refusal(tmp_path: Path, text: str) -> str:
    with pytest.raises(BadInput) as refused:
        table(tmp_path, text)
    return str(refused.value)


def test_no_and_on_stay_the_codes_that_were_written(tmp_path: Path) -> None:
    assert plain(table(tmp_path, "codes: [NO, ON, no, yes, 1e3, 007]\nNO: off")) == {
        "codes": ["NO", "ON", "no", "yes", "1e3", "007"],
        "NO": "off",
    }


def test_a_key_that_stands_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    told = refusal(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")
    assert "file.yaml:5  b.c: stands twice: first in line 3" in told


def test_a_bomb_of_aliases_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    told = refusal(tmp_path, "\n".join(lines))
    assert "aliases" in told
    assert "anchors" in told


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~", "null\n", "\ufeff"])
def test_an_empty_file_says_that_it_is_empty(tmp_path: Path, text: str) -> None:
    assert "the file is empty" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [1, 2", "is no YAML"),
        ("a: !!python/object/apply:os.system [ls]", "tags"),
        ("a: 1\n---\nb: 2\n", "one document"),
        ("- 1\n- 2\n", "a file is a mapping"),
        ("word", "a file is a mapping"),
        ("a: " + "[" * 60 + "]" * 60, "nested deeper"),
        ("{a: 1, [b]: 2}", "a key is one word"),
        ("a: \x07", "is no YAML"),
    ],
)
def test_what_is_no_plain_mapping_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read(tmp_path / "missing.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"a: \xff\xfe")
    with pytest.raises(BadInput, match="UTF-8"):
        read(tmp_path / "bytes.yaml")


def test_a_merged_mapping_keeps_what_it_does_not_name_and_replaces_lists(tmp_path: Path) -> None:
    base = table(tmp_path, "a: {b: 1, c: 2}\nd: [1, 2]\ne: 5\n", "base")
    over = table(tmp_path, "a: {c: 3}\nd: [9]\ne:\n", "over")
    assert plain(merged(base, over)) == {"a": {"b": "1", "c": "3"}, "d": ["9"]}


def test_a_merged_value_knows_the_file_that_it_stands_in(tmp_path: Path) -> None:
    base = table(tmp_path, "a:\n  b: 1\n  c: 2\n", "base")
    both = merged(base, table(tmp_path, "a: {c: 3}\n", "over"))
    assert place(both, ("a", "b"))[0].file.stem == "base"
    assert place(both, ("a", "b"))[0].line == 2
    assert place(both, ("a", "c"))[0].file.stem == "over"


def test_what_is_left_out_moves_no_mark_of_the_rest(tmp_path: Path) -> None:
    whole = table(tmp_path, "a:\n  - 1\n  - 2\n  - 3\n")
    rest = without(whole, ("a", 0))
    assert plain(rest) == {"a": ["2", "3"]}
    assert place(rest, ("a", 1))[0].line == 4
