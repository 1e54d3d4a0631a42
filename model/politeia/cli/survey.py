"""``politeia evidence``: how much of the model rests on what, as a table and as a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from politeia.evidence.survey import Survey


def print_survey(as_json: bool) -> None:
    """Print the survey of the ledger."""
    from politeia.evidence import kept
    from politeia.evidence.survey import surveyed

    survey = surveyed(kept.web())
    if as_json:
        import json

        typer.echo(json.dumps(survey.as_data(), ensure_ascii=False, indent=2))
        return
    _print_tables(survey)


def _print_tables(survey: Survey) -> None:
    from rich.console import Console
    from rich.table import Table

    from politeia.evidence.kinds import KINDS

    console = Console(highlight=False)
    whole = Table(title="What the parameters rest on", title_justify="left")
    for heading in ("ground", "parameters", "share", "uncertain"):
        whole.add_column(heading, justify="left" if heading == "ground" else "right")
    for ground in KINDS:
        of = [one for one in survey.parameters if one.ground == ground]
        free = sum(one.is_uncertain for one in of)
        whole.add_row(ground, str(len(of)), f"{survey.share(ground):.0%}", str(free))
    console.print(whole)
    for title, pairs in (
        ("Claims that no parameter can decide", survey.undecided_claims),
        ("Options that no policy realises", survey.options_without_policy),
        ("Facts that no number of the model uses", survey.unused_facts),
        ("Targets that cannot be computed, in whole or in part", survey.targets_not_computed),
    ):
        _print_reasons(console, title, pairs)
    console.print("Targets by use: " + _tally(survey.targets_by_use))
    console.print("References: " + _tally(survey.references_by_check))
    console.print("In the ledger: " + _tally(survey.counts))


def _tally(pairs: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{number} {name}" for name, number in pairs)


def _print_reasons(console: Console, title: str, pairs: tuple[tuple[str, str], ...]) -> None:
    from rich.table import Table

    table = Table(title=f"{title}: {len(pairs)}", title_justify="left", show_header=False)
    for name, reason in pairs:
        table.add_row(name, reason)
    console.print(table)


def draw_survey(folder: Path) -> Path:
    """Write the figure of the survey and the table behind it, and return the figure's path.

    Raises:
        MachineTrouble: when the folder cannot be written in.
    """
    import pandas as pd

    from politeia.errors import MachineTrouble
    from politeia.evidence import kept
    from politeia.evidence.kinds import KINDS
    from politeia.evidence.survey import surveyed
    from politeia.figures import style
    from politeia.figures.grounds import grounds

    web = kept.web()
    frame = pd.DataFrame([vars(one) for one in surveyed(web).parameters])
    pages = {key: web.nodes[f"mechanism:{key}"].title for key in frame.mechanism.unique()}
    frame["title"] = [f"{key} {pages[key]}" for key in frame.mechanism]
    frame = frame.sort_values("mechanism", key=lambda keys: keys.str[1:].astype(int))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        frame.to_csv(folder / "grounds.csv", index=False)
    except OSError as error:
        raise MachineTrouble(f"cannot write in {folder}: {error.strerror}") from error
    drawing = grounds(frame, KINDS, "Each number and its source: politeia explain PARAMETER.")
    return style.save(drawing, folder)[0]
