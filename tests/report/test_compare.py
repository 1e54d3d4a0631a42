"""Claims about the verb compare: what it reads, what it says, what it writes."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from invented import study

from politeia.analysis import reading, tables
from politeia.compare import Comparison, compare, drawings, write
from politeia.errors import BadInput, MachineTrouble
from politeia.report import page


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("results") / "sample")


@pytest.fixture(scope="module")
def compared(folder: Path) -> Comparison:
    comparison = compare([folder], quiet)
    write(comparison, quiet)
    return comparison


@pytest.fixture(scope="module")
def found(compared: Comparison) -> tables.Tables:
    return compared.studies[0]


@pytest.fixture(scope="module")
def html(compared: Comparison) -> str:
    return compared.written[0].read_text(encoding="utf-8")


def test_a_contrast_is_the_mean_of_paired_differences_of_the_stored_rows(
    folder: Path, found: tables.Tables
) -> None:
    rows = pd.concat(pd.read_parquet(part) for part in (folder / "rows").glob("countries-*"))
    weeks = (pd.to_datetime(rows.date) - pd.Timestamp("2024-04-01")).dt.days / 7
    year = rows[(weeks > 4 * 52) & (weeks <= 5 * 52) & (rows.country == "KAZ")]
    runs = year.groupby(["policy", "draw", "replicate"]).repression.mean().unstack("policy")
    by_draw = (runs.sanctions - runs.baseline).groupby("draw").mean()
    line = found.effects("repression", case="as_is", years=5.0, country="KAZ").set_index("policy")
    assert line["mean"]["sanctions"] == pytest.approx(by_draw.mean(), abs=1e-6)
    assert line.q05["sanctions"] == pytest.approx(by_draw.quantile(0.05), abs=1e-6)


def test_the_cost_is_the_discounted_sum_of_what_each_year_adds(tmp_path: Path) -> None:
    cube = reading.measure(
        reading.open_results(study(tmp_path / "costs", draws=1, replicates=1)), "actors"
    )
    assert cube is not None
    assert cube.cost is not None
    rows = pd.read_parquet(tmp_path / "costs" / "rows" / "actors-00000.parquet")
    one = rows[(rows.policy == "aid") & (rows.actor == "USA")].sort_values("date")
    years = np.arange(len(one)) * 4 / 52
    added = np.diff(one.political_cost.to_numpy(float), prepend=0.0)
    expected = 2 * (added / 1.03**years)[years <= 3].sum()
    assert cube.cost[3, 0, 0, 0] == pytest.approx(expected, rel=1e-6)


def test_effects_among_survivors_never_stand_without_those_of_all_pairs(
    found: tables.Tables,
) -> None:
    table = found.contrasts[found.contrasts.country.isin(["BLR", "KAZ"])]
    kinds = table[table.outcome == "repression"].groupby(["policy", "country", "years"])
    assert (kinds.pairs_among.nunique() == 2).all()


def test_the_placebo_is_found_to_change_exactly_nothing(found: tables.Tables) -> None:
    assert found.placebo.exact
    placebo = found.contrasts[found.contrasts.policy == "placebo"]
    assert (placebo["mean"].dropna() == 0).all()


def test_a_placebo_that_slips_in_one_week_is_found_out(tmp_path: Path) -> None:
    slipped = study(tmp_path / "slipped", placebo_slip=1e-3)
    check = reading.check_placebo(reading.open_results(slipped))
    assert check.differing == ("turnout",)
    assert "NO, it differs in turnout" in compare([slipped], quiet).words


def test_the_order_of_rows_and_files_does_not_matter(tmp_path: Path, found: tables.Tables) -> None:
    other = study(tmp_path / "sample")
    for number, part in enumerate(sorted((other / "rows").glob("*.parquet"))):
        rows = pd.read_parquet(part).iloc[::-1]
        part.unlink()
        kind = part.name.split("-")[0]
        rows.to_parquet(part.with_name(f"{kind}-{99 - number:05d}.parquet"), index=False)
    again = tables.build(reading.open_results(other), quiet)
    pd.testing.assert_frame_equal(again.contrasts, found.contrasts)


def test_the_answer_names_the_policy_its_uncertainty_and_the_model(compared: Comparison) -> None:
    assert "In the model, “Sanctions” lowers repression most" in compared.words
    assert "middle 90 % of 4 draws" in compared.words
    assert "no detectable effect" in compared.words
    assert "draws from their priors" in compared.words


def test_figures_tables_and_page_stand_in_the_folder(folder: Path, compared: Comparison) -> None:
    assert compared.written == [folder / "page.html"]
    names = {path.name for path in (folder / "figures").iterdir()}
    for name in ("forest_repression", "forest_repression_both_survive", "gains", "pairs"):
        assert {f"{name}.png", f"{name}.svg"} <= names
    assert {"survival.png", "equal_cost.png", "fan_durability.png"} <= names
    written = pd.read_csv(folder / "tables" / "contrasts.csv")
    assert {"mean", "q05", "q95", "null_band", "verdict", "variance_ratio"} <= set(written)


class Page(HTMLParser):
    """Collect what a reader's machine would load, and what a person who cannot see is told."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.alts: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.alts.append(given.get("alt") or "")
        if tag in ("img", "script", "link", "iframe"):
            self.loaded.append(given.get("src") or given.get("href") or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


def test_the_page_loads_nothing_and_tells_every_picture_in_words(html: str) -> None:
    seen = Page()
    seen.feed(html)
    assert seen.loaded
    assert all(address.startswith("data:image/") for address in seen.loaded)
    assert all(len(alt) > 40 for alt in seen.alts)


def test_headings_go_down_one_level_at_a_time(html: str) -> None:
    seen = Page()
    seen.feed(html)
    assert seen.headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(seen.headings))


def test_the_page_says_what_it_is_and_what_it_is_not(html: str) -> None:
    for sentence in (
        "Which of two policies lowers repression?",
        "Preview: too few draws",
        "This is not a forecast.",
        "yes (6,288 rows)",
        "BLR turnout 2020",
        "politeia run sample --draws 4 --replicates 3 --seed 1",
        "0123456789ab",
    ):
        assert sentence in html, sentence


def test_what_a_study_says_cannot_become_code_in_the_page(tmp_path: Path) -> None:
    evil = study(tmp_path / "evil", draws=1, replicates=1)
    manifest = json.loads((evil / "manifest.json").read_text(encoding="utf-8"))
    manifest["study"]["title"] = "<script>alert(1)</script>"
    (evil / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = compare([evil], quiet).studies[0]
    html = page.render(found, [], [])
    assert "alert(1)" in html
    assert "<script" not in html


def test_two_studies_are_told_side_by_side(folder: Path, tmp_path: Path) -> None:
    other = study(tmp_path / "other", effect=0.02)
    both = compare([folder, other], quiet)
    assert "share 2 policies" in both.words
    assert both.beside is not None
    assert {"mean_a", "mean_b", "differ"} <= set(both.beside.table)
    assert "beside_another_study" in [
        drawing.name for drawing in drawings(both.studies[0], both.beside)
    ]


def test_a_study_of_a_few_weeks_in_one_run_is_compared_at_its_end(tmp_path: Path) -> None:
    short = study(tmp_path / "short", draws=1, replicates=1, dates=6, null_arm=False)
    comparison = compare([short], quiet)
    assert [drawing.name for drawing in drawings(comparison.studies[0])]
    assert comparison.studies[0].years == pytest.approx(20 / 52, abs=0.01)
    assert "no null arm" in comparison.words


def test_contrasts_stay_within_a_case(tmp_path: Path) -> None:
    cases = study(tmp_path / "cases", cases=("with", "without"), draws=2, replicates=2)
    found = compare([cases], quiet)
    assert "[with]" in found.words
    assert "[without]" in found.words
    assert set(found.studies[0].contrasts.case) == {"with", "without"}


def test_a_folder_without_results_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no results"):
        compare([tmp_path], quiet)


def test_a_format_of_tomorrow_is_bad_input(tmp_path: Path) -> None:
    newer = study(tmp_path / "newer", draws=1, replicates=1)
    manifest = json.loads((newer / "manifest.json").read_text(encoding="utf-8"))
    (newer / "manifest.json").write_text(json.dumps(manifest | {"format": 99}), encoding="utf-8")
    with pytest.raises(BadInput, match="format"):
        compare([newer], quiet)


def test_damaged_rows_are_told_by_name(tmp_path: Path) -> None:
    torn = study(tmp_path / "torn", draws=1, replicates=1)
    part = next((torn / "rows").glob("countries-*"))
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(MachineTrouble, match=part.name):
        compare([torn], quiet)


def test_a_study_that_has_not_run_is_bad_input(tmp_path: Path) -> None:
    empty = study(tmp_path / "empty", draws=1, replicates=1)
    for part in (empty / "rows").iterdir():
        part.unlink()
    with pytest.raises(BadInput, match="has not run"):
        compare([empty], quiet)
