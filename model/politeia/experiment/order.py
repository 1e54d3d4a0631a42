"""An order to run a study: the study by name or file, and what is to differ from what it says."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from politeia.evidence.book import load_book
from politeia.experiment import design
from politeia.experiment.run import Wishes, run
from politeia.scenario.load import load_study
from politeia.scenario.places import check_name
from politeia.scenario.study import Study

RESULTS = Path("results")


def run_study(
    study: str | Path | Study,
    *,
    out: str | Path | None = None,
    preview: bool = False,
    workers: int | None = None,
    wishes: Wishes | None = None,
    **changes: int | None,
) -> Path:
    """Run a study and return its result folder, by default ``results/<name of the study>``.

    ``changes`` are draws, replicates, seed and nodes, where they differ from what the study says;
    ``preview`` cuts the study down first. All cores work unless ``workers`` says how many.

    Raises:
        BadInput: when the study, a change or the ledger is at fault, or the folder holds something
            else.
        MachineTrouble: when the disk or a worker fails.
    """
    asked = asked_for(study, preview=preview, **changes)
    # Rows of a ledger with a fault would have no ground: it is told before a folder is taken.
    load_book()
    folder = _usual_folder(asked.name, preview) if out is None else Path(out)
    # A first look is taken again and again, each beside the last.
    wishes = wishes or Wishes()
    fresh = wishes.fresh or (preview and out is None)
    wishes = replace(wishes, workers=workers or cores(), fresh=fresh)
    return run(asked.to_manifest(), folder, wishes)


def asked_for(study: str | Path | Study, *, preview: bool, **changes: int | None) -> Study:
    """Return a study with what is to differ from what it says, see ``run_study``.

    Raises:
        BadInput: when the study or a change is at fault.
    """
    known = study if isinstance(study, Study) else load_study(study)
    sizes = {name: size for name, size in changes.items() if size is not None}
    return (first_look(known) if preview else known).sized(**sizes)


def first_look(study: Study) -> Study:
    """Return the study cut down to what is lived in seconds: few draws, citizens and policies.

    A policy whose levers a design moves is kept.
    """
    names = {name.split(".")[1] for name in study.points[-1] if name.startswith("levers.")}
    keep = {*design.first_policies(policy.name for policy in study.policies), *names}
    few = tuple(policy for policy in study.policies if policy.name in keep)
    return study.sized(policies=few, **design.first_look(study.to_manifest()))


def _usual_folder(name: str, preview: bool) -> Path:
    return RESULTS / (check_name(name) + ("_preview" if preview else ""))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
