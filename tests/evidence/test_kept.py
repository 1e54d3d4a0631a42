"""The web that is kept: the same as one woven anew, and never one of other files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from politeia.errors import BadInput
from politeia.evidence import kept, weave
from politeia.scenario import places


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of the kept web in a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "politeia" / "evidence" / "web.json"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of ledger, scenarios and history, in which the project looks for its own."""
    for folder in ("calibration", "scenarios", "history"):
        shutil.copytree(places.root() / folder, tmp_path / folder)
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    return tmp_path


def test_the_kept_web_is_the_woven_one_with_all_ties_in_their_order(cache: Path) -> None:
    woven = weave.woven()
    assert kept.web() == woven
    assert cache.is_file()
    assert kept.web() == woven


def test_nothing_is_woven_while_nothing_has_changed(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept.web()
    monkeypatch.setattr(weave, "woven", lambda: pytest.fail("woven again"))
    assert kept.web() == first
    assert cache.is_file()


@pytest.mark.usefixtures("cache")
def test_a_ledger_with_a_fault_is_refused_though_a_sound_one_was_kept(project: Path) -> None:
    kept.web()
    path = project / "calibration" / "facts" / "D0.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("paragraphs:", "paragrafs:", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BadInput):
            kept.web()


@pytest.mark.usefixtures("cache")
def test_a_word_changed_in_a_policy_is_told_at_once(project: Path) -> None:
    kept.web()
    path = project / "scenarios" / "policies" / "visa_bans.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: Truly ", 1), encoding="utf-8")
    assert kept.web().nodes["policy:visa_bans"].title.startswith("Truly ")


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied"])
def test_a_kept_web_that_is_not_whole_is_woven_again(cache: Path, harm: str) -> None:
    woven = kept.web()
    content = cache.read_bytes()
    middle = len(content) // 2
    broken = {
        "cut": content[:middle],
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "emptied": b"",
    }
    cache.write_bytes(broken[harm])
    assert kept.web() == woven
    assert cache.read_bytes() == content


def test_without_a_cache_the_web_is_woven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kept.web() == weave.woven()
