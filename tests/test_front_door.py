"""The front door is light: whoever asks for help does not load the model."""

from __future__ import annotations

import subprocess
import sys

import pytest

import politeia

HEAVY = (
    "sklearn",
    "SALib",
    "numpy",
    "pandas",
    "scipy",
    "numba",
    "mesa",
    "pyarrow",
    "matplotlib",
    "seaborn",
)

VERBS = ("run", "sweep", "status", "merge", "compare", "analyse", "explain", "sources")

HELP = """
import sys
from politeia import cli
sys.argv = ["politeia", *{words!r}]
try:
    cli.main()
except SystemExit as end:
    print("code", end.code)
print("loaded", *sorted({{name.split(".")[0] for name in sys.modules}}))
"""


def _loaded(code: str) -> set[str]:
    """Return the modules that a fresh Python has loaded after running ``code``."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.splitlines()[-1].removeprefix("loaded ").split())


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        *([verb, "--help"] for verb in VERBS),
        ["evidence", "--help"],
        [],
    ],
)
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    assert not _loaded(HELP.format(words=words)) & set(HEAVY)


def test_importing_politeia_loads_nothing_heavy() -> None:
    code = "import sys, politeia\nprint('loaded', *{n.split('.')[0] for n in sys.modules})"
    assert not _loaded(code) & set(HEAVY)


def test_reading_the_whole_evidence_loads_neither_compiler_nor_tables() -> None:
    code = (
        "import sys\nfrom politeia.evidence.book import load_book\n"
        "assert load_book().parameters\n"
        "print('loaded', *{n.split('.')[0] for n in sys.modules})"
    )
    assert not _loaded(code) & (set(HEAVY) - {"numpy"})


def test_the_front_door_has_a_version_and_no_other_names() -> None:
    assert politeia.__version__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = politeia.nothing
