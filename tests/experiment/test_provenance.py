"""A digest of the model changes with what the model does, and with nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from politeia.experiment.provenance import DRAWN_FROM, PACKAGE, code_digest, versions

CODE = (
    '"""Says."""\n\ndef risk(x: float) -> float:\n    """Return it."""\n    return 2.0 * x  # why\n'
)


def _digest(folder: Path, code: str, name: str = "theories/policing.py") -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(code)
    return code_digest(folder)


@pytest.mark.parametrize(
    "edited",
    [
        CODE.replace("# why", "# because"),
        CODE.replace("Return it", "Return the risk"),
        CODE.replace("2.0 * x", "(2.0   *   x)"),
    ],
)
def test_comments_docstrings_and_layout_do_not_change_the_digest(
    tmp_path: Path, edited: str
) -> None:
    assert _digest(tmp_path, CODE) == _digest(tmp_path, edited)


def test_a_number_in_a_theory_changes_the_digest(tmp_path: Path) -> None:
    assert _digest(tmp_path, CODE) != _digest(tmp_path, CODE.replace("2.0", "2.5"))


def test_what_only_draws_does_not_change_the_digest(tmp_path: Path) -> None:
    before = _digest(tmp_path, CODE)
    assert _digest(tmp_path, CODE, "figures/fan.py") == before
    assert _digest(tmp_path, CODE, "cli/run.py") == before
    assert _digest(tmp_path, CODE, "experiment/progress.py") == before
    assert _digest(tmp_path, CODE, "evidence/check.py") == before
    assert _digest(tmp_path, CODE, "evidence/priors.py") != before
    assert _digest(tmp_path, CODE, "week.py") != before


def test_every_page_of_the_evidence_that_draws_come_from_is_in_the_digest() -> None:
    found, asked = set[str](), ["draws", "ledger"]
    while asked:
        name = asked.pop()
        found.add(name)
        text = (PACKAGE / "evidence" / f"{name}.py").read_text(encoding="utf-8")
        named = set(re.findall(r"from politeia\.evidence\.(\w+) import", text))
        asked.extend(named - found)
    assert found == DRAWN_FROM - {"__init__"}


def test_versions_name_what_computes_rows() -> None:
    assert {"python", "numpy", "numba", "mesa", "politeia"} <= set(versions())
