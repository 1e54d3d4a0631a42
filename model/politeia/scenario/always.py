"""The two policies of every study: nothing at all, and a lever that is moved by nothing."""

from __future__ import annotations

from datetime import date, timedelta

from politeia.arms import BASELINE, PLACEBO
from politeia.scenario.policy import Move, Policy
from politeia.scenario.world import World

_PLACEBO_LEVERS = ("sanctions.enforcement", "sanctions.coverage", "speech.shaming")


def baseline() -> Policy:
    """Return the policy that moves nothing: the rules alone."""
    return Policy(name=BASELINE, title="Rules alone", stance="none", acts="none")


def placebo(world: World, branch: date) -> Policy:
    """Return the policy that passes the whole path of a lever and moves it by 0.

    It has a schedule, a ramp, an end, a condition and a cost like any other, so that a difference
    to the baseline is a fault of the model.
    """
    senders, regimes = tuple(world.senders), tuple(world.regimes)
    start = branch + timedelta(weeks=4)
    moves = tuple(
        Move(
            moves=lever,
            by=senders,
            on=regimes,
            to=0.0,
            start=start,
            over=12,
            until=start + timedelta(weeks=104),
            when=f"repression({regimes[0]}) >= 0 and week >= 0",
        )
        for lever in _PLACEBO_LEVERS
        if senders
    )
    title = "A lever moved by nothing"
    return Policy(name=PLACEBO, title=title, stance="none", acts="none", levers=moves)
