"""``politeia explain``: from any name to what it rests on and what rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from politeia.cli.app import told

if TYPE_CHECKING:
    from politeia.evidence.trace import Chain


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A parameter (support.offset), fact (F24), claim (C18), option (P12), event (E9), "
            "tension (X1), target (SL12), lever, outcome, mechanism (M4), document (D1), policy, "
            "study or key of the bibliography.",
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print data for programs.")] = False,
) -> None:
    """Tell where a number comes from, and what it decides: the chain in both directions.

    politeia explain support.peak_credit
    politeia explain F24 --json
    """
    with told():
        from politeia.evidence import kept
        from politeia.evidence.trace import chain

        web = kept.web()
        chains = [chain(web, node) for node in web.named(name)]
        if as_json:
            _print_data(chains)
        else:
            _print_trees(chains)


def _print_data(chains: list[Chain]) -> None:
    import json

    typer.echo(json.dumps([one.as_data() for one in chains], ensure_ascii=False, indent=2))


def _print_trees(chains: list[Chain]) -> None:
    """Print each chain as a tree, its lines broken where the terminal ends."""
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from politeia.evidence.trace import lines

    console = Console(highlight=False)
    for one in chains:
        trunk: list[Tree] = []
        for depth, line in lines(one):
            place = trunk[depth - 1].add(Text(line)) if depth else Tree(Text(line, style="bold"))
            trunk[depth:] = [place]
        console.print(trunk[0])
