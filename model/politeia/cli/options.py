"""Options that several verbs share: how much of a study is lived, and by how many workers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StudyName = Annotated[
    str,
    typer.Argument(
        metavar="STUDY",
        help="A study's YAML file, or the bare name of one in scenarios/studies.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Folder for the results; results/<name of the study> if not given. A finished "
        "run is never overwritten; an interrupted one is gone on with.",
        show_default=False,
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="N",
        min=1,
        help="Draws of the uncertain parameters, instead of what the study says. Figures "
        "from fewer than 100 say preview.",
        show_default=False,
    ),
]
Replicates = Annotated[
    int | None,
    typer.Option(
        "--replicates",
        metavar="N",
        min=1,
        help="Histories with different luck in each draw, instead of what the study says. "
        "Figures from fewer than 8 say preview.",
        show_default=False,
    ),
]
Nodes = Annotated[
    int | None,
    typer.Option(
        "--nodes",
        metavar="N",
        min=16,
        help="Communities of citizens in each country, instead of what the study says. "
        "500 are faster, 2000 are the default of a world.",
        show_default=False,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        min=0,
        help="Seed of all luck, instead of what the study says. The same seed gives the "
        "same rows on any number of workers.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Worker processes; all cores if not given. 1 works in this process.",
        show_default=False,
    ),
]
Preview = Annotated[
    bool,
    typer.Option(
        "--preview",
        help="A first look, in about a minute: at most 4 draws in 4 particles, 2 replicates, "
        "500 nodes and the first 6 policies. Into results/<name>_preview unless --out says "
        "otherwise.",
    ),
]
Fresh = Annotated[
    bool,
    typer.Option("--fresh", help="Begin anew in a folder with a number where the folder is taken."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the result folder alone, no progress.")]
Executor = Annotated[
    str | None,
    typer.Option(
        "--executor",
        metavar="NAME",
        help="Where batches are lived, if not on this machine: dask://HOST:PORT, the scheduler of "
        "a Dask cluster whose workers share the folder of results. See docs/clusters.md.",
        show_default=False,
    ),
]
Shard = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="I/N",
        help="Live only share I of N of the study, such as 3/20; each share may have a folder of "
        "its own (then politeia merge) or all the same one.",
        show_default=False,
    ),
]
