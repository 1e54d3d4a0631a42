"""What decides the claims: verdicts from two ends, and whether the ledger tells what was run."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import claims
import ends
import numpy as np
import pytest
from claims import End, Turn

from politeia.evidence.book import load_book
from politeia.evidence.schema import Claim, Contrast
from politeia.scenario.study import SWITCHES

CONTRAST = Contrast(policy="visa_bans", outcome="durability", actor="BLR", year=5)
ASKED = ends.Asked("C17", "elites.listed_split", CONTRAST)
POLICIES = Contrast(policy="visa_bans", against="calls_only", outcome="gdp", actor="BLR", year=1)


@cache
def ledger() -> dict[str, Claim]:
    return dict(load_book().claims)


@cache
def committed() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((claims.FOLDER / "claims.json").read_text("utf-8"))
    return told


def turn(low: tuple[float, float], high: tuple[float, float], shift_error: float = 0.1) -> Turn:
    """Return a turn of two ends, each a mean and its error."""
    left, right = (End(0.0, mean, error, float(mean != 0.0)) for mean, error in (low, high))
    return Turn(ASKED, left, right, End(1.0, right.mean - left.mean, shift_error, 1.0))


def test_opposite_signs_beyond_error_leave_a_claim_open() -> None:
    assert turn((-1.0, 0.2), (1.0, 0.2)).verdict == "open"


def test_opposite_signs_within_error_need_one_sure_end_or_ends_far_apart() -> None:
    assert turn((-0.3, 0.2), (1.0, 0.2), shift_error=2.0).verdict == "open within error"
    assert turn((-0.3, 0.2), (0.3, 0.2)).verdict == "open within error"
    assert turn((-0.3, 0.2), (0.3, 0.2), shift_error=0.5).verdict == "structural"


def test_one_sign_at_both_ends_is_structural_however_far_apart_they_are() -> None:
    assert turn((0.1, 0.01), (9.0, 0.01)).verdict == "structural"


def test_an_effect_that_vanishes_at_one_end_is_there_or_not() -> None:
    assert turn((0.0, 0.0), (1.0, 0.1)).verdict == "there or not"
    assert turn((0.0, 0.0), (0.1, 0.1)).verdict == "structural"


def test_particles_of_one_past_add_nothing_to_what_is_independent() -> None:
    of_pasts = np.sin(np.arange(ends.PASTS) ** 2.0)
    end = claims.told(0.0, np.repeat(of_pasts, ends.PARTICLES))
    assert end.error == pytest.approx(of_pasts.std(ddof=1) / np.sqrt(ends.PASTS))


def test_a_difference_of_rounding_moves_nobody() -> None:
    level = np.full(ends.RUNS, 0.5)
    assert claims.told(0.0, claims.difference("repression", level + 1e-8, level)).sign == "0"


def test_any_four_open_rivals_meet_in_every_combination_and_fixed_ones_stay() -> None:
    case = ends.study_named("documents").cases[0]
    held = ends.rivals(case)
    pasts = np.stack([held[name] for name in SWITCHES])[:, :: ends.PARTICLES]
    for left_out in range(len(SWITCHES)):
        assert len(np.unique(np.delete(pasts, left_out, axis=0), axis=1).T) == ends.PASTS
    fixed = case.model_copy(update={"switches": {**case.switches, "patron_offset": "on"}})
    assert ends.rivals(fixed)["patron_offset"].all()


def test_a_rival_hypothesis_is_off_at_its_low_end_and_on_at_its_high_end() -> None:
    one = ends.Asked("C26", "switches.patron_offset", CONTRAST)
    settings = [one.sides(end)[0].setting.switches["patron_offset"] for end in (0, 1)]
    assert settings == ["off", "on"]


def test_both_sides_have_the_parameter_at_the_same_end_whatever_their_case_sets() -> None:
    spread = Contrast(
        study="copied_repression",
        case="levels_travel",
        against="as_is",
        outcome="repression",
        actor="BLR",
        year=5,
    )
    one = ends.Asked("C19", "toolkit.contagion", spread)
    for end in (0, 1):
        left, right = (arm.setting.set["toolkit.contagion"] for arm in one.sides(end))
        point = ends.ends_of(ends.study_named("copied_repression"), "toolkit.contagion")[end]
        assert left == right == point


def test_a_study_that_branches_early_is_asked_at_the_ends_of_what_was_known() -> None:
    early = ends.study_named("credit_of_2020")
    assert early.branch == date(2020, 8, 3)
    now = ends.ends_of(ends.study_named("documents"), "support.offset")
    assert ends.ends_of(early, "support.offset") != now


def test_two_policies_are_compared_by_point_of_cost_and_one_with_the_baseline_is_not() -> None:
    assert ends.Asked("C12", "evasion.top", POLICIES).by_cost
    assert not ASKED.by_cost


def test_arms_live_together_with_the_same_mechanisms_and_no_longer_than_they_are_read() -> None:
    chosen = [one for one in claims.asked_of(ledger()) if one.claim in {"C9", "C35", "C36"}]
    for arms, looks in ends.batches(chosen, 3):
        off = {tuple(n for n, on in arm.setting.mechanisms.items() if not on) for arm in arms}
        assert len(off) == len({arm.study for arm in arms}) == 1
        assert len(arms) <= 3
        for arm in arms:
            read = {look for one in chosen if arm in one.arms() for look in one.looks}
            assert max(look.year for look in read) == max(look.year for look in looks)


def test_every_claim_that_a_parameter_decides_says_how_that_is_measured() -> None:
    assert not [name for name, one in ledger().items() if one.decides and one.contrast is None]


def test_the_committed_run_has_every_parameter_of_every_claim_and_no_other() -> None:
    asked = {(one.claim, one.parameter): one.contrast for one in claims.asked_of(ledger())}
    ran = {
        (row["claim"], row["parameter"]): Contrast(**row["contrast"]) for row in committed()["rows"]
    }
    assert ran == asked


def test_a_claim_is_said_to_be_decided_only_where_the_committed_run_turns_it() -> None:
    for row in committed()["rows"]:
        decides = row["parameter"] in ledger()[row["claim"]].decides
        assert decides == (row["verdict"] != "structural"), (row["claim"], row["parameter"])


def test_a_claim_that_is_not_open_beyond_error_tells_the_doubt() -> None:
    for name, verdict in committed()["claims"].items():
        doubtful = verdict in {"open within error", "there or not"}
        assert (ledger()[name].doubt is not None) == doubtful, name


def test_a_claim_that_was_run_and_did_not_turn_is_called_structural() -> None:
    for name, verdict in committed()["claims"].items():
        if verdict == "structural":
            assert (ledger()[name].undecided or "").startswith("structural sign"), name


def test_the_committed_page_tells_the_committed_run_and_the_ledger_as_it_stands() -> None:
    page = (claims.FOLDER / "claims.md").read_text("utf-8")
    assert page == claims.page(committed(), ledger())
