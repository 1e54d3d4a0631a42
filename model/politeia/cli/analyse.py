"""``politeia analyse``: what a study says under deep uncertainty."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from politeia.cli.app import say, told


def analyse(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="The result folder of a run.", show_default=False),
    ],
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="ANALYSIS",
            help="One analysis, may be repeated: contrasts, sensitivity, discovery, robustness, "
            "portfolio, flips or information. All if not given.",
            show_default=False,
        ),
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="The outcome that decides which policy is better; the study's first one that is "
            "good or bad for people if not given.",
            show_default=False,
        ),
    ] = None,
    years: Annotated[
        float | None,
        typer.Option(
            "--years",
            metavar="N",
            help="Years after the branch at which outcomes are read: 1, 3, 5 or 10; "
            "5 if not given.",
            show_default=False,
        ),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(
            "--case",
            metavar="NAME",
            help="One case of the study; all cases, weighing alike, if not given.",
            show_default=False,
        ),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            metavar="CODE=N",
            help="Weight of a country in the mean, such as BLR=2, may be repeated; the countries "
            "that the study shows first, weighing alike, if not given.",
            show_default=False,
        ),
    ] = None,
    enough: Annotated[
        float,
        typer.Option(
            "--enough",
            metavar="GAIN",
            help="The gain that satisfies, in units of the outcome; 0 is to do no harm.",
        ),
    ] = 0.0,
    peel: Annotated[
        bool,
        typer.Option(
            "--peel",
            help="Look for rules by the patient rule too; it takes the extra named discovery.",
        ),
    ] = False,
    check: Annotated[
        int,
        typer.Option(
            "--check",
            metavar="N",
            min=0,
            help="Live N mixes of the portfolio's front in real runs, of the study's own size, "
            "into DIR/mixes.",
        ),
    ] = 0,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            help="Worker processes of the runs that check; all cores if not given.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option("--json", help="Print words and tables as JSON instead of sentences."),
    ] = False,
) -> None:
    """Analyse a study: what is sure, what it hangs on, what is robust, what would be worth knowing.

    The answer in words is printed; figures and tables are written into DIR/analysis.

        politeia analyse results/the_lifeline
        politeia analyse results/the_lifeline --only robustness --weight BLR=2 --weight KAZ=1
    """
    with told():
        from politeia.analyse import Options, as_json, write
        from politeia.analyse import analyse as analyse_folder

        analysis = analyse_folder(
            folder,
            say,
            Options(
                outcome=outcome,
                years=years,
                case=case,
                weights=_weights(weight or []),
                only=tuple(only or ()),
                enough=enough,
                peel=peel,
                check=check,
                workers=workers,
            ),
        )
        written = write(analysis, say)
        typer.echo(as_json(analysis) if json else analysis.words)
        if not json:
            typer.echo(f"\nFigures and tables are in {written[-1].parent}")


def _weights(words: list[str]) -> dict[str, float]:
    """Return the weights of countries in words such as BLR=2.

    Raises:
        BadInput: with all words that are none.
    """
    from politeia.errors import BadInput

    weights, wrong = {}, []
    for word in words:
        code, _, number = word.partition("=")
        try:
            weights[code] = float(number)
        except ValueError:
            wrong.append(f"--weight takes a country and a number, such as BLR=2, not {word!r}")
    if wrong:
        raise BadInput("\n".join(wrong))
    return weights
