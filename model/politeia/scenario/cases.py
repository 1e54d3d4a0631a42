"""The cases of a study with everything decided: each switch, mechanism and changed parameter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from politeia.arms import ALWAYS
from politeia.levers_table import BY_NAME as LEVERS
from politeia.levers_table import MECHANISMS, TIER_3
from politeia.quantity import Block, Quantity
from politeia.scenario import checks
from politeia.scenario.desk import Desk
from politeia.scenario.marks import Table
from politeia.scenario.parameters import parameters_of
from politeia.scenario.policy import Policy
from politeia.scenario.study import SWITCHES, Case, CaseFile, StudyFile, Switch

Known = Mapping[str, tuple[type[Block], Quantity]]


def cases_of(
    desk: Desk,
    file: StudyFile,
    table: Table,
    policies: Iterable[Policy],
    in_design: Collection[str] = (),
) -> tuple[Case, ...]:
    """Return the cases of a study, ``as_is`` where it names none; add their faults.

    ``in_design`` are the dotted names that points of the study move.
    """
    cases = file.cases or {"as_is": CaseFile()}
    known = _known(file, cases, in_design)
    _check_parameters(desk, table, (), file, known)
    for name, case in cases.items():
        _check_parameters(desk, table, ("cases", name), case, known)
    needed = _needed(policies)
    moved = {*needed, *_moved_by_cases(file, cases, known, in_design)}
    resolved = tuple(_case(file, name, case, moved) for name, case in cases.items())
    for one in resolved:
        desk.add(table, _off_faults(file, one, needed))
    return resolved


def _known(file: StudyFile, cases: Mapping[str, CaseFile], in_design: Collection[str]) -> Known:
    """Return all parameters, if the study names any: the theories are not read for nothing."""
    by_case = any(case.set or case.scale for case in cases.values())
    asked = file.set or file.scale or by_case or in_design
    return parameters_of() if asked else {}


def _check_parameters(
    desk: Desk, table: Table, under: tuple[str, ...], part: StudyFile | CaseFile, known: Known
) -> None:
    desk.add(table, checks.parameter_faults(part.set, known, bounded=True), (*under, "set"))
    desk.add(table, checks.parameter_faults(part.scale, known, bounded=False), (*under, "scale"))
    both = iter(sorted(set(part.set) & set(part.scale)))
    told = "is set to a value already: set or scale it"
    desk.add(table, (((name,), told) for name in both), (*under, "scale"))


def _needed(policies: Iterable[Policy]) -> dict[str, str]:
    """Return each mechanism that a policy's lever needs, with the lever and policy."""
    return {
        mechanism: f"{move.moves} of {policy.name}"
        for policy in policies
        if policy.name not in ALWAYS
        for move in policy.levers
        if move.moves in LEVERS
        for mechanism in LEVERS[move.moves].mechanisms
    }


def _moved_by_cases(
    file: StudyFile, cases: Mapping[str, CaseFile], known: Known, in_design: Collection[str]
) -> set[str]:
    """Return the mechanisms whose parameters or rival hypotheses the study moves."""
    names = {*file.set, *file.scale, *in_design}
    contagion = (
        file.switches.get("index_contagion") == "on" or "switches.index_contagion" in in_design
    )
    for case in cases.values():
        names.update(case.set, case.scale)
        contagion = contagion or case.switches.get("index_contagion") == "on"
    moved = {known[name][0].mechanism for name in names if name in known}
    return moved | ({"M14"} if contagion else set())


def _case(file: StudyFile, name: str, case: CaseFile, moved: set[str]) -> Case:
    """Return one case with everything decided: tier 3 is on where something moves it."""
    usual = {mechanism: mechanism not in TIER_3 or mechanism in moved for mechanism in MECHANISMS}
    drawn: dict[Any, Switch] = dict.fromkeys(SWITCHES, "draw")
    return Case(
        name=name,
        title=case.title,
        switches={**drawn, **file.switches, **case.switches},
        mechanisms={**usual, **file.mechanisms, **case.mechanisms},
        set=_changed(file.set, case.set, case.scale),
        scale=_changed(file.scale, case.scale, case.set),
    )


def _changed(
    general: Mapping[str, float], own: Mapping[str, float], other: Mapping[str, float]
) -> dict[str, float]:
    """Return changes of parameters, where what a case says of one stands alone."""
    return {**{name: value for name, value in general.items() if name not in other}, **own}


def _off_faults(file: StudyFile, case: Case, needed: Mapping[str, str]) -> checks.Found:
    """Yield mechanisms that are off although a lever needs them."""
    off = [name for name, is_on in case.mechanisms.items() if not is_on and name in needed]
    own = file.cases.get(case.name, CaseFile()).mechanisms
    for mechanism in off:
        under = ("cases", case.name) if mechanism in own else ()
        told = f"is off, but {needed[mechanism]} needs it: leave it on, or leave the policy out"
        yield (*under, "mechanisms", mechanism), told
