"""The invented lake with every mechanism on, a council of rights and a feast, lived in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeAlias

import numpy as np

from politeia import lives, state
from politeia.arms import BASELINE
from politeia.experiment.jobs import PastJob, Unit
from politeia.levers_table import LEVERS, MECHANISMS, Lever
from politeia.model import Politeia
from politeia.record import Record, Singles
from politeia.scenario.load import load_study
from politeia.scenario.policy import Move, Policy
from politeia.scenario.study import Case, Study
from politeia.scenario.world import World

LAKELAND = Path(__file__).parent / "studies" / "lakeland.yaml"
START = date(2020, 1, 6)
WITHOUT = "without_"
AFTER = {"membership.suspended": "membership.conditional"}
"""Levers that only undo what another does: a suspended member owes the condition to nobody."""
Outcomes: TypeAlias = dict[str, Singles]
SENDERS = ("QLE", "QDB")
REGIMES = ("QLA", "QLB")


TALKS = Policy(
    name="talks",
    title="Relief for releases, at once and for all",
    levers=(Move(moves="engagement.deals", by=SENDERS, on=REGIMES, to=1.0, start=START, over=0),),
)


def lake(given: World) -> World:
    """Return the lake with a council of rights, a feast to come, and a sender that can be bribed.

    What the file of the world leaves out is what some levers need to act on.
    """
    told = given.model_dump()
    told["blocs"]["LAKE_COUNCIL"] = {"members": ["QLA", "QLB"], "kind": "rights"}
    feast = {"date": "2020-08-03", "what": "mega_event"}
    told["regimes"]["QLA"]["calendar"] = [*told["regimes"]["QLA"]["calendar"], feast]
    for code in ("QDA", "QLE"):
        told["senders"][code]["values"]["capture"] = said(0.3)
        told["senders"][code]["values"]["arrivals_exposure"] = said(0.5)
    told["senders"]["QDA"]["values"]["veto"] = said(0.4)
    return World.model_validate(told)


def said(value: float) -> dict[str, Any]:
    """Return a value as a world says it."""
    return {"value": value, "source": ["assumption"], "why": "invented"}


@cache
def study(horizon: int = 52) -> Study:
    """Return a small study of the lake; its cases are all mechanisms, and all but each."""
    told = load_study(LAKELAND).sized(draws=2, replicates=2, particles=2, nodes=64, horizon=horizon)
    on = dict.fromkeys(MECHANISMS, True)
    whole = told.cases[0].model_copy(update={"name": "as_is", "mechanisms": on})
    policies = (*told.policies, TALKS)
    changed = {"world": lake(told.world), "cases": (whole, *without(whole)), "policies": policies}
    return told.model_copy(update=changed)


def without(whole: Case) -> list[Case]:
    """Return the case without each mechanism."""
    return [
        whole.model_copy(
            update={"name": WITHOUT + name, "mechanisms": {**whole.mechanisms, name: False}}
        )
        for name in MECHANISMS
    ]


@cache
def pasts() -> dict[int, dict[str, Any]]:
    """Return the state at the branch of each draw."""
    told = study()
    job = PastJob(told.to_manifest(), tuple(range(told.draws)), told.seed, mkdtemp())
    return {draw: state.read(Path(path)) for draw, path in enumerate(lives.live_pasts(job).paths)}


def units(policies: Iterable[str], case: str = "as_is") -> tuple[Unit, ...]:
    """Return the units of some policies, all draws and replicates, policy by policy."""
    told = study()
    return tuple(
        Unit(draw, case, policy, 0, replicate)
        for policy in policies
        for draw in range(told.draws)
        for replicate in range(told.replicates)
    )


def at_branch(told: Study, chosen: Sequence[Unit]) -> Politeia:
    """Return the model of some units of one case at the branch."""
    return lives.future(told, told.case(chosen[0].case), chosen, told.seed, pasts())


def hasten_talks(model: Politeia) -> None:
    """Let deals over prisoners be frequent: in a year few of them tell what reaches them."""
    model.p.engagement.deal_pace = 20.0


def lived(told: Study, model: Politeia) -> tuple[Outcomes, Outcomes]:
    """Return rows of countries and of other actors, (date, place, run), over the horizon."""
    record = Record(model, told.branch_week, told.horizon, told.record_every)
    for _ in range(told.horizon):
        lives.live_week(model, told, record)
    return record.countries, record.actors


def raised(lever: Lever, to: float) -> Move:
    """Return the move that raises a lever to ``to`` at once, by all on all."""
    return Move(moves=lever.name, by=SENDERS, on=targets(lever), to=to, start=START, over=0)


def targets(lever: Lever) -> tuple[str, ...]:
    """Return whom a lever can be moved on in this world."""
    if lever.on == ("itself",):
        return ()
    if "defender" in lever.on:
        return ("QLC",)
    return ("QLA",) if "client" in lever.on else REGIMES


@cache
def every_lever() -> tuple[Study, tuple[str, ...]]:
    """Return the study with a policy for each lever, at its bound and at zero, and their names.

    A lever of ``AFTER`` comes with the one that it undoes.
    """
    top = {lever.name: raised(lever, lever.bounds[1]) for lever in LEVERS}
    moves: dict[str, tuple[Move, ...]] = {name: (move,) for name, move in top.items()}
    moves |= {name: (top[other], top[name]) for name, other in AFTER.items()}
    moves |= {f"{lever.name} by zero": (raised(lever, 0.0),) for lever in LEVERS}
    # Names of policies are words; those of levers have a dot, and a study in memory may keep it.
    policies = tuple(
        Policy(name="one").model_copy(update={"name": name, "levers": levers})
        for name, levers in moves.items()
    )
    return study().model_copy(update={"policies": policies}), (BASELINE, *moves)


def of_policy(rows: Outcomes, place: int) -> Outcomes:
    """Return the rows of the policy at ``place`` in the order of a batch."""
    told = study()
    runs = told.draws * told.replicates
    return {name: held[..., place * runs : (place + 1) * runs] for name, held in rows.items()}


def differing(one: Outcomes, other: Outcomes) -> set[str]:
    """Return the outcomes whose rows are not the same, bit for bit."""
    return {name for name in one if not np.array_equal(one[name], other[name], equal_nan=True)}
