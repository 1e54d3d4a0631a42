"""Whatever a disk does to a folder is found, named and made good, and no reader is deceived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_lives import FAKE, study
from folders import everything, files, marks

from politeia.errors import MachineTrouble
from politeia.experiment import provenance, store
from politeia.experiment.merge import merge
from politeia.experiment.run import Wishes, run
from politeia.experiment.status import status
from politeia.experiment.view import open_view

SMALL = Wishes(lives=FAKE, batch=10)


@pytest.fixture(autouse=True)
def _same_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "digests", lambda _: {"model": "0"})


def cut(path: Path) -> None:
    """Cut a file off in its middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Flip one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose(path: Path) -> None:
    """Lose a file."""
    path.unlink()


PATTERNS = ("rows/countries-*", "rows/actors-*", "rows/summary-*", "rows/*.json")


@pytest.mark.parametrize("harm", [cut, flip, lose])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_damaged_file_is_named_and_what_it_held_is_lived_again(
    tmp_path: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    before = everything(out)
    hurt = files(out, pattern)[1]
    harm(hurt)
    told: list[str] = []
    again = study(folder=str(tmp_path))
    run(again, out, replace(SMALL, say=told.append))
    if not (harm is lose and hurt.suffix == ".json"):
        assert any(hurt.name in line and "damaged" in line for line in told)
    assert everything(out) == before
    assert (marks(tmp_path, "past"), marks(tmp_path, "future")) == (0, 1)


@pytest.mark.parametrize("harm", [cut, flip, lose])
def test_a_finished_study_that_has_lost_a_batch_is_not_read_as_if_it_were_whole(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    harm(files(out, "rows/*.json")[1])
    with pytest.raises(MachineTrouble, match="of its runs are damaged or gone"):
        open_view(out)
    assert "The command that began it goes on with it" in status(out).words()
    run(study(), out, SMALL)
    assert open_view(out).missing == 0


@pytest.mark.parametrize("harm", [cut, flip, lose])
@pytest.mark.parametrize("name", ["design.parquet", "uncertainties.parquet"])
def test_a_damaged_table_is_written_anew(
    tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    before = everything(out)
    harm(out / name)
    run(study(), out, SMALL)
    assert everything(out) == before


@pytest.mark.parametrize("harm", [cut, flip, lose])
@pytest.mark.parametrize("ending", ["npz", "json"])
def test_a_damaged_past_is_lived_again_where_it_is_needed(
    tmp_path: Path, ending: str, harm: Callable[[Path], None]
) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    design = store.read_design(out)
    assert design is not None
    harm(out / "pasts" / f"{design['past'][0].as_py()}.{ending}")
    lose(out / "rows" / f"{design['batch'][0].as_py()}.json")
    run(study(folder=str(tmp_path)), out, SMALL)
    assert (marks(tmp_path, "past"), marks(tmp_path, "future")) == (1, 1)
    assert everything(out) == everything(run(study(), tmp_path / "other", SMALL))


def test_pasts_can_be_deleted_once_a_run_is_finished(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    for path in (out / "pasts").glob("*.npz"):
        path.unlink()
    run(study(folder=str(tmp_path)), out, SMALL)
    assert (marks(tmp_path, "past"), marks(tmp_path, "future")) == (0, 0)


@pytest.mark.parametrize("harm", [cut, flip])
def test_no_reader_takes_a_damaged_file_for_whole(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    out = run(study(draws=40), tmp_path / "out", replace(SMALL, batch=128))
    hurt = files(out, "rows/countries-*")[0]
    harm(hurt)
    with pytest.raises(MachineTrouble, match=hurt.name):
        open_view(out).table("countries")


def test_a_batch_counts_from_its_receipt_on(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    whole = open_view(out).table("countries").num_rows
    lose(files(out, "rows/*.json")[0])
    store.write_manifest(out, {**store.read_manifest(out), "finished": None})
    view = open_view(out)
    assert view.missing > 0
    assert 0 < view.table("countries").num_rows < whole
    assert view.table("actors").num_rows == view.table("countries").num_rows // 4


def test_a_run_that_lies_in_two_batches_is_read_once(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    other = run(study(), tmp_path / "other", replace(SMALL, batch=7))
    before = everything(out)
    for path in (other / "rows").iterdir():
        path.rename(out / "rows" / path.name)
    assert everything(out) == before


def test_the_status_tells_what_is_damaged_and_missing(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "out", SMALL)
    assert (status(out).done, status(out).missing, status(out).damaged) == (48, 0, ())
    hurt = files(out, "rows/countries-*")[0]
    flip(hurt)
    found = status(out)
    assert found.damaged == (f"rows/{hurt.name}",)
    assert found.done + found.missing == 48
    assert found.missing > 0
    assert hurt.name in found.words()


def test_a_damaged_share_is_not_merged(tmp_path: Path) -> None:
    out = run(study(), tmp_path / "share", SMALL)
    hurt = files(out, "rows/actors-*")[0]
    flip(hurt)
    with pytest.raises(MachineTrouble, match=hurt.name):
        merge([out], tmp_path / "whole")
    assert not (tmp_path / "whole").exists()
