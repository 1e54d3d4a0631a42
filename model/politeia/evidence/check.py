"""Whether the ledger says what the documents say: their texts beside documents and facts.

The texts are no part of the project. A folder that holds them is compared by digest, number of
paragraphs and the figures of facts as they are written in the paragraphs named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from politeia.errors import BadInput, Fault, MachineTrouble
from politeia.evidence.pages import Page, fact_pages, page
from politeia.evidence.schema import Document, DocumentsFile, FactsFile
from politeia.scenario import places


@dataclass(frozen=True)
class Checked:
    """How much of the ledger was found in the texts."""

    documents: int
    paragraphs: int
    facts: int
    figures: int

    def __str__(self) -> str:
        return (
            f"{self.documents} documents with {self.paragraphs} paragraphs are those that were "
            f"read; {self.figures} figures of {self.facts} facts stand in the paragraphs named."
        )


def check_documents(folder: Path, calibration: Path | None = None) -> Checked:
    """Return what was found of the ledger in the texts of a folder.

    Raises:
        BadInput: with every text, paragraph and figure that is not as the ledger says.
        MachineTrouble: when the disk does not give a text.
    """
    calibration = places.calibration() if calibration is None else calibration
    faults: list[Fault] = []
    documents = page(calibration / "documents.yaml", DocumentsFile, faults)
    facts = fact_pages(calibration, faults)
    if documents is None or faults:
        raise BadInput(faults)
    texts = read_texts(folder, documents.file.documents)
    faults.extend(_text_faults(documents, texts, folder))
    for one in facts:
        faults.extend(_figure_faults(one, texts))
    if faults:
        raise BadInput(faults)
    return Checked(
        documents=len(texts),
        paragraphs=sum(map(len, texts.values())),
        facts=sum(len(one.file.facts) for one in facts),
        figures=sum(1 for one in facts for _ in _figures(one)),
    )


def read_texts(folder: Path, documents: Mapping[str, Document]) -> dict[str, list[str]]:
    """Return the paragraphs of each document that a folder holds, whatever its file is called.

    Raises:
        BadInput: when there is no such folder.
        MachineTrouble: when the disk does not give a file.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}")
    try:
        held = [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()]
    except OSError as error:
        raise MachineTrouble(f"{error.filename} cannot be read: {error.strerror}") from error
    by_digest = {hashlib.sha256(text).hexdigest(): text for text in held}
    return {
        name: paragraphs_of(by_digest[document.sha256])
        for name, document in documents.items()
        if document.sha256 in by_digest
    }


def paragraphs_of(text: bytes) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line for line in text.decode("utf-8").split("\n") if line.strip()]


def _text_faults(
    one: Page[DocumentsFile], texts: Mapping[str, list[str]], folder: Path
) -> Iterator[Fault]:
    """Yield documents that the folder does not hold, and wrong numbers of paragraphs."""
    for name, document in one.file.documents.items():
        if name not in texts:
            another = (folder / document.file).is_file()
            told = (
                f"{document.file} in {folder} has another digest: it is not the text that was read"
            )
            missing = f"no file in {folder} has this digest; {document.file} is not there either"
            yield one.fault(("documents", name, "sha256"), told if another else missing)
        elif len(texts[name]) != document.paragraphs:
            told = f"the text has {len(texts[name])} paragraphs, not {document.paragraphs}"
            yield one.fault(("documents", name, "paragraphs"), told)


def _figure_faults(one: Page[FactsFile], texts: Mapping[str, list[str]]) -> Iterator[Fault]:
    """Yield figures that do not stand in the paragraph that a fact names."""
    for fact, document, paragraph, form in _figures(one):
        if document not in texts:
            continue
        text = texts[document]
        if paragraph > len(text) or form not in text[paragraph - 1]:
            there = [str(n) for n, words in enumerate(text, 1) if form in words]
            instead = f"; it stands in paragraph {', '.join(there)}" if there else ""
            told = f"{form!r} does not stand in paragraph {paragraph} of {document}{instead}"
            yield one.fault(("facts", fact, "written", document, str(paragraph)), told)


def _figures(one: Page[FactsFile]) -> Iterator[tuple[str, str, int, str]]:
    """Yield fact, document, paragraph and written form of every figure of a file."""
    for name, fact in one.file.facts.items():
        for document, paragraphs in fact.written.items():
            for paragraph, forms in paragraphs.items():
                for form in forms:
                    yield name, document, paragraph, form
