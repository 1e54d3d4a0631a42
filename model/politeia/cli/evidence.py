"""``politeia evidence``: what the model rests on, and whether it says what the documents say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import say, told

evidence = typer.Typer(name="evidence", invoke_without_command=True)


@evidence.callback()
def survey(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Write the figure of what the parameters rest on, and its table, into a folder.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print data for programs.")] = False,
) -> None:
    """Tell how much of the model rests on documents, data, research and assumption.

    politeia evidence
    politeia evidence --out results/evidence
    politeia evidence check --documents ../documents
    """
    if context.invoked_subcommand is not None:
        return
    with told():
        from politeia.cli.survey import draw_survey, print_survey

        print_survey(as_json)
        if out is not None:
            say(f"The figure is {draw_survey(out)}")


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
        from politeia.evidence.book import load_book
        from politeia.evidence.check import check_documents

        load_book()
        typer.echo(str(check_documents(documents)))
