"""The ledger is held against the documents' texts, wherever somebody keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from politeia.cli import app
from politeia.errors import BadInput, Fault
from politeia.evidence.check import check_documents

TEXT = "The harbour\n\nThe tide rose 8.5 m today.\n  \nNearly a thousand boats lay dry (87,28 %).\n"


def ledger(folder: Path, text: str = TEXT, paragraphs: int = 3) -> Path:
    """Write documents and facts of an invented harbour and return their folder."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "facts").mkdir(parents=True)
    (folder / "documents.yaml").write_text(
        f"""\
documents:
  D0:
    outlet: Harbour News
    kind: news
    date: 2022-03-01
    about: the tide
    file: harbour.txt
    sha256: {digest}
    paragraphs: {paragraphs}
    cite: harbour2022
""",
        encoding="utf-8",
    )
    (folder / "facts" / "D0.yaml").write_text(
        """\
facts:
  F1:
    value: 8.5
    unit: m
    certainty: reported
    says: the tide rose by eight and a half metres
    paragraphs: {D0: [2]}
    written: {D0: {2: ["8.5 m"]}}
  F2:
    value: 1000
    relation: nearly
    unit: boats
    certainty: claimed
    says: about a thousand boats were out of the water
    paragraphs: {D0: [3]}
    written: {D0: {3: ["Nearly a thousand", "87,28 %"]}}
""",
        encoding="utf-8",
    )
    return folder


def texts(folder: Path, text: str = TEXT, name: str = "harbour.txt") -> Path:
    """Write a text and return its folder."""
    folder.mkdir()
    (folder / name).write_bytes(text.encode())
    return folder


def faults(documents: Path, calibration: Path) -> list[Fault]:
    """Return what does not fit between texts and ledger."""
    with pytest.raises(BadInput) as refused:
        check_documents(documents, calibration)
    return refused.value.faults


def test_a_ledger_that_says_what_the_texts_say_is_found_so(tmp_path: Path) -> None:
    found = check_documents(texts(tmp_path / "texts"), ledger(tmp_path / "ledger"))
    assert (found.documents, found.paragraphs, found.facts, found.figures) == (1, 3, 2, 3)


def test_a_text_is_known_by_its_digest_under_any_name(tmp_path: Path) -> None:
    folder = texts(tmp_path / "texts", name="copy.txt")
    assert check_documents(folder, ledger(tmp_path / "ledger")).documents == 1


def test_another_text_under_the_name_of_a_document_is_told(tmp_path: Path) -> None:
    folder = texts(tmp_path / "texts", TEXT.replace("8.5", "8.6"))
    (fault,) = faults(folder, ledger(tmp_path / "ledger"))
    assert (fault.file.name, fault.line, fault.key) == (
        "documents.yaml",
        8,
        "documents.D0.sha256",
    )
    assert "another digest" in fault.message


def test_a_missing_text_is_told(tmp_path: Path) -> None:
    folder = texts(tmp_path / "texts", "something else\n", "other.txt")
    (fault,) = faults(folder, ledger(tmp_path / "ledger"))
    assert "no file" in fault.message


def test_a_wrong_number_of_paragraphs_is_told(tmp_path: Path) -> None:
    (fault,) = faults(texts(tmp_path / "texts"), ledger(tmp_path / "ledger", paragraphs=4))
    assert (fault.key, fault.message) == (
        "documents.D0.paragraphs",
        "the text has 3 paragraphs, not 4",
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('{2: ["8.5 m"]}', '{2: ["8.5 km"]}', "'8.5 km' does not stand in paragraph 2 of D0"),
        ('{2: ["8.5 m"]}', '{2: ["87,28 %"]}', "it stands in paragraph 3"),
        ('{2: ["8.5 m"]}', '{9: ["8.5 m"]}', "it stands in paragraph 2"),
        ("Nearly a", "nearly a", "'nearly a thousand' does not stand in paragraph 3"),
    ],
)
def test_a_figure_that_does_not_stand_where_it_should_is_told_with_its_line(
    tmp_path: Path, was: str, now: str, told: str
) -> None:
    calibration = ledger(tmp_path / "ledger")
    path = calibration / "facts" / "D0.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(was, now), encoding="utf-8")
    (fault,) = faults(texts(tmp_path / "texts"), calibration)
    assert told in fault.message
    line = next(n for n, words in enumerate(text.splitlines(), 1) if was in words)
    assert fault.line == line


def test_the_command_ends_with_2_where_the_texts_are_not(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["evidence", "check", "--documents", str(tmp_path)])
    assert ended.exit_code == 2
    assert ended.output.count("sha256: no file") == 5
    nowhere = ["evidence", "check", "--documents", str(tmp_path / "nowhere")]
    assert CliRunner().invoke(app, nowhere).exit_code == 2
