"""``politeia sweep``: tell what a study with a design will cost, ask, and live it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from politeia.cli.app import told
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
from politeia.cli.run import run


def sweep(
    study: StudyName,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Tell the price and begin without asking.")
    ] = False,
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
    """Tell how many runs, how much time and disk a study takes; after a yes, run it.

    What a design varies stands under design in the study; docs/tutorial.md shows one.

        politeia sweep how_much_offset
        politeia sweep how_much_offset --draws 10 --yes
    """
    with told():
        from politeia.experiment.order import asked_for, cores
        from politeia.experiment.price import price

        sizes = {"draws": draws, "replicates": replicates, "nodes": nodes, "seed": seed}
        asked = asked_for(study, preview=preview, **sizes)
        typer.echo(price(asked, workers or cores()).told(), err=True)
        if not yes and not _agreed():
            typer.echo("Nothing was run.", err=True)
            return
    run(
        study,
        out=out,
        draws=draws,
        replicates=replicates,
        nodes=nodes,
        seed=seed,
        workers=workers,
        executor=executor,
        shard=shard,
        preview=preview,
        fresh=fresh,
        quiet=quiet,
    )


def _agreed() -> bool:
    """Return whether whoever sits at the terminal says yes.

    Raises:
        BadInput: when nobody does.
    """
    from politeia.errors import BadInput

    if not _someone_is_there():
        raise BadInput("a sweep asks before it begins, and nobody can answer here: say --yes")
    return typer.confirm("Begin?", err=True)


def _someone_is_there() -> bool:
    return sys.stdin.isatty()
