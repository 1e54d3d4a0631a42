"""A ledger with a fault is told by every command that speaks of it, before it says anything."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from politeia.cli import app
from politeia.errors import BadInput, MachineTrouble
from politeia.evidence import weave
from politeia.evidence.stage import read_plain
from politeia.evidence.weave import woven
from politeia.scenario import places

COMMANDS = {
    "explain": ["explain", "F24"],
    "evidence": ["evidence"],
    "check": ["evidence", "check", "--documents", "."],
    "sources": ["sources", "result"],
    "run": ["run", "the_lifeline", "--preview", "--quiet", "--out", "rows"],
}
FAULTS = {
    "claims.yaml": ("citations: [", "citations: [nobody1999, ", "citations[0]: 'nobody1999'"),
    "facts/D1.yaml": ("paragraphs: {D1: [2]}", "paragraphs: {D1: [999]}", "has 21 paragraphs"),
    "options.yaml": ("policies: [", "policies: [no_such_policy, ", "'no_such_policy' is no policy"),
    "parameters/support.yaml": ("F24 / 62.0", "F24 / 0", "divides by 0"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project's data that the commands read in the place of its own."""
    for folder in ("calibration", "scenarios", "history"):
        shutil.copytree(places.root() / folder, tmp_path / folder)
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_all_faults_of_the_ledger_are_told_at_once_by_every_command(
    project: Path, command: str
) -> None:
    for name, (was, now, _) in FAULTS.items():
        path = project / "calibration" / name
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, now, 1), encoding="utf-8")
    (project / "result").mkdir()
    (project / "result" / "manifest.json").write_text(json.dumps({"format": 1}), encoding="utf-8")
    done = CliRunner().invoke(app, COMMANDS[command])
    assert done.exit_code == 2
    assert done.stdout == ""
    for name, (_, _, told) in FAULTS.items():
        assert any(name in line and told in line for line in done.stderr.splitlines()), name
    assert not (project / "rows").exists()


@pytest.mark.parametrize("name", ["bibliography.yaml", "events.yaml", "facts/D0.yaml"])
def test_a_file_that_is_missing_is_told_and_not_passed_over(project: Path, name: str) -> None:
    (project / "calibration" / name).unlink()
    with pytest.raises(BadInput) as refused:
        woven()
    assert refused.value.faults


def test_a_scenario_that_cannot_be_understood_is_named(project: Path) -> None:
    path = project / "scenarios" / "policies" / "odd.yaml"
    path.write_text("kind: policy\nlevers:\n  - by: democracies\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        woven()
    assert [(fault.file, fault.key) for fault in refused.value.faults] == [(path, "moves")]


def test_a_scenario_that_the_disk_does_not_give_is_trouble_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(path: Path) -> object:
        if "policies" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    read = read_plain
    monkeypatch.setattr(weave, "read_plain", refuse)
    with pytest.raises(MachineTrouble, match=r"policies.* cannot be read"):
        woven()


def test_a_name_is_found_with_blanks_around_it_and_a_very_long_one_is_not_repeated() -> None:
    web = woven()
    assert web.named(" f24 ") == web.named("F24") == web.named("fact:f24")
    with pytest.raises(BadInput, match="5000 letters"):
        web.named("a" * 5000)


ONE_FAULT = {
    "documents.yaml": ("sha256: ", "sha256: x"),
    "claims.yaml": ("verdict: supported", "verdict: suported"),
    "tensions.yaml": ("facts: [", "fatcs: ["),
    "facts/D1.yaml": ("certainty: reported", "certainty: reportd"),
    "bibliography.yaml": ("type: ", "tipe: "),
    "parameters/support.yaml": ("unit: ", "uint: "),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_a_fault_of_a_file_is_told_once_and_not_again_by_all_who_refer_to_it(
    project: Path, name: str
) -> None:
    path = project / "calibration" / name
    text = path.read_text(encoding="utf-8")
    was, now = ONE_FAULT[name]
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        woven()
    assert {fault.file for fault in refused.value.faults} == {path}
    assert len(refused.value.faults) <= 3


LOST = {
    "events.yaml": ('- "2014-03-01 Crimea"', '- "2014-03-01 Krim"', "no entry of the history"),
    "claims.yaml": ("case: credit_alone", "case: credit_alnoe", "no case of credit_of_2020"),
    "options.yaml": ("policies: [", "policies: [baseline, ", "'baseline' is no policy"),
}


@pytest.mark.parametrize("name", LOST)
def test_what_an_entry_names_in_scenarios_and_history_must_be_there(
    project: Path, name: str
) -> None:
    path = project / "calibration" / name
    was, now, told = LOST[name]
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        woven()


def test_a_contrast_is_asked_of_an_actor_that_a_world_has(project: Path) -> None:
    path = project / "calibration" / "claims.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("actor: BLR", "actor: BRL", 1), encoding="utf-8")
    with pytest.raises(BadInput, match="'BRL' is no code of a world"):
        woven()
