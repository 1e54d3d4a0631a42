"""Chosen mixes of levers as policies of a study, so that real runs test what was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from politeia.analysis.lived import CannotAnalyse
from politeia.analysis.portfolio import Arms, Mix, key_of

ALWAYS = ("baseline", "placebo")


def mixed_study(study: Mapping[str, Any], found: Arms, mixes: Sequence[Mix]) -> dict[str, Any]:
    """Return the study with the given mixes for its policies, each named ``mix_1``, ``mix_2``, ...

    Draws, replicates, seed and cases are the study's own, so that the mixes branch from the pasts
    that it had.

    Raises:
        CannotAnalyse: when the manifest holds no whole study.
    """
    moves = {
        key_of(move): move for policy in study["policies"] for move in policy.get("levers") or ()
    }
    kept = [policy for policy in study["policies"] if policy["name"] in ALWAYS]
    if not kept or "world" not in study:
        raise CannotAnalyse("the manifest holds no whole study that mixes could be run in")
    lines = [_policy(f"mix_{place}", mix, found, moves) for place, mix in enumerate(mixes, 1)]
    changed = {"name": f"{study['name']}_mixes", "policies": [*kept, *lines]}
    return {**{key: value for key, value in study.items() if key != "design"}, **changed}


def _policy(
    name: str, mix: Mix, found: Arms, moves: Mapping[Any, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return a mix as a policy of a manifest."""
    levers = [
        {**moves[key], "to": share * most}
        for dimension, share in zip(found.dimensions, mix.intensity, strict=True)
        for key, most in zip(dimension.keys, dimension.most, strict=True)
        if share > 0.0
    ]
    return {
        "kind": "policy",
        "name": name,
        "title": f"Mix for {mix.budget:.3g} points",
        "stance": "none",
        "acts": "democracies",
        "levers": levers,
    }
