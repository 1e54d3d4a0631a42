"""A sweep that is killed at random moments is gone on with, and nobody can tell afterwards."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import killing
import pytest
from folders import everything

from politeia.experiment import provenance
from politeia.experiment.status import status


@pytest.fixture(autouse=True)
def _same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "0"})


def test_after_kills_of_runs_and_workers_every_run_is_there_once_bit_for_bit(
    tmp_path: Path,
) -> None:
    tally = killing.kill_often(tmp_path, kills=8)
    assert set(tally.kills) == {"main process", "worker"}
    assert tally.studies == 2
    assert tally.is_sound, tally


def _start(folder: Path) -> subprocess.Popen[str]:
    words = [sys.executable, killing.__file__, str(folder), "1"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_of_two_processes_that_start_on_one_folder_one_is_sent_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = _start(out)
    while not (out / "manifest.json").exists():
        assert first.poll() is None
        time.sleep(0.01)
    second = _start(out)
    told = second.communicate(timeout=60)[1]
    assert status(out).running or first.poll() == 0
    assert second.returncode == 1
    assert f"another run is writing in {out}" in told
    assert first.wait(timeout=60) == 0
    killing.kill_often(tmp_path, kills=0)
    assert everything(out) == everything(tmp_path / "undisturbed")


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = _start(out)
    while not (out / "manifest.json").exists():
        time.sleep(0.01)
    assert status(out).running
    first.kill()
    first.wait()
    assert not status(out).running
    assert _start(out).wait(timeout=60) == 0
