"""``politeia analyse``: what a study says under deep uncertainty, in words, tables and figures.

analysis = analyse(Path("results/documents"), say=print)
write(analysis, say=print)
analysis.words
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia.errors import BadInput, MachineTrouble
from politeia.figures import style

if TYPE_CHECKING:
    from politeia.analysis.lived import Lived
    from politeia.answers.answer import Answer

Say = Callable[[str], None]
KINDS = (
    "contrasts",
    "sensitivity",
    "discovery",
    "robustness",
    "portfolio",
    "flips",
    "information",
)
"""The analyses by name, in the order in which they are told."""


@dataclass(frozen=True)
class Options:
    """What is asked of a study, where it differs from what the study shows first."""

    outcome: str | None = None
    years: float | None = None
    case: str | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    enough: float = 0.0
    peel: bool = False
    check: int = 0
    workers: int | None = 1


@dataclass
class Analysis:
    """The answers of a study, and a sentence for each analysis that its result does not allow."""

    lived: Lived
    answers: list[Answer]
    refused: dict[str, str]
    written: list[Path] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return what is said in the terminal."""
        study = self.lived.results.study
        lines = [study.title] + ([study.question] if study.question else [])
        for answer in self.answers:
            lines += ["", answer.title, *(f"  {line}" for line in answer.words)]
        lines += [""] if self.refused else []
        lines += [f"Not analysed, {name}: {why}." for name, why in self.refused.items()]
        if not self.lived.results.finished:
            lines += ["", "The run is not finished: this analyses what is there so far."]
        if self.lived.results.preview:
            lines += ["", "This is a preview: too few draws or replicates for a result."]
        return "\n".join(lines)


def analyse(folder: Path, say: Say, options: Options | None = None) -> Analysis:
    """Return the analyses of a result folder; what its result does not allow is said, not raised.

    Raises:
        BadInput: when the folder holds no results, or an option names what the study has not.
        MachineTrouble: when a stored file is damaged.
    """
    from politeia.analysis import lived as reading
    from politeia.analysis.reading import open_results

    asked = options or Options()
    _check_names(asked)
    results = open_results(folder)
    say(f"reading the rows of {results.study.name}")
    found = reading.lived(
        results,
        outcome=asked.outcome,
        years=asked.years,
        case=asked.case,
        weights=asked.weights or None,
    )
    answers, refused = [], {}
    for name, ask in _questions(found, say, asked).items():
        if asked.only and name not in asked.only:
            continue
        say(f"analysis: {name}")
        try:
            answers.append(ask())
        except reading.CannotAnalyse as error:
            refused[name] = str(error)
    return Analysis(found, answers, refused)


def _check_names(options: Options) -> None:
    """Raise where an analysis is asked for that there is not."""
    from politeia.scenario.words import meant

    wrong = [name for name in options.only if name not in KINDS]
    if wrong:
        raise BadInput("\n".join(f"{name} is no analysis{meant(name, KINDS)}" for name in wrong))


def _questions(found: Lived, say: Say, asked: Options) -> dict[str, Callable[[], Answer]]:
    """Return what is to be asked, by name, in order."""
    from politeia.answers import (
        discovery,
        flips,
        information,
        luck,
        portfolio,
        robustness,
        sensitivity,
    )

    return {
        "contrasts": lambda: luck.answer(found),
        "sensitivity": lambda: sensitivity.answer(found, say),
        "discovery": lambda: discovery.answer(found, say, peel=asked.peel),
        "robustness": lambda: robustness.answer(found, asked.enough),
        "portfolio": lambda: portfolio.answer(found, check=asked.check, workers=asked.workers),
        "flips": lambda: flips.answer(found, say),
        "information": lambda: information.answer(found),
    }


def write(analysis: Analysis, say: Say, folder: Path | None = None) -> list[Path]:
    """Write figures, tables and words into ``analysis/`` of the result folder; return their paths.

    Raises:
        MachineTrouble: when the folder cannot be written in.
    """
    place = folder or analysis.lived.results.folder / "analysis"
    written: list[Path] = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for answer in analysis.answers:
            for name, table in answer.tables.items():
                path = place / f"{name}.csv"
                table.to_csv(path, index=False, float_format="%.6g")
                written.append(path)
            for drawing in answer.drawings:
                say(f"drawing {drawing.name}")
                written += style.save(drawing, place)
        words = place / "answer.txt"
        words.write_text(analysis.words + "\n", encoding="utf-8")
        written.append(words)
    except OSError as error:
        raise MachineTrouble(f"cannot write in {place}: {error.strerror}") from error
    analysis.written = written
    return written


def as_json(analysis: Analysis) -> str:
    """Return words and tables as JSON; what is not a finite number is null."""
    told: dict[str, Any] = {
        "study": analysis.lived.results.study.name,
        "digest": analysis.lived.results.digest,
        "preview": analysis.lived.results.preview,
        "outcome": analysis.lived.main,
        "years": analysis.lived.years,
        "answers": {
            answer.name: {
                "words": answer.words,
                "tables": {
                    name: json.loads(table.to_json(orient="records"))
                    for name, table in answer.tables.items()
                },
            }
            for answer in analysis.answers
        },
        "not_analysed": analysis.refused,
        "files": [str(path) for path in analysis.written],
    }
    return json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False)
