"""``politeia sources``: what to cite for a result."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import told


def sources(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="RESULT",
            help="The folder of a run: results/<name of the study>.",
            show_default=False,
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print CSL data instead of BibTeX.")
    ] = False,
) -> None:
    """Print what to cite for this very result: its data, works and documents, in BibTeX.

    politeia sources results/the_lifeline > references.bib
    """
    with told():
        import json

        from politeia.evidence import kept
        from politeia.evidence.citing import bibliography, keys_to_cite
        from politeia.evidence.weave import read_bibliography
        from politeia.experiment.store import read_manifest

        manifest = read_manifest(folder)
        entries = read_bibliography()
        keys = keys_to_cite(kept.web(), manifest)
        if as_json:
            chosen = [entries[key] for key in keys]
            typer.echo(json.dumps(chosen, ensure_ascii=False, indent=2))
        else:
            typer.echo(bibliography(entries, keys, manifest))
