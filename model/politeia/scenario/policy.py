"""The schema of a policy: dated changes of a few levers by given senders on given targets."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from politeia.scenario.schema import Closed, Day, Name, Number, Text, Texts, Weeks, Words

GROUPS: dict[str, str] = {
    "democracies": "sender",
    "regimes": "regime",
    "clients": "client",
    "sponsors": "sponsor",
    "hubs": "hub",
}
"""Words that stand for all codes of a kind."""


class Move(Closed):
    """One lever that is moved; it rests at 0 before ``start`` and after ``until``."""

    moves: Text = Field(description="the lever, such as sanctions.enforcement")
    by: Words = Field(min_length=1, description="who acts: codes of the world, or democracies")
    on: Words = Field((), description="whom it is done to: codes, or regimes, clients, sponsors")
    to: Number = Field(description="the intensity, in the unit and within the bounds of the lever")
    start: Day = Field(description="the day on which the ramp begins, not before the branch")
    over: Weeks = Field(
        12, le=1040, description="weeks of the ramp, such as '26 weeks'; 0: at once"
    )
    until: Day | None = Field(None, description="the day from which the lever rests again")
    when: Text | None = Field(
        None, description="condition under which it moves: prisoners_recognised(BLR) > 1000"
    )


class Policy(Closed):
    """A named list of moves; once resolved it has the moves of what it includes first."""

    kind: Literal["policy"] = Field("policy", description="what this file is")
    name: Name = Field(description="the file's name without its ending")
    extends: Name | None = Field(None, description="the policy that this one changes")
    title: Text = Field("", description="the policy in one line")
    question: Text | None = Field(None, description="what it is meant to answer")
    source: Texts = Field((), description="numbers of policy options (P1-P30) or of other evidence")
    stance: Literal["proposed", "rejected", "criticised", "reported", "noted", "none"] = Field(
        "none", description="what the authors of the source think of it"
    )
    acts: Literal["democracies", "organisations", "civil_society", "none"] = Field(
        "democracies", description="whose option it is"
    )
    why: Text | None = Field(None, description="what the chosen levers leave out, and why")
    includes: tuple[Name, ...] = Field((), description="policies whose moves are made too")
    levers: tuple[Move, ...] = Field((), description="the moves")
