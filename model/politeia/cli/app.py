"""The application that every verb joins, and how a command ends: a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from politeia.errors import PoliteiaError

INTERRUPTED = 130

app = typer.Typer(
    name="politeia",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"politeia {version('politeia')}")
        raise typer.Exit


@app.callback()
def politeia(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Ask an agent-based model of regimes, democracies and civil society what policies do.

    Write a study in YAML, run it, compare its policies:

        politeia run the_lifeline
        politeia compare results/the_lifeline

    A study whose assumptions or levers are to be varied has a design, and is swept:

        politeia sweep how_much_offset

    Exit codes: 0 done, 1 failed (machine, disk, worker), 2 bad input, 130 interrupted.
    """


def say(deed: str) -> None:
    """Say on the side what is being done."""
    typer.echo(deed, err=True)


@contextmanager
def told() -> Iterator[None]:
    """End the command with a sentence and an exit code, not a traceback, where it can be told."""
    try:
        yield
    except PoliteiaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        _say_interrupted()
        raise typer.Exit(INTERRUPTED) from None


def _say_interrupted() -> None:
    typer.echo(
        "Interrupted. What was finished is kept; the same command goes on from there.", err=True
    )


def main() -> None:
    """Run the command ``politeia``."""
    try:
        app()
    except KeyboardInterrupt:
        _say_interrupted()
        sys.exit(INTERRUPTED)
