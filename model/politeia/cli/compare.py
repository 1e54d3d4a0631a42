"""``politeia compare``: what the policies of a study did."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import say, told


def compare(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...", help="One or two result folders of finished runs.", show_default=False
        ),
    ],
) -> None:
    """Compare the policies of a study with its baseline; with more folders, studies with another.

    The answer in words is printed; page.html, figures/ and tables/ are written into each folder.

        politeia compare results/the_lifeline
        politeia compare results/packages_or_enforcement results/the_lifeline
    """
    with told():
        from politeia.compare import compare as compare_folders
        from politeia.compare import write

        comparison = compare_folders(folders, say=say)
        pages = write(comparison, say=say)
        typer.echo(comparison.words)
        for page in pages:
            typer.echo(f"The figures are on {page}")
