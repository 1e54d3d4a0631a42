"""A study is lived whole, in any way of working, and what was lived is never lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_lives
import pytest
from fake_lives import FAKE, study
from folders import marks, rows
from pyarrow import parquet

from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import crew, files, provenance, store, work
from politeia.experiment.run import Wishes, run
from politeia.experiment.view import open_view

SMALL = Wishes(lives=FAKE, batch=10)


@pytest.fixture(autouse=True)
def _same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the digests still while others edit the package beside these tests."""
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "0"})


def manifest(folder: Path) -> dict[str, Any]:
    return store.read_manifest(folder)


def test_a_study_is_lived_whole_and_its_manifest_tells_how(tmp_path: Path) -> None:
    folder = run(study(), tmp_path / "out", replace(SMALL, command="politeia run fake"))
    found = manifest(folder)
    assert found["finished"] >= found["started"]
    assert found["preview"]
    assert found["parameters"] == "prior"
    assert found["command"] == "politeia run fake"
    past = found["pasts"]["draws"][3]
    assert (folder / past.pop("state")).is_file()
    assert past == {"draw": 3, "log_likelihood": -3.0, "effective_number": 2.0, "inside": 1.0}
    assert found["pasts"]["problems"] == ["draw 3 cannot reach the record"]
    assert rows(folder).num_rows == found["units"] * 4 == 4 * 3 * 4 * 4
    assert rows(folder, "actors").num_rows == found["units"]
    assert parquet.read_table(folder / "design.parquet").num_rows == found["units"]


def test_the_design_names_the_batch_of_every_run_and_its_receipt_every_file(tmp_path: Path) -> None:
    folder = run(study(), tmp_path / "out", SMALL)
    design = parquet.read_table(folder / "design.parquet").to_pandas()
    receipts = {receipt.batch: receipt for receipt in store.receipts(folder)}
    assert all(
        run in receipts[batch].runs for run, batch in zip(design.run, design.batch, strict=True)
    )
    named = {name for receipt in receipts.values() for name in receipt.files}
    assert named == {f"rows/{file.name}" for file in (folder / "rows").glob("*.parquet")}
    assert not [name for receipt in receipts.values() for name in receipt.unsound(folder)]


@pytest.mark.parametrize("batch", [1, 7, 128])
def test_rows_are_the_same_whatever_the_size_of_a_batch(tmp_path: Path, batch: int) -> None:
    one = run(study(), tmp_path / "one", SMALL)
    other = run(study(), tmp_path / "other", replace(SMALL, batch=batch))
    for kind in ("countries", "actors", "summary"):
        assert rows(one, kind).to_pydict() == rows(other, kind).to_pydict()


def test_rows_are_the_same_on_two_workers_and_on_an_executor_of_ones_own(tmp_path: Path) -> None:
    here = run(study(), tmp_path / "here", SMALL)
    two = run(study(), tmp_path / "two", replace(SMALL, workers=2))
    threads = run(study(), tmp_path / "threads", replace(SMALL, workers=2, executor=_threads))
    assert rows(here).equals(rows(two))
    assert rows(here).equals(rows(threads))


def _threads() -> Executor:
    return ThreadPoolExecutor(2)


def test_a_finished_run_is_found_whole_and_not_touched(tmp_path: Path) -> None:
    folder = run(study(), tmp_path / "out", SMALL)
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}
    assert run(study(), tmp_path / "out", SMALL) == folder
    assert {file: file.stat().st_mtime_ns for file in before} == before


def test_a_fresh_run_never_overwrites(tmp_path: Path) -> None:
    folder = run(study(), tmp_path / "out", SMALL)
    before = (folder / "manifest.json").read_text()
    fresh = run(study(seed=6), tmp_path / "out", replace(SMALL, fresh=True))
    assert fresh == tmp_path / "out-2"
    assert (folder / "manifest.json").read_text() == before


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("chapter one")
    with pytest.raises(BadInput, match="holds no results of Politeia"):
        run(study(), tmp_path, SMALL)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_failed_run_is_a_row_and_the_others_of_its_batch_are_kept(tmp_path: Path) -> None:
    cursed = replace(SMALL, lives=replace(FAKE, futures=fake_lives.fails_at_draw_2))
    with pytest.raises(MachineTrouble, match=r"12 of 48 runs failed.*draw 2 is cursed"):
        run(study(), tmp_path / "out", cursed)
    failures = open_view(tmp_path / "out").failures()
    assert len(failures) == 12
    assert all("cursed" in failure["traceback"] for failure in failures)
    assert {failure["draw"] for failure in failures} == {2}
    assert manifest(tmp_path / "out")["finished"] is None
    assert rows(tmp_path / "out").num_rows == (48 - 12) * 4
    assert set(rows(tmp_path / "out")["draw"].to_pylist()) == {0, 1, 3}


def test_a_past_that_fails_takes_the_runs_of_its_draw_alone(tmp_path: Path) -> None:
    cursed = replace(SMALL, lives=replace(FAKE, pasts=fake_lives.has_no_past_at_draw_2))
    with pytest.raises(MachineTrouble, match=r"12 of 48 runs failed.*no past"):
        run(study(), tmp_path / "out", cursed)
    assert {failure["job"] for failure in open_view(tmp_path / "out").failures()} == {"past"}
    assert set(rows(tmp_path / "out")["draw"].to_pylist()) == {0, 1, 3}


def test_the_same_command_goes_on_and_lives_only_what_is_missing(tmp_path: Path) -> None:
    counted = study(folder=str(tmp_path))
    cursed = replace(SMALL, lives=replace(FAKE, futures=fake_lives.fails_at_draw_2))
    with pytest.raises(MachineTrouble):
        run(counted, tmp_path / "out", cursed)
    pasts, futures = marks(tmp_path, "past"), marks(tmp_path, "future")
    folder = run(counted, tmp_path / "out", SMALL)
    assert marks(tmp_path, "past") == pasts
    assert marks(tmp_path, "future") == futures + 2
    assert not (folder / "failures.parquet").exists()
    assert rows(folder).equals(rows(run(counted, tmp_path / "undisturbed", SMALL)))


def test_a_moved_folder_can_be_gone_on_with(tmp_path: Path) -> None:
    cursed = replace(SMALL, lives=replace(FAKE, futures=fake_lives.fails_at_draw_2))
    with pytest.raises(MachineTrouble):
        run(study(), tmp_path / "out", cursed)
    (tmp_path / "out").rename(tmp_path / "moved")
    assert manifest(run(study(), tmp_path / "moved", SMALL))["finished"]


def test_an_unfinished_run_of_another_study_is_not_gone_on_with(tmp_path: Path) -> None:
    cursed = replace(SMALL, lives=replace(FAKE, futures=fake_lives.fails_at_draw_2))
    with pytest.raises(MachineTrouble):
        run(study(), tmp_path / "out", cursed)
    with pytest.raises(BadInput, match="holds other runs: the study differs in seed"):
        run(study(seed=6), tmp_path / "out", SMALL)


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    lives = replace(FAKE, futures=fake_lives.is_killed_once)
    counted = study(folder=str(tmp_path))
    folder = run(counted, tmp_path / "out", replace(SMALL, workers=2, lives=lives))
    assert rows(folder).equals(rows(run(counted, tmp_path / "other", SMALL)))


def test_a_job_that_always_kills_its_worker_is_told_and_harms_no_other(tmp_path: Path) -> None:
    lives = replace(FAKE, futures=fake_lives.is_killed_at_draw_2)
    with pytest.raises(MachineTrouble, match="worker process died"):
        run(study(), tmp_path / "out", replace(SMALL, workers=2, lives=lives))
    assert set(rows(tmp_path / "out")["draw"].to_pylist()) == {0, 1, 3}


def test_a_machine_on_which_every_worker_dies_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_DEATHS", 2)
    monkeypatch.setattr(crew, "PRELOADED", ())
    lives = replace(FAKE, futures=fake_lives.is_always_killed)
    with pytest.raises(MachineTrouble, match="3 workers died one after the other"):
        run(study(), tmp_path / "out", replace(SMALL, workers=2, lives=lives))


def test_bad_input_found_by_a_worker_stays_bad_input(tmp_path: Path) -> None:
    lives = replace(FAKE, futures=fake_lives.finds_bad_input)
    with pytest.raises(BadInput, match="no BLR"):
        run(study(), tmp_path / "out", replace(SMALL, lives=lives))


def test_a_disk_that_fills_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    lives = replace(FAKE, futures=fake_lives.finds_a_full_disk)
    with pytest.raises(MachineTrouble, match="No space left"):
        run(study(), tmp_path / "out", replace(SMALL, lives=lives))
    assert not list((tmp_path / "out" / "rows").iterdir())


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(MachineTrouble, match="GB free"):
        run(study(nodes=10**12), tmp_path / "out", SMALL)
    assert not (tmp_path / "out").exists()


def test_a_path_that_no_folder_can_have_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineTrouble, match="cannot write results"):
        run(study(), tmp_path / "file" / "out", SMALL)


def test_rows_that_stand_twice_are_refused(tmp_path: Path) -> None:
    lives = replace(FAKE, futures=fake_lives.doubles_a_row)
    with pytest.raises(MachineTrouble, match="stand twice"):
        run(study(), tmp_path / "out", replace(SMALL, lives=lives))


def test_an_interrupt_passes_through_and_leaves_an_unfinished_run(tmp_path: Path) -> None:
    lives = replace(FAKE, futures=fake_lives.is_interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(study(), tmp_path / "out", replace(SMALL, lives=lives))
    assert manifest(tmp_path / "out")["finished"] is None


def test_two_runs_do_not_write_in_one_folder(tmp_path: Path) -> None:
    with (
        files.held(tmp_path),
        pytest.raises(MachineTrouble, match="another run"),
        files.held(tmp_path),
    ):
        pass


KILLED = """
import sys
import time
from pathlib import Path
sys.path[:0] = [{tests!r}]
import fake_lives
from politeia.experiment import provenance
from politeia.experiment.run import Wishes, run
provenance.digests = lambda _: {{"model": "0"}}

def slowly(job):
    time.sleep(0.05)
    return fake_lives.live_futures(job)

lives = fake_lives.Lives(fake_lives.live_pasts, slowly, fake_lives.values)
run(fake_lives.study(), Path({out!r}), Wishes(lives=lives, batch=2))
"""


def test_what_a_killed_run_leaves_is_whole_and_is_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = KILLED.format(tests=str(Path(__file__).parent), out=str(out))
    process = subprocess.Popen([sys.executable, "-c", script])
    while not list(out.glob("rows/*.json")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 0 < rows(out).num_rows < 4 * 3 * 4 * 4
    assert open_view(out).missing
    folder = run(study(), out, replace(SMALL, batch=2))
    assert rows(folder).equals(rows(run(study(), tmp_path / "undisturbed", SMALL)))
