"""Conditions: the uncertain values that the futures of each (case, point, draw) are lived with.

A row is a condition. Its columns are parameters (``block.parameter``), rival hypotheses
(``switches.NAME``, 0 or 1), mechanisms that only some cases have (``mechanisms.M3``, 0 or 1) and
whatever else the points of a design move. A study that has stored them is believed; of an older
one they are drawn again from the manifest, which gives the same numbers as long as the ledger of
parameters is the one that it was run with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from politeia.analysis.reading import Results
from politeia.errors import BadInput
from politeia.experiment import store

FILE = store.UNCERTAINTIES
KEYS = ["case", "point", "draw"]
LEVERS, MECHANISMS, SWITCHES = "levers.", "mechanisms.", "switches."


def conditions(results: Results) -> pd.DataFrame:
    """Return a row for each (case, point, draw), those being the index, and a column a value.

    Raises:
        BadInput: when they are not stored and cannot be drawn again.
        MachineTrouble: when the stored file is damaged.
    """
    if (results.folder / FILE).is_file():
        table: pd.DataFrame = results.view.uncertainties().to_pandas()
        found = table.astype({"case": str}).set_index(KEYS).astype(np.float64).sort_index()
    else:
        found = drawn_again(results)
    return found.join(_mechanisms(results.manifest["study"], found.index))


def points(study: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the points of a study's design; one without a change where it has none."""
    design = study.get("design") or {}
    return [dict(point) for point in design.get("points") or ()] or [{}]


def moves_levers(study: Mapping[str, Any]) -> bool:
    """Return whether the points of the design are other policies rather than other worlds."""
    return any(name.startswith(LEVERS) for point in points(study) for name in point)


def drawn_again(results: Results) -> pd.DataFrame:
    """Return the conditions of a study that has not stored them, from its manifest.

    Raises:
        BadInput: when the manifest does not hold the study, or parameters have changed since.
    """
    from pydantic import ValidationError

    from politeia.experiment.provenance import digests
    from politeia.scenario.study import Study

    stored = results.manifest.get("digest") or {}
    told = stored.get("parameters") if isinstance(stored, Mapping) else None
    if told and told != digests({})["parameters"]:
        raise BadInput(
            f"{results.folder} was run with other priors of the parameters than this Politeia "
            f"has, and stores no {FILE}: what each draw stood for cannot be told"
        )
    plain = results.manifest["study"]
    try:
        study = Study.from_manifest({key: plain[key] for key in plain if key != "design"})
    except (ValidationError, BadInput, KeyError, TypeError):
        raise BadInput(
            f"{results.folder} has no {FILE}, and its manifest holds no whole study from which "
            f"the conditions could be drawn again"
        ) from None
    seed = int(results.manifest.get("seed", study.seed))
    return pd.concat([_of_case(study, case, seed, points(plain)) for case in study.cases])


def _of_case(study: Any, case: Any, seed: int, design: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the conditions of one case of a study."""
    from politeia.evidence.draws import names_of_uncertain
    from politeia.lives import drawn, ledger

    changed = {name for other in study.cases for name in (*other.set, *other.scale)}
    wanted = sorted({*names_of_uncertain(ledger()), *changed})
    parameters, switches = drawn(study, case, range(study.draws), seed)
    rows = {
        f"{entry.stem}.{parameter.name}": parameters[entry.stem][place]
        for entry in ledger().entries
        for place, parameter in enumerate(entry.parameters)
    }
    columns = {name: rows[name] for name in wanted}
    columns |= {f"{SWITCHES}{name}": held for name, held in switches.items()}
    plain = pd.DataFrame(columns)
    parts = []
    for number, point in enumerate(design):
        moved = {name: as_number(value) for name, value in point.items()}
        index = pd.MultiIndex.from_product([[case.name], [number], range(study.draws)], names=KEYS)
        parts.append(plain.assign(**moved).set_index(index))
    return pd.concat(parts)


def as_number(value: Any) -> float:
    """Return a value of a point as a number; a day is counted from 1970."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return float((value - date(1970, 1, 1)).days)
    return float(value)


def _mechanisms(study: Mapping[str, Any], index: pd.Index[Any]) -> pd.DataFrame:
    """Return a column for each mechanism that is on in some cases and off in others."""
    by_case = {
        str(case["name"]): case.get("mechanisms") or {}
        for case in study.get("cases") or ()
        if isinstance(case, Mapping)
    }
    names = sorted({name for told in by_case.values() for name in told})
    cases = index.get_level_values("case")
    columns = {
        f"{MECHANISMS}{name}": [float(by_case.get(case, {}).get(name, True)) for case in cases]
        for name in names
        if len({told.get(name, True) for told in by_case.values()}) > 1
    }
    return pd.DataFrame(columns, index=index)


def varying(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of conditions that have more than one value."""
    return frame.loc[:, frame.nunique(dropna=True) > 1]
