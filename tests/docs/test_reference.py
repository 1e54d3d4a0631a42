"""The pages that are made from the code say what the code says now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from politeia.levers_table import LEVERS, MECHANISMS
from politeia.outcomes import OUTCOMES

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("describe", ROOT / "tools" / "describe.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


describe = _tool()


@pytest.mark.parametrize("name", sorted(describe.PAGES))
def test_a_page_of_the_reference_says_what_the_code_says(name: str) -> None:
    told = (REFERENCE / name).read_text("utf-8")
    assert told == describe.PAGES[name](), "run .venv/bin/python tools/describe.py"


def test_nothing_else_lies_in_the_reference() -> None:
    assert {page.name for page in REFERENCE.iterdir()} == set(describe.PAGES)


def test_every_lever_outcome_and_mechanism_is_told() -> None:
    levers, outcomes = (REFERENCE / "levers.md"), (REFERENCE / "outcomes.md")
    assert all(f"`{lever.name}`" in levers.read_text("utf-8") for lever in LEVERS)
    assert all(f"`{outcome.name}`" in outcomes.read_text("utf-8") for outcome in OUTCOMES)
    mechanisms = (REFERENCE / "mechanisms.md").read_text("utf-8")
    assert all(f"| {name} " in mechanisms for name in MECHANISMS)


def test_a_page_that_is_out_of_date_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(describe, "PAGES", {"levers.md": describe.levers})
    assert describe.stale(tmp_path) == ["levers.md"]
    (tmp_path / "levers.md").write_text(describe.levers(), "utf-8")
    assert describe.stale(tmp_path) == []
