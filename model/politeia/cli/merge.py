"""``politeia merge``: the shares of a study become one folder."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import told


def merge(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...", help="Folders of shares of one study.", show_default=False
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Folder for the whole.", show_default=False),
    ],
) -> None:
    """Put shares of a study, run with --shard, into one folder, every checksum verified.

    The result is the same as that of one run; the shares are left as they are.

        politeia merge shares/1 shares/2 --out results/the_lifeline
    """
    with told():
        from politeia.experiment.merge import merge as merge_shares

        found = merge_shares(folders, out)
        typer.echo(f"The results are in {found.folder}")
        if found.missing:
            typer.echo(
                f"{found.missing} of {found.runs} runs are missing: merge more shares, or run it"
            )
        else:
            typer.echo(f"Now compare the policies: politeia compare {shlex.quote(str(out))}")
