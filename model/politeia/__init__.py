"""Politeia: regimes, democracies and civil society, agent by agent, with the evidence beside.

The front door. ``load`` reads a study, ``run`` lives it and returns its result folder, ``compare``
tells and draws what the policies of one or more result folders did, ``analyse`` what that hangs on
and what is robust. What they need is imported
when they are called, so that ``import politeia`` costs nothing; nothing inside imports this module.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politeia.analyse import Analysis, Options
    from politeia.compare import Comparison
    from politeia.scenario.study import Study

__all__ = ["__version__", "analyse", "compare", "load", "run"]


def _silence(_: str) -> None:
    """Say nothing."""


def load(study: str | Path) -> Study:
    """Return the study in a YAML file, or the shipped one of that name, with all it names.

    Raises:
        BadInput: with all faults of the files at once.
    """
    from politeia.scenario.load import load_study

    return load_study(study)


def run(
    study: str | Path | Study,
    *,
    out: str | Path | None = None,
    draws: int | None = None,
    replicates: int | None = None,
    nodes: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    preview: bool = False,
    fresh: bool = False,
) -> Path:
    """Run a study and return the folder of its results, by default ``results/<name>``.

    One worker is this process; more are processes of their own, for which a script needs the usual
    ``if __name__ == "__main__":``. None means all cores.

    Raises:
        BadInput: when the study is at fault or the folder holds something else.
        MachineTrouble: when the disk or a worker fails.
    """
    from politeia.experiment.order import run_study
    from politeia.experiment.run import Wishes

    return run_study(
        study,
        out=out,
        preview=preview,
        workers=workers,
        wishes=Wishes(fresh=fresh),
        draws=draws,
        replicates=replicates,
        nodes=nodes,
        seed=seed,
    )


def compare(*folders: str | Path, say: Callable[[str], None] = _silence) -> Comparison:
    """Compare the policies of one or two result folders, and write page, figures and tables there.

    ``say`` is told what is being done; the answer in words is the comparison's ``words``.

    Raises:
        BadInput: when a folder holds no results.
        MachineTrouble: when a stored file is damaged or a folder cannot be written in.
    """
    from politeia.compare import compare as compare_folders
    from politeia.compare import write

    comparison = compare_folders([Path(folder) for folder in folders], say)
    write(comparison, say)
    return comparison


def analyse(
    folder: str | Path, options: Options | None = None, say: Callable[[str], None] = _silence
) -> Analysis:
    """Analyse a result folder, and write figures, tables and words into its folder ``analysis``.

    ``options`` are those of ``politeia.analyse.Options``; the answer in words is the analysis's
    ``words``, and each of its ``answers`` has tables and figures.

    Raises:
        BadInput: when the folder holds no results, or an option names what the study has not.
        MachineTrouble: when a stored file is damaged or the folder cannot be written in.
    """
    from politeia.analyse import analyse as analyse_folder
    from politeia.analyse import write

    analysis = analyse_folder(Path(folder), say, options)
    write(analysis, say)
    return analysis


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("politeia")
    raise AttributeError(f"module 'politeia' has no attribute {name!r}")
