"""One worker, two, a Dask cluster over TCP, shares merged: the same dataset, whatever lives it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_lives import FAKE, policy, study
from folders import everything, files, marks
from typer.testing import CliRunner

from politeia.cli import app
from politeia.errors import BadInput, MachineTrouble
from politeia.experiment import provenance, store
from politeia.experiment.executors import elsewhere, share_of
from politeia.experiment.merge import merge
from politeia.experiment.run import Share, Wishes, run
from politeia.experiment.status import status

SMALL = Wishes(lives=FAKE, batch=10)


@pytest.fixture(autouse=True)
def _same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "0"})


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return all that readers see of the study as one worker lives it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provenance, "digests", lambda _: {"model": "0"})
        return everything(run(study(), tmp_path_factory.mktemp("one") / "out", SMALL))


def test_two_workers_give_the_dataset_of_one(tmp_path: Path, alone: dict[str, Any]) -> None:
    out = run(study(), tmp_path / "out", replace(SMALL, workers=2, batch=5))
    assert everything(out) == alone


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Yield the address of a Dask cluster of two worker processes that listens to TCP."""
    distributed = pytest.importorskip("distributed")
    with (
        pytest.MonkeyPatch.context() as patch,
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
            protocol="tcp", env={"PYTHONPATH": ":".join(sys.path)},
        ) as running,
    ):  # fmt: skip
        patch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
        yield str(running.scheduler_address).replace("tcp://", "dask://")


def test_a_dask_cluster_over_tcp_gives_the_dataset_of_one_worker(
    tmp_path: Path, alone: dict[str, Any], cluster: str
) -> None:
    found = elsewhere(cluster)
    assert found.workers == 2
    wishes = replace(SMALL, workers=found.workers, executor=found.found, elsewhere=True)
    assert everything(run(study(), tmp_path / "out", wishes)) == alone


def test_a_worker_of_a_cluster_with_another_model_is_refused(
    tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    had = provenance.installed()
    monkeypatch.setattr(provenance, "installed", lambda: {**had, "numba": "9.9"})
    wishes = replace(SMALL, workers=2, executor=elsewhere(cluster).found, elsewhere=True)
    with pytest.raises(MachineTrouble, match=rf"numba is {had['numba']}, not 9\.9"):
        run(study(), tmp_path / "out", wishes)


@pytest.mark.parametrize(
    "name", ["dask://", "ray://here:1", "10.0.0.5:8786", "dask://no port", "dask://127.0.0.1"]
)
def test_what_is_no_address_of_a_scheduler_is_bad_input(name: str) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(BadInput, match="--executor"):
        elsewhere(name)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("politeia.experiment.executors.SECONDS_TO_ANSWER", 1)
    with pytest.raises(MachineTrouble, match="no Dask scheduler answers"):
        elsewhere("dask://127.0.0.1:9")


@pytest.mark.parametrize("shares", [2, 3, 7])
def test_shares_that_are_merged_give_the_dataset_of_one_run(
    tmp_path: Path, alone: dict[str, Any], shares: int
) -> None:
    folders = [
        run(study(), tmp_path / f"share-{number}", replace(SMALL, share=Share(number, shares)))
        for number in range(1, shares + 1)
    ]
    left = [status(folder).missing for folder in folders]
    assert sum(48 - missing for missing in left) == 48
    assert max(left) - min(left) <= 1
    found = merge(folders, tmp_path / "whole")
    assert found.missing == 0
    assert store.read_manifest(tmp_path / "whole")["finished"]
    assert everything(tmp_path / "whole") == alone


def test_shares_in_one_folder_make_a_whole_by_themselves(
    tmp_path: Path, alone: dict[str, Any]
) -> None:
    for number in (2, 1, 3):
        run(study(), tmp_path / "out", replace(SMALL, share=Share(number, 3)))
    assert store.read_manifest(tmp_path / "out")["finished"]
    assert everything(tmp_path / "out") == alone


def test_a_merge_that_lacks_a_share_says_so_and_the_study_goes_on_from_it(
    tmp_path: Path, alone: dict[str, Any]
) -> None:
    first = run(study(), tmp_path / "first", replace(SMALL, share=Share(1, 2)))
    found = merge([first], tmp_path / "whole")
    assert 0 < found.missing < 48
    assert store.read_manifest(tmp_path / "whole")["finished"] is None
    counted = study(folder=str(tmp_path))
    run(counted, tmp_path / "whole", SMALL)
    assert marks(tmp_path, "past") == 1
    assert everything(tmp_path / "whole") == alone


def test_merging_what_is_merged_already_changes_nothing(tmp_path: Path) -> None:
    folder = run(study(), tmp_path / "one", SMALL)
    merge([folder], tmp_path / "whole")
    before = {file: file.read_bytes() for file in files(tmp_path / "whole", "rows/*")}
    merge([folder, tmp_path / "whole"], tmp_path / "whole")
    assert {file: file.read_bytes() for file in files(tmp_path / "whole", "rows/*")} == before


def test_shares_of_two_studies_are_not_merged(tmp_path: Path) -> None:
    one = run(study(), tmp_path / "one", SMALL)
    more = study(policies=[*study()["policies"], policy("aid", 0.75)])
    other = run(more, tmp_path / "other", SMALL)
    with pytest.raises(BadInput, match=r"other cannot be merged with .*one: the study differs"):
        merge([one, other], tmp_path / "whole")


def test_shares_of_two_models_are_not_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = run(study(), tmp_path / "one", SMALL)
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "1"})
    other = run(study(), tmp_path / "other", SMALL)
    with pytest.raises(BadInput, match="the code of the model has changed"):
        merge([one, other], tmp_path / "whole")


@pytest.mark.parametrize("words", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3", "1/3/5"])
def test_what_is_no_share_is_bad_input(words: str) -> None:
    with pytest.raises(BadInput, match="--shard: must be I/N"):
        share_of(words)


def test_merge_and_status_speak_from_the_command_line(tmp_path: Path) -> None:
    folder = run(study(), tmp_path / "one", replace(SMALL, share=Share(1, 2)))
    told = CliRunner().invoke(app, ["merge", str(folder), "--out", str(tmp_path / "whole")])
    assert told.exit_code == 0
    assert "of 48 runs are missing" in told.stdout
    told = CliRunner().invoke(app, ["status", str(tmp_path / "whole"), "--json"])
    assert '"failed": 0' in told.stdout
    told = CliRunner().invoke(app, ["status", str(tmp_path)])
    assert told.exit_code == 2
    assert "holds no results" in told.stderr


def test_help_of_the_engine_loads_no_cluster() -> None:
    code = "import sys; import politeia.experiment.executors; print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
