"""A history's numbers depend on its own unit alone: not on neighbours, order, hash or copy."""

from __future__ import annotations

import copy
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small_worlds import at_branch, everything, lived, pasts, study, units

from politeia import kernel, lives
from politeia.chance import Luck, binomial_quantile, key_of_life, poisson_quantile
from politeia.experiment.jobs import FutureJob, PastJob, Unit
from politeia.model import Politeia
from politeia.quantity import Floats
from politeia.scenario.study import Study
from politeia.state import read

WORLDS = ("tutorial", "lakeland")
ASKED = {"tutorial": "words", "lakeland": "the_enabler"}
KEYS = ["policy", "case", "point", "draw", "replicate"]
luck = st.floats(1e-9, 1.0 - 1e-9)


def of_unit(rows: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Return the rows of one unit."""
    mine = (rows[KEYS] == [getattr(unit, key) for key in KEYS]).all(axis=1)
    return rows[mine].reset_index(drop=True)


def founded(name: str, draws: list[int]) -> Politeia:
    """Return a model at the start of the world, one history a draw."""
    told = study(name)
    keys = [key_of_life(told.seed, draw, 0, "past") for draw in draws]
    return lives.founded(told, told.cases[0], draws, keys, told.seed)


# A unit alone and among others


@pytest.mark.parametrize("name", WORLDS)
def test_a_unit_alone_and_among_others_gives_the_same_rows(name: str) -> None:
    policies = ["baseline", "sectors", "placebo", ASKED[name], "baseline_other_luck"]
    everyone = units(name, policies)
    batch = [*everyone[::2], *everyone[1::4]]
    assert len(batch) > 7
    together = lived(name, batch)
    for unit in (batch[0], batch[3], batch[-1]):
        for alone, among in zip(lived(name, [unit]), together, strict=True):
            pd.testing.assert_frame_equal(alone, of_unit(among, unit), check_exact=True)


def test_a_unit_alone_and_in_a_full_batch_gives_the_same_rows(tmp_path: Path) -> None:
    told = study("tutorial").sized(draws=8, replicates=4, horizon=8)
    job = PastJob(told.to_manifest(), tuple(range(8)), told.seed, str(tmp_path))
    states = dict(enumerate(lives.live_pasts(job).paths))
    case = told.cases[0].name
    full = tuple(
        Unit(draw, case, policy, 0, replicate)
        for draw in range(8)
        for policy in ("baseline", "placebo", "sectors", "words")
        for replicate in range(4)
    )
    assert len(full) == 128
    chosen = (full[0], full[57], full[-1])
    table = rows_of(told, full, states)
    for unit in chosen:
        alone = rows_of(told, (unit,), states)
        pd.testing.assert_frame_equal(alone, of_unit(table, unit), check_exact=True)


def rows_of(told: Study, chosen: tuple[Unit, ...], states: dict[int, str]) -> pd.DataFrame:
    """Return the rows of countries of some units of a study."""
    job = FutureJob(told.to_manifest(), chosen, told.seed, states, "")
    return pd.DataFrame(lives.live_futures(job).countries)


@pytest.mark.parametrize("name", WORLDS)
def test_a_past_alone_and_among_others_ends_in_the_same_state(name: str, tmp_path: Path) -> None:
    told = study(name)
    alone = lives.live_pasts(PastJob(told.to_manifest(), (1,), told.seed, str(tmp_path)))
    one, among = read(Path(alone.paths[0])), read(Path(pasts(name)[1]))
    assert one.keys() == among.keys()
    assert all(np.array_equal(one[part], among[part]) for part in one)


@pytest.mark.parametrize("name", WORLDS)
def test_the_placebo_differs_from_the_baseline_by_exactly_nothing(name: str) -> None:
    for rows in lived(name, units(name, ["baseline", "placebo"])):
        base, placebo = (
            rows[rows.policy == policy].drop(columns="policy").reset_index(drop=True)
            for policy in ("baseline", "placebo")
        )
        pd.testing.assert_frame_equal(base, placebo, check_exact=True)


def test_the_lakes_placebo_passes_conditions_and_ramps() -> None:
    moves = study("lakeland").policy("placebo").levers
    assert {move.to for move in moves} == {0.0}
    assert sum(move.when is not None for move in moves) >= 2
    assert any(move.over > 0 for move in moves)


def test_other_policies_of_the_lake_do_move_its_rows() -> None:
    rows, actors = lived("lakeland", units("lakeland", ["baseline", "sectors", "the_enabler"]))
    for policy in ("sectors", "the_enabler"):
        base = rows[rows.policy == "baseline"]["sponsor_support"].to_numpy()
        moved = rows[rows.policy == policy]["sponsor_support"].to_numpy()
        assert not np.array_equal(base, moved)
    assert actors.loc[actors.policy == "sectors", "political_cost"].max() > 0.0


# Copies


@settings(deadline=None, max_examples=4)
@given(name=st.sampled_from(WORLDS), week=st.integers(0, 60), more=st.integers(1, 4))
def test_a_copy_made_before_the_branch_goes_on_like_the_original(
    name: str, week: int, more: int
) -> None:
    model = founded(name, [0, 1])
    for _ in range(week):
        model.step()
    other = copy.deepcopy(model)
    for one in (model, other):
        for _ in range(more):
            one.step()
    goes_alike(model, other)


@settings(deadline=None, max_examples=4)
@given(name=st.sampled_from(WORLDS), week=st.integers(0, 20), more=st.integers(1, 6))
def test_a_copy_made_after_the_branch_goes_on_like_the_original(
    name: str, week: int, more: int
) -> None:
    model = at_branch(name, units(name, ["sectors", ASKED[name]])[:5])
    for _ in range(week):
        model.step()
    other = copy.deepcopy(model)
    for _ in range(more):
        model.step()
    for _ in range(more):
        other.step()
    goes_alike(model, other)


def goes_alike(model: Politeia, other: Politeia) -> None:
    """Check that two models stand in the same week and state and share nothing that changes."""
    assert other.week == model.week
    mine, theirs = everything(model), everything(other)
    assert all(np.array_equal(mine[part], theirs[part]) for part in mine)
    assert set(model.agents).isdisjoint(other.agents)
    pairs = zip(model.everyone(), other.everyone(), strict=True)
    assert not any(np.shares_memory(one.rows, another.rows) for one, another in pairs)


def test_two_models_in_one_process_do_not_disturb_each_other() -> None:
    first, second = founded("lakeland", [0]), founded("lakeland", [1])
    alone = founded("lakeland", [0])
    for _ in range(26):
        first.step()
        second.step()
    for _ in range(26):
        alone.step()
    mine, theirs = everything(first), everything(alone)
    assert all(np.array_equal(mine[part], theirs[part]) for part in mine)


# Hash seeds

DIGEST = """
import hashlib, pandas
from small_worlds import lived, units
seal = hashlib.sha256()
for table in lived("lakeland", units("lakeland", ["baseline", "the_enabler"])):
    seal.update(",".join(table.columns).encode())
    seal.update(pandas.util.hash_pandas_object(table).to_numpy().tobytes())
print(seal.hexdigest())
"""


def test_two_hash_seeds_give_the_same_rows() -> None:
    at_work = []
    for seed in ("1", "987"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        call = [sys.executable, "-c", DIGEST]
        at_work.append(subprocess.Popen(call, env=env, stdout=subprocess.PIPE, text=True))
    told = [process.communicate()[0].strip() for process in at_work]
    assert [process.returncode for process in at_work] == [0, 0]
    assert len(told[0]) == 64
    assert told[0] == told[1]


# Chance

OTHER = {
    "draw": (key_of_life(1, 1, 0, "future"), "mood", 100),
    "replicate": (key_of_life(1, 0, 1, "future"), "mood", 100),
    "seed": (key_of_life(2, 0, 0, "future"), "mood", 100),
    "stage": (key_of_life(1, 0, 0, "past"), "mood", 100),
    "purpose": (key_of_life(1, 0, 0, "future"), "growth", 100),
    "week": (key_of_life(1, 0, 0, "future"), "mood", 101),
}


@pytest.mark.parametrize("differs", OTHER)
def test_two_keys_of_chance_are_independent(differs: str) -> None:
    one = Luck(np.array([key_of_life(1, 0, 0, "future")])).uniforms("mood", 100, 20_000)[:, 0]
    key, purpose, week = OTHER[differs]
    other = Luck(np.array([key])).uniforms(purpose, week, 20_000)[:, 0]
    check_independent(one, other)


def test_the_luck_of_two_actors_is_independent() -> None:
    whole = Luck(np.array([key_of_life(1, 0, 0, "future")]))
    one, other = (whole.of(name).uniforms("mood", 7, 20_000)[:, 0] for name in ("a/X", "a/Y"))
    check_independent(one, other)


def test_the_luck_of_neighbouring_weeks_and_lives_is_independent() -> None:
    keys = np.array([key_of_life(1, 0, life, "future") for life in range(50)])
    drawn = np.array([Luck(keys).uniform("deaths", week) for week in range(400)])
    check_independent(drawn[:-1].ravel(), drawn[1:].ravel())
    check_independent(drawn[:, :-1].ravel(), drawn[:, 1:].ravel())
    assert stats.kstest(drawn.ravel(), "uniform").pvalue > 1e-3


def check_independent(one: Floats, other: Floats) -> None:
    """Check that two samples of uniforms neither correlate nor crowd in any cell of a grid."""
    pairs = ((one, other), (np.abs(one - 0.5), np.abs(other - 0.5)), (one * 16 % 1, other * 16 % 1))
    for bent, also in pairs:
        assert abs(np.corrcoef(bent, also)[0, 1]) < 4.5 / np.sqrt(len(one))
    cells, *_ = np.histogram2d(one, other, bins=8, range=[[0, 1], [0, 1]])
    assert stats.chisquare(cells.ravel()).pvalue > 1e-4


def test_weekly_counts_of_two_keys_never_run_in_step() -> None:
    """Counters combined with keys but not hashed would give one key another's weeks, reordered.

    Then the totals of two keys over an aligned block of weeks would be the same.
    """
    keys = np.array([key_of_life(1, draw, 0, "future") for draw in range(64)])
    mean, weeks = np.full(len(keys), 3.0), range(640)
    drawn = np.array([Luck(keys).uniform("cases", week) for week in weeks])
    assert len(np.unique(drawn)) == drawn.size
    counts = np.array([Luck(keys).poisson("cases", week, mean) for week in weeks])
    for block in (16, 64, 128):
        totals = counts.reshape(-1, block, len(keys)).sum(axis=1)
        spread = totals.var(axis=1, ddof=1) / (3.0 * block)
        assert 0.8 < spread.mean() < 1.25
        assert spread.min() > 0.3


@settings(deadline=None, max_examples=200)
@given(mean=st.floats(1e-6, 399), u=luck)
def test_a_poisson_count_is_the_quantile_of_scipy(mean: float, u: float) -> None:
    count = poisson_quantile(mean, u)
    assert stats.poisson.cdf(count, mean) >= u - 1e-12
    assert stats.poisson.cdf(count - 1, mean) <= u + 1e-12


@settings(deadline=None, max_examples=200)
@given(trials=st.integers(0, 2000), share=st.floats(0, 1), u=luck)
def test_a_binomial_count_is_the_quantile_of_scipy(trials: int, share: float, u: float) -> None:
    count = binomial_quantile(float(trials), share, u)
    assert 0 <= count <= trials
    slack = 1e-11 if trials * min(share, 1 - share) < 400 else 2e-3
    assert stats.binom.cdf(count, trials, share) >= u - slack
    assert stats.binom.cdf(count - 1, trials, share) <= u + slack


@settings(deadline=None, max_examples=200)
@given(mean=st.floats(400, 1e8), u=luck)
def test_a_large_count_errs_by_one_person_at_most(mean: float, u: float) -> None:
    assert abs(poisson_quantile(mean, u) - stats.poisson.ppf(u, mean)) <= 1.0
    trials = np.ceil(mean * 3)
    assert abs(binomial_quantile(trials, 1 / 3, u) - stats.binom.ppf(u, trials, 1 / 3)) <= 1.0


@settings(deadline=None, max_examples=100)
@given(start=st.floats(0, 900), u=luck, trials=st.integers(1, 20_000))
def test_with_the_same_luck_a_larger_mean_never_gives_a_smaller_count(
    start: float, u: float, trials: int
) -> None:
    means = start + np.linspace(0, 3, 40)
    assert (np.diff([poisson_quantile(mean, u) for mean in means]) >= 0).all()
    shares = np.minimum(means / trials, 1.0)
    counts = [binomial_quantile(float(trials), share, u) for share in shares]
    assert (np.diff(counts) >= 0).all()


# The compiled functions and their cache


@pytest.mark.parametrize("edited", kernel.SOURCES)
def test_an_edit_of_any_compiled_source_opens_a_new_cache(edited: str, tmp_path: Path) -> None:
    for source in kernel.SOURCES:
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(kernel.PACKAGE / source, tmp_path / source)
    before = kernel.digest_of_sources(package=tmp_path)
    assert before == kernel.digest_of_sources()
    text = (tmp_path / edited).read_text()
    (tmp_path / edited).write_text(text + "\n# other arithmetic\n")
    assert kernel.digest_of_sources(package=tmp_path) != before


def test_every_module_with_compiled_functions_is_in_the_digest() -> None:
    compiled = {
        str(path.relative_to(kernel.PACKAGE))
        for path in kernel.PACKAGE.rglob("*.py")
        if re.search(r"^ *(@kernel\(|import numba|from numba)", path.read_text(), re.MULTILINE)
    }
    assert compiled - {"kernel.py"} <= set(kernel.SOURCES)


def test_where_no_cache_can_be_written_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert kernel.cache_folder() is None


def test_without_a_cache_the_functions_are_compiled_anew_and_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "file" / "below")}
    asked = "from politeia.chance import poisson_quantile; print(poisson_quantile(3.0, 0.5))"
    done = subprocess.run(
        [sys.executable, "-c", asked], env=env, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "3.0"
