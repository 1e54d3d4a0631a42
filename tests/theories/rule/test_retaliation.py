"""Claims about rally, hope and retaliation."""

from __future__ import annotations

import numpy as np
import pytest
from rows import row
from rule_medians import at_medians

from politeia.calendar import WEEKS_PER_YEAR
from politeia.theories.rule import retaliation
from politeia.theories.rule.retaliation import Retaliation

none, whole, both = row(0.0), row(1.0), row(0.5)


def rallied(p: Retaliation, step: float, media: float = 0.7, switch: float = 0.5) -> float:
    """Return the rally right after a step."""
    args = (none, row(step), row(media), none, row(switch))
    return float(retaliation.rally_after(p, *args, 1.0)[0])


def hoped(p: Retaliation, step: float, tied: float = 1.0, switch: float = 0.5) -> float:
    """Return the hope right after a step."""
    args = (none, row(step), none, row(tied), row(0.5), none, row(switch))
    return float(retaliation.hope_after(p, *args, 1.0)[0])


def test_a_step_rallies_more_where_state_media_reach_everybody() -> None:
    p = at_medians(Retaliation)
    assert rallied(p, 0.2, media=1.0) > rallied(p, 0.2, media=0.5) > 0.0
    assert rallied(p, 0.0) == 0.0


def test_a_step_gives_hope_only_where_it_is_tied_to_rights() -> None:
    p = at_medians(Retaliation)
    assert hoped(p, 0.2) > 0.0
    assert hoped(p, 0.2, tied=0.0) == 0.0


def test_names_give_hope_as_sectors_do() -> None:
    p = at_medians(Retaliation)
    named = retaliation.hope_after(p, none, none, row(40.0), whole, row(0.5), none, both, 1.0)
    assert named > 0.0


def test_the_switch_leaves_one_of_the_rivals_or_both() -> None:
    p = at_medians(Retaliation)
    assert hoped(p, 0.2, switch=1.0) == 0.0
    assert rallied(p, 0.2, switch=0.0) == 0.0
    assert rallied(p, 0.2, switch=1.0) == rallied(p, 0.2, switch=0.5)
    assert hoped(p, 0.2, switch=0.0) == hoped(p, 0.2, switch=0.5)


def test_a_rally_halves_in_its_half_life_and_so_does_hope() -> None:
    p = at_medians(Retaliation)
    weeks = float(p.rally_half_life[0])
    left = retaliation.rally_after(p, row(0.04), none, whole, none, both, weeks)
    assert left == pytest.approx(0.02)
    weeks = float(p.hope_half_life[0])
    still = retaliation.hope_after(p, row(0.04), none, none, none, whole, none, both, weeks)
    assert still == pytest.approx(0.02)


def test_hardship_wears_a_rally_down_but_not_below_nothing() -> None:
    p = at_medians(Retaliation)
    assert retaliation.rally_after(p, row(0.05), none, whole, row(0.3), both, 8.0) < (
        retaliation.rally_after(p, row(0.05), none, whole, none, both, 8.0)
    )
    assert retaliation.rally_after(p, none, none, whole, row(0.5), both, 52.0) == 0.0


def test_a_rally_for_show_changes_no_mind() -> None:
    assert retaliation.rally_shift(at_medians(Retaliation, insincere=1.0), row(0.05)) == 0.0
    assert retaliation.rally_shift(at_medians(Retaliation), row(0.05)) < 0.0


def test_a_small_step_is_let_pass_and_a_sectoral_one_answered_within_two_months() -> None:
    p = at_medians(Retaliation)

    def answered(step: float) -> float:
        sting, risk = row(step), 0.0
        for _ in range(9):
            rate = retaliation.retaliation_hazard(p, sting, both, none)
            risk += float(rate[0]) / WEEKS_PER_YEAR
            sting = retaliation.sting_after(p, sting, none, 1.0)
        return 1.0 - float(np.exp(-risk))

    assert answered(0.05) == 0.0
    assert 0.6 < answered(0.2) < 0.97


def test_a_backed_ruler_may_answer_more_readily() -> None:
    p = at_medians(Retaliation)
    sting = row(0.2)
    assert retaliation.retaliation_hazard(p, sting, whole, none) > (
        retaliation.retaliation_hazard(p, sting, none, none)
    )


@pytest.mark.parametrize("sign", [-0.1, 0.1])
def test_speech_may_move_hope_and_retaliation_either_way(sign: float) -> None:
    p = at_medians(Retaliation)
    told = retaliation.hope_after(p, none, none, none, whole, whole, row(sign), both, 1.0)
    assert np.sign(told) == np.sign(sign)
    rate = retaliation.retaliation_hazard(p, row(0.2), both, row(sign))
    assert np.sign(rate - retaliation.retaliation_hazard(p, row(0.2), both, none)) == np.sign(sign)


def test_without_a_border_no_migrants_are_sent_and_every_answer_can_come() -> None:
    runs = 1000
    p = at_medians(Retaliation, runs)
    luck = (np.arange(runs) + 0.5) / runs
    inland = retaliation.retaliation_choice(p, np.zeros(runs), np.ones(runs), luck)
    border = retaliation.retaliation_choice(p, np.ones(runs), np.ones(runs), luck)
    assert retaliation.MIGRANT_ROUTE not in inland
    assert set(border.tolist()) == set(range(5))


def test_hostages_are_taken_more_where_they_have_paid() -> None:
    runs = 1000
    p = at_medians(Retaliation, runs)
    luck = (np.arange(runs) + 0.5) / runs
    shares = [
        float(
            retaliation.chosen(
                retaliation.retaliation_choice(p, np.ones(runs), np.full(runs, paid), luck),
                np.ones(runs, dtype=np.bool_),
                retaliation.HOSTAGES,
            ).mean()
        )
        for paid in (0.0, 1.0)
    ]
    assert shares[0] < shares[1]
