"""``politeia evidence``: what the model rests on, and whether it says what the documents say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import told

evidence = typer.Typer(name="evidence", no_args_is_help=True)


@evidence.callback()
def about() -> None:
    """Look at the evidence: documents, facts, claims, options, events, parameters, sources."""


@evidence.command()
def check(
    documents: Annotated[
        Path,
        typer.Option(
            "--documents",
            metavar="DIR",
            help="Folder that holds the texts of the documents.",
            show_default=False,
        ),
    ],
) -> None:
    """Check the ledger against the documents' texts: digests, paragraphs, figures as written.

        politeia evidence check --documents ../documents

    Exit codes: 0 all stands where it is said to stand, 2 something does not, 1 the disk failed.
    """
    with told():
        from politeia.evidence.check import check_documents

        typer.echo(str(check_documents(documents)))
