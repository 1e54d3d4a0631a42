"""``politeia run``: live a study."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import typer

from politeia.cli.app import told
from politeia.cli.options import (
    Draws,
    Fresh,
    Nodes,
    Out,
    Preview,
    Quiet,
    Replicates,
    Seed,
    StudyName,
    Workers,
)


def run(
    study: StudyName,
    out: Out = None,
    draws: Draws = None,
    replicates: Replicates = None,
    nodes: Nodes = None,
    seed: Seed = None,
    workers: Workers = None,
    preview: Preview = False,
    fresh: Fresh = False,
    quiet: Quiet = False,
) -> None:
    """Run a study: every policy, from the same pasts, in many histories.

    The rows are kept in a folder that docs/results-format.md describes. After an interruption the
    same command goes on. A study with a design is lived at all its points; politeia sweep tells
    first what that takes.

        politeia run the_lifeline --preview
        politeia run my_study.yaml --draws 25 --replicates 8 --out results/first
    """
    with told():
        from politeia.experiment.order import run_study
        from politeia.experiment.run import Wishes

        folder = run_study(
            study,
            out=out,
            preview=preview,
            workers=workers,
            wishes=Wishes(
                fresh=fresh, quiet=quiet, command=shlex.join(["politeia", *sys.argv[1:]])
            ),
            draws=draws,
            replicates=replicates,
            nodes=nodes,
            seed=seed,
        )
        typer.echo(str(folder) if quiet else _next_step(folder))


def _next_step(folder: Path) -> str:
    """Return where the results are and what to do with them."""
    place = shlex.quote(str(folder))
    return f"The results are in {folder}\nNow compare the policies: politeia compare {place}"
