"""The evidence is what the documents say, in words of our own."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from politeia.errors import Fault
from politeia.evidence.check import check_documents, read_texts
from politeia.evidence.pages import page
from politeia.evidence.schema import DocumentsFile

ROOT = Path(__file__).resolve().parents[2]
CALIBRATION = ROOT / "calibration"
CODES = ("D0", "D1", "D2", "D3", "D4")
TITLES = {"D0": 2, "D1": 1, "D3": 2, "D4": 1}
"""Paragraph of the title, which may be cited whole."""
RUN = 8
"""Words in a row that are a sentence of somebody else."""


@cache
def loaded(name: str) -> Any:
    """Return what a file of the evidence holds."""
    return yaml.safe_load((CALIBRATION / name).read_text("utf-8"))


def facts() -> dict[str, dict[str, Any]]:
    """Return every fact by its number."""
    return {
        name: fact for code in CODES for name, fact in loaded(f"facts/{code}.yaml")["facts"].items()
    }


@cache
def texts() -> dict[str, list[str]]:
    """Return the paragraphs of each document that the folder of documents holds."""
    folder = os.environ.get("POLITEIA_DOCUMENTS")
    if not folder:
        pytest.skip("POLITEIA_DOCUMENTS names no folder with the documents")
    faults: list[Fault] = []
    documents = page(CALIBRATION / "documents.yaml", DocumentsFile, faults)
    assert documents is not None, faults
    return read_texts(Path(folder), documents.file.documents)


def words(text: str) -> list[str]:
    """Return the words of a text, whatever their case, quotes and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+", re.sub(r"['’‘´`]", "", plain))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of eight words of a text."""
    found = words(text)
    return zip(*(found[start:] for start in range(RUN)), strict=False)


def sentences() -> dict[tuple[str, ...], str]:
    """Return each run of eight words of the documents, titles left out, with its paragraph."""
    return {
        run: f"{code} paragraph {number}"
        for code, paragraphs in texts().items()
        for number, paragraph in enumerate(paragraphs, 1)
        if TITLES.get(code) != number
        for run in runs(paragraph)
    }


def tracked() -> list[Path]:
    """Return the text files of the project, lock files left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("this copy of the project is no clone, so its files are not listed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [
        path
        for path in paths
        if path.is_file() and path.suffix != ".lock" and b"\0" not in path.read_bytes()[:8192]
    ]


def test_all_seventy_facts_and_fifteen_tensions_are_there() -> None:
    assert sorted(facts(), key=lambda name: int(name[1:])) == [f"F{n}" for n in range(1, 71)]
    assert list(loaded("tensions.yaml")["tensions"]) == [f"X{n}" for n in range(1, 16)]
    assert list(loaded("documents.yaml")["documents"]) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_fact_stands_in_the_file_of_its_document_with_a_written_form_for_each_paragraph(
    code: str,
) -> None:
    last = loaded("documents.yaml")["documents"][code]["paragraphs"]
    for name, fact in loaded(f"facts/{code}.yaml")["facts"].items():
        assert next(iter(fact["paragraphs"])) == code, name
        assert all(1 <= number <= last for number in fact["paragraphs"][code]), name
        for document, numbers in fact["paragraphs"].items():
            assert list(fact["written"][document]) == numbers, name


def test_no_written_form_is_a_sentence_of_a_document() -> None:
    for name, fact in facts().items():
        for paragraphs in fact["written"].values():
            for forms in paragraphs.values():
                assert all(len(words(form)) < RUN for form in forms), name


def test_a_tension_and_the_facts_that_it_touches_name_each_other() -> None:
    told = {(x, f) for x, one in loaded("tensions.yaml")["tensions"].items() for f in one["facts"]}
    named = {(x, f) for f, fact in facts().items() for x in fact.get("tension", [])}
    assert told == named


def test_the_page_of_corrections_says_what_the_ledger_says() -> None:
    page = (ROOT / "docs" / "evidence-corrections.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (F\d+) \| [^|]* \| (.*) \|$", page, re.M))
    assert rows == {
        name: fact["corrected"] for name, fact in facts().items() if "corrected" in fact
    }


def test_every_figure_stands_in_the_paragraph_that_a_fact_names() -> None:
    assert set(texts()) == set(CODES)
    found = check_documents(Path(os.environ["POLITEIA_DOCUMENTS"]))
    assert (found.documents, found.facts) == (5, 70)
    assert found.figures >= found.facts


def test_no_run_of_eight_words_of_a_document_stands_in_the_project() -> None:
    theirs = sentences()
    taken = [
        f"{path.relative_to(ROOT)}: {' '.join(run)} ({theirs[run]})"
        for path in tracked()
        for run in runs(path.read_text("utf-8", errors="replace"))
        if run in theirs
    ]
    assert not taken, "\n".join(taken)
