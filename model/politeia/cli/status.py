"""``politeia status``: what of a study is done, missing or failed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import told


def status(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="The result folder of a study.", show_default=False),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON, for other programs.")
    ] = False,
) -> None:
    """Tell what of a study is done, missing, failed or damaged, and how large it is.

    Every checksum is verified.

        politeia status results/the_lifeline
    """
    with told():
        from politeia.experiment.status import status as status_of

        found = status_of(folder)
        typer.echo(json.dumps(found.to_dict(), indent=1) if as_json else found.words())
