"""The command ``politeia``: words to calls, no logic; a verb imports what it needs when it runs."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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

    Exit codes: 0 done, 1 failed (machine, disk, worker), 2 bad input, 130 interrupted.
    """


@app.command()
def run(
    study: Annotated[
        str,
        typer.Argument(
            metavar="STUDY",
            help="A study's YAML file, or the bare name of one in scenarios/studies.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder for the results; results/<name of the study> if not given. A finished "
            "run is never overwritten; an interrupted one is gone on with.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            metavar="N",
            min=1,
            help="Draws of the uncertain parameters, instead of what the study says. Figures "
            "from fewer than 100 say preview.",
            show_default=False,
        ),
    ] = None,
    replicates: Annotated[
        int | None,
        typer.Option(
            "--replicates",
            metavar="N",
            min=1,
            help="Histories with different luck in each draw, instead of what the study says. "
            "Figures from fewer than 8 say preview.",
            show_default=False,
        ),
    ] = None,
    nodes: Annotated[
        int | None,
        typer.Option(
            "--nodes",
            metavar="N",
            min=16,
            help="Communities of citizens in each country, instead of what the study says. "
            "500 are faster, 2000 are the default of a world.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            metavar="N",
            min=0,
            help="Seed of all luck, instead of what the study says. The same seed gives the "
            "same rows on any number of workers.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            help="Worker processes; all cores if not given. 1 works in this process.",
            show_default=False,
        ),
    ] = None,
    preview: Annotated[
        bool,
        typer.Option(
            "--preview",
            help="A first look in seconds: at most 8 draws, 2 replicates, 500 nodes and the "
            "first 6 policies. Into results/<name>_preview unless --out says otherwise.",
        ),
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Begin anew in a folder with a number where the folder is taken."
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print the result folder alone, no progress.")
    ] = False,
) -> None:
    """Run a study: every policy, from the same pasts, in many histories.

    The rows are kept in a folder that docs/results-format.md describes. After an interruption the
    same command goes on.

        politeia run the_lifeline --preview
        politeia run my_study.yaml --draws 25 --replicates 8 --out results/first
    """
    with told():
        from politeia.experiment.order import run_study
        from politeia.experiment.run import Wishes

        folder = run_study(
            study,
            out=out,
            preview=preview,
            workers=workers,
            wishes=Wishes(
                fresh=fresh, quiet=quiet, command=shlex.join(["politeia", *sys.argv[1:]])
            ),
            draws=draws,
            replicates=replicates,
            nodes=nodes,
            seed=seed,
        )
        typer.echo(str(folder) if quiet else _next_step(folder))


def _next_step(folder: Path) -> str:
    """Return where the results are and what to do with them."""
    place = shlex.quote(str(folder))
    return f"The results are in {folder}\nNow compare the policies: politeia compare {place}"


@app.command()
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

        comparison = compare_folders(folders, say=_say)
        pages = write(comparison, say=_say)
        typer.echo(comparison.words)
        for page in pages:
            typer.echo(f"The figures are on {page}")


def _say(deed: str) -> None:
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
