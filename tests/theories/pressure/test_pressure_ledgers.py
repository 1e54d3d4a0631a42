"""The ledgers of pressure: one entry a parameter, the same unit, open signs left open."""

from __future__ import annotations

import pytest
from central_blocks import central, ledger

from politeia.quantity import Block
from politeia.theories.pressure import (
    aid,
    arrivals,
    attention,
    cost,
    engagement,
    evasion,
    membership,
    sanctions,
    speech,
)

BLOCKS: list[type[Block]] = [
    aid.Aid,
    arrivals.Arrivals,
    attention.Attention,
    cost.Cost,
    engagement.Engagement,
    evasion.Evasion,
    membership.Membership,
    sanctions.Sanctions,
    speech.Speech,
]
OPEN_SIGNS = {
    sanctions.Sanctions: ["conditional_effect"],
    speech.Speech: [
        "shaming_effect",
        "hope_effect",
        "retaliation_effect",
        "recognition_effect",
        "warning_effect",
        "courts_effect",
        "joint_effect",
    ],
    engagement.Engagement: [
        "intake_cut",
        "hostage_incentive",
        "opening_effect",
        "diversification",
    ],
    membership.Membership: ["condition_effect", "pulse", "spike"],
    arrivals.Arrivals: ["populist_gain", "integration_loss", "unity_effect"],
    attention.Attention: ["campaign_effect"],
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_parameter_has_one_entry_with_the_unit_of_the_code(kind: type[Block]) -> None:
    entries = ledger(kind)["parameters"]
    assert list(entries) == [declared.name for declared in kind.quantities]
    for declared in kind.quantities:
        assert entries[declared.name]["unit"] == declared.unit
        assert entries[declared.name]["meaning"] == declared.meaning


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_middle_of_every_prior_lies_inside_the_bounds(kind: type[Block]) -> None:
    assert list(central(kind).faults()) == []


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_entry_says_where_it_comes_from_and_why(kind: type[Block]) -> None:
    for entry in ledger(kind)["parameters"].values():
        assert entry["source"]
        assert entry["why"]
        assert entry["source"] != "assumption" or "known_from" not in entry


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in OPEN_SIGNS.items() for name in names]
)
def test_a_sign_that_the_literature_leaves_open_is_open(kind: type[Block], name: str) -> None:
    prior = ledger(kind)["parameters"][name]["prior"]
    normal, uniform = prior.get("normal"), prior.get("uniform")
    if normal:
        assert abs(normal["mean"]) < 1.6 * normal["sd"]
    else:
        assert uniform["low"] < 0 < uniform["high"]
