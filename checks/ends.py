"""Contrasts at both ends of a prior: what is lived, with everything else in the middle.

A study is lived at its medians: 16 pasts of 8 particles each, filtered as those of any study. Rival
hypotheses that the case leaves open are on in half of the pasts, any four of them in all their
combinations and the fifth where an odd number of these is. An arm goes on from all pasts with one
parameter at an end of its prior, and arms share luck, so that the difference of two arms is theirs
alone. Pasts are independent of each other and their particles are not, once resampled: the error of
a mean is that of the means of the pasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from living import MIDDLE

from politeia import lives, state
from politeia.arms import BASELINE
from politeia.chance import key_of_life
from politeia.evidence.draws import draw_parameters, names_of_uncertain
from politeia.evidence.schema import Contrast
from politeia.experiment.jobs import Unit
from politeia.filter import Filter
from politeia.model import Given, Politeia
from politeia.quantity import Floats
from politeia.record import Record
from politeia.scenario.load import load_study
from politeia.scenario.study import SWITCHES, Case, Study

PASTS = 2 ** (len(SWITCHES) - 1)
PARTICLES = 8
RUNS = PASTS * PARTICLES
SHARE = 0.95
"""The part of a prior between its two ends."""
USUAL = "documents"
"""The study whose world a contrast of policies is lived in where it names none."""
SWITCH = "switches."
SPANS = 13
"""Recorded spans of four weeks in a year."""
COST = "political_cost"


@dataclass(frozen=True)
class Size:
    """How many communities a country has, and the number that names all luck."""

    nodes: int
    seed: int


@dataclass(frozen=True, order=True)
class Look:
    """What is read of an arm: an outcome of a code in a year after the branch."""

    year: int
    outcome: str
    code: str


@dataclass(frozen=True)
class Arm:
    """One side of a contrast, with the deciding parameter at one end; ``end`` is 0 or 1."""

    study: str
    case: str
    policy: str
    parameter: str
    end: int

    @property
    def setting(self) -> Case:
        """Return the case as this arm has it."""
        usual = study_named(self.study).case(self.case)
        if self.parameter.startswith(SWITCH):
            name = self.parameter.removeprefix(SWITCH)
            switched = usual.switches | {name: ("off", "on")[self.end]}
            return usual.model_copy(update={"switches": switched})
        low_high = ends_of(study_named(self.study), self.parameter)
        moved = {**usual.set, self.parameter: low_high[self.end]}
        return usual.model_copy(update={"set": moved})


@dataclass(frozen=True)
class Asked:
    """A claim's contrast at both ends of one parameter."""

    claim: str
    parameter: str
    contrast: Contrast

    @property
    def study(self) -> str:
        """Return the name of the study that is lived."""
        return self.contrast.study or USUAL

    def sides(self, end: int) -> tuple[Arm, Arm]:
        """Return the arm of the policy or case, and that which it is compared with."""
        one, against = self.contrast, self.contrast.against or BASELINE
        if one.case:
            return self._arm(end, one.case, BASELINE), self._arm(end, against, BASELINE)
        usual = study_named(self.study).cases[0].name
        return self._arm(end, usual, one.policy or BASELINE), self._arm(end, usual, against)

    def baseline(self, end: int) -> Arm:
        """Return the arm without any lever."""
        return self._arm(end, study_named(self.study).cases[0].name, BASELINE)

    def _arm(self, end: int, case: str, policy: str) -> Arm:
        return Arm(self.study, case, policy, self.parameter, end)

    def arms(self) -> tuple[Arm, ...]:
        """Return all arms; two policies are compared by point of cost, which asks for a third."""
        found = [arm for end in (0, 1) for arm in self.sides(end)]
        if self.by_cost:
            found += [self.baseline(end) for end in (0, 1)]
        return tuple(found)

    @property
    def looks(self) -> tuple[Look, ...]:
        """Return what is read of each arm."""
        one = self.contrast
        seen = Look(one.year, one.outcome, one.actor)
        return (seen, Look(one.year, COST, "")) if self.by_cost else (seen,)

    @property
    def by_cost(self) -> bool:
        """Return whether two policies are compared, by their effect a point of political cost."""
        one = self.contrast
        return one.case is None and BASELINE not in (one.policy, one.against or BASELINE)


@cache
def study_named(name: str) -> Study:
    """Return a study of the project."""
    return load_study(name)


def ends_of(study: Study, parameter: str) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % points of the prior from which the study draws a parameter."""
    known = lives.ledger().parameters[parameter]
    early = study.branch < study.world.branch
    return (known.prior_at(study.branch) if early else known.prior).interval(SHARE)


def middle(study: Study, case: Case) -> dict[str, Floats]:
    """Return every parameter at its median as the case changes it, (parameter, run)."""
    known = lives.ledger()
    points = np.full((1, len(names_of_uncertain(known))), MIDDLE)
    held = draw_parameters(known, points, study, case)
    return {name: np.repeat(rows, RUNS, axis=1) for name, rows in held.items()}


def rivals(case: Case) -> dict[str, Floats]:
    """Return the rival hypotheses, (run,): as the case has them, or each in half of the pasts."""
    past = np.repeat(np.arange(PASTS), PARTICLES)
    on = [(past >> place) & 1 for place in range(len(SWITCHES) - 1)]
    on.append(np.bitwise_xor.reduce(on))
    fixed = {"on": np.ones(RUNS), "off": np.zeros(RUNS)}
    return {
        name: fixed.get(case.switches[name], held.astype(float))
        for name, held in zip(SWITCHES, on, strict=True)
    }


def keys(seed: int, stage: str) -> list[np.uint64]:
    """Return the keys of chance of all histories in a stage of life."""
    return [key_of_life(seed, p, n, stage) for p in range(PASTS) for n in range(PARTICLES)]


def founded(study: Study, cases: Sequence[Case], size: Size, stage: str) -> Politeia:
    """Return a model that holds the histories of each case after those of the last."""
    parameters = [middle(study, case) for case in cases]
    switches = [rivals(case) for case in cases]
    given = Given(
        parameters={k: np.concatenate([p[k] for p in parameters], axis=1) for k in parameters[0]},
        switches={k: np.concatenate([s[k] for s in switches]) for k in switches[0]},
        keys=np.array(keys(size.seed, stage) * len(cases), dtype=np.uint64),
        history=study.history,
        settings=lives.settings_of(study.sized(nodes=size.nodes), cases[0], size.seed),
    )
    return Politeia(study.world, given)


def live_past(name: str, size: Size, path: Path) -> None:
    """Live the pasts of a study at its medians and write their state at the branch."""
    study = study_named(name)
    model = founded(study, study.cases[:1], size, "past")
    kept = Filter(model, study.filter, PASTS)
    for _ in range(study.start_week, study.branch_week):
        model.step_until(kept.note)
    kept.end()
    state.write(path, state.of(model, np.arange(RUNS)))


def live_arms(
    arms: Sequence[Arm], looks: Sequence[Look], size: Size, path: Path
) -> list[dict[Look, Floats]]:
    """Return what is looked at in each arm, (run,).

    The arms are those of one study and switch off the same mechanisms.
    """
    study, weeks = study_named(arms[0].study), 52 * max(look.year for look in looks)
    model = founded(study, [arm.setting for arm in arms], size, "future")
    units = [Unit(0, arm.case, arm.policy, 0, run) for arm in arms for run in range(RUNS)]
    lives.branch(model, study, units, {0: state.read(path)})
    record = Record(model, study.branch_week, weeks, 4)
    for _ in range(weeks):
        model.step_until(lambda: record.note(model))
    seen = {look: _seen(model, record, look) for look in looks}
    return [
        {look: rows[n * RUNS : (n + 1) * RUNS] for look, rows in seen.items()}
        for n in range(len(arms))
    ]


def _seen(model: Politeia, record: Record, look: Look) -> Floats:
    """Return the mean of an outcome over a year, (run,), or all senders' cost until its end."""
    if look.outcome == COST:
        spent: Floats = np.nansum(record.actors[COST][SPANS * look.year - 1], axis=0)
        return spent.astype(float)
    if look.code in model.place:
        rows = record.countries[look.outcome][:, model.place[look.code]]
    else:
        every = [actor.code for actor in record.others]
        held = [n for n, code in enumerate(every) if code == look.code]
        told = [record.actors[look.outcome][:, n] for n in held]
        rows = next(one for one in told if not np.isnan(one).all())
    year: Floats = rows[SPANS * (look.year - 1) : SPANS * look.year].astype(float).mean(axis=0)
    return year


def batches(asked: Sequence[Asked], most: int) -> list[tuple[list[Arm], list[Look]]]:
    """Return arms that can be lived together, at most ``most``, with what is looked at in each.

    Arms that are looked at in the same last year live together, so that none outlives its use.
    """
    wanted: dict[Arm, set[Look]] = {}
    for one in asked:
        for arm in one.arms():
            wanted.setdefault(arm, set()).update(one.looks)
    groups: dict[tuple[str, int, frozenset[str]], list[Arm]] = {}
    for arm, looks in wanted.items():
        off = frozenset(name for name, on in arm.setting.mechanisms.items() if not on)
        groups.setdefault((arm.study, max(k.year for k in looks), off), []).append(arm)
    parts = [g[at : at + most] for g in groups.values() for at in range(0, len(g), most)]
    return [(part, sorted(set().union(*(wanted[arm] for arm in part)))) for part in parts]
