"""Claims about the filter of the pasts: what weighs, who is copied, and whom a draw may know."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lakes
from politeia import filter as sieve
from politeia import lives, state
from politeia.chance import key_of_life
from politeia.experiment.jobs import PastJob, PastReport
from politeia.filter import Filter
from politeia.scenario.filter import Record
from politeia.scenario.study import Study

PARTICLES = 6


def record(**said: object) -> Record:
    """Return a record of civic repression in Aldmoor; ``said`` changes it."""
    usual = {
        "country": "QLA",
        "date": date(2018, 7, 30),
        "observable": "repression_civic",
        "value": 0.6,
        "scale": "linear",
        "source": "assumption",
        "why": "invented",
    }
    return Record.model_validate({**usual, **said})


RECORDS = (
    record(observable="turnout_peak", since=date(2018, 6, 4), value=0.01, scale="log"),
    record(observable="prisoners_recognised", value=120, scale="log", sd=0.2),
    record(country="QLB", date=date(2018, 12, 3), observable="detentions_sum",
           since=date(2018, 10, 29), value=900, scale="log"),
)  # fmt: skip


@cache
def study() -> Study:
    """Return the lake with three records, briefly lived."""
    told = lakes.study().sized(draws=3, particles=PARTICLES)
    return told.model_copy(update={"filter": RECORDS, "branch": date(2018, 12, 31)})


@cache
def pasts(draws: tuple[int, ...]) -> PastReport:
    """Return the pasts of some draws lived in one batch."""
    return lives.live_pasts(PastJob(study().to_manifest(), draws, study().seed, mkdtemp()))


@pytest.mark.parametrize("scale", ["linear", "log", "logit", "at_most"])
def test_a_particle_near_the_record_weighs_more(scale: str) -> None:
    weights = sieve.log_weight(record(scale=scale, sd=0.2), np.array([0.6, 0.7, 0.9]))
    assert weights[0] == 0.0
    assert weights[0] > weights[1] > weights[2] >= sieve.WORST


def test_what_must_stay_below_weighs_nothing_while_it_does() -> None:
    quiet = record(scale="at_most", value=0.5)
    assert (sieve.log_weight(quiet, np.array([0.0, 0.2, 0.5])) == 0.0).all()


def test_a_particle_that_is_nowhere_near_keeps_its_draw_alive() -> None:
    assert sieve.log_weight(record(scale="log"), np.array([1e-30]))[0] == sieve.WORST


weights = st.lists(st.floats(1e-6, 1.0), min_size=2, max_size=40)


@given(raw=weights, start=st.floats(0.0, 1.0, exclude_max=True))
@settings(deadline=None)
def test_resampling_keeps_each_as_often_as_it_weighs(raw: list[float], start: float) -> None:
    shares = np.array(raw) / np.sum(raw)
    picked = sieve.systematic(shares, start)
    counts = np.bincount(picked, minlength=len(shares))
    assert counts.sum() == len(shares)
    assert (np.abs(counts - len(shares) * shares) < 1.0 + 1e-6).all()


def test_a_draw_has_the_same_past_alone_and_among_others() -> None:
    among, alone = pasts((0, 1, 2)), pasts((1,))
    assert alone.log_likelihood[0] == among.log_likelihood[1]
    assert alone.effective_number[0] == among.effective_number[1]
    assert alone.inside[0] == among.inside[1]
    one, other = state.read(Path(alone.paths[0])), state.read(Path(among.paths[1]))
    assert one.keys() == other.keys()
    for name, held in one.items():
        np.testing.assert_array_equal(held, other[name], err_msg=name)


def test_the_filter_was_at_work_in_these_pasts() -> None:
    report = pasts((0, 1, 2))
    assert min(report.effective_number) < 0.5 * PARTICLES
    assert all(likelihood < 0.0 for likelihood in report.log_likelihood)
    assert all(0.0 <= share <= 1.0 for share in report.inside)


def test_only_the_country_and_the_draw_that_are_resampled_change() -> None:
    draws = [draw for draw in range(3) for _ in range(PARTICLES)]
    keys = [key_of_life(1, draw, number, "past") for number, draw in enumerate(draws)]
    model = lives.founded(study(), study().cases[0], draws, keys, 1)
    kept = Filter(model, RECORDS, 3)
    for _ in range(30):
        model.step_until(kept.note)
    before = [country.courts.rows.copy() for country in model.countries]
    kept.weights["QLA"][1] = np.eye(PARTICLES)[2]
    kept.resample("QLA", np.array([False, True, False]))
    after = [country.courts.rows for country in model.countries]
    here = slice(PARTICLES, 2 * PARTICLES)
    others = np.delete(np.arange(model.runs), np.r_[here])
    np.testing.assert_array_equal(after[1], before[1])
    np.testing.assert_array_equal(after[0][:, others], before[0][:, others])
    chosen = before[0][:, [PARTICLES + 2]]
    np.testing.assert_array_equal(after[0][:, here], np.repeat(chosen, PARTICLES, axis=1))
    np.testing.assert_allclose(kept.weights["QLA"][1], 1.0 / PARTICLES)
