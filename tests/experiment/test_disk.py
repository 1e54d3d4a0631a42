"""A disk that refuses a write ends the run with a sentence, and costs nothing that was done."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_lives import FAKE, study
from folders import everything
from typer.testing import CliRunner

from politeia.cli import app
from politeia.errors import MachineTrouble
from politeia.experiment import files, order, provenance, store
from politeia.experiment.run import Wishes, run
from politeia.experiment.view import open_view

SMALL = Wishes(lives=FAKE, batch=16)
FAILED = 1


@pytest.fixture(autouse=True)
def _same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "0"})


class Disk:
    """A disk that takes so many writes and syncs, and then refuses each with an error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, takes: int, error: int) -> None:
        self.takes, self.asked, self.error = takes, 0, error
        for owner, name in [
            (Path, "write_bytes"),
            (Path, "replace"),
            (Path, "mkdir"),
            (files, "sync"),
        ]:
            monkeypatch.setattr(owner, name, self._limited(getattr(owner, name)))

    def _limited(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(*args: Any, **kwargs: Any) -> Any:
            self.asked += 1
            if self.asked > self.takes:
                raise OSError(self.error, os.strerror(self.error))
            return call(*args, **kwargs)

        return refuse


def _writes(tmp_path: Path) -> int:
    """Return how often an undisturbed run asks the disk."""
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, 10**9, errno.ENOSPC)
        run(study(), tmp_path / "undisturbed", SMALL)
    return disk.asked


def test_a_disk_that_is_full_at_any_write_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    undisturbed = _writes(tmp_path)
    expected = everything(tmp_path / "undisturbed")
    assert undisturbed > 50
    for takes in range(undisturbed):
        out = tmp_path / f"full-{takes}"
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, takes, errno.ENOSPC)
            with pytest.raises(MachineTrouble, match="No space left"):
                run(study(), out, SMALL)
        kept = {receipt.batch for receipt in store.receipts(out)}
        run(study(), out, SMALL)
        assert kept <= {receipt.batch for receipt in store.receipts(out)}
        assert everything(out) == expected


def test_a_disk_that_fills_while_a_finished_folder_grows_leaves_what_was_there(
    tmp_path: Path,
) -> None:
    small = run(study(draws=2), tmp_path / "small", SMALL)
    held = {receipt.batch for receipt in store.receipts(small)}
    for takes in range(0, 50, 7):
        out = Path(shutil.copytree(small, tmp_path / f"out-{takes}"))
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, takes, errno.EDQUOT)
            with pytest.raises(MachineTrouble, match="Disk quota exceeded"):
                run(study(draws=4), out, SMALL)
        assert held <= {receipt.batch for receipt in store.receipts(out)}
        assert open_view(out).table("countries").num_rows >= 2 * 12 * 4


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES])
def test_a_read_only_folder_is_told_with_exit_code_1_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def start(*_: Any, wishes: Wishes, **__: Any) -> Path:
        return run(study(), tmp_path / "out", replace(SMALL, say=wishes.say))

    monkeypatch.setattr(order, "run_study", start)
    Disk(monkeypatch, 0, error)
    told = CliRunner().invoke(app, ["run", "fake"])
    assert told.exit_code == FAILED
    assert f"cannot write results in {tmp_path / 'out'}: {os.strerror(error)}" in told.stderr
    assert "Traceback" not in told.output
