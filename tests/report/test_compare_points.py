"""Compare keeps the points of a sweep apart: each contrast is made within a case and a point."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from invented import study

from politeia.compare import Comparison, compare, drawings, write

POINTS = 11
SAID = [{"switches.patron_offset": 1.0, "support.offset": at / 10} for at in range(POINTS)]
TURNS = ("sanctions", "aid")


def sweep(folder: Path, *, zipped: bool = False) -> Path:
    """Write an invented study of one case at eleven points."""
    study(folder, cases=tuple(f"p{at}" for at in range(POINTS)), draws=2, replicates=2, dates=66)
    for file in (folder / "rows").iterdir():
        rows = pd.read_parquet(file)
        rows["point"] = rows.case.str.slice(1).astype("int64")
        rows["case"] = "as_is"
        # Luck is that of the draw alone, so what differs between points must be written in.
        moved = 0.001 * rows.point * (rows.policy == "sanctions")
        if "repression" in rows:
            rows["repression"] = (rows.repression + moved).astype("float32")
        other = rows.point.map(lambda at: TURNS[(at + 1) % 2])
        if zipped:
            rows = rows[rows.policy != other]
        rows.to_parquet(file, index=False)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["study"]["cases"] = ["as_is"]
    constants = {"switches.patron_offset": 1.0}
    manifest["study"]["design"] = {"points": SAID, "constants": constants}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare([sweep(tmp_path_factory.mktemp("results") / "swept")], quiet)


@pytest.fixture(scope="module")
def taking_turns(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare([sweep(tmp_path_factory.mktemp("results") / "zipped", zipped=True)], quiet)


def test_contrasts_are_made_within_a_point_and_points_stand_in_order(compared: Comparison) -> None:
    (found,) = compared.studies
    assert found.axes.cases == tuple(f"as_is @ {at}" for at in range(POINTS))
    means = [
        found.effects("repression", case=case, years=5.0, country="KAZ")
        .set_index("policy")
        .loc["sanctions", "mean"]
        for case in found.axes.cases
    ]
    steps = pd.Series(means).diff().dropna()
    assert steps.to_numpy() == pytest.approx(0.001, abs=1e-6)


def test_words_and_figures_show_the_first_points_and_say_what_each_moves(
    compared: Comparison,
) -> None:
    assert "[as_is @ 5: support.offset 0.5]" in compared.words
    assert "as_is @ 6" not in compared.words
    assert "the other 5 stand in tables/contrasts.csv" in compared.words
    (found,) = compared.studies
    names = [drawing.name for drawing in drawings(found)]
    assert "forest_repression_as_is_point_5" in names
    assert not any(name.endswith(("_point_6", "_point_10")) for name in names)


def test_where_policies_take_turns_only_what_was_lived_is_compared(
    taking_turns: Comparison,
) -> None:
    (found,) = taking_turns.studies
    for table in (found.contrasts, found.pairs, found.survival, found.gains):
        pairs = set(zip(table.policy, table.case, strict=True))
        assert ("sanctions", "as_is @ 0") in pairs
        assert ("sanctions", "as_is @ 1") not in pairs
        assert ("aid", "as_is @ 0") not in pairs
    assert found.policies_in("as_is @ 1") == ("aid",)
    assert [line.policy for line in found.rankings["as_is @ 1"].ranked] == ["aid"]


def test_tables_hold_every_point_and_what_it_moves(taking_turns: Comparison) -> None:
    (page,) = write(taking_turns, quiet)
    points = pd.read_csv(page.parent / "tables" / "points.csv", index_col="point")
    assert points["support.offset"].tolist() == [at / 10 for at in range(POINTS)]
    contrasts = pd.read_csv(page.parent / "tables" / "contrasts.csv")
    assert contrasts.case.nunique() == POINTS
    assert "support.offset 0.5" in page.read_text(encoding="utf-8")
