"""A result says what to cite for it: what its numbers rest on, and itself."""

from __future__ import annotations

import re

import pytest

from politeia.evidence.citing import bibliography, keys_to_cite
from politeia.evidence.told import bibtex, cited
from politeia.evidence.weave import read_bibliography, woven
from politeia.scenario.load import load_study

ARTICLE = {
    "id": "peksen2012",
    "type": "article-journal",
    "author": [{"family": "Peksen", "given": "Dursun"}, {"literal": "and others"}],
    "title": "Does {it} cost 5 % & more?",
    "container-title": "Political Research Quarterly",
    "page": "558-571",
    "issued": {"date-parts": [["2012"]]},
    "custom": {"verified": "memory"},
}


def _manifest(study: str) -> dict[str, object]:
    return {
        "study": load_study(study).to_manifest(),
        "digest": dict.fromkeys(("study", "model", "parameters"), "0" * 64),
        "versions": {"politeia": "0"},
        "started": "2024-05-01",
        "finished": "2024-05-02",
        "seed": 1,
    }


def test_a_work_becomes_an_entry_that_bibtex_reads() -> None:
    entry = bibtex(ARTICLE)
    assert entry.startswith("@article{peksen2012,")
    assert "author = {Peksen, Dursun and others}" in entry
    assert r"title = {Does (it) cost 5 \% \& more?}" in entry
    assert "pages = {558--571}" in entry
    assert "not checked" in entry
    again = bibtex({**ARTICLE, "note": "details from memory, not checked"})
    assert again.count("not checked") == 1
    assert cited(ARTICLE).startswith("Peksen and others (2012). Does")


def test_every_entry_of_the_bibliography_becomes_one_of_bibtex() -> None:
    for said in read_bibliography().values():
        entry = bibtex(said)
        assert entry.count("{") == entry.count("}")
        assert re.match(r"@\w+\{[a-z0-9_-]+,\n", entry)


def test_a_study_cites_its_documents_and_its_data_and_no_others() -> None:
    keys = keys_to_cite(woven(), _manifest("visa_bans_or_the_enabler"))
    assert {"sadovskaya2021", "vdem2024"} <= set(keys)
    assert set(keys) <= set(read_bibliography())
    assert "bader2015" not in keys, "a work that judges a claim made no number"


def test_the_result_itself_is_cited_with_its_digests() -> None:
    text = bibliography(read_bibliography(), (), _manifest("tutorial"))
    assert text.startswith("@software{politeia,")
    assert "study tutorial, seed 1" in text
    assert "not finished" not in text


def test_rows_of_a_run_that_is_not_finished_are_cited_as_that() -> None:
    text = bibliography(read_bibliography(), (), {**_manifest("tutorial"), "finished": None})
    assert "a run that is not finished" in text


def test_a_key_without_an_entry_is_told() -> None:
    with pytest.raises(KeyError, match="did you mean 'peksen2012'"):
        bibliography(read_bibliography(), ["peksen201"], _manifest("tutorial"))
