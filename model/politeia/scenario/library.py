"""The policies that a study can name: written in it, beside it, or in the project's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from politeia.arms import ALWAYS, BASELINE, PLACEBO
from politeia.errors import BadInput
from politeia.levers_table import BY_NAME as LEVERS
from politeia.scenario import always, checks, places
from politeia.scenario.desk import Desk, named
from politeia.scenario.marks import Mark, Table, place
from politeia.scenario.policy import Move, Policy
from politeia.scenario.study import StudyFile
from politeia.scenario.world import World


@dataclass
class Library:
    """Policies by name; each is read and checked once, however often it is named."""

    desk: Desk
    world: World
    branch: date
    inline: dict[str, Table] = field(default_factory=dict)
    read: dict[str, tuple[Policy, Table] | None] = field(default_factory=dict)

    def composed(
        self, name: str, mark: Mark, key: str, path: Path | None = None, chain: tuple[str, ...] = ()
    ) -> Policy | None:
        """Return a policy with the moves of what it includes before its own.

        ``mark`` and ``key`` say where it is named; ``path`` is its file, where one is given.
        """
        if name in chain:
            circle = " -> ".join((*chain, name))
            self.desk.faults.append(mark.fault(key, f"goes round in a circle: {circle}"))
            return None
        found = self._policy(name, mark, key, path)
        if found is None:
            return None
        policy, table = found
        moves: list[Move] = []
        for order, included in enumerate(policy.includes):
            where, its_key, _ = place(table, ("includes", order))
            inner = self.composed(included, where, its_key, chain=(*chain, name))
            moves.extend(inner.levers if inner is not None else ())
        own = tuple(self._resolved(move) for move in policy.levers)
        title = policy.title or policy.name.replace("_", " ")
        return policy.model_copy(update={"title": title, "levers": (*moves, *own)})

    def _policy(
        self, name: str, mark: Mark, key: str, path: Path | None
    ) -> tuple[Policy, Table] | None:
        """Return a policy as it is written, checked against the world."""
        if name in self.read:
            return self.read[name]
        self.read[name] = None
        if name in self.inline:
            table = self.desk.extended("policies", named(self.inline[name], name))
        else:
            file = path or self.desk.find("policies", name, mark, key)
            table = None if file is None else self.desk.tree("policies", file)
        found = self.desk.model(Policy, table)
        if found is not None:
            self._check(name, *found)
        self.read[name] = found
        return found

    def _check(self, name: str, policy: Policy, table: Table) -> None:
        self.desk.check_name(policy.name, name, table)
        moved = [order for order, move in enumerate(policy.levers) if move.to != 0]
        if name == PLACEBO:
            told = "must be 0: a placebo passes the whole path of a lever and moves nothing"
            self.desk.add(table, iter([(("levers", order, "to"), told) for order in moved]))
        self.desk.add(table, checks.policy_faults(policy, self.world, self.branch))

    def _resolved(self, move: Move) -> Move:
        """Return a move with codes for words; a lever on one's own politics is on nobody else."""
        lever = LEVERS.get(move.moves)
        if lever is None:
            return move
        by = checks.resolved_codes(move.by, lever.by, self.world)
        on = checks.resolved_codes(move.on, lever.on, self.world)
        return move.model_copy(update={"by": by, "on": on})


def policies_of(library: Library, file: StudyFile, table: Table) -> tuple[Policy, ...]:
    """Return the policies of a study, baseline and placebo first where it has any."""
    given: dict[str, Policy] = {}
    for order, name in enumerate(file.policies):
        if name == BASELINE or (name == PLACEBO and not _is_written(library)):
            continue
        mark, key, _ = place(table, ("policies", order))
        policy = library.composed(name, mark, key)
        if policy is not None:
            given[name] = policy
    for name, one in library.inline.items():
        if name == BASELINE:
            told = "is the name of the rules alone, which nothing may move: call it otherwise"
            library.desk.faults.append(one.mark.fault(f"policy_files.{name}", told))
        elif name not in library.read:
            told = "is written here but is no policy of the study: add it to policies"
            library.desk.faults.append(one.mark.fault(f"policy_files.{name}", told))
    if not file.policies:
        return ()
    placebo = given.get(PLACEBO) or always.placebo(library.world, library.branch)
    rest = (policy for name, policy in given.items() if name not in ALWAYS)
    return (always.baseline(), placebo, *rest)


def _is_written(library: Library) -> bool:
    """Return whether the placebo is written as a policy, in the study or as a file."""
    try:
        return PLACEBO in library.inline or bool(
            places.find("policies", PLACEBO, library.desk.folders)
        )
    except BadInput:
        return False
