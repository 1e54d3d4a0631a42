"""What a study asks for, as units and batches."""

from __future__ import annotations

from fake_lives import study
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.arms import BASELINE, OTHER_LUCK, PLACEBO
from politeia.experiment import design


def test_a_study_with_a_policy_has_baseline_placebo_and_null_arm() -> None:
    assert design.policies(study()) == (BASELINE, PLACEBO, OTHER_LUCK, "speech")


def test_a_study_without_policies_lives_the_baseline_alone() -> None:
    assert design.policies(study(policies=[])) == (BASELINE,)


def test_more_draws_only_add_units_to_the_units_of_fewer_draws() -> None:
    few = set(design.plan(study(draws=3)).units)
    assert few < set(design.plan(study(draws=6)).units)


@settings(deadline=None, max_examples=50)
@given(draws=st.integers(1, 20), replicates=st.integers(1, 9), batch=st.integers(1, 130))
def test_every_unit_is_lived_once_in_the_same_order_whatever_the_batch(
    draws: int, replicates: int, batch: int
) -> None:
    asked = study(draws=draws, replicates=replicates)
    plan = design.plan(asked, batch)
    assert plan.units == design.plan(asked).units == tuple(sorted(set(plan.units)))
    assert len(plan.units) == draws * replicates * 4
    assert max(map(len, plan.batches)) <= batch


@settings(deadline=None, max_examples=50)
@given(draws=st.integers(1, 60), particles=st.integers(1, 300))
def test_the_particles_of_a_draw_stay_together(draws: int, particles: int) -> None:
    pasts = design.plan(study(draws=draws, particles=particles)).pasts
    assert [draw for block in pasts for draw in block] == list(range(draws))
    assert all(len(block) == 1 or len(block) * particles <= design.BATCH for block in pasts)


def test_parts_of_a_list_differ_in_size_by_one_at_most() -> None:
    sizes = {len(part) for part in design.even_parts(range(131), 128)}
    assert sizes == {65, 66}


def test_few_draws_or_few_replicates_make_a_preview() -> None:
    assert design.is_preview(study(draws=99, replicates=8))
    assert design.is_preview(study(draws=100, replicates=7))
    assert not design.is_preview(study(draws=100, replicates=8))


def test_a_first_look_is_never_larger_than_the_study() -> None:
    assert design.first_look(study(draws=100, nodes=2000)) == {
        "draws": 4,
        "replicates": 2,
        "particles": 2,
        "nodes": 500,
    }
    assert design.first_look(study())["draws"] == 4


def test_a_first_look_has_the_first_policies_and_what_they_are_held_against() -> None:
    asked = ["baseline", "placebo", *(f"p{number}" for number in range(30))]
    first = design.first_policies(asked)
    assert first[-6:] == ("p0", "p1", "p2", "p3", "p4", "p5")
    assert set(first[:-6]) == {BASELINE, PLACEBO, OTHER_LUCK}
