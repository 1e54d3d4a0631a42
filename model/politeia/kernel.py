"""The one door to numba: compiled functions with explicit signatures and a cache that sees edits.

numba's own cache notices a change in a function but not in one that it calls. The cache folder is
therefore named by a digest of all sources that hold kernels, of numba's and of numpy's version; an
edit anywhere in them opens a new folder. Where no folder can be written the functions are compiled
anew in each process.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from politeia.usercache import folder

P = ParamSpec("P")
R = TypeVar("R")

PACKAGE = Path(__file__).parent
SOURCES = ("kernel.py", "chance.py", "guard.py", "theories/people/crowd.py")
"""The modules that hold compiled functions."""


def digest_of_sources(sources: tuple[str, ...] = SOURCES, package: Path = PACKAGE) -> str:
    """Return a short digest of the sources that hold kernels and of the compiler's version."""
    from importlib.metadata import version

    seal = hashlib.blake2b(digest_size=8)
    for part in (version("numba"), version("numpy"), sys.version):
        seal.update(part.encode())
    for name in sources:
        seal.update((package / name).read_bytes())
    return seal.hexdigest()


def cache_folder() -> Path | None:
    """Return the folder for machine code in the user's cache, or None where none can be written."""
    return folder(digest_of_sources())


_FOLDER = cache_folder()
if _FOLDER is not None:
    os.environ["NUMBA_CACHE_DIR"] = str(_FOLDER)

import numba  # noqa: E402  (numba reads the cache folder when it loads)
from numba.core.compiler import Compiler  # noqa: E402

if _FOLDER is not None:
    numba.config.reload_config()


class Distinct(Compiler):
    """The compiler, told that the arrays that a function is handed share no memory."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)  # type: ignore[no-untyped-call]
        self.state.flags.noalias = True


def kernel(signature: str, distinct: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function to machine code for one ``signature``; readers and mypy keep its own.

    ``distinct`` promises that no two arrays handed over share memory. Without that promise each
    inner loop begins by comparing all pairs of its arrays, and reads again what it has just read.
    """
    through = Distinct if distinct else Compiler

    def compiled(function: Callable[P, R]) -> Callable[P, R]:
        lifted = numba.njit(
            signature, cache=_FOLDER is not None, error_model="numpy", pipeline_class=through
        )
        return cast(Callable[P, R], lifted(function))

    return compiled
