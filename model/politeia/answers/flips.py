"""Answer: the smallest change of assumption that turns the ranking of two policies round."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd

from politeia.analysis import flips
from politeia.analysis.conditions import MECHANISMS, SWITCHES, moves_levers
from politeia.analysis.emulator import Emulator, Space, emulate, space
from politeia.analysis.lived import CannotAnalyse, Lived
from politeia.answers.answer import Answer, Refusals, in_words, label, note_of, numbers, with_unit
from politeia.figures import style
from politeia.figures.bars import Look, bars
from politeia.outcomes import BY_NAME
from politeia.quantity import Floats

Say = Callable[[str], None]
MOST_POLICIES, SHOWN = 6, 14
NEARER = 0.05
"""How much nearer two assumptions together must flip before the pair is told beside a single."""


def answer(found: Lived, say: Say) -> Answer:
    """Return, for each two of the best policies and for each against doing nothing, what flips it.

    Raises:
        CannotAnalyse: when there is no policy, no assumption varies, or points move levers.
    """
    found.need_policies()
    here = space(found.need_conditions(), found.groups)
    if moves_levers(found.results.manifest["study"]):
        raise CannotAnalyse("the design moves levers: each point is another policy")
    told = Answer("flips", "Flips of rankings")
    rows: list[dict[str, object]] = []
    refused = Refusals()
    never: list[str] = []
    for first, second, advantage in duels(found):
        say(f"looking for what flips {first} against {second}")
        ranking = f"{_title(found, first)} before {_title(found, second)}"
        try:
            emulator = emulate(here, advantage)
        except CannotAnalyse as error:
            refused.add(ranking, error)
            continue
        nearest = changes(here, emulator, float(np.sign(advantage.mean())))
        rows += [_row(here, first, second, flip, emulator) for flip in nearest]
        if nearest:
            told.words.append(_sentence(here, ranking, nearest[0], emulator))
        else:
            never.append(ranking)
    told.words += [f"Nothing within the priors flips {', '.join(never)}."] if never else []
    told.words += refused.words
    if rows:
        told.tables = {"flips": pd.DataFrame(rows)}
        told.drawings.append(_drawing(found, told.tables["flips"]))
    return told


def duels(found: Lived) -> list[tuple[str, str, Floats]]:
    """Return pairs of choices, the better first, with its advantage in each condition.

    The best six policies are set against each other and against doing nothing.
    """
    gains = found.gains()[:, -1]
    mean = gains.mean(axis=1)
    names = ("baseline", *found.policies)
    best = sorted(range(1, len(names)), key=lambda at: -mean[at])[:MOST_POLICIES]
    pairs = []
    for one, two in combinations(sorted([0, *best], key=lambda at: -mean[at]), 2):
        advantage = gains[one] - gains[two]
        if np.abs(advantage).max(initial=0.0) > 0:
            pairs.append((names[one], names[two], advantage))
    return pairs


def changes(here: Space, emulator: Emulator, sign: float) -> list[flips.Flip]:
    """Return the changes that flip a ranking, nearest first; pairs only where they are nearer."""
    alone = flips.singles(here, emulator, sign)
    limit = alone[0].distance - NEARER if alone else np.inf
    together = [flip for flip in flips.pairs(here, emulator, sign)[:1] if flip.distance < limit]
    return sorted([*alone, *together], key=lambda flip: flip.distance)


def _title(found: Lived, name: str) -> str:
    return "doing nothing" if name == "baseline" else f"“{note_of(found).title(name)}”"


def _row(
    here: Space, first: str, second: str, flip: flips.Flip, emulator: Emulator
) -> dict[str, object]:
    return {
        "policy": first,
        "before": second,
        "assumption": " and ".join(flip.names),
        "place": " and ".join(f"{place:.3f}" for place in flip.places),
        "value": " and ".join(
            f"{here.value(name, place):.6g}"
            for name, place in zip(flip.names, flip.places, strict=True)
        ),
        "distance": flip.distance,
        "emulator": emulator.kind,
        "held_out_r2": emulator.r2,
    }


def _sentence(here: Space, ranking: str, flip: flips.Flip, emulator: Emulator) -> str:
    told = " and ".join(
        _change(here, name, place) for name, place in zip(flip.names, flip.places, strict=True)
    )
    return (
        f"{ranking[0].upper()}{ranking[1:]}: flips if {told}: {flip.distance:.2f} from "
        f"the middle of what is believed, whose end is 0.5 (held-out R² of the emulator "
        f"{emulator.r2:.2f})."
    )


def _change(here: Space, name: str, place: float) -> str:
    """Return a changed assumption in words."""
    if name.startswith((SWITCHES, MECHANISMS)):
        held = here.value(name, place) > 0.5
        return f"it is {'certain' if held else 'ruled out'} that {in_words(name)} ({name})"
    return (
        f"{in_words(name)} ({name}) is {with_unit(name, here.value(name, place))} "
        f"(percentile {100 * place:.0f} of its prior)"
    )


def _drawing(found: Lived, table: pd.DataFrame) -> style.Drawing:
    """Return the distance of the nearest flip of each ranking."""
    nearest = table.sort_values("distance", kind="stable").groupby(["policy", "before"]).head(1)
    nearest = nearest.head(SHOWN)
    note = note_of(found)
    frame = pd.DataFrame(
        {
            "panel": "",
            "label": [
                f"{_short(note, line.policy)} before {_short(note, line.before)}:\n"
                + style.shorten(" and ".join(map(label, line.assumption.split(" and "))), 56)
                for line in style.records(nearest)
            ],
            "value": nearest.distance,
            "low": nearest.distance,
            "high": nearest.distance,
            "policy": nearest.policy,
        }
    )
    caption = (
        f"For each ranking on {style.name(BY_NAME[found.main])} after {found.years:g} years the "
        f"single assumption (or pair) that reverses it nearest to the middle of its prior, all "
        f"others staying as uncertain as they are. Short bars are fragile rankings; a ranking that "
        f"is not shown flips nowhere or has no emulator that holds. {numbers(found)}"
    )
    look = Look(
        "flips",
        "How small a change of assumption turns a ranking round",
        caption,
        "distance from the middle, in places of the prior",
        highest=0.52,
    )
    return bars(frame, note, look, panels_a_row=1)


def _short(note: style.Note, name: str) -> str:
    return "doing nothing" if name == "baseline" else style.shorten(note.title(name), 24)
