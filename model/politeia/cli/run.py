"""``politeia run``: live a study."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import typer

from politeia.cli.app import say, told
from politeia.cli.options import (
    Draws,
    Executor,
    Fresh,
    Nodes,
    Out,
    Preview,
    Quiet,
    Replicates,
    Seed,
    Shard,
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
    executor: Executor = None,
    shard: Shard = None,
    preview: Preview = False,
    fresh: Fresh = False,
    quiet: Quiet = False,
) -> None:
    """Run a study: every policy, from the same pasts, in many histories.

    The rows are kept in a folder that docs/results-format.md describes. After an interruption the
    same command goes on; with more draws, policies or points it lives only what is missing. A study
    with a design is lived at all its points; politeia sweep tells first what that takes.

        politeia run the_lifeline --preview
        politeia run my_study.yaml --draws 25 --replicates 8 --out results/first
    """
    with told():
        from politeia.experiment.executors import elsewhere, share_of
        from politeia.experiment.order import run_study
        from politeia.experiment.run import Share, Wishes

        share = Share(*share_of(shard)) if shard else Share()
        cluster = elsewhere(executor) if executor else None
        folder = run_study(
            study,
            out=out,
            preview=preview,
            workers=cluster.workers if cluster and not workers else workers,
            wishes=Wishes(
                fresh=fresh,
                quiet=quiet,
                command=shlex.join(["politeia", *sys.argv[1:]]),
                executor=cluster.found if cluster else None,
                elsewhere=cluster is not None,
                share=share,
                say=say,
            ),
            draws=draws,
            replicates=replicates,
            nodes=nodes,
            seed=seed,
        )
        typer.echo(str(folder) if quiet else _next_step(folder, share.of > 1))


def _next_step(folder: Path, is_share: bool) -> str:
    """Return where the results are and what to do with them."""
    place = shlex.quote(str(folder))
    if is_share:
        return f"The share is in {folder}\nNow look what is left: politeia status {place}"
    return f"The results are in {folder}\nNow compare the policies: politeia compare {place}"
