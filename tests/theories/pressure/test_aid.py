"""Claims about aid: bursts of promises, an even flow of deliveries, nothing lost."""

from __future__ import annotations

import numpy as np
from central_blocks import a, central
from hypothesis import given, settings
from hypothesis import strategies as st

from politeia.theories.pressure import aid
from politeia.theories.pressure.aid import Aid

YEAR = 365.25 / 7
amount = st.floats(0.0, 0.05)


@given(pipeline=amount, committed=amount, flow=amount, dt=st.sampled_from([1.0, 1 / 7]))
@settings(deadline=None)
def test_what_is_promised_is_given_or_still_in_the_pipeline(
    pipeline: float, committed: float, flow: float, dt: float
) -> None:
    p = central(Aid)
    after = aid.pipeline_after(p, a(pipeline), a(committed), a(flow), dt)
    given_now = aid.given(a(pipeline), a(committed), a(flow), after, dt) * dt / YEAR
    assert after[0] >= 0
    np.testing.assert_allclose(
        after + given_now, pipeline + committed + flow * dt / YEAR, rtol=1e-9, atol=1e-15
    )


def test_a_standing_flow_is_given_as_it_is_promised_in_the_end() -> None:
    p = central(Aid)
    pipeline = a(0)
    for _ in range(1000):
        before, pipeline = pipeline, aid.pipeline_after(p, pipeline, a(0), a(0.002), 1)
    np.testing.assert_allclose(aid.given(before, a(0), a(0.002), pipeline, 1), 0.002, rtol=1e-3)


def test_allocations_are_smoother_than_commitments() -> None:
    p = central(Aid)
    pipeline, promises, gifts = a(0.002), [], []
    for week in range(260):
        committed = a(0.001) if week % 13 == 0 else a(0)
        after = aid.pipeline_after(p, pipeline, committed, a(0), 1)
        gifts.append(aid.given(pipeline, committed, a(0), after, 1)[0])
        promises.append(committed[0])
        pipeline = after
    assert np.std(gifts) / np.mean(gifts) < 0.25 * np.std(promises) / np.mean(promises)


def test_nobody_promises_without_attention_unity_or_a_free_legislature() -> None:
    p = central(Aid)
    assert aid.commitment_hazard(p, a(0), a(1), a(0))[0] == 0
    assert aid.commitment_hazard(p, a(1), a(0), a(0))[0] == 0
    assert aid.commitment_hazard(p, a(1), a(1), a(1))[0] == 0


def test_the_mean_of_commitments_is_attention_support_pace_and_budget() -> None:
    p = central(Aid)
    luck = np.linspace(-6, 6, 4001)
    density = np.exp(-0.5 * luck * luck)
    sizes = aid.commitment_size(p, a(0.5), luck)
    mean = float((sizes * density).sum() / density.sum())
    pace = float(aid.commitment_hazard(p, a(0.8), a(0.9), a(0))[0])
    np.testing.assert_allclose(pace * mean, 0.8 * 0.9 * 0.5 * p.budget[0], rtol=1e-3)


def test_a_block_ends_sooner_than_it_comes() -> None:
    p = central(Aid)
    assert aid.block_hazard(p, a(1))[0] > aid.block_hazard(p, a(0))[0] > 0
