"""From uniform numbers to parameters and rival hypotheses of each draw.

Every uncertain parameter has one dimension of chance, in the order of ``names_of_uncertain``; what
a study or case fixes keeps its dimension, so that two cases share the luck of all others.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from politeia.errors import BadInput
from politeia.evidence.ledger import Ledger, Parameter
from politeia.evidence.priors import Prior
from politeia.quantity import Bools, Floats
from politeia.scenario.study import SWITCHES, Case, Study


def names_of_uncertain(ledger: Ledger) -> tuple[str, ...]:
    """Return the dotted names of all parameters that are more than one value, sorted."""
    found = ledger.parameters.items()
    return tuple(name for name, parameter in found if parameter.is_uncertain)


def draw_parameters(
    ledger: Ledger, uniforms: Floats, study: Study, case: Case
) -> dict[str, Floats]:
    """Return the parameters of each mechanism by the name of its file, each ``(parameter, draw)``.

    ``uniforms`` in [0, 1] has the shape (draw, uncertain parameter).

    Raises:
        ValueError: when ``uniforms`` has another number of parameters than are uncertain.
        BadInput: when the case changes a parameter that the ledger does not have.
    """
    names = names_of_uncertain(ledger)
    if uniforms.ndim != 2 or uniforms.shape[1] != len(names):
        raise ValueError(f"uniforms have the shape {uniforms.shape}, not (draw, {len(names)})")
    _refuse_unknown(ledger, case)
    column = {name: uniforms[:, place] for place, name in enumerate(names)}
    middle = np.full(len(uniforms), 0.5)
    return {
        entry.stem: np.ascontiguousarray(
            [
                _drawn(f"{entry.stem}.{parameter.name}", parameter, column, middle, study, case)
                for parameter in entry.parameters
            ]
        ).reshape(len(entry.parameters), len(uniforms))
        for entry in ledger.entries
    }


def draw_switches(uniforms: Floats, case: Case) -> dict[str, Bools]:
    """Return which rival hypotheses hold in each draw, by name, each of shape (draw,).

    ``uniforms`` in [0, 1] has the shape (draw, switch), in the order of ``SWITCHES``.
    """
    fixed = {"on": True, "off": False}
    return {
        name: uniforms[:, place] < 0.5
        if case.switches[name] == "draw"
        else np.full(len(uniforms), fixed[case.switches[name]])
        for place, name in enumerate(SWITCHES)
    }


def _drawn(
    name: str,
    parameter: Parameter,
    column: dict[str, Floats],
    middle: Floats,
    study: Study,
    case: Case,
) -> Floats:
    """Return one parameter in each draw, as the case changes it, within its bounds."""
    if name in case.set:
        return np.full(len(middle), case.set[name])
    prior = prior_of(parameter, study.branch, study.world.branch)
    values = prior.quantile(column.get(name, middle))
    return np.clip(values * case.scale.get(name, 1.0), *parameter.bounds)


def prior_of(parameter: Parameter, branch: date, usual: date) -> Prior:
    """Return the prior of a parameter in a study that branches then.

    A study that branches before its world does, which is ``usual``, is asked in time order: what
    was not known then has its blind prior.
    """
    return parameter.prior_at(branch) if branch < usual else parameter.prior


def _refuse_unknown(ledger: Ledger, case: Case) -> None:
    """Raise where a case changes what is no parameter."""
    unknown = sorted({*case.set, *case.scale} - set(ledger.parameters))
    if unknown:
        raise BadInput(f"{unknown[0]} is no parameter of the ledger")
